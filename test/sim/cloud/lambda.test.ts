import { expect, test } from 'vitest';
import { Agenda } from '../../../sim/agenda.ts';
import type { Fate } from '../../../sim/cloud/gate.ts';
import { Gate } from '../../../sim/cloud/gate.ts';
import type { Container, Handler } from '../../../sim/cloud/lambda.ts';
import { LambdaFunction } from '../../../sim/cloud/lambda.ts';
import { Queue } from '../../../sim/cloud/queue.ts';
import { seeded } from '../../../sim/random.ts';

type Called = (what: string) => Promise<string>;

/** A function over one queue, whose handler makes the calls it is told to. */
function stage(
  work: (call: Called, bodies: readonly string[]) => Promise<readonly string[]>,
  fates: readonly Fate[] = [],
) {
  const agenda = new Agenda(0);
  const queue = new Queue({ name: 'q', fifo: false, visibilityMs: 60_000 }, agenda);
  const carriedOut: string[] = [];
  let drawn = 0;
  const gate = new Gate(agenda, seeded('gate'), {
    latencyMs: () => [10, 10],
    fate: () => fates[drawn++] ?? { kind: 'answered' },
    died: (execution) => made.kill(execution),
  });
  const containers: Container[] = [];
  const open = (container: Container): Handler => {
    containers.push(container);
    return async ({ Records }) => {
      const { current } = container;
      if (current === undefined) throw new Error('nothing runs');
      const call: Called = (what) => gate.pass(current, what, () => (carriedOut.push(what), what));
      const failed = await work(
        call,
        Records.map(({ body }) => body),
      );
      const ids = Records.filter(({ body }) => failed.includes(body)).map(({ messageId }) => ({
        itemIdentifier: messageId,
      }));
      return { batchItemFailures: ids };
    };
  };
  const source = { queue, batchSize: 10, windowMs: 1000, concurrency: 2 };
  const made = new LambdaFunction({ name: 'f', timeoutMs: 30_000, sources: [source], open }, agenda);
  const run = async (ms: number): Promise<void> => {
    const until = agenda.now() + ms;
    while (agenda.step(until) !== undefined) {
      for (let turn = 0; turn < 3; turn += 1) await new Promise((go) => void setImmediate(go));
      gate.release();
    }
    agenda.idle(until);
  };
  return { agenda, queue, made, containers, carriedOut, run };
}

test('a batch is gathered for its window, handled, and deleted', async () => {
  const seen: (readonly string[])[] = [];
  const { queue, run, agenda } = stage(async (_, bodies) => (seen.push(bodies), []));
  queue.send({ body: 'a' });
  agenda.after(500, 'another', () => queue.send({ body: 'b' }));
  await run(2000);
  expect(seen).toEqual([['a', 'b']]);
  expect(queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
});

test('only what failed comes back', async () => {
  const seen: string[] = [];
  const { queue, run } = stage(async (_, bodies) => {
    seen.push(...bodies);
    return seen.length > 2 ? [] : ['b'];
  });
  for (const body of ['a', 'b']) queue.send({ body });
  await run(90_000);
  expect(seen).toEqual(['a', 'b', 'b']);
});

test('a call takes time, and others happen in between', async () => {
  const at: number[] = [];
  const { queue, run, agenda } = stage(async (call) => {
    await call('one');
    at.push(agenda.now());
    await call('two');
    at.push(agenda.now());
    return [];
  });
  queue.send({ body: 'a' });
  await run(5000);
  expect(at).toEqual([1010, 1020]);
});

test.each([
  [{ kind: 'death', done: false } as const, []],
  [{ kind: 'death', done: true } as const, ['first']],
])(
  'death at a call %o: it stays where it was, and the message comes again to a new container',
  async (fate, before) => {
    const { queue, run, made, carriedOut, containers } = stage(async (call) => (await call('first'), []), [fate]);
    queue.send({ body: 'a' });
    await run(5000);
    expect(carriedOut).toEqual(before);
    expect(made.tally).toMatchObject({ deaths: 1, errors: 0 });
    await run(90_000);
    expect(carriedOut).toEqual([...before, 'first']);
    expect(containers).toHaveLength(2);
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  },
);

test('a lost answer: carried out, and the caller hears an error later', async () => {
  const error = new Error('time-out');
  const heard: unknown[] = [];
  const { queue, run, carriedOut } = stage(
    async (call) => (await call('first').catch((each: unknown) => heard.push(each)), []),
    [{ kind: 'answer-lost', error, afterMs: 2500 }],
  );
  queue.send({ body: 'a' });
  await run(2000);
  expect([carriedOut, heard]).toEqual([['first'], []]);
  await run(5000);
  expect(heard).toEqual([error]);
});

test('a function that takes too long is ended', async () => {
  const { queue, run, made } = stage(async (call) => {
    for (let time = 0; time < 10_000; time += 1) await call('again');
    return [];
  });
  queue.send({ body: 'a' });
  await run(40_000);
  expect(made.tally).toMatchObject({ timeouts: 1, deaths: 1 });
  expect(made.running.size).toBe(0);
});

test('a handler that throws deletes nothing, and its error is known', async () => {
  const { queue, run, made } = stage(async () => Promise.reject(new Error('broken')));
  const errors: unknown[] = [];
  made.onError = (error) => errors.push(error);
  queue.send({ body: 'a' });
  await run(5000);
  expect(errors).toMatchObject([{ message: 'broken' }]);
  expect(queue.counts().inFlight).toBe(1);
});
