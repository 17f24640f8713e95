import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerChange, TaskChanged } from '../../../lib/core/event.ts';
import { parseEvent } from '../../../lib/ecs/events/parse.ts';

/** A stopped service task on Fargate with one container that ended well, changed as the test says. */
export function stoppedTask(changes: Partial<TaskChanged> = {}): TaskChanged {
  return {
    kind: 'task',
    id: '0b0c5a5e-27ad-4d6f-8c8e-3a0f5f6b7c8d',
    at: Date.UTC(2026, 2, 4, 3, 2, 1),
    account: '123456789012',
    region: 'ap-northeast-1',
    clusterArn: 'arn:aws:ecs:ap-northeast-1:123456789012:cluster/web',
    taskArn: 'arn:aws:ecs:ap-northeast-1:123456789012:task/web/4c1e0f9a8b7d6c5e4f3a2b1c0d9e8f7a',
    taskDefinitionArn: 'arn:aws:ecs:ap-northeast-1:123456789012:task-definition/orders-api:142',
    group: 'service:orders-api',
    lastStatus: 'STOPPED',
    desiredStatus: 'STOPPED',
    launchType: 'FARGATE',
    containers: [container('app', 0)],
    ...changes,
  };
}

/** A stopped container; without `exitCode` one that never ran. */
export function container(name: string, exitCode?: number, more: Partial<ContainerChange> = {}): ContainerChange {
  return { name, lastStatus: 'STOPPED', ...(exitCode === undefined ? {} : { exitCode }), ...more };
}

export const samplesDirectory = join(import.meta.dirname, '../../../events/task-stopped');

type Expectation = {
  readonly cause: string;
  readonly failure: boolean;
  readonly severity: string;
  readonly culprit?: string;
};

export const expectations: Readonly<Record<string, Expectation>> = JSON.parse(
  readFileSync(join(samplesDirectory, 'expectations.json'), 'utf8'),
) as Record<string, Expectation>;

/** Names of the sample files, without the table of expectations. */
export const sampleFiles: readonly string[] = readdirSync(samplesDirectory)
  .filter((file) => file.endsWith('.json') && file !== 'expectations.json')
  .sort();

/** The task event in the body of a message; throws where the parser finds none. */
export function readTaskEvent(body: string): TaskChanged {
  const parsed = parseEvent(body);
  if ('event' in parsed && parsed.event.kind === 'task') return parsed.event;
  throw new Error(`not a task event: ${JSON.stringify(parsed)}`);
}
