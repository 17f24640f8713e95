import type { EcsService, ProviderShare } from '../../core/ecs-reads.ts';
import type { Instant } from '../../core/time.ts';

/** Fargate's two providers are AWS's own, and of every cluster that names them (fargate-capacity-providers). */
export const isFargate = (provider: string): boolean => provider === 'FARGATE' || provider === 'FARGATE_SPOT';

/** Among several, one with weight 0 gets no tasks but those of its base (API_CapacityProviderStrategyItem). */
export function usesSpot(shares: readonly ProviderShare[]): boolean {
  return shares.some(
    ({ provider, weight, base }) => provider === 'FARGATE_SPOT' && (weight + base > 0 || shares.length === 1),
  );
}

/** All on demand. */
export const onDemand: readonly ProviderShare[] = [{ provider: 'FARGATE', weight: 1, base: 0 }];

export function isSameShares(one: readonly ProviderShare[], other: readonly ProviderShare[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ provider, weight, base }) =>
      other.some((each) => each.provider === provider && each.weight === weight && each.base === base),
    )
  );
}

/** The end of a service event's sentence (service-event-messages-list). */
const noCapacity = 'Capacity is unavailable at this time';

/** When ECS said last that Fargate had no capacity for the service; it says so at most once in six hours. */
export function lastWithoutCapacity({ events }: Pick<EcsService, 'events'>): Instant | undefined {
  return events.find(({ message }) => message.includes(noCapacity))?.at;
}
