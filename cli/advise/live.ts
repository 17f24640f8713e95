import { oneLine } from '../../lib/channels/untrusted.ts';
import type { AdviceReads } from '../../lib/core/advice-reads.ts';
import type { RawItem } from '../../lib/core/cluster-reads.ts';
import type { RegistryReads } from '../../lib/core/evidence-reads.ts';
import { PortError } from '../../lib/core/outcome.ts';
import { present } from '../../lib/core/present.ts';
import { isObject } from '../../lib/core/json.ts';
import { imageFactOf, imagesAsked } from '../../lib/ecs/advice/images.ts';
import type { AdviceSource } from '../../lib/ecs/advice/read/facts.ts';
import type { LiveCluster } from '../explain/cluster.ts';
import { few, openCluster, readLive } from '../explain/cluster.ts';
import { fault } from '../failure.ts';
import type { Io } from '../io.ts';

/** What is read of an account for advice, besides a cluster. */
type LiveReads = AdviceReads & { readonly images: RegistryReads };

type Wanted = { readonly service: string; readonly cluster?: string; readonly definition?: RawItem };

/** A service of the account the caller is signed in to, with all that can be read around it. */
export async function liveSource(wanted: Wanted, options: { readonly region?: string }, io: Io): Promise<AdviceSource> {
  const live = await openCluster('advise', wanted.cluster, options, io);
  const { items } = await readLive(live, { services: [wanted.service] }, io);
  const service = items.services?.find((each) => each['serviceName'] === wanted.service);
  if (service === undefined) throw await noService(wanted.service, live);
  const reads = await io.account.advice(live.region);
  const attempt = attemptsOf(io);
  const own = items.taskDefinitions?.find((each) => each['taskDefinitionArn'] === service['taskDefinition']);
  const definition = wanted.definition ?? own;
  const targetGroups = await attempt('target groups', async () => reads.targetGroups(arnsIn(service)));
  const [tags, accountSettings, protectedTasks, loadBalancers, before, images] = await Promise.all([
    attempt("the service's tags", async () => reads.tags(textIn(service, 'serviceArn'))),
    attempt('account settings', reads.accountSettings),
    attempt('task protection', async () => reads.protectedTasks(live.name, tasksOf(items.tasks, wanted.service))),
    targetGroups && attempt('load balancers', async () => reads.loadBalancers(balancersOf(targetGroups))),
    wanted.definition === undefined ? attempt('the revision before', async () => revisionBefore(own, reads)) : own,
    imagesOf(definition, reads, io),
  ]);
  return {
    items: { ...items, ...present({ targetGroups, loadBalancers, accountSettings, protectedTasks }) },
    service: { ...service, ...present({ tags }) },
    ...present({ definition, before }),
    known: { ...(images !== undefined && { images }) },
  };
}

async function noService(name: string, { reads, name: cluster }: LiveCluster) {
  const names = await reads.serviceNames(cluster).catch(() => []);
  const known = names.length === 0 ? 'there is none at all' : `there are ${few(names, name)}`;
  return fault(`there is no service ${name} in ${oneLine(cluster)}`, known);
}

/** What cannot be read is said, and does without. */
function attemptsOf({ stderr }: Io) {
  return async <Value>(what: string, read: () => Promise<Value>): Promise<Value | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      const why = oneLine(error.message);
      stderr.write(`watchkeeper: ${what} could not be read (${why}); what depends on it is not checked\n`);
      return undefined;
    }
  };
}

async function revisionBefore(definition: RawItem | undefined, reads: LiveReads): Promise<RawItem | undefined> {
  const revision = Number(definition?.['revision'] ?? 0);
  if (definition === undefined || revision < 2) return undefined;
  return reads.taskDefinition(`${textIn(definition, 'family')}:${revision - 1}`);
}

/** Of images in ECR; one that could not be asked about is left out, and said. */
async function imagesOf(definition: RawItem | undefined, { images }: LiveReads, { stderr }: Io) {
  if (definition === undefined) return undefined;
  const asked = imagesAsked(definition).map(({ image, query }) => ({
    image,
    query: { ...query, architectures: true },
  }));
  const reads = await Promise.all(asked.map(async ({ image, query }) => ({ image, read: await images.image(query) })));
  const unread = reads.find(({ read }) => !read.ok);
  if (unread !== undefined) {
    stderr.write(`watchkeeper: ECR could not be asked about ${oneLine(unread.image)}; its image is not checked\n`);
  }
  return unread === undefined
    ? reads.flatMap(({ image, read }) => (read.ok ? [imageFactOf(image, read.value)] : []))
    : undefined;
}

const textIn = (item: RawItem, key: string): string => {
  const value = item[key];
  return typeof value === 'string' ? value : '';
};

function listOf(item: RawItem, key: string): readonly RawItem[] {
  const value = item[key];
  return Array.isArray(value) ? (value as unknown[]).filter(isObject) : [];
}

const arnsIn = (service: RawItem): readonly string[] =>
  listOf(service, 'loadBalancers').flatMap((each) => {
    const arn = textIn(each, 'targetGroupArn');
    return arn === '' ? [] : [arn];
  });

const balancersOf = (targetGroups: readonly RawItem[]): readonly string[] => [
  ...new Set(
    targetGroups.flatMap(({ LoadBalancerArns: arns }) =>
      Array.isArray(arns) ? (arns as unknown[]).filter((arn) => typeof arn === 'string') : [],
    ),
  ),
];

const tasksOf = (tasks: readonly RawItem[] = [], service: string): readonly string[] =>
  tasks.filter(({ group }) => group === `service:${service}`).map((task) => textIn(task, 'taskArn'));
