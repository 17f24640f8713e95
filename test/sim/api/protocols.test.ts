import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Front } from '../../../sim/front/front.ts';
import { startFront } from '../../../sim/front/front.ts';
import type { WireHandlers } from '../../../sim/wire.ts';
import { awsError } from '../../../sim/wire.ts';
import { awsCli, isInstalled } from './command-line.ts';

const at = new Date(Date.UTC(2026, 10, 21, 3, 4, 5, 678));

/** Services whose operations are made elsewhere, answered with samples of all that their protocols can carry. */
const samples: WireHandlers = {
  'AutoScaling.DescribeAutoScalingGroups': () => ({
    AutoScalingGroups: [
      {
        AutoScalingGroupName: 'a & <b>',
        MinSize: 0,
        MaxSize: 4,
        DesiredCapacity: 2,
        DefaultCooldown: 300,
        AvailabilityZones: ['ap-northeast-1a'],
        HealthCheckType: 'EC2',
        CreatedTime: at,
        NewInstancesProtectedFromScaleIn: false,
        Instances: [],
      },
    ],
  }),
  'AutoScaling.RecordLifecycleActionHeartbeat': () => ({}),
  'AutoScaling.SetDesiredCapacity': () => {
    throw awsError('ResourceContentionFault', { message: 'in use', status: 500 });
  },
  'AutoScaling.PutScheduledUpdateGroupAction': () => ({}),
  'CloudWatch.GetMetricData': () => ({
    MetricDataResults: [{ Id: 'cpu', Label: 'CPU', StatusCode: 'Complete', Timestamps: [at], Values: [1.5] }],
  }),
  'EventBridge.PutEvents': () => ({ FailedEntryCount: 0, Entries: [{ EventId: 'e-1' }] }),
  'SNS.GetTopicAttributes': () => ({ Attributes: { TopicArn: 'arn:aws:sns:x:1:a', DisplayName: '' } }),
};

let front: Front;

beforeAll(async () => {
  front = await startFront(samples);
});

afterAll(async () => {
  await front.close();
});

function last(): unknown {
  return front.requests.at(-1)?.input;
}

describe('forms', () => {
  const send = async (fields: Readonly<Record<string, string>>): Promise<string> => {
    const body = new URLSearchParams({ Version: '2011-01-01', ...fields });
    return (await fetch(front.url, { method: 'POST', body })).text();
  };

  test('lists, numbers, switches and moments are what they are', async () => {
    await send({
      Action: 'DescribeAutoScalingGroups',
      'AutoScalingGroupNames.member.2': 'two',
      'AutoScalingGroupNames.member.1': 'one',
      'AutoScalingGroupNames.member.10': 'ten',
      'Filters.member.1.Name': 'tag:team',
      'Filters.member.1.Values.member.1': '7',
      MaxRecords: '5',
      IncludeInstances: 'true',
      StartTime: '2026-11-21T03:04:05.678Z',
    });
    expect(last()).toEqual({
      AutoScalingGroupNames: ['one', 'two', 'ten'],
      Filters: [{ Name: 'tag:team', Values: ['7'] }],
      MaxRecords: 5,
      IncludeInstances: true,
      StartTime: at,
    });
  });

  test('answers without members, and short codes', async () => {
    expect(await send({ Action: 'RecordLifecycleActionHeartbeat' })).toContain(
      '<RecordLifecycleActionHeartbeatResult>',
    );
    expect(await send({ Action: 'SetDesiredCapacity' })).toContain(
      '<Type>Receiver</Type><Code>ResourceContention</Code><Message>in use</Message>',
    );
  });
});

describe.skipIf(!isInstalled())('as the AWS CLI reads them', () => {
  const aws = async (...args: readonly string[]): Promise<unknown> => awsCli(front.url, args);

  test('groups', async () => {
    expect(await aws('autoscaling', 'describe-auto-scaling-groups')).toMatchObject({
      AutoScalingGroups: [
        {
          AutoScalingGroupName: 'a & <b>',
          MinSize: 0,
          DesiredCapacity: 2,
          AvailabilityZones: ['ap-northeast-1a'],
          CreatedTime: '2026-11-21T03:04:05.678Z',
          NewInstancesProtectedFromScaleIn: false,
          Instances: [],
        },
      ],
    });
  }, 30_000);

  test('metrics, whose times are moments on the other side, too', async () => {
    const times = ['--start-time', '2026-11-21T03:00:00Z', '--end-time', at.toISOString()];
    const answer = await aws('cloudwatch', 'get-metric-data', '--metric-data-queries', '[]', ...times);
    expect(answer).toMatchObject({ MetricDataResults: [{ Id: 'cpu', Values: [1.5] }] });
    expect(last()).toMatchObject({ StartTime: new Date(Date.UTC(2026, 10, 21, 3)) });
  }, 30_000);

  test('events and maps', async () => {
    const entries = JSON.stringify([{ Source: 'us', DetailType: 'x', Detail: '{}', Time: at.toISOString() }]);
    expect(await aws('events', 'put-events', '--entries', entries)).toMatchObject({ FailedEntryCount: 0 });
    const topic = await aws('sns', 'get-topic-attributes', '--topic-arn', 'arn:aws:sns:x:1:a');
    expect(topic).toEqual({ Attributes: { TopicArn: 'arn:aws:sns:x:1:a', DisplayName: '' } });
  }, 30_000);
});
