import type {
  DescribeScalableTargetsRequest,
  DescribeScalableTargetsResponse,
  DescribeScalingPoliciesResponse,
  RegisterScalableTargetRequest,
  RegisterScalableTargetResponse,
} from '@aws-sdk/client-application-auto-scaling';
import type { GetQueueUrlRequest, GetQueueUrlResult } from '@aws-sdk/client-sqs';
import type { Account } from '../account/model.ts';
import { Refusal } from '../account/refusal.ts';
import { updateService } from '../account/services/update.ts';
import type { ScalableTarget } from '../account/work/scalable-target.ts';
import type { Api } from './api.ts';

/** As much of Application Auto Scaling as says who else scales a service. */
export function scalableTargetOperations({ account }: Api) {
  const { scalableTargets } = account;
  return {
    'ApplicationAutoScaling.DescribeScalableTargets': ({
      ResourceIds: asked,
    }: DescribeScalableTargetsRequest): DescribeScalableTargetsResponse => ({
      ScalableTargets: targetsIn(scalableTargets, asked).map(([ResourceId, { min, max, ...target }]) => ({
        ServiceNamespace: 'ecs',
        ScalableDimension: 'ecs:service:DesiredCount',
        ResourceId,
        MinCapacity: min,
        MaxCapacity: max,
        RoleARN: `arn:aws:iam::${account.id}:role/scaling`,
        CreationTime: new Date(0),
        SuspendedState: {
          DynamicScalingInSuspended: target.isInSuspended ?? false,
          DynamicScalingOutSuspended: target.isOutSuspended ?? false,
          ScheduledScalingSuspended: target.isScheduledSuspended ?? false,
        },
      })),
    }),

    'ApplicationAutoScaling.RegisterScalableTarget': ({
      ResourceId = '',
      SuspendedState: suspended = {},
    }: RegisterScalableTargetRequest): RegisterScalableTargetResponse => {
      const target = scalableTargets.get(ResourceId);
      if (target === undefined)
        throw new Refusal('ValidationException', 'No scalable target found; give its capacity.');
      target.isInSuspended = suspended.DynamicScalingInSuspended ?? target.isInSuspended ?? false;
      target.isOutSuspended = suspended.DynamicScalingOutSuspended ?? target.isOutSuspended ?? false;
      target.isScheduledSuspended = suspended.ScheduledScalingSuspended ?? target.isScheduledSuspended ?? false;
      intoRange(account, ResourceId, target);
      return {};
    },

    'ApplicationAutoScaling.DescribeScalingPolicies': (): DescribeScalingPoliciesResponse => ({
      ScalingPolicies: [...scalableTargets].flatMap(([ResourceId, { policies }]) =>
        policies.map((PolicyName) => ({
          PolicyARN: `arn:aws:autoscaling:${account.region}:${account.id}:scalingPolicy:0:resource/ecs/${ResourceId}:policyName/${PolicyName}`,
          PolicyName,
          ServiceNamespace: 'ecs',
          ResourceId,
          ScalableDimension: 'ecs:service:DesiredCount',
          PolicyType: 'TargetTrackingScaling',
          CreationTime: new Date(0),
        })),
      ),
    }),
  };
}

function targetsIn(
  targets: ReadonlyMap<string, ScalableTarget>,
  asked: readonly string[] | undefined,
): readonly (readonly [string, ScalableTarget])[] {
  return [...targets].filter(([id]) => asked === undefined || asked.includes(id));
}

/** "Changes the resource's current capacity to a value that is inside of this range" (API_RegisterScalableTarget). */
function intoRange(account: Account, resource: string, { min, max, isOutSuspended }: ScalableTarget): void {
  const service = [...account.services.values()].find(({ arn }) => arn.endsWith(`:${resource}`));
  if (service?.status !== 'ACTIVE' || isOutSuspended === true) return;
  const desired = Math.min(max, Math.max(min, service.desired));
  if (desired !== service.desired) updateService(account, service, { desired });
}

/** Queues that tasks work off. Those of the stack answer for themselves. */
export function workQueueOperations({ account }: Api) {
  return {
    'SQS.GetQueueUrl': ({ QueueName = '' }: GetQueueUrlRequest): GetQueueUrlResult => {
      if (!account.work.has(QueueName)) throw new Refusal('QueueDoesNotExist', 'The specified queue does not exist.');
      return { QueueUrl: `https://sqs.${account.region}.amazonaws.com/${account.id}/${QueueName}` };
    },
  };
}
