import { expect, test } from 'vitest';
import { resource, resourcesOf } from './stack.ts';

const letters = resourcesOf('AWS::SQS::Queue').filter(([id]) => id.endsWith('DeadLetters'));

test.each(letters)('%s are for their own queue alone', (id, { Properties }) => {
  const { 'Fn::Sub': name } = resource(id.replace(/DeadLetters$/, 'Queue')).Properties['QueueName'] as {
    readonly 'Fn::Sub': string;
  };
  expect(Properties['RedriveAllowPolicy']).toEqual({
    redrivePermission: 'byQueue',
    sourceQueueArns: [{ 'Fn::Sub': `arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:${name}` }],
  });
});
