import type { Composed } from '../../lib/alert/compose/compose.ts';
import { causeWords } from '../../lib/alert/compose/cause.ts';
import type { Clock } from '../../lib/alert/compose/clock.ts';
import { momentOf } from '../../lib/alert/compose/clock.ts';
import { phrase, plainOf } from '../../lib/alert/compose/phrase.ts';
import { readableWords } from '../../lib/alert/compose/untrusted-words.ts';
import type { PastState } from '../../lib/alert/past/past.ts';
import type { TimelineStep } from '../../lib/alert/timeline.ts';
import { oneLine } from '../../lib/channels/untrusted.ts';
import type { Cause } from '../../lib/core/alert.ts';
import type { Text } from '../../lib/core/language.ts';
import { say } from '../../lib/core/language.ts';
import type { Line } from '../../lib/core/message.ts';
import { taskDefinitionOf } from '../../lib/ecs/arn.ts';
import { shownOf } from '../alerts/shown.ts';
import type { View } from '../alerts/view.ts';
import { dateAndTime } from '../time.ts';
import type { Entry } from './impact-entries.ts';
import { impactEntries } from './impact-entries.ts';
import { stateOf } from './since.ts';
import { deploymentStates, endTexts, timelineTexts } from './texts.ts';

/** An incident in Markdown, to begin a post-mortem with: what is known, in its order, and room for what people know. */
export function timelineLines(past: PastState, { message }: Composed, view: View): string[] {
  const { clock } = view;
  const { language } = clock;
  const { alert } = past;
  const shown = shownOf(stateOf(past), [], view);
  const { account, region, kind } = alert.subject;
  const where = { place: shown.place, kind, environment: shown.environment, account, region };
  const facts: readonly (readonly [string, Line | undefined])[] = [
    [message.labels.impact, message.impact],
    [message.labels.next, message.next],
    [message.labels.why, message.why],
    [message.labels.changed, message.changed],
  ];
  const known = facts.flatMap(([label, line]) =>
    line === undefined || line.length === 0 ? [] : [`- **${label}**: ${markdown(line)}`],
  );
  return [
    `# ${past.id}: ${markdown(message.title)}`,
    '',
    `- **${timelineTexts.subject[language]}**: ${say(timelineTexts.subjectValue, language, where)}`,
    ...known,
    '',
    `## ${say(timelineTexts.timeline, language, { zone: clock.timezone })}`,
    '',
    `| ${timelineTexts.when[language]} | ${timelineTexts.what[language]} |`,
    '| --- | --- |',
    ...entriesOf(past, clock).map(({ at, text }) => `| ${dateAndTime(at, clock)} | ${inText(text)} |`),
    '',
    `## ${timelineTexts.causes[language]}`,
    '',
    ...alert.causes.flatMap((cause) => causeLines(cause, past, clock)),
    '',
    `## ${timelineTexts.notes[language]}`,
    '',
    ...[timelineTexts.noteRoot, timelineTexts.noteWell, timelineTexts.noteBadly, timelineTexts.noteActions].map(
      (text) => `- ${text[language]}`,
    ),
  ];
}

/** What happened, in its order. */
function entriesOf(past: PastState, clock: Clock): readonly Entry[] {
  const { alert, told, acknowledged, closedByHand } = past;
  const tell = (text: Text, fills = {}): string => say(text, clock.language, fills);
  const calls = told.flatMap(({ receiver, rangAt }) => (rangAt === undefined ? [] : [{ receiver, at: rangAt }]));
  const words = told.filter(({ at, rangAt }) => rangAt !== at);
  const all: readonly Entry[] = [
    ...deploymentEntries(past, clock),
    ...alert.causes.map((cause) => ({
      at: cause.firstAt,
      text: tell(timelineTexts.first, { cause: titleOf(cause, past, clock) }),
    })),
    ...impactEntries(past, clock),
    ...interventionEntries(past, clock),
    ...words.map(({ receiver, at }) => ({ at, text: tell(timelineTexts.told, { receiver: oneLine(receiver) }) })),
    ...calls.map(({ receiver, at }) => ({ at, text: tell(timelineTexts.paged, { receiver: oneLine(receiver) }) })),
    ...markEntry(acknowledged, timelineTexts.taken, clock),
    ...markEntry(closedByHand, timelineTexts.closed, clock),
    ...(alert.endedAt === undefined ? [] : [{ at: alert.endedAt, text: tell(endTexts[alert.status]) }]),
  ];
  return all.toSorted((a, b) => a.at - b.at);
}

