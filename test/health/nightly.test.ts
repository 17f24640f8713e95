import { expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs, secondMs } from '../../lib/core/time.ts';
import type { TaskChanged } from '../../lib/core/event.ts';
import { Kept, start } from './looks.ts';

/** A run of a nightly job that ended a moment before it was heard of. */
function run(endedAt: number, exitCode: number): TaskChanged {
  const prefix = 'arn:aws:ecs:eu-west-1:123456789012';
  return {
    kind: 'task',
    id: `run-${endedAt}`,
    at: endedAt + 20 * secondMs,
    account: '123456789012',
    region: 'eu-west-1',
    clusterArn: `${prefix}:cluster/web`,
    taskArn: `${prefix}:task/web/${endedAt.toString(16).padStart(32, '0')}`,
    taskDefinitionArn: `${prefix}:task-definition/nightly:3`,
    group: 'family:nightly',
    lastStatus: 'STOPPED',
    desiredStatus: 'STOPPED',
    launchType: 'FARGATE',
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    startedAt: endedAt - minuteMs,
    stoppingAt: endedAt,
    containers: [{ name: 'nightly', lastStatus: 'STOPPED', exitCode }],
  };
}

const job = (): Kept => new Kept('family', 'nightly', () => ({}));

test.each([-20, -1, 0, 1, 20, 1200])('a job that fails every night is told of every night (%i s later)', (drift) => {
  const record = job();
  for (const night of [0, 1, 2]) {
    const failed = run(start + night * (dayMs + drift * secondMs), 1);
    record.until(failed.at);
    record.hear(failed);
  }
  const counts = record.alerts
    .filter(({ status }) => status === 'firing')
    .map(({ causes }) => causes.reduce((sum, { count }) => sum + count, 0));
  expect(counts).toEqual([1, 2, 3]);
});

test.each([-20, 0, 20, 1200])('the success of the next night ends it (%i s later)', (drift) => {
  const record = job();
  record.hear(run(start, 1));
  record.until(start + dayMs + drift * secondMs);
  record.hear(run(start + dayMs + drift * secondMs, 0));
  record.until(start + 3 * dayMs);
  expect(record.alerts.map(({ status }) => status)).toEqual(['firing', 'resolved']);
});

test('without another run, the end is not known after a day', () => {
  const record = job();
  record.hear(run(start, 1));
  record.until(start + dayMs);
  expect(record.alerts.at(-1)?.status).toBe('firing');
  record.until(start + dayMs + hourMs);
  expect(record.alerts.at(-1)?.status).toBe('expired');
});

test('what fails just before its time is up, and is heard of just after, is told', () => {
  const record = job();
  record.hear(run(start, 1));
  record.until(start + dayMs + hourMs);
  const expiredAt = record.alerts.at(-1)?.endedAt ?? 0;
  record.hear(run(expiredAt - 10 * secondMs, 1));
  expect(record.alerts.map(({ status }) => status)).toEqual(['firing', 'expired', 'firing']);
});
