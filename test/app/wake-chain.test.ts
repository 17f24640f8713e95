import { expect, test } from 'vitest';
import type { QueueMessage } from '../../lib/app/world.ts';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { ToyHouse } from './house.ts';
import { toy, toyKey } from './toy.ts';

/** How many wakes a record sends itself without the tick, when it always wants to be looked at again after so long. */
async function chainOf(waits: readonly number[], most: number): Promise<number> {
  const sent: { readonly message: QueueMessage; readonly waitMs: number }[] = [];
  let looks = 0;
  const house = new ToyHouse(
    {
      decide: (question) => {
        const waitMs = waits[looks % waits.length] ?? minuteMs;
        looks += 1;
        return { ...toy.decide(question), next: { wakeAt: question.now + waitMs } };
      },
    },
    {
      wakes: {
        wake: async (keys, waitMs, hops) => {
          sent.push({ message: { id: `wake-${sent.length}`, body: JSON.stringify({ wake: keys, hops }) }, waitMs });
        },
      },
    },
  );
  await house.put('a');
  await house.wake('a');
  for (const { message, waitMs } of sent) {
    if (sent.length >= most) break;
    house.now += waitMs;
    expect(await house.run(message)).toEqual([]);
  }
  expect(await house.record('a')).toMatchObject({ key: toyKey('a') });
  return sent.length;
}

test.each([
  { name: 'what looks every second is left to the tick after twelve', waits: [secondMs], most: 100, wakes: 12 },
  { name: 'what looks every 15 seconds goes on', waits: [15 * secondMs], most: 100, wakes: 100 },
  { name: 'hearts of two hooks that beat by turns go on', waits: [7 * secondMs, 8 * secondMs], most: 100, wakes: 100 },
  { name: 'and those of three', waits: [5 * secondMs], most: 100, wakes: 100 },
  { name: 'what is quicker does not', waits: [4 * secondMs], most: 100, wakes: 12 },
  {
    name: 'a look that waited breaks a row of quick ones',
    waits: [...Array.from({ length: 8 }, () => secondMs), 20 * secondMs],
    most: 100,
    wakes: 100,
  },
])('$name', async ({ waits, most, wakes }) => {
  expect(await chainOf(waits, most)).toBe(wakes);
});

test('the row of one record leaves another of the same batch its wakes', async () => {
  const sent: { readonly keys: readonly string[]; readonly hops: number }[] = [];
  const house = new ToyHouse(
    { decide: (question) => ({ ...toy.decide(question), next: { wakeAt: question.now + 2 * secondMs } }) },
    { wakes: { wake: async (keys, _, hops) => void sent.push({ keys, hops }) } },
  );
  await house.put('a');
  await house.put('b');
  sent.length = 0;
  house.now += 2 * secondMs;
  const wake = (name: string, hops: number): QueueMessage => ({
    id: name,
    body: JSON.stringify({ wake: [toyKey(name)], hops }),
  });
  expect(await house.run(wake('a', 12), wake('b', 3))).toEqual([]);
  expect(sent).toEqual([{ keys: [toyKey('b')], hops: 4 }]);
});

/** A record that always wants to be looked at a minute from now; each wake is delivered so many times. */
async function lookedAt(times: number, hint?: 'hint'): Promise<{ readonly looks: number; readonly sent: number }> {
  let looks = 0;
  let sent = 0;
  const house = new ToyHouse(
    {
      decide: (question) => {
        looks += 1;
        return { ...toy.decide(question), next: { wakeAt: question.now + 30 * secondMs } };
      },
    },
    {
      wakes: {
        wake: async () => {
          sent += 1;
        },
      },
    },
  );
  await house.put('a');
  const before = { looks, sent };
  house.now += 30 * secondMs;
  const body = JSON.stringify({ wake: [toyKey('a')], hops: 0, hint });
  for (let time = 1; time <= times; time += 1) {
    expect(await house.run({ id: `wake-${time}`, body })).toEqual([]);
    house.now += secondMs;
  }
  return { looks: looks - before.looks, sent: sent - before.sent };
}

test('a wake that comes again finds nothing to do, and sends nothing', async () => {
  expect(await lookedAt(1)).toEqual({ looks: 1, sent: 1 });
  expect(await lookedAt(7)).toEqual({ looks: 1, sent: 1 });
});

test('a hint is heeded before its time', async () => {
  expect((await lookedAt(3, 'hint')).looks).toBe(3);
});
