import type { RawItem } from '../../core/cluster-reads.ts';
import type { ImageAnswer, ImageQuery } from '../../core/evidence-reads.ts';
import { present } from '../../core/present.ts';
import { isObject } from '../../core/json.ts';
import { parseImageReference } from '../image-reference.ts';
import type { ImageFact } from './facts.ts';

type AskedImage = { readonly image: string; readonly query: ImageQuery };

/** What to ask ECR about a task definition's images, each once; other registries are not asked. */
export function imagesAsked(definition: RawItem): readonly AskedImage[] {
  const containers: unknown = definition['containerDefinitions'];
  const named = (Array.isArray(containers) ? (containers as unknown[]) : []).flatMap((each) =>
    isObject(each) && typeof each['image'] === 'string' ? [each['image']] : [],
  );
  return [...new Set(named)].flatMap((image) => {
    const { ecr, repository, tag, digest } = parseImageReference(image);
    if (ecr === undefined) return [];
    const which = digest === undefined ? { tag: tag ?? 'latest' } : { digest };
    return [{ image, query: { ...ecr, repository, ...which } }];
  });
}

export function imageFactOf(image: string, answer: ImageAnswer): ImageFact {
  const { architectures } = { architectures: undefined, ...answer };
  return { image, state: answer.state, ...present({ architectures }) };
}
