/** Services of AWS's JSON protocols, by the prefix of X-Amz-Target; their names are those of the SDK's clients. */
export const jsonServices: Readonly<Record<string, string>> = {
  AmazonEC2ContainerServiceV20141113: 'ECS',
  AmazonEC2ContainerRegistry_V20150921: 'ECR',
  AmazonSQS: 'SQS',
  AmazonSSM: 'SSM',
  AnyScaleFrontendService: 'ApplicationAutoScaling',
  AWSEvents: 'EventBridge',
  CloudTrail_20131101: 'CloudTrail',
  'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101': 'CloudTrail',
  CodeDeploy_20141006: 'CodeDeploy',
  GraniteServiceVersion20100801: 'CloudWatch',
  Logs_20140328: 'CloudWatchLogs',
};

/** A service of the Query protocol. */
export type QueryService = {
  readonly name: string;
  readonly namespace: string;
  /** Its exceptions have shorter codes on the wire: `TargetGroupNotFound` for TargetGroupNotFoundException. */
  readonly shortCodes: boolean;
};

/** Services of the Query protocol, by the version their requests carry. */
export const queryServices: Readonly<Record<string, QueryService>> = {
  '2010-03-31': { name: 'SNS', namespace: 'http://sns.amazonaws.com/doc/2010-03-31/', shortCodes: true },
  '2011-01-01': {
    name: 'AutoScaling',
    namespace: 'http://autoscaling.amazonaws.com/doc/2011-01-01/',
    shortCodes: true,
  },
  '2011-06-15': { name: 'STS', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/', shortCodes: false },
  '2015-12-01': {
    name: 'ElasticLoadBalancingV2',
    namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
    shortCodes: true,
  },
};

/** Members of requests that are moments, which JSON carries as seconds and Query as text. */
export const timeMembers: Readonly<Record<string, readonly string[]>> = {
  AutoScaling: ['StartTime', 'EndTime'],
  CloudTrail: ['StartTime', 'EndTime'],
  CloudWatch: ['StartTime', 'EndTime', 'Timestamp'],
  ECS: ['after', 'before'],
  EventBridge: ['Time', 'EventStartTime', 'EventEndTime'],
  Scheduler: ['StartDate', 'EndDate'],
};

/** Members of Query requests that are not text: everything is text on the wire. */
export const queryNumbers: ReadonlySet<string> = new Set([
  'Cooldown',
  'DefaultCooldown',
  'DefaultInstanceWarmup',
  'DesiredCapacity',
  'DurationSeconds',
  'HealthCheckGracePeriod',
  'HeartbeatTimeout',
  'MaxGroupPreparedCapacity',
  'MaxRecords',
  'MaxSize',
  'MinSize',
  'PageSize',
  'Port',
]);

export const queryBooleans: ReadonlySet<string> = new Set([
  'ForceDelete',
  'HonorCooldown',
  'IncludeDeletedGroups',
  'IncludeInstances',
  'NewInstancesProtectedFromScaleIn',
  'ProtectedFromScaleIn',
  'ShouldDecrementDesiredCapacity',
  'ShouldRespectGracePeriod',
]);

/** Members of Query answers that are maps, not structures. */
export const queryMaps: ReadonlySet<string> = new Set(['SNS.Attributes']);

/**
 * SQS and CloudWatch speak JSON but keep the codes of their old protocol in a header (AWS JSON 1.0 with
 * awsQueryCompatible); clients know the errors by either.
 */
export const queryCodes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CloudWatch: {
    InvalidNextToken: 'InvalidNextToken',
    InvalidParameterCombinationException: 'InvalidParameterCombination',
    InvalidParameterValueException: 'InvalidParameterValue',
    MissingRequiredParameterException: 'MissingParameter',
  },
  SQS: {
    BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
    BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
    EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
    QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
    TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  },
};
