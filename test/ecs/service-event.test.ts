import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AwsEvent, DeploymentChanged, ServiceAction } from '../../lib/core/event.ts';
import { languages, placesOf } from '../../lib/core/language.ts';
import { isAtLeast } from '../../lib/core/severity.ts';
import { parseEvent } from '../../lib/ecs/events/parse.ts';
import { findServiceCause, findServiceEvent, rollbackTargetOf } from '../../lib/ecs/service-event.ts';
import { awsCauses } from '../../lib/ecs/aws-causes.ts';
import { otherCauses } from '../../lib/ecs/other-causes.ts';
import { drainCauses } from '../../lib/ecs/drain-causes.ts';
import { jobSettingCauses } from '../../lib/ecs/job-causes.ts';
import { runCauses } from '../../lib/ecs/run-causes.ts';
import { roomCauses } from '../../lib/ecs/room-causes.ts';
import { scaleCauses } from '../../lib/ecs/scale-causes.ts';
import { serviceCauses } from '../../lib/ecs/service-causes.ts';
import { samplesOf } from './events/samples.ts';

/** What every sample event means, and the cause it is when it is one. */
const meanings: Readonly<Record<string, readonly [meaning: string, cause?: string]>> = {
  'service-action/steady-state': ['resolve-signal'],
  'service-action/steady-state-short-arn': ['resolve-signal'],
  'service-action/taskset-steady-state': ['resolve-signal'],
  'service-action/capacity-provider-steady-state': ['noise'],
  'service-action/desired-count-updated': ['context'],
  'service-action/tasks-started': ['context'],
  'service-action/tasks-stopped': ['context'],
  'service-action/rebalancing-started': ['context'],
  'service-action/rebalancing-completed': ['context'],
  'service-action/rebalancing-stopped': ['context'],
  'service-action/taskset-scale-in': ['context'],
  'service-action/scale-in-failure-by-task-protection': ['context'],
  'service-action/deployment-in-progress': ['deployment-started'],
  'service-action/deployment-completed': ['deployment-completed'],
  'service-action/deployment-failed': ['deployment-failed', 'deployment_failed'],
  'service-action/start-impaired': ['failure', 'task_start_impaired'],
  'service-action/discovery-instance-unhealthy': ['failure', 'discovery_unhealthy'],
  'service-action/lattice-target-unhealthy': ['failure', 'lattice_unhealthy'],
  'service-action/placement-failure-fargate-spot': ['failure', 'placement_failure'],
  'service-action/placement-failure-memory': ['failure', 'placement_failure'],
  'service-action/placement-failure-ports': ['failure', 'placement_failure'],
  'service-action/daemon-placement-constraint-violated': ['failure', 'daemon_placement_violated'],
  'service-action/task-configuration-failure': ['failure', 'task_configuration'],
  'service-action/health-unknown': ['failure', 'health_unknown'],
  'service-action/operation-throttled': ['failure', 'ecs_throttled'],
  'service-action/discovery-operation-throttled': ['failure', 'discovery_throttled'],
  'service-action/unknown-error': ['failure', 'service_event_unknown'],
  'service-action/unknown-info': ['context'],
  'deployment/in-progress': ['deployment-started'],
  'deployment/in-progress-with-cluster': ['deployment-started'],
  'deployment/in-progress-short-arn': ['deployment-started'],
  'deployment/completed': ['deployment-completed'],
  'deployment/completed-with-cluster': ['deployment-completed'],
  'deployment/rollback-completed': ['deployment-completed'],
  'deployment/failed': ['deployment-failed', 'deployment_failed'],
  'deployment/failed-old-words': ['deployment-failed', 'deployment_failed'],
  'deployment/failed-by-alarm': ['deployment-failed', 'deployment_alarm'],
  'deployment/rolling-back': ['rollback', 'deployment_rollback'],
  'deployment/rolling-back-with-cluster': ['rollback', 'deployment_rollback'],
  'deployment/rolling-back-by-alarm': ['rollback', 'deployment_rollback'],
  'hook/in-progress': ['context'],
  'hook/awaiting-action': ['action-needed', 'hook_awaiting'],
  'hook/awaiting-action-bare': ['action-needed', 'hook_awaiting'],
  'hook/succeeded': ['resolve-signal'],
  'hook/failed-pause': ['failure', 'hook_failed'],
  'hook/failed-lambda': ['failure', 'hook_failed'],
  'hook/timed-out': ['failure', 'hook_timed_out'],
  'daemon/start-impaired-not-created': ['failure', 'daemon_start_impaired'],
  'daemon/start-impaired-not-running': ['failure', 'daemon_start_impaired'],
  'daemon/deployment-pending': ['context'],
  'daemon/deployment-in-progress': ['context'],
  'daemon/deployment-stop-requested': ['context'],
  'daemon/deployment-stopped': ['context'],
  'daemon/deployment-successful': ['resolve-signal'],
  'daemon/deployment-rollback-in-progress': ['failure', 'daemon_rollback'],
  'daemon/deployment-rollback-successful': ['resolve-signal'],
  'daemon/deployment-rollback-failed': ['failure', 'daemon_rollback_failed'],
  'container-instance-health/ok': ['resolve-signal'],
  'container-instance-health/impaired': ['failure', 'instance_impaired'],
  'container-instance-health/impaired-agent': ['failure', 'instance_impaired'],
  'container-instance-health/impaired-two-checks': ['failure', 'instance_impaired'],
  'container-instance-health/insufficient-data': ['context'],
  'container-instance-health/initializing': ['context'],
  'codedeploy/start': ['deployment-started'],
  'codedeploy/success': ['deployment-completed'],
  'codedeploy/failure': ['failure', 'codedeploy_failed'],
  'codedeploy/stop': ['failure', 'codedeploy_stopped'],
  'codedeploy/ready': ['context'],
  'codedeploy/queued': ['context'],
};

