import { consumers, functions, named, title, when } from './names.js';

/** Trouble of Watchkeeper's own goes here, never through its own alerts. */
const topic = {
  AlarmTopic: {
    Type: 'AWS::SNS::Topic',
    Properties: { TopicName: named('alarms'), KmsMasterKeyId: when('HasKey', { Ref: 'KmsKeyArn' }) },
  },
  AlarmEmailSubscription: {
    Type: 'AWS::SNS::Subscription',
    Condition: 'HasAlarmEmail',
    Properties: { TopicArn: { Ref: 'AlarmTopic' }, Protocol: 'email', Endpoint: { Ref: 'AlarmEmail' } },
  },
};

const metric = (Namespace, MetricName, dimensions, { Stat, Period }) => ({
  MetricStat: {
    Metric: { Namespace, MetricName, Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })) },
    Stat,
    Period,
  },
  ReturnData: false,
});

/**
 * One alarm over several metrics: fewer alarms to read. CloudWatch bills each metric an alarm looks at. A queue at rest
 * and a metric of ours that nobody counts have no data points: those count as 0, so that one gap cannot hide what the
 * other metrics say (CloudWatch user guide, "Metric math syntax and functions", FILL).
 */
const alarm = (description, expression, metrics, settings = {}) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmDescription: description,
    AlarmActions: [{ Ref: 'AlarmTopic' }],
    OKActions: [{ Ref: 'AlarmTopic' }],
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 0,
    EvaluationPeriods: 1,
    TreatMissingData: 'notBreaching',
    Metrics: [
      { Id: 'all', Expression: expression, ReturnData: true },
      ...metrics.map((each, at) => ({ Id: `m${at}`, ...each })),
    ],
    ...settings,
  },
});

const fiveMinutes = { Period: 300 };
const queueName = (logicalId) => ({ 'Fn::GetAtt': [logicalId, 'QueueName'] });
const workQueues = [...consumers.map((name) => `${title(name)}Queue`), 'AlertsQueue'];
const deadQueues = [...consumers.map((name) => `${title(name)}DeadLetters`), 'AlertsDeadLetters'];
const functionName = (name) => ({ FunctionName: named(name) });

export const alarms = {
  ...topic,
  DeadLettersAlarm: alarm(
    'Messages lie with the dead letters of Watchkeeper: malformed, or tried for weeks.',
    'SUM(FILL(METRICS(), 0))',
    deadQueues.map((id) =>
      metric(
        'AWS/SQS',
        'ApproximateNumberOfMessagesVisible',
        { QueueName: queueName(id) },
        { Stat: 'Maximum', ...fiveMinutes },
      ),
    ),
  ),
  LateAlarm: alarm(
    'Watchkeeper is more than 15 minutes behind: what happens now is told late.',
    'MAX(FILL(METRICS(), 0))',
    workQueues.map((id) =>
      metric(
        'AWS/SQS',
        'ApproximateAgeOfOldestMessage',
        { QueueName: queueName(id) },
        { Stat: 'Maximum', ...fiveMinutes },
      ),
    ),
    { Threshold: 900 },
  ),
  FailingAlarm: alarm(
    'Functions of Watchkeeper fail or are throttled.',
    'SUM(FILL(METRICS(), 0))',
    functions.flatMap((name) =>
      ['Errors', 'Throttles'].map((what) =>
        metric('AWS/Lambda', what, functionName(name), { Stat: 'Sum', ...fiveMinutes }),
      ),
    ),
    { EvaluationPeriods: 3, DatapointsToAlarm: 2, Threshold: 2 },
  ),
  SilentAlarm: alarm(
    'The tick of Watchkeeper has not run for five minutes: what should be looked at again is not.',
    'FILL(m0, 0)',
    [metric('AWS/Lambda', 'Invocations', functionName('tick'), { Stat: 'Sum', Period: 60 })],
    { ComparisonOperator: 'LessThanThreshold', Threshold: 1, EvaluationPeriods: 5, TreatMissingData: 'breaching' },
  ),
  TroubleAlarm: alarm(
    'Watchkeeper cannot decide a record, uses an older configuration because the new one is bad, or a receiver refuses for good. The log says which.',
    'SUM(FILL(METRICS(), 0))',
    consumers.flatMap((name) =>
      ['ParkedRecords', 'BadConfiguration', 'PermanentRefusals'].map((what) =>
        metric('Watchkeeper', what, { Function: name }, { Stat: 'Sum', ...fiveMinutes }),
      ),
    ),
  ),
};
