import type { Alert, Cause, DeploymentChapter, Impact, NextStep } from '../../../lib/core/alert.ts';
import type { Subject } from '../../../lib/core/subject.ts';
import { incidentKey } from '../../../lib/core/subject.ts';
import { dayMs, minuteMs, secondMs } from '../../../lib/core/time.ts';
import { incidentId } from '../../../lib/alert/compose/incident-id.ts';
import type { ComposeInput } from '../../../lib/alert/compose/input.ts';
import type { Enrichment, LogAbsence } from '../../../lib/alert/enrichment.ts';
import { logAbsences as logTexts } from '../../../lib/alert/texts/log.ts';
import { nextTexts } from '../../../lib/alert/texts/next.ts';
import { causes, findCause } from '../../../lib/ecs/stops/catalogue.ts';
import { awsCauses } from '../../../lib/ecs/aws-causes.ts';
import { otherCauses } from '../../../lib/ecs/other-causes.ts';
import { drainCauses } from '../../../lib/ecs/drain-causes.ts';
import { jobSettingCauses } from '../../../lib/ecs/job-causes.ts';
import { runCauses } from '../../../lib/ecs/run-causes.ts';
import { roomCauses } from '../../../lib/ecs/room-causes.ts';
import { serviceCauses } from '../../../lib/ecs/service-causes.ts';
import { findServiceCause } from '../../../lib/ecs/service-event.ts';

/** 02:12 in Tokyo. */
export const start = Date.parse('2026-11-21T02:12:00+09:00');
const region = 'ap-northeast-1';
const account = '123456789012';
const arn = (resource: string): string => `arn:aws:ecs:${region}:${account}:${resource}`;
const taskArn = arn('task/web/4c1e0a5b7d2f4e6a8b9c0d1e2f3a4b5c');

export type Situation = { readonly name: string; readonly input: Omit<ComposeInput, 'language'> };

type Given = {
  readonly subject?: Partial<Subject>;
  readonly alert?: Partial<Alert>;
  readonly impact?: Partial<Impact>;
  readonly next?: NextStep;
  readonly causes?: readonly Cause[];
  readonly enrichment?: Enrichment;
  readonly input?: Partial<ComposeInput>;
};

export function cause(id: string, more: Partial<Cause> = {}): Cause {
  const row = findCause(id) ?? findServiceCause(id);
  return {
    id,
    severity: row?.severity ?? 'error',
    certainty: row?.certainty ?? 'guess',
    count: 1,
    firstAt: start,
    lastAt: start + 3 * minuteMs,
    ...more,
  };
}

export function chapter(
  state: DeploymentChapter['state'],
  from: number,
  to: number,
  family = 'orders-api',
): DeploymentChapter {
  return {
    id: 'ecs-svc/0123456789012345678',
    state,
    startedAt: start - minuteMs,
    taskDefinitionArn: arn(`task-definition/${family}:${to}`),
    previousTaskDefinitionArn: arn(`task-definition/${family}:${from}`),
  };
}

export function situation(name: string, given: Given): Situation {
  const subject: Subject = { account, region, cluster: 'web', kind: 'service', name: 'orders-api', ...given.subject };
  const key = incidentKey(subject);
  const alert: Alert = {
    kind: 'alert',
    key,
    version: 3,
    at: start + 4 * minuteMs,
    status: 'firing',
    subject,
    severity: 'warning',
    impact: {
      level: 'none',
      since: start,
      readAt: start + 4 * minuteMs,
      desired: 4,
      running: 4,
      healthy: 4,
      lowest: 4,
      ...given.impact,
    },
    next: given.next ?? { code: 'start_throttled' },
    causes: given.causes ?? [],
    startedAt: start,
    pointers: { taskArn, launchType: 'FARGATE', availabilityZone: 'ap-northeast-1a' },
    ...given.alert,
  };
  return {
    name,
    input: {
      alert,
      enrichment: given.enrichment ?? {},
      environment: { name: 'prod', production: true },
      team: { name: 'orders', repo: 'github.com/acme/orders', runbook: 'https://wiki.example.com/orders' },
      timezone: 'Asia/Tokyo',
      portal: { url: 'https://acme.awsapps.com/start', role: 'oncall' },
      logLinks: { awsfirelens: 'https://logs.example.com/search?q=task:{task}&from={from}&to={to}' },
      incidentId: incidentId(key, start),
      now: start + 5 * minuteMs,
      editedAt: start + 5 * minuteMs,
      ...given.input,
    },
  };
}

