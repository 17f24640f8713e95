import type { Broken } from '../invariants/invariant.ts';

/** What a scenario came to. */
export type Outcome = {
  readonly seed: string;
  readonly events: number;
  readonly trace: string;
  readonly virtualMs: number;
  readonly deaths: number;
  readonly posts: number;
  readonly broken?: Broken;
  /** The last things that happened, oldest first. */
  readonly last: readonly string[];
};
