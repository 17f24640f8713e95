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
  { name: 'what looks every 10 seconds goes on', waits: [10 * secondMs], most: 100, wakes: 100 },
  { name: 'what is nearly that quick does not', waits: [9 * secondMs], most: 100, wakes: 12 },
  {
    name: 'a look that waited breaks a row of quick ones',
    waits: [...Array.from({ length: 8 }, () => secondMs), 20 * secondMs],
    most: 100,
    wakes: 100,
  },
])('$name', async ({ waits, most, wakes }) => {
  expect(await chainOf(waits, most)).toBe(wakes);
});
