import { describe, expect, test } from 'vitest';
import type { ContainerInstance } from '../../../sim/account/model.ts';
import { loseInstance, setInstanceStatus } from '../../../sim/account/instances.ts';
import type { Service } from '../../../sim/account/service.ts';
import { createService } from '../../../sim/account/services/create.ts';
import { noticeInstance } from '../../../sim/account/services/scheduler.ts';
import { setProtection, updateService } from '../../../sim/account/services/update.ts';
import type { Scene } from './scene.ts';
import { host, messages, releaseOnHosts, scene, story } from './scene.ts';

function drain({ account }: Scene, instance: ContainerInstance): void {
  setInstanceStatus(account, instance, 'DRAINING');
  noticeInstance(account, instance);
}

function onHosts(here: Scene, request: Partial<Parameters<typeof createService>[1]>): Service {
  const definition = releaseOnHosts(here, 'good');
  const service = createService(here.account, { cluster: here.cluster, name: 'web', definition, ...request });
  here.run(600);
  here.events.length = 0;
  return service;
}

const hostsOf = (service: Service): string[] =>
  [...service.tasks].map(({ instance }) => instance?.arn ?? '').toSorted();

describe('daemons', () => {
  test('one on each host, on new ones, too; the count they want is told', () => {
    const here = scene();
    const hosts = [host(here, 0), host(here, 1), host(here, 2)];
    const service = onHosts(here, { scheduling: 'DAEMON' });
    expect(hostsOf(service)).toEqual(hosts.map(({ arn }) => arn).toSorted());
    hosts.push(host(here, 0));
    here.run(120);
    expect(hostsOf(service)).toEqual(hosts.map(({ arn }) => arn).toSorted());
    expect(story(here.events)).toEqual(['DESIRED_COUNT_UPDATED', 'STEADY_STATE']);
  });

  test('a new revision stops the old task of a host before it starts there, within the limit', () => {
    const here = scene();
    for (const zone of [0, 1, 2]) host(here, zone);
    const service = onHosts(here, { scheduling: 'DAEMON', minimumHealthyPercent: 60 });
    updateService(here.account, service, { definition: releaseOnHosts(here, 'v2') });
    let least = 3;
    here.run(900, () => {
      const running = [...service.tasks].filter(
        ({ lastStatus, desiredStatus }) => lastStatus === 'RUNNING' && desiredStatus === 'RUNNING',
      );
      least = Math.min(least, running.length);
      const hosts = [...service.tasks].flatMap(({ desiredStatus, instance }) =>
        desiredStatus === 'RUNNING' && instance !== undefined ? [instance.arn] : [],
      );
      expect(new Set(hosts).size).toBe(hosts.length);
    });
    expect(least).toBe(2);
    expect([...service.tasks].map(({ definition }) => definition.revision)).toEqual([2, 2, 2]);
    expect(story(here.events).toSorted()).toEqual(['DEPLOYMENT_COMPLETED', 'DEPLOYMENT_IN_PROGRESS', 'STEADY_STATE']);
  });

  test('it leaves a draining host after everything else', () => {
    const here = scene();
    const leaving = host(here, 0);
    host(here, 1);
    const definition = releaseOnHosts(here, 'good');
    const web = createService(here.account, { cluster: here.cluster, name: 'web', definition, desired: 2 });
    const daemon = createService(here.account, {
      cluster: here.cluster,
      name: 'logs',
      definition,
      scheduling: 'DAEMON',
    });
    here.run(600);
    here.events.length = 0;
    drain(here, leaving);
    here.run(600);
    expect(leaving.tasks.size).toBe(0);
    expect([web.tasks.size, daemon.tasks.size]).toEqual([2, 1]);
    const stopped = here.events.filter(({ detail }) => detail['lastStatus'] === 'STOPPED');
    expect(stopped.map(({ detail }) => detail['group'])).toEqual(['service:web', 'service:logs']);
  });
});

describe('draining', () => {
  const cases = [
    { name: 'with room above, the new task comes first', limits: [100, 200], empties: true },
    { name: 'with room below, the old task goes first', limits: [50, 100], empties: true },
    { name: 'with no room at all, nothing moves', limits: [100, 100], empties: false },
  ] as const;

  test.each(cases)('$name', ({ limits: [minimumHealthyPercent, maximumPercent], empties }) => {
    const here = scene();
    const hosts = [host(here, 0), host(here, 1)] as const;
    const service = onHosts(here, { desired: 2, minimumHealthyPercent, maximumPercent });
    drain(here, hosts[0]);
    here.run(1_200);
    expect(hosts[0].tasks.size === 0).toBe(empties);
    expect(service.tasks.size).toBe(2);
    const stopped = here.events.find(({ detail }) => detail['lastStatus'] === 'STOPPED');
    expect(stopped?.detail['stoppedReason']).toEqual(
      empties ? expect.stringContaining('in DRAINING state') : undefined,
    );
  });

  test.each([true, false])('a protected task stays until its protection ends: %s', (protectionHoldsDrain) => {
    const here = scene('drain', { protectionHoldsDrain });
    const hosts = [host(here, 0), host(here, 1)] as const;
    const service = onHosts(here, { desired: 2 });
    for (const task of service.tasks) setProtection(here.account, task, 60);
    drain(here, hosts[0]);
    here.run(1_200);
    expect(hosts[0].tasks.size).toBe(protectionHoldsDrain ? 1 : 0);
    here.run(3_600);
    expect(hosts[0].tasks.size).toBe(0);
  });

  test('a host that dies is replaced, and its tasks are no failures of the deployment', () => {
    const here = scene();
    const hosts = [host(here, 0), host(here, 1)] as const;
    const service = onHosts(here, { desired: 2, circuitBreaker: { enabled: true, rollback: true } });
    loseInstance(here.account, hosts[0]);
    here.run(600);
    expect(hostsOf(service)).toEqual([hosts[1].arn, hosts[1].arn]);
    expect(service.deployments[0]?.failedTasks).toBe(0);
    expect(story(here.events)).toEqual(['STEADY_STATE']);
  });
});

test('no host has room: the event and the message name the closest, once, and a new host ends it', () => {
  const here = scene();
  const only = host(here);
  const service = onHosts(here, { desired: 8 });
  updateService(here.account, service, { desired: 9 });
  here.run(7_200);
  const failures = here.events.filter(({ detail }) => detail['eventName'] === 'SERVICE_TASK_PLACEMENT_FAILURE');
  expect(failures.map(({ detail }) => detail)).toMatchObject([
    { reason: 'RESOURCE:CPU', containerInstanceArns: [only.arn] },
  ]);
  expect(messages(service).filter((each) => each.includes('unable to place'))).toEqual([
    `(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance ${only.arn.slice(-32)}) has insufficient CPU units available. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.`,
  ]);
  host(here);
  here.run(120);
  expect(service.tasks.size).toBe(9);
  expect(story(here.events).at(-1)).toBe('STEADY_STATE');
});

test('failures are sent again and again where the switch says so', () => {
  const here = scene('again', { failureEventsRepeat: true });
  host(here);
  const service = onHosts(here, { desired: 9 });
  here.run(7_200);
  expect(story(here.events).length).toBeGreaterThan(5);
  expect(messages(service).filter((each) => each.includes('unable to place'))).toHaveLength(1);
});