const image = `${account}.dkr.ecr.${region}.amazonaws.com/orders-api:v1.42.1`;
const pullText = `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${image}: not found`;
const serviceDeploymentArn = arn('service-deployment/web/orders-api/Xk3aB9cD1eF2gH4iJ5kL6');
const pulls = cause('pull_no_image', {
  count: 2,
  container: 'app',
  text: pullText,
  fills: { container: 'app', image, text: pullText },
});
const pullPointers = { taskArn, container: 'app', image, launchType: 'FARGATE' };
const portTaken: NonNullable<Enrichment['placement']> = {
  state: 'found',
  needs: '256 CPU units, 512 MiB, host port 80/tcp',
  room: 'no room for one more copy on 3 instances: port 80/tcp taken on every one',
  outlook: 'The next copy waits until others leave: an empty instance would take it, and nothing adds one',
  table: [
    'INSTANCE  TYPE      FITS  ROOM, OR WHAT IS IN THE WAY',
    'i-0aa1    m5.large  no    port 80/tcp held by service:x',
  ],
  changes: [
    { change: 'hostPort 80 → 0 (dynamic)', admits: 'admits 11 more' },
    { change: 'one more m5.large', admits: 'admits 1 more' },
  ],
  agrees: true,
  readAt: start + minuteMs,
};

const missing: Enrichment = {
  log: { state: 'none', reason: 'never-started' },
  image: {
    state: 'missing',
    repository: 'orders-api',
    reference: 'v1.42.1',
    newest: [
      { tag: 'v1.42.0', pushedAt: start - 8 * 60 * minuteMs },
      { tag: 'v1.41.9', pushedAt: start - 2 * dayMs },
    ],
    askedAt: start + 30 * secondMs,
  },
  changed: {
    state: 'changed',
    from: '141',
    to: '142',
    at: start - minuteMs,
    changes: [{ what: 'image', container: 'app', from: 'v1.42.0', to: 'v1.42.1' }],
    registeredBy: 'gha-deploy-orders',
    compareLink: 'https://github.com/acme/orders/compare/v1.42.0...v1.42.1',
  },
  who: { state: 'found', by: 'role', actor: 'gha-deploy-orders', action: 'UpdateService', at: start - minuteMs },
};

const panic = ['02:16:04 panic: required env PAYMENT_HMAC_KEY is not set', '02:16:04   main.go:41 mustEnv'];
const crash = cause('essential_exit', {
  count: 3,
  container: 'app',
  exitCode: 1,
  text: 'Essential container in task exited',
  fills: { container: 'app', exitCode: 1 },
});
const crashed: Enrichment = {
  log: {
    state: 'found',
    group: '/ecs/payments-api',
    stream: 'app/app/4c1e0a5b7d2f4e6a8b9c0d1e2f3a4b5c',
    lines: panic,
    more: ['02:16:03 starting', ...panic],
    cut: 0,
    readAt: start + 5 * minuteMs,
  },
  changed: {
    state: 'changed',
    from: '87',
    to: '88',
    at: start - minuteMs,
    changes: [
      { what: 'image', container: 'app', from: '9f31c2a', to: 'c04be77' },
      { what: 'secrets', container: 'app', removed: ['PAYMENT_HMAC_KEY'] },
    ],
    compareLink: 'https://github.com/acme/payments/compare/9f31c2a...c04be77',
  },
  who: {
    state: 'found',
    by: 'role',
    actor: 'gha-deploy-payments',
    via: 'cloudformation.amazonaws.com',
    action: 'UpdateService',
    at: start - minuteMs,
  },
  targets: {
    state: 'found',
    healthy: 3,
    total: 6,
    reasons: [{ code: 'Target.FailedHealthChecks', count: 3 }],
    readAt: start,
  },
};
const payments = {
  subject: { name: 'payments-api' },
  input: { team: { name: 'payments', runbook: 'https://wiki.example.com/payments' } },
};

