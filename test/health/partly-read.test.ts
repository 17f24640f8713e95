import { describe, expect, test } from 'vitest';
import type { ClusterPart } from '../../lib/core/cluster-reads.ts';
import type { PlacementItems, PlacementReads } from '../../lib/core/placement-reads.ts';
import type { Unreadable } from '../../lib/core/ports.ts';
import { lookAtDeployments } from '../../lib/health/advice/gather.ts';
import { readRoom } from '../../lib/health/room-reading.ts';
import { readRoomFor } from '../../lib/scale/room.ts';
import { definitionItem, instanceItem, serviceItem, taskItem } from '../ecs/placement/cluster-items.ts';

type Unread = Partial<Record<ClusterPart, Unreadable>>;

/** A full cluster, of which one part could not be read. */
function reading(unread: Unread): PlacementReads {
  const whole = {
    cluster: { clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/web', clusterName: 'web' },
    containerInstances: ['a', 'b'].map((name) => instanceItem({ name, leftMiB: 0 })),
    tasks: [taskItem('api', 'a'), taskItem('api', 'b')],
    services: [serviceItem('api', {})],
    taskDefinitions: [definitionItem('api')],
    instanceTypes: [],
    subnets: [],
  };
  const read = Object.fromEntries(Object.entries(whole).filter(([part]) => unread[part as ClusterPart] === undefined));
  const value = { ...read, unread } as unknown as PlacementItems;
  return { cluster: async () => ({ ok: true, value, at: 0 }) };
}

const cluster = { account: '123456789012', region: 'eu-west-1', cluster: 'web', kind: 'cluster', name: 'web' } as const;
const asked = { cluster: 'web', settings: { off: [] }, now: 0 } as unknown as Parameters<typeof lookAtDeployments>[2];
const begun = [{ service: 'api', deploymentId: 'ecs-svc/1', at: 0 }];

const service = {
  name: 'api',
  clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/web',
  desired: 2,
  running: 2,
  pending: 0,
} as Parameters<typeof readRoomFor>[0];

describe.each(['services', 'taskDefinitions'] as const)('of a cluster whose %s could not be read', (part) => {
  const read = reading({ [part]: 'throttled' });

  test('nobody says how much room it has', async () => {
    expect(await readRoom(cluster, read)).toEqual({ ok: false, reason: 'throttled' });
  });

  test('nobody advises on what is deployed', async () => {
    expect(await lookAtDeployments(begun, read as never, asked)).toEqual({ ok: false, reason: 'throttled' });
  });

  test('nobody says how many more of a service fit', async () => {
    expect(await readRoomFor(service, read)).toEqual({ ok: false, reason: 'throttled' });
  });
});

test('without its tasks nobody says that the loss of an instance could be borne', async () => {
  expect(await readRoom(cluster, reading({ tasks: 'throttled' }))).toEqual({ ok: false, reason: 'throttled' });
});

test('a cluster of too many services is not looked at', async () => {
  const read: PlacementReads = {
    cluster: async ({ mostServices }) => {
      expect(mostServices).toBe(300);
      return {
        ok: true,
        value: { cluster: { activeServicesCount: 301 }, containerInstances: [], instanceTypes: [], subnets: [] },
        at: 0,
      };
    },
  };
  expect(await readRoom(cluster, read)).toEqual({ ok: false, reason: 'not-asked' });
});

test('what is read whole is said', async () => {
  const room = await readRoom(cluster, reading({}));
  expect(room.ok && room.value.shortages).not.toEqual([]);
  expect(room.ok && room.value.calls).toBe(8);
  expect(await readRoom(cluster, reading({ capacityProviders: 'denied' }))).toMatchObject({ ok: true });
});
