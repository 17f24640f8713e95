import { isoTime } from '../../../lib/core/time.ts';
import { subnetOf, uuid } from '../identities.ts';
import type { Account } from '../model.ts';
import type { AutoScalingGroup, GroupInstance, LifecycleAction } from './group.ts';

/** Whole seconds, as all times of these services' events. */
const wholeSeconds = (at: number): string => `${isoTime(at).slice(0, 19)}Z`;

/** `EC2 Instance-launch Lifecycle Action` or `…-terminate…`: one for each hook. Metadata only where the hook has any. */
export function emitLifecycleAction(
  account: Account,
  group: AutoScalingGroup,
  { id }: GroupInstance,
  { token, hook, destination }: LifecycleAction,
): void {
  const terminating = hook.transition === 'autoscaling:EC2_INSTANCE_TERMINATING';
  account.emit({
    source: 'aws.autoscaling',
    detailType: `EC2 Instance-${terminating ? 'terminate' : 'launch'} Lifecycle Action`,
    resources: [group.arn],
    detail: {
      LifecycleActionToken: token,
      AutoScalingGroupName: group.name,
      LifecycleHookName: hook.name,
      EC2InstanceId: id,
      LifecycleTransition: hook.transition,
      ...(hook.metadata !== undefined && { NotificationMetadata: hook.metadata }),
      ...(account.switches.lifecycleNamesOrigin && {
        Origin: terminating ? 'AutoScalingGroup' : 'EC2',
        Destination: destination,
      }),
    },
  });
}

export type Activity = {
  readonly activityId: string;
  readonly endedAt: number;
} & NewActivity;

type NewActivity = {
  readonly what: 'Launch' | 'Terminate';
  readonly successful: boolean;
  readonly id: string;
  readonly zone: string;
  readonly startedAt: number;
  readonly cause: string;
  readonly message?: string;
};

/** DescribeScalingActivities has six weeks of them; nobody here reads on so far. */
const activitiesKept = 100;

/** `EC2 Instance Launch Successful` and its like; the group remembers it. */
export function emitActivity(account: Account, group: AutoScalingGroup, activity: NewActivity): void {
  const { what, successful, id, zone, startedAt, cause, message = '' } = activity;
  const requestId = uuid(account.random);
  group.activities.unshift({ ...activity, activityId: requestId, endedAt: account.agenda.now() });
  group.activities.splice(activitiesKept);
  account.emit({
    source: 'aws.autoscaling',
    detailType: `EC2 Instance ${what} ${successful ? 'Successful' : 'Unsuccessful'}`,
    resources: [group.arn, ec2Arn(account, id)],
    detail: {
      StatusCode: successful ? 'InProgress' : 'Failed',
      Description: descriptionOf(activity),
      AutoScalingGroupName: group.name,
      ActivityId: requestId,
      Details: { 'Availability Zone': zone, 'Subnet ID': subnetOf(account, zone) },
      RequestId: requestId,
      StatusMessage: message,
      StartTime: wholeSeconds(startedAt),
      EndTime: wholeSeconds(account.agenda.now()),
      EC2InstanceId: id,
      Cause: cause,
    },
  });
}

/** A launch that failed names no instance. */
export function descriptionOf({ what, id }: Pick<Activity, 'what' | 'id'>): string {
  if (what === 'Terminate') return `Terminating EC2 instance: ${id}`;
  return id === '' ? 'Launching a new EC2 instance.' : `Launching a new EC2 instance: ${id}`;
}

export function emitInstanceState(account: Account, { id, ec2State }: Pick<GroupInstance, 'id' | 'ec2State'>): void {
  account.emit({
    source: 'aws.ec2',
    detailType: 'EC2 Instance State-change Notification',
    resources: [ec2Arn(account, id)],
    detail: { 'instance-id': id, state: ec2State },
  });
}

/** Captures have the zone in place of the region and no account; the documentation has both. */
export function emitSpotWarning(account: Account, { id, zone }: GroupInstance, action: 'terminate' | 'stop'): void {
  account.emit({
    source: 'aws.ec2',
    detailType: 'EC2 Spot Instance Interruption Warning',
    resources: [account.switches.spotWarningNamesRegion ? ec2Arn(account, id) : `arn:aws:ec2:${zone}:instance/${id}`],
    detail: { 'instance-id': id, 'instance-action': action },
  });
}

export function emitRebalance(account: Account, { id }: GroupInstance): void {
  account.emit({
    source: 'aws.ec2',
    detailType: 'EC2 Instance Rebalance Recommendation',
    resources: [ec2Arn(account, id)],
    detail: { 'instance-id': id },
  });
}

function ec2Arn({ region, id: owner }: Account, id: string): string {
  return `arn:aws:ec2:${region}:${owner}:instance/${id}`;
}
