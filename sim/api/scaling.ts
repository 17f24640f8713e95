import type {
  DescribeScalableTargetsResponse,
  DescribeScalingPoliciesResponse,
} from '@aws-sdk/client-application-auto-scaling';
import type { GetQueueUrlRequest, GetQueueUrlResult } from '@aws-sdk/client-sqs';
import { Refusal } from '../account/refusal.ts';
import type { Api } from './api.ts';

/** As much of Application Auto Scaling as says who else scales a service. */
export function scalableTargetOperations({ account }: Api) {
  const { scalableTargets } = account;
  return {
    'ApplicationAutoScaling.DescribeScalableTargets': (): DescribeScalableTargetsResponse => ({
      ScalableTargets: [...scalableTargets].map(([ResourceId, { min, max, isInSuspended, isOutSuspended }]) => ({
        ServiceNamespace: 'ecs',
        ScalableDimension: 'ecs:service:DesiredCount',
        ResourceId,
        MinCapacity: min,
        MaxCapacity: max,
        RoleARN: `arn:aws:iam::${account.id}:role/scaling`,
        CreationTime: new Date(0),
        SuspendedState: {
          DynamicScalingInSuspended: isInSuspended ?? false,
          DynamicScalingOutSuspended: isOutSuspended ?? false,
          ScheduledScalingSuspended: false,
        },
      })),
    }),

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

/** Queues that tasks work off. Those of the stack answer for themselves. */
export function workQueueOperations({ account }: Api) {
  return {
    'SQS.GetQueueUrl': ({ QueueName = '' }: GetQueueUrlRequest): GetQueueUrlResult => {
      if (!account.work.has(QueueName)) throw new Refusal('QueueDoesNotExist', 'The specified queue does not exist.');
      return { QueueUrl: `https://sqs.${account.region}.amazonaws.com/${account.id}/${QueueName}` };
    },
  };
}
