import type { ScheduleReads } from '../../core/schedule-ports.ts';
import type { Instant } from '../../core/time.ts';
import type { BatchPolicy } from '../policy.ts';
import { gistOfAll, isLookDue, unseen } from './compare.ts';
import type { SchedulesFacts, SchedulesState } from './state.ts';
import { wantedSchedules } from './wanted.ts';

/** So many settings are read at a look; the rest at the next one. */
const mostRead = 60;

/** Lists the group when it is time, or when something else is wanted of it; reads what was written since it was seen. */
export async function gatherSchedules(
  state: SchedulesState | undefined,
  read: ScheduleReads,
  { policy, now }: { readonly policy: BatchPolicy; readonly now: Instant },
): Promise<SchedulesFacts> {
  const { scheduler, jobs } = policy;
  if (scheduler === undefined) return { kind: 'schedules', settings: new Map() };
  const wanted = wantedSchedules(jobs, now);
  if (!isLookDue(state, gistOfAll(wanted, scheduler), now)) return { kind: 'schedules', settings: new Map() };
  const listed = await read.schedules(scheduler.group);
  if (!listed.ok) return { kind: 'schedules', listed, settings: new Map() };
  const names = new Set(wanted.map(({ name }) => name));
  const asked = unseen(state, listed.value)
    .filter(({ name }) => names.has(name))
    .slice(0, mostRead);
  const settings = await Promise.all(
    asked.map(async ({ name }) => [name, await read.schedule(scheduler.group, name)] as const),
  );
  return { kind: 'schedules', listed, settings: new Map(settings) };
}
