/** Shapes of EventBridge Scheduler's API of 2021-06-30, as far as they are read: its client is no dependency. */
export type ScheduleInput = {
  readonly Name?: string;
  readonly GroupName?: string;
  readonly ScheduleExpression?: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly StartDate?: Date;
  readonly EndDate?: Date;
  readonly FlexibleTimeWindow?: { readonly Mode?: string; readonly MaximumWindowInMinutes?: number };
  readonly State?: string;
  readonly Description?: string;
  readonly KmsKeyArn?: string;
  readonly ActionAfterCompletion?: string;
  readonly ClientToken?: string;
  readonly Target?: TargetInput;
};

export type TargetInput = {
  readonly Arn?: string;
  readonly RoleArn?: string;
  readonly Input?: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly RetryPolicy?: { readonly MaximumRetryAttempts?: number; readonly MaximumEventAgeInSeconds?: number };
  readonly SqsParameters?: { readonly MessageGroupId?: string };
  readonly EventBridgeParameters?: { readonly Source?: string; readonly DetailType?: string };
  readonly EcsParameters?: EcsParameters;
};

/** API_EcsParameters: RunTask's, partly in other letters. */
type EcsParameters = {
  readonly TaskDefinitionArn?: string;
  readonly TaskCount?: number;
  readonly LaunchType?: 'EC2' | 'FARGATE' | 'EXTERNAL';
  readonly CapacityProviderStrategy?: { capacityProvider: string; weight?: number; base?: number }[];
  readonly NetworkConfiguration?: {
    readonly awsvpcConfiguration?: { readonly Subnets?: string[]; readonly SecurityGroups?: string[] };
  };
  readonly PlacementConstraints?: { type?: 'distinctInstance' | 'memberOf'; expression?: string }[];
  readonly PlacementStrategy?: { type?: 'binpack' | 'random' | 'spread'; field?: string }[];
  readonly Group?: string;
};

export type NamedInput = { readonly Name?: string; readonly GroupName?: string };

export type ListInput = {
  readonly GroupName?: string;
  readonly NamePrefix?: string;
  readonly State?: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
};
