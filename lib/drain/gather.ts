import type { Asked } from '../core/feature.ts';
import type { HostEvent } from '../core/host-event.ts';
import type { EcsHost, TasksOnHost } from '../core/host-reads.ts';
import type { Read } from '../core/ports.ts';
import type { RecordKey } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import type { DrainFacts, DrainReads, InstanceFacts } from './facts.ts';
import { thingOf } from './names.ts';
import type { DrainPolicy } from './policy.ts';
import { isIgnoredCluster } from './policy.ts';
import type { DrainState } from './state.ts';
import { serviceOf } from './verdict.ts';
import type { Wanted } from './wanted.ts';
import { hearingOf, policyOf, wantedOf } from './wanted.ts';

/**
 * So many instances are looked at in one invocation: each takes two lists of ECS's bucket of 20 reads a second (request
 * throttling), and an invocation must come to its end. The others are looked at a little later.
 */
const mostLooks = 20;

type Context = { readonly policy: DrainPolicy; readonly now: Instant };
type Planned = { readonly each: Asked<HostEvent, DrainState>; readonly wanted: Wanted; readonly endsAt: Instant };

/** Reads what is true now of the instances whose time it is, and nothing of the others. */
export async function gather(
  asked: readonly Asked<HostEvent, DrainState>[],
  read: DrainReads,
  context: Context,
): Promise<ReadonlyMap<RecordKey, DrainFacts>> {
  const planned = asked.map((each) => planOf(each, context));
  const looks = planned.filter(({ wanted }) => wanted.look).toSorted((a, b) => a.endsAt - b.endsAt);
  const now = new Set(looks.slice(0, mostLooks));
  const facts = planned.map(async (plan): Promise<[RecordKey, DrainFacts]> => {
    const wanted = plan.wanted.look && !now.has(plan) ? { ...plan.wanted, look: false, hosts: false } : plan.wanted;
    return [plan.each.key, await factsOf(plan.each, { wanted, read, context })];
  });
  return new Map(await Promise.all(facts));
}

const nothing: Wanted = { hosts: false, look: false, hooks: false, member: false };

function planOf(each: Asked<HostEvent, DrainState>, { policy, now }: Context): Planned {
  const { kind, name } = thingOf(each.key);
  if (kind !== 'instance') return { each, wanted: nothing, endsAt: 0 };
  const state = each.state?.kind === 'instance' ? each.state : undefined;
  const hearing = hearingOf(name, { state, events: each.events, policy, now });
  const isOurs = hearing.isNews || state !== undefined;
  const wanted = isOurs ? wantedOf(hearing.state, policyOf(hearing.state, policy), now) : nothing;
  return { each: { ...each, state: hearing.state }, wanted, endsAt: hearing.state.since };
}

type Setting = { readonly wanted: Wanted; readonly read: DrainReads; readonly context: Context };

async function factsOf(
  { key, state }: Asked<HostEvent, DrainState>,
  { wanted, read, context }: Setting,
): Promise<DrainFacts> {
  const { kind, name } = thingOf(key);
  if (kind === 'group') return { kind };
  if (kind === 'sweep') {
    const isDue = state?.kind !== 'sweep' || state.lookAt <= context.now;
    return isDue ? { kind, leaving: await read.leaving() } : { kind };
  }
  const group = state?.kind === 'instance' ? state.group : undefined;
  const [hooks, member, looked] = await Promise.all([
    wanted.hooks && group !== undefined ? read.terminateHooks(group) : undefined,
    wanted.member ? read.member(name) : undefined,
    lookAt(name, { wanted, read, context }),
  ]);
  return {
    kind: 'instance',
    looked: wanted.look,
    ...looked,
    ...(hooks !== undefined && { hooks }),
    ...(member !== undefined && { member }),
  };
}

type Looked = Pick<InstanceFacts, 'hosts' | 'tasks' | 'daemons'>;

async function lookAt(id: string, { wanted, read, context }: Setting): Promise<Looked> {
  const none: Looked = { tasks: new Map(), daemons: new Map() };
  if (!wanted.hosts) return none;
  const hosts = await read.hostsOf(id);
  if (!wanted.look || !hosts.ok) return { ...none, hosts };
  const ours = hosts.value.filter(({ cluster }) => !isIgnoredCluster(context.policy, cluster));
  const found = await Promise.all(
    ours.map(async (host): Promise<[string, Read<TasksOnHost>]> => [host.arn, await tasksOn(host, read)]),
  );
  const tasks = new Map(found);
  return { hosts, tasks, daemons: await daemonsOf(ours, tasks, read) };
}

async function tasksOn({ cluster, arn }: EcsHost, read: DrainReads): Promise<Read<TasksOnHost>> {
  return read.tasksOn({ cluster, containerInstance: arn });
}

/** Of the services whose tasks are left: whether they are daemons. What is not known is taken for none. */
async function daemonsOf(
  hosts: readonly EcsHost[],
  tasks: ReadonlyMap<string, Read<TasksOnHost>>,
  read: DrainReads,
): Promise<InstanceFacts['daemons']> {
  const names = new Map<string, { readonly cluster: string; readonly service: string }>();
  for (const { arn, cluster } of hosts) {
    const found = tasks.get(arn);
    for (const { group, lastStatus } of found?.ok === true ? found.value.tasks : []) {
      const service = serviceOf(group);
      if (service !== undefined && lastStatus !== 'STOPPED') names.set(`${cluster}/${service}`, { cluster, service });
    }
  }
  const answers = await Promise.all(
    [...names].map(async ([name, which]) => [name, await read.schedulingOf(which)] as const),
  );
  return new Map(answers.flatMap(([name, each]) => (each.ok ? [[name, each.value === 'DAEMON'] as const] : [])));
}