/** When each deployment began, and how each ended. */
function deploymentEntries({ steps, alert }: PastState, clock: Clock): readonly Entry[] {
  const seen = steps.flatMap(({ at, deployment }) => (deployment === undefined ? [] : [{ at, deployment }]));
  const last = alert.deployment === undefined ? [] : [{ at: alert.at, deployment: alert.deployment }];
  const chapters = new Map([...last, ...seen.toReversed()].map(({ deployment }) => [deployment.id, deployment]));
  return [
    ...[...chapters.values()].flatMap((each) => beginningOf(each, clock)),
    ...seen.flatMap(({ at, deployment: { state } }) =>
      state === 'in-progress' ? [] : [{ at, text: deploymentStates[state][clock.language] }],
    ),
  ];
}

type Chapter = NonNullable<TimelineStep['deployment']>;

function beginningOf({ id, startedAt, taskDefinitionArn }: Chapter, { language }: Clock): readonly Entry[] {
  if (startedAt === undefined) return [];
  const number = taskDefinitionArn === undefined ? undefined : taskDefinitionOf(taskDefinitionArn).revision;
  const name =
    number === undefined ? readableWords(id, 60) : say(timelineTexts.revision, language, { revision: number });
  return [{ at: startedAt, text: say(timelineTexts.deploymentBegan, language, { revision: name }) }];
}

function interventionEntries(past: PastState, { language }: Clock): readonly Entry[] {
  return past.steps.flatMap(({ at, intervened }) =>
    intervened === undefined ? [] : [{ at, text: interventionText(intervened, past)[language] }],
  );
}

function interventionText(is: 'rollback' | 'stop', { alert: { intervened } }: PastState): Text {
  if (intervened?.how === 'observed') return is === 'stop' ? timelineTexts.wouldStop : timelineTexts.wouldRollBack;
  return is === 'stop' ? timelineTexts.stopped : timelineTexts.rolledBack;
}

function markEntry(mark: PastState['acknowledged'], text: Text, { language }: Clock): readonly Entry[] {
  return mark === undefined ? [] : [{ at: mark.at, text: say(text, language, { name: oneLine(mark.by) }) }];
}

function titleOf(cause: Cause, { alert, enrichment }: PastState, clock: Clock): string {
  const { title, fills } = causeWords(cause, { alert, enrichment }, clock);
  return oneLine(plainOf(phrase(title, clock.language, fills)));
}

function causeLines(cause: Cause, past: PastState, clock: Clock): string[] {
  const { language } = clock;
  const { count, firstAt, lastAt, text } = cause;
  const times = count === 1 ? timelineTexts.once[language] : say(timelineTexts.times, language, { count });
  const fills = {
    cause: titleOf(cause, past, clock),
    times,
    from: momentOf(firstAt, clock),
    to: momentOf(lastAt, clock),
  };
  const words = text === undefined ? [] : [`  - ${say(timelineTexts.words, language, { text: codeOf(text) })}`];
  return [`- ${inText(say(timelineTexts.cause, language, fills))}`, ...words];
}

/** The message's own forms in Markdown's; all else is text, whoever wrote it. */
function markdown(line: Line): string {
  return line
    .map((span) => {
      if (typeof span === 'string') return inText(span);
      if ('bold' in span) return inText(span.bold);
      if ('code' in span) return codeOf(span.code);
      if ('mention' in span) return '';
      return `[${inText(span.text)}](${span.link})`;
    })
    .join('');
}

/** Brackets are plain as long as no address follows them. */
const inText = (text: string): string =>
  oneLine(text)
    .replaceAll(/[\\`*_<>|]/g, String.raw`\$&`)
    .replaceAll('](', String.raw`\](`);

const codeOf = (text: string): string => `\`${oneLine(text).replaceAll('`', "'")}\``;
