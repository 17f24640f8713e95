import { describe, expect, test } from 'vitest';
import { hourMs, minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { DrainEvidence, HeldTask, HoldingService } from '../../../lib/ecs/draining/evidence.ts';
import { drainReasons } from '../../../lib/ecs/draining/reasons.ts';
import { findServiceCause } from '../../../lib/ecs/service-event.ts';
import { placesOf } from '../../../lib/core/language.ts';

const now = Date.parse('2026-11-20T18:00:00Z');
const arn = (id: string): string => `arn:aws:ecs:ap-northeast-1:123456789012:task/prod/${id.padEnd(32, '0')}`;
const definition = 'arn:aws:ecs:ap-northeast-1:123456789012:task-definition/api:7';

function task(id: string, more: Partial<HeldTask> = {}): HeldTask {
  const isService = more.service !== undefined;
  return {
    arn: arn(id),
    cluster: 'prod',
    name: more.service ?? 'reindex',
    isDaemon: false,
    isStopping: false,
    lastStatus: 'RUNNING',
    taskDefinitionArn: definition,
    ...(isService ? {} : { startedBy: 'ops' }),
    ...more,
  };
}

const api = { service: 'api' };

function service(more: Partial<HoldingService> = {}): HoldingService {
  return { name: 'api', desired: 4, running: 4, pending: 0, minimumHealthyPercent: 100, maximumPercent: 200, ...more };
}

type Case = {
  readonly name: string;
  readonly tasks: readonly HeldTask[];
  readonly services?: readonly HoldingService[];
  readonly stopTimeoutMs?: number;
  readonly isManaged?: boolean;
  readonly says: readonly (readonly [id: string, fills: object])[];
};

const cases: readonly Case[] = [
  {
    name: 'tasks of a service that may lose none',
    tasks: [task('aa', api), task('bb', api)],
    services: [service({ running: 4, pending: 1 })],
    says: [
      [
        'drain_held',
        { names: 'api', service: 'api', count: 2, tasks: 'aa000000, bb000000', least: 4, running: 4, pending: 1 },
      ],
    ],
  },
  {
    name: 'a service that may neither lose nor gain one',
    tasks: [task('aa', api)],
    services: [service({ desired: 2, maximumPercent: 100 })],
    says: [
      [
        'drain_deadlock',
        { least: 2, most: 2, minimumPercent: 100, maximumPercent: 100, maximumNeeded: 150, minimumNeeded: 50 },
      ],
    ],
  },
  {
    name: 'a service that could not be read',
    tasks: [task('aa', api)],
    says: [['drain_held_plain', { names: 'api', count: 1 }]],
  },
  {
    name: 'a task that is protected: a fact beside the reason',
    tasks: [task('aa', { ...api, protectedUntil: now + hourMs })],
    services: [service()],
    says: [
      ['drain_held', { count: 1 }],
      ['drain_protected', { untilAt: now + hourMs, tasks: 'aa000000' }],
    ],
  },
  {
    name: 'standalone tasks, by family and who started them',
    tasks: [
      task('aa', { startedAt: now - hourMs }),
      task('bb', { startedAt: now - 2 * hourMs }),
      task('cc', { startedBy: 'batch' }),
    ],
    says: [
      ['drain_standalone', { names: 'reindex', startedBy: 'ops', startedAt: now - 2 * hourMs, count: 2 }],
      ['drain_standalone', { names: 'reindex', startedBy: 'batch', count: 1 }],
    ],
  },
  {
    name: 'a task that leaves its load balancer',
    tasks: [task('aa', { ...api, isStopping: true, lastStatus: 'DEACTIVATING', stoppingAt: now - minuteMs })],
    services: [service({ deregistration: { targetGroup: 'api-tg', delayMs: 5 * minuteMs } })],
    says: [
      [
        'drain_deregistering',
        { targetGroup: 'api-tg', delayMs: 5 * minuteMs, sinceAt: now - minuteMs, endsAt: now + 4 * minuteMs },
      ],
    ],
  },
  {
    name: 'one whose target group could not be read',
    tasks: [task('aa', { ...api, isStopping: true, lastStatus: 'DEACTIVATING' })],
    services: [service()],
    says: [['drain_stopping', { count: 1 }]],
  },
  {
    name: 'a long stopTimeout',
    tasks: [task('aa', { ...api, isStopping: true, lastStatus: 'STOPPING', stoppingAt: now })],
    services: [service()],
    stopTimeoutMs: 15 * minuteMs,
    says: [['drain_stop_timeout', { delayMs: 15 * minuteMs, sinceAt: now }]],
  },
  {
    name: 'none set: that of the agent',
    tasks: [task('aa', { isStopping: true, lastStatus: 'STOPPING' })],
    says: [['drain_stop_timeout', { delayMs: 30 * secondMs }]],
  },
  {
    name: 'a daemon holds nothing of ours',
    tasks: [task('aa', { service: 'logs', name: 'logs', isDaemon: true })],
    says: [],
  },
  {
    name: 'a daemon where ECS itself drains',
    tasks: [task('aa', { service: 'logs', name: 'logs', isDaemon: true })],
    isManaged: true,
    says: [['drain_daemon', { names: 'logs', count: 1 }]],
  },
  {
    name: 'many at once, the most lasting first',
    tasks: [
      task('aa', { isStopping: true, lastStatus: 'STOPPING' }),
      task('bb'),
      task('cc', api),
      task('dd', { ...api, isStopping: true, lastStatus: 'STOPPING' }),
    ],
    services: [service({ desired: 1, maximumPercent: 100 })],
    says: [
      ['drain_deadlock', {}],
      ['drain_standalone', {}],
      ['drain_stop_timeout', { names: 'reindex' }],
      ['drain_stop_timeout', { names: 'api' }],
    ],
  },
];

function evidence({ tasks, services = [], stopTimeoutMs }: Case): DrainEvidence {
  return {
    tasks,
    services: new Map(services.map((each) => [`prod/${each.name}`, each])),
    stopTimeoutsMs: new Map(stopTimeoutMs === undefined ? [] : [[definition, stopTimeoutMs]]),
  };
}

const reasonsOf = (each: Case) =>
  drainReasons(evidence(each), {
    instance: 'i-0aa',
    firstAt: now - hourMs,
    now,
    ...(each.isManaged !== undefined && { isManaged: each.isManaged }),
  });

describe('why tasks stay on an instance', () => {
  test.each(cases)('$name', (each) => {
    const found = reasonsOf(each);
    expect(found.map(({ id }) => id)).toEqual(each.says.map(([id]) => id));
    each.says.forEach(([, fills], at) => expect(found[at]?.fills).toMatchObject(fills));
  });

  test('of more than a few tasks, the first are named', () => {
    const [cause] = reasonsOf({ name: '', tasks: ['a', 'b', 'c', 'd'].map((id) => task(id)), says: [] });
    expect(cause?.fills).toMatchObject({ count: 4, tasks: 'a0000000, b0000000, c0000000, …' });
  });

  test.each(cases.filter(({ says }) => says.length > 0))(
    '$name: every reason has words, and fills their places',
    (each) => {
      for (const { id, fills = {} } of reasonsOf(each)) {
        const row = findServiceCause(id);
        expect(row).toBeDefined();
        const known = Object.keys(fills);
        // What is not known of the task itself has a word of its own.
        const optional = new Set(['startedAt', 'startedBy', 'sinceAt', 'endsAt']);
        for (const text of row === undefined ? [] : [row.title, row.likely, row.remedy])
          expect(placesOf(text, 'en').filter((place) => !known.includes(place) && !optional.has(place))).toEqual([]);
      }
    },
  );
});
