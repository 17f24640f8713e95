import { describe, expect, test } from 'vitest';
import { minuteMs } from '../../lib/core/time.ts';
import type { HealthFacts } from '../../lib/health/facts.ts';
import { defaultHealthPolicy } from '../../lib/health/policy.ts';
import { roominessOf } from '../../lib/ecs/placement/shortages.ts';
import { recordsOf } from '../../lib/health/subject.ts';
import { definitionItem, instanceItem, serviceItem, snapshotOf, taskItem } from '../ecs/placement/cluster-items.ts';
import { Kept, instanceEvent, start } from './looks.ts';

type Room = NonNullable<HealthFacts['room']>;

/** A cluster of two instances with so much memory left on each; its service asks for 1,024 MiB. */
const cluster = (leftMiB: number, service: object = {}): Room => ({
  ok: true,
  value: roominessOf(
    snapshotOf({
      containerInstances: ['a', 'b'].map((name) => instanceItem({ name, leftMiB })),
      services: [serviceItem('api', service)],
      taskDefinitions: [definitionItem('api')],
      tasks: [taskItem('api', 'a'), taskItem('api', 'b')],
    }),
  ),
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
  test('that is enough is told to nobody, and looked at once an hour', () => {
    const record = watched(() => cluster(2048), 180);
    expect(record.alerts).toEqual([]);
    expect(record.looks).toEqual([2, 62, 122]);
  });

  test('is looked at ten minutes after the last look at the soonest, however much happens', () => {
    const record = new Kept('cluster', 'web', () => ({ room: cluster(2048) }));
    for (let minute = 0; minute < 30; minute += 1) {
      record.until(start + minute * minuteMs);
      record.hear(instanceEvent(start + minute * minuteMs, true));
    }
    expect(record.looks).toEqual([2, 12, 22]);
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

  test('that cannot be read is looked at again', () => {
    const record = watched((minute) => (minute < 30 ? { ok: false, reason: 'throttled' } : cluster(512)));
    expect(record.looks.slice(0, 4)).toEqual([2, 12, 22, 32]);
    expect(record.alerts).toHaveLength(1);
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

test('a cluster whose shortages are ignored has no record', () => {
  const event = instanceEvent(start, true);
  expect(recordsOf(event, defaultHealthPolicy)).toHaveLength(2);
  expect(recordsOf(event, { ...defaultHealthPolicy, ignoredShortages: ['web'] })).toHaveLength(1);
});
