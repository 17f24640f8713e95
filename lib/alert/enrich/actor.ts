import type { Actor } from '../../core/evidence-reads.ts';
import type { WhoFinding } from '../enrichment.ts';

type Mode = 'role' | 'person' | 'off';

type Shown = Pick<Extract<WhoFinding, { state: 'found' }>, 'by' | 'actor' | 'via'>;

/** Role names of IAM Identity Center: `AWSReservedSSO_<permission set>_<16 hex digits>` (IAM Identity Center user guide). */
const ssoRole = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/;

/**
 * How somebody is shown. `role`: a role or an AWS service; of a user only that it was one, for a user's name is mostly a
 * person's. `person`: the name of the session or user, where a person signed in; a pipeline stays its role.
 */
export function shownActor(actor: Actor, mode: 'role' | 'person'): Shown {
  const { type, via } = actor;
  const person = mode === 'person' ? personIn(actor) : undefined;
  return { by: type, actor: person ?? nameless(actor), ...(via !== undefined && { via }) };
}

/** The person who signed in, if it was one. */
function personIn({ type, name, session }: Actor): string | undefined {
  if (type === 'role') return ssoRole.test(name) || session?.includes('@') === true ? session : undefined;
  return name === '' ? undefined : name;
}

function nameless({ type, name }: Actor): string {
  if (type === 'user') return 'IAM user';
  if (type === 'other') return 'unknown';
  return ssoRole.exec(name)?.[1] ?? name;
}

/** The same for an ARN, as task definitions name who registered them. Undefined: not to be shown. */
export function actorName(arn: string | undefined, mode: Mode): string | undefined {
  if (arn === undefined || mode === 'off') return undefined;
  const actor = actorOf(arn);
  return actor === undefined ? undefined : shownActor(actor, mode).actor;
}

function actorOf(arn: string): Actor | undefined {
  const resource = arn.split(':').slice(5).join(':');
  const [kind, ...path] = resource.split('/');
  const last = path.at(-1);
  if (resource === 'root') return { type: 'root', name: 'root' };
  if (last === undefined) return undefined;
  if (kind === 'assumed-role') return { type: 'role', name: path[0] ?? last, session: last };
  if (kind === 'role') return { type: 'role', name: last };
  return kind === 'user' ? { type: 'user', name: last } : undefined;
}
