import { describe, expect, test } from 'vitest';
import type { Mill } from '../scale/mill.ts';
import { openMill } from '../scale/mill.ts';
import { cli, jsonLines } from './run.ts';

const run = async (args: readonly string[], mill: Mill) =>
  cli(args, {
    env: { WATCHKEEPER_TABLE: 'watchkeeper', TZ: 'Asia/Tokyo' },
    region: 'ap-northeast-1',
    store: mill.simulation.store,
  });

async function busy(scale?: string): Promise<Mill> {
  const mill = await openMill({ work: { arrivals: () => 4 }, ...(scale !== undefined && { scale }) });
  await mill.run(12);
  return mill;
}

describe('why', () => {
  test('tells each decision with its numbers, the newest first', async () => {
    const mill = await busy();
    const { code, out } = await run(['why', 'shop/resizer'], mill);
    expect(code).toBe(0);
    expect(out).toContain('ScaledOut: its work asks for more');
    expect(out).toMatch(/queue image-jobs: \d+ messages wait, \d+ are worked on/);
    const told = jsonLines((await run(['why', 'shop/resizer', '--json'], mill)).out);
    const times = told.map((each) => String(each['at']));
    expect(times).toEqual(times.toSorted().toReversed());
    expect(told.at(-1)).toMatchObject({ type: 'decision', service: 'shop/resizer', from: 2, mode: 'act' });
    await mill.simulation.close();
  });

  test('of what is not scaled it says so', async () => {
    const mill = await busy();
    expect(await run(['why', 'shop/other'], mill)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not scaled'),
    });
    expect(await run(['why', 'shop/'], mill)).toMatchObject({
      code: 2,
      err: expect.stringContaining('names no service'),
    });
    expect(await run(['why', 'other'], mill)).toMatchObject({
      code: 1,
      err: expect.stringContaining('the instances of other are not scaled'),
    });
    await mill.simulation.close();
  });
});

describe('plan', () => {
  test('shows what would be set where it only observes', async () => {
    const mill = await busy('shop/resizer: { tasks: 0..40, queue: image-jobs, perTask: 20 }');
    const { code, out } = await run(['plan'], mill);
    expect([code, mill.service.desired]).toEqual([0, 2]);
    expect(out).toMatch(/shop\/resizer\s+observe\s+2 \(would be \d+\)/);
    const [line] = jsonLines((await run(['plan', '--json'], mill)).out);
    expect(line).toMatchObject({ type: 'plan', service: 'shop/resizer', mode: 'observe', tasks: 2 });
    await mill.simulation.close();
  });
});
