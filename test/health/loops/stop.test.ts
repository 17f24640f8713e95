import { describe, expect, test } from 'vitest';
import { minuteMs } from '../../../lib/core/time.ts';
import { allowanceOf, forgottenIn, touchedIn } from '../../../lib/health/stopping/shared.ts';
import { updateService } from '../../../sim/account/services/update.ts';
import type { Shop, ShopOptions } from './shop.ts';
import { broken, noon, openShop, slow } from './shop.ts';

const stops = 'shop/*: { mode: act, do: stop }';

/** A service none of whose tasks lives, from its first deployment on. */
async function looping(options: ShopOptions = {}, minutes = 5): Promise<Shop> {
  const shop = openShop({ loops: stops, ...options });
  shop.serve('api', broken);
  await shop.run(minutes);
  return shop;
}

const serviceOf = ({ simulation }: Shop, name = 'api') => {
  const found = [...simulation.account.services.values()].find((service) => service.name === name);
  if (found === undefined) throw new Error(`no service ${name}`);
  return found;
};

const holdsOf = async ({ simulation }: Shop, name = 'api') => simulation.storage.holds.read(`service/shop/${name}`);

describe('a service whose tasks all die', () => {
  test('is stopped, told with how to take it back, and held', async () => {
    const shop = await looping();
    expect(shop.writes()).toEqual(['UpdateService api 0']);
    expect(shop.intervention('api')).toMatchObject({ is: 'stop', phase: 'stands', tasks: 2 });
    expect(await holdsOf(shop)).toMatchObject([{ feature: 'stop', holder: 'stop' }]);
    expect(shop.post('api')).toContain('Watchkeeper stopped it at 12:01');
    expect(shop.post('api')).toContain('down: 0/2 healthy');
    expect(shop.thread('api')).toContain(
      'aws ecs update-service --region ap-northeast-1 --cluster shop --service api --desired-count 2',
    );
    expect(shop.simulation.errors).toEqual([]);
    await shop.simulation.close();
  });

  test('stays an incident for as long as it is stopped', async () => {
    const shop = await looping({}, 90);
    expect(shop.writes()).toEqual(['UpdateService api 0']);
    expect(shop.post('api')).toContain('DOWN 0/2');
    await shop.simulation.close();
  });

  test('starts again by itself with another revision', async () => {
    const shop = await looping();
    shop.deploy(serviceOf(shop), 'api-v2');
    await shop.run(10);
    expect(shop.writes()).toEqual(['UpdateService api 0', 'UpdateService api 2']);
    expect(shop.intervention('api')).toMatchObject({ phase: 'over', end: 'started' });
    expect(await holdsOf(shop)).toEqual([]);
    expect(shop.post('api')).toContain('recovered, 2/2 healthy');
    await shop.simulation.close();
  });

  test('is left to whoever starts it, and not stopped again within its cool-down', async () => {
    const shop = openShop({ loops: stops });
    shop.serve('api', slow);
    await shop.run(15);
    updateService(shop.simulation.account, serviceOf(shop), { desired: 3 });
    await shop.run(30);
    expect(shop.writes()).toEqual(['UpdateService api 0']);
    expect(serviceOf(shop).desired).toBe(3);
    expect(await holdsOf(shop)).toEqual([]);
    await shop.run(40);
    expect(shop.writes()).toEqual(['UpdateService api 0', 'UpdateService api 0']);
    await shop.simulation.close();
  });

  test('is given back to a person who takes it over', async () => {
    const shop = await looping();
    const hold = { holder: 'person/ann', feature: 'person', why: 'I look at it', since: 0 } as const;
    await shop.simulation.storage.holds.take('service/shop/api', hold);
    await shop.run(5);
    expect(shop.writes()).toEqual(['UpdateService api 0', 'UpdateService api 2']);
    expect(await holdsOf(shop)).toMatchObject([{ holder: 'person/ann' }]);
    await shop.simulation.close();
  });

  test('that is gone leaves no hold behind', async () => {
    const shop = await looping();
    const service = serviceOf(shop);
    service.status = 'INACTIVE';
    shop.simulation.account.services.delete(service.arn);
    await shop.run(5);
    expect(shop.intervention('api')).toMatchObject({ phase: 'over', end: 'gone' });
    expect(await holdsOf(shop)).toEqual([]);
    await shop.simulation.close();
  });
});

