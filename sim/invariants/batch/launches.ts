import type { RunState } from '../../../lib/batch/state.ts';
import { secondMs } from '../../../lib/core/time.ts';
import { runIdIn } from '../../scenario/batch/started-by.ts';
import type { Called, Invariant, Seen } from '../invariant.ts';

/** Clocks are two seconds off, and a call takes some. */
const lateMs = 10 * secondMs;

/** "A total of 8192 characters are allowed for overrides" (API_RunTask). */
const mostOverrides = 8192;

function ofLaunch(
  judge: (run: RunState, call: Called, seen: Seen) => string | undefined,
): NonNullable<Invariant['called']> {
  return (call, seen) => {
    if (seen.batch === undefined || call.operation !== 'ECS.RunTask') return undefined;
    const run = seen.batch.runs.get(runIdIn(String(call.input['startedBy'])) ?? '');
    if (run === undefined) return `${String(call.input['startedBy'])} is no run that was written down`;
    const wrong = judge(run, call, seen);
    return wrong === undefined ? undefined : `${run.job} ${run.runId}: ${wrong}`;
  };
}

const inTime: Invariant = {
  name: 'nothing is launched too late',
  called: ofLaunch(({ pinned, begunAt, starter, round, slot, ranAt }, _, { simulation }) => {
    const now = simulation.agenda.now();
    const total = pinned.timeouts.totalMs ?? Infinity;
    if (now > begunAt + total + lateMs) return 'launched past its total';
    const due = starter === 'schedule' && round === 1 ? slot : begunAt;
    return ranAt === undefined && now > due + pinned.startDeadlineMs + lateMs
      ? 'launched past its start deadline'
      : undefined;
  }),
};

const onceOnly: Invariant = {
  name: 'what needs an edit is launched once',
  called: ofLaunch(({ past, begunAt, ended }) => {
    if (ended !== undefined) return `launched although it is ${ended.how}`;
    return past.some((each) => each.class === 'configuration' && each.at >= begunAt)
      ? 'launched again after a mistake'
      : undefined;
  }),
};

function same(): Invariant {
  const requests = new Map<string, string>();
  return {
    name: 'the same token is the same request',
    called: ofLaunch((_, { input }) => {
      const token = String(input['clientToken']);
      const request = JSON.stringify(input);
      const before = requests.get(token) ?? request;
      requests.set(token, request);
      return before === request ? undefined : `${request} after ${before}`;
    }),
  };
}

const short: Invariant = {
  name: 'what is too long is refused before anything is taken',
  called: ofLaunch((_, { input }) => {
    const { length } = JSON.stringify(input['overrides'] ?? {});
    return length > mostOverrides ? `${length} characters of overrides` : undefined;
  }),
  saved: ({ key, state }, { batch }) => {
    const run = state as RunState;
    if (batch === undefined || !key.startsWith('batch#') || run.kind !== 'run') return undefined;
    const isTooLong = batch.stage.plan.jobs.find(({ name }) => name === run.job)?.isTooLong === true;
    return isTooLong && (run.lease !== undefined || run.tries > 0) ? `${run.job} ${run.runId} was begun` : undefined;
  },
};

/** What is asked of RunTask. */
export const batchLaunchInvariants = (): readonly Invariant[] => [inTime, onceOnly, same(), short];
