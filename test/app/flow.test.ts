import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keep, rounds } from '../../lib/app/keep.ts';
import type { QueueMessage, World } from '../../lib/app/world.ts';
import type { Result } from '../../lib/core/outcome.ts';
import type { RecordStore } from '../../lib/core/ports.ts';
import { memoryStore } from '../../sim/memory-store.ts';
import type { Push, ToyTarget } from './toy.ts';
import { toy } from './toy.ts';

/** What may go wrong at one await of a worker: it dies before or after the call took effect, or the answer is lost. */
type Fault = 'dies-before' | 'dies-after' | 'answer-lost';
type Faults = ReadonlyMap<number, Fault>;
type Done = { readonly what: string; readonly worker: string; readonly at: number; readonly result: Result };

const invocationMs = 60_000;
const stepMs = 400;

class Account {
  now = 1_000_000;
  readonly store = memoryStore();
  readonly done: Done[] = [];
  readonly acting = new Map<string, string>();
  readonly overlaps: string[] = [];
  readonly refused: string[] = [];
  readonly writes = new Map<string, number>();
  private ids = 0;
  readonly schedule: <T>(value: Promise<T>) => Promise<T>;
  readonly answers: readonly Result[];

  constructor(schedule: <T>(value: Promise<T>) => Promise<T>, answers: readonly Result[]) {
    this.schedule = schedule;
    this.answers = answers;
  }

  newId = (): string => `id${(this.ids += 1)}`;

  /** One invocation: its messages to give back, or `died`. */
  async run(worker: string, messages: readonly QueueMessage[], faults: Faults): Promise<ReadonlySet<string> | 'died'> {
    let dead = false;
    let died: () => void = () => {};
    const death = new Promise<'died'>((resolve) => {
      died = () => {
        dead = true;
        resolve('died');
      };
    });
    let awaits = 0;
    const never = new Promise<never>(() => {});
    const step = async <T>(effect: () => Promise<T>): Promise<T> => {
      const fault = faults.get((awaits += 1));
      if (fault === 'dies-before') {
        died();
        return never;
      }
      await this.schedule(Promise.resolve());
      this.now += stepMs;
      if (dead) return never;
      const value = await effect();
      if (dead) return never;
      if (fault === 'dies-after') {
        died();
        return never;
      }
      if (fault === 'answer-lost') throw new Error('the answer was lost');
      return value;
    };
    const world = this.world(worker, step);
    return Promise.race([death, keep(messages, toy, world, { worker, deadline: this.now + invocationMs })]);
  }

  private world(
    worker: string,
    step: <T>(effect: () => Promise<T>) => Promise<T>,
  ): World<Push, ToyTarget, undefined, undefined> {
    const store: RecordStore = {
      ...this.store,
      load: async (keys) => step(async () => this.store.load(keys)),
      save: async (record, loaded) =>
        step(async () => {
          const answer = await this.store.save(record, loaded);
          const name = `${worker} ${record.key}`;
          if (answer === 'saved') this.writes.set(name, (this.writes.get(name) ?? 0) + 1);
          return answer;
        }),
    };
    const begun = new Map<string, number>();
    return {
      clock: { now: () => this.now },
      newId: this.newId,
      parse: (body) =>
        body === 'nonsense' ? { fault: { path: '$', problem: 'not JSON' } } : { event: JSON.parse(body) as Push },
      policy: async () => undefined,
      store,
      read: undefined,
      act: async (target, { key }) => {
        begun.set(key, this.now);
        await step(async () => {
          const other = this.acting.get(key);
          if (other !== undefined && other !== worker) this.overlaps.push(`${key} by ${other} and ${worker}`);
          this.acting.set(key, worker);
        });
        return step(async () => {
          this.acting.delete(key);
          const result = this.answers[this.done.length] ?? 'done';
          this.done.push({ what: key, worker, at: begun.get(key) ?? 0, result });
          return {
            result,
            reason: target.push,
            at: this.now,
            ...(result === 'retry' && { retryAt: this.now + 30_000 }),
          };
        });
      },
      authority: async () => ({ acting: true }),
      wakes: { wake: async () => step(async () => {}) },
      deadLetters: { refuse: async (body) => step(async () => void this.refused.push(body)) },
      log: () => {},
      count: () => {},
    };
  }

