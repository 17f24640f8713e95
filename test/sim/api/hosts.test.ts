import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setDesiredCapacity, terminateInstance } from '../../../sim/account/autoscaling/scale.ts';
import { awsApi } from '../../../sim/api/aws-api.ts';
import type { Front } from '../../../sim/front/front.ts';
import { startFront } from '../../../sim/front/front.ts';
import { seeded } from '../../../sim/random.ts';
import type { WireHandlers } from '../../../sim/wire.ts';
import type { Fleet } from '../autoscaling/fleet.ts';
import { drain, first, fleet } from '../autoscaling/fleet.ts';
import { host } from '../services/scene.ts';
import { awsCli, isInstalled } from './command-line.ts';

let here: Fleet;
let operations: WireHandlers;
let front: Front;

/** A group of three Spot instances, one of them on its way out, and an instance of no group. */
beforeAll(async () => {
  here = fleet({ hooks: [drain], spot: true });
  host(here, 1);
  terminateInstance(here.scaling, first(here).id, { decrement: true });
  here.run(30);
  operations = awsApi(here.account, { random: seeded('hosts') });
  front = await startFront(operations);
});

afterAll(async () => {
  await front.close();
});

const ask = async (name: string, input: object = {}): Promise<unknown> => {
  const handler = operations[name] as (input: object, call: object) => unknown;
  return handler(input, {});
};

const form = async (version: string, fields: Readonly<Record<string, string>>): Promise<string> => {
  const body = new URLSearchParams({ Version: version, ...fields });
  return (await fetch(front.url, { method: 'POST', body })).text();
};

const ids = async (input: object): Promise<string[]> => {
  const { Reservations } = (await ask('EC2.DescribeInstances', input)) as {
    readonly Reservations: readonly { readonly Instances: readonly { readonly InstanceId: string }[] }[];
  };
  return Reservations.flatMap(({ Instances }) => Instances.map(({ InstanceId }) => InstanceId));
};

const filter = (Name: string, ...Values: readonly string[]) => ({ Filters: [{ Name, Values }] });

describe('EC2', () => {
  test('all instances, and those that fit all filters', async () => {
    expect(await ids({})).toHaveLength(4);
    expect(await ids(filter('instance-lifecycle', 'spot'))).toEqual([...here.group.instances.keys()]);
    expect(await ids(filter('instance-state-name', 'terminated'))).toEqual([]);
    const { Filters } = filter('availability-zone', 'ap-northeast-1c', 'ap-northeast-1d');
    expect(await ids({ Filters: [...Filters, ...filter('instance-type', 'm5.large').Filters] })).toHaveLength(3);
  });

  test('an instance as it is', async () => {
    const { id, zone, launchedAt } = first(here);
    expect(await ask('EC2.DescribeInstances', { InstanceIds: [id] })).toMatchObject({
      Reservations: [
        {
          Instances: [
            {
              InstanceId: id,
              InstanceType: 'm5.large',
              InstanceLifecycle: 'spot',
              LaunchTime: new Date(launchedAt),
              Placement: { AvailabilityZone: zone },
              State: { Code: 16, Name: 'running' },
              Tags: [{ Key: 'aws:autoscaling:groupName', Value: 'web' }],
            },
          ],
        },
      ],
    });
  });

  test('a terminated one is described for an hour', async () => {
    const other = fleet();
    const asked = awsApi(other.account, { random: seeded('other') })['EC2.DescribeInstances'] as (
      input: object,
      call: object,
    ) => { readonly Reservations: readonly unknown[] };
    const { id } = first(other);
    setDesiredCapacity(other.scaling, other.group, 2);
    other.run(300);
    const answer = asked({ InstanceIds: [id] }, {});
    expect(JSON.stringify(answer)).toContain('"State":{"Code":48,"Name":"terminated"}');
    expect(JSON.stringify(answer)).not.toContain('SubnetId');
    other.run(3_600);
    expect(() => asked({ InstanceIds: [id] }, {})).toThrow(`The instance ID '${id}' does not exist`);
  });

  test('types with their network interfaces, and pages of them', async () => {
    expect(await ask('EC2.DescribeInstanceTypes', { InstanceTypes: ['c5.xlarge'] })).toMatchObject({
      InstanceTypes: [
        {
          VCpuInfo: { DefaultVCpus: 4 },
          MemoryInfo: { SizeInMiB: 8192 },
          NetworkInfo: { MaximumNetworkInterfaces: 4 },
        },
      ],
    });
    expect(await ask('EC2.DescribeInstanceTypes', { MaxResults: 5 })).toHaveProperty('NextToken');
  });

  test('subnets, by zone', async () => {
    const answer = await ask('EC2.DescribeSubnets', filter('availability-zone', 'ap-northeast-1d'));
    expect(answer).toMatchObject({ Subnets: [{ SubnetId: 'subnet-03333333333333333', CidrBlock: '10.0.48.0/20' }] });
  });

  test.each([
    ['EC2.DescribeInstances', { InstanceIds: ['i-none'] }, "The instance ID 'i-none' does not exist"],
    ['EC2.DescribeInstances', { InstanceIds: ['i-none'], MaxResults: 5 }, 'instancesSet cannot be used'],
    ['EC2.DescribeInstances', filter('tag:Team', 'a'), "The filter 'tag:Team' is invalid"],
    ['EC2.DescribeInstanceTypes', { InstanceTypes: ['x9.huge'] }, 'do not exist: [x9.huge]'],
    ['EC2.DescribeSubnets', { SubnetIds: ['subnet-none'] }, "The subnet ID 'subnet-none' does not exist"],
    ['AutoScaling.DescribeLifecycleHooks', { AutoScalingGroupName: 'none' }, 'AutoScalingGroup none not found'],
    [
      'AutoScaling.CompleteLifecycleAction',
      { AutoScalingGroupName: 'web', LifecycleHookName: 'drain', LifecycleActionResult: 'CONTINUE', InstanceId: 'i-0' },
      'No active Lifecycle Action found with instance ID i-0',
    ],
  ])('%s refuses %j', async (name, input, words) => {
    await expect(ask(name, input)).rejects.toThrow(words);
  });

  test('speaks its own kind of Query', async () => {
    const { id } = first(here);
    const fields = {
      Action: 'DescribeInstances',
      'InstanceId.1': id,
      'Filter.1.Name': 'availability-zone',
      'Filter.1.Value.1': 'ap-northeast-1a',
      'Filter.1.Value.2': first(here).zone,
    };
    const answer = await form('2016-11-15', fields);
    expect(answer).toContain('<reservationSet><item>');
    expect(answer).toContain(`<instanceId>${id}</instanceId>`);
    expect(answer).toContain('<instanceState><code>16</code><name>running</name></instanceState>');
    const refused = await form('2016-11-15', { Action: 'DescribeInstances', 'InstanceId.1': 'i-none' });
    expect(refused).toContain('<Response><Errors><Error><Code>InvalidInstanceID.NotFound</Code>');
  });
});

