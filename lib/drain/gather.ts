import type { Asked } from '../core/feature.ts';
import type { HostEvent } from '../core/host-event.ts';
import type { EcsHost, TasksOnHost } from '../core/host-reads.ts';
import type { Read } from '../core/ports.ts';
import { present } from '../core/present.ts';
import type { RecordKey } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import { courseOf } from './course.ts';
import { evidenceOf } from './evidence.ts';
import type { DrainFacts, DrainReads, InstanceFacts } from './facts.ts';
import { poolKey, sharedOf } from './gather-room.ts';
import { thingOf } from './names.ts';
import type { DrainPolicy } from './policy.ts';
import { isIgnoredCluster } from './policy.ts';
import type { Plan } from './ration.ts';
import { rationed } from './ration.ts';
import type { DrainState, InstanceState } from './state.ts';
import { isThere, serviceOf } from './verdict.ts';
import type { Wanted } from './wanted.ts';
import { hearingOf, knownOf, nothing, policyOf, wantedOf } from './wanted.ts';

/** So many are asked why they are stuck: what holds one of a group holds the others, mostly. */
const mostWhys = 10;

type Context = { readonly policy: DrainPolicy; readonly now: Instant };
type Planned = Plan & { readonly each: Asked<HostEvent, DrainState> };

/** Reads what is true now of the instances whose time it is, and nothing of the others. */
export async function gather(
  asked: readonly Asked<HostEvent, DrainState>[],
  read: DrainReads,
  context: Context,
): Promise<ReadonlyMap<RecordKey, DrainFacts>> {
  const planned = asked.map((each) => planOf(each, context));
  const rations = await rationed(planned, read, context.now);
  const whys = new Set(planned.filter(({ wanted }) => wanted.why).slice(0, mostWhys));
  const shared = sharedOf(
    rations.flatMap(([{ each }, wanted]) => askingOf(each, wanted)),
    read,
  );
  const facts = rations.map(async ([plan, ration]): Promise<[RecordKey, DrainFacts]> => {
    const { key } = plan.each;
    const wanted = { ...ration, why: whys.has(plan) };
    const known = await factsOf(plan.each, { wanted, read, context });
    return [key, known.kind === 'instance' ? { ...known, ...(await shared).get(key) } : known];
  });
  return new Map(await Promise.all(facts));
}

function planOf(each: Asked<HostEvent, DrainState>, { policy, now }: Context): Planned {
  const { kind, name } = thingOf(each.key);
  if (kind !== 'instance') return { each, wanted: nothing, endsAt: 0, counted: 0, known: 0, pool: '' };
  const state = each.state?.kind === 'instance' ? each.state : undefined;
  const hearing = hearingOf(name, { state, events: each.events, policy, now });
  const isOurs = hearing.isNews || state !== undefined;
  const group = policyOf(hearing.state, policy);
  const { endsAt = hearing.state.since + group.deadlineMs } = courseOf(hearing.state, group, now);
  return {
    each: { ...each, state: hearing.state },
    wanted: isOurs ? wantedOf(hearing.state, group, now) : nothing,
    endsAt,
    known: knownOf(hearing.state).length,
    counted: hearing.state.hosts.reduce((sum, { counted }) => sum + counted, 0),
    pool: poolKey(policy.stack.region, hearing.state),
  };
}

function askingOf({ key, state }: Asked<HostEvent, DrainState>, wanted: Wanted) {
  return state?.kind === 'instance' ? [{ key, state, wanted }] : [];
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
  const instance = state?.kind === 'instance' ? state : undefined;
  const { group, left = [] } = instance ?? {};
  const [hooks, member, looked, evidence] = await Promise.all([
    wanted.hooks && group !== undefined ? read.terminateHooks(group) : undefined,
    wanted.member ? read.member(name) : undefined,
    lookAt(name, instance, { wanted, read, context }),
    wanted.why ? evidenceOf(left, read) : undefined,
  ]);
  return {
    kind: 'instance',
    ...looked,
    ...present({ hooks, member, evidence }),
  };
}

type Looked = Pick<InstanceFacts, 'looked' | 'glance' | 'hosts' | 'tasks' | 'daemons'>;

async function lookAt(
  id: string,
  state: InstanceState | undefined,
  { wanted, read, context }: Setting,
): Promise<Looked> {
  const { look: looked, glance } = wanted;
  const none: Looked = { looked, ...present({ glance }), tasks: new Map(), daemons: new Map() };
  if (!wanted.hosts) return none;
  const hosts = await read.hostsOf(id, state?.hosts.filter(isThere));
  if (!wanted.look || !hosts.ok) return { ...none, hosts };
  const ours = hosts.value.filter(({ cluster }) => !isIgnoredCluster(context.policy, cluster));
  const found = await Promise.all(
    ours.map(async (host): Promise<[string, Read<TasksOnHost>]> => [
      host.arn,
      glance === undefined || state === undefined ? await listed(host, read) : await described(host, state, read),
    ]),
  );
  const tasks = new Map(found);
  return { ...none, hosts, tasks, daemons: await daemonsOf(ours, tasks, read) };
}

async function listed({ cluster, arn }: EcsHost, read: DrainReads): Promise<Read<TasksOnHost>> {
  return read.tasksOn({ cluster, containerInstance: arn });
}

/** A hundred in one request, for all instances together. */
async function described({ cluster }: EcsHost, state: InstanceState, read: DrainReads): Promise<Read<TasksOnHost>> {
  const tasks = knownOf(state);
  return read.tasksNamed(
    cluster,
    tasks.map(({ arn }) => arn),
  );
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
