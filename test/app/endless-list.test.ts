import { expect, test } from 'vitest';
import { addInstance } from '../../sim/account/instances.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import { broken, openShop } from '../health/loops/shop.ts';
import { openPark } from '../scale/nodes/park.ts';

/** ListTasks of a whole cluster comes to no end: more stop in it than are listed meanwhile. */
function endless(operations: WireHandlers): WireHandlers {
  let pages = 0;
  const list = operations['ECS.ListTasks'];
  return {
    ...operations,
    'ECS.ListTasks': async (input: { readonly serviceName?: string; readonly containerInstance?: string }, call) => {
      if ((input.serviceName ?? input.containerInstance) !== undefined) return list?.(input as never, call);
      pages += 1;
      return { taskArns: [], nextToken: `page ${pages}` };
    },
  };
}

test('a cluster whose tasks cannot be listed to an end keeps nobody from being told of', async () => {
  const shop = openShop({ answers: endless });
  const { simulation, cluster } = shop;
  const [zone = ''] = simulation.account.zones;
  addInstance(simulation.account, { cluster, instanceType: 'm5.large', zone, cpu: 2048, memoryMiB: 7680 });
  const orders = shop.serve('orders');
  await shop.run(10);
  shop.deploy(orders, 'orders-v2', broken);
  await shop.run(3);
  expect(simulation.functions.get('health')?.tally).toMatchObject({ timeouts: 0, errors: 0 });
  expect(shop.post('orders')).toContain('orders');
});

test('nor is who scales its instances stopped while reading', async () => {
  const park = await openPark({ nodes: '"*": { mode: act, instances: 1..5 }', hosts: 1, answers: endless });
  await park.run(120);
  expect(park.simulation.functions.get('scale')?.tally).toMatchObject({ timeouts: 0, errors: 0 });
  expect(park.calls.filter(({ operation }) => operation === 'ECS.DescribeContainerInstances')).not.toEqual([]);
});
