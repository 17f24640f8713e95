import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emitDeployment, emitServiceAction } from '../../../sim/account/events.ts';
import { eventTime } from '../../../sim/account/event-time.ts';
import type { Deployment, Service } from '../../../sim/account/service.ts';
import { stopTask } from '../../../sim/account/tasks/stop.ts';
import { shapeOf } from './shapes.ts';
import { World } from './world.ts';

type Detail = Readonly<Record<string, unknown>>;

const arn = 'arn:aws:ecs:ap-northeast-1:123456789012:service/shop/web';
const service = { arn, clusterArn: 'arn:aws:ecs:ap-northeast-1:123456789012:cluster/shop' } as Service;
const deployment = { id: 'ecs-svc/9592482416091746279', updatedAt: Date.UTC(2026, 10, 21, 2, 59) } as Deployment;
const providers = ['arn:aws:ecs:ap-northeast-1:123456789012:capacity-provider/FARGATE_SPOT'];

/** What is sent when the switch for deployment events says so. */
function sent(
  emit: (world: World) => void,
  deploymentNamesCluster = false,
): { resources: readonly string[]; detail: Detail } {
  const world = new World('one', { deploymentNamesCluster });
  world.pass(60);
  emit(world);
  return world.events[0] ?? { resources: [], detail: {} };
}

const published: readonly { name: string; keys: string; emit: (world: World) => void; file: RegExp }[] = [
  {
    name: 'SERVICE_STEADY_STATE',
    keys: 'clusterArn createdAt eventName eventType',
    emit: ({ account }) =>
      emitServiceAction(account, service, { eventType: 'INFO', eventName: 'SERVICE_STEADY_STATE' }),
    file: /^(defang|doc)-service-steady/u,
  },
  {
    name: 'CAPACITY_PROVIDER_STEADY_STATE',
    keys: 'capacityProviderArns clusterArn createdAt eventName eventType',
    emit: ({ account }) =>
      emitServiceAction(account, service, {
        eventType: 'INFO',
        eventName: 'CAPACITY_PROVIDER_STEADY_STATE',
        capacityProviderArns: providers,
      }),
    file: /^(defang|doc)-capacity-provider-steady/u,
  },
  {
    name: 'SERVICE_TASK_START_IMPAIRED',
    keys: 'clusterArn createdAt eventName eventType',
    emit: ({ account }) =>
      emitServiceAction(account, service, { eventType: 'WARN', eventName: 'SERVICE_TASK_START_IMPAIRED' }),
    file: /^(wellcome|doc)-service-task-start-impaired/u,
  },
  {
    name: 'SERVICE_TASK_PLACEMENT_FAILURE on instances',
    keys: 'clusterArn containerInstanceArns createdAt eventName eventType reason',
    emit: ({ account }) =>
      emitServiceAction(account, service, {
        eventType: 'ERROR',
        eventName: 'SERVICE_TASK_PLACEMENT_FAILURE',
        reason: 'RESOURCE:CPU',
        containerInstanceArns: ['arn:aws:ecs:ap-northeast-1:123456789012:container-instance/shop/2dd1'],
      }),
    file: /^doc-service-task-placement-failure(-2)?\.json/u,
  },
  {
    name: 'SERVICE_TASK_PLACEMENT_FAILURE on Fargate',
    keys: 'capacityProviderArns clusterArn createdAt eventName eventType reason',
    emit: ({ account }) =>
      emitServiceAction(account, service, {
        eventType: 'ERROR',
        eventName: 'SERVICE_TASK_PLACEMENT_FAILURE',
        reason: 'RESOURCE:FARGATE',
        capacityProviderArns: providers,
      }),
    file: /^doc-service-task-placement-failure-capacity/u,
  },
  {
    name: 'SERVICE_DEPLOYMENT_IN_PROGRESS',
    keys: 'deploymentId eventName eventType reason updatedAt',
    emit: ({ account }) =>
      emitDeployment(account, service, deployment, {
        eventType: 'INFO',
        eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS',
        reason: `ECS deployment ${deployment.id} in progress.`,
      }),
    file: /^defang-service-deployment-in-progress/u,
  },
];