const kinds = ['service-action', 'deployment', 'hook', 'daemon', 'container-instance-health', 'codedeploy'];
const samples = kinds.flatMap(samplesOf);

function eventOf(body: string): AwsEvent {
  const parsed = parseEvent(body);
  if (!('event' in parsed)) throw new Error(JSON.stringify(parsed));
  return parsed.event;
}

const steady = eventOf(samples.find(({ name }) => name === 'service-action/steady-state')?.body ?? '');
const inProgress = eventOf(samples.find(({ name }) => name === 'deployment/in-progress')?.body ?? '');

describe('what an event means', () => {
  test('every sample is in the table', () => {
    expect(Object.keys(meanings).sort()).toEqual(samples.map(({ name }) => name).toSorted());
  });

  test.each(samples)('$name', ({ name, body }) => {
    const [meaning, cause] = meanings[name] ?? [];
    const row = findServiceEvent(eventOf(body));
    expect(row?.meaning).toBe(meaning);
    expect(row !== undefined && 'id' in row ? row.id : undefined).toBe(cause);
  });

  test('a task event is read elsewhere', () => {
    for (const { body } of samplesOf('task')) expect(findServiceEvent(eventOf(body))).toBeUndefined();
  });

  test('of an instance only its leaving the cluster means something', () => {
    for (const { body } of samplesOf('container-instance')) {
      const event = eventOf(body);
      const left = event.kind === 'container-instance' && event.status === 'INACTIVE';
      expect(findServiceEvent(event)?.meaning).toBe(left ? 'resolve-signal' : 'context');
    }
  });

  test('a name nobody knows is told when ECS calls it a warning or an error, and is context when not', () => {
    const name = fc.stringMatching(/^[A-Z]{2,8}_[A-Z_]{2,20}X$/);
    fc.assert(
      fc.property(name, fc.constantFrom('WARN', 'WARNING', 'ERROR', 'INFO', 'NOTICE', ''), (eventName, eventType) => {
        const event: ServiceAction = { ...(steady as ServiceAction), eventName, eventType };
        const row = findServiceEvent(event);
        const told = eventType !== 'INFO' && eventType !== 'NOTICE' && eventType !== '';
        expect(row).toMatchObject(
          told ? { meaning: 'failure', id: 'service_event_unknown', gap: true } : { meaning: 'context' },
        );
      }),
    );
  });

  test.each(['constructor', '__proto__', 'toString', 'failure', 'rollback'])(
    'the name %s means nothing by itself',
    (eventName) => {
      expect(findServiceEvent({ ...(steady as ServiceAction), eventName, eventType: 'INFO' })).toEqual({
        meaning: 'context',
      });
    },
  );
});

describe('the target of a roll-back', () => {
  const target = (reason: string | undefined, eventName = 'SERVICE_DEPLOYMENT_IN_PROGRESS'): string | undefined => {
    const { reason: _, ...rest } = inProgress as DeploymentChanged;
    return rollbackTargetOf({ ...rest, eventName, ...(reason !== undefined && { reason }) });
  };

  test.each([
    [
      'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/2316150815040302010.',
      'ecs-svc/2316150815040302010',
    ],
    [
      'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/2316150815040302010',
      'ecs-svc/2316150815040302010',
    ],
    ['rolling back to deployment ecs-svc/231. ', 'ecs-svc/231'],
    ['ECS deployment ecs-svc/4815162342108642975 in progress.', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j names %s', (reason, id) => expect(target(reason)).toBe(id));

  test('a roll-back that is completed has none any more', () => {
    expect(target('rolling back to deploymentId ecs-svc/1.', 'SERVICE_DEPLOYMENT_COMPLETED')).toBeUndefined();
  });
});

describe('the causes', () => {
  const all = [
    ...serviceCauses,
    ...otherCauses,
    ...awsCauses,
    ...roomCauses,
    ...drainCauses,
    ...scaleCauses,
    ...jobSettingCauses,
    ...runCauses,
  ];

  test.each(all.map((cause) => [cause.id, cause] as const))('%s is complete in every language', (id, cause) => {
    expect(findServiceCause(id)).toBe(cause);
    expect(cause.source).toMatch(/\S/);
    // That a deployment goes well is told only to who asks for it.
    expect(isAtLeast(cause.severity, id === 'deployment_runs' ? 'info' : 'warning')).toBe(true);
    for (const text of [cause.title, cause.likely, cause.remedy, cause.external ?? cause.remedy]) {
      for (const language of languages) {
        expect(text[language].trim()).not.toBe('');
        expect(placesOf(text, language)).toEqual(placesOf(text, 'en'));
      }
      expect(text.ja).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
    }
  });

  /** That something which should happen does not is told by no event: health notices it. */
  const noticed = [
    'deployment_rollback_failed',
    'hook_ends_soon',
    'codedeploy_ready',
    'deployment_runs',
    'task_not_replaced',
    'agent_disconnected',
    ...awsCauses.map(({ id }) => id),
    ...roomCauses.map(({ id }) => id),
    ...drainCauses.map(({ id }) => id),
    ...scaleCauses.map(({ id }) => id),
    ...[...jobSettingCauses, ...runCauses].map(({ id }) => id),
  ];

  test('ids are unique, and each is reached by an event, or noticed', () => {
    const ids = all.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const reached = new Set(Object.values(meanings).flatMap(([, cause]) => cause ?? []));
    expect(ids.filter((id) => !reached.has(id))).toEqual(noticed);
  });
});
