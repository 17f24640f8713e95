import { describe, expect, test } from 'vitest';
import { compareLink } from '../../lib/alert/enrich/compare-link.ts';
import { enrich } from '../../lib/alert/enrich/enrich.ts';
import type { EnrichmentContext, EnrichmentReads } from '../../lib/alert/enrich/look.ts';
import { isLastLook, lookAgainAfterMs, nextLooks } from '../../lib/alert/enrich/look.ts';
import { shownActor } from '../../lib/alert/enrich/actor.ts';
import type { Enrichment, EnrichmentPart } from '../../lib/alert/enrichment.ts';
import type { Alert } from '../../lib/core/alert.ts';
import type { EcsReads, EcsService, EcsTask } from '../../lib/core/ecs-reads.ts';
import type { Read, Unreadable } from '../../lib/core/ports.ts';
import type { ContainerDefinition, TaskDefinition } from '../../lib/core/task-definition.ts';
import { dayMs, minuteMs, secondMs } from '../../lib/core/time.ts';

const now = Date.UTC(2026, 10, 21, 3, 2);
const startedAt = now - 2 * minuteMs;
const definitionArn = (revision: number): string =>
  `arn:aws:ecs:eu-west-1:123456789012:task-definition/orders:${revision}`;
const taskArn = 'arn:aws:ecs:eu-west-1:123456789012:task/web/4c1e';
const ecrImage = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders-api';

const silent: ContainerDefinition = {
  name: 'app',
  image: `${ecrImage}:v1.42.1`,
  essential: true,
  ports: [],
  environment: [],
  secrets: [],
  dependsOn: [],
  others: [],
};
const app: ContainerDefinition = {
  ...silent,
  log: { driver: 'awslogs', group: '/ecs/orders', streamPrefix: 'app', region: 'eu-west-1', options: [] },
};

function definition(revision: number, change: Partial<ContainerDefinition> = {}): TaskDefinition {
  return {
    arn: definitionArn(revision),
    family: 'orders',
    revision,
    requires: ['FARGATE'],
    registeredAt: now - 31 * dayMs,
    registeredBy: 'arn:aws:sts::123456789012:assumed-role/gha-deploy-orders/GitHubActions',
    containers: [{ ...app, ...change }],
    volumes: [],
    others: [],
  };
}

const service: EcsService = {
  serviceArn: 'arn:aws:ecs:eu-west-1:123456789012:service/web/orders',
  name: 'orders',
  clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/web',
  status: 'ACTIVE',
  desired: 4,
  running: 4,
  pending: 0,
  deployments: [
    {
      id: 'ecs-svc/142',
      status: 'PRIMARY',
      taskDefinitionArn: definitionArn(142),
      desired: 4,
      running: 0,
      pending: 1,
      failedTasks: 2,
      createdAt: startedAt,
    },
    {
      id: 'ecs-svc/139',
      status: 'ACTIVE',
      taskDefinitionArn: definitionArn(139),
      desired: 4,
      running: 4,
      pending: 0,
      failedTasks: 0,
      createdAt: 1,
    },
  ],
  taskSets: [],
  policy: {},
  targetGroupArns: ['tg'],
  capacityProviders: [],
  tags: {},
  events: [],
};

const task: EcsTask = {
  arn: taskArn,
  clusterArn: service.clusterArn,
  taskDefinitionArn: definitionArn(142),
  lastStatus: 'STOPPED',
  desiredStatus: 'STOPPED',
  containers: [{ name: 'app', exitCode: 1, runtimeId: 'd0cke2' }],
};

