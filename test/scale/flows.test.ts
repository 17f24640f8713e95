import { describe, expect, test } from 'vitest';
import { minuteMs } from '../../lib/core/time.ts';
import { updateService } from '../../sim/account/services/update.ts';
import { postsOf } from '../../sim/chat/slack-state.ts';
import { release } from '../sim/services/scene.ts';
import type { Mill, MillOptions } from './mill.ts';
import { openMill } from './mill.ts';

async function after(minutes: number, options: MillOptions = {}): Promise<Mill> {
  const mill = await openMill(options);
  await mill.run(minutes);
  return mill;
}

const burst = { arrivals: (at: number) => ((at / minuteMs) % 60 < 20 ? 4 : 0) };
const steady = { arrivals: () => 4 };
const codes = (mill: Mill): readonly string[] => mill.policy()?.decisions.map(({ code }) => code) ?? [];
const writes = ({ calls }: Mill): number => calls.filter(({ operation }) => operation === 'ECS.UpdateService').length;

describe('by its queue', () => {
  test('work brings tasks, its end takes them away, to none and back', async () => {
    const mill = await after(15, { work: burst });
    expect(mill.service.desired).toBeGreaterThanOrEqual(12);
    await mill.run(30);
    expect(mill.service.desired).toBe(0);
    expect(mill.work.backlog).toBeLessThan(1);
    await mill.run(20);
    expect(mill.service.desired).toBeGreaterThan(0);
    expect(mill.set().every((tasks) => tasks >= 0 && tasks <= 40)).toBe(true);
    expect(mill.simulation.errors).toEqual([]);
    await mill.simulation.close();
  });

  test('tasks that keep up are kept: no queue grows for want of a queue', async () => {
    const mill = await after(60, { work: steady, desired: 12 });
    await mill.run(60);
    const late = mill.calls.filter(
      ({ at, operation }) => operation === 'ECS.UpdateService' && at > mill.simulation.agenda.now() - 60 * minuteMs,
    );
    expect(late.length).toBeLessThanOrEqual(6);
    expect(mill.work.oldestMs).toBeLessThan(60_000);
    await mill.simulation.close();
  });

  test('a queue that cannot be read takes nothing away', async () => {
    const mill = await after(30, {
      desired: 5,
      answers: (operations) => ({
        ...operations,
        'SQS.GetQueueUrl': () => {
          throw Object.assign(new Error('denied'), {
            name: 'AccessDenied',
            $fault: 'client',
            $metadata: { httpStatusCode: 403 },
          });
        },
      }),
    });
    expect(mill.service.desired).toBe(5);
    expect(codes(mill)).toEqual(['MetricStale']);
    await mill.simulation.close();
  });
});

describe('an alarm', () => {
  const alarm = (queue: string, state: string) => ({
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    resources: ['arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:jobs-deep'],
    detail: {
      alarmName: 'jobs-deep',
      state: { value: state },
      configuration: {
        metrics: [
          {
            metricStat: {
              metric: {
                namespace: 'AWS/SQS',
                name: 'ApproximateNumberOfMessagesVisible',
                dimensions: { QueueName: queue },
              },
            },
          },
        ],
      },
    },
  });

  test.each([
    { name: 'of its queue: it is scaled within seconds', queue: 'image-jobs', state: 'ALARM', isAtOnce: true },
    { name: 'that ends: it is looked at within seconds, too', queue: 'image-jobs', state: 'OK', isAtOnce: true },
    { name: 'of another queue: it waits for its minute', queue: 'other-jobs', state: 'ALARM', isAtOnce: false },
    { name: 'without data is no news', queue: 'image-jobs', state: 'INSUFFICIENT_DATA', isAtOnce: false },
  ])('$name', async ({ queue, state, isAtOnce }) => {
    const mill = await after(5, { desired: 0 });
    const lookedAt = (): number => mill.policy()?.lookAt ?? 0;
    const { agenda, bus } = mill.simulation;
    // Right after its look, so that nearly a minute is left to the next.
    await mill.simulation.run(lookedAt() + 10_000);
    expect(lookedAt() - agenda.now()).toBeGreaterThan(30_000);
    mill.work.add(200);
    bus.emit(alarm(queue, state));
    await mill.simulation.run(agenda.now() + 10_000);
    expect(mill.set().length > 0).toBe(isAtOnce);
    await mill.run(2);
    expect(mill.set()[0]).toBeGreaterThan(0);
    await mill.simulation.close();
  });
});

