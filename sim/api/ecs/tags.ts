import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  TagResourceResponse,
} from '@aws-sdk/client-ecs';
import type { Api } from '../api.ts';
import { invalid, tagsOf } from '../api.ts';

/** A resource has at most 50 tags (API_TagResource). */
const mostTags = 50;

export function tagOperations({ account, past }: Api) {
  return {
    'ECS.ListTagsForResource': ({ resourceArn = '' }: ListTagsForResourceRequest): ListTagsForResourceResponse => ({
      tags: tagsOf(tagsAt(resourceArn)),
    }),

    'ECS.TagResource': ({ resourceArn = '', tags = [] }: TagResourceRequest): TagResourceResponse => {
      const known = tagsAt(resourceArn);
      const next = new Map([...known, ...tags.map(({ key = '', value = '' }) => [key, value] as const)]);
      if (next.size > mostTags) throw invalid(`A resource can have at most ${mostTags} tags.`);
      for (const [key, value] of next) known.set(key, value);
      const service = account.services.get(resourceArn);
      if (service !== undefined) past.noteService(service);
      return {};
    },
  };

  function tagsAt(arn: string): Map<string, string> {
    const { services, clusters, instances, taskDefinitions, tasks } = account;
    const thing = services.get(arn) ?? clusters.get(arn) ?? instances.get(arn) ?? taskDefinitions.get(arn);
    if (thing !== undefined) return thing.tags;
    // Tasks of the account carry none.
    if (tasks.has(arn)) return new Map();
    throw invalid('The specified resource was not found.');
  }
}
