import type { EventBridgeClient, Rule, Target } from '@aws-sdk/client-eventbridge';
import { ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import type { SchedulerClient, ScheduleSummary } from '@aws-sdk/client-scheduler';
import { GetScheduleCommand, ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import type { RawItem } from '../core/cluster-reads.ts';
import { present } from '../core/present.ts';
import { allPages, asked, fewAtOnce } from './listing.ts';
import type { Kept } from './kept-item.ts';
import { itemOf } from './kept-item.ts';

const keptOfRule: Kept<Rule> = {
  Name: true,
  State: true,
  EventPattern: true,
  ScheduleExpression: true,
  ManagedBy: true,
};

const keptOfTarget: Kept<Target> = {
  Arn: true,
  EcsParameters: { TaskDefinitionArn: true, TaskCount: true, LaunchType: true },
  DeadLetterConfig: { Arn: true },
};

/** Rules that hear ECS, and rules that start its tasks, with their targets. */
export async function taskRules(client: EventBridgeClient): Promise<readonly RawItem[]> {
  const pages = await allPages('list the rules of EventBridge', async ({ nextToken }, options) => {
    const page = await client.send(new ListRulesCommand({ Limit: 100, ...present({ NextToken: nextToken }) }), options);
    return { ...page, nextToken: page.NextToken };
  });
  const rules = pages.flatMap(({ Rules = [] }) => Rules);
  // Whom a rule with a pattern or a schedule of its own starts, only its targets tell.
  const candidates = rules.filter(({ ScheduleExpression, EventPattern = '' }) => {
    return ScheduleExpression !== undefined || EventPattern.includes('aws.ecs');
  });
  const all = await fewAtOnce(candidates, async (rule) => ({
    ...itemOf(rule, keptOfRule),
    Targets: await targetsOf(client, rule.Name ?? ''),
  }));
  return all.filter(({ Targets, ...rule }) => hearsEcs(rule) || Targets.some((target) => 'EcsParameters' in target));
}

function hearsEcs(rule: RawItem): boolean {
  return typeof rule['EventPattern'] === 'string' && rule['EventPattern'].includes('aws.ecs');
}

async function targetsOf(client: EventBridgeClient, rule: string): Promise<readonly RawItem[]> {
  const pages = await allPages(`list the targets of the rule ${rule}`, async ({ nextToken }, options) => {
    const command = new ListTargetsByRuleCommand({ Rule: rule, ...present({ NextToken: nextToken }) });
    const page = await client.send(command, options);
    return { ...page, nextToken: page.NextToken };
  });
  return pages.flatMap(({ Targets = [] }) => Targets).map((each) => itemOf(each, keptOfTarget));
}

/** A templated target has the cluster's ARN, a universal one the call's ("Using universal targets", Scheduler guide). */
function startsTasks({ Target }: ScheduleSummary): boolean {
  const arn = Target?.Arn ?? '';
  return /^arn:[\w-]+:ecs:.*:cluster\//.test(arn) || arn.endsWith(':aws-sdk:ecs:runTask');
}

/** Schedules that start tasks, of all groups. */
export async function taskSchedules(client: SchedulerClient): Promise<readonly RawItem[]> {
  const pages = await allPages('list the schedules', async ({ nextToken }, options) => {
    const command = new ListSchedulesCommand({ MaxResults: 100, ...present({ NextToken: nextToken }) });
    const page = await client.send(command, options);
    return { ...page, nextToken: page.NextToken };
  });
  const found = pages.flatMap(({ Schedules = [] }) => Schedules).filter(startsTasks);
  return fewAtOnce(found, async ({ Name, GroupName }) => {
    const schedule = await asked(`read the schedule ${Name ?? ''}`, async (options) =>
      client.send(new GetScheduleCommand({ Name, GroupName }), options),
    );
    const { ScheduleExpression, ScheduleExpressionTimezone, State, Target } = schedule;
    return present({
      Name,
      GroupName,
      ScheduleExpression,
      ScheduleExpressionTimezone,
      State,
      Target:
        Target &&
        present({
          Arn: Target.Arn,
          EcsParameters: Target.EcsParameters && { TaskDefinitionArn: Target.EcsParameters.TaskDefinitionArn },
          DeadLetterConfig: Target.DeadLetterConfig && { Arn: Target.DeadLetterConfig.Arn },
        }),
    });
  });
}
