import type { BatchEvent } from '../core/batch-event.ts';
import type { Asked } from '../core/feature.ts';
import type { RecordKey } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import { startedByOf } from '../ecs/own-launch.ts';
import type { BatchFacts, BatchReads, RunFacts } from './facts.ts';
import { hearRun } from './hear-run.ts';
import { thingOf } from './names.ts';
import type { BatchPolicy } from './policy.ts';
import { gatherSchedules } from './schedules/gather.ts';
import type { BatchState, RunState } from './state.ts';
import { wantedOf } from './wanted.ts';
import { gatherForeign } from './foreign/gather.ts';
import { gatherWatch } from './watch/gather.ts';

type Context = { readonly policy: BatchPolicy; readonly now: Instant };

/** Reads what is true now of the runs whose time it is, and nothing of the others. */
export async function gather(
  asked: readonly Asked<BatchEvent, BatchState>[],
  read: BatchReads,
  context: Context,
): Promise<ReadonlyMap<RecordKey, BatchFacts>> {
  const facts = asked.map(async (each): Promise<[RecordKey, BatchFacts]> => [
    each.key,
    await factsOf(each, read, context),
  ]);
  return new Map(await Promise.all(facts));
}

async function factsOf(
  { key, state, events }: Asked<BatchEvent, BatchState>,
  read: BatchReads,
  { policy, now }: Context,
): Promise<BatchFacts> {
  const { kind } = thingOf(key);
  if (kind === 'schedules')
    return gatherSchedules(state?.kind === 'schedules' ? state : undefined, read, { policy, now });
  if (kind === 'watch') return gatherWatch(state?.kind === 'watch' ? state : undefined, read, { policy, now });
  if (kind === 'foreign') return gatherForeign(state?.kind === 'foreign' ? state : undefined, read, { policy, now });
  if (kind !== 'run') return { kind: 'job' };
  const known = state?.kind === 'run' ? state : undefined;
  const run = hearRun(known, events, { policy, now }).state;
  return run === undefined ? { kind: 'run', tasks: new Map() } : readFor(run, read, now);
}

async function readFor(run: RunState, read: BatchReads, now: Instant): Promise<RunFacts> {
  const wanted = wantedOf(run, now);
  const { cluster, definition, like } = run.pinned.task;
  const [planned, place, tasks, found] = await Promise.all([
    wanted.plan ? read.definition(definition) : undefined,
    wanted.plan && like !== undefined ? read.servicePlace(serviceIn(like)) : undefined,
    Promise.all(wanted.tasks.map(async (task) => [task, await read.task({ cluster, task })] as const)),
    wanted.launch === undefined
      ? undefined
      : read.startedBy({ cluster, startedBy: startedByOf(run.runId, wanted.launch.attempt, wanted.launch.tryNumber) }),
  ]);
  return {
    kind: 'run',
    tasks: new Map(tasks),
    ...(planned !== undefined && { definition: planned }),
    ...(place !== undefined && { like: place }),
    ...(found !== undefined && { found }),
  };
}

/** `cluster/service`. */
function serviceIn(like: string): { readonly cluster: string; readonly service: string } {
  const slash = like.indexOf('/');
  return { cluster: like.slice(0, slash), service: like.slice(slash + 1) };
}
