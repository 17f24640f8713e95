import type { ECSClient, SchedulingStrategy, Service, Task } from '@aws-sdk/client-ecs';
import {
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListContainerInstancesCommand,
  ListServicesCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import type { RawItem } from '../core/cluster-reads.ts';
import { pagesOf } from './batching.ts';
import { capacityProviders } from './capacity-providers.ts';
import { keptOfServiceHistory, keptOfStoppedTask, redacted } from './history-items.ts';
import { allPages, asked, fewAtOnce } from './listing.ts';
import { itemOf } from './kept-item.ts';
import { keptOfInstance, keptOfProvider, keptOfService, keptOfTask } from './placement-items.ts';

/** How many each Describe takes (API_DescribeContainerInstances, API_DescribeTasks, API_DescribeServices). */
const limits = { instances: 100, tasks: 100, services: 10, capacityProviders: 100 };

/** ListServices answers ten at a time unless asked for more (API_ListServices). */
const mostPerPage = 100;

/** What was described, and how many were listed and are gone. */
export type Described = { readonly items: readonly RawItem[]; readonly gone: number };

/** Without a status: all but INACTIVE ones (API_ListContainerInstances). With a filter: for which it holds. */
export async function instanceArns(client: ECSClient, cluster: string, filter?: string): Promise<readonly string[]> {
  const what = `list the container instances of ${cluster}`;
  const wanted = { cluster, maxResults: mostPerPage, ...(filter !== undefined && { filter }) };
  const pages = await allPages(what, async (token, options) =>
    client.send(new ListContainerInstancesCommand({ ...wanted, ...token }), options),
  );
  return pages.flatMap(({ containerInstanceArns = [] }) => containerInstanceArns);
}

export async function describedInstances(client: ECSClient, cluster: string): Promise<Described> {
  const arns = await instanceArns(client, cluster);
  const answers = await fewAtOnce(pagesOf(arns, limits.instances), async (containerInstances) =>
    asked(`describe the container instances of ${cluster}`, async (options) =>
      client.send(new DescribeContainerInstancesCommand({ cluster, containerInstances }), options),
    ),
  );
  const items = answers.flatMap((answer) => answer.containerInstances ?? []);
  return { items: items.map((each) => itemOf(each, keptOfInstance)), gone: arns.length - items.length };
}

/** A subnet as a task's network interface names it, and its zone. */
export type TaskSubnet = { readonly id: string; readonly zone: string };

type DescribedTasks = Described & {
  readonly isWhole: boolean;
  readonly subnets: readonly TaskSubnet[];
  /** Those that have stopped, as far as ECS remembers them. */
  readonly stopped: readonly RawItem[];
};

/**
 * Every task that holds something: those that shall run, and those that shall stop and have not yet, which ListTasks
 * leaves out unless asked (API_ListTasks, desiredStatus). More than `most`: none, and not whole.
 */
export async function describedTasks(client: ECSClient, cluster: string, most = Infinity): Promise<DescribedTasks> {
  const lists = await fewAtOnce(['RUNNING', 'STOPPED'] as const, async (desiredStatus) =>
    allPages(`list the tasks of ${cluster}`, async (token, options) =>
      client.send(new ListTasksCommand({ cluster, desiredStatus, maxResults: mostPerPage, ...token }), options),
    ),
  );
  const arns = [...new Set(lists.flat().flatMap(({ taskArns = [] }) => taskArns))];
  if (arns.length > most) return { items: [], gone: 0, isWhole: false, subnets: [], stopped: [] };
  const answers = await fewAtOnce(pagesOf(arns, limits.tasks), async (tasks) =>
    asked(`describe the tasks of ${cluster}`, async (options) =>
      client.send(new DescribeTasksCommand({ cluster, tasks }), options),
    ),
  );
  const found = answers.flatMap(({ tasks = [] }) => tasks);
  const holding = found.filter(({ lastStatus }) => lastStatus !== 'STOPPED');
  return {
    items: holding.map((each) => itemOf(each, keptOfTask)),
    gone: arns.length - found.length,
    isWhole: true,
    subnets: found.flatMap(subnetsOf),
    stopped: found
      .filter(({ lastStatus }) => lastStatus === 'STOPPED')
      .map((each) => redacted(itemOf(each, keptOfStoppedTask))),
  };
}

/** API_Attachment: the details of an elastic network interface name its subnet. */
function subnetsOf({ attachments = [], availabilityZone: zone }: Task): readonly TaskSubnet[] {
  const details = attachments.flatMap((each) => each.details ?? []);
  return details.flatMap(({ name, value: id }) =>
    name === 'subnetId' && id !== undefined && zone !== undefined ? [{ id, zone }] : [],
  );
}

export async function serviceArns(
  client: ECSClient,
  cluster: string,
  schedulingStrategy?: SchedulingStrategy,
): Promise<readonly string[]> {
  const wanted = { cluster, maxResults: mostPerPage, ...(schedulingStrategy !== undefined && { schedulingStrategy }) };
  const pages = await allPages(`list the services of ${cluster}`, async (token, options) =>
    client.send(new ListServicesCommand({ ...wanted, ...token }), options),
  );
  return pages.flatMap((page) => page.serviceArns ?? []);
}

/** By name or ARN. What is not there is left out. `ownerTags`: with what has happened to them, and these of their tags. */
export async function describedServices(
  client: ECSClient,
  cluster: string,
  { names, ownerTags }: { readonly names: readonly string[]; readonly ownerTags?: readonly string[] | undefined },
): Promise<Described> {
  const more = ownerTags === undefined ? {} : { include: ['TAGS' as const] };
  const answers = await fewAtOnce(pagesOf(names, limits.services), async (services) =>
    asked(`describe services of ${cluster}`, async (options) =>
      client.send(new DescribeServicesCommand({ cluster, services, ...more }), options),
    ),
  );
  const items = answers.flatMap(({ services = [] }) => services);
  const kept = (each: Service): RawItem =>
    ownerTags === undefined
      ? itemOf(each, keptOfService)
      : redacted(itemOf({ ...each, tags: ownersIn(each, ownerTags) }, keptOfServiceHistory));
  return { items: items.map(kept), gone: names.length - items.length };
}

/** Whoever writes tags may write anything into them. */
function ownersIn({ tags = [] }: Service, ownerTags: readonly string[]): NonNullable<Service['tags']> {
  return tags.filter(({ key }) => key !== undefined && ownerTags.includes(key));
}

/** Those of managed instances belong to a cluster and are found by it only (API_DescribeCapacityProviders, cluster). */
export async function describedProviders(
  client: ECSClient,
  cluster: string,
  names: readonly string[],
): Promise<Described> {
  const byName = (
    await fewAtOnce(pagesOf(names, limits.capacityProviders), async (page) =>
      capacityProviders(client, { capacityProviders: page }),
    )
  ).flat();
  const missing = new Set(names.filter((name) => !byName.some((each) => each.name === name)));
  const ofCluster = missing.size === 0 ? [] : await capacityProviders(client, { cluster });
  const items = [...byName, ...ofCluster.filter(({ name }) => name !== undefined && missing.has(name))];
  return { items: items.map((each) => itemOf(each, keptOfProvider)), gone: names.length - items.length };
}
