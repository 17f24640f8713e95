import { describe, expect, test } from 'vitest';
import { hourMs, minuteMs } from '../../lib/core/time.ts';
import { planMaintenance, tellMaintenance } from '../../sim/account/health-events.ts';
import { addInstance, deregisterInstance } from '../../sim/account/instances.ts';
import { ensureCluster } from '../../sim/account/identities.ts';
import type { ContainerInstance } from '../../sim/account/model.ts';
import { noticeInstance } from '../../sim/account/services/scheduler.ts';
import { startTask } from '../../sim/account/start-task.ts';
import type { GroupInstance } from '../../sim/account/autoscaling/group.ts';
import { awsError } from '../../sim/wire.ts';
import type { Case } from './cases.ts';
import { after, definitionOf, end, hostOf, nothing, play } from './cases.ts';
import type { Yard } from './yard.ts';
import { countOf, ownHook, serve } from './yard.ts';

/** Its agent registers once more. */
function registerAgain(yard: Yard, instance: GroupInstance, cluster = yard.cluster): ContainerInstance {
  const { account } = yard.simulation;
  const { instanceType, zone, ec2InstanceId, registered } = hostOf(instance);
  const { cpu, memoryMiB } = registered;
  const twin = addInstance(account, { cluster, instanceType, zone, ec2InstanceId, cpu, memoryMiB });
  after(yard, 2, () => noticeInstance(account, twin));
  return twin;
}

/** A task of no service on it that ends by itself when its time has come. */
function load(yard: Yard, host: ContainerInstance, minutes: number): void {
  const { account } = yard.simulation;
  const cluster = [...account.clusters.values()].find(({ arn }) => arn === host.clusterArn) ?? yard.cluster;
  const definition = definitionOf(serve(yard, 'reindex', { desired: 0 }, 1_000));
  const { tasks } = startTask(account, { cluster, definition, startedBy: 'somebody', containerInstances: [host.arn] });
  expect(tasks).toHaveLength(1);
  after(yard, minutes * 60, () => deregisterInstance(account, host, true));
}

const twice = (cluster: string): Case => ({
  name: `twice, the second time in ${cluster === 'prod' ? 'the same cluster' : 'another one'}: both are drained, and waited for`,
  services: nothing,
  act: async (yard, leaving) => {
    const twin = registerAgain(yard, leaving, ensureCluster(yard.simulation.account, cluster));
    await yard.run(10);
    load(yard, twin, 6);
    await yard.run(20);
    end(yard, leaving);
    await yard.run(4 * 60);
    expect([...leaving.actions.keys()]).toEqual([ownHook.name]);
    expect([hostOf(leaving).status, twin.status]).toEqual(['DRAINING', 'DRAINING']);
  },
  minutes: 12,
  ends: 'gone',
});

/** It has not registered yet when its maintenance is announced. */
const announced = (how: 'by Auto Scaling' | 'for its maintenance'): Case => ({
  name: `after maintenance of it was announced, and goes ${how}: where it is is asked anew`,
  given: { drain: '"*": { mode: act, maintenanceLead: 20m }' },
  act: async (yard, leaving) => {
    const { account, agenda } = yard.simulation;
    const host = hostOf(leaving);
    account.instances.delete(host.arn);
    const startsAt = agenda.now() + (how === 'by Auto Scaling' ? 5 * hourMs : 25 * minuteMs);
    const code = 'AWS_EC2_INSTANCE_STOP_SCHEDULED';
    tellMaintenance(account, planMaintenance(account, { instances: [leaving.id], startsAt, code }), 'upcoming');
    after(yard, 30, () => account.instances.set(host.arn, host));
    await yard.run(5 * 60);
    if (how === 'by Auto Scaling') end(yard, leaving);
  },
  minutes: 3,
  ends: how === 'by Auto Scaling' ? 'gone' : 'InService',
  also: (_, leaving) => expect(hostOf(leaving).status).not.toBe('ACTIVE'),
});

