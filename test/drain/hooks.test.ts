import { describe, expect, test } from 'vitest';
import { completeAction, deleteHook, recordHeartbeat } from '../../sim/account/autoscaling/hooks.ts';
import { managedDrainingHook } from '../../sim/account/autoscaling/managed-draining.ts';
import { deleteGroup, restartByHand, stopByHand, terminateByHand } from '../../sim/account/autoscaling/people.ts';
import { replaceRootVolume } from '../../sim/account/autoscaling/root-volume.ts';
import { setDesiredCapacity } from '../../sim/account/autoscaling/scale.ts';
import { interruptInstance, recommendRebalance } from '../../sim/account/autoscaling/spot.ts';
import { planMaintenance, tellMaintenance } from '../../sim/account/health-events.ts';
import { loseInstance, setInstanceStatus } from '../../sim/account/instances.ts';
import { noticeInstance } from '../../sim/account/services/scheduler.ts';
import type { Case } from './cases.ts';
import { after, end, hostOf, nothing, patient, play, say, standalone, tell } from './cases.ts';
import type { Yard } from './yard.ts';
import { countOf, ownHook, serve, writes } from './yard.ts';

const slow = (yard: Yard): void => patient(serve(yard, 'shop', { desired: 6 }, 200_000), 400);

const hooks: readonly Case[] = [
  {
    name: 'two hooks of ours: both are completed',
    given: { hooks: [ownHook, { ...ownHook, name: 'watchkeeper-second', heartbeatTimeoutS: 60 }] },
    services: slow,
    act: end,
    minutes: 12,
    ends: 'gone',
    also: (yard) => expect(countOf(yard, 'AutoScaling.CompleteLifecycleAction')).toBe(2),
  },
  {
    name: 'ours beside that of ECS: each completes its own',
    given: { hooks: [managedDrainingHook, ownHook] },
    act: end,
    ends: 'gone',
    also: (yard) => expect(countOf(yard, 'AutoScaling.CompleteLifecycleAction')).toBe(1),
  },
  {
    name: 'a person completes it first',
    services: slow,
    act: (yard, leaving) => {
      end(yard, leaving);
      after(yard, 60, () => {
        completeAction(yard.scaling, { group: 'web', hook: ownHook.name, instanceId: leaving.id }, 'CONTINUE');
      });
    },
    minutes: 14,
    ends: 'gone',
    kills: 1,
    also: (yard, leaving) => expect(yard.drainOf(leaving)?.ended).toBe('gone'),
  },
  {
    name: 'a person completes it by its token, while a heartbeat is on its way',
    services: slow,
    act: (yard, leaving) => {
      end(yard, leaving);
      const token = leaving.actions.get(ownHook.name)?.token ?? '';
      after(yard, 150.01, () => {
        recordHeartbeat(yard.scaling, { group: 'web', hook: ownHook.name, token });
        completeAction(yard.scaling, { group: 'web', hook: ownHook.name, token }, 'CONTINUE');
      });
    },
    minutes: 16,
    ends: 'gone',
    kills: 1,
  },
  {
    name: 'the hook is deleted in the midst of it',
    services: slow,
    act: (yard, leaving) => {
      end(yard, leaving);
      after(yard, 60, () => deleteHook(yard.scaling, yard.group, ownHook.name));
    },
    minutes: 14,
    ends: 'gone',
    kills: 1,
    also: (yard, leaving) => expect(yard.drainOf(leaving)?.ended).toBe('gone'),
  },
  {
    name: 'a time-out of thirty seconds',
    given: { hooks: [{ ...ownHook, heartbeatTimeoutS: 30 }] },
    services: slow,
    act: end,
    minutes: 12,
    ends: 'gone',
  },
  {
    name: 'the global time-out, fifty minutes, before a later deadline',
    given: { hooks: [{ ...ownHook, heartbeatTimeoutS: 30 }], drain: 'web: { mode: act, deadline: 90m }' },
    act: async (yard, leaving) => {
      standalone(yard, leaving);
      await yard.run(30);
      end(yard, leaving);
    },
    minutes: 54,
    ends: 'gone',
    kills: 1,
    also: (yard) => expect(countOf(yard, 'AutoScaling.CompleteLifecycleAction')).toBe(1),
  },
  {
    name: 'the group is deleted by force',
    services: slow,
    act: (yard, leaving) => {
      end(yard, leaving);
      after(yard, 45, () => deleteGroup(yard.scaling, yard.group));
    },
    minutes: 30,
    ends: 'gone',
    kills: 3,
    also: (yard, leaving) => expect(yard.drainOf(leaving)?.ended).toBe('gone'),
  },
  {
    name: 'told of first by a test notification, then by nonsense',
    act: (yard, leaving) => {
      const queue = yard.simulation.queue(
        [...yard.simulation.queues.keys()].find((name) => name.endsWith('-drain')) ?? '',
      );
      queue.send({ body: JSON.stringify({ Event: 'autoscaling:TEST_NOTIFICATION', AutoScalingGroupName: 'web' }) });
      queue.send({ body: '{"source":' });
      end(yard, leaving);
    },
    ends: 'gone',
  },
];

