import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeAutoScalingInstancesCommand,
  DescribeLifecycleHooksCommand,
  DescribeScalingActivitiesCommand,
  paginateDescribeAutoScalingGroups,
} from '@aws-sdk/client-auto-scaling';
import type { AutoScalingReads, GroupMember, LeavingCause, TerminateHook, ZonedMember } from '../core/host-reads.ts';
import type { Clock, Read } from '../core/ports.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import { batched, joined } from './batching.ts';
import { clientSettings, within } from './client.ts';
import { readFrom } from './errors.ts';

/** API_DescribeAutoScalingInstances: at most 50 ids. */
const mostInstances = 50;

/** API_DescribeAutoScalingGroups: MaxRecords. */
const groupsPerPage = 100;

const mostActivities = 100;

/** Hooks change when somebody deploys; many instances of one group leave at once. */
const hooksKeptMs = minuteMs;

export function openAutoScaling(): AutoScalingClient {
  return new AutoScalingClient(clientSettings);
}

/** What is read of Auto Scaling. A failed read is a value; nothing here throws. */
export function autoScalingReads(client: AutoScalingClient, clock: Clock): AutoScalingReads {
  const instances = batched<GroupMember>({
    size: mostInstances,
    load: async (_, ids) =>
      readFrom(clock, async () => {
        const answer = await client.send(new DescribeAutoScalingInstancesCommand({ InstanceIds: [...ids] }), within());
        return new Map(
          (answer.AutoScalingInstances ?? []).map((each) => [
            each.InstanceId ?? '',
            memberOf(each.AutoScalingGroupName, each),
          ]),
        );
      }),
  });
  const groups = batched<readonly ZonedMember[]>({
    size: groupsPerPage,
    load: async (_, names) => readFrom(clock, async () => membersOf(client, names)),
  });
  const hooks = keptFor(
    hooksKeptMs,
    clock,
    joined(async (group) => readFrom(clock, async () => hooksOf(client, group))),
  );
  return {
    member: async (id) => instances('', id),
    membersOf: async (group) => groups('', group),
    leavingCause: async (group, id) => found(await readFrom(clock, async () => leavingCause(client, group, id))),
    terminateHooks: hooks,
    leaving: async () => readFrom(clock, async () => leaving(client)),
  };
}

function memberOf(
  group: string | undefined,
  { InstanceId = '', LifecycleState = '' }: { InstanceId?: string | undefined; LifecycleState?: string | undefined },
): GroupMember {
  return { instanceId: InstanceId, group: group ?? '', state: LifecycleState };
}

/** A name nobody has is left out (API_DescribeAutoScalingGroups). */
async function membersOf(
  client: AutoScalingClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly ZonedMember[]>> {
  const input = { AutoScalingGroupNames: [...names], MaxRecords: groupsPerPage };
  const answer = await client.send(new DescribeAutoScalingGroupsCommand(input), within());
  return new Map(
    (answer.AutoScalingGroups ?? []).map(({ AutoScalingGroupName: name = '', Instances: instances = [] }) => [
      name,
      instances.map((each) => ({
        ...memberOf(name, each),
        ...(each.AvailabilityZone !== undefined && { zone: each.AvailabilityZone }),
      })),
    ]),
  );
}

/** API_LifecycleHook: HeartbeatTimeout 3600 s and GlobalTimeout where absent: the documented default, and 100 times it up to 48 h. */
async function hooksOf(client: AutoScalingClient, group: string): Promise<readonly TerminateHook[]> {
  const answer = await client.send(new DescribeLifecycleHooksCommand({ AutoScalingGroupName: group }), within());
  return (answer.LifecycleHooks ?? [])
    .filter(({ LifecycleTransition: transition }) => transition === 'autoscaling:EC2_INSTANCE_TERMINATING')
    .map(
      ({ LifecycleHookName: name = '', NotificationMetadata: metadata, HeartbeatTimeout = 3600, GlobalTimeout }) => ({
        name,
        ...(metadata !== undefined && { metadata }),
        heartbeatMs: HeartbeatTimeout * secondMs,
        globalMs: (GlobalTimeout ?? Math.min(48 * 3600, 100 * HeartbeatTimeout)) * secondMs,
      }),
    );
}

/** API_DescribeScalingActivities: newest first, at most a hundred on a page; the description names the instance. */
async function leavingCause(client: AutoScalingClient, group: string, id: string): Promise<LeavingCause | undefined> {
  const input = { AutoScalingGroupName: group, MaxRecords: mostActivities };
  const { Activities: all = [] } = await client.send(new DescribeScalingActivitiesCommand(input), within());
  const ending = all.find(({ Description: said = '' }) => said.startsWith('Terminating') && said.includes(id));
  if (ending?.Cause === undefined || ending.StartTime === undefined) return undefined;
  return { words: ending.Cause, at: ending.StartTime.getTime() };
}

function found<Value>(read: Read<Value | undefined>): Read<Value> {
  if (!read.ok) return read;
  return read.value === undefined ? { ok: false, reason: 'not-found' } : { ...read, value: read.value };
}

/** Where the hooks of a termination run: an instance that gets a new root volume waits for them, too (API_Instance, LifecycleState). */
const waitingStates: ReadonlySet<string> = new Set(['Terminating:Wait', 'ReplacingRootVolume:Wait']);

async function leaving(
  client: AutoScalingClient,
): Promise<{ readonly members: readonly GroupMember[]; readonly groups: number }> {
  const members: GroupMember[] = [];
  let groups = 0;
  for await (const page of paginateDescribeAutoScalingGroups({ client, pageSize: groupsPerPage }, {}, within())) {
    for (const { AutoScalingGroupName: group, Instances: instances = [] } of page.AutoScalingGroups ?? []) {
      groups += 1;
      const waiting = instances.filter(({ LifecycleState: state = '' }) => waitingStates.has(state));
      members.push(...waiting.map((each) => memberOf(group, each)));
    }
  }
  return { members, groups };
}

/** What was read is good for a while; a failed read is not kept. */
function keptFor<Value>(
  keptMs: number,
  clock: Clock,
  read: (key: string) => Promise<Read<Value>>,
): (key: string) => Promise<Read<Value>> {
  const known = new Map<string, { readonly read: Read<Value>; readonly until: number }>();
  return async (key) => {
    const hit = known.get(key);
    if (hit !== undefined && clock.now() < hit.until) return hit.read;
    const answer = await read(key);
    if (answer.ok) known.set(key, { read: answer, until: clock.now() + keptMs });
    else known.delete(key);
    return answer;
  };
}
