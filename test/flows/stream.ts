import { expect } from 'vitest';
import { readFacts } from '../../cli/replay/facts.ts';
import { readEvents } from '../../cli/replay/input.ts';
import { asGiven } from '../../cli/replay/order.ts';
import type { AlertLine, ReplayLine } from '../../cli/replay/replay.ts';
import { replay } from '../../cli/replay/replay.ts';
import { alertPolicy } from '../../lib/app/config/alert-policy.ts';
import { healthPolicy } from '../../lib/app/config/health-policy.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import type { EcsService } from '../../lib/core/ecs-reads.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { newTaskId } from './team.ts';

const start = Date.parse('2026-11-20T17:00:00Z');

const account = '123456789012';
const region = 'eu-west-1';
const arn = (resource: string): string => `arn:aws:ecs:${region}:${account}:${resource}`;

let serial = 0;

/** An event as EventBridge sends it, `seconds` after the start. */
function event(type: string, seconds: number, resource: string, detail: object): string {
  return JSON.stringify({
    version: '0',
    id: `00000000-0000-4000-8000-${String((serial += 1)).padStart(12, '0')}`,
    'detail-type': type,
    source: type.startsWith('CodeDeploy') ? 'aws.codedeploy' : 'aws.ecs',
    account,
    time: new Date(start + seconds * 1000).toISOString().replace('.000', ''),
    region,
    resources: resource === '' ? [] : [resource],
    detail,
  });
}

const service = arn('service/web/orders-api');

/** "ECS Deployment State Change" of a deployment called `ecs-svc/NUMBER`. */
export function deployment(seconds: number, name: string, number: number, reason?: string): string {
  return event('ECS Deployment State Change', seconds, service, {
    eventType: name === 'FAILED' ? 'ERROR' : 'INFO',
    eventName: `SERVICE_DEPLOYMENT_${name}`,
    clusterArn: arn('cluster/web'),
    deploymentId: `ecs-svc/${number}`,
    updatedAt: new Date(start + seconds * 1000).toISOString(),
    reason: reason ?? `ECS deployment ecs-svc/${number} ${name.toLowerCase().replace('_', ' ')}.`,
  });
}

/** The words of a roll-back's beginning: they name its own id. */
export function rollBack(seconds: number, number: number): string {
  const words = `ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/${number}.`;
  return deployment(seconds, 'IN_PROGRESS', number, words);
}

export function action(seconds: number, eventName: string, more: object = {}): string {
  return event('ECS Service Action', seconds, service, {
    eventType: 'INFO',
    eventName,
    clusterArn: arn('cluster/web'),
    createdAt: new Date(start + seconds * 1000).toISOString(),
    ...more,
  });
}

export const steady = (seconds: number): string => action(seconds, 'SERVICE_STEADY_STATE');

type Stop = { readonly number: number; readonly revision: number; readonly more?: object };

/** A task of a deployment that exits with 1; `more` overrides what its event says. */
export function crash(seconds: number, { number, revision, more = {} }: Stop): string {
  const at = new Date(start + seconds * 1000).toISOString();
  const taskArn = arn(`task/web/${newTaskId()}`);
  return event('ECS Task State Change', seconds, taskArn, {
    clusterArn: arn('cluster/web'),
    taskArn,
    taskDefinitionArn: arn(`task-definition/orders-api:${revision}`),
    group: 'service:orders-api',
    startedBy: `ecs-svc/${number}`,
    launchType: 'FARGATE',
    availabilityZone: `${region}a`,
    lastStatus: 'STOPPED',
    desiredStatus: 'STOPPED',
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    startedAt: new Date(start + (seconds - 5) * 1000).toISOString(),
    stoppingAt: at,
    stoppedAt: at,
    version: 6,
    containers: [{ name: 'app', lastStatus: 'STOPPED', image: 'app:v1', exitCode: 1 }],
    ...more,
  });
}

/** "ECS Container Instance State Change": whether its agent is connected. */
export function agent(seconds: number, agentConnected: boolean): string {
  const containerInstanceArn = arn('container-instance/web/0123456789abcdef0123456789abcdef');
  return event('ECS Container Instance State Change', seconds, containerInstanceArn, {
    clusterArn: arn('cluster/web'),
    containerInstanceArn,
    ec2InstanceId: 'i-0123456789abcdef0',
    status: 'ACTIVE',
    agentConnected,
    version: serial,
    updatedAt: new Date(start + seconds * 1000).toISOString(),
  });
}

/** An event of a CodeDeploy deployment whose application and group were made by the ECS console. */
export function codeDeploy(seconds: number, state: string, name = 'web-orders'): string {
  return event('CodeDeploy Deployment State-change Notification', seconds, '', {
    application: `AppECS-${name}`,
    deploymentGroup: `DgpECS-${name}`,
    deploymentId: 'd-R4T7WK2QZ',
    state,
    region,
    instanceGroupId: '00000000-0000-4000-8000-000000000000',
  });
}

/** What is told of a stream, in the order in which it was told. `services`: what a reading shows, always the same. */
export async function told(
  events: readonly string[],
  services: Readonly<Record<string, EcsService>> = {},
): Promise<readonly AlertLine[]> {
  const result = readConfiguration('receivers: { replay: { slack: C0REPLAY } }\n');
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  const lines: ReplayLine[] = [];
  const { malformed } = await replay(asGiven([readEvents(events.join('\n'))]), {
    policies: {
      health: healthPolicy(result.configuration),
      alert: alertPolicy(result.configuration, { account, region }),
    },
    facts: { ...readFacts(undefined), services: new Map(Object.entries(services)) },
    settleMs: 40 * minuteMs,
    say: (line) => void lines.push(line),
    heard: () => {},
  });
  expect(malformed).toBe(false);
  return lines.filter((line) => line.type === 'alert');
}
