import { describe, expect, test } from 'vitest';
import { minuteMs } from '../../../lib/core/time.ts';
import { loadBalancerArn } from '../../../sim/account/identities.ts';
import { carryLoad } from '../../../sim/account/metrics/counts.ts';
import { updateService } from '../../../sim/account/services/update.ts';
import { addTargetGroup, breakTargets } from '../../../sim/account/targets.ts';
import { Simulation } from '../../../sim/simulation.ts';
import type { Scene } from '../services/scene.ts';
import { scene, steadyService } from '../services/scene.ts';
import { cloudWatchOver } from './cloudwatch.ts';

/** Lets time pass to the end of a minute. */
function toMinute({ account, run }: Scene): number {
  run((minuteMs - (account.agenda.now() % minuteMs)) / 1000);
  return account.agenda.now();
}

const usage = { namespace: 'AWS/ECS', dimensions: { ClusterName: 'prod', ServiceName: 'web' } };

describe('utilization of a service', () => {
  test('is one sample of each running task, every minute', async () => {
    const here = scene();
    const service = steadyService(here, { desired: 2 });
    carryLoad(here.account, service, (_, task, tasks) => ({ cpuPercent: 80 / tasks + task, memoryPercent: 50 }));
    const from = toMinute(here);
    here.run(120);
    updateService(here.account, service, { desired: 4 });
    here.run(300);
    const { points } = cloudWatchOver(here.account);
    const range = { from, to: here.account.agenda.now() };
    const cpu = async (stat: string) => points({ ...usage, ...range, name: 'CPUUtilization', stat });
    const [counts, average, maximum] = [await cpu('SampleCount'), await cpu('Average'), await cpu('Maximum')];
    expect(counts).toHaveLength(7);
    expect([counts[0]?.[1], counts.at(-1)?.[1]]).toEqual([2, 4]);
    expect([average[0]?.[1], average.at(-1)?.[1]]).toEqual([40.5, 21.5]);
    expect([maximum[0]?.[1], maximum.at(-1)?.[1]]).toEqual([41, 23]);
    const memory = await points({ ...usage, ...range, name: 'MemoryUtilization', stat: 'Average' });
    expect(memory.every(([, value]) => value === 50)).toBe(true);
  });

  test('is not told without a task, nor of a service without a load', async () => {
    const here = scene();
    const service = steadyService(here, { desired: 1 });
    const { points, listed } = cloudWatchOver(here.account);
    expect(await listed({ Namespace: 'AWS/ECS' })).toEqual([]);
    carryLoad(here.account, service, () => ({ cpuPercent: 1, memoryPercent: 1 }));
    here.run(120);
    updateService(here.account, service, { desired: 0 });
    here.run(300);
    const from = toMinute(here);
    here.run(180);
    const range = { from, to: here.account.agenda.now() };
    expect(await points({ ...usage, ...range, name: 'CPUUtilization' })).toEqual([]);
    expect(await listed({ MetricName: 'CPUUtilization' })).toEqual([
      'AWS/ECS CPUUtilization ClusterName=prod ServiceName=web',
    ]);
  });

  test('of a minute that is not over is not told', async () => {
    const here = scene();
    carryLoad(here.account, steadyService(here), () => ({ cpuPercent: 1, memoryPercent: 1 }));
    const from = toMinute(here);
    here.run(119);
    const { points } = cloudWatchOver(here.account);
    expect(await points({ ...usage, name: 'CPUUtilization', from, to: from + 600_000 })).toHaveLength(1);
  });
});

test('targets are counted by their health', async () => {
  const here = scene();
  const healthCheck = { intervalS: 10, healthyThreshold: 2, unhealthyThreshold: 2, path: '/' };
  const group = addTargetGroup(here.account, 'web', { healthCheck });
  const targets = [{ targetGroupArn: group.arn, container: 'app', containerPort: 8080 }];
  const service = steadyService(here, { targets, desired: 3, healthCheckGracePeriodS: 3600 });
  const from = toMinute(here);
  here.run(60);
  const [task] = service.tasks;
  if (task === undefined) throw new Error('no task');
  breakTargets(here.account, task, { httpCode: 503 });
  here.run(120);
  const { points, listed } = cloudWatchOver(here.account);
  const dimensions = {
    TargetGroup: group.arn.split(':').at(-1) ?? '',
    LoadBalancer: loadBalancerArn(here.account, 'web-alb').split('loadbalancer/')[1] ?? '',
  };
  const counts = async (name: string) =>
    (
      await points({ namespace: 'AWS/ApplicationELB', name, dimensions, from, to: from + 180_000, stat: 'Minimum' })
    ).map(([, value]) => value);
  expect(await counts('HealthyHostCount')).toEqual([3, 2, 2]);
  expect(await counts('UnHealthyHostCount')).toEqual([0, 1, 1]);
  expect(dimensions.TargetGroup).toMatch(/^targetgroup\/web\/[0-9a-f]{16}$/u);
  expect(dimensions.LoadBalancer).toMatch(/^app\/web-alb\/[0-9a-f]{16}$/u);
  expect(await listed({ Namespace: 'AWS/ApplicationELB' })).toHaveLength(2);
});

test('messages in the queues of a simulation', async () => {
  const simulation = new Simulation({
    seed: '1',
    start: Date.UTC(2026, 2, 2),
    configuration: '',
    operations: () => ({}),
  });
  const { agenda, account } = simulation;
  const queue = simulation.queue('watchkeeper-prod-health-dead-letter');
  const from = agenda.now();
  for (const body of ['a', 'b']) queue.send({ body });
  await simulation.run(from + 100_000);
  queue.receive(1);
  await simulation.run(from + 10 * minuteMs);
  const { points } = cloudWatchOver(account);
  const counts = async (name: string) => {
    const dimensions = { QueueName: 'watchkeeper-prod-health-dead-letter' };
    const range = { from, to: from + 10 * minuteMs, stat: 'Maximum' };
    return (await points({ namespace: 'AWS/SQS', name, dimensions, ...range })).map(([, value]) => value);
  };
  expect(await counts('ApproximateNumberOfMessagesVisible')).toEqual([2, 1, 2, 2, 2, 2, 2, 2, 2, 2]);
  expect(await counts('ApproximateNumberOfMessagesNotVisible')).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  await simulation.close();
});
