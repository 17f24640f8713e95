import { secondMs } from '../../lib/core/time.ts';
import { quietProgram } from '../../sim/account/images.ts';
import { updateService } from '../../sim/account/services/update.ts';
import { awsApi } from '../../sim/api/aws-api.ts';
import { seeded } from '../../sim/random.ts';
import { Shop } from '../sim/api/shop.ts';
import type { Setting } from './run.ts';
import { directory } from './run.ts';

type Change = Partial<Parameters<typeof updateService>[2]>;

const breaker = { enabled: true, rollback: true };

/** A deployment of `shop/web` begins. */
export function deploying(change: Change = {}): Shop {
  const shop = new Shop();
  updateService(shop.account, shop.service, { circuitBreaker: breaker, definition: shop.register('v2'), ...change });
  return shop;
}

/** The same, and its tasks end five seconds after they began. */
export function crashing(change: Change = {}): Shop {
  const shop = new Shop();
  shop.account.programs.set('web:v2', { ...quietProgram, ends: { afterMs: 5 * secondMs, exitCode: 1 } });
  updateService(shop.account, shop.service, { circuitBreaker: breaker, definition: shop.register('v2'), ...change });
  return shop;
}

/** The command line over it: who waits lets its time pass. */
export function settingOf(shop: Shop): Setting {
  const api = awsApi(shop.account, { random: seeded('answers') });
  return {
    region: shop.account.region,
    ecs: api,
    elb: api,
    scaling: api,
    watchers: api,
    cwd: directory({}),
    env: { TZ: 'Asia/Tokyo' },
    clock: () => shop.agenda.now(),
    pause: (ms) => shop.pass(ms),
  };
}