  /** What the tick does, with time moving on, until nothing is due any more. */
  async settle(): Promise<void> {
    for (let minute = 0; minute < 200; minute += 1) {
      this.now += 61_000;
      const keys = await this.store.due('drain', this.now, 100);
      const message = { id: 'wake', body: JSON.stringify({ wake: keys }) };
      if (keys.length > 0) await this.run(`tick-${minute}`, [message], new Map());
      if (this.store.all().every((record) => record.endedAt !== undefined)) return;
    }
  }
}

const push = (id: string, to: string, notAfter: number): QueueMessage => ({
  id: `m-${id}`,
  body: JSON.stringify({ kind: 'push', id, to, notAfter } satisfies Push),
});

const faults = fc
  .uniqueArray(
    fc.tuple(fc.integer({ min: 1, max: 18 }), fc.constantFrom<Fault>('dies-before', 'dies-after', 'answer-lost')),
    {
      selector: ([at]) => at,
      maxLength: 3,
    },
  )
  .map((pairs): Faults => new Map(pairs));
const pushes = fc.array(fc.record({ to: fc.constantFrom('a', 'b'), late: fc.boolean() }), {
  minLength: 1,
  maxLength: 5,
});
const answers = fc.array(fc.constantFrom<Result>('done', 'done', 'already-done', 'retry', 'unknown', 'permanent'), {
  maxLength: 12,
});

test('the flow holds its promises: two workers, a death at any await, lost answers', async () => {
  const property = fc.asyncProperty(
    fc.scheduler(),
    pushes,
    faults,
    faults,
    answers,
    async (s, wanted, first, second, given) => {
      const account = new Account((value) => s.schedule(value), given);
      const messages = wanted.map(({ to, late }, at) =>
        push(`${at}`, to, late ? account.now + 4000 : account.now + 86_400_000),
      );
      // Both get everything: an event repeated and handled twice at once is the worst case.
      const runs = [account.run('one', messages, first), account.run('two', messages.toReversed(), second)];
      const back = await s.waitFor(Promise.all(runs));
      account.acting.clear();
      account.now += invocationMs;
      const again = back.every((each) => each === 'died' || each.size > 0);
      const redelivered = account.run('three', again ? messages : [], new Map());
      await s.waitFor(redelivered);
      await s.waitFor(account.settle());

      expect(account.overlaps).toEqual([]);
      for (const [at, each] of wanted.entries()) {
        const telling = account.done.filter((done) => done.what === `t:${at}`);
        expect(
          telling.some((done) => ['done', 'already-done', 'permanent'].includes(done.result)),
          `telling ${at}`,
        ).toBe(true);
        const orders = account.done.filter((done) => done.what === `o:${at}`);
        const notAfter = each.late ? 1_004_000 : Infinity;
        expect(
          orders.every((done) => done.at <= notAfter),
          `order ${at} in time`,
        ).toBe(true);
        const ended = orders.findIndex((done) => ['done', 'already-done', 'permanent'].includes(done.result));
        const crashed = first.size + second.size > 0;
        if (!crashed && ended >= 0) expect(orders.length, `order ${at} once`).toBe(ended + 1);
      }
      for (const record of account.store.all()) expect(record.endedAt ?? record.dueAt).toBeDefined();
      expect(Math.max(...account.writes.values())).toBeLessThanOrEqual(2 * rounds);
    },
  );
  await fc.assert(property, { numRuns: 1500 });
});

test('without faults a record is written once a round: the plan, and what came of it', async () => {
  const account = new Account(async (value) => value, []);
  const messages = ['1', '2', '3'].map((id) => push(id, 'a', account.now + 600_000));
  expect(await account.run('one', messages, new Map())).toEqual(new Set());
  expect(account.writes.get('one drain#eu-west-1#a')).toBe(2);
  expect(account.done.map((done) => done.what)).toEqual(['o:1', 't:1', 'o:2', 't:2', 'o:3', 't:3']);
  expect(await account.run('two', messages, new Map())).toEqual(new Set());
  expect(account.writes.has('two drain#eu-west-1#a')).toBe(false);
});

test('one bad message is put aside at once, the rest of the batch is done', async () => {
  const account = new Account(async (value) => value, []);
  const back = await account.run(
    'one',
    [{ id: 'bad', body: 'nonsense' }, push('1', 'a', account.now + 600_000)],
    new Map(),
  );
  expect(back).toEqual(new Set());
  expect(account.refused).toEqual(['nonsense']);
  expect(account.done).toHaveLength(2);
});
