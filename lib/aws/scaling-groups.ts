import type { AutoScalingGroup, LaunchTemplateSpecification } from '@aws-sdk/client-auto-scaling';
import {
  AutoScalingClient,
  DescribeScalingActivitiesCommand,
  paginateDescribeAutoScalingGroups,
  paginateDescribePolicies,
  paginateDescribeScheduledActions,
} from '@aws-sdk/client-auto-scaling';
import type { FailedLaunch, LaunchSource, ScalingGroup, ScalingGroupReads, ScalingMember } from '../core/node-reads.ts';
import type { Clock, Read } from '../core/ports.ts';
import { present } from '../core/present.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import { clientSettings, within } from './client.ts';
import { readFrom } from './errors.ts';

/** API_DescribeAutoScalingGroups, API_DescribePolicies, API_DescribeScheduledActions: MaxRecords. */
const pageSize = 100;

/** Of the activities of a group, the newest. */
const mostActivities = 20;

/** Clusters looked at together ask once. */
const groupsKeptMs = 5 * secondMs;

/** Somebody else's policies change seldom. */
const controllersKeptMs = 5 * minuteMs;

export function openScalingGroups(): AutoScalingClient {
  return new AutoScalingClient(clientSettings);
}

/**
 * For orders: no call is repeated by the client. A second TerminateInstanceInAutoScalingGroup, after an answer that was
 * lost, may make the group smaller a second time, and Auto Scaling then ends an instance that is in use.
 */
export function openScalingOrders(): AutoScalingClient {
  return new AutoScalingClient({ ...clientSettings, maxAttempts: 1 });
}

/** Reads of groups as whoever sizes them needs them. A failed read is a value; nothing here throws. */
export function scalingGroupReads(client: AutoScalingClient, clock: Clock): ScalingGroupReads {
  return {
    scalingGroups: keptFor(groupsKeptMs, clock, async () => allGroups(client)),
    groupControllers: keptFor(controllersKeptMs, clock, async () => allControllers(client)),
    failedLaunches: async (group) => readFrom(clock, async () => failedLaunches(client, group)),
  };
}

/** What was read, or is being read, is good for a while; a failed read is not kept. */
function keptFor<Value>(keptMs: number, clock: Clock, read: () => Promise<Value>): () => Promise<Read<Value>> {
  let known: { readonly read: Promise<Read<Value>>; readonly until: number } | undefined;
  return async () => {
    if (known === undefined || clock.now() >= known.until)
      known = { read: readFrom(clock, read), until: clock.now() + keptMs };
    const asked = known;
    const answer = await asked.read;
    if (!answer.ok && known === asked) known = undefined;
    return answer;
  };
}

async function allGroups(client: AutoScalingClient): Promise<readonly ScalingGroup[]> {
  const groups: ScalingGroup[] = [];
  for await (const page of paginateDescribeAutoScalingGroups({ client, pageSize }, {}, within()))
    groups.push(...(page.AutoScalingGroups ?? []).map(groupOf));
  return groups;
}

function groupOf(group: AutoScalingGroup): ScalingGroup {
  return {
    name: group.AutoScalingGroupName ?? '',
    min: group.MinSize ?? 0,
    max: group.MaxSize ?? 0,
    desired: group.DesiredCapacity ?? 0,
    zones: group.AvailabilityZones ?? [],
    members: (group.Instances ?? []).map(memberOf),
    suspended: (group.SuspendedProcesses ?? []).flatMap(({ ProcessName: name }) => name ?? []),
    launches: launchesOf(group),
  };
}

function launchesOf({ LaunchConfigurationName, LaunchTemplate, MixedInstancesPolicy }: AutoScalingGroup) {
  const { LaunchTemplateSpecification: base, Overrides: overrides = [] } = MixedInstancesPolicy?.LaunchTemplate ?? {};
  const templates = [LaunchTemplate, base, ...overrides.map((each) => each.LaunchTemplateSpecification)];
  const sources = [
    ...templates.map(templateSource),
    LaunchConfigurationName === undefined ? undefined : { from: LaunchConfigurationName },
  ];
  return sources.filter((each) => each !== undefined);
}

function templateSource(template: LaunchTemplateSpecification | undefined): LaunchSource | undefined {
  const from = template?.LaunchTemplateId ?? template?.LaunchTemplateName;
  return from === undefined ? undefined : { from, ...present({ version: template?.Version }) };
}

function memberOf(each: NonNullable<AutoScalingGroup['Instances']>[number]): ScalingMember {
  return {
    id: each.InstanceId ?? '',
    state: each.LifecycleState ?? '',
    isProtected: each.ProtectedFromScaleIn === true,
    isWeighted: each.WeightedCapacity !== undefined && each.WeightedCapacity !== '1',
    ...present({
      zone: each.AvailabilityZone,
      launchedFrom:
        each.LaunchConfigurationName === undefined
          ? templateSource(each.LaunchTemplate)
          : { from: each.LaunchConfigurationName },
    }),
  };
}

/** A policy that somebody has switched off changes nothing (API_ScalingPolicy, Enabled). */
async function allControllers(client: AutoScalingClient): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  const add = (group: string, name: string): void => void found.set(group, [...(found.get(group) ?? []), name]);
  for await (const page of paginateDescribePolicies({ client, pageSize }, {}, within())) {
    for (const { AutoScalingGroupName: group = '', PolicyName: name = '', Enabled } of page.ScalingPolicies ?? [])
      if (Enabled !== false) add(group, name);
  }
  for await (const page of paginateDescribeScheduledActions({ client, pageSize }, {}, within())) {
    for (const {
      AutoScalingGroupName: group = '',
      ScheduledActionName: name = '',
    } of page.ScheduledUpdateGroupActions ?? [])
      add(group, name);
  }
  return found;
}

/** API_DescribeScalingActivities: newest first. */
async function failedLaunches(client: AutoScalingClient, group: string): Promise<readonly FailedLaunch[]> {
  const wanted = { AutoScalingGroupName: group, MaxRecords: mostActivities };
  const { Activities: activities = [] } = await client.send(new DescribeScalingActivitiesCommand(wanted), within());
  return activities
    .filter(({ StatusCode: status, Description: what = '' }) => status === 'Failed' && what.startsWith('Launching'))
    .map(({ StartTime: at, StatusMessage: why = '' }) => ({ at: at?.getTime() ?? 0, why }));
}
