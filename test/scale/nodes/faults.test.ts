import { describe, expect, test } from 'vitest';
import { secondMs } from '../../../lib/core/time.ts';
import type { Fate } from '../../../sim/cloud/gate.ts';
import { updateService } from '../../../sim/account/services/update.ts';
import { seeded } from '../../../sim/random.ts';
import { awsError } from '../../../sim/wire.ts';
import { serve } from '../../drain/yard.ts';
import { openPark, raisesIn, sizeOf } from './park.ts';

/** Ways in which calls of the scale function go wrong. */
const fates: Readonly<Record<string, (random: ReturnType<typeof seeded>) => Fate>> = {
  death: (random) => ({ kind: 'death', done: random.chance(0.5) }),
  'lost answers': () => ({ kind: 'answer-lost', error: awsError('TimeoutError'), afterMs: 2 * secondMs }),
  throttling: () => ({ kind: 'refused', error: awsError('ThrottlingException') }),
};

describe('whatever happens to its calls', () => {
  test.each([
    { kind: 'death', seed: 1 },
    { kind: 'lost answers', seed: 2 },
    { kind: 'throttling', seed: 1 },
  ])('limits hold, and everything gets its place: $kind, $seed', { timeout: 120_000 }, async ({ kind, seed }) => {
    const random = seeded(`${kind} ${seed}`);
    const hindered = { now: false };
    const park = await openPark({
      nodes: 'web: { mode: act, instances: 1..5, headroom: 0, idle: 3m, leastAge: 3m, perZone: 0, budget: 2 }',
      hosts: 3,
      seed: `${kind} ${seed}`,
      options: {
        everyMinute: true,
        fate: ({ execution }) =>
          hindered.now && execution.function === 'scale' && random.chance(1 / 25)
            ? (fates[kind]?.(random) ?? { kind: 'answered' })
            : { kind: 'answered' },
      },
    });
    const orders = serve(park, 'orders', { desired: 6, minimumHealthyPercent: 100 });
    await park.run(120);
    hindered.now = true;
    for (let at = 0; at < 100; at += 1) {
      if (at % 12 === 0) updateService(park.simulation.account, orders, { desired: random.whole(2, 44) });
      await park.run(30);
      expect(park.group.desired).toBeLessThanOrEqual(5);
      expect(park.group.desired).toBeGreaterThanOrEqual(1);
      expect(sizeOf(park.group)).toBeLessThanOrEqual(5);
      const out = [...park.group.instances.values()].filter(
        ({ host, state }) => host?.status === 'DRAINING' && state === 'InService' && host.tasks.size > 0,
      );
      expect(out.length).toBeLessThanOrEqual(2);
    }
    hindered.now = false;
    updateService(park.simulation.account, orders, { desired: 24 });
    await park.run(2400);
    expect(sizeOf(park.group)).toBeGreaterThanOrEqual(3);
    expect(park.killed).toEqual([]);
    for (const [, instances] of raisesIn(park)) expect(Number(instances)).toBeLessThanOrEqual(5);
  });
});
