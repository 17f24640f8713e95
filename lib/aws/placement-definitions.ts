import type { ECSClient } from '@aws-sdk/client-ecs';
import { DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import type { RawItem } from '../core/cluster-reads.ts';
import { PortError } from '../core/outcome.ts';
import { keepNewest } from './batching.ts';
import { nameOf } from './errors.ts';
import { itemOf } from './kept-item.ts';
import { asked, fewAtOnce } from './listing.ts';
import { keptOfDefinition } from './placement-items.ts';
import type { Described } from './placement-lists.ts';

/** Some kB each. A cluster of more services than this is read with the same calls again. */
const mostRemembered = 2000;

/**
 * Task definitions by ARN, `family:revision` or family. There is one call for each, and no other way: a cluster of 500
 * services takes 500. So each revision is read once, for nothing that placement looks at changes in it; and where one
 * cannot be read, those that were are there at the next try.
 */
export function definitionReads(client: ECSClient): (names: readonly string[]) => Promise<Described> {
  const known = new Map<string, RawItem>();
  return async (names) => {
    const found = await fewAtOnce(names, async (name) => {
      const item = known.get(name) ?? (await describedDefinition(client, name));
      if (item !== undefined && isRevision(name)) keepNewest(known, mostRemembered, [name, item]);
      return item;
    });
    const items = found.filter((each) => each !== undefined);
    return { items, gone: names.length - items.length };
  };
}

/** One that was deleted is a ClientException (API_DescribeTaskDefinition). */
export async function describedDefinition(client: ECSClient, taskDefinition: string): Promise<RawItem | undefined> {
  try {
    const command = new DescribeTaskDefinitionCommand({ taskDefinition });
    const answer = await asked(`describe task definition ${taskDefinition}`, async (options) =>
      client.send(command, options),
    );
    return answer.taskDefinition === undefined ? undefined : itemOf(answer.taskDefinition, keptOfDefinition);
  } catch (error) {
    if (error instanceof PortError && nameOf(error.cause) === 'ClientException') return undefined;
    throw error;
  }
}

/** A family alone names its newest revision, which is another tomorrow. */
const isRevision = (name: string): boolean => /:\d+$/u.test(name);
