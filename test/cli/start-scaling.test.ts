import { beforeEach, describe, expect, test } from 'vitest';
import { plainConfiguration } from '../../cli/start/configuration.ts';
import { Shop } from '../../cli/start/shop.ts';
import { scalingViews } from '../../cli/start/views/scaling-view.ts';
import type { ScalingView } from '../../console/series.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { now } from './run.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await Shop.open({ seed: '1', start: now, configuration: plainConfiguration });
  // What had come before anybody looked is worked off by then.
  await later(12);
});

const later = async (minutes: number): Promise<void> => shop.simulation.run(shop.now() + minutes * minuteMs);

const [front, worker] = ['web/shop-front', 'web/thumbnail-worker'] as const;

const decisionsOf = (service: string): ScalingView['decisions'] =>
  scalingViews(shop).find((each) => each.service === service)?.decisions ?? [];
const desiredOf = (service: string): number =>
  [...shop.simulation.account.services.values()].find(({ name }) => service.endsWith(`/${name}`))?.desired ?? -1;
const reasonsOf = (service: string, since: number): string =>
  decisionsOf(service)
    .filter(({ at }) => at >= since)
    .map(({ why }) => why)
    .join('\n');

describe('the buttons of the page', () => {
  test('a flooded queue brings tasks, and takes them away when it is worked off', async () => {
    const [before, since] = [desiredOf(worker), shop.now()];
    expect(shop.traffic.press('flood-the-queue')).toBe(true);
    await later(4);
    expect(desiredOf(worker)).toBeGreaterThan(before);
    expect(reasonsOf(worker, since)).toContain('ScaledOut');
    await later(25);
    expect(desiredOf(worker)).toBeLessThan(12);
  });

  test('a collapse of traffic takes no task away, and says that nobody believes it', async () => {
    const [before, since] = [desiredOf(front), shop.now()];
    shop.traffic.press('traffic-collapse');
    await later(10);
    expect(desiredOf(front)).toBe(before);
    expect(reasonsOf(front, since)).toContain('TrafficCollapse');
  });

  test('a night does, by and by', async () => {
    const [before, since] = [desiredOf(front), shop.now()];
    shop.traffic.press('night');
    await later(30);
    expect(desiredOf(front)).toBeLessThan(before);
    expect(reasonsOf(front, since)).toContain('ScaledIn');
    expect(reasonsOf(front, since)).not.toContain('TrafficCollapse');
  });
});
