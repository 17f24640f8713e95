import { beforeAll, describe, expect, test } from 'vitest';
import { updateService } from '../../sim/account/services/update.ts';
import type { Shop } from '../health/loops/shop.ts';
import { broken, openShop } from '../health/loops/shop.ts';
import { cli } from './run.ts';

const region = 'ap-northeast-1';

/** A night in which a deployment broke a service, was taken back, and broke it again; somebody was called. */
async function night(): Promise<Shop> {
  const shop = openShop({
    seed: 'past',
    options: {
      start: Date.parse('2026-11-20T16:00:00Z'),
      configuration:
        'receivers: { alerts: { slack: C0ALERTS }, pager: { pagerduty: /watchkeeper/pagerduty-key } }\npager: live\ntimezone: Asia/Tokyo\nroutes:\n  - { impact: [down, degraded], to: [alerts, pager] }\n  - { to: alerts }\n',
    },
  });
  const service = shop.serve('orders', {}, { minimumHealthyPercent: 0, maximumPercent: 100 });
  shop.serve('search');
  await shop.run(20);
  const good = service.deployments[0]?.definition;
  shop.deploy(service, 'orders-v2', broken);
  await shop.run(12);
  if (good !== undefined) updateService(shop.simulation.account, service, { definition: good });
  await shop.run(40);
  return shop;
}

describe('what is over', () => {
  let shop: Shop;
  const run = async (...args: readonly string[]) =>
    cli([...args, '--table', 'watchkeeper', '--region', region], {
      store: shop.simulation.store,
      clock: shop.simulation.agenda.now,
    });

  beforeAll(async () => {
    shop = await night();
  }, 120_000);

  test('is listed, with what the time was like', async () => {
    const { out, code } = await run('incidents', '--since', '30d');
    expect(code).toBe(0);
    expect(out).toContain('ended within 30d in ap-northeast-1 · times in Asia/Tokyo');
    expect(out).toMatch(
      /21 Nov 01:\d\d {2}recovered {2}INC-[0-9A-F]{4} {2}\[prod\] shop\/orders {2}\d+ min {2}21 Nov 01:\d\d \(night\)/,
    );
    expect(out).toContain('1 incident, 1 page, 1 at night (22:00 to 07:00)');
    expect(out).toContain('top causes      essential container exited (1)');
  });

  test('is listed only as far back, and in the clusters, that are asked for', async () => {
    expect((await run('incidents', '--since', '1m')).out).toBe(
      'no incident ended within 1m in ap-northeast-1 · times in Asia/Tokyo\n',
    );
    expect((await run('incidents', '--since', '30d', '--cluster', 'other')).out).toContain('no incident ended');
  });

  test.each(['soon', '401d', '30'])('--since %s is refused with how to write it', async (since) => {
    const { code, err } = await run('incidents', '--since', since);
    expect(code).toBe(2);
    expect(err).toContain('write it like 24h, 7d or 30d');
  });

  test('has a timeline, by its id or its name, to begin a post-mortem with', async () => {
    const { out } = await run('incident', 'shop/orders', '--timeline');
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^# INC-[0-9A-F]{4}: \[prod\] orders: recovered, 2\/2 healthy$/);
    const entries = lines.filter((line) => line.startsWith('| 21 Nov')).map((line) => line.slice(17, -2));
    const inOrder = ['deployment began: revision 3', 'first seen: container app failed (exit 1)', 'told: alerts'];
    expect(entries.filter((entry) => inOrder.includes(entry))).toEqual(inOrder);
    expect(entries).toContain('somebody was called: pager');
    expect(entries.at(-1)).toBe('over: recovered');
    expect(entries.length).toBeLessThan(20);
    expect(out).toContain('## To be written by people');
    const id = /INC-[0-9A-F]{4}/.exec(out)?.[0] ?? '';
    expect((await run('incidents', id.toLowerCase(), '--timeline')).out).toBe(out);
  });

  test('is told in its last words where no timeline is asked for', async () => {
    const { out } = await run('incidents', 'shop/orders');
    expect(out).toContain('recovered, 2/2 healthy');
  });

  test('is JSON Lines for programs, and the time a line of its own', async () => {
    const { out } = await run('incidents', '--since', '30d', '--json');
    const lines = out
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toMatchObject([
      { type: 'incident', status: 'resolved', told: [{ receiver: 'alerts' }, { receiver: 'pager' }] },
      { type: 'memory', incidents: 1, pages: 1, pagesAtNight: 1, causes: [{ id: 'essential_exit', count: 1 }] },
    ]);
  });

  test('a timeline is of one incident', async () => {
    const { code, err } = await run('incidents', '--timeline');
    expect([code, err.includes('name it: INC-… or cluster/name')]).toEqual([2, true]);
  });
});