const uncounted = {
  desired: undefined,
  running: undefined,
  healthy: undefined,
  lowest: undefined,
  readAt: undefined,
} as unknown as Partial<Impact>;

const nextSteps: readonly NextStep[] = [
  ...Object.keys(nextTexts).map((code) => ({ code })),
  ...[0, 1, 7].flatMap((left) =>
    ['breaker_rolls_back', 'breaker_stops'].map((code) => ({
      code,
      fills: { failed: 10 - left, threshold: 10, left },
    })),
  ),
  { code: 'breaker_rolls_back', fills: { failed: 2, threshold: undefined, left: 0 } },
  { code: 'steady_watch', at: start + 20 * minuteMs },
  { code: 'rolling_back', fills: { started: undefined, desired: 3 } },
];

const logAbsences = Object.keys(logTexts) as LogAbsence[];

const allCauses = [
  ...causes,
  ...serviceCauses,
  ...otherCauses,
  ...awsCauses,
  ...roomCauses,
  ...drainCauses,
  ...jobSettingCauses,
  ...runCauses,
].map(({ id }) => id);

/** The ones the people who are woken wrote down, then one for each thing that can be said. */
export const situations: readonly Situation[] = [
  situation('image tag missing during a deployment', {
    causes: [pulls],
    next: { code: 'breaker_rolls_back', fills: { failed: 2, threshold: 3, left: 1 } },
    enrichment: missing,
    alert: { deployment: { ...chapter('in-progress', 141, 142), serviceDeploymentArn }, pointers: pullPointers },
  }),
  situation('image tag missing, first word', {
    causes: [{ ...pulls, count: 1 }],
    next: { code: 'breaker_rolls_back', fills: { failed: 1, threshold: 3, left: 2 } },
    alert: { deployment: chapter('in-progress', 141, 142), pointers: pullPointers },
    input: { editedAt: undefined as never },
  }),
  situation('crash after a deployment, rolling back', {
    ...payments,
    causes: [
      crash,
      cause('deployment_rollback', {
        text: 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/9876543210987654321.',
      }),
    ],
    impact: { level: 'degraded', desired: 6, running: 5, healthy: 3, lowest: 2 },
    next: { code: 'rolling_back', fills: { started: 1, desired: 3 } },
    enrichment: crashed,
    alert: {
      severity: 'error',
      deployment: chapter('rolling-back', 87, 88, 'payments-api'),
      pointers: { taskArn, container: 'app', launchType: 'FARGATE' },
    },
  }),
  situation('rolled back', {
    ...payments,
    causes: [crash],
    impact: { level: 'none', desired: 6, running: 6, healthy: 6, lowest: 3 },
    enrichment: crashed,
    alert: {
      status: 'rolled-back',
      endedAt: start + 10 * minuteMs,
      deployment: chapter('rolled-back', 87, 88, 'payments-api'),
      pointers: { taskArn, container: 'app', launchType: 'FARGATE' },
    },
  }),
  situation('a port is taken on every instance, and the engine has looked', {
    subject: { cluster: 'ec2-shared', name: 'admin-web' },
    causes: [cause('placement_failure', { count: 2, fills: { reason: 'RESOURCE:PORTS' }, text: 'RESOURCE:PORTS' })],
    impact: { level: 'at-risk', desired: 4, running: 3, healthy: 3, lowest: 3 },
    next: { code: 'placement_retries' },
    alert: { pointers: { launchType: 'EC2' } },
    enrichment: { placement: portTaken },
  }),
  situation('the engine found room where ECS had found none', {
    subject: { cluster: 'ec2-shared', name: 'admin-web' },
    causes: [cause('placement_failure', { fills: { reason: 'RESOURCE:MEMORY' }, text: 'RESOURCE:MEMORY' })],
    next: { code: 'placement_retries' },
    enrichment: {
      placement: { ...portTaken, agrees: false, room: 'room for 2 more on 1 of 3 instances', changes: [] },
    },
  }),
  ...['no_room_for_deployment', 'no_room_for_failover', 'no_room_for_zone_loss'].map((id) =>
    situation(`a cluster: ${id}`, {
      subject: { kind: 'cluster', cluster: 'web', name: 'web' },
      causes: [cause(id, { fills: { service: 'admin-web', services: 'admin-web, search', lost: 'i-0aa1' } })],
      next: { code: 'waits_for_you' },
      impact: { ...uncounted, level: 'at-risk', because: 'room' },
      alert: { pointers: {} },
      enrichment: { placement: portTaken },
    }),
  ),
  situation('a cluster has room again', {
    subject: { kind: 'cluster', cluster: 'web', name: 'web' },
    causes: [cause('no_room_for_deployment', { fills: { service: 'admin-web', services: 'admin-web' } })],
    next: { code: 'waits_for_you' },
    impact: { ...uncounted, level: 'none' },
    alert: { pointers: {}, status: 'resolved', endedAt: start + 20 * minuteMs },
  }),
  situation('a port is taken on every instance', {
    subject: { cluster: 'ec2-shared', name: 'admin-web' },
    causes: [
      cause('placement_failure', {
        count: 12,
        fills: { eventName: 'SERVICE_TASK_PLACEMENT_FAILURE', reason: 'RESOURCE:PORTS' },
        text: 'RESOURCE:PORTS',
      }),
    ],
    impact: { level: 'none', desired: 2, running: 2, healthy: 2, lowest: 2 },
    next: { code: 'no_breaker' },
    alert: {
      deployment: {
        ...chapter('in-progress', 31, 32, 'admin-web'),
        serviceDeploymentArn: serviceDeploymentArn.replace('orders-api', 'admin-web'),
      },
      pointers: { launchType: 'EC2' },
    },
    enrichment: {
      changed: {
        state: 'changed',
        from: '31',
        to: '32',
        at: start - minuteMs,
        changes: [{ what: 'image', container: 'web', from: '3.1', to: '3.2' }],
      },
    },
  }),
  situation('a standalone build task failed', {
    subject: { cluster: 'batch', kind: 'family', name: 'nightly-build' },
    causes: [{ ...crash, count: 1, container: 'build', fills: { container: 'build', exitCode: 1 } }],
    impact: {
      level: 'unknown',
      because: 'standalone',
      desired: undefined as never,
      running: undefined as never,
      healthy: undefined as never,
      lowest: undefined as never,
    },
    next: { code: 'standalone_nothing' },
    alert: {
      severity: 'error',
      pointers: {
        taskArn,
        container: 'build',
        taskDefinitionArn: arn('task-definition/nightly-build:12'),
        launchType: 'FARGATE',
      },
    },
    enrichment: {
      log: {
        state: 'found',
        group: '/ecs/build',
        stream: 'build/build/4c1e0a5b7d2f4e6a8b9c0d1e2f3a4b5c',
        lines: ['npm ERR! code ENOSPC', 'npm ERR! no space left on device'],
        more: ['npm ERR! code ENOSPC', 'npm ERR! no space left on device'],
        cut: 0,
        readAt: start,
      },
      changed: { state: 'unchanged', revision: '12', since: start - 31 * dayMs },
    },
  }),
  situation('a wave of Spot interruptions', {
    subject: { name: 'search-worker' },
    causes: [
      cause('spot_error', { count: 5, text: 'SpotInterruptionError: Spot capacity is not available at the moment.' }),
    ],
    impact: { level: 'at-risk', desired: 10, running: 5, healthy: 5, lowest: 4 },
    next: { code: 'spot_replaces' },
    alert: { pointers: { taskArn, capacityProvider: 'FARGATE_SPOT', launchType: 'FARGATE' } },
    enrichment: { changed: { state: 'unchanged', revision: '55', since: start - 12 * dayMs } },
  }),
  situation('unknown impact: counts denied', {
    causes: [
      cause('oom', {
        count: 2,
        container: 'app',
        exitCode: 137,
        text: 'OutOfMemoryError: Container killed due to memory usage',
        fills: { container: 'app', exitCode: 137 },
      }),
    ],
    impact: {
      level: 'unknown',
      because: 'denied',
      desired: undefined as never,
      running: undefined as never,
      healthy: undefined as never,
      lowest: undefined as never,
    },
    next: { code: 'scheduler_replaces' },
  }),
  ...(['standalone', 'instance', 'codedeploy', 'not-found', 'throttled', 'unreadable', 'a-newer-reason'] as const).map(
    (because) =>
      situation(`unknown impact: ${because}`, {
        causes: [crash],
        impact: { ...uncounted, level: 'unknown', because },
        next: { code: 'scheduler_replaces' },
      }),
  ),
  situation('unknown impact, but counted before', {
    causes: [crash],
    impact: { level: 'unknown', because: 'throttled', healthy: 2 },
    next: { code: 'scheduler_replaces' },
  }),
  ...(['none', 'at-risk', 'degraded', 'down', 'late', 'missed', 'failed'] as const).flatMap((level) => [
    situation(`impact ${level}, counted`, {
      causes: [crash],
      impact: { level, healthy: level === 'down' ? 0 : 3, lowest: 0 },
    }),
    situation(`impact ${level}, not counted`, { causes: [crash], impact: { ...uncounted, level } }),
  ]),
  ...nextSteps.map((next) =>
    situation(`next ${next.code} ${next.at ?? ''}${JSON.stringify(next.fills ?? {})}`, {
      causes: [crash],
      next,
      alert: { deployment: chapter('in-progress', 141, 142) },
    }),
  ),
  ...(['resolved', 'rolled-back', 'expired'] as const).flatMap((status) => [
    situation(`end ${status}`, {
      causes: [crash],
      enrichment: crashed,
      alert: { status, endedAt: start + 91 * minuteMs, deployment: chapter('rolled-back', 141, 142) },
    }),
    situation(`end ${status}, little known`, { impact: uncounted, alert: { status } }),
  ]),
  ...logAbsences.map((reason) =>
    situation(`log: ${reason}`, {
      causes: [crash],
      enrichment: { log: { state: 'none', reason, driver: 'awsfirelens', group: '/g' } },
    }),
  ),
  ...(['denied', 'unreadable', 'no-previous'] as const).map((reason) =>
    situation(`change unknown: ${reason}`, { causes: [crash], enrichment: { changed: { state: 'unknown', reason } } }),
  ),
  situation('everything changed', {
    causes: [crash],
    enrichment: {
      changed: {
        state: 'changed',
        from: '1',
        to: '2',
        changes: [
          {
            what: 'secrets',
            container: 'app',
            added: ['A_KEY'],
            removed: ['B_KEY', 'C_KEY', 'D_KEY', 'E_KEY'],
            altered: ['F_KEY'],
          },
          { what: 'memory', from: '512 MiB', to: '256 MiB' },
          { what: 'command', container: 'sidecar', to: 'serve --port 80' },
          { what: 'container-removed', container: 'old' },
        ],
      },
    },
  }),
  situation('a revision that changes nothing', {
    causes: [crash],
    enrichment: { changed: { state: 'changed', from: '1', to: '2', changes: [] } },
  }),
  situation('muted, taken, and acting switched off', {
    causes: [crash],
    input: {
      muted: { until: start + dayMs, why: 'migration' },
      acknowledgedBy: 'oncall',
      killSwitch: 'switched off by the platform team',
    },
  }),
  situation('nothing known', { impact: { level: 'unknown' }, next: { code: 'a-newer-code' }, alert: { pointers: {} } }),
  situation('killed, and nobody knows by whom', {
    causes: [cause('essential_exit', { exitCode: 137, container: 'app', fills: { container: 'app', exitCode: 137 } })],
  }),
  situation('AWS answers in JSON with an ARN', {
    causes: [
      cause('secrets_denied', {
        container: 'app',
        text: 'ResourceInitializationError: unable to pull secrets: arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:prod/db-AbCdEf {"message": "not allowed", "code": 403} task 4c1e0a5b7d2f4e6a8b9c0d1e2f3a4b5c',
      }),
    ],
  }),
  situation('a hook waits', {
    causes: [cause('hook_awaiting', { fills: { stage: 'PRE_SCALE_UP' } })],
    next: { code: 'hook_waits', at: start + dayMs, fills: { stage: 'PRE_SCALE_UP' } },
    alert: { deployment: chapter('in-progress', 141, 142), pointers: { hook: { id: 'hook-1', serviceDeploymentArn } } },
  }),
  situation('targets are unhealthy', {
    causes: [
      cause('elb_health', {
        text: 'Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:targetgroup/web/0123456789abcdef)',
      }),
    ],
    impact: { level: 'degraded', healthy: 1 },
    enrichment: {
      targets: {
        state: 'found',
        healthy: 1,
        total: 4,
        reasons: [
          { code: 'Target.Timeout', count: 2 },
          { code: 'Target.SomethingNew', count: 1 },
        ],
        readAt: start,
      },
    },
  }),
  situation('an instance is impaired', {
    subject: { kind: 'instance', name: 'i-0c4f91aa22bb33cc4' },
    causes: [cause('instance_impaired', { fills: { checks: 'CONTAINER_RUNTIME' } })],
    impact: { ...uncounted, level: 'unknown', because: 'instance' },
    next: { code: 'waits_for_you' },
  }),
  situation('the agent of an instance is gone', {
    subject: { kind: 'instance', name: 'i-0c4f91aa22bb33cc4' },
    causes: [cause('agent_disconnected')],
    impact: { ...uncounted, level: 'at-risk', because: 'instance' },
    next: { code: 'waits_for_you' },
    alert: { pointers: { ec2InstanceId: 'i-0c4f91aa22bb33cc4' } },
  }),
  situation('the agent of a server of ECS Anywhere is gone', {
    subject: { kind: 'instance', name: 'mi-0c4f91aa22bb33cc4' },
    causes: [cause('agent_disconnected')],
    impact: { ...uncounted, level: 'at-risk', because: 'instance' },
    next: { code: 'waits_for_you' },
    alert: { pointers: { ec2InstanceId: 'mi-0c4f91aa22bb33cc4' } },
  }),
  situation('an impaired instance is gone', {
    subject: { kind: 'instance', name: 'i-0c4f91aa22bb33cc4' },
    causes: [cause('instance_impaired', { fills: { checks: 'CONTAINER_RUNTIME' } })],
    impact: { ...uncounted, level: 'none', because: 'gone' },
    alert: { status: 'resolved', endedAt: start + 9 * minuteMs, pointers: {} },
  }),
  situation('CodeDeploy failed', {
    subject: { cluster: '-', name: 'orders/blue-green' },
    causes: [cause('codedeploy_failed', { fills: { deployment: 'd-ABCDEF123' } })],
    impact: { ...uncounted, level: 'unknown', because: 'codedeploy' },
    next: { code: 'waits_for_you' },
    alert: { pointers: { codeDeploy: { application: 'orders', group: 'blue-green', deploymentId: 'd-ABCDEF123' } } },
  }),
  ...allCauses.map((id) => situation(`cause ${id}`, { causes: [cause(id)], alert: { pointers: {} } })),
];
