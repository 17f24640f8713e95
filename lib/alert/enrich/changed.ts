import type { EcsDeployment, EcsService } from '../../core/ecs-reads.ts';
import type { Unreadable } from '../../core/ports.ts';
import type { TaskDefinition } from '../../core/task-definition.ts';
import type { Instant } from '../../core/time.ts';
import { dayMs } from '../../core/time.ts';
import { parseImageReference } from '../../ecs/image-reference.ts';
import type { RevisionChange } from '../../ecs/revision-diff.ts';
import { compareRevisions } from '../../ecs/revision-diff.ts';
import type { ChangeFinding } from '../enrichment.ts';
import { redact } from '../../core/redaction.ts';
import { actorName } from './actor.ts';
import { compareLink } from './compare-link.ts';
import { withDigests } from './digests.ts';
import type { Look, Looker } from './look.ts';
import { notYet, serviceOf } from './look.ts';

/** A revision that has served longer than this before it failed is not told as a change. A judgement of ours. */
const recentMs = dayMs;

/** Commands and health checks may be long. */
const longestValue = 160;

/** What is different from when it worked: two revisions compared, or since when nothing has changed. */
export const lookUpChange: Looker<'changed'> = async (look) => {
  const service = await serviceNow(look);
  const arn = currentOf(look, service);
  if (arn === undefined) return { state: 'unknown', reason: 'no-previous' };
  const now = await look.reads.ecs.taskDefinition(arn);
  if (!now.ok) return unknown(look, now.reason);
  const at = servingSince(look, service, now.value);
  if (!isRecent(look, at))
    return { state: 'unchanged', revision: String(now.value.revision), ...(at !== undefined && { since: at }) };
  const before = await previousOf(look, arn, service);
  if (before.ok) return compared(look, before.value, { definition: now.value, at });
  return before.reason === 'not-found' ? { state: 'unknown', reason: 'no-previous' } : unknown(look, before.reason);
};

/** Undefined also when it cannot be read: the alert itself tells most of what is needed. */
async function serviceNow({ alert, reads }: Look): Promise<EcsService | undefined> {
  const target = serviceOf(alert);
  const read = target === undefined ? undefined : await reads.ecs.service(target);
  return read?.ok === true ? read.value : undefined;
}

function primaryOf(service: EcsService | undefined): EcsDeployment | undefined {
  return service?.deployments.find(({ status }) => status === 'PRIMARY');
}

function currentOf({ alert }: Look, service: EcsService | undefined): string | undefined {
  return (
    alert.deployment?.taskDefinitionArn ?? alert.pointers.taskDefinitionArn ?? primaryOf(service)?.taskDefinitionArn
  );
}

/** Since when the revision serves; of what is no service, since when it could have been used. */
function servingSince({ alert }: Look, service: EcsService | undefined, now: TaskDefinition): Instant | undefined {
  if (alert.deployment?.startedAt !== undefined) return alert.deployment.startedAt;
  const primary = primaryOf(service);
  const deployedAt = primary?.taskDefinitionArn === now.arn ? primary.createdAt : undefined;
  return deployedAt ?? now.registeredAt;
}

function isRecent({ alert }: Look, at: Instant | undefined): boolean {
  return alert.deployment !== undefined || at === undefined || alert.startedAt - at < recentMs;
}

type Current = { readonly definition: TaskDefinition; readonly at: Instant | undefined };

async function compared(look: Look, before: TaskDefinition, { definition, at }: Current): Promise<ChangeFinding> {
  const [old, now] = await withDigests(look, before, definition);
  const changes = compareRevisions(old, now);
  const isSame = before.arn === definition.arn && changes.length === 0;
  if (isSame) {
    const since = definition.registeredAt;
    return { state: 'unchanged', revision: String(definition.revision), ...(since !== undefined && { since }) };
  }
  const by = actorName(definition.registeredBy, look.context.who);
  const link = linkOf(look, old, now);
  return {
    state: 'changed',
    ...namesOf(before, definition),
    changes: changes.map((change) => readable(change, look)),
    ...(at !== undefined && { at }),
    ...(by !== undefined && { registeredBy: by }),
    ...(link !== undefined && { compareLink: link }),
  };
}

/** What served before: as the deployment says, as the service shows it, or the revision before. */
async function previousOf(
  look: Look,
  arn: string,
  service: EcsService | undefined,
): ReturnType<Look['reads']['ecs']['taskDefinition']> {
  const { ecs } = look.reads;
  const told = look.alert.deployment?.previousTaskDefinitionArn;
  const serving = [...(service?.deployments ?? []), ...(service?.taskSets ?? [])]
    .filter((each) => each.taskDefinitionArn !== arn && each.running > 0)
    .sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0))[0]?.taskDefinitionArn;
  const previous = told ?? serving;
  return previous === undefined ? ecs.previousTaskDefinition(arn) : ecs.taskDefinition(previous);
}

/** Revisions by number, with the family where it changed as well. */
function namesOf(before: TaskDefinition, after: TaskDefinition): { from: string; to: string } {
  const isSameFamily = before.family === after.family;
  const name = ({ family, revision }: TaskDefinition): string =>
    isSameFamily ? String(revision) : `${family}:${revision}`;
  return { from: name(before), to: name(after) };
}

/** Values that people wrote may hold what should not be shown. */
function readable({ from, to, ...change }: RevisionChange, { context }: Look): RevisionChange {
  const clean = (text: string): string => cut(redact(text, context.redaction));
  return { ...change, ...(from !== undefined && { from: clean(from) }), ...(to !== undefined && { to: clean(to) }) };
}

function cut(text: string): string {
  return text.length <= longestValue ? text : `${text.slice(0, longestValue).toWellFormed()}…`;
}

/** Between the tags of the culprit's image, else of the first container whose image changed. */
function linkOf({ alert, context }: Look, old: TaskDefinition, now: TaskDefinition): string | undefined {
  if (context.repo === undefined) return undefined;
  const pairs = now.containers.flatMap(({ name, image }) => {
    const before = old.containers.find((container) => container.name === name);
    return before === undefined || before.image === image ? [] : [{ name, from: before.image, to: image }];
  });
  const pair = pairs.find(({ name }) => name === alert.pointers.container) ?? pairs[0];
  if (pair === undefined) return undefined;
  const { tag: from } = parseImageReference(pair.from);
  const { tag: to } = parseImageReference(pair.to);
  return from === undefined || to === undefined ? undefined : compareLink(context.repo, from, to);
}

function unknown(look: Look, reason: Unreadable): ChangeFinding {
  if (reason === 'denied' || reason === 'not-asked') return { state: 'unknown', reason };
  return look.last || reason === 'not-found' ? { state: 'unknown', reason: 'unreadable' } : notYet(look.context);
}
