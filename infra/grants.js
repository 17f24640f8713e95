import { arn, arnOf, when } from './names.js';
import { keepSchedules } from './schedules.js';
import { act, allow, readAnywhere } from './statements.js';

/**
 * Actions that know no resource (Service Authorization Reference: Amazon ECS, Elastic Load Balancing V2, AWS
 * CloudTrail). They only read, and only in this Region.
 */
export const withoutResource = {
  'ecs:DescribeTaskDefinition': 'Service Authorization Reference, Amazon ECS: no resource type',
  'ecs:ListServices': 'Service Authorization Reference, Amazon ECS: no resource type',
  'ecs:ListTaskDefinitions': 'Service Authorization Reference, Amazon ECS: no resource type',
  'ecs:ListClusters': 'Service Authorization Reference, Amazon ECS: no resource type',
  'autoscaling:DescribeAutoScalingGroups': 'Service Authorization Reference, Amazon EC2 Auto Scaling: no resource type',
  'autoscaling:DescribeAutoScalingInstances':
    'Service Authorization Reference, Amazon EC2 Auto Scaling: no resource type',
  'autoscaling:DescribePolicies': 'Service Authorization Reference, Amazon EC2 Auto Scaling: no resource type',
  'autoscaling:DescribeScalingActivities': 'Service Authorization Reference, Amazon EC2 Auto Scaling: no resource type',
  'autoscaling:DescribeScheduledActions': 'Service Authorization Reference, Amazon EC2 Auto Scaling: no resource type',
  'autoscaling:DescribeLifecycleHooks': 'Service Authorization Reference, Amazon EC2 Auto Scaling: no resource type',
  'elasticloadbalancing:DescribeTargetGroupAttributes': 'Service Authorization Reference, ELB V2: no resource type',
  'elasticloadbalancing:DescribeTargetHealth': 'Service Authorization Reference, ELB V2: no resource type',
  'cloudwatch:GetMetricData': 'Service Authorization Reference, Amazon CloudWatch: no resource type',
  'application-autoscaling:DescribeScalableTargets':
    'Service Authorization Reference, AWS Application Auto Scaling: a list',
  'application-autoscaling:DescribeScalingPolicies':
    'Service Authorization Reference, AWS Application Auto Scaling: a list',
  'scheduler:ListSchedules': 'Service Authorization Reference, Amazon EventBridge Scheduler: no resource type',
  'cloudtrail:LookupEvents': 'Service Authorization Reference, AWS CloudTrail: no resource type',
};
const ecs = (kind) => arn(`ecs:\${AWS::Region}:\${AWS::AccountId}:${kind}/*`);

/** A function reads and writes its own records, the day's counts and the last good configuration, nothing else. */
const records = (...prefixes) =>
  allow(['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], arnOf('Table'), {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': prefixes.map((prefix) => `${prefix}#*`) },
  });

/**
 * Only this index, which holds keys and nothing else. No condition on the keys: it is not documented whether
 * `dynamodb:LeadingKeys` means the index's own key in a query of an index.
 */
const index = (name) => allow('dynamodb:Query', { 'Fn::Sub': `\${Table.Arn}/index/${name}` });

const consume = (queue) => allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], arnOf(queue));
const send = (...queues) => allow('sqs:SendMessage', queues.map(arnOf));

const configuration = [
  allow('s3:GetObject', { 'Fn::Sub': '${ConfigurationBucket.Arn}/watchkeeper.yml' }),
  // Without it S3 answers "denied" instead of "not there" for a configuration nobody has pushed yet.
  allow('s3:ListBucket', arnOf('ConfigurationBucket'), { StringEquals: { 's3:prefix': 'watchkeeper.yml' } }),
];

const readEcs = [
  allow('ecs:DescribeServices', ecs('service')),
  readAnywhere('ecs:DescribeTaskDefinition', 'elasticloadbalancing:DescribeTargetHealth'),
];

/** What placement depends on: a whole cluster, its tasks and who adds instances to it. */
const readClusters = [
  allow(['ecs:DescribeClusters', 'ecs:ListContainerInstances'], ecs('cluster')),
  allow(['ecs:DescribeContainerInstances', 'ecs:ListTasks'], ecs('container-instance')),
  allow('ecs:DescribeTasks', ecs('task')),
  allow('ecs:DescribeCapacityProviders', ecs('capacity-provider')),
  readAnywhere('ecs:ListServices'),
];

/**
 * Tasks of jobs, in the clusters named, with the roles named, and with our marks on them. Without a role named, none is
 * passed: task definitions that have one are refused.
 */