const alert: Alert = {
  kind: 'alert',
  key: '123456789012/eu-west-1/web/service/orders',
  version: 1,
  at: now,
  status: 'firing',
  subject: { account: '123456789012', region: 'eu-west-1', cluster: 'web', kind: 'service', name: 'orders' },
  severity: 'warning',
  impact: { level: 'none' },
  next: { code: 'waits' },
  causes: [],
  startedAt,
  deployment: {
    id: 'ecs-svc/142',
    state: 'in-progress',
    startedAt,
    taskDefinitionArn: definitionArn(142),
    previousTaskDefinitionArn: definitionArn(141),
  },
  pointers: { taskArn, taskDefinitionArn: definitionArn(142), container: 'app', image: `${ecrImage}:v1.42.1` },
};

function without(...names: (keyof Alert)[]): Alert {
  return Object.fromEntries(Object.entries(alert).filter(([name]) => !names.includes(name as keyof Alert))) as Alert;
}

const ok = <Value>(value: Value): Read<Value> => ({ ok: true, value, at: now });
const no = (reason: Unreadable) => ({ ok: false, reason }) as const;

const revisionOf = (arn: string): number => Number(arn.split(':').at(-1));

type Fakes = { ecs?: Partial<EcsReads> } & Partial<Omit<EnrichmentReads, 'ecs'>>;

/** All goes well, but for what a test says. */
function readsWith({ ecs, ...others }: Fakes = {}): EnrichmentReads {
  return {
    ecs: {
      service: async () => ok(service),
      task: async () => ok(task),
      tasks: async () => ok([]),
      taskDefinition: async (arn) =>
        ok(definition(revisionOf(arn), revisionOf(arn) === 142 ? {} : { image: `${ecrImage}:v1.42.0` })),
      previousTaskDefinition: async (arn) => ok(definition(revisionOf(arn) - 1, { image: `${ecrImage}:v1.41.9` })),
      serviceDeployment: async () => no('not-found'),
      serviceDeployments: async () => ok([]),
      serviceRevision: async () => no('not-found'),
      ...ecs,
    },
    logs: {
      tail: async () => ({ state: 'found', at: now, lines: [{ at: 1, text: 'panic: PASSWORD=hunter2 is wrong' }] }),
    },
    images: { image: async () => ok({ state: 'exists', tags: [], pushedAt: 1 }) },
    trail: {
      lastChange: async () =>
        ok({
          id: 'e',
          name: 'UpdateService',
          at: startedAt,
          actor: { type: 'role', name: 'gha-deploy-orders', session: 'GitHubActions' },
        }),
    },
    placement: { cluster: async () => no('not-asked') },
    targets: { reading: async () => ok({ healthy: 3, total: 4, reasons: [{ code: 'Target.Timeout', count: 1 }] }) },
    ...others,
  };
}

const context: EnrichmentContext = { now, language: 'en', who: 'role', logs: 'tail' };
const lastLook: EnrichmentContext = { ...context, firstLookAt: now - 15 * minuteMs };

async function look<Part extends EnrichmentPart>(
  part: Part,
  fakes: Fakes = {},
  options: { about?: Alert; context?: EnrichmentContext } = {},
): Promise<Enrichment[Part]> {
  return (await enrich(options.about ?? alert, [part], readsWith(fakes), options.context ?? context))[part];
}

