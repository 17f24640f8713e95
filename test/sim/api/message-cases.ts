import { GetObjectCommand } from '@aws-sdk/client-s3';
import { PublishCommand } from '@aws-sdk/client-sns';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { Case } from './cases.ts';

const queue = 'https://sqs.ap-northeast-1.amazonaws.com/123456789012/health';

/** Topics, queues and objects. */
export const messageCases: readonly Case[] = [
  {
    name: 'a message to a topic',
    service: 'SNS',
    command: () =>
      new PublishCommand({ TopicArn: 'arn:aws:sns:ap-northeast-1:123456789012:mails', Message: 'a <b> & "c"\nd' }),
    shows: '"MessageId"',
  },
  {
    name: 'no such topic',
    service: 'SNS',
    command: () => new PublishCommand({ TopicArn: 'arn:aws:sns:ap-northeast-1:123456789012:none', Message: 'x' }),
    shows: 'NotFoundException',
  },
  {
    name: 'a subject of two lines',
    service: 'SNS',
    command: () =>
      new PublishCommand({
        TopicArn: 'arn:aws:sns:ap-northeast-1:123456789012:mails',
        Message: 'x',
        Subject: 'one\ntwo',
      }),
    shows: 'InvalidParameterException',
  },
  {
    name: 'a message to a queue',
    service: 'SQS',
    command: () => new SendMessageCommand({ QueueUrl: queue, MessageBody: 'ä' }),
    shows: '"MD5OfMessageBody"',
  },
  {
    name: 'messages to a queue',
    service: 'SQS',
    command: () => new SendMessageBatchCommand({ QueueUrl: queue, Entries: [{ Id: 'a', MessageBody: '{}' }] }),
    shows: '"Failed":[]',
  },
  {
    name: 'no messages to a queue',
    service: 'SQS',
    command: () => new SendMessageBatchCommand({ QueueUrl: queue, Entries: [] }),
    shows: 'EmptyBatchRequest',
  },
  {
    name: 'no such queue',
    service: 'SQS',
    command: () => new SendMessageCommand({ QueueUrl: queue.replace('health', 'none'), MessageBody: 'x' }),
    shows: 'QueueDoesNotExist',
  },
  {
    name: 'the length of a queue',
    service: 'SQS',
    command: () => new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: ['All'] }),
    shows: '"ApproximateNumberOfMessages":"2"',
  },
  {
    name: 'the address of a queue that nobody has',
    service: 'SQS',
    command: () => new GetQueueUrlCommand({ QueueName: 'none' }),
    shows: 'QueueDoesNotExist',
  },
  {
    name: 'messages of a queue that is not there',
    service: 'SQS',
    command: () => new ReceiveMessageCommand({ QueueUrl: queue.replace('health', 'none'), VisibilityTimeout: 0 }),
    shows: 'QueueDoesNotExist',
  },
  {
    name: 'an object',
    service: 'S3',
    command: () => new GetObjectCommand({ Bucket: 'configuration', Key: 'a folder/watchkeeper.yml' }),
    shows: 'timezone: Asia/Tokyo',
  },
  {
    name: 'no such object',
    service: 'S3',
    command: () => new GetObjectCommand({ Bucket: 'configuration', Key: 'none' }),
    shows: 'NoSuchKey',
  },
];