const launch = [
  when('Acts', allow('ecs:RunTask', ecs('task-definition'), { ArnLike: { 'ecs:cluster': jobClusters() } })),
  when('Acts', allow('ecs:TagResource', ecs('task'), { StringEquals: { 'ecs:CreateAction': 'RunTask' } })),
  when(
    'PassesRoles',
    allow(
      'iam:PassRole',
      { Ref: 'JobRoleArns' },
      { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    ),
  ),
];

function jobClusters() {
  return arn('ecs:${AWS::Region}:${AWS::AccountId}:cluster/${JobClusters}');
}

/**
 * Instances of the groups named are bought and ended, and drain is asked to empty them: over the bus, in our own name,
 * and with nothing but these two requests.
 */
const scaleGroups = [
  readAnywhere(
    'autoscaling:DescribeAutoScalingGroups',
    'autoscaling:DescribePolicies',
    'autoscaling:DescribeScalingActivities',
    'autoscaling:DescribeScheduledActions',
  ),
  allow('ecs:GetTaskProtection', ecs('task')),
  when(
    'ScalesGroups',
    allow(
      ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
      arn('autoscaling:${AWS::Region}:${AWS::AccountId}:autoScalingGroup:*:autoScalingGroupName/${ScaleGroups}'),
    ),
  ),
  when(
    'ScalesGroups',
    allow('events:PutEvents', arn('events:${AWS::Region}:${AWS::AccountId}:event-bus/default'), {
      StringEquals: { 'events:source': 'watchkeeper', 'events:detail-type': ['Drain Requested', 'Drain Cancelled'] },
    }),
  ),
];

/** Services that crash-loop, in the clusters named: rolled back, or without tasks, and then without scaling. */
const stopServices = [
  readAnywhere('application-autoscaling:DescribeScalableTargets'),
  when('Stops', allow('ecs:UpdateService', arn('ecs:${AWS::Region}:${AWS::AccountId}:service/${StopClusters}/*'))),
  when(
    'Stops',
    allow(
      'ecs:StopServiceDeployment',
      arn('ecs:${AWS::Region}:${AWS::AccountId}:service-deployment/${StopClusters}/*'),
    ),
  ),
  // A target's own name says nothing of its service (Service Authorization Reference, AWS Application Auto Scaling).
  when(
    'Stops',
    allow(
      'application-autoscaling:RegisterScalableTarget',
      arn('application-autoscaling:${AWS::Region}:${AWS::AccountId}:scalable-target/*'),
      {
        StringEquals: {
          'application-autoscaling:service-namespace': 'ecs',
          'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
        },
      },
    ),
  ),
  act('ssm:GetParameter', arn('ssm:${AWS::Region}:${AWS::AccountId}:parameter/watchkeeper/acting')),
];

const mostPrefixes = 5;

/** What each function may do in the account, beside what Lambda itself needs of its role. */
export const grants = {
  health: [
    // Whoever acts says so where all who act look: `hold#` is nobody's alone.
    records('health', 'hold', 'counts', 'configuration'),
    consume('HealthQueue'),
    send('HealthQueue', 'HealthDeadLetters', 'AlertsQueue'),
    ...configuration,
    ...readEcs,
    ...readClusters,
    allow('ecs:DescribeServiceDeployments', ecs('service-deployment')),
    readAnywhere('ecs:ListClusters'),
    // In any Region: an image is looked for in the registry its name says.
    allow('ecr:DescribeImages', arn('ecr:*:*:repository/*')),
    allow('cloudwatch:DescribeAlarms', arn('cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*')),
    allow(
      ['codedeploy:GetDeployment', 'codedeploy:GetDeploymentGroup'],
      arn('codedeploy:${AWS::Region}:${AWS::AccountId}:deploymentgroup:*'),
    ),
    ...stopServices,
  ],
  alert: [
    records('alert', 'counts', 'configuration'),
    index('open'),
    consume('AlertQueue'),
    consume('AlertsQueue'),
    send('AlertQueue', 'AlertDeadLetters'),
    ...configuration,
    ...readEcs,
    ...readClusters,
    allow('ecs:DescribeServiceDeployments', ecs('service-deployment')),
    allow('ecs:DescribeServiceRevisions', ecs('service-revision')),
    readAnywhere('ecs:ListTaskDefinitions', 'cloudtrail:LookupEvents'),
    // Once a week: which services there are, and how much of what they reserve they use.
    readAnywhere('ecs:ListClusters', 'cloudwatch:GetMetricData'),
    allow('logs:GetLogEvents', logStreams()),
    // In any Region: an image is looked for in the registry its name says.
    allow(['ecr:DescribeImages', 'ecr:BatchGetImage'], arn('ecr:*:*:repository/*')),
    allow('ssm:GetParameter', arn('ssm:${AWS::Region}:${AWS::AccountId}:parameter/watchkeeper/*')),
    allow('sns:Publish', [arn('sns:${AWS::Region}:${AWS::AccountId}:${TopicNamePrefix}*'), { Ref: 'AlarmTopic' }]),
  ],
  drain: [
    // Whoever acts says so where all who act look: `hold#` is nobody's alone.
    records('drain', 'hold', 'counts', 'configuration'),
    index('open'),
    consume('DrainQueue'),
    send('DrainQueue', 'DrainDeadLetters', 'AlertsQueue'),
    ...configuration,
    allow('ecs:DescribeServices', ecs('service')),
    allow('ecs:ListContainerInstances', ecs('cluster')),
    allow(['ecs:DescribeContainerInstances', 'ecs:ListTasks'], ecs('container-instance')),
    allow(['ecs:DescribeTasks', 'ecs:GetTaskProtection'], ecs('task')),
    readAnywhere(
      'ecs:ListClusters',
      'ecs:DescribeTaskDefinition',
      'elasticloadbalancing:DescribeTargetGroupAttributes',
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:DescribeAutoScalingInstances',
      'autoscaling:DescribeLifecycleHooks',
      'autoscaling:DescribeScalingActivities',
    ),
    act('ecs:UpdateContainerInstancesState', ecs('container-instance')),
    act('ecs:DeregisterContainerInstance', ecs('cluster')),
    act('ecs:StopTask', ecs('task')),
    act(
      ['autoscaling:CompleteLifecycleAction', 'autoscaling:RecordLifecycleActionHeartbeat'],
      arn('autoscaling:${AWS::Region}:${AWS::AccountId}:autoScalingGroup:*:autoScalingGroupName/*'),
    ),
    // The switch that stops all acting at once.
    act('ssm:GetParameter', arn('ssm:${AWS::Region}:${AWS::AccountId}:parameter/watchkeeper/acting')),
  ],
  scale: [
    records('scale', 'counts', 'configuration', 'hold'),
    consume('ScaleQueue'),
    send('ScaleQueue', 'ScaleDeadLetters', 'AlertsQueue'),
    ...configuration,
    allow('ecs:DescribeServices', ecs('service')),
    ...readClusters,
    readAnywhere(
      'ecs:DescribeTaskDefinition',
      'ecs:ListClusters',
      'cloudwatch:GetMetricData',
      'application-autoscaling:DescribeScalableTargets',
      'application-autoscaling:DescribeScalingPolicies',
    ),
    allow(['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'], arn('sqs:${AWS::Region}:${AWS::AccountId}:${ScaleQueues}')),
    ...scaleGroups,
    act('ecs:UpdateService', arn('ecs:${AWS::Region}:${AWS::AccountId}:service/${ScaleClusters}/*')),
    act('ecs:UpdateTaskProtection', arn('ecs:${AWS::Region}:${AWS::AccountId}:task/${ScaleClusters}/*')),
    act('ssm:GetParameter', arn('ssm:${AWS::Region}:${AWS::AccountId}:parameter/watchkeeper/acting')),
  ],
  batch: [
    records('batch', 'counts', 'configuration'),
    consume('BatchQueue'),
    // What EventBridge Scheduler gave up lies there, and says why.
    allow('sqs:ReceiveMessage', arnOf('BatchDeadLetters')),
    send('BatchQueue', 'BatchDeadLetters', 'AlertsQueue'),
    ...configuration,
    allow('ecs:DescribeServices', ecs('service')),
    allow('ecs:ListTasks', ecs('container-instance')),
    allow('ecs:DescribeTasks', ecs('task')),
    readAnywhere('ecs:DescribeTaskDefinition', 'cloudtrail:LookupEvents'),
    ...launch,
    ...keepSchedules,
    act('ecs:StopTask', ecs('task')),
    allow('ssm:GetParameter', arn('ssm:${AWS::Region}:${AWS::AccountId}:parameter/watchkeeper/ping')),
    act('ssm:GetParameter', arn('ssm:${AWS::Region}:${AWS::AccountId}:parameter/watchkeeper/acting')),
  ],
  tick: [index('due'), send('HealthQueue', 'DrainQueue', 'ScaleQueue', 'BatchQueue', 'AlertQueue')],
};

/** As many prefixes as the parameter may hold: a template cannot loop, so the list is filled up and each place is taken. */
function logStreams() {
  const filled = {
    'Fn::Split': [
      ',',
      {
        'Fn::Join': [
          ',',
          [{ Ref: 'LogGroupPrefixes' }, ...Array.from({ length: mostPrefixes - 1 }, () => 'no-such-group')],
        ],
      },
    ],
  };
  return Array.from({ length: mostPrefixes }, (_, at) => ({
    'Fn::Sub': [
      'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Prefix}*:log-stream:*',
      { Prefix: { 'Fn::Select': [at, filled] } },
    ],
  }));
}