describe('Auto Scaling', () => {
  test('a group with its instances and limits', async () => {
    const answer = await form('2011-01-01', {
      Action: 'DescribeAutoScalingGroups',
      'AutoScalingGroupNames.member.1': 'web',
    });
    expect(answer).toContain('<DesiredCapacity>2</DesiredCapacity>');
    expect(answer).toContain('<LifecycleState>Terminating:Wait</LifecycleState>');
    const bare = await ask('AutoScaling.DescribeAutoScalingGroups', { IncludeInstances: false });
    expect(bare).toMatchObject({ AutoScalingGroups: [{ MinSize: 0, MaxSize: 6, Instances: [] }] });
  });

  test('instances, hooks and activities', async () => {
    const { id } = first(here);
    expect(await ask('AutoScaling.DescribeAutoScalingInstances', { InstanceIds: [id] })).toMatchObject({
      AutoScalingInstances: [{ AutoScalingGroupName: 'web', HealthStatus: 'HEALTHY' }],
    });
    expect(await ask('AutoScaling.DescribeLifecycleHooks', { AutoScalingGroupName: 'web' })).toMatchObject({
      LifecycleHooks: [{ LifecycleHookName: 'drain', HeartbeatTimeout: 300, GlobalTimeout: 30_000 }],
    });
    expect(await ask('AutoScaling.DescribeScalingActivities', { AutoScalingGroupName: 'web' })).toMatchObject({
      Activities: [{ StatusCode: 'MidTerminatingLifecycleAction' }, { StatusCode: 'Successful' }, {}, {}],
    });
  });

  test('a lifecycle action is given more time, and completed', async () => {
    const { id } = first(here);
    const fields = { AutoScalingGroupName: 'web', LifecycleHookName: 'drain', InstanceId: id };
    const beaten = await form('2011-01-01', { Action: 'RecordLifecycleActionHeartbeat', ...fields });
    expect(beaten).toContain('<RecordLifecycleActionHeartbeatResult>');
    expect(here.group.instances.get(id)?.state).toBe('Terminating:Wait');
    const completed = { Action: 'CompleteLifecycleAction', ...fields, LifecycleActionResult: 'CONTINUE' };
    await form('2011-01-01', completed);
    here.run(60);
    expect(here.group.instances.has(id)).toBe(false);
    expect(await form('2011-01-01', completed)).toContain('<Code>ValidationError</Code>');
  });
});

const running = 'Name=instance-state-name,Values=running';

describe.skipIf(!isInstalled())('the AWS CLI', () => {
  test.each([
    [
      ['ec2', 'describe-instance-types', '--instance-types', 'm5.large'],
      { InstanceTypes: [{ InstanceType: 'm5.large' }] },
    ],
    [['ec2', 'describe-subnets'], { Subnets: [{ State: 'available' }, {}, {}] }],
    [
      ['ec2', 'describe-instances', '--filters', 'Name=instance-lifecycle,Values=spot', running],
      { Reservations: [{ Instances: [{ State: { Code: 16 } }] }, {}] },
    ],
    [['autoscaling', 'describe-auto-scaling-groups'], { AutoScalingGroups: [{ Instances: [{}, {}] }] }],
  ] as const)(
    '%j',
    async (args, expected) => {
      expect(await awsCli(front.url, args)).toMatchObject(expected);
    },
    30_000,
  );
});
