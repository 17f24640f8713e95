import { describe, expect, test } from 'vitest';
import { directory, cli, jsonLines } from './run.ts';

const arn = (name: string): string =>
  `arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:00000000-0000-4000-8000-000000000000:autoScalingGroupName/${name}`;

type Hook = Readonly<Record<string, unknown>>;

const own: Hook = {
  LifecycleHookName: 'watchkeeper-drain',
  LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
  HeartbeatTimeout: 300,
  GlobalTimeout: 30_000,
  DefaultResult: 'CONTINUE',
};

/** Two groups of one cluster, one by its capacity provider and one by its instances; and one that is not of ECS. */
function account(hooks: Readonly<Record<string, readonly Hook[]>>) {
  return {
    ecs: {
      'ECS.ListClusters': () => ({ clusterArns: ['arn:aws:ecs:eu-west-1:123456789012:cluster/prod'] }),
      'ECS.DescribeClusters': () => ({ clusters: [{ clusterName: 'prod', capacityProviders: ['web-cp', 'FARGATE'] }] }),
      'ECS.ListContainerInstances': () => ({ containerInstanceArns: ['ci/1'] }),
      'ECS.DescribeContainerInstances': () => ({ containerInstances: [{ ec2InstanceId: 'i-0b1' }] }),
      'ECS.DescribeCapacityProviders': () => ({
        capacityProviders: [
          {
            name: 'web-cp',
            autoScalingGroupProvider: { autoScalingGroupArn: arn('web'), managedDraining: 'DISABLED' },
          },
        ],
      }),
    },
    scaling: {
      'AutoScaling.DescribeAutoScalingGroups': () => ({
        AutoScalingGroups: [
          groupOf('web', [], [{ Key: 'Team', Value: 'shop' }]),
          groupOf('batch', ['i-0b1']),
          groupOf('vpn', ['i-0c1']),
        ],
      }),
      'AutoScaling.DescribeLifecycleHooks': ({ AutoScalingGroupName = '' }: { AutoScalingGroupName?: string }) => ({
        LifecycleHooks: hooks[AutoScalingGroupName] ?? [],
      }),
    },
  };
}

function groupOf(name: string, ids: readonly string[], tags: readonly object[] = []) {
  return {
    AutoScalingGroupName: name,
    AutoScalingGroupARN: arn(name),
    MinSize: 0,
    MaxSize: 9,
    DesiredCapacity: ids.length,
    Instances: ids.map((InstanceId) => ({ InstanceId })),
    Tags: tags,
  };
}

const cwd = directory({
  'watchkeeper.yml': 'receivers: { team: { slack: C01TEAM } }\ndrain: { "*": { mode: act, deadline: 60m } }\n',
});
const env = { AWS_REGION: 'eu-west-1' };
const run = async (args: readonly string[], hooks: Readonly<Record<string, readonly Hook[]>>) =>
  cli(['hooks', ...args], { env, cwd, ...account(hooks) });

describe('watchkeeper hooks', () => {
  test('all is well', async () => {
    const { code, out, err } = await run(['--check'], { web: [own], batch: [own] });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('groups: 2, nothing is wrong');
    expect(out).not.toContain('vpn');
  });

  test('a group without a hook, and one whose hook cannot be kept alive', async () => {
    const { code, out } = await run([], { web: [{ ...own, HeartbeatTimeout: 60, GlobalTimeout: 6000 }] });
    expect(code).toBe(1);
    expect(out).toContain('groups: 2, to be changed: 2');
    expect(out).toContain('a time-out of 60 s cannot be kept alive');
    expect(out).toContain('no hook of ours');
  });

  test('as programs see it', async () => {
    const { code, out } = await run(['--json', '--group', 'web'], { web: [own] });
    expect(code).toBe(0);
    expect(jsonLines(out)).toMatchObject([
      {
        type: 'group',
        group: 'web',
        clusters: ['prod'],
        capacityProviders: ['web-cp'],
        mode: 'act',
        deadlineSeconds: 3600,
        hooks: [{ name: 'watchkeeper-drain', owner: 'own', heartbeatSeconds: 300 }],
        findings: [],
      },
    ]);
  });

  test('only groups with a tag', async () => {
    const { code, out } = await run(['--json', '--tag', 'Team=shop'], { web: [own] });
    expect({ code, groups: jsonLines(out).map(({ group }) => group) }).toEqual({ code: 0, groups: ['web'] });
    expect((await run(['--tag', 'Team=other'], {})).err).toContain('there are batch, web');
  });

  test('prints what is missing', async () => {
    const { code, out } = await run(['--print'], { web: [own] });
    expect(code).toBe(0);
    expect(out).toBe(`# batch
BatchDrainHook:
  Type: AWS::AutoScaling::LifecycleHook
  Properties:
    AutoScalingGroupName: "batch"
    LifecycleHookName: watchkeeper-drain
    LifecycleTransition: autoscaling:EC2_INSTANCE_TERMINATING
    HeartbeatTimeout: 300
    DefaultResult: CONTINUE
    NotificationMetadata: '{"watchkeeper":"drain"}'
`);
  });

  test('for Terraform', async () => {
    const { out } = await run(['--print', '--group', 'web', '--format', 'terraform'], { web: [own] });
    expect(out).toContain('resource "aws_autoscaling_lifecycle_hook" "web_drain" {');
    expect(out).toContain('  notification_metadata  = "{\\"watchkeeper\\":\\"drain\\"}"');
  });

  test.each([
    { name: 'two questions', args: ['--check', '--print'], code: 2 },
    { name: 'no format', args: ['--print', '--format', 'pulumi'], code: 2 },
    { name: 'no group', args: ['--group', 'wbe'], code: 1 },
  ])('$name: $code', async ({ args, code }) => {
    expect((await run(args, {})).code).toBe(code);
  });

  test('what is printed passes the check', async () => {
    const { out } = await run(['--print', '--json'], {});
    const snippets = jsonLines(out).map(({ snippet }) => String(snippet));
    const seconds = snippets.map((each) => Number(/HeartbeatTimeout: (\d+)/.exec(each)?.[1]));
    const hook = { ...own, HeartbeatTimeout: seconds[0], GlobalTimeout: 100 * (seconds[0] ?? 0) };
    expect((await run(['--check'], { web: [hook], batch: [hook] })).code).toBe(0);
  });
});
