import type { EcsHost, HostReads, TasksOnHost } from '../core/host-reads.ts';
import type { Read } from '../core/ports.ts';
import { present } from '../core/present.ts';
import type { InstanceFacts } from './facts.ts';
import type { DrainPolicy } from './policy.ts';
import { isIgnoredCluster } from './policy.ts';
import type { Host, InstanceState } from './state.ts';
import { isHolding, isThere, serviceOf } from './verdict.ts';
import type { Wanted } from './wanted.ts';

type Reads = Pick<HostReads, 'hostsOf' | 'tasksListed' | 'tasksNamed' | 'schedulingOf'>;

/** An instance that is looked at, or only looked for. */
export type Looking = { readonly id: string; readonly state: InstanceState; readonly wanted: Wanted };

export type Survey = Pick<InstanceFacts, 'looked' | 'glance' | 'part' | 'hosts' | 'tasks' | 'daemons'>;

type Place = Pick<Host, 'cluster' | 'arn'>;

/** What has been seen so far. `isOver`: it is known to be held, or something could not be read: nothing more is asked. */
type Sight = Looking & {
  readonly places: readonly Place[];
  readonly survey: Survey;
  readonly listed: ReadonlyMap<string, Read<readonly string[]>>;
  readonly isOver: boolean;
};

type Step = (sight: Sight) => Promise<Sight>;

/**
 * Looks at instances together, so that what AWS takes by the hundred is asked by the hundred. Each goes as far as it has
 * to: one task that holds it is proof. Only who is held by none of those wanted RUNNING is asked for those wanted STOPPED,
 * in this order, for a task goes from the one list to the other and never back; and last how its container instances
 * stand.
 */
export async function surveyed<Key>(
  all: ReadonlyMap<Key, Looking>,
  read: Reads,
  policy: Pick<DrainPolicy, 'ignoredClusters'>,
): Promise<ReadonlyMap<Key, Survey>> {
  const keys = [...all.keys()];
  let sights = [...all.values()].map(begun);
  const steps: readonly Step[] = [
    async (sight) => (sight.wanted.hosts ? withHosts(sight, read, policy) : sight),
    async (sight) => (sight.wanted.glance === undefined ? withList(sight, 'RUNNING', read) : sight),
    async (sight) => withTasks(sight, read),
    async (sight) => withDaemons(sight, read),
    async (sight) => withList(sight, 'STOPPED', read),
    async (sight) => withTasks(sight, read),
    async (sight) => withDaemons(sight, read),
    async (sight) => (isSeen(sight) ? sight : withHosts(sight, read, policy)),
  ];
  for (const step of steps)
    sights = await Promise.all(sights.map(async (sight) => (sight.isOver ? sight : step(sight))));
  return new Map(sights.flatMap(({ survey }, at) => keys.slice(at, at + 1).map((key) => [key, survey] as const)));
}

function isSeen({ survey }: Sight): boolean {
  return survey.hosts !== undefined || survey.part === true;
}

function begun(looking: Looking): Sight {
  const { state, wanted } = looking;
  return {
    ...looking,
    places: state.hosts.filter(isThere),
    survey: { looked: wanted.look, ...present({ glance: wanted.glance }), tasks: new Map(), daemons: new Map() },
    listed: new Map(),
    isOver: !wanted.look && !wanted.hosts,
  };
}

/** Where it is. Who is only looked for is done with that. */
async function withHosts(
  sight: Sight,
  read: Pick<Reads, 'hostsOf'>,
  policy: Pick<DrainPolicy, 'ignoredClusters'>,
): Promise<Sight> {
  const { id, state, wanted, survey } = sight;
  const hosts = await read.hostsOf(id, state.hosts.filter(isThere));
  const places = hosts.ok ? hosts.value.filter(({ cluster }: EcsHost) => !isIgnoredCluster(policy, cluster)) : [];
  return { ...sight, places, survey: { ...survey, hosts }, isOver: !hosts.ok || !wanted.look };
}