const corpus = process.env['EVENT_CORPUS'];
if (corpus === undefined) console.log('sim events: EVENT_CORPUS is not set; the published samples are not compared');

/** Details of the published samples whose file name fits. */
function samplesOf(folder: string, file: RegExp): Detail[] {
  return ['service-action', 'deployment-state-change'].flatMap((kind) => {
    const path = join(folder, kind);
    const names = existsSync(path) ? readdirSync(path).filter((name) => file.test(name)) : [];
    return names.map((name) => (JSON.parse(readFileSync(join(path, name), 'utf8')) as { detail: Detail }).detail);
  });
}

describe('events of a service', () => {
  test.each(published)('$name has the published keys', ({ emit, keys }) => {
    const { resources, detail } = sent(emit);
    expect(resources).toEqual([arn]);
    expect(Object.keys(detail).sort().join(' ')).toBe(keys);
  });

  test.skipIf(corpus === undefined).each(published)('$name is as the samples are, field by field', ({ emit, file }) => {
    const samples = samplesOf(corpus ?? '', file).map(shapeOf);
    expect(samples).not.toEqual([]);
    expect([...new Set(samples)]).toEqual([shapeOf(sent(emit).detail)]);
  });

  test('a deployment event has its own time, and the cluster when the switch says so', () => {
    const emit = published.at(-1)?.emit ?? (() => undefined);
    expect(sent(emit).detail['updatedAt']).toBe('2026-11-21T02:59:00Z');
    expect(sent(emit, true).detail['clusterArn']).toBe(service.clusterArn);
  });
});

describe('events of tasks on EC2', () => {
  const base =
    'attachments attributes availabilityZone clusterArn containerInstanceArn containers cpu createdAt desiredStatus enableExecuteCommand group lastStatus launchType memory overrides startedBy taskArn taskDefinitionArn updatedAt version';
  const ran = `${base} connectivity connectivityAt pullStartedAt pullStoppedAt startedAt`;
  const stopping = `${ran} stopCode stoppedReason stoppingAt`;
  const expected = [base, ran, stopping, `${stopping} executionStoppedAt stoppedAt`];

  test('in bridge mode: no interface, but bindings, and the size of the container', () => {
    const world = new World();
    const portMappings = [{ containerPort: 80, hostPort: 0, protocol: 'tcp' }] as const;
    const containers = [{ name: 'web', image: 'web:v1', cpu: 0, memoryReservationMiB: 128, portMappings }];
    const task = world.launch(world.bridge({ containers }), { instance: world.instance(), startedBy: 'ecs-svc/1' });
    world.pass(60_000);
    stopTask(world.account, task, { stopCode: 'UserInitiated', reason: 'Task stopped by user' });
    world.pass(60_000);
    const told = world.told(task);
    expect(told.map((detail) => Object.keys(detail).sort())).toEqual(expected.map((keys) => keys.split(' ').sort()));
    expect(told.at(-1)).toMatchObject({ attachments: [], cpu: '0', memory: '128', launchType: 'EC2' });
    const [container] = (told.at(-1)?.['containers'] ?? []) as Detail[];
    expect(container).toMatchObject({ networkInterfaces: [], cpu: '0', memoryReservation: '128', exitCode: 0 });
    expect(container?.['runtimeId']).toMatch(/^[\da-f]{64}$/u);
    expect(container?.['networkBindings']).toEqual([
      { bindIP: '0.0.0.0', containerPort: 80, hostPort: 32_769, protocol: 'tcp' },
    ]);
  });
});

test.each([
  [0, '1970-01-01T00:00:00Z'],
  [960, '1970-01-01T00:00:00.96Z'],
  [700, '1970-01-01T00:00:00.7Z'],
  [607, '1970-01-01T00:00:00.607Z'],
  [10_000, '1970-01-01T00:00:10Z'],
])('%i ms is written %s', (at, expected) => {
  expect(eventTime(at)).toBe(expected);
});
