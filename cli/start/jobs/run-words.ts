import type { RunView } from '../../../console/jobs.ts';
import { causeWords } from '../../../lib/alert/compose/cause.ts';
import type { Clock } from '../../../lib/alert/compose/clock.ts';
import { phrase, plainOf } from '../../../lib/alert/compose/phrase.ts';
import type { Choice, Ended, RunState } from '../../../lib/batch/state.ts';
import type { Cause } from '../../../lib/core/alert.ts';
import type { RunEnd } from '../../../lib/core/batch-event.ts';
import type { Text } from '../../../lib/core/language.ts';
import { findExitCode, signalOf } from '../../../lib/ecs/stops/exit-codes.ts';

/** The labels of the page are English, and so is what stands among them. No text of a run has moments in it. */
const clock: Clock = { language: 'en', timezone: 'UTC', now: 0 };

export const endWords: Readonly<Record<RunEnd, string>> = {
  succeeded: 'succeeded',
  failed: 'failed, and is not tried again',
  'timed-out': 'timed out',
  cancelled: 'cancelled',
  replaced: 'replaced by a newer run',
  skipped: 'skipped: another run was still at it',
  suppressed: 'passed over: the job is suspended',
  late: 'given up: nothing ran before its start deadline',
  unknown: 'not known: nobody watched when it was due',
  lost: 'lost: nobody can say what became of it',
  missed: 'missed: nothing began it before its start deadline',
  observed: 'observed: nothing may be launched',
};

/** `FARGATE_SPOT`, `EC2`. */
export function capacityOf(choice: Choice | undefined): string {
  const providers = choice?.shares.map(({ provider }) => provider).join(' and ') ?? '';
  return providers === '' ? (choice?.launchType ?? "the cluster's default") : providers;
}

type Known = Pick<RunState, 'job' | 'pinned'>;

export function titleOf(cause: Cause, run: Known): string {
  const words = wordsOf(cause, run);
  return plain(words.title, words.fills);
}

export function whyOf(cause: Cause, run: Known, exit: RunView['exit']): NonNullable<RunView['why']> {
  const { title, likely, remedy, fills } = wordsOf(cause, run);
  const because = plain(likely, fills);
  return {
    title: plain(title, fills),
    remedy: plain(remedy, fills),
    // The meaning of its exit code is said once.
    ...(because !== exit?.meaning && { likely: because }),
  };
}

/** What the code of the main container tells, where it chose one: after a stop it only tells how it took that. */
export function exitOf({ how, exitCode: code }: Pick<Ended, 'how' | 'exitCode'>, container = 'app'): RunView['exit'] {
  const row = code === undefined ? undefined : findExitCode(code);
  if (code === undefined || row === undefined) return undefined;
  if (how === 'succeeded') return { code, meaning: 'Its work is done.' };
  if (how !== 'failed') return { code, meaning: 'It was stopped: its code does not tell of its work.' };
  return { code, meaning: plain(row.meaning, { container, exitCode: code, signal: signalOf(code) }) };
}

function wordsOf(cause: Cause, { job, pinned }: Known) {
  const subject = { account: '', region: '', cluster: pinned.task.cluster, kind: 'job' as const, name: job };
  return causeWords(cause, { alert: { subject, pointers: {} } }, clock);
}

function plain(text: Text, fills: Parameters<typeof phrase>[2]): string {
  return plainOf(phrase(text, 'en', fills));
}
