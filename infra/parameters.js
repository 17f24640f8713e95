/** What whoever deploys may choose. Everything has a default that is safe. */
export const parameters = {
  Mode: {
    Type: 'String',
    Default: 'watch',
    AllowedValues: ['watch', 'act'],
    Description: 'watch: no right to change anything is created. act: features set to act may act.',
  },
  PermissionsBoundary: { Type: 'String', Default: '', Description: 'ARN of a permissions boundary for every role.' },
  RolePath: { Type: 'String', Default: '/', Description: 'Path of every role, such as /watchkeeper/.' },
  KmsKeyArn: {
    Type: 'String',
    Default: '',
    Description: 'A customer managed key for table, queues, logs and environment. Empty: keys AWS owns.',
  },
  SubnetIds: {
    Type: 'CommaDelimitedList',
    Default: '',
    Description: 'Subnets with a way to AWS and the chat. Empty: no VPC.',
  },
  SecurityGroupIds: {
    Type: 'CommaDelimitedList',
    Default: '',
    Description: 'Security groups, where there are subnets.',
  },
  LogRetentionDays: {
    Type: 'Number',
    Default: 30,
    AllowedValues: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
    Description: 'How long the functions keep their own logs.',
  },
  // A text and not a list: only of a text CloudFormation can refuse a sixth prefix. Names: API_CreateLogGroup.
  LogGroupPrefixes: {
    Type: 'String',
    Default: '',
    AllowedPattern: '^([A-Za-z0-9_./#-]+(,[A-Za-z0-9_./#-]+){0,4})?$',
    ConstraintDescription: 'must be at most five prefixes of log groups, with commas between them and no spaces',
    Description:
      'Up to five prefixes of the log groups of your containers, whose last lines may be read. Name your own to narrow it.',
  },
  TopicNamePrefix: {
    Type: 'String',
    Default: 'watchkeeper-',
    AllowedPattern: '[A-Za-z0-9_-]+',
    Description: 'SNS topics of receivers must have names that begin so.',
  },
  ScaleClusters: {
    Type: 'String',
    Default: '*',
    AllowedPattern: '^[A-Za-z0-9_*-]+$',
    ConstraintDescription: 'must be the name of a cluster, or a beginning of names with * at its end',
    Description: 'In which clusters services may be scaled: a name, or names that begin alike, such as web-*.',
  },
  ScaleQueues: {
    Type: 'String',
    Default: '*',
    AllowedPattern: '^[A-Za-z0-9_*-]+$',
    ConstraintDescription: 'must be the name of a queue, or a beginning of names with * at its end',
    Description: 'Of which SQS queues the depth may be read: a name, or names that begin alike.',
  },
  ScaleGroups: {
    Type: 'String',
    Default: '',
    AllowedPattern: '^[A-Za-z0-9_.*-]*$',
    ConstraintDescription: 'must be the name of an Auto Scaling group, or a beginning of names with * at its end',
    Description:
      'Which Auto Scaling groups may be made larger and smaller: a name, or names that begin alike. Empty: none.',
  },
  StopClusters: {
    Type: 'String',
    Default: '',
    AllowedPattern: '^[A-Za-z0-9_*-]*$',
    ConstraintDescription: 'must be the name of a cluster, or a beginning of names with * at its end',
    Description:
      'In which clusters services that crash-loop may be stopped or rolled back: a name, or names that begin alike. Empty: none.',
  },
  JobClusters: {
    Type: 'String',
    Default: '*',
    AllowedPattern: '^[A-Za-z0-9_*-]+$',
    ConstraintDescription: 'must be the name of a cluster, or a beginning of names with * at its end',
    Description: 'In which clusters jobs may be launched: a name, or names that begin alike, such as batch-*.',
  },
  JobRoleArns: {
    Type: 'CommaDelimitedList',
    Default: '',
    Description: 'ARNs of the task and execution roles that jobs may pass. Empty: none, only tasks without roles.',
  },
  Dashboard: {
    Type: 'String',
    Default: 'none',
    AllowedValues: ['none', 'create'],
    Description: 'create: a CloudWatch dashboard of what is not well, and of Watchkeeper itself.',
  },
  AlarmEmail: {
    Type: 'String',
    Default: '',
    Description: 'Told of trouble of Watchkeeper itself. Empty: subscribe to the topic yourself.',
  },
};

export const conditions = {
  HasDashboard: { 'Fn::Equals': [{ Ref: 'Dashboard' }, 'create'] },
  Acts: { 'Fn::Equals': [{ Ref: 'Mode' }, 'act'] },
  ScalesGroups: {
    'Fn::And': [
      { 'Fn::Equals': [{ Ref: 'Mode' }, 'act'] },
      { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'ScaleGroups' }, ''] }] },
    ],
  },
  Stops: {
    'Fn::And': [
      { 'Fn::Equals': [{ Ref: 'Mode' }, 'act'] },
      { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'StopClusters' }, ''] }] },
    ],
  },
  PassesRoles: {
    'Fn::And': [
      { 'Fn::Equals': [{ Ref: 'Mode' }, 'act'] },
      { 'Fn::Not': [{ 'Fn::Equals': [{ 'Fn::Join': ['', { Ref: 'JobRoleArns' }] }, ''] }] },
    ],
  },
  HasBoundary: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'PermissionsBoundary' }, ''] }] },
  HasKey: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'KmsKeyArn' }, ''] }] },
  HasVpc: { 'Fn::Not': [{ 'Fn::Equals': [{ 'Fn::Join': ['', { Ref: 'SubnetIds' }] }, ''] }] },
  HasAlarmEmail: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AlarmEmail' }, ''] }] },
};