describe('the log', () => {
  const found = {
    state: 'found',
    group: '/ecs/orders',
    stream: 'app/app/4c1e',
    lines: ['panic: PASSWORD=[redacted] is wrong'],
    cut: 0,
    readAt: now,
  };

  test('of the culprit is found by prefix, container and task, and redacted', async () => {
    expect(await look('log')).toMatchObject(found);
  });

  test('without a prefix has Docker’s own name', async () => {
    const log = { driver: 'awslogs', group: '/ecs/orders', options: [] };
    const ecs = { taskDefinition: async () => ok(definition(142, { log })) };
    expect(await look('log', { ecs })).toMatchObject({ state: 'found', stream: 'd0cke2' });
    expect(await look('log', { ecs: { ...ecs, task: async () => no('not-found') } })).toEqual({
      state: 'none',
      reason: 'no-stream',
      group: '/ecs/orders',
    });
  });

  test('in another region is read there', async () => {
    const log = { driver: 'awslogs', group: '/g', streamPrefix: 'p', region: 'us-east-1', options: [] };
    const regions: unknown[] = [];
    const logs: EnrichmentReads['logs'] = {
      tail: async ({ region }) => {
        regions.push(region);
        return { state: 'no-group' };
      },
    };
    expect(
      await look('log', { logs, ecs: { taskDefinition: async () => ok(definition(142, { log })) } }),
    ).toMatchObject({ region: 'us-east-1' });
    expect(regions).toEqual(['us-east-1']);
  });

  const absences: { name: string; fakes?: Fakes; about?: Alert; context?: EnrichmentContext; expected: object }[] = [
    {
      name: 'of a task that never was',
      about: { ...alert, pointers: {} },
      expected: { state: 'none', reason: 'never-started' },
    },
    {
      name: 'not configured',
      fakes: {
        ecs: {
          taskDefinition: async () => ok({ ...definition(142), containers: [silent] }),
        },
      },
      expected: { state: 'none', reason: 'no-configuration' },
    },
    {
      name: 'elsewhere',
      fakes: {
        ecs: { taskDefinition: async () => ok(definition(142, { log: { driver: 'awsfirelens', options: [] } })) },
      },
      expected: { state: 'none', reason: 'other-driver', driver: 'awsfirelens' },
    },
    {
      name: 'without a group',
      fakes: { logs: { tail: async () => ({ state: 'no-group' }) } },
      expected: { state: 'none', reason: 'no-group', group: '/ecs/orders' },
    },
    {
      name: 'not there yet',
      fakes: { logs: { tail: async () => ({ state: 'no-stream' }) } },
      expected: { state: 'not-yet', readAt: now },
    },
    {
      name: 'not there at the last look',
      fakes: { logs: { tail: async () => ({ state: 'no-stream' }) } },
      context: lastLook,
      expected: { state: 'none', reason: 'no-stream' },
    },
    {
      name: 'of a container that never ran',
      fakes: {
        logs: { tail: async () => ({ state: 'no-stream' }) },
        ecs: { task: async () => ok({ ...task, containers: [{ name: 'app' }] }) },
      },
      expected: { state: 'none', reason: 'never-started' },
    },
    {
      name: 'empty at the last look',
      fakes: { logs: { tail: async () => ({ state: 'found', lines: [], at: now }) } },
      context: lastLook,
      expected: { state: 'none', reason: 'empty' },
    },
    {
      name: 'without the right',
      fakes: { logs: { tail: async () => ({ state: 'failed', reason: 'denied' }) } },
      expected: { state: 'none', reason: 'denied' },
    },
    {
      name: 'throttled',
      fakes: { logs: { tail: async () => ({ state: 'failed', reason: 'throttled' }) } },
      expected: { state: 'not-yet' },
    },
    {
      name: 'throttled at the last look',
      fakes: { logs: { tail: async () => ({ state: 'failed', reason: 'throttled' }) } },
      context: lastLook,
      expected: { state: 'none', reason: 'unreadable' },
    },
    {
      name: 'switched off',
      context: { ...context, logs: 'none' },
      expected: { state: 'none', reason: 'switched-off' },
    },
    {
      name: 'as a link only',
      context: { ...context, logs: 'link' },
      fakes: { logs: { tail: async () => Promise.reject(new Error('must not be read')) } },
      expected: { state: 'none', reason: 'switched-off', group: '/ecs/orders', stream: 'app/app/4c1e' },
    },
  ];
  test.each(absences)('$name', async ({ fakes, expected, ...options }) => {
    expect(await look('log', fakes, options)).toMatchObject(expected);
  });

  test('of which container is not known is nobody’s, unless only one is essential', async () => {
    const pointers = { taskArn, taskDefinitionArn: definitionArn(142) };
    const sidecar = { ...app, name: 'proxy', essential: false };
    const both = async (other: ContainerDefinition) =>
      look(
        'log',
        { ecs: { taskDefinition: async () => ok({ ...definition(142), containers: [app, other] }) } },
        { about: { ...alert, pointers } },
      );
    expect(await both(sidecar)).toMatchObject({ state: 'found', stream: 'app/app/4c1e' });
    expect(await both({ ...sidecar, essential: true })).toMatchObject({ state: 'none' });
  });
});