const ways: readonly Case[] = [
  {
    name: 'a Spot warning, and its hooks after that',
    given: { group: { spot: true } },
    act: (yard, leaving) => interruptInstance(yard.scaling, yard.group, leaving),
    ends: 'gone',
  },
  {
    name: 'its hooks, and a Spot warning after that',
    given: { group: { spot: true } },
    services: slow,
    act: (yard, leaving) => {
      end(yard, leaving);
      after(yard, 30, () => interruptInstance(yard.scaling, yard.group, leaving));
    },
    ends: 'gone',
    kills: 1,
  },
  {
    name: 'a recommendation, a warning, and its hooks',
    given: { group: { spot: true }, drain: 'web: { mode: act, rebalance: act }' },
    act: (yard, leaving) => {
      recommendRebalance(yard.scaling, yard.group, leaving);
      after(yard, 90, () => interruptInstance(yard.scaling, yard.group, leaving));
    },
    ends: 'gone',
  },
  {
    name: 'maintenance told on several pages in any order, with copies, and its hooks',
    act: (yard, leaving) => {
      const { account, agenda } = yard.simulation;
      const instances = [...yard.group.instances.keys()];
      const startsAt = agenda.now() + 3_600_000;
      const planned = planMaintenance(account, { instances, startsAt, code: 'AWS_EC2_INSTANCE_STOP_SCHEDULED' });
      tellMaintenance(account, planned, 'upcoming');
      after(yard, 120, () => tellMaintenance(account, planned, 'closed'));
      after(yard, 240, () => end(yard, leaving));
    },
    minutes: 14,
    ends: 'gone',
  },
  {
    name: 'its host terminated by hand in the midst of it',
    services: slow,
    act: (yard, leaving) => {
      end(yard, leaving);
      after(yard, 60, () => terminateByHand(yard.scaling, leaving));
    },
    minutes: 12,
    ends: 'gone',
    also: (yard, leaving) => expect(yard.drainOf(leaving)?.ended).toBe('gone'),
  },
  {
    name: 'its host stopped by hand in the midst of it',
    services: slow,
    act: (yard, leaving) => {
      end(yard, leaving);
      after(yard, 60, () => stopByHand(yard.scaling, leaving));
    },
    minutes: 12,
    ends: 'gone',
    kills: 1,
  },
  {
    name: 'its host restarted by hand in the midst of it',
    services: slow,
    act: (yard, leaving) => {
      end(yard, leaving);
      after(yard, 60, () => restartByHand(yard.scaling, leaving));
    },
    minutes: 16,
    ends: 'gone',
    kills: 1,
  },
  {
    name: 'its host dead before anybody was told',
    act: (yard, leaving) => loseInstance(yard.simulation.account, hostOf(leaving)),
    ends: 'gone',
  },
  {
    name: 'scaled in while it was young, and never registered',
    given: { group: { cluster: undefined as never } },
    services: nothing,
    act: end,
    minutes: 5,
    ends: 'gone',
  },
  {
    name: 'set ACTIVE by a person in the midst of it: that is respected, and the deadline counts',
    given: { drain: 'web: { mode: act, deadline: 20m }' },
    services: slow,
    act: (yard, leaving) => {
      end(yard, leaving);
      after(yard, 90, () => {
        setInstanceStatus(yard.simulation.account, hostOf(leaving), 'ACTIVE');
        noticeInstance(yard.simulation.account, hostOf(leaving));
      });
    },
    minutes: 18,
    ends: 'waits',
    also: (yard) => expect(countOf(yard, 'ECS.UpdateContainerInstancesState')).toBe(1),
  },
  {
    name: 'asked for by an instance that nobody knows',
    act: (yard) => tell(yard, 'watchkeeper', 'Drain Requested', { instanceId: 'i-0123456789abcdef0', by: 'a test' }),
    ends: 'InService',
    also: (yard) => expect(countOf(yard, ...writes)).toBe(0),
  },
];

