import { describe, expect, test } from 'vitest';
import { minuteMs } from '../../lib/core/time.ts';
import type { ServiceFound } from '../../lib/core/event.ts';
import type { HealthFacts } from '../../lib/health/facts.ts';
import { defaultHealthPolicy } from '../../lib/health/policy.ts';
import { roominessOf } from '../../lib/ecs/placement/shortages.ts';
import { recordsOf } from '../../lib/health/subject.ts';
import { definitionItem, instanceItem, serviceItem, snapshotOf, taskItem } from '../ecs/placement/cluster-items.ts';
import { Kept, instanceEvent, start } from './looks.ts';

type Room = NonNullable<HealthFacts['room']>;

/** The same, of a cluster whose look took so many calls. */
const dear = (calls: number, room: Room): Room => (room.ok ? { ...room, value: { ...room.value, calls } } : room);

/** A cluster of two instances with so much memory left on each; its service asks for 1,024 MiB. */
const cluster = (leftMiB: number, service: object = {}): Room => ({
  ok: true,
  value: {
    calls: 3,
    ...roominessOf(
      snapshotOf({
        containerInstances: ['a', 'b'].map((name) => instanceItem({ name, leftMiB })),
        services: [serviceItem('api', service)],
        taskDefinitions: [definitionItem('api')],
        tasks: [taskItem('api', 'a'), taskItem('api', 'b')],
      }),
    ),
  },
  at: start,
});

const deploying = { deployments: [{ status: 'PRIMARY' }, { status: 'ACTIVE' }] };

function watched(read: (minute: number) => Room, until = 60): Kept {
  const record = new Kept('cluster', 'web', (now) => ({ room: read((now - start) / minuteMs) }));
  record.hear(instanceEvent(start, true));
  record.until(start + until * minuteMs);
  return record;
}

describe('the room of a cluster', () => {
  test('that is enough is told to nobody, and without news looked at once a week', () => {
    const week = 7 * 24 * 60;
    const record = watched(() => cluster(2048), 2 * week);
    expect(record.alerts).toEqual([]);
    expect(record.looks).toEqual([2, 2 + week]);
  });

  test('is looked at ten minutes after the last look at the soonest, however much happens', () => {
    const record = new Kept('cluster', 'web', () => ({ room: cluster(2048) }));
    for (let minute = 0; minute < 30; minute += 1) {
      record.until(start + minute * minuteMs);
      record.hear(instanceEvent(start + minute * minuteMs, true));
    }
    expect(record.looks).toEqual([2, 12, 22]);
  });

  test('of a large one is looked at as seldom as it costs: with news twenty calls in ten minutes', () => {
    const busy = new Kept('cluster', 'web', () => ({ room: dear(60, cluster(2048)) }));
    for (let minute = 0; minute < 70; minute += 1) {
      busy.until(start + minute * minuteMs);
      busy.hear(instanceEvent(start + minute * minuteMs, true));
    }
    expect(busy.looks).toEqual([2, 32, 62]);
  });

  test('that is too little in a large one is seen to have ended as soon', () => {
    const record = watched((minute) => dear(60, cluster(minute < 30 ? 512 : 2048)), 90);
    expect(record.looks).toEqual([2, 7, 37]);
    expect(record.alerts.map(({ status }) => status)).toEqual(['firing', 'resolved']);
  });

  test('that is too little at two looks is told once, with the service it is about, and ends with more room', () => {
    const record = watched((minute) => cluster(minute < 30 ? 512 : 2048));
    expect(record.alerts.map(({ status }) => status)).toEqual(['firing', 'resolved']);
    expect(record.alerts[0]).toMatchObject({
      subject: { kind: 'cluster', name: 'web' },
      severity: 'warning',
      impact: { level: 'at-risk', because: 'room' },
      causes: [{ id: 'no_room_for_deployment', count: 1, fills: { services: 'api' } }, { id: 'no_room_for_failover' }],
    });
    expect(record.looks.slice(0, 2)).toEqual([2, 7]);
  });

  test('that is too little for a moment is told to nobody', () => {
    expect(watched((minute) => cluster(minute < 4 ? 512 : 2048)).alerts).toEqual([]);
  });

  test('that a deployment takes is told to nobody, unless it stays so long', () => {
    expect(watched((minute) => cluster(minute < 25 ? 512 : 2048, deploying)).alerts).toEqual([]);
    expect(watched(() => cluster(512, deploying)).alerts).toHaveLength(1);
  });

  test('of a service nobody wants to hear of is told to nobody', () => {
    const policy = { ...defaultHealthPolicy, ignoredShortages: ['web/a*'] };
    const record = new Kept('cluster', 'web', () => ({ room: cluster(512) }), policy);
    record.hear(instanceEvent(start, true));
    record.until(start + 60 * minuteMs);
    expect(record.alerts).toEqual([]);
  });

  test.each([
    // There was no time for all of it: what was read is remembered.
    { reason: 'throttled', looks: [2, 4, 6, 8] },
    { reason: 'denied', looks: [2, 12, 22, 32] },
  ] as const)('that cannot be read is looked at again: $reason', ({ reason, looks }) => {
    const record = watched((minute) => (minute < 30 ? { ok: false, reason } : cluster(512)));
    expect(record.looks.slice(0, 4)).toEqual(looks);
    expect(record.alerts).toHaveLength(1);
  });

  test('that is not to be known is not asked for again for a day, and what was told of it is not taken back', () => {
    const read = (minute: number): Room => (minute < 15 ? cluster(512) : { ok: false, reason: 'not-asked' });
    const record = new Kept('cluster', 'web', (now) => ({ room: read((now - start) / minuteMs) }));
    for (let minute = 0; minute < 26 * 60; minute += 30) {
      record.until(start + minute * minuteMs);
      record.hear(instanceEvent(start + minute * minuteMs, true));
    }
    // What was told ends by itself a day after.
    expect(record.looks).toEqual([2, 7, 17, 2 + 24 * 60, 32 + 24 * 60]);
    expect(record.alerts.map(({ status }) => status)).toEqual(['firing', 'expired']);
  });

  test('is nobody’s any more when its instances are gone', () => {
    const record = watched((minute) => (minute < 30 ? cluster(512) : { ok: false, reason: 'not-found' }), 240);
    expect(record.alerts.map(({ status, impact }) => [status, impact.because])).toEqual([
      ['firing', 'room'],
      ['resolved', 'gone'],
    ]);
    expect(record.looks.at(-1)).toBeLessThan(60);
  });
});

test('what a look at all services has found is news, where events are lost', () => {
  const { account, region } = instanceEvent(start, true);
  const found: ServiceFound = {
    kind: 'service-found',
    id: 'sweep/web/api/1',
    at: start,
    account,
    region,
    cluster: 'web',
    service: 'api',
    signs: ['short'],
  };
  const keys = recordsOf(found, defaultHealthPolicy);
  expect(keys.map((key) => key.split('/').slice(1).join('/'))).toEqual(['web/service/api', 'web/cluster/web']);
  const record = new Kept('cluster', 'web', () => ({ room: cluster(512) }));
  record.hear(found);
  record.until(start + 30 * minuteMs);
  expect(record.alerts).toHaveLength(1);
});

test('a cluster whose shortages are ignored has no record', () => {
  const event = instanceEvent(start, true);
  expect(recordsOf(event, defaultHealthPolicy)).toHaveLength(2);
  expect(recordsOf(event, { ...defaultHealthPolicy, ignoredShortages: ['web'] })).toHaveLength(1);
});
