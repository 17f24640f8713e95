import type { Alert, Cause } from '../../core/alert.ts';
import type { Line, Reply } from '../../core/message.ts';
import { drainImpacts, drainSteps, drainWhys } from '../texts/drain.ts';
import { causeWords } from './cause.ts';
import type { Clock } from './clock.ts';
import { momentOf } from './clock.ts';
import { whichOf } from './drain-commands.ts';
import type { ComposeInput } from './input.ts';
import { dotted, joined, listed, phrase, plainOf } from './phrase.ts';
import { changeSteps, verdictOf } from './placement.ts';
import { remedyLine } from './remedy.ts';
import { readableWords } from './untrusted-words.ts';

/** Whether an incident is about instances that cannot leave. */
export function isDrain({ causes }: Pick<Alert, 'causes'>): boolean {
  return causes.some(({ id }) => id.startsWith('drain_'));
}

/** Nobody is hurt while a drain is stuck; who will be, and when. */
export function drainImpact(alert: Alert, clock: Clock): Line {
  const { language } = clock;
  const { next, causes } = alert;
  if (next.code === 'drain_over') return phrase(drainImpacts.forced, language);
  const losses = causes.flatMap((cause) => lossOf(cause, clock) ?? []);
  if (losses.length === 0) return phrase(drainImpacts.now, language);
  const named = listed(
    losses.map((loss): Line => [loss]),
    language,
  );
  if (next.at === undefined) return phrase(drainImpacts.nowWhenever, language, { losses: named });
  return phrase(drainImpacts.nowEnds, language, { at: momentOf(next.at, clock), losses: named });
}

function lossOf({ id, fills = {} }: Cause, { language }: Clock): string | undefined {
  const { names, running, count, desired } = fills;
  if (typeof names !== 'string') return undefined;
  const given = { names: readableWords(names, 60), count, desired };
  if (id === 'drain_standalone') return plainOf(phrase(drainImpacts.standalone, language, given));
  if (!/^drain_(?:held|deadlock)/.test(id)) return undefined;
  if (typeof running !== 'number' || typeof count !== 'number')
    return plainOf(phrase(drainImpacts.services, language, given));
  return plainOf(phrase(drainImpacts.service, language, { ...given, after: Math.max(0, running - count) }));
}

const marks = ['①', '②', '③'];

/** Each reason in a sentence; of what finds no place, whether there is one. */
export function drainWhy(input: ComposeInput, clock: Clock): Line {
  const { language } = clock;
  const reasons = reasonLines(input, clock);
  const shown = reasons
    .slice(0, marks.length)
    .map((reason, at) =>
      reasons.length === 1 ? reason : phrase(drainWhys.one, language, { mark: marks[at], reason }),
    );
  const more = reasons.length - shown.length;
  return dotted([...shown, more === 0 ? undefined : phrase(drainWhys.more, language, { count: more })]);
}

function reasonLines(input: ComposeInput, clock: Clock): readonly Line[] {
  const { language } = clock;
  const verdict = verdictOf(input);
  const asked = input.alert.causes.find(({ id }) => id.startsWith('drain_held'));
  return input.alert.causes.map((cause) => {
    const { likely, fills } = causeWords(cause, input, clock);
    const reason = joined(phrase(withoutStop(likely), language, fills));
    if (cause !== asked || verdict === undefined) return reason;
    return phrase(drainWhys.place, language, { reason, room: readableWords(verdict.room, 240) });
  });
}

/** Other parts follow: the sentence does not end the line. */
function withoutStop({ en, ja }: { readonly en: string; readonly ja: string }) {
  return { en: en.replace(/\.$/, ''), ja: ja.replace(/。$/, '') };
}

/** All reasons, where the message has not room for all of them. */
export function drainReply(input: ComposeInput, clock: Clock): Reply | undefined {
  const { alert } = input;
  if (!isDrain(alert) || alert.status !== 'firing' || alert.causes.length <= marks.length) return undefined;
  const lines = reasonLines(input, clock);
  return { key: 'drain', lines: [[{ bold: drainWhys.head[clock.language] }], ...lines] };
}

/** At most three lines: wait, wait longer, and what helps for good. */
export function drainDo(input: ComposeInput, clock: Clock): readonly Line[] {
  const { language } = clock;
  const { next } = input.alert;
  const { instance, mode } = next.fills ?? {};
  const which = whichOf(input.alert);
  const changes = changeSteps(input, clock);
  const remedy = remedyLine(input, clock);
  const isOurs = mode === 'act' && next.code === 'drain_ends_us' && next.at !== undefined;
  const at = next.at === undefined ? undefined : momentOf(next.at, clock);
  const [change] = changes;
  const last = change === undefined ? remedy : phrase(drainSteps.forGood, language, { step: change });
  const steps = isOurs
    ? [
        phrase(drainSteps.letGo, language, { at }),
        phrase(drainSteps.wait, language, { which: which === undefined ? instance : `--group ${which.group}` }),
        last,
      ]
    : [
        last,
        next.code === 'drain_ends_ec2' || next.code === 'drain_over' ? undefined : phrase(drainSteps.now, language),
      ];
  return steps.filter((step) => step !== undefined);
}
