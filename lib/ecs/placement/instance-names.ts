import { containerInstanceId } from '../arn.ts';
import type { PlacementInstance } from './instance.ts';

/** `i-0c4f91`: as much of an id as tells it from most others. */
const leastCharacters = 8;

/** Short names of instances, by ARN, all as long as the longest needs to be to be told from the others. */
export function shortNames(instances: readonly PlacementInstance[]): ReadonlyMap<string, string> {
  const names = new Map(instances.map((each) => [each.arn, longNameOf(each)]));
  const all = [...new Set(names.values())];
  const longest = Math.max(leastCharacters, ...all.map(({ length }) => length));
  let length = leastCharacters;
  while (length < longest && new Set(all.map((name) => name.slice(0, length))).size < all.length) length += 1;
  return new Map([...names].map(([arn, name]) => [arn, name.slice(0, length)]));
}

/** The id EC2 gave it, or `mi-…` outside AWS; the container instance's own where it has none. */
export const longNameOf = ({ arn, ec2InstanceId }: PlacementInstance): string =>
  ec2InstanceId ?? containerInstanceId(arn);

/** `1a` of `ap-northeast-1a`: the region is the same for all. */
export const shortZone = (zone: string): string => zone.replace(/^[a-z]{2,}(?:-[a-z]+)+-(?=\d)/, '');
