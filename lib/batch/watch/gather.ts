import type { RecordKey } from '../../core/record.ts';
import type { ScheduleReads } from '../../core/schedule-ports.ts';
import type { Instant } from '../../core/time.ts';
import { jobKey, runIdOf, runKey, schedulesKey } from '../names.ts';
import type { BatchPolicy } from '../policy.ts';
import { jobNamed } from '../policy.ts';
import type { BatchState } from '../state.ts';
import { isSilent } from './judge.ts';
import { openedAt } from './open.ts';
import type { OpenSlot, WatchFacts, WatchReads, WatchState } from './state.ts';

type Context = { readonly policy: BatchPolicy; readonly now: Instant };

/** Schedules whose settings are read at one look: those whose slots nobody began. */
const mostSettings = 40;

/** Reads the runs of open slots, and why nothing began those that have none. */
export async function gatherWatch(
  state: WatchState | undefined,
  read: WatchReads & ScheduleReads,
  { policy, now }: Context,
): Promise<WatchFacts> {
  const nothing: WatchFacts = { kind: 'watch', settings: new Map() };
  if (policy.scheduler === undefined || now < (state?.lookAt ?? 0)) return nothing;
  const { open } = openedAt(state, policy, now);
  const slots = Object.entries(open).flatMap(([job, each]) => each.map((slot) => ({ job, slot })));
  const keys = [
    ...slots.map(({ job, slot }) => keyOf(policy, job, slot)),
    ...Object.keys(open).map((job) => jobKey(policy.stack.region, job)),
    ...(slots.length > 0 ? [schedulesKey(policy.stack.region)] : []),
  ];
  const records =
    keys.length === 0
      ? { ok: true as const, value: new Map<RecordKey, BatchState>(), at: now }
      : await read.records(keys);
  if (!records.ok) return { ...nothing, records };
  const silent = slots.filter(({ job, slot }) => {
    const known = jobNamed(policy, job);
    const hasRun = records.value.has(keyOf(policy, job, slot));
    return known?.enabled === true && !hasRun && slot.reason === undefined && isSilent(slot, now);
  });
  return { ...nothing, records, ...(await reasons(silent, read, policy)) };
}

export function keyOf({ stack }: Pick<BatchPolicy, 'stack'>, job: string, { slot }: Pick<OpenSlot, 'slot'>): RecordKey {
  return runKey(stack.region, runIdOf(stack, { job, slot }));
}

/** How the schedules of these slots stand, and what Scheduler gave up. */
async function reasons(
  silent: readonly { readonly job: string; readonly slot: OpenSlot }[],
  read: WatchReads & ScheduleReads,
  { scheduler, jobs }: BatchPolicy,
): Promise<Pick<WatchFacts, 'settings' | 'dead'>> {
  const names = [...new Set(silent.map(({ job }) => job))]
    .filter((name) => jobs.some((job) => job.name === name && job.schedule?.start.kind !== 'day' && isNative(job)))
    .slice(0, mostSettings);
  if (scheduler === undefined || silent.length === 0) return { settings: new Map() };
  const [settings, dead] = await Promise.all([
    Promise.all(names.map(async (name) => [name, await read.schedule(scheduler.group, name)] as const)),
    read.deadTriggers(),
  ]);
  return { settings: new Map(settings), dead };
}

/** One schedule of the group bears the job's own name: for cron and rate. */
function isNative({ schedule }: BatchPolicy['jobs'][number]): boolean {
  return schedule?.start.kind === 'cron' || schedule?.start.kind === 'rate';
}
