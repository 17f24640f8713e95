import type { ServiceRevision } from '../../core/ecs-reads.ts';
import type { TaskDefinition } from '../../core/task-definition.ts';
import type { Look } from './look.ts';

/**
 * Both revisions with the digests their images stood for when they were rolled out: a tag that was moved is a change no
 * task definition shows. Only looked up where a tag stayed the same; what cannot be read leaves them as they are.
 */
export async function withDigests(
  look: Look,
  before: TaskDefinition,
  after: TaskDefinition,
): Promise<[TaskDefinition, TaskDefinition]> {
  const arn = look.alert.deployment?.serviceDeploymentArn;
  if (arn === undefined || !sharesTag(before, after)) return [before, after];
  const deployment = await look.reads.ecs.serviceDeployment(arn);
  if (!deployment.ok) return [before, after];
  const { sourceRevisionArns, targetRevisionArn } = deployment.value;
  const [source, target] = await Promise.all([
    revisionOf(look, sourceRevisionArns[0]),
    revisionOf(look, targetRevisionArn),
  ]);
  return [resolved(before, source), resolved(after, target)];
}

function sharesTag(before: TaskDefinition, after: TaskDefinition): boolean {
  const images = new Set(before.containers.map(({ image }) => image));
  return after.containers.some(({ image }) => images.has(image) && !image.includes('@'));
}

async function revisionOf({ reads }: Look, arn: string | undefined): Promise<ServiceRevision | undefined> {
  if (arn === undefined) return undefined;
  const read = await reads.ecs.serviceRevision(arn);
  return read.ok ? read.value : undefined;
}

/** Only from a revision that rolled out this very task definition. */
function resolved(definition: TaskDefinition, revision: ServiceRevision | undefined): TaskDefinition {
  if (revision?.taskDefinitionArn !== definition.arn) return definition;
  const digests = new Map(revision.images.map(({ container, digest }) => [container, digest]));
  const containers = definition.containers.map((container) => {
    const imageDigest = digests.get(container.name);
    return imageDigest === undefined ? container : { ...container, imageDigest };
  });
  return { ...definition, containers };
}
