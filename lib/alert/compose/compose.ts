import type { Alert } from '../../core/alert.ts';
import type { Language, Text } from '../../core/language.ts';
import type { Bar, Message, Reply } from '../../core/message.ts';
import { isAnnouncement } from '../../ecs/other-causes.ts';
import { incidentName } from '../storm.ts';
import { endLabels, labels } from '../texts/labels.ts';
import { tellingCauses } from './cause.ts';
import { changedLine } from './changed.ts';
import type { Clock } from './clock.ts';
import { commandReply } from './commands.ts';
import { contextLine } from './context.ts';
import { drainReply } from './drain.ts';
import { endKind, isGone } from './end-kind.ts';
import { costLine, nowLine } from './end.ts';
import { impactLine } from './impact.ts';
import type { ComposeInput } from './input.ts';
import { logLines, logReply } from './log.ts';
import { loopReply } from './loop.ts';
import { nextLine } from './next.ts';
import { placementReply } from './placement.ts';
import { summaryOf, titleOf } from './situation.ts';
import { doLines } from './todo.ts';
import { whyLine } from './why.ts';

export type Composed = { readonly message: Message; readonly replies: readonly Reply[] };

/** One incident as people read it: the same lines in the same places, whatever happened. */
export function compose(input: ComposeInput): Composed {
  const clock: Clock = { language: input.language, timezone: input.timezone, now: input.now };
  const known = [
    drainReply(input, clock),
    placementReply(input, clock),
    commandReply(input, clock),
    loopReply(input, clock),
    logReply(input, clock),
  ];
  const replies = known.filter((reply) => reply !== undefined);
  return { message: messageOf(input, clock), replies };
}

function messageOf(input: ComposeInput, clock: Clock): Message {
  const { alert } = input;
  const isOver = alert.status !== 'firing';
  const changed = changedLine(input, clock);
  const steps = doLines(input, clock);
  const log = logLines(input);
  return {
    incident: incidentName(alert),
    status: alert.status,
    severity: alert.severity,
    summary: summaryOf(input, clock),
    bar: input.muted !== undefined && !isOver ? 'grey' : barOf(alert),
    title: titleOf(input, clock),
    impact: isOver ? costLine(alert, clock) : impactLine(input, clock),
    next: isOver ? nowLine(alert, clock) : nextLine(alert, clock),
    why: whyLine(input, clock),
    ...(changed !== undefined && { changed }),
    ...(steps.length > 0 && { do: steps }),
    ...(log !== undefined && { log }),
    context: contextLine(input, clock),
    labels: labelsIn(clock.language, isOver ? endLabels : labels),
    code: codeOf(alert),
  };
}

/** Green only for what has been seen to work again. What is gone may have taken tasks with it. */
function barOf(alert: Alert): Bar {
  const { status, impact } = alert;
  if (status === 'resolved' && endKind(alert) === 'forced') return 'amber';
  if (status === 'resolved') return isGone(alert) ? 'grey' : 'green';
  if (status === 'rolled-back') return 'amber';
  if (status === 'expired') return 'grey';
  if (isAnnouncement(alert.causes) && impact.level === 'none') return 'grey';
  const isHurt = ['degraded', 'down', 'missed', 'failed'].includes(impact.level);
  return isHurt ? 'red' : 'amber';
}

export function labelsIn(language: Language, texts: Readonly<Record<keyof typeof labels, Text>>): Message['labels'] {
  return {
    impact: texts.impact[language],
    next: texts.next[language],
    why: texts.why[language],
    changed: texts.changed[language],
    do: texts.do[language],
  };
}

function codeOf({ status, causes }: Alert): string {
  const cause = tellingCauses(causes)[0]?.id.replace(/[^\w-]/g, '_') ?? 'no_cause';
  return status === 'firing' ? cause : `${cause}/${status}`;
}
