import { describe, expect, test } from 'vitest';
import type { DrainStands, InstanceFoundLeaving } from '../../../lib/core/host-event.ts';
import { ownHostMessage } from '../../../lib/ecs/events/own-host.ts';
import { parseHostEvent } from '../../../lib/ecs/events/parse-host.ts';
import { hostKinds, samplesOf } from './samples.ts';

const id = 'i-0c4f91b2d3e4f5a60';
const hook = { kind: 'lifecycle-action', instanceId: id, group: 'shop-hosts', hook: 'watchkeeper-drain' };
const maintenance = { kind: 'maintenance', instanceIds: [id], isOver: false, startsAt: Date.UTC(2026, 11, 5, 18) };
const request = { kind: 'drain-request', instanceId: id, by: 'cli/akiko' };

/** What is read out of each sample; `undefined`: the key must be absent. */
const expected: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'drain-request/cancelled': { ...request, wish: 'cancel', forMs: undefined },
  'drain-request/extended': { ...request, wish: 'extend', forMs: 7_200_000 },
  'drain-request/forced': { ...request, wish: 'force' },
  'drain-request/requested': { ...request, wish: 'drain', forMs: 7_200_000 },
  'instance-state/running': { kind: 'instance-state', instanceId: id, state: 'running' },
  'instance-state/shutting-down': { kind: 'instance-state', instanceId: id, state: 'shutting-down' },
  'instance-state/stopped': { kind: 'instance-state', instanceId: id, state: 'stopped' },
  'instance-state/stopping': { kind: 'instance-state', instanceId: id, state: 'stopping' },
  'instance-state/terminated': { kind: 'instance-state', instanceId: id, state: 'terminated' },
  'lifecycle-action/terminate': { ...hook, destination: 'EC2', metadata: undefined },
  'lifecycle-action/terminate-bare': { ...hook, destination: undefined },
  'lifecycle-action/terminate-managed-draining': { ...hook, hook: 'ecs-managed-draining-termination-hook' },
  'lifecycle-action/terminate-to-warm-pool': { ...hook, destination: 'WarmPool' },
  'lifecycle-action/terminate-with-metadata': { ...hook, hook: 'leave', metadata: '{"by":"watchkeeper"}' },
  'maintenance/closed': { ...maintenance, isOver: true },
  'maintenance/no-instance': { ...maintenance, instanceIds: [] },
  'maintenance/retirement': maintenance,
  'maintenance/retirement-with-status': maintenance,
  'maintenance/two-instances': { ...maintenance, instanceIds: [id, 'i-0d5e62c3f4a5b6c71'] },
  'rebalance-recommendation/recommended': { kind: 'rebalance-recommendation', instanceId: id },
  'spot-interruption/hibernate': { kind: 'spot-interruption', instanceId: id, action: 'hibernate' },
  'spot-interruption/stop-zone-arn': { kind: 'spot-interruption', instanceId: id, action: 'stop' },
  'spot-interruption/terminate': { kind: 'spot-interruption', instanceId: id, action: 'terminate' },
};

const samples = hostKinds.flatMap(samplesOf);

test('every sample has its expectation', () => {
  expect(samples.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort());
});

test.each(samples)('$name', ({ name, body }) => {
  const parsed = parseHostEvent(body);
  const fields = Object.entries(expected[name] ?? {});
  expect(parsed).toMatchObject({ event: Object.fromEntries(fields.filter(([, value]) => value !== undefined)) });
  for (const [key, value] of fields) if (value === undefined) expect(parsed).not.toHaveProperty(['event', key]);
});

test.each(samplesOf('task-stopped').slice(0, 5))('$name is heard, too', ({ body }) => {
  expect(parseHostEvent(body)).toMatchObject({ event: { kind: 'task' } });
});

describe('what cannot be read says where', () => {
  const [first] = samplesOf('lifecycle-action');
  const [health] = samplesOf('maintenance');
  type Raw = { readonly detail: Readonly<Record<string, unknown>> };
  const withDetail = (body: string | undefined, more: object): string => {
    const event = JSON.parse(body ?? '') as Raw;
    return JSON.stringify({ ...event, detail: { ...event.detail, ...more } });
  };

  test.each([
    [withDetail(first?.body, { EC2InstanceId: null }), 'detail.EC2InstanceId', 'is missing'],
    [withDetail(first?.body, { LifecycleHookName: 7 }), 'detail.LifecycleHookName', 'expected text, got a number'],
    [withDetail(first?.body, { AutoScalingGroupName: '' }), 'detail.AutoScalingGroupName', 'is empty'],
    [withDetail(health?.body, { affectedEntities: {} }), 'detail.affectedEntities', 'expected a list, got an object'],
    [
      withDetail(health?.body, { affectedEntities: ['i-1'] }),
      'detail.affectedEntities[0]',
      'expected an object, got text',
    ],
    [
      withDetail(health?.body, { affectedEntities: [{ entityValue: 1 }] }),
      'detail.affectedEntities[0].entityValue',
      'expected text, got a number',
    ],
    ['[]', '$', 'expected an object, got a list'],
  ])('%#', (body, path, problem) => expect(parseHostEvent(body)).toMatchObject({ fault: { path, problem } }));

  test('a time of AWS Health that cannot be read is as good as none', () => {
    const parsed = parseHostEvent(withDetail(health?.body, { startTime: 'soon' }));
    expect(parsed).not.toHaveProperty(['event', 'startsAt']);
    expect(parsed).toHaveProperty('event');
  });
});

describe('what drain tells itself is read as it was', () => {
  const envelope = { id: 'one', at: Date.UTC(2026, 10, 20, 18), account: '123456789012', region: 'eu-west-1' };
  const found: InstanceFoundLeaving = { ...envelope, kind: 'found-leaving', instanceId: id, group: 'shop/hosts' };
  const stands: DrainStands = {
    ...envelope,
    kind: 'drain-stands',
    instanceId: id,
    group: 'shop-hosts',
    cluster: 'shop',
    order: 3,
    standing: 'stuck',
    since: envelope.at - 60_000,
    left: 2,
    causes: [
      {
        id: 'drain_held',
        severity: 'warning',
        certainty: 'certain',
        count: 1,
        firstAt: envelope.at,
        lastAt: envelope.at,
        fills: { instance: id, count: 2, names: 'checkout' },
      },
    ],
    ends: 'us',
    endsAt: envelope.at + 60_000,
    zone: 'eu-west-1a',
  };

  test.each([found, stands])('$kind', (event) => expect(parseHostEvent(ownHostMessage(event))).toEqual({ event }));
});
