import { parseImageReference, versionOf } from '../../ecs/image-reference.ts';
import type { ImageFinding } from '../enrichment.ts';
import type { Look, Looker } from './look.ts';
import { notYet } from './look.ts';

/** Causes for which the architectures of the image tell something. */
const architectureCauses = new Set(['exec_format']);

/** What the registry knows of the culprit's image: is it there, and if not, what is. */
export const lookUpImage: Looker<'image'> = async (look) => {
  const { alert, reads } = look;
  const image = alert.pointers.image;
  if (image === undefined) return { state: 'unknown', reason: 'no-image' };
  const reference = parseImageReference(image);
  const { ecr, repository, digest } = reference;
  if (ecr === undefined) return { state: 'unknown', reason: 'not-ecr' };
  const read = await reads.images.image({
    ...ecr,
    repository,
    ...(digest === undefined ? { tag: reference.tag ?? 'latest' } : { digest }),
    architectures: alert.causes.some(({ id }) => architectureCauses.has(id)),
  });
  const name = { repository, reference: versionOf(reference) };
  if (!read.ok) {
    const isOthers = ecr.account !== alert.subject.account;
    if (read.reason === 'denied') return { state: 'unknown', reason: isOthers ? 'other-account' : 'denied' };
    return read.reason === 'not-asked' ? { state: 'unknown', reason: read.reason } : unread(look);
  }
  const { value } = read;
  if (value.state === 'no-repository') return { state: 'no-repository', repository };
  if (value.state === 'missing') return { state: 'missing', ...name, newest: value.newest, askedAt: read.at };
  return {
    state: 'exists',
    ...name,
    ...(value.pushedAt !== undefined && { pushedAt: value.pushedAt }),
    ...(value.architectures !== undefined && { architectures: value.architectures }),
  };
};

function unread({ last, context }: Look): ImageFinding {
  return last ? { state: 'unknown', reason: 'unreadable' } : notYet(context);
}