const cases: readonly Case[] = [
  twice('prod'),
  twice('batch'),
  {
    name: 'anew in the midst of its drain: what it holds then counts, too',
    services: (yard) => void serve(yard, 'shop', { desired: 6 }, 100_000),
    act: async (yard, leaving) => {
      end(yard, leaving);
      await yard.run(12);
      const twin = registerAgain(yard, leaving);
      await yard.run(3);
      load(yard, twin, 8);
    },
    minutes: 16,
    ends: 'gone',
  },
  {
    name: 'in a cluster that is deleted in the midst of its drain',
    services: nothing,
    act: (yard, leaving) => {
      end(yard, leaving);
      after(yard, 4, () => {
        deregisterInstance(yard.simulation.account, hostOf(leaving), true);
        yard.simulation.account.clusters.delete(yard.cluster.arn);
      });
    },
    minutes: 8,
    ends: 'gone',
  },
  {
    name: 'nowhere any more: somebody has deregistered it by force',
    services: nothing,
    act: (yard, leaving) => {
      deregisterInstance(yard.simulation.account, hostOf(leaving), true);
      end(yard, leaving);
    },
    minutes: 6,
    ends: 'gone',
  },
  {
    name: 'not yet: it registers a minute after it was to go',
    given: { hosts: 1 },
    services: nothing,
    act: (yard, leaving) => {
      yard.simulation.account.instances.delete(hostOf(leaving).arn);
      end(yard, leaving);
      after(yard, 60, () => yard.simulation.account.instances.set(hostOf(leaving).arn, hostOf(leaving)));
    },
    minutes: 8,
    ends: 'gone',
    also: (yard) => expect(countOf(yard, 'ECS.UpdateContainerInstancesState')).toBe(1),
  },
  announced('by Auto Scaling'),
  announced('for its maintenance'),
];

const trouble: readonly Case[] = [
  {
    name: 'while all of ECS is throttled for a minute',
    given: {
      answers: (operations, yard) => {
        const from = (): number => Reflect.get(yard().simulation, 'throttledFrom') ?? Infinity;
        return Object.fromEntries(
          Object.entries(operations).map(([name, handler]) => [
            name,
            (...call: Parameters<typeof handler>) => {
              const now = name.startsWith('ECS.') ? yard().simulation.agenda.now() : -1;
              if (now >= from() && now < from() + 60_000) throw awsError('ThrottlingException');
              return handler(...call);
            },
          ]),
        );
      },
    },
    act: (yard, leaving) => {
      Reflect.set(yard.simulation, 'throttledFrom', yard.simulation.agenda.now() + 15_000);
      end(yard, leaving);
    },
    minutes: 12,
    ends: 'gone',
  },
  {
    name: 'while every event comes twice, in any order, and clocks are two seconds off',
    given: {
      options: {
        delivery: { latencyMs: [200, 20_000], lost: 0, doubled: 1, late: 0.3 },
        skewMs: () => 2_000,
        latencyMs: () => [20, 2_000],
      },
    },
    services: (yard) => void serve(yard, 'shop', { desired: 9 }, 20_000),
    act: end,
    minutes: 14,
    ends: 'gone',
    also: (yard) => expect(countOf(yard, 'AutoScaling.CompleteLifecycleAction')).toBeLessThanOrEqual(2),
  },
  {
    name: 'while its tasks are told of before it, and it itself by nobody',
    given: { deliver: ({ source }) => source === 'aws.ecs' },
    act: end,
    minutes: 10,
    ends: 'gone',
  },
];

describe('an instance that is registered', () => {
  test.each(cases)('$name', { timeout: 60_000 }, async (each) => {
    expect(await play(each)).toBe(each.ends);
  });
});

describe('an instance goes', () => {
  test.each(trouble)('$name', { timeout: 60_000 }, async (each) => {
    expect(await play(each)).toBe(each.ends);
  });
});
