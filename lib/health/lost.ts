import type { EcsService } from '../core/ecs-reads.ts';
import type { TaskChanged } from '../core/event.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import type { HealthFacts } from './facts.ts';
import type { Lost } from './state.ts';
import type { Story } from './story.ts';
import { addFailure, count, note, openIncident } from './story.ts';

/** So long after a stop its replacement runs, or something is wrong; and so seldom is a service looked at for it. */
const lookAfterMs = 150 * secondMs;

/** A replacement may have been on its way for so long. */
const youngMs = 2 * minuteMs;

/** A service that starts tasks, or is being deployed, is looked at so often before it is told of. */
const mostLooks = 6;

/** An older stop has been made up for, or is told by what has happened since. */
const newsMs = 10 * minuteMs;

/** A task is gone without a failure: one look at its service, later, shows whether it was replaced. */
export function missed(story: Story, task: TaskChanged, cause: string): Story {
  const at = task.stoppedAt ?? task.at;
  if (story.state.subject.kind !== 'service' || story.now - at > newsMs) return story;
  const { lost: before } = story.state;
  const lost: Lost = {
    at: Math.max(before?.at ?? at, at),
    cause,
    lookAt: before?.lookAt ?? story.now + lookAfterMs,
    looks: before?.looks ?? 0,
  };
  return { ...story, state: { ...story.state, lost } };
}

/** Whether it is time to look whether a lost task was replaced. */
export function isLookDue(lost: Lost | undefined, now: Instant): lost is Lost {
  return lost !== undefined && now >= lost.lookAt;
}

/** Looks: a service that is still short of tasks is in trouble, although nothing has failed. */
export function lookedFor(story: Story, { service }: HealthFacts): Story {
  const { lost, ...rest } = story.state;
  const free: Story = { ...story, state: rest };
  if (openIncident(story.state) !== undefined) return free;
  if (!isLookDue(lost, story.now)) return story;
  if (service?.ok !== true) return lost.looks > 0 ? note(free, 'a lost task was not looked for') : again(story, lost);
  const { value } = service;
  if (value.status !== 'ACTIVE' || value.running >= value.desired) return note(free, 'as many run as are wanted');
  if (isOnTheWay(value, lost, story.now) && lost.looks + 1 < mostLooks) return again(story, lost);
  return told(free, lost);
}

function again(story: Story, lost: Lost): Story {
  const next: Lost = { ...lost, lookAt: story.now + lookAfterMs, looks: lost.looks + 1 };
  return note({ ...story, state: { ...story.state, lost: next } }, 'a lost task is looked for again');
}

function isOnTheWay({ pending, deployments, taskSets }: EcsService, { at }: Lost, now: Instant): boolean {
  const isDeploying = deployments.filter(({ status }) => status !== 'INACTIVE').length > 1 || taskSets.length > 1;
  return pending > 0 || isDeploying || now - at < youngMs;
}

function told(story: Story, { at, cause }: Lost): Story {
  const failure = {
    id: 'task_not_replaced',
    severity: 'warning',
    certainty: 'certain',
    at: Math.max(at, (story.state.incident?.endedAt ?? -1) + 1),
    fills: { stopped: cause },
  } as const;
  return note(addFailure(count(story, 'Failures'), failure, {}), 'a lost task was not replaced');
}