describe('who else scales it', () => {
  const target = (shop: Shop) => shop.simulation.account.scalableTargets.get('service/shop/api');

  test('is suspended first, and as before when it starts again', async () => {
    const shop = openShop({ loops: stops });
    shop.serve('api', broken);
    shop.simulation.account.scalableTargets.set('service/shop/api', { min: 1, max: 9, policies: ['cpu-60'] });
    await shop.run(5);
    expect(shop.writes()).toEqual(['RegisterScalableTarget api true', 'UpdateService api 0']);
    expect(target(shop)).toMatchObject({ isInSuspended: true, isOutSuspended: true, isScheduledSuspended: true });
    shop.deploy(serviceOf(shop), 'api-v2');
    await shop.run(5);
    expect(shop.writes().slice(2)).toEqual(['UpdateService api 2', 'RegisterScalableTarget api false']);
    expect(target(shop)).toMatchObject({ min: 1, isInSuspended: false, isOutSuspended: false });
    expect(serviceOf(shop).desired).toBe(2);
    await shop.simulation.close();
  });

  test('what cannot be suspended keeps it from being stopped, and that is told', async () => {
    const shop = openShop({
      loops: stops,
      answers: (operations) => ({
        ...operations,
        'ApplicationAutoScaling.RegisterScalableTarget': () => {
          throw Object.assign(new Error('denied'), { name: 'AccessDeniedException', $fault: 'client', $metadata: {} });
        },
      }),
    });
    shop.serve('api', broken);
    shop.simulation.account.scalableTargets.set('service/shop/api', { min: 1, max: 9, policies: [] });
    await shop.run(6);
    expect(shop.writes().filter((write) => write.startsWith('UpdateService'))).toEqual([]);
    expect(shop.intervention('api')).toMatchObject({ phase: 'over', end: 'refused' });
    expect(await holdsOf(shop)).toEqual([]);
    expect(shop.post('api')).toContain('AWS refused to stop or roll it back');
    await shop.simulation.close();
  });

  test('our own scaling does not lift what was stopped', async () => {
    const shop = openShop({ loops: stops, more: 'scale:\n  shop/api: { mode: act, tasks: 2..9, cpu: 60 }\n' });
    shop.serve('api', broken);
    await shop.run(20);
    expect(shop.writes().filter((write) => write.startsWith('UpdateService'))).toEqual(['UpdateService api 0']);
    expect(serviceOf(shop).desired).toBe(0);
    await shop.simulation.close();
  });
});

describe('who is never stopped', () => {
  const cases: readonly { readonly name: string; readonly loops: string; readonly serve: (shop: Shop) => void }[] = [
    { name: 'a healthy one', loops: stops, serve: (shop) => void shop.serve('api') },
    {
      name: 'one whose tasks live for longer than a loop',
      loops: stops,
      serve: (shop) => void shop.serve('api', { ends: { afterMs: 4 * 60_000, exitCode: 1 } }),
    },
    {
      name: 'one that is only told of',
      loops: 'shop/*: { mode: act, do: notify }',
      serve: (shop) => void shop.serve('api', broken),
    },
    {
      name: 'one past its deployment, by a policy that rolls back',
      loops: 'shop/*: { mode: act, do: rollback }',
      serve: (shop) => void shop.serve('api', broken),
    },
    {
      name: 'one that another pattern leaves alone',
      loops: '"shop/a*": { mode: none }\n  shop/*: { mode: act, do: stop }',
      serve: (shop) => void shop.serve('api', broken),
    },
    {
      name: 'one whose circuit breaker counts',
      loops: stops,
      serve: (shop) => void shop.serve('api', broken, { circuitBreaker: { enabled: true, rollback: true } }),
    },
    { name: 'a daemon', loops: stops, serve: (shop) => void shop.serve('api', undefined, { scheduling: 'DAEMON' }) },
  ];

  test.each(cases)('$name', async ({ loops, serve }) => {
    const shop = openShop({ loops });
    serve(shop);
    await shop.run(20);
    expect(shop.writes()).toEqual([]);
    await shop.simulation.close();
  });

  test('one of which only the new revision dies: that is rolled back, and the old one serves on', async () => {
    const shop = openShop({ loops: stops });
    const service = shop.serve('api');
    await shop.run(5);
    shop.deploy(service, 'api-v2', broken);
    await shop.run(10);
    expect(shop.writes()).toEqual(['StopServiceDeployment ROLLBACK']);
    expect(service.desired).toBe(2);
    expect(shop.post('api')).toContain('rolled back to 1');
    expect(await holdsOf(shop)).toEqual([]);
    await shop.simulation.close();
  });

  test('one that a person holds; and that is told', async () => {
    const shop = openShop({ loops: stops });
    const hold = { holder: 'person/ann', feature: 'person', why: 'a test', since: 0 } as const;
    await shop.simulation.storage.holds.take('service/shop/api', hold);
    shop.serve('api', broken);
    await shop.run(10);
    expect(shop.writes()).toEqual([]);
    expect(shop.post('api')).toContain('left alone: it is held (person/ann: a test)');
    await shop.simulation.close();
  });
});

