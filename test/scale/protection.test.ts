import { describe, expect, test } from 'vitest';
import { minuteMs } from '../../lib/core/time.ts';
import { putDatum } from '../../sim/account/metrics/data.ts';
import type { Mill } from './mill.ts';
import { openMill } from './mill.ts';

const scaled = (mode: string): string =>
  `shop/resizer: { mode: ${mode}, tasks: 0..40, queue: image-jobs, perTask: 20, protect: { metric: Shop/AtWork, of: { Task: "{task}" } } }`;

type Told = { readonly atWork: number; readonly idle?: number; readonly mode?: string };

/** Ten tasks and no queue: the first of them say that they are at work, others that they are not, the rest nothing. */
async function working({ atWork, idle = 10, mode = 'act' }: Told): Promise<Mill> {
  const mill = await openMill({ scale: scaled(mode), desired: 10 });
  await mill.run(2);
  const { account } = mill.simulation;
  const tasks = [...mill.service.tasks];
  const say = (): void => {
    for (const [at, { id }] of tasks.slice(0, atWork + idle).entries()) {
      const metric = { namespace: 'Shop', name: 'AtWork', dimensions: [{ name: 'Task', value: id }] };
      const samples = { values: [[at < atWork ? 1 : 0, 1]] as const, sets: [] };
      putDatum(account, metric, { at: account.agenda.now(), highResolution: false, samples });
    }
    account.agenda.after(minuteMs, 'tasks say what they do', say);
  };
  say();
  return mill;
}

const orders = ({ calls }: Mill): readonly string[] =>
  calls.flatMap(({ operation }) =>
    operation === 'ECS.UpdateTaskProtection' || operation === 'ECS.UpdateService' ? [operation] : [],
  );
const running = ({ service }: Mill): readonly string[] =>
  [...service.tasks].filter(({ lastStatus }) => lastStatus === 'RUNNING').map(({ id }) => id);

describe('tasks at work', () => {
  test('are protected before others are taken away, and stay', async () => {
    const mill = await working({ atWork: 3, idle: 7 });
    const busy = running(mill).slice(0, 3);
    await mill.run(12);
    expect(orders(mill).slice(0, 2)).toEqual(['ECS.UpdateTaskProtection', 'ECS.UpdateService']);
    expect(mill.set()[0]).toBe(3);
    expect(running(mill)).toEqual(busy);
    expect(mill.policy()?.decisions.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['ProtectingTasks', 'ScaledIn', 'TasksAtWork']),
    );
    expect(mill.simulation.errors).toEqual([]);
    await mill.simulation.close();
  });

  test('protection and the lower number are a matter of one invocation', async () => {
    const mill = await working({ atWork: 3, idle: 7 });
    await mill.run(12);
    const at = (operation: string): number => mill.calls.find((call) => call.operation === operation)?.at ?? 0;
    expect(at('ECS.UpdateService') - at('ECS.UpdateTaskProtection')).toBeLessThan(2_000);
    await mill.simulation.close();
  });

  test('of whom nothing is known may be at work', async () => {
    const mill = await working({ atWork: 0, idle: 4 });
    await mill.run(12);
    expect(mill.set()).toEqual([6]);
    expect(mill.policy()?.decisions.at(-1)?.steps.at(-1)?.why).toContain(
      '0 of 6 tasks are at work, and of 6 nothing is known',
    );
    await mill.simulation.close();
  });

  test('nobody at work: nobody is protected, and all may go', async () => {
    const mill = await working({ atWork: 0, idle: 10 });
    await mill.run(12);
    expect(orders(mill)).not.toContain('ECS.UpdateTaskProtection');
    expect(mill.service.desired).toBe(0);
    await mill.simulation.close();
  });

  test('in observe no task is touched, and what would be done is told', async () => {
    const mill = await working({ atWork: 3, idle: 7, mode: 'observe' });
    await mill.run(12);
    expect(orders(mill)).toEqual([]);
    expect(mill.policy()?.decisions.at(-1)).toMatchObject({ applied: 3, mode: 'observe' });
    await mill.simulation.close();
  });

  test('what cannot be protected is not put at risk', async () => {
    const mill = await openMill({
      scale: scaled('act'),
      desired: 4,
      answers: (operations) => ({
        ...operations,
        'ECS.UpdateTaskProtection': () => {
          throw Object.assign(new Error('not authorized'), {
            name: 'AccessDeniedException',
            $fault: 'client',
            $metadata: { httpStatusCode: 400 },
          });
        },
      }),
    });
    await mill.run(15);
    expect(mill.set()).toEqual([]);
    expect(mill.service.desired).toBe(4);
    await mill.simulation.close();
  });
});

test('a queue whose messages are worked off at once is no reason to sleep', async () => {
  const mill = await openMill({ desired: 1 });
  const { account } = mill.simulation;
  const metric = {
    namespace: 'AWS/SQS',
    name: 'NumberOfMessagesDeleted',
    dimensions: [{ name: 'QueueName', value: 'image-jobs' }],
  };
  const work = { left: 15 };
  const say = (): void => {
    if (work.left > 0)
      putDatum(account, metric, {
        at: account.agenda.now(),
        highResolution: false,
        samples: { values: [[40, 1]] as const, sets: [] },
      });
    work.left -= 1;
    account.agenda.after(minuteMs, 'messages are deleted', say);
  };
  say();
  await mill.run(15);
  expect(mill.service.desired).toBe(1);
  expect(mill.policy()?.decisions.at(-1)).toMatchObject({ code: 'NotIdleLongEnough' });
  await mill.run(10);
  expect(mill.service.desired).toBe(0);
  await mill.simulation.close();
});