describe('what changed', () => {
  test('between the two revisions of the deployment, with the link and who registered it', async () => {
    expect(await look('changed', {}, { context: { ...context, repo: 'github.com/acme/orders' } })).toEqual({
      state: 'changed',
      from: '141',
      to: '142',
      at: startedAt,
      changes: [{ what: 'image', container: 'app', from: 'v1.42.0', to: 'v1.42.1' }],
      registeredBy: 'gha-deploy-orders',
      compareLink: 'https://github.com/acme/orders/compare/v1.42.0...v1.42.1',
    });
  });

  test('against what still serves, when the deployment does not say', async () => {
    const { previousTaskDefinitionArn: _, ...deployment } = {
      previousTaskDefinitionArn: '',
      ...alert.deployment,
      id: 'x',
      state: 'in-progress',
    } as const;
    expect(await look('changed', {}, { about: { ...alert, deployment } })).toMatchObject({ from: '139', to: '142' });
  });

  test('against the revision before, when nothing else serves', async () => {
    const { previousTaskDefinitionArn: _, ...deployment } = {
      previousTaskDefinitionArn: '',
      ...alert.deployment,
      id: 'x',
      state: 'in-progress',
    } as const;
    const fakes = { ecs: { service: async () => no('denied') } };
    expect(await look('changed', fakes, { about: { ...alert, deployment } })).toMatchObject({
      from: '141',
      changes: [{ from: 'v1.41.9' }],
    });
  });

  test('nothing, for 31 days', async () => {
    const primary = {
      id: 'x',
      status: 'PRIMARY',
      taskDefinitionArn: definitionArn(142),
      desired: 4,
      running: 3,
      pending: 0,
      failedTasks: 0,
      createdAt: now - 31 * dayMs,
    };
    const fakes = { ecs: { service: async () => ok({ ...service, deployments: [primary] }) } };
    expect(await look('changed', fakes, { about: without('deployment') })).toEqual({
      state: 'unchanged',
      revision: '142',
      since: now - 31 * dayMs,
    });
  });

  test('a deployment that ended shortly before is still what changed', async () => {
    expect(await look('changed', {}, { about: without('deployment') })).toMatchObject({
      state: 'changed',
      from: '139',
      to: '142',
      at: startedAt,
    });
  });

  test('a standalone task by when its revision was registered', async () => {
    const about: Alert = { ...without('deployment'), subject: { ...alert.subject, kind: 'family', name: 'orders' } };
    const recent = { ecs: { taskDefinition: async () => ok({ ...definition(142), registeredAt: now - minuteMs }) } };
    expect(await look('changed', {}, { about })).toMatchObject({ state: 'unchanged' });
    expect(await look('changed', recent, { about })).toMatchObject({ state: 'changed', from: '141' });
  });

  test('the same revision again is no change, unless its tag was moved', async () => {
    const same = {
      ...alert,
      deployment: {
        id: 'x',
        state: 'in-progress',
        startedAt,
        taskDefinitionArn: definitionArn(142),
        previousTaskDefinitionArn: definitionArn(142),
        serviceDeploymentArn: 'sd',
      },
    } as const;
    expect(await look('changed', {}, { about: same })).toMatchObject({ state: 'unchanged', revision: '142' });
    const moved: Fakes = {
      ecs: {
        serviceDeployment: async () =>
          ok({ arn: 'sd', status: 'IN_PROGRESS', hooks: [], sourceRevisionArns: ['r1'], targetRevisionArn: 'r2' }),
        serviceRevision: async (arn) =>
          ok({
            arn,
            taskDefinitionArn: definitionArn(142),
            images: [{ container: 'app', digest: `sha256:${arn.repeat(20)}` }],
          }),
      },
    };
    expect(await look('changed', moved, { about: same })).toMatchObject({
      state: 'changed',
      changes: [{ what: 'image-digest', container: 'app', from: 'sha256:r1r1r1r1r1r1', to: 'sha256:r2r2r2r2r2r2' }],
    });
  });

  test('digests of a service revision that rolled out something else are not taken', async () => {
    const deployment = {
      id: 'x',
      state: 'in-progress',
      startedAt,
      taskDefinitionArn: definitionArn(142),
      previousTaskDefinitionArn: definitionArn(142),
      serviceDeploymentArn: 'sd',
    } as const;
    const ecs: Partial<EcsReads> = {
      serviceDeployment: async () =>
        ok({ arn: 'sd', status: 'IN_PROGRESS', hooks: [], sourceRevisionArns: ['r1'], targetRevisionArn: 'r2' }),
      serviceRevision: async (arn) =>
        ok({
          arn,
          taskDefinitionArn: definitionArn(arn === 'r1' ? 7 : 142),
          images: [{ container: 'app', digest: `sha256:${arn.repeat(20)}` }],
        }),
    };
    expect(await look('changed', { ecs }, { about: { ...alert, deployment } })).toMatchObject({ state: 'unchanged' });
  });

  test('secrets in a command are not shown', async () => {
    const fakes = {
      ecs: {
        taskDefinition: async (arn: string) =>
          ok(definition(142, { command: arn.endsWith(':141') ? ['run'] : ['run', '--password=hunter2'] })),
      },
    };
    const finding = await look('changed', fakes);
    expect(finding).toMatchObject({ changes: [{ what: 'command', to: 'run --password=[redacted]' }] });
  });

  const unknowns: { name: string; fakes: Fakes; context?: EnrichmentContext; expected: object }[] = [
    {
      name: 'denied',
      fakes: { ecs: { taskDefinition: async () => no('denied') } },
      expected: { state: 'unknown', reason: 'denied' },
    },
    {
      name: 'throttled',
      fakes: { ecs: { taskDefinition: async () => no('throttled') } },
      expected: { state: 'not-yet' },
    },
    {
      name: 'throttled at the last look',
      fakes: { ecs: { taskDefinition: async () => no('throttled') } },
      context: lastLook,
      expected: { state: 'unknown', reason: 'unreadable' },
    },
    {
      name: 'nothing before it',
      fakes: { ecs: { taskDefinition: async (arn) => (arn.endsWith('142') ? ok(definition(142)) : no('not-found')) } },
      expected: { state: 'unknown', reason: 'no-previous' },
    },
  ];
  test.each(unknowns)('$name', async ({ fakes, expected, ...options }) => {
    expect(await look('changed', fakes, options)).toMatchObject(expected);
  });
});

