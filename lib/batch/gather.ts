import type { BatchEvent } from '../core/batch-event.ts';
import type { Asked } from '../core/feature.ts';
import type { RecordKey } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import { startedByOf } from '../ecs/own-launch.ts';
import type { BatchFacts, BatchReads, RunFacts } from './facts.ts';
import { hearRun } from './hear-run.ts';
import { runKey, thingOf } from './names.ts';
import { partKey, partsToRead } from './parts.ts';
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
  if (run === undefined) return { kind: 'run', tasks: new Map() };
  const [facts, around] = await Promise.all([readFor(run, read, now), aroundOf(run, events, { read, policy, now })]);
  return { ...facts, ...around };
}

/** Of a run of many its parts; of a part that begins the run it belongs to. */
async function aroundOf(
  run: RunState,
  events: Asked<BatchEvent, BatchState>['events'],
  { read, policy, now }: Context & { readonly read: BatchReads },
): Promise<Pick<RunFacts, 'whole' | 'parts'>> {
  if (run.part !== undefined) return run.begunAt === now ? wholeOf(run, read, policy) : {};
  const told = events.flatMap((event) => (event.kind === 'run-ended' ? (event.part?.index ?? []) : []));
  return partsOf(run, { told, now, region: policy.stack.region }, read);
}

/** What a part is begun with is what its run was begun with. */
async function wholeOf({ part }: RunState, read: BatchReads, { stack }: BatchPolicy): Promise<Pick<RunFacts, 'whole'>> {
  const key = runKey(stack.region, part?.of ?? '');
  const found = await read.records([key]);
  const whole = found.ok ? found.value.get(key) : undefined;
  return whole?.kind === 'run' ? { whole } : {};
}

type Looking = { readonly told: readonly number[]; readonly now: Instant; readonly region: string };

async function partsOf(
  run: RunState,
  { told, now, region }: Looking,
  read: BatchReads,
): Promise<Pick<RunFacts, 'parts'>> {
  const indexes = partsToRead(run, told, now);
  if (indexes.length === 0) return {};
  const keys = indexes.map((index) => partKey(region, { of: run.runId, index }));
  const found = await read.records(keys);
  if (!found.ok) return {};
  const parts = keys.map((key, at) => {
    const state = found.value.get(key);
    return [indexes[at] ?? 0, state?.kind === 'run' ? state : undefined] as const;
  });
  return { parts: new Map(parts) };
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
