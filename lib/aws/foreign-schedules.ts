import type { EcsParameters as RuleParameters, Rule } from '@aws-sdk/client-eventbridge';
import { EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import type { EcsParameters as ScheduleParameters, ScheduleSummary, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetScheduleCommand, ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import type { ForeignReads, ForeignSchedule, ForeignTarget } from '../core/foreign-schedules.ts';
import type { Clock } from '../core/ports.ts';
import { present } from '../core/present.ts';
import { minuteMs } from '../core/time.ts';
import { lastPart } from '../core/last-part.ts';
import { readFrom } from './errors.ts';
import { allPages, fewAtOnce } from './listing.ts';
import { clientSettings, within } from './client.ts';

export function openRules(): EventBridgeClient {
  return new EventBridgeClient(clientSettings);
}

/** Schedules of an account that are read at one look; the rest at the next. */
const mostRead = 100;

/** Rules and schedules with ECS tasks for their targets (API_ListSchedules, API_ListRules, API_ListTargetsByRule). */
export function foreignReads(
  scheduler: SchedulerClient,
  events: EventBridgeClient,
  clock: Clock,
): Pick<ForeignReads, 'foreignSchedules'> {
  return {
    foreignSchedules: async (ownGroup, known) =>
      readFrom(clock, async () => {
        const [schedules, rules] = await Promise.all([schedulesOf(scheduler, ownGroup, known), rulesOf(events)]);
        return [...schedules, ...rules];
      }),
  };
}

/** What it starts, read anew. Both APIs say it in nearly the same words (API_EcsParameters of each). */
export async function foreignTarget(
  { scheduler, events }: { readonly scheduler: SchedulerClient; readonly events: EventBridgeClient },
  { by, name, group }: Pick<ForeignSchedule, 'by' | 'name' | 'group'>,
): Promise<ForeignTarget | undefined> {
  if (by === 'schedule') {
    const found = await scheduler.send(
      new GetScheduleCommand({ Name: name, ...present({ GroupName: group }) }),
      within(),
    );
    return found.Target === undefined ? undefined : targetOf(found.Target);
  }
  const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: name }), within());
  const target = Targets.find(({ EcsParameters }) => EcsParameters !== undefined);
  return target === undefined ? undefined : targetOf(target);
}

type Target = { readonly Input?: string | undefined; readonly EcsParameters?: Parameters | undefined };
type Parameters = RuleParameters | ScheduleParameters;

function targetOf({ Input, EcsParameters }: Target): ForeignTarget {
  const network = networkOf(EcsParameters);
  const strategy: readonly { readonly capacityProvider?: string | undefined }[] =
    EcsParameters?.CapacityProviderStrategy ?? [];
  return {
    providers: strategy.flatMap(({ capacityProvider }) => capacityProvider ?? []),
    count: EcsParameters?.TaskCount ?? 1,
    ...present({ network, launchType: EcsParameters?.LaunchType, input: Input }),
  };
}

function networkOf(parameters: Parameters | undefined): ForeignTarget['network'] {
  const found = parameters?.NetworkConfiguration?.awsvpcConfiguration;
  if (found?.Subnets === undefined) return undefined;
  return {
    subnets: found.Subnets,
    securityGroups: found.SecurityGroups ?? [],
    publicIp: found.AssignPublicIp === 'ENABLED',
  };
}

async function schedulesOf(
  client: SchedulerClient,
  ownGroup: string | undefined,
  known: readonly ForeignSchedule[],
): Promise<readonly ForeignSchedule[]> {
  const pages = await allPages('list the schedules', async ({ nextToken }, options) => {
    const page = await client.send(
      new ListSchedulesCommand({ MaxResults: 100, ...present({ NextToken: nextToken }) }),
      options,
    );
    return { ...page, ...present({ nextToken: page.NextToken }) };
  });
  const ecs = pages
    .flatMap(({ Schedules = [] }) => Schedules)
    .filter(({ Target, GroupName }) => isCluster(Target?.Arn) && GroupName !== ownGroup);
  const fresh = ecs.filter((each) => find(known, each) === undefined).slice(0, mostRead);
  const read = await fewAtOnce(fresh, async (each) => scheduleOf(client, each));
  return [...ecs.flatMap((each) => find(known, each) ?? []), ...read.flatMap((each) => each ?? [])];
}

function find(known: readonly ForeignSchedule[], { Name, GroupName, LastModificationDate }: ScheduleSummary) {
  return known.find(
    ({ by, name, group, modifiedAt }) =>
      by === 'schedule' && name === Name && group === GroupName && modifiedAt === LastModificationDate?.getTime(),
  );
}

async function scheduleOf(
  client: SchedulerClient,
  { Name, GroupName, LastModificationDate }: ScheduleSummary,
): Promise<ForeignSchedule | undefined> {
  const found = await client.send(new GetScheduleCommand({ Name, ...present({ GroupName }) }), within());
  return {
    by: 'schedule',
    name: Name ?? '',
    expression: found.ScheduleExpression ?? '',
    timezone: found.ScheduleExpressionTimezone ?? 'UTC',
    isEnabled: found.State !== 'DISABLED',
    cluster: lastPart(found.Target?.Arn ?? ''),
    family: familyOf(found.Target?.EcsParameters?.TaskDefinitionArn),
    ...present({
      group: GroupName,
      modifiedAt: LastModificationDate?.getTime(),
      startAt: found.StartDate?.getTime(),
      endAt: found.EndDate?.getTime(),
      windowMs: windowOf(found.FlexibleTimeWindow?.MaximumWindowInMinutes),
    }),
  };
}

function windowOf(minutes: number | undefined): number | undefined {
  return minutes === undefined ? undefined : minutes * minuteMs;
}

/** Only rules with a schedule: what starts a task upon an event is due at no time. */
async function rulesOf(client: EventBridgeClient): Promise<readonly ForeignSchedule[]> {
  const pages = await allPages('list the rules', async ({ nextToken }, options) => {
    const page = await client.send(new ListRulesCommand({ Limit: 100, ...present({ NextToken: nextToken }) }), options);
    return { ...page, ...present({ nextToken: page.NextToken }) };
  });
  const scheduled = pages.flatMap(({ Rules = [] }) => Rules).filter(({ ScheduleExpression }) => ScheduleExpression);
  const found = await fewAtOnce(scheduled, async (rule) => ruleOf(client, rule));
  return found.flatMap((each) => each ?? []);
}

async function ruleOf(client: EventBridgeClient, rule: Rule): Promise<ForeignSchedule | undefined> {
  const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: rule.Name }), within());
  const target = Targets.find(({ EcsParameters }) => EcsParameters !== undefined);
  if (target === undefined) return undefined;
  return {
    by: 'rule',
    name: rule.Name ?? '',
    expression: rule.ScheduleExpression ?? '',
    // "Scheduled rules use UTC" (EventBridge User Guide, eb-create-rule-schedule).
    timezone: 'UTC',
    isEnabled: rule.State !== 'DISABLED',
    cluster: lastPart(target.Arn ?? ''),
    family: familyOf(target.EcsParameters?.TaskDefinitionArn),
  };
}

function isCluster(arn: string | undefined): boolean {
  return arn !== undefined && /^arn:[^:]+:ecs:[^:]*:\d*:cluster\//.test(arn);
}

function familyOf(arn: string | undefined): string {
  return lastPart(arn ?? '').replace(/:\d+$/, '');
}
