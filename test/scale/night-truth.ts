import type { Instant } from '../../lib/core/time.ts';
import { secondMs } from '../../lib/core/time.ts';
import type { Mill } from './mill.ts';
import type { ForecastNight } from './night-forecast.ts';
import type { SpotNight } from './night-spot.ts';

export type Bounds = { readonly min: number; readonly max: number };

/** What is true of the account, whatever was read of it; kept for as long as an answer of AWS may be old. */
export type Truth = {
  mill?: Mill;
  /** Messages one task is good for. */
  readonly perTask: number;
  /** Tasks at work are not to be stopped. */
  readonly spares: boolean;
  ownedSince?: Instant;
  heldSince?: Instant;
  blindSince?: Instant;
  /** A person has set its tasks after so many orders of ours. */
  setByPerson?: number;
  /** The last order for more. */
  raised?: { readonly at: Instant; readonly to: number };
  /** The most that its work can have asked for at each moment of the last minutes. */
  readonly asked: { readonly at: Instant; readonly tasks: number }[];
  readonly spot?: SpotNight;
  forecast?: ForecastNight;
};

export type Judge = {
  readonly now: () => Instant;
  readonly truth: Truth;
  readonly bounds: Bounds;
  readonly broken: string[];
  readonly mode: 'act' | 'observe';
};

/** Answers may be a few seconds old, and an order is on its way for some more. */
const knownAfterMs = 75 * secondMs;

/** Whether it has been so for long enough to be known. */
export const isKnown = ({ now }: Pick<Judge, 'now'>, since: Instant | undefined): boolean =>
  since !== undefined && now() > since + knownAfterMs;

/** Since when a deployment has been going on. */
export function deployingSince(service: Mill['service'] | undefined): Instant | undefined {
  return service?.deployments.find(({ rolloutState }) => rolloutState === 'IN_PROGRESS')?.createdAt;
}
