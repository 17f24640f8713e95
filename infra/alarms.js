import { consumers, functions, named, title, when } from './names.js';
import { triedForHours, tries } from './queues.js';

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
 * One alarm over several metrics of one function: an alarm on metric math takes at most ten (CloudWatch user guide,
 * "CloudWatch service quotas"), however many functions there are, and its message does not say which metric it was.
 * CloudWatch bills each metric, not each alarm. A queue at rest and a metric of ours that nobody counts have no data
 * points: those count as 0, so that one gap cannot hide what the other metrics say (CloudWatch user guide, "Metric math
 * syntax and functions", FILL).
 */
const alarm = (description, together, metrics, settings = {}) => ({
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
      {
        Id: 'all',
        Expression: metrics.length === 1 ? 'FILL(m0, 0)' : `${together}(FILL(METRICS(), 0))`,
        ReturnData: true,
      },
      ...metrics.map((each, at) => ({ Id: `m${at}`, ...each })),
    ],
    ...settings,
  },
});

const fiveMinutes = { Period: 300 };

const queueMetric = (MetricName) => (logicalId) =>
  metric(
    'AWS/SQS',
    MetricName,
    { QueueName: { 'Fn::GetAtt': [logicalId, 'QueueName'] } },
    { Stat: 'Maximum', ...fiveMinutes },
  );

/** What a function is fed from; the alerts come to `alert` by a queue of their own. */
const feeds = (name) => (name === 'alert' ? ['Alert', 'Alerts'] : [title(name)]);

const ofConsumer = (name) => ({
  [`${title(name)}DeadLettersAlarm`]: alarm(
    `Messages to Watchkeeper's function ${name} lie with its dead letters: malformed, or tried ${tries} times, which takes at least ${triedForHours} hours.`,
    'SUM',
    feeds(name).map((feed) => queueMetric('ApproximateNumberOfMessagesVisible')(`${feed}DeadLetters`)),
  ),
  [`${title(name)}LateAlarm`]: alarm(
    `Watchkeeper's function ${name} is more than 15 minutes behind: what happens now is told late.`,
    'MAX',
    feeds(name).map((feed) => queueMetric('ApproximateAgeOfOldestMessage')(`${feed}Queue`)),
    { Threshold: 900 },
  ),
  [`${title(name)}TroubleAlarm`]: alarm(
    `Watchkeeper's function ${name} cannot decide a record, uses an older configuration because the new one is bad, or a receiver refuses for good. Its log says which.`,
    'SUM',
    ['ParkedRecords', 'BadConfiguration', 'PermanentRefusals'].map((what) =>
      metric('Watchkeeper', what, { Function: name }, { Stat: 'Sum', ...fiveMinutes }),
    ),
  ),
});

const ofFunction = (name) => ({
  [`${title(name)}FailingAlarm`]: alarm(
    `Watchkeeper's function ${name} fails or is throttled.`,
    'SUM',
    ['Errors', 'Throttles'].map((what) =>
      metric('AWS/Lambda', what, { FunctionName: named(name) }, { Stat: 'Sum', ...fiveMinutes }),
    ),
    { EvaluationPeriods: 3, DatapointsToAlarm: 2, Threshold: 2 },
  ),
});

/** The alarms of a stack with these functions: each function has its own, which name it. */
export const alarmsOf = (all, fed) => ({
  ...topic,
  ...Object.assign({}, ...fed.map(ofConsumer), ...all.map(ofFunction)),
  SilentAlarm: alarm(
    'The tick of Watchkeeper has not run for five minutes: what should be looked at again is not.',
    'SUM',
    [metric('AWS/Lambda', 'Invocations', { FunctionName: named('tick') }, { Stat: 'Sum', Period: 60 })],
    { ComparisonOperator: 'LessThanThreshold', Threshold: 1, EvaluationPeriods: 5, TreatMissingData: 'breaching' },
  ),
});

export const alarms = alarmsOf(functions, consumers);
