import type { Envelope } from '../../core/event.ts';
import type {
  DrainRequested,
  DrainWish,
  InstanceStateChanged,
  LifecycleActionBegun,
  MaintenanceScheduled,
  RebalanceRecommended,
  SpotInterrupted,
} from '../../core/host-event.ts';
import type { Instant } from '../../core/time.ts';
import type { Fields } from './reader.ts';
import { objects, optionalFlag, optionalNumber, optionalText, text } from './reader.ts';

/** "EC2 Instance-terminate Lifecycle Action". */
export function readLifecycleAction(envelope: Envelope, detail: Fields): LifecycleActionBegun {
  const token = optionalText(detail, 'LifecycleActionToken');
  const metadata = optionalText(detail, 'NotificationMetadata');
  const destination = optionalText(detail, 'Destination');
  return {
    ...envelope,
    kind: 'lifecycle-action',
    instanceId: text(detail, 'EC2InstanceId'),
    group: text(detail, 'AutoScalingGroupName'),
    hook: text(detail, 'LifecycleHookName'),
    ...(token !== undefined && { token }),
    ...(metadata !== undefined && { metadata }),
    ...(destination !== undefined && { destination }),
  };
}

/** "EC2 Spot Instance Interruption Warning" (Amazon EC2 user guide, "Spot Instance interruption notices"). */
export function readSpotInterruption(envelope: Envelope, detail: Fields): SpotInterrupted {
  return {
    ...envelope,
    kind: 'spot-interruption',
    instanceId: text(detail, 'instance-id'),
    action: optionalText(detail, 'instance-action') ?? 'terminate',
  };
}

/** "EC2 Instance Rebalance Recommendation". */
export function readRebalance(envelope: Envelope, detail: Fields): RebalanceRecommended {
  return { ...envelope, kind: 'rebalance-recommendation', instanceId: text(detail, 'instance-id') };
}

/** "EC2 Instance State-change Notification". */
export function readInstanceState(envelope: Envelope, detail: Fields): InstanceStateChanged {
  return { ...envelope, kind: 'instance-state', instanceId: text(detail, 'instance-id'), state: text(detail, 'state') };
}

/** AWS Health's status of an event (aws-health-eventbridge event schema, statusCode); absent before 2022. */
const overStatus = 'closed';

/**
 * "AWS Health Event" of EC2's scheduled changes; others are none of ours. Its times are written as in HTTP ("Wed, 29 Jun 2022 06:00:00 GMT"). Entities that are no
 * instances, and instances whose own part is done, are left out.
 */
export function readMaintenance(envelope: Envelope, detail: Fields): MaintenanceScheduled | undefined {
  const [service, category] = [optionalText(detail, 'service'), optionalText(detail, 'eventTypeCategory')];
  if (service !== 'EC2' || category !== 'scheduledChange') return undefined;
  const startsAt = httpInstant(optionalText(detail, 'startTime'));
  const entities = objects(detail, 'affectedEntities', (entity) => ({
    id: optionalText(entity, 'entityValue') ?? '',
    status: optionalText(entity, 'status') ?? '',
  }));
  return {
    ...envelope,
    kind: 'maintenance',
    eventArn: text(detail, 'eventArn'),
    code: text(detail, 'eventTypeCode'),
    instanceIds: entities.filter(({ id }) => /^i-[0-9a-f]+$/.test(id)).map(({ id }) => id),
    isOver: optionalText(detail, 'statusCode') === overStatus,
    ...(startsAt !== undefined && { startsAt }),
  };
}

const httpDate = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** AWS Health writes times as HTTP does. */
export function httpInstant(written: string | undefined): Instant | undefined {
  return written !== undefined && httpDate.test(written) ? Date.parse(written) : undefined;
}

/** Our own requests, by detail-type. */
export const drainRequestTypes: Readonly<Record<string, DrainWish>> = {
  'Drain Requested': 'drain',
  'Drain Extended': 'extend',
  'Drain Forced': 'force',
  'Drain Cancelled': 'cancel',
};

export function readDrainRequest(wish: DrainWish): (envelope: Envelope, detail: Fields) => DrainRequested {
  return (envelope, detail) => {
    const forMs = optionalNumber(detail, 'forMs');
    const yields = optionalFlag(detail, 'yields');
    return {
      ...envelope,
      kind: 'drain-request',
      wish,
      instanceId: text(detail, 'instanceId'),
      by: optionalText(detail, 'by') ?? 'somebody',
      ...(forMs !== undefined && { forMs }),
      ...(yields === true && { yields }),
    };
  };
}
