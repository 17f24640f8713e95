import type { ClusterItems, RawItem } from '../../core/cluster-reads.ts';
import type { RegistryReads } from '../../core/evidence-reads.ts';
import type { PlacementReads } from '../../core/placement-reads.ts';
import { restingOn } from '../../core/placement-reads.ts';
import type { EcsService } from '../../core/ecs-reads.ts';
import type { Read } from '../../core/ports.ts';
import { present } from '../../core/present.ts';
import type { Instant } from '../../core/time.ts';
import type { Finding } from '../../ecs/advice/advise.ts';
import type { ImageFact } from '../../ecs/advice/facts.ts';
import type { AdviceSettings } from '../../ecs/advice/settings.ts';
import type { Begun } from './names.ts';
import type { RolledOut } from './rolled-out.ts';
import { rolledOutIn } from './rolled-out.ts';
import type { AdviceState } from './state.ts';

/** What was found of a service; its deployment as it stands now. */
export type ServiceAdvice = {
  readonly service: string;
  readonly deployment?: RolledOut;
  /** Its new task set is not there yet: it is looked at again. */
  readonly isYetToCome?: true;
  readonly findings: readonly Finding[];
};

type AdvisingReads = PlacementReads &
  RegistryReads & {
    readonly service: (which: { readonly cluster: string; readonly service: string }) => Promise<Read<EcsService>>;
  };

/** Services looked at together: one list of the cluster's instances and tasks serves all. */
export const mostAtOnce = 10;

type Context = { readonly cluster: string; readonly settings: AdviceSettings; readonly now: Instant };

export function isAdviceDue({ waiting, lookAt }: AdviceState, now: Instant): boolean {
  return waiting.length > 0 && now >= (lookAt ?? Infinity);
}

/**
 * Looks at the deployments that wait. The rules, and the placement engine they ask, are large and loaded here only; their
 * words are not loaded at all.
 */
export async function lookAtDeployments(
  waiting: readonly Begun[],
  read: AdvisingReads,
  context: Context,
): Promise<Read<readonly ServiceAdvice[]>> {
  const services = [...new Set(waiting.map(({ service }) => service))].slice(0, mostAtOnce);
  const cluster = await read.cluster({ cluster: context.cluster, services });
  const answer = restingOn(['services', 'taskDefinitions'], cluster);
  if (!answer.ok) return answer;
  const [{ adviceOf }, { readAdvice }, { readSnapshot }] = await Promise.all([
    import('../../ecs/advice/advise.ts'),
    import('../../ecs/advice/read/facts.ts'),
    import('../../ecs/placement/snapshot.ts'),
  ]);
  const items = answer.value;
  const snapshot = readSnapshot(items);
  if ('faults' in snapshot) return { ok: false, reason: 'unreadable' };
  const advised = services.map(async (name): Promise<readonly ServiceAdvice[]> => {
    const found = items.services?.find((each) => each['serviceName'] === name && each['status'] === 'ACTIVE');
    if (found === undefined) return [];
    const { service, deployment, isYetToCome } = rolledOutIn(found, waiting);
    if (isYetToCome === true) return [{ service: name, findings: [], isYetToCome }];
    const [tags, images] = await Promise.all([tagsOf(name, read, context), imagesOf(service, items, read)]);
    const facts = readAdvice({ items, snapshot, service, known: present({ tags, images }) });
    if ('faults' in facts) return [];
    const { findings } = adviceOf(facts, context.settings, context.now);
    return [{ service: name, findings, ...present({ deployment }) }];
  });
  return { ...answer, value: (await Promise.all(advised)).flat() };
}

/** Asked only where a tag turns rules off: one that cannot be read turns off nothing. */
async function tagsOf(
  service: string,
  read: AdvisingReads,
  { cluster, settings }: Context,
): Promise<Readonly<Record<string, string>> | undefined> {
  if (!settings.off.some(({ tag }) => tag !== undefined)) return undefined;
  const answer = await read.service({ cluster, service });
  return answer.ok ? answer.value.tags : undefined;
}

/** Of a registry that cannot be asked nothing is said, nor of the other images: the rule takes them together. */
async function imagesOf(
  service: RawItem,
  { taskDefinitions = [] }: ClusterItems,
  read: AdvisingReads,
): Promise<readonly ImageFact[] | undefined> {
  const definition = taskDefinitions.find((each) => each['taskDefinitionArn'] === service['taskDefinition']);
  if (definition === undefined) return undefined;
  const { imageFactOf, imagesAsked } = await import('../../ecs/advice/images.ts');
  const answers = await Promise.all(
    imagesAsked(definition).map(async ({ image, query }) => ({ image, answer: await read.image(query) })),
  );
  const known = answers.flatMap(({ image, answer }) => (answer.ok ? [imageFactOf(image, answer.value)] : []));
  return known.length === answers.length ? known : undefined;
}
