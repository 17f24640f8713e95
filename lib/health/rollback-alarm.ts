import type { EcsDeployment, EcsService } from '../core/ecs-reads.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import { deploymentReasonOf } from '../ecs/deployment-reason.ts';
import type { HealthFacts } from './facts.ts';
import type { HealthState } from './state.ts';
import type { Story } from './story.ts';
import { addFailure, count, note } from './story.ts';

/** An alarm that goes off later judges the deployment, as it is meant to. */
const youngMs = 10 * minuteMs;

/** Alarms that are named in a message; the others are counted. */
const namedAlarms = 2;

/**
 * The names of the alarms that may roll back a deployment which has just begun, if they have not been looked at: one that
 * is in ALARM already keeps ECS from watching any of them for the whole deployment (deployment-alarm-failure).
 */
export function alarmsToRead(state: HealthState | undefined, service: EcsService, now: Instant): readonly string[] {
  const { alarms } = service.policy;
  const begun = begunIn(service, now);
  if (alarms?.enabled !== true || begun === undefined || state?.alarmsOf === begun.id) return [];
  return alarms.names;
}

/** A roll-back is what an alarm has begun, and no other judges it. */
function begunIn({ deployments }: EcsService, now: Instant): EcsDeployment | undefined {
  return deployments.find(
    ({ status, rolloutState, rolloutReason, createdAt }) =>
      status === 'PRIMARY' &&
      rolloutState === 'IN_PROGRESS' &&
      !deploymentReasonOf(rolloutReason).rollsBack &&
      createdAt !== undefined &&
      now - createdAt < youngMs,
  );
}

/** Tells of alarms that were in ALARM when the deployment began, once for each deployment. */
export function alarmed(story: Story, { service, inAlarm }: HealthFacts): Story {
  const begun = service?.ok === true ? begunIn(service.value, story.now) : undefined;
  if (begun === undefined || inAlarm?.ok !== true || story.state.alarmsOf === begun.id) return story;
  const looked: Story = { ...story, state: { ...story.state, alarmsOf: begun.id } };
  const { createdAt = story.now } = begun;
  const names = inAlarm.value.filter(({ since = createdAt }) => since <= createdAt).map(({ name }) => name);
  if (names.length === 0) return looked;
  const more = names.length - namedAlarms;
  const alarms = [...names.slice(0, namedAlarms), ...(more > 0 ? [`+${more}`] : [])].join(', ');
  const at = Math.max(story.now, (story.state.incident?.endedAt ?? -1) + 1);
  const failure = { id: 'rollback_alarm_active', severity: 'warning', certainty: 'certain', at } as const;
  const told = addFailure(count(looked, 'Failures'), { ...failure, fills: { alarms }, deploymentId: begun.id }, {});
  return note(told, `already in ALARM: ${alarms}`);
}
