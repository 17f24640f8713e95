/** What `look`, `init` and `snapshot` read, by why. Every one is a read; most know no resource. */
const lookRights: readonly { readonly why: string; readonly actions: readonly string[] }[] = [
  {
    why: 'Clusters',
    actions: [
      'ecs:ListClusters',
      'ecs:DescribeClusters',
      'ecs:ListServices',
      'ecs:DescribeServices',
      'ecs:DescribeServiceDeployments',
      'ecs:ListTasks',
      'ecs:DescribeTasks',
      'ecs:DescribeTaskDefinition',
      'ecs:ListContainerInstances',
      'ecs:DescribeContainerInstances',
      'ecs:DescribeCapacityProviders',
      'ecs:ListAccountSettings',
    ],
  },
  {
    why: 'LoadBalancers',
    actions: [
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeTargetHealth',
      'elasticloadbalancing:DescribeLoadBalancers',
    ],
  },
  { why: 'LifecycleHooks', actions: ['autoscaling:DescribeAutoScalingGroups', 'autoscaling:DescribeLifecycleHooks'] },
  {
    why: 'WhoWatchesAlready',
    actions: [
      'cloudwatch:DescribeAlarms',
      'events:ListRules',
      'events:ListTargetsByRule',
      'sns:ListSubscriptionsByTopic',
    ],
  },
  { why: 'Schedules', actions: ['scheduler:ListSchedules', 'scheduler:GetSchedule'] },
];

/** An IAM policy with these rights and no other. */
export function lookPolicy(): object {
  return {
    Version: '2012-10-17',
    Statement: lookRights.map(({ why, actions }) => ({
      Sid: `WatchkeeperLook${why}`,
      Effect: 'Allow',
      Action: actions,
      Resource: '*',
    })),
  };
}