describe('what keeps it from acting', () => {
  test('in observe, and in a stack that watches, not one write', async () => {
    const observed = await after(30, {
      work: burst,
      scale: 'shop/resizer: { tasks: 0..40, queue: image-jobs, perTask: 20 }',
    });
    const watched = await after(30, { work: burst, mode: 'watch' });
    expect([writes(observed), writes(watched)]).toEqual([0, 0]);
    expect(codes(observed)).toContain('ScaledOut');
    expect(observed.policy()?.decisions.every(({ mode }) => mode === 'observe')).toBe(true);
    await Promise.all([observed.simulation.close(), watched.simulation.close()]);
  });

  test('a scaling policy of somebody else is not fought', async () => {
    const mill = await openMill({ work: steady });
    mill.simulation.account.scalableTargets.set('service/shop/resizer', { min: 1, max: 9, policies: ['cpu-60'] });
    await mill.run(20);
    expect(writes(mill)).toBe(0);
    expect(codes(mill)).toContain('OwnedByOther');
    await mill.simulation.close();
  });

  test('a person who holds it is asked first', async () => {
    const mill = await openMill({ work: steady });
    const hold = { holder: 'person/ann', feature: 'person', why: 'a load test', since: 0 } as const;
    await mill.simulation.storage.holds.take('service/shop/resizer', hold);
    await mill.run(20);
    expect(writes(mill)).toBe(0);
    expect(codes(mill)).toContain('Held');
    await mill.simulation.storage.holds.release('service/shop/resizer', 'person/ann');
    await mill.run(5);
    expect(writes(mill)).toBeGreaterThan(0);
    await mill.simulation.close();
  });

  test('while a deployment goes on, nothing is taken away', async () => {
    const mill = await after(3, { desired: 10 });
    const { simulation, cluster, service } = mill;
    const definition = release({ account: simulation.account, cluster, events: [], run: () => {} }, 'resizer-v2', {
      startMs: 10 * minuteMs,
    });
    updateService(simulation.account, service, { definition });
    const before = service.desired;
    await mill.run(9);
    expect(codes(mill)).toContain('DeploymentInProgress');
    expect(service.desired).toBe(before);
    await mill.simulation.close();
  });

  test('who sets it back again and again is taken for another controller', async () => {
    const mill = await openMill({ work: steady });
    for (let round = 0; round < 5; round += 1) {
      await mill.run(6);
      updateService(mill.simulation.account, mill.service, { desired: 2 });
    }
    await mill.run(10);
    expect(codes(mill)).toContain('Contested');
    expect(mill.service.desired).toBe(2);
    await mill.simulation.close();
  });
});

describe('what is told', () => {
  const posts = (mill: Mill): readonly string[] =>
    postsOf(mill.simulation.slack.state, 'C0ALERTS').map((message) => JSON.stringify(message.content));

  test('work for more than the most is told once it lasts, and its end', async () => {
    const mill = await openMill({
      work: { arrivals: () => 4 },
      scale: 'shop/resizer: { mode: act, tasks: 0..6, queue: image-jobs, perTask: 20 }',
    });
    await mill.run(8);
    expect(posts(mill)).toEqual([]);
    await mill.run(10);
    expect(posts(mill)).toHaveLength(1);
    expect(posts(mill)[0]).toContain('more than 6 tasks');
    await mill.simulation.close();
  });

  test('a scaling policy of somebody else is named, and what is to be done about it', async () => {
    const mill = await openMill({ work: steady });
    mill.simulation.account.scalableTargets.set('service/shop/resizer', { min: 1, max: 9, policies: ['cpu-60'] });
    await mill.run(20);
    expect(posts(mill)).toHaveLength(1);
    expect(posts(mill)[0]).toContain('cpu-60');
    mill.simulation.account.scalableTargets.clear();
    await mill.run(15);
    expect(mill.policy()?.told?.endedAt).toBeDefined();
    await mill.simulation.close();
  });
});

describe('by the calendar', () => {
  const calendar = 'calendars: { shop: { days: mon-sun, hours: 12:30-13:00 } }\n';
  const scaled = (text: string): Partial<MillOptions> => ({
    options: {
      configuration: `receivers: { alerts: { slack: C0ALERTS } }\ntimezone: Asia/Tokyo\n${calendar}scale:\n  ${text}\n`,
    },
  });

  test('at night there are none, and in the morning as many as before', async () => {
    const mill = await after(20, { desired: 3, ...scaled('shop/resizer: { mode: act, sleep: { outside: shop } }') });
    expect(mill.service.desired).toBe(0);
    await mill.run(15);
    expect(mill.service.desired).toBe(3);
    await mill.run(30);
    expect(mill.service.desired).toBe(0);
    expect(mill.set()).toEqual([0, 3, 0]);
    await mill.simulation.close();
  });

  test('a floor lifts it at its minute, without a message of work', async () => {
    const text =
      'shop/*: { mode: act, tasks: 0..40, queue: image-jobs, perTask: 20, floor: { during: shop, tasks: 4 } }';
    const mill = await after(29, { desired: 0, ...scaled(text) });
    expect(mill.service.desired).toBe(0);
    await mill.run(3);
    expect(mill.service.desired).toBe(4);
    await mill.simulation.close();
  });
});