const intoPoolAndBack = async (yard: Yard): Promise<void> => {
  setDesiredCapacity(yard.scaling, yard.group, 2);
  await yard.run(8 * 60);
  setDesiredCapacity(yard.scaling, yard.group, 3);
};

const comeBack: readonly Case[] = [
  {
    name: 'into the warm pool',
    given: { group: { reuses: true } },
    act: (yard) => setDesiredCapacity(yard.scaling, yard.group, 2),
    ends: 'Warmed:Stopped',
  },
  {
    name: 'into the warm pool and back, ACTIVE as it was',
    given: { group: { reuses: true } },
    act: intoPoolAndBack,
    minutes: 20,
    ends: 'InService',
    also: (_, leaving) => expect(hostOf(leaving).status).toBe('ACTIVE'),
  },
  {
    name: 'into the warm pool and back, and nobody hears that it runs again',
    given: { group: { reuses: true }, deliver: ({ detail }) => !/pending|running/u.test(String(detail['state'])) },
    act: intoPoolAndBack,
    minutes: 40,
    ends: 'InService',
    also: (_, leaving) => expect(hostOf(leaving).status).toBe('ACTIVE'),
  },
  {
    name: 'with a new root volume, ACTIVE as it was',
    act: (yard, leaving) => replaceRootVolume(yard.scaling, yard.group, { instance: leaving, forgets: false }),
    minutes: 20,
    ends: 'InService',
    also: (_, leaving) => expect(hostOf(leaving).status).toBe('ACTIVE'),
  },
  {
    name: 'with a new root volume, although no event was heard',
    given: { deliver: ({ source }) => source !== 'aws.autoscaling' },
    act: (yard, leaving) => replaceRootVolume(yard.scaling, yard.group, { instance: leaving, forgets: false }),
    minutes: 20,
    ends: 'InService',
    also: (yard, leaving) => {
      expect(hostOf(leaving).status).toBe('ACTIVE');
      expect(countOf(yard, 'AutoScaling.CompleteLifecycleAction')).toBe(1);
    },
  },
  {
    name: 'with a new root volume, registered anew',
    act: (yard, leaving) => replaceRootVolume(yard.scaling, yard.group, { instance: leaving, forgets: true }),
    minutes: 20,
    ends: 'InService',
    also: (_, leaving) => expect(hostOf(leaving).status).toBe('ACTIVE'),
  },
  {
    name: 'not at all, but stays where it is: a request taken back',
    act: async (yard, leaving) => {
      say(yard, 'Drain Requested', leaving);
      await yard.run(60);
      say(yard, 'Drain Cancelled', leaving);
    },
    ends: 'InService',
    also: (_, leaving) => expect(hostOf(leaving).status).toBe('ACTIVE'),
  },
  {
    name: 'not at all: its hook was abandoned by others, and its group keeps such',
    given: {
      hooks: [{ ...ownHook, name: 'backup', defaultResult: 'ABANDON', heartbeatTimeoutS: 60 }],
      group: { retains: true },
    },
    act: end,
    ends: 'Terminating:Retained',
    also: (yard, { id }) =>
      expect(yard.simulation.store.all().filter(({ key, dueAt }) => key.includes(id) && dueAt !== undefined)).toEqual(
        [],
      ),
  },
];

describe('hooks', () => {
  test.each(hooks)('$name', { timeout: 60_000 }, async (each) => {
    expect(await play(each)).toBe(each.ends);
  });
});

describe('an instance that goes:', () => {
  test.each(ways)('$name', { timeout: 60_000 }, async (each) => {
    expect(await play(each)).toBe(each.ends);
  });
});

describe('an instance that comes back', () => {
  test.each(comeBack)('$name', { timeout: 60_000 }, async (each) => {
    expect(await play(each)).toBe(each.ends);
  });
});
