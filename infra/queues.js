import { arn, arnOf, consumers, named, title, when } from './names.js';

/**
 * A message goes to the dead letters by itself only after a thousand tries, the most SQS allows (API_SetQueueAttributes,
 * RedrivePolicy). What can never be understood, the function puts there at once.
 */
export const tries = 1000;

/** AWS's advice for a queue that feeds a function: six times the function's time-out (Lambda, Using Lambda with Amazon SQS). */
const visibilitySeconds = 6 * 30;

/** A message given back is seen again when its visibility time-out is over: an outage of two days puts no good message aside. */
export const triedForHours = (tries * visibilitySeconds) / 3600;

const fourteenDays = 14 * 24 * 60 * 60;

const encryption = {
  KmsMasterKeyId: when('HasKey', { Ref: 'KmsKeyArn' }),
  SqsManagedSseEnabled: { 'Fn::If': ['HasKey', { Ref: 'AWS::NoValue' }, true] },
};

const queue = (properties) => ({
  Type: 'AWS::SQS::Queue',
  Properties: { ...encryption, MessageRetentionPeriod: fourteenDays, ...properties },
  DeletionPolicy: 'Delete',
  UpdateReplacePolicy: 'Delete',
});

/** Only its own queue may take it for its dead letters. By name: each of the two would else wait for the other. */
const onlyFrom = (name) => ({
  redrivePermission: 'byQueue',
  sourceQueueArns: [arn(`sqs:\${AWS::Region}:\${AWS::AccountId}:\${AWS::StackName}-${name}`)],
});

const pair = (feature) => ({
  [`${title(feature)}Queue`]: queue({
    QueueName: named(feature),
    VisibilityTimeout: visibilitySeconds,
    RedrivePolicy: { deadLetterTargetArn: arnOf(`${title(feature)}DeadLetters`), maxReceiveCount: tries },
  }),
  [`${title(feature)}DeadLetters`]: queue({
    QueueName: named(`${feature}-dead-letter`),
    RedriveAllowPolicy: onlyFrom(feature),
  }),
});

export const queues = {
  ...Object.assign({}, ...consumers.map(pair)),
  AlertsQueue: queue({
    QueueName: named('alerts.fifo'),
    FifoQueue: true,
    VisibilityTimeout: visibilitySeconds,
    RedrivePolicy: { deadLetterTargetArn: arnOf('AlertsDeadLetters'), maxReceiveCount: tries },
  }),
  AlertsDeadLetters: queue({
    QueueName: named('alerts-dead-letter.fifo'),
    FifoQueue: true,
    RedriveAllowPolicy: onlyFrom('alerts.fifo'),
  }),
};
