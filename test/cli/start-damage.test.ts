import { beforeEach, describe, expect, test } from 'vitest';
import { plainConfiguration } from '../../cli/start/configuration.ts';
import { Shop } from '../../cli/start/shop.ts';
import { accountView } from '../../cli/start/views/account-view.ts';
import type { DeploymentView } from '../../console/view.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { now } from './run.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await Shop.open({ seed: '1', start: now, configuration: plainConfiguration });
});

const orders = { service: 'web/orders-api' };
const payments = { service: 'web/payments-api' };

function deploymentOf(name: string): DeploymentView | undefined {
  const configuration = { file: 'built in', state: 'good', faults: [] } as const;
  const view = accountView(shop, { speed: 1, zone: 'UTC', configuration });
  return view.clusters.flatMap(({ services }) => services).find((service) => service.name === name)?.deployment;
}

const later = async (minutes: number): Promise<void> => shop.simulation.run(shop.now() + minutes * minuteMs);

describe('what is broken on the page', () => {
  test('a bad image is over when it was rolled back, and can be deployed again', async () => {
    const { damage } = shop;
    expect(damage.strike('bad-image', payments)).toBeUndefined();
    expect(damage.isBroken('bad-image')).toBe(true);
    expect(deploymentOf('payments-api')).toEqual({ from: '1', to: '2', state: 'in-progress' });
    await later(6);
    expect(damage.isBroken('bad-image')).toBe(false);
    expect(deploymentOf('payments-api')).toEqual({
      from: '2',
      to: '1',
      state: 'rolled-back',
      reason: 'circuit breaker',
    });
    damage.strike('bad-image', payments);
    expect(damage.isBroken('bad-image')).toBe(true);
    expect(deploymentOf('payments-api')).toMatchObject({ from: '1', to: '3', state: 'in-progress' });
  });

  test('what stands in one place can be broken in another, and is mended where it is aimed at', async () => {
    const { damage } = shop;
    damage.strike('bad-image', orders);
    damage.strike('bad-image', payments);
    expect([deploymentOf('orders-api')?.to, deploymentOf('payments-api')?.to]).toEqual(['2', '2']);
    damage.strike('bad-image', orders);
    expect([deploymentOf('orders-api')?.to, deploymentOf('payments-api')?.to]).toEqual(['3', '2']);
    expect(damage.isBroken('bad-image')).toBe(true);
    await later(1);
    damage.strike('bad-image', {});
    expect(damage.isBroken('bad-image')).toBe(false);
    await later(5);
    expect(deploymentOf('orders-api')).toMatchObject({ to: '3', state: 'completed' });
    expect(deploymentOf('payments-api')).toMatchObject({ to: '3', state: 'completed' });
  });

  test('a leak that was rolled out stands until it is mended', async () => {
    const { damage } = shop;
    damage.strike('out-of-memory', payments);
    await later(10);
    expect(damage.isBroken('out-of-memory')).toBe(true);
    expect(damage.mend('out-of-memory', {})).toBe(true);
    expect(damage.mend('out-of-memory', {})).toBe(false);
  });

  test('what is over as soon as it has happened never stands', () => {
    expect(shop.damage.strike('instance-dies', {})).toBeUndefined();
    expect(shop.damage.isBroken('instance-dies')).toBe(false);
  });
});