describe('who', () => {
  test('started the deployment, by role', async () => {
    expect(await look('who')).toEqual({
      state: 'found',
      by: 'role',
      actor: 'gha-deploy-orders',
      action: 'UpdateService',
      at: startedAt,
    });
  });

  test('is looked for at the moment the deployment began', async () => {
    const asked: unknown[] = [];
    const trail: EnrichmentReads['trail'] = {
      lastChange: async (query) => {
        asked.push(query);
        return no('not-found');
      },
    };
    await look('who', { trail });
    await look('who', { trail }, { about: { ...alert, deployment: { id: 'ecs-svc/142', state: 'failed' } } });
    await look(
      'who',
      { trail },
      { about: { ...alert, pointers: { codeDeploy: { application: 'a', group: 'g', deploymentId: 'd' } } } },
    );
    expect(asked).toEqual([
      { of: 'service', cluster: 'web', service: 'orders', at: startedAt },
      { of: 'service', cluster: 'web', service: 'orders', at: startedAt },
      { of: 'codedeploy', application: 'a', group: 'g', at: startedAt },
    ]);
  });

  const absences: {
    name: string;
    reason?: Unreadable;
    about?: Alert;
    context?: EnrichmentContext;
    expected: object;
  }[] = [
    { name: 'CloudTrail does not know yet', reason: 'not-found', expected: { state: 'not-yet', readAt: now } },
    {
      name: 'CloudTrail never learned',
      reason: 'not-found',
      context: lastLook,
      expected: { state: 'none', reason: 'not-found' },
    },
    { name: 'throttled', reason: 'throttled', expected: { state: 'not-yet' } },
    {
      name: 'throttled at the last look',
      reason: 'throttled',
      context: lastLook,
      expected: { state: 'none', reason: 'unreadable' },
    },
    { name: 'no right', reason: 'denied', expected: { state: 'none', reason: 'denied' } },
    { name: 'no deployment', about: without('deployment'), expected: { state: 'none', reason: 'no-deployment' } },
    { name: 'not wanted', context: { ...context, who: 'off' }, expected: { state: 'none', reason: 'switched-off' } },
  ];
  test.each(absences)('$name', async ({ reason = 'not-found', expected, ...options }) => {
    expect(await look('who', { trail: { lastChange: async () => no(reason) } }, options)).toMatchObject(expected);
  });

  const sso = {
    type: 'role',
    name: 'AWSReservedSSO_PowerUser_0123456789abcdef',
    session: 'alice@example.com',
  } as const;
  const actors = [
    { given: sso, mode: 'role', expected: { by: 'role', actor: 'PowerUser' } },
    { given: sso, mode: 'person', expected: { by: 'role', actor: 'alice@example.com' } },
    {
      given: { type: 'role', name: 'deploy', session: 'i-0c4f91' },
      mode: 'person',
      expected: { by: 'role', actor: 'deploy' },
    },
    { given: { type: 'user', name: 'alice' }, mode: 'role', expected: { by: 'user', actor: 'IAM user' } },
    { given: { type: 'user', name: 'alice' }, mode: 'person', expected: { by: 'user', actor: 'alice' } },
    { given: { type: 'service', name: 'codedeploy' }, mode: 'role', expected: { by: 'service', actor: 'codedeploy' } },
    {
      given: { type: 'role', name: 'cfn', via: 'cloudformation' },
      mode: 'role',
      expected: { by: 'role', actor: 'cfn', via: 'cloudformation' },
    },
  ] as const;
  test.each(actors)('$given.name as $mode is $expected.actor', ({ given, mode, expected }) => {
    expect(shownActor(given, mode)).toEqual(expected);
  });
});

