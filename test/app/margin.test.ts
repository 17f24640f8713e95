import { expect, test } from 'vitest';
import { secondMs } from '../../lib/core/time.ts';
import { push, ToyHouse } from './house.ts';

test('what there is no time to note is not begun: a load and a save may take as long as calls may', async () => {
  const acted: string[] = [];
  const house: ToyHouse = new ToyHouse(
    {},
    {
      act: async (target, { key }) => {
        acted.push(key);
        // Of half a minute.
        house.now += 26 * secondMs;
        return { result: 'done', reason: target.push, at: house.now };
      },
    },
  );
  expect(await house.run(push('one', 'a'))).toEqual([]);
  expect(acted).toHaveLength(1);
  house.now += 60 * secondMs;
  await house.wake('a');
  expect(acted.toSorted()).toEqual(['o:one', 't:one']);
});
