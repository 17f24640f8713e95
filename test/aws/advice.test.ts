import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { adviceReads } from '../../lib/aws/advice.ts';
import { PortError } from '../../lib/core/outcome.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import { awsError, wire } from '../../sim/wire.ts';

const here = { region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1 };

function over(ecsHandlers: WireHandlers, elbHandlers: WireHandlers = {}) {
  const [ecs, elb] = [new ECSClient(here), new ElasticLoadBalancingV2Client(here)];
  const requests = [wire(ecs, ecsHandlers), wire(elb, elbHandlers)];
  return {
    reads: adviceReads({ ecs, elb }),
    asked: () => requests.flat().map(({ operation, input }) => ({ operation, input })),
  };
}

const many = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `arn:${name}${at}`);

describe('what advice reads', () => {
  test('account settings: the effective ones, every page', async () => {
    const { reads, asked } = over({
      'ECS.ListAccountSettings': ({ nextToken }: { nextToken?: string }) =>
        nextToken === undefined
          ? {
              settings: [{ name: 'awsvpcTrunking', value: 'enabled', principalArn: 'arn:aws:iam::123456789012:root' }],
              nextToken: 'more',
            }
          : { settings: [{ name: 'containerInsights', value: 'disabled' }] },
    });
    expect(await reads.accountSettings()).toEqual([
      { name: 'awsvpcTrunking', value: 'enabled' },
      { name: 'containerInsights', value: 'disabled' },
    ]);
    expect(asked().map(({ input }) => input)).toEqual([
      { effectiveSettings: true },
      { effectiveSettings: true, nextToken: 'more' },
    ]);
  });

  test('task protection: a hundred tasks at a time, and moments as texts', async () => {
    const sizes: number[] = [];
    const { reads } = over({
      'ECS.GetTaskProtection': ({ tasks }: { tasks: string[] }) => {
        sizes.push(tasks.length);
        return {
          protectedTasks: [
            { taskArn: tasks[0], protectionEnabled: true, expirationDate: new Date('2026-11-22T08:00:00Z') },
          ],
          failures: [],
        };
      },
    });
    const found = await reads.protectedTasks('web', many('task', 150));
    expect(sizes.toSorted((a, b) => b - a)).toEqual([100, 50]);
    expect(found[0]).toEqual({
      taskArn: 'arn:task0',
      protectionEnabled: true,
      expirationDate: '2026-11-22T08:00:00.000Z',
    });
    expect(await reads.protectedTasks('web', [])).toEqual([]);
  });

  test('load balancers: twenty at a time, and nothing is asked about none', async () => {
    const { reads, asked } = over(
      {},
      {
        'ElasticLoadBalancingV2.DescribeLoadBalancers': ({ LoadBalancerArns }: { LoadBalancerArns: string[] }) => ({
          LoadBalancers: LoadBalancerArns.map((LoadBalancerArn) => ({
            LoadBalancerArn,
            SecurityGroups: ['sg-1'],
            DNSName: 'x',
          })),
        }),
        'ElasticLoadBalancingV2.DescribeTargetGroups': ({ TargetGroupArns }: { TargetGroupArns: string[] }) => ({
          TargetGroups: TargetGroupArns.map((TargetGroupArn) => ({
            TargetGroupArn,
            TargetType: 'ip',
            LoadBalancerArns: ['arn:lb0'],
            Port: 80,
          })),
        }),
      },
    );
    expect(await reads.loadBalancers([])).toEqual([]);
    expect(asked()).toEqual([]);
    const found = await reads.loadBalancers(many('lb', 25));
    expect(found).toHaveLength(25);
    expect(found[0]).toEqual({ LoadBalancerArn: 'arn:lb0', SecurityGroups: ['sg-1'] });
    expect(asked()).toHaveLength(2);
    expect(await reads.targetGroups(['arn:tg'])).toEqual([
      { TargetGroupArn: 'arn:tg', TargetType: 'ip', LoadBalancerArns: ['arn:lb0'] },
    ]);
  });

  test('a task definition, without values of its environment; none where there is none', async () => {
    const { reads } = over({
      'ECS.DescribeTaskDefinition': ({ taskDefinition }: { taskDefinition: string }) => {
        if (taskDefinition !== 'web:6') throw awsError('ClientException');
        return {
          taskDefinition: {
            taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:6',
            family: 'web',
            revision: 6,
            containerDefinitions: [
              { name: 'app', image: 'web:6', environment: [{ name: 'PASSWORD', value: 'hunter2' }] },
            ],
          },
        };
      },
    });
    const found = await reads.taskDefinition('web:6');
    expect(found).toMatchObject({ revision: 6, containerDefinitions: [{ environment: [{ name: 'PASSWORD' }] }] });
    expect(JSON.stringify(found)).not.toContain('hunter2');
    expect(await reads.taskDefinition('web:5')).toBeUndefined();
  });

  test('a refusal is a PortError that says what was tried', async () => {
    const { reads } = over({
      'ECS.ListTagsForResource': () => {
        throw awsError('AccessDeniedException');
      },
    });
    const error = await reads
      .tags('arn:aws:ecs:eu-west-1:123456789012:service/web/app')
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PortError);
    expect(String(error)).toContain('list the tags of the service');
  });
});