describe('not one write', () => {
  test.each([
    ['in observe', { loops: 'shop/*: { do: stop }' }],
    ['by default', { loops: '' }],
    ['in a stack that watches', { mode: 'watch' as const }],
  ])('%s', async (_, options) => {
    const shop = openShop({ loops: stops, ...options });
    shop.serve('api', broken);
    await shop.run(3);
    shop.deploy(serviceOf(shop), 'api-v2', broken);
    await shop.run(10);
    expect(shop.writes()).toEqual([]);
    expect(await holdsOf(shop)).toEqual([]);
    expect(shop.intervention('api')).toMatchObject({ phase: 'over', end: 'observed' });
    expect(shop.thread('api')).toContain('Watchkeeper only observes');
    expect(shop.simulation.errors).toEqual([]);
    await shop.simulation.close();
  });

  test('while the switch that stops all acting is not on', async () => {
    const shop = await looping({
      answers: (operations) => ({
        ...operations,
        'SSM.GetParameter': (input: { readonly Name?: string }, call) =>
          input.Name === '/watchkeeper/acting'
            ? { Parameter: { Name: input.Name, Value: 'off' } }
            : operations['SSM.GetParameter']?.(input as never, call),
      }),
    });
    expect(shop.writes()).toEqual([]);
    expect(shop.intervention('api')).toMatchObject({ phase: 'over', end: 'observed' });
    await shop.simulation.close();
  });
});

describe('many at once', () => {
  test('no more are touched within the hour than the policy allows; the others are told why', async () => {
    const shop = openShop({ loops: 'shop/*: { mode: act, do: stop, perHour: 2 }' });
    const names = ['red', 'green', 'blue'];
    for (const name of names) shop.serve(name, slow, { desired: 1 });
    await shop.run(20);
    expect(shop.writes()).toHaveLength(2);
    const left = names.filter((name) => shop.intervention(name)?.phase !== 'stands');
    expect(left).toHaveLength(1);
    expect(shop.intervention(left[0] ?? '')?.end).toMatch(/^(?:limit|passed)$/);
    await shop.simulation.close();
  });

  test('a place counts for an hour, whoever has forgotten it', () => {
    const at = (minutes: number) => `shop/api-${minutes}@${new Date(noon - minutes * minuteMs).toISOString()}`;
    const use = { holders: new Map([70, 61, 59, 1].map((minutes) => [at(minutes), { amount: 1 }])), releases: 7 };
    expect(touchedIn(use, '', noon)).toBe(2);
    expect(touchedIn(use, at(1), noon)).toBe(1);
    expect(allowanceOf(use, 3, { region: 'eu-west-1', now: noon })).toMatchObject({ limit: 5, releases: 7 });
    expect(forgottenIn(use, 'eu-west-1', noon)).toHaveLength(2);
  });
});
