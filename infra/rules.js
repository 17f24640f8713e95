import { arnOf, title } from './names.js';

/** AWS Batch runs its jobs in ECS clusters of its own and tells about them by itself. */
const notBatch = { clusterArn: [{ 'anything-but': { wildcard: '*:cluster/AWSBatch-*' } }] };

/**
 * What each function hears, filtered where it is free: in EventBridge. A pattern holds at most 2,048 characters.
 * Deployment events had no clusterArn before 2026, so nothing may be asked of it there.
 */
export const patterns = {
  health: {
    StoppedTasks: {
      source: ['aws.ecs'],
      'detail-type': ['ECS Task State Change'],
      detail: { lastStatus: ['STOPPED', 'DEPROVISIONING'], ...notBatch },
    },
    ServiceActions: {
      source: ['aws.ecs'],
      'detail-type': ['ECS Service Action'],
      detail: { eventName: [{ 'anything-but': ['CAPACITY_PROVIDER_STEADY_STATE'] }] },
    },
    Deployments: {
      source: ['aws.ecs'],
      'detail-type': ['ECS Deployment State Change', 'ECS Hook State Change'],
    },
    Hosts: {
      source: ['aws.ecs'],
      'detail-type': [
        'ECS Container Instance Health Change',
        'ECS Daemon Service Action',
        'ECS Daemon Deployment State Change',
      ],
    },
    // Every placement changes an instance; only that one has left its cluster is news here.
    GoneHosts: {
      source: ['aws.ecs'],
      'detail-type': ['ECS Container Instance State Change'],
      detail: { status: ['INACTIVE', 'DEREGISTERED'] },
    },
    // Every placement on it changes a connected instance: that its agent is back is read.
    LostAgents: {
      source: ['aws.ecs'],
      'detail-type': ['ECS Container Instance State Change'],
      detail: { status: ['ACTIVE'], agentConnected: [false], ...notBatch },
    },
    CodeDeploy: {
      source: ['aws.codedeploy'],
      'detail-type': ['CodeDeploy Deployment State-change Notification'],
      detail: { state: ['START', 'READY', 'SUCCESS', 'FAILURE', 'STOP'] },
    },
    Retirements: {
      source: ['aws.health'],
      'detail-type': ['AWS Health Event'],
      detail: { service: ['ECS'], eventTypeCode: ['AWS_ECS_TASK_PATCHING_RETIREMENT'] },
    },
    // Of AWS itself, where tasks, their images, instances and targets hang on it.
    Issues: {
      source: ['aws.health'],
      'detail-type': ['AWS Health Event'],
      detail: {
        service: ['ECS', 'FARGATE', 'ECR', 'EC2', 'ELASTICLOADBALANCING'],
        eventTypeCategory: ['issue'],
        eventTypeCode: [{ suffix: '_OPERATIONAL_ISSUE' }],
      },
    },
  },
  drain: {
    // Of tasks on instances; the function drops those of instances that are not being drained.
    StoppedHostTasks: {
      source: ['aws.ecs'],
      'detail-type': ['ECS Task State Change'],
      detail: { lastStatus: ['STOPPED'], containerInstanceArn: [{ exists: true }], ...notBatch },
    },
    Terminations: {
      source: ['aws.autoscaling'],
      'detail-type': ['EC2 Instance-terminate Lifecycle Action'],
    },
    Interruptions: {
      source: ['aws.ec2'],
      'detail-type': ['EC2 Spot Instance Interruption Warning', 'EC2 Instance Rebalance Recommendation'],
    },
    InstanceStates: {
      source: ['aws.ec2'],
      'detail-type': ['EC2 Instance State-change Notification'],
      detail: { state: ['running', 'stopping', 'stopped', 'shutting-down', 'terminated'] },
    },
    Maintenance: {
      source: ['aws.health'],
      'detail-type': ['AWS Health Event'],
      detail: { service: ['EC2'], eventTypeCategory: ['scheduledChange'] },
    },
    Requests: {
      source: ['watchkeeper'],
      'detail-type': ['Drain Requested', 'Drain Extended', 'Drain Forced', 'Drain Cancelled'],
    },
  },
  scale: {
    // Each brings a look forward. Alarms that target tracking makes for itself say nothing of ours.
    Alarms: {
      source: ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change'],
      detail: { state: { value: ['ALARM', 'OK'] }, alarmName: [{ 'anything-but': { prefix: 'TargetTracking-' } }] },
    },
    Deployments: {
      source: ['aws.ecs'],
      'detail-type': ['ECS Deployment State Change'],
      detail: { eventName: ['SERVICE_DEPLOYMENT_COMPLETED', 'SERVICE_DEPLOYMENT_FAILED'] },
    },
    // Sent once in six hours at the most; what has no place is read every minute.
    Unplaced: {
      source: ['aws.ecs'],
      'detail-type': ['ECS Service Action'],
      detail: { eventName: ['SERVICE_TASK_PLACEMENT_FAILURE'] },
    },
  },
  batch: {
    // By `startedBy`, which names the run: tasks of others cost nothing.
    OwnTasks: {
      source: ['aws.ecs'],
      'detail-type': ['ECS Task State Change'],
      detail: { startedBy: [{ prefix: 'watchkeeper/' }], lastStatus: ['RUNNING', 'DEPROVISIONING', 'STOPPED'] },
    },
    // What rules and schedules of others start, by their marks.
    ScheduledTasks: {
      source: ['aws.ecs'],
      'detail-type': ['ECS Task State Change'],
      detail: {
        startedBy: [{ prefix: 'events-rule/' }, { prefix: 'chronos-schedule/' }],
        lastStatus: ['PROVISIONING', 'PENDING', 'RUNNING', 'STOPPED'],
        ...notBatch,
      },
    },
    Requests: {
      source: ['watchkeeper'],
      'detail-type': ['Run Requested', 'Job Slot Triggered'],
    },
  },
  alert: {
    Requests: {
      source: ['watchkeeper'],
      'detail-type': ['Mute Requested', 'Unmute Requested', 'Acknowledged'],
    },
  },
};

/** EventBridge tries for a day before it gives an event up; then it lies with the dead letters. */
const rule = (feature, pattern) => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    EventPattern: pattern,
    Targets: [
      {
        Id: 'queue',
        Arn: arnOf(`${title(feature)}Queue`),
        DeadLetterConfig: { Arn: arnOf(`${title(feature)}DeadLetters`) },
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      },
    ],
  },
});

const ruleId = (feature, name) => `${title(feature)}${name}Rule`;

const rulesOf = (feature) =>
  Object.fromEntries(
    Object.entries(patterns[feature]).map(([name, pattern]) => [ruleId(feature, name), rule(feature, pattern)]),
  );

/** Only these rules may put something into the queue or its dead letters. */
const policyOf = (feature) => ({
  [`${title(feature)}QueuePolicy`]: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: `${title(feature)}Queue` }, { Ref: `${title(feature)}DeadLetters` }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: [arnOf(`${title(feature)}Queue`), arnOf(`${title(feature)}DeadLetters`)],
            Condition: {
              ArnEquals: {
                'aws:SourceArn': Object.keys(patterns[feature]).map((name) => arnOf(ruleId(feature, name))),
              },
            },
          },
        ],
      },
    },
  },
});

export const rules = Object.assign(
  {},
  ...Object.keys(patterns).flatMap((feature) => [rulesOf(feature), policyOf(feature)]),
);
