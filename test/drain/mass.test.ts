import { expect, test } from 'vitest';
import { secondMs } from '../../lib/core/time.ts';
import { setDesiredCapacity } from '../../sim/account/autoscaling/scale.ts';
import type { Call } from '../noted-calls.ts';
import type { Yard } from './yard.ts';
import { openYard, ownHook, serve } from './yard.ts';

/** Of ECS's bucket of reads of cluster resources, 100 at once and 20 a second. */
const reads: ReadonlySet<string> = new Set([
  'ECS.ListContainerInstances',
  'ECS.DescribeContainerInstances',
  'ECS.ListTasks',
  'ECS.DescribeTasks',
]);
const share = { burst: 40, perSecond: 10 };

/** What cannot wait goes beyond: some reads of each of five invocations at a time. */
const beyond = 20;

const timeoutS = 120;

type Made = { readonly at: number; readonly operation: string; readonly by: string };

/** The most of these calls within any so many seconds. */
function mostWithin(calls: readonly { readonly at: number }[], seconds: number): number {
  let [most, from] = [0, 0];
  for (const [to, call] of calls.entries()) {
    while ((calls[from]?.at ?? 0) <= call.at - seconds * secondMs) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

/** How long the hook of an instance went without a sign of ours, at most. */
function longestSilence(calls: readonly Call[], id: string, began: number): number {
  const signs = calls.filter(({ input }) => input['InstanceId'] === id).map(({ at }) => at);
  return Math.max(...signs.map((at, index) => at - (signs[index - 1] ?? began)));
}

async function scaledIn(hosts: number, left: number, stopMs: number) {
  const made: Made[] = [];
  const clock = { now: () => 0 };
  const yard: Yard = await openYard({
    hosts,
    hooks: [{ ...ownHook, heartbeatTimeoutS: timeoutS }],
    options: {
      everyMinute: true,
      fate: ({ what, execution }) => {
        made.push({ at: clock.now(), operation: what, by: execution.function });
        return { kind: 'answered' };
      },
    },
  });
  clock.now = yard.simulation.agenda.now;
  serve(yard, 'shop', { desired: hosts * 2, minimumHealthyPercent: 0 }, stopMs);
  await yard.run(300);
  yard.calls.length = 0;
  made.length = 0;
  const began = yard.simulation.agenda.now();
  const leaving = [...yard.group.instances.values()];
  setDesiredCapacity(yard.scaling, yard.group, left);
  await yard.run(60);
  const still = leaving.filter(({ state, host }) => state !== 'InService' && host?.status === 'ACTIVE');
  await yard.run(20 * 60);
  return { yard, made, began, leaving, still };
}

test(
  'three hundred at once: all DRAINING first, read within the share, none killed, no time-out',
  { timeout: 300_000 },
  async () => {
    const { yard, made, began, leaving, still } = await scaledIn(320, 20, 25 * secondMs);
    expect(still).toEqual([]);
    expect(yard.killed).toEqual([]);
    expect(yard.simulation.errors).toEqual([]);
    expect([...yard.group.instances.values()].map(({ state }) => state)).toEqual(
      Array.from({ length: 20 }, () => 'InService'),
    );
    const updates = yard.calls.filter(({ operation }) => operation === 'ECS.UpdateContainerInstancesState');
    // Full batches of ten, but for the last of each invocation.
    expect(updates.length).toBeLessThanOrEqual(40);
    const ours = made.filter(({ by, operation }) => by === 'drain' && reads.has(operation));
    const most = [1, 20].map((seconds) => mostWithin(ours, seconds));
    expect(most[0]).toBeLessThanOrEqual(share.burst + beyond + share.perSecond);
    expect(most[1]).toBeLessThanOrEqual(share.burst + beyond + 20 * share.perSecond);
    const gone = leaving.filter(({ id }) => !yard.group.instances.has(id));
    expect(gone).toHaveLength(300);
    const signs = yard.calls.filter(
      ({ operation }) => operation.startsWith('AutoScaling.') && !operation.includes('Describe'),
    );
    expect(Math.max(...gone.map(({ id }) => longestSilence(signs, id, began)))).toBeLessThan(timeoutS * secondMs);
    for (const { id } of gone) expect(await yard.simulation.storage.holds.read(`instance/${id}`)).toEqual([]);
  },
);
