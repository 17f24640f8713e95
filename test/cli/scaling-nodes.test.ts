import { describe, expect, test } from 'vitest';
import type { Yard } from '../drain/yard.ts';
import { serve } from '../drain/yard.ts';
import { openPark } from '../scale/nodes/park.ts';
import { cli, jsonLines } from './run.ts';

const run = async (args: readonly string[], { simulation }: Yard) =>
  cli(args, {
    env: { WATCHKEEPER_TABLE: 'watchkeeper', TZ: 'Asia/Tokyo' },
    region: 'ap-northeast-1',
    store: simulation.store,
  });

async function crowded(mode: 'observe' | 'act'): Promise<Yard> {
  const park = await openPark({ nodes: `web: { mode: ${mode}, headroom: 0, perZone: 0 }`, hosts: 1 });
  serve(park, 'orders', { desired: 20 });
  await park.run(90);
  return park;
}

describe('why, of a cluster', () => {
  test('tells each decision on its instances with its reason, the newest first', async () => {
    const park = await crowded('act');
    const { code, out } = await run(['why', 'prod'], park);
    expect(code).toBe(0);
    expect(out).toContain('Bought: bought for what has no place');
    expect(out).toContain('web 1 → 3');
    expect(out).toContain('12 of service:orders');
    const told = jsonLines((await run(['why', 'prod', '--json', '--count', '5'], park)).out);
    const times = told.map((each) => String(each['at']));
    expect(times).toEqual(times.toSorted().toReversed());
    expect(told.find((each) => each['code'] === 'Bought')).toMatchObject({
      type: 'instances-decision',
      cluster: 'prod',
      mode: 'act',
      groups: { web: { from: 1, to: 3 } },
    });
  });
});

describe('plan', () => {
  test('shows what would be bought where nothing is done, and why', async () => {
    const park = await crowded('observe');
    const { code, out } = await run(['plan'], park);
    expect([code, park.group.desired]).toEqual([0, 1]);
    expect(out).toMatch(/prod\s+observe\s+web 1 \(would be 3\)\s+bought for what has no place, since/);
    const [line] = jsonLines((await run(['plan', '--json'], park)).out);
    expect(line).toMatchObject({ type: 'plan-instances', cluster: 'prod', mode: 'observe', code: 'Bought' });
  });
});