async function withList(
  sight: Sight,
  desired: 'RUNNING' | 'STOPPED',
  read: Pick<Reads, 'tasksListed'>,
): Promise<Sight> {
  const listed = await Promise.all(
    sight.places.map(
      async ({ cluster, arn }) => [arn, await read.tasksListed({ cluster, containerInstance: arn }, desired)] as const,
    ),
  );
  return { ...sight, listed: new Map(listed) };
}

/** What was listed now, or at a glance what is known, described; with what was seen before. */
async function withTasks(sight: Sight, read: Pick<Reads, 'tasksNamed'>): Promise<Sight> {
  const { places, survey } = sight;
  const seen = await Promise.all(
    places.map(async (place) => {
      const tasks = together(survey.tasks.get(place.arn), await described(place, sight, read));
      return [place.arn, tasks] as const;
    }),
  );
  const isOver = seen.some(([, tasks]) => !tasks.ok);
  // That it is held is known, whatever could not be read after it.
  if (isOver && survey.part === true) return { ...sight, isOver };
  return { ...sight, survey: { ...survey, tasks: new Map(seen) }, isOver };
}

async function described(
  { cluster, arn }: Place,
  { wanted, state, listed }: Sight,
  read: Pick<Reads, 'tasksNamed'>,
): Promise<Read<TasksOnHost>> {
  if (wanted.glance !== undefined)
    return read.tasksNamed(
      cluster,
      state.left.map((task) => task.arn),
    );
  const list = listed.get(arn) ?? ({ ok: false, reason: 'not-asked' } as const);
  if (!list.ok) return list;
  const tasks = await read.tasksNamed(cluster, list.value);
  return tasks.ok ? { ...tasks, at: list.at } : tasks;
}

/** Both lists in one; it began when the first did. */
function together(before: Read<TasksOnHost> | undefined, now: Read<TasksOnHost>): Read<TasksOnHost> {
  if (before === undefined || !before.ok || !now.ok) return now;
  const tasks = new Map([...before.value.tasks, ...now.value.tasks].map((task) => [task.arn, task]));
  const missing = [...new Set([...before.value.missing, ...now.value.missing])];
  return { ok: true, value: { tasks: [...tasks.values()], missing }, at: before.at };
}

/**
 * Of the services whose tasks are left: whether they are daemons. What is not known is taken for none. Of a daemon
 * there is one task on an instance (ecs_services, DAEMON): of two nobody is asked. Who is held needs nothing more.
 */
async function withDaemons(sight: Sight, read: Pick<Reads, 'schedulingOf'>): Promise<Sight> {
  const { places, survey, wanted } = sight;
  const alone = places.flatMap((place) => aloneOn(place, survey.tasks.get(place.arn)));
  const answers = await Promise.all(
    alone.map(async (which) => [`${which.cluster}/${which.service}`, await read.schedulingOf(which)] as const),
  );
  const known = answers.flatMap(([name, each]) => (each.ok ? [[name, each.value === 'DAEMON'] as const] : []));
  const daemons = new Map([...survey.daemons, ...known]);
  const isHeld = places.some((place) => isHolding(place, survey.tasks.get(place.arn), daemons));
  const isOver = wanted.glance !== undefined || (isHeld && (wanted.all !== true || survey.part === true));
  return { ...sight, survey: { ...survey, daemons, ...(isHeld && { part: true }) }, isOver };
}

function aloneOn({ cluster }: Place, tasks: Read<TasksOnHost> | undefined) {
  const left = tasks?.ok === true ? tasks.value.tasks.filter(({ lastStatus }) => lastStatus !== 'STOPPED') : [];
  const wanted = Map.groupBy(left, ({ group }) => serviceOf(group));
  return [...wanted].flatMap(([service, some]) =>
    service !== undefined && some.filter(({ desiredStatus }) => desiredStatus === 'RUNNING').length < 2
      ? [{ cluster, service }]
      : [],
  );
}