describe('the image', () => {
  test('is asked for where it is', async () => {
    const asked: unknown[] = [];
    const images: EnrichmentReads['images'] = {
      image: async (query) => {
        asked.push(query);
        return ok({ state: 'missing', newest: [{ tag: 'v1.42.0', pushedAt: 1 }] });
      },
    };
    const cause = {
      id: 'exec_format',
      severity: 'error',
      certainty: 'certain',
      count: 1,
      firstAt: 1,
      lastAt: 1,
    } as const;
    expect(await look('image', { images }, { about: { ...alert, causes: [cause] } })).toEqual({
      state: 'missing',
      repository: 'orders-api',
      reference: 'v1.42.1',
      newest: [{ tag: 'v1.42.0', pushedAt: 1 }],
      askedAt: now,
    });
    expect(asked).toEqual([
      { account: '123456789012', region: 'eu-west-1', repository: 'orders-api', tag: 'v1.42.1', architectures: true },
    ]);
  });

  const others: { name: string; image?: string; read?: Read<never>; context?: EnrichmentContext; expected: object }[] =
    [
      {
        name: 'exists',
        image: `${ecrImage}@sha256:${'a'.repeat(64)}`,
        expected: { state: 'exists', reference: 'sha256:aaaaaaaaaaaa', pushedAt: 1 },
      },
      { name: 'is not in ECR', image: 'nginx:1.27', expected: { state: 'unknown', reason: 'not-ecr' } },
      { name: 'may not be looked at', read: no('denied'), expected: { state: 'unknown', reason: 'denied' } },
      {
        name: 'is another account’s',
        image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/base:1',
        read: no('denied'),
        expected: { state: 'unknown', reason: 'other-account' },
      },
      { name: 'is throttled', read: no('throttled'), expected: { state: 'not-yet' } },
      {
        name: 'is throttled at the last look',
        read: no('throttled'),
        context: lastLook,
        expected: { state: 'unknown', reason: 'unreadable' },
      },
    ];
  test.each(others)('$name', async ({ image = alert.pointers.image ?? '', read, expected, ...options }) => {
    const fakes: Fakes = read === undefined ? {} : { images: { image: async () => read } };
    expect(await look('image', fakes, { ...options, about: { ...alert, pointers: { image } } })).toMatchObject(
      expected,
    );
  });

  test('nobody named is unknown', async () => {
    expect(await look('image', {}, { about: { ...alert, pointers: {} } })).toEqual({
      state: 'unknown',
      reason: 'no-image',
    });
  });
});

