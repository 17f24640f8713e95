import { describe, expect, test } from 'vitest';
import type { AwsEvent } from '../../lib/core/event.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { decide } from '../../lib/health/decide.ts';
import type { HealthFacts } from '../../lib/health/facts.ts';
import { defaultHealthPolicy } from '../../lib/health/policy.ts';
import { alarmsToRead } from '../../lib/health/rollback-alarm.ts';
import type { HealthState } from '../../lib/health/state.ts';
import { recordsOf } from '../../lib/health/subject.ts';
import { parseEvent } from '../../lib/ecs/events/parse.ts';
import { samplesOf } from '../ecs/events/samples.ts';
import { service } from '../flows/team.ts';
import { start } from './looks.ts';

const [services, standalone] = samplesOf('task-retirement').map(({ body }) => {
  const parsed = parseEvent(body);
  if (!('event' in parsed)) throw new Error(JSON.stringify(parsed));
  return parsed.event;
});

const asked = (key: string, events: readonly AwsEvent[], facts: Partial<HealthFacts> = {}, state?: HealthState) =>
  decide({
    key,
    events,
    state,
    endedAt: undefined,
    unfinished: [],
    takenOver: false,
    inFlight: [],
    facts: { essential: new Map(), ...facts },
    policy: defaultHealthPolicy,
    now: start,
  });

describe('the retirement of Fargate tasks', () => {
  test('is counted for the digest of each service, with the day, and told to nobody', () => {
    const keys = services === undefined ? [] : recordsOf(services, defaultHealthPolicy);
    expect(keys.map((key) => key.split('/').at(-1))).toEqual(['orders-api', 'payments-api']);
    const decision = asked(keys[0] ?? '', services === undefined ? [] : [services]);
    expect(decision.counts).toEqual({ 'retiring/2026-11-27T18:00/web:orders-api': 1 });
    expect(decision.actions).toEqual([]);
    expect(decision.next).toEqual({ final: true });
  });

  test.each([
    ['CODE_DEPLOY', { 'redeploy-code-deploy/web:orders-api': 1 }],
    ['EXTERNAL', { 'redeploy-task-set/web:orders-api': 1 }],
    ['ECS', {}],
  ])('of a service of controller %s is counted with who redeploys it', (deploymentController, also) => {
    const [key = ''] = services === undefined ? [] : recordsOf(services, defaultHealthPolicy);
    const retiring = service('orders-api', { running: 2, desired: 2 }, { deploymentController });
    const { counts } = asked(key, services === undefined ? [] : [services], {
      retiring: { ok: true, value: retiring, at: start },
    });
    expect(counts).toEqual({ 'retiring/2026-11-27T18:00/web:orders-api': 1, ...also });
  });

  test('of standalone tasks is counted by their ids', () => {
    const [key = ''] = standalone === undefined ? [] : recordsOf(standalone, defaultHealthPolicy);
    const { counts } = asked(key, standalone === undefined ? [] : [standalone]);
    expect(counts).toEqual({ 'retiring/2026-11-27T18:00/batch:task 00805ce1': 1 });
  });

  test('in clusters that are ignored has no record', () => {
    const policy = { ...defaultHealthPolicy, ignoredClusters: ['web'] };
    expect(services === undefined ? undefined : recordsOf(services, policy)).toEqual([]);
  });
});

describe('an alarm that is in ALARM when a deployment begins', () => {
  const key = 'health#eu-west-1#123456789012/web/service/api';
  const alarms = { names: ['api-5xx', 'api-latency'], enabled: true, rollback: true };
  const deploying = (createdAt: number, id = 'ecs-svc/2') =>
    service(
      'api',
      { running: 2, desired: 2 },
      {
        policy: { alarms },
        deployments: [
          {
            id,
            status: 'PRIMARY',
            taskDefinitionArn: '',
            desired: 2,
            running: 2,
            pending: 0,
            failedTasks: 0,
            rolloutState: 'IN_PROGRESS',
            createdAt,
          },
        ],
      },
    );
  const began: AwsEvent = {
    kind: 'deployment',
    id: '1',
    at: start,
    account: '123456789012',
    region: 'eu-west-1',
    serviceArn: 'arn:aws:ecs:eu-west-1:123456789012:service/web/api',
    eventType: 'INFO',
    eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS',
    deploymentId: 'ecs-svc/2',
  };

  const heard = (names: readonly string[], since = start - minuteMs) =>
    asked(key, [began], {
      service: { ok: true, value: deploying(start), at: start },
      inAlarm: { ok: true, value: names.map((name) => ({ name, since })), at: start },
    });

  test('is told by its name, as a warning', () => {
    const { actions, state } = heard(['api-5xx']);
    expect(actions[0]?.target).toMatchObject({
      send: { severity: 'warning', causes: [{ id: 'rollback_alarm_active', fills: { alarms: 'api-5xx' } }] },
    });
    expect(alarmsToRead(state, deploying(start), start + minuteMs)).toEqual([]);
    expect(alarmsToRead(state, deploying(start, 'ecs-svc/3'), start + minuteMs)).toEqual(alarms.names);
  });

  test('which has gone off since then judges it, as it is meant to', () => {
    expect(heard(['api-5xx'], start + 1).actions).toEqual([]);
  });

  test('and none that is is told to nobody, and asked for once', () => {
    const { actions, state } = heard([]);
    expect(actions).toEqual([]);
    expect(alarmsToRead(state, deploying(start), start + minuteMs)).toEqual([]);
  });

  test('is not looked for later: then it judges, as it is meant to', () => {
    expect(alarmsToRead(undefined, deploying(start), start + minuteMs)).toEqual(alarms.names);
    expect(alarmsToRead(undefined, deploying(start), start + 11 * minuteMs)).toEqual([]);
    const off = { ...deploying(start), policy: { alarms: { ...alarms, enabled: false } } };
    expect(alarmsToRead(undefined, off, start)).toEqual([]);
  });
});
