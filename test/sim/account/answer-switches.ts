import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeServicesCommand, DescribeTasksCommand } from '@aws-sdk/client-ecs';
import { matchesQuery } from '../../../sim/account/query.ts';
import { updateService } from '../../../sim/account/services/update.ts';
import { addTargetGroup } from '../../../sim/account/targets.ts';
import { writeLog } from '../../../sim/account/tasks/logs.ts';
import { awsApi } from '../../../sim/api/aws-api.ts';
import type { Switches } from '../../../sim/switches.ts';
import { wire } from '../../../sim/wire.ts';
import { clientsAt } from '../api/clients.ts';
import type { Scene } from '../services/scene.ts';
import { fargateService, host, release, scene, steadyService } from '../services/scene.ts';
import type { SwitchCase } from './switch-case.ts';

/** The SDK's clients over the account of a scene. */
function clientsOver({ account }: Scene) {
  const { ECS, CloudTrail, CloudWatchLogs } = clientsAt();
  const operations = awsApi(account, { random: account.random });
  for (const client of [ECS, CloudTrail, CloudWatchLogs]) wire(client, operations);
  return { ECS, CloudTrail, CloudWatchLogs };
}

function query(flip: Partial<Switches>, expression: string): boolean {
  const here = scene('switch', flip);
  return matchesQuery(expression, { instance: host(here), switches: here.account.switches });
}

export const answerSwitches: readonly SwitchCase[] = [
  {
    name: 'pendingMeansPending',
    off: 2,
    on: 0,
    see: async (flip) => {
      const here = scene('switch', flip);
      fargateService(here, release(here, 'good'));
      here.run(18);
      const command = new DescribeServicesCommand({ cluster: 'prod', services: ['web'] });
      return (await clientsOver(here).ECS.send(command)).services?.[0]?.pendingCount;
    },
  },
  {
    name: 'describedTasksNameBalancer',
    off: ['ElasticNetworkInterface'],
    on: ['ElasticNetworkInterface', 'elb'],
    see: async (flip) => {
      const here = scene('switch', flip);
      const { arn: targetGroupArn } = addTargetGroup(here.account, 'web');
      const targets = [{ targetGroupArn, container: 'app', containerPort: 8080 }];
      const [task] = steadyService(here, { targets, desired: 1 }).tasks;
      const command = new DescribeTasksCommand({ cluster: 'prod', tasks: [task?.arn ?? ''] });
      const { tasks } = await clientsOver(here).ECS.send(command);
      return tasks?.[0]?.attachments?.map(({ type }) => type);
    },
  },
  {
    name: 'trailTakesLong',
    off: 1,
    on: 0,
    see: async (flip) => {
      const here = scene('trail', flip);
      const service = steadyService(here);
      updateService(here.account, service, { desired: 3, by: { role: 'Developer', session: 'kaori' } });
      here.run(420);
      return (await clientsOver(here).CloudTrail.send(new LookupEventsCommand({}))).Events?.length;
    },
  },
  {
    name: 'logsComeLate',
    off: 1,
    on: 0,
    see: async (flip) => {
      const here = scene('switch', flip);
      const log = { group: '/ecs/shop', streamPrefix: 'ecs' };
      const [task] = fargateService(here, release(here, 'good', {}, { log }), { desired: 1 }).tasks;
      here.run(60);
      const running = task ?? [...here.account.tasks.values()][0];
      const [container] = running?.containers ?? [];
      if (running === undefined || container === undefined) throw new Error('no task');
      writeLog(here.account, running, container, ['panic']);
      here.run(10);
      const stream = { logGroupName: log.group, logStreamName: `ecs/app/${running.id}` };
      return (await clientsOver(here).CloudWatchLogs.send(new GetLogEventsCommand(stream))).events?.length;
    },
  },
  {
    name: 'refusalsHaveOtherWords',
    off: { name: 'ClusterNotFoundException', message: 'Cluster not found.' },
    on: { name: 'ClusterNotFoundException', message: 'The request was refused.' },
    see: async (flip) => {
      const { ECS } = clientsOver(scene('switch', flip));
      const command = new DescribeServicesCommand({ cluster: 'gone', services: ['web'] });
      const error = await ECS.send(command).catch((caught: unknown) => caught);
      return error instanceof Error ? { name: error.name, message: error.message } : error;
    },
  },
  {
    name: 'patternsMatchWhole',
    off: true,
    on: false,
    see: (flip) => query(flip, 'attribute:ecs.instance-type =~ m5'),
  },
  {
    name: 'absentAttributeDiffers',
    off: false,
    on: true,
    see: (flip) => query(flip, 'attribute:stack != prod'),
  },
];
