import { describe, expect, test } from 'vitest';
import { setAgent, setInstanceStatus } from '../../sim/account/instances.ts';
import { managedDrainingHook } from '../../sim/account/autoscaling/managed-draining.ts';
import { interruptInstance } from '../../sim/account/autoscaling/spot.ts';
import { noticeInstance } from '../../sim/account/services/scheduler.ts';
import { addTargetGroup } from '../../sim/account/targets.ts';
import { protectTask } from '../../sim/account/tasks/stop.ts';
import { usualSwitches } from '../../sim/switches.ts';
import { releaseOnHosts } from '../sim/services/scene.ts';
import { createService } from '../../sim/account/services/create.ts';
import type { Case } from './cases.ts';
import { after, end, hostOf, nothing, patient, play, standalone } from './cases.ts';
import type { Yard } from './yard.ts';
import { countOf, ownHook, serve } from './yard.ts';

/** One host that has room for hundreds of small tasks, and one for them to go to. */
const large = {
  hosts: 2,
  group: {
    machine: {
      instanceType: 'm5.large',
      cpu: 65_536,
      memoryMiB: 262_144,
      networkInterfaces: 2,
      bootMs: [40_000, 90_000] as const,
    },
  },
};

function many(yard: Yard, tasks: number): void {
  const { account } = yard.simulation;
  const here = { account, cluster: yard.cluster, events: [], run: () => {} };
  const definition = releaseOnHosts(here, 'small-v1', { stopMs: 3_000 }, { cpu: 32, memoryMiB: 64 });
  createService(account, {
    cluster: yard.cluster,
    name: 'small',
    definition,
    desired: 2 * tasks,
    launchType: 'EC2',
    minimumHealthyPercent: 50,
    maximumPercent: 200,
  });
}

const counts = [1, 100, 101, 250].map((tasks): Case => ({
  name: `${tasks} tasks, in as many pages as it takes`,
  given: large,
  services: (yard) => many(yard, tasks),
  act: async (yard, leaving) => {
    await yard.run(600);
    if (hostOf(leaving).tasks.size !== tasks) throw new Error(`it holds ${hostOf(leaving).tasks.size} tasks`);
    end(yard, leaving);
  },
  minutes: 20,
  ends: 'gone',
}));

const held: readonly Case[] = [
  { name: 'no task', services: nothing, act: end, minutes: 3, ends: 'gone' },
  {
    name: 'tasks that are to stop and take ten minutes for it',
    services: (yard) => patient(serve(yard, 'shop', { desired: 6 }, 600_000), 900),
    act: end,
    minutes: 20,
    ends: 'gone',
  },
  {
    name: 'tasks whose targets are taken out for half an hour',
    services: (yard) => {
      const targets = addTargetGroup(yard.simulation.account, 'shop', {
        deregistrationDelayS: 1_800,
        healthCheck: { intervalS: 10, healthyThreshold: 2, unhealthyThreshold: 2, path: '/' },
      });
      serve(yard, 'shop', {
        desired: 6,
        targets: [{ targetGroupArn: targets.arn, container: 'app', containerPort: 8080 }],
      });
    },
    act: end,
    minutes: 40,
    ends: 'gone',
  },
  {
    name: 'a task placed just before it was set DRAINING',
    act: (yard, leaving) => {
      end(yard, leaving);
      after(yard, 0.5, () => {
        if (hostOf(leaving).status === 'ACTIVE') standalone(yard, leaving);
      });
    },
    ends: 'waits',
  },
  {
    name: 'a daemon beside others, which goes last',
    services: (yard) => {
      serve(yard, 'shop', { desired: 6 });
      serve(yard, 'logs', { scheduling: 'DAEMON', desired: 0 });
    },
    act: end,
    ends: 'gone',
  },
  {
    name: 'a service that finds no other place',
    given: { hosts: 1, drain: 'web: { mode: act, deadline: 20m }' },
    services: (yard) => void serve(yard, 'shop', { desired: 2, minimumHealthyPercent: 100 }),
    act: (yard, leaving) => {
      yard.group.max = 0;
      end(yard, leaving);
    },
    minutes: 24,
    ends: 'gone',
    kills: 1,
  },
  {
    name: 'tasks that are protected, while they are, where that holds a drain',
    given: { options: { switches: { ...usualSwitches, protectionHoldsDrain: true } } },
    act: (yard, leaving) => {
      for (const task of hostOf(leaving).tasks) protectTask(yard.simulation.account, task, 6);
      end(yard, leaving);
    },
    minutes: 16,
    ends: 'gone',
  },
  {
    name: 'an agent that is away for seconds, again and again',
    given: {
      drain: 'web: { mode: act, agentPatience: 5m }',
      options: { switches: { ...usualSwitches, agentsFlap: true } },
    },
    services: (yard) => patient(serve(yard, 'shop', { desired: 6 }, 900_000), 1_200),
    act: (yard, leaving) => {
      const { account } = yard.simulation;
      for (let minute = 0; minute < 15; minute += 1) {
        after(yard, minute * 60, () => setAgent(account, hostOf(leaving), false));
        after(yard, minute * 60 + 12, () => setAgent(account, hostOf(leaving), true));
      }
      end(yard, leaving);
    },
    minutes: 25,
    ends: 'gone',
  },
  {
    name: 'DRAINING by its own agent, at a Spot warning',
    given: { group: { spot: true, drainsAtWarning: true } },
    act: (yard, leaving) => interruptInstance(yard.scaling, yard.group, leaving),
    ends: 'gone',
    also: (yard) => expect(countOf(yard, 'ECS.UpdateContainerInstancesState')).toBe(0),
  },
  {
    name: 'DRAINING by ECS, whose hook stands beside ours',
    given: { hooks: [managedDrainingHook, ownHook] },
    services: (yard) => patient(serve(yard, 'shop', { desired: 6 }, 100_000), 200),
    act: end,
    minutes: 12,
    ends: 'gone',
  },
  {
    name: 'DRAINING by a person, minutes before',
    services: (yard) => patient(serve(yard, 'shop', { desired: 6 }, 200_000), 400),
    act: async (yard, leaving) => {
      setInstanceStatus(yard.simulation.account, hostOf(leaving), 'DRAINING');
      noticeInstance(yard.simulation.account, hostOf(leaving));
      await yard.run(60);
      end(yard, leaving);
    },
    minutes: 12,
    ends: 'gone',
  },
];

describe('an instance that holds', () => {
  test.each([...held, ...counts])('$name', { timeout: 60_000 }, async (each) => {
    expect(await play(each)).toBe(each.ends);
  });
});