describe('targets', () => {
  const cases: { name: string; fakes?: Fakes; about?: Alert; expected: object }[] = [
    {
      name: 'with reasons',
      expected: { state: 'found', healthy: 3, total: 4, reasons: [{ code: 'Target.Timeout', count: 1 }], readAt: now },
    },
    {
      name: 'none without a load balancer',
      fakes: { ecs: { service: async () => ok({ ...service, targetGroupArns: [] }) } },
      expected: { state: 'none', reason: 'no-load-balancer' },
    },
    {
      name: 'none for a job',
      about: { ...alert, subject: { ...alert.subject, kind: 'job' } },
      expected: { state: 'none', reason: 'no-load-balancer' },
    },
    {
      name: 'denied',
      fakes: { targets: { reading: async () => no('denied') } },
      expected: { state: 'none', reason: 'denied' },
    },
    { name: 'slow', fakes: { targets: { reading: async () => no('unreadable') } }, expected: { state: 'not-yet' } },
    {
      name: 'of a group that is gone',
      fakes: { targets: { reading: async () => no('not-found') } },
      expected: { state: 'none', reason: 'unreadable' },
    },
  ];
  test.each(cases)('$name', async ({ fakes, expected, ...options }) => {
    expect(await look('targets', fakes, options)).toMatchObject(expected);
  });
});

describe('all parts', () => {
  test('only what is wanted is looked up and told', async () => {
    const found = await enrich(alert, ['image', 'targets'], readsWith(), context);
    expect(Object.keys(found).sort()).toEqual(['image', 'targets']);
  });

  test('what is late is not yet, what is there is told', async () => {
    const over = new AbortController();
    const logs: EnrichmentReads['logs'] = {
      tail: async () => {
        setTimeout(() => {
          over.abort();
        });
        return new Promise(() => {});
      },
    };
    const found = await enrich(alert, ['log', 'image'], readsWith({ logs }), { ...context, signal: over.signal });
    expect(found).toMatchObject({ log: { state: 'not-yet', readAt: now }, image: { state: 'exists' } });
  });

  test('what breaks is not yet, and heard of', async () => {
    const heard: unknown[] = [];
    const images: EnrichmentReads['images'] = { image: async () => Promise.reject(new Error('module not found')) };
    const found = await enrich(alert, ['image'], readsWith({ images }), {
      ...context,
      trouble: (part, error) => heard.push([part, String(error)]),
    });
    expect(found).toEqual({ image: { state: 'not-yet', readAt: now } });
    expect(heard).toEqual([['image', 'Error: module not found']]);
  });
});

