import type { Room } from './finding.ts';
import type { PlacementInstance } from './instance.ts';

/** What is left of each capacity provider of a strategy; of the whole cluster where there is no choice. */
type Tally = { readonly whole: Total; readonly byProvider: ReadonlyMap<string, Total> };

type Total = { least: number; most: number };

const nothing = (): Total => ({ least: 0, most: 0 });

export function tallyOf(capacityProviders: readonly string[]): Tally {
  const several = capacityProviders.length > 1 ? capacityProviders : [];
  return { whole: nothing(), byProvider: new Map(several.map((name) => [name, nothing()])) };
}

/** Counts the room of one instance. */
export function addTo({ whole, byProvider }: Tally, { capacityProvider }: PlacementInstance, room: Room): void {
  for (const total of [whole, byProvider.get(capacityProvider ?? '')]) {
    if (total === undefined) continue;
    total.least += room.least;
    total.most += room.most;
  }
}

/**
 * The room of all instances. Copies are alike, and a constraint reads nothing but the instance itself: what one instance
 * takes is independent of the others, and the sum is exact. With several capacity providers ECS gives each copy to one of
 * them, by weights, and to no other when that one is full (API_CapacityProviderStrategyItem;
 * https://github.com/aws/containers-roadmap/issues/773): sure is only what the fullest of them takes.
 */
export function totalOf({ whole, byProvider }: Tally): Room {
  if (byProvider.size === 0) return whole;
  return { least: Math.min(...[...byProvider.values()].map(({ least }) => least)), most: whole.most };
}