describe('looking again', () => {
  const open: Enrichment = {
    log: { state: 'not-yet', readAt: now },
    who: { state: 'not-yet', readAt: now },
    image: { state: 'no-repository', repository: 'x' },
  };
  const cases = [
    {
      name: 'after the first look',
      afterMs: 0,
      expected: [
        { part: 'log', at: now + 15 * secondMs },
        { part: 'who', at: now + 3 * minuteMs },
      ],
    },
    {
      name: 'at the second',
      afterMs: 15 * secondMs,
      expected: [
        { part: 'log', at: now + 60 * secondMs },
        { part: 'who', at: now + 3 * minuteMs },
      ],
    },
    { name: 'after the log’s last', afterMs: 60 * secondMs, expected: [{ part: 'who', at: now + 3 * minuteMs }] },
    { name: 'late', afterMs: 14 * minuteMs, expected: [{ part: 'who', at: now + 15 * minuteMs }] },
    { name: 'after all', afterMs: 15 * minuteMs, expected: [] },
  ];
  test.each(cases)('$name', ({ afterMs, expected }) => {
    expect(nextLooks(open, now, now + afterMs)).toEqual(expected);
  });

  test('ends for every part, and the last look knows that it is', () => {
    for (const [part, after] of Object.entries(lookAgainAfterMs) as [EnrichmentPart, readonly number[]][]) {
      const enrichment = { [part]: { state: 'not-yet', readAt: now } } as Enrichment;
      for (const waitMs of [0, ...after]) {
        const isLast = nextLooks(enrichment, now, now + waitMs).length === 0;
        expect(isLastLook(part, { firstLookAt: now, now: now + waitMs })).toBe(isLast);
      }
    }
  });
});

describe('the link to what lies between two images', () => {
  const cases = [
    {
      repo: 'github.com/acme/orders',
      from: 'v1.42.0',
      to: 'v1.42.1',
      expected: 'https://github.com/acme/orders/compare/v1.42.0...v1.42.1',
    },
    {
      repo: 'https://github.com/acme/orders.git',
      from: '9f31c2a',
      to: 'c04be77',
      expected: 'https://github.com/acme/orders/compare/9f31c2a...c04be77',
    },
    {
      repo: 'gitlab.example.com/a/b/c',
      from: 'main-9f31c2a',
      to: 'main-c04be77',
      expected: 'https://gitlab.example.com/a/b/c/-/compare/9f31c2a...c04be77',
    },
    {
      repo: 'bitbucket.org/a/b',
      from: '1.0',
      to: '1.1',
      expected: 'https://bitbucket.org/a/b/branches/compare/1.1%0D1.0',
    },
    {
      repo: 'git-codecommit.ap-northeast-1.amazonaws.com/v1/repos/orders',
      from: '9f31c2a',
      to: 'c04be77',
      expected:
        'https://ap-northeast-1.console.aws.amazon.com/codesuite/codecommit/repositories/orders/compare/9f31c2a/.../c04be77?region=ap-northeast-1',
    },
    { repo: 'github.com/acme/orders', from: 'latest', to: 'v2.0', expected: undefined },
    { repo: 'github.com/acme/orders', from: '1234567', to: '1234568', expected: undefined },
    { repo: 'github.com/acme/orders', from: '9f31c2a', to: 'v1.2', expected: undefined },
    { repo: 'github.com/acme/orders', from: '9f31c2a', to: '9f31c2a', expected: undefined },
    { repo: 'github.com/acme/orders', from: 'defaced', to: 'acceded', expected: undefined },
    { repo: 'github.com', from: 'v1.0', to: 'v1.1', expected: undefined },
    {
      repo: 'github.com/acme/orders',
      from: 'v1.0',
      to: 'v1.1+build',
      expected: 'https://github.com/acme/orders/compare/v1.0...v1.1%2Bbuild',
    },
  ];
  test.each(cases)('$repo $from $to', ({ repo, from, to, expected }) => {
    expect(compareLink(repo, from, to)).toBe(expected);
  });
});
