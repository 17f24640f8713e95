import { authorityInvariants } from './drain/authority.ts';
import { costInvariants } from './drain/cost.ts';
import { livenessInvariants } from './drain/liveness.ts';
import { roomInvariants } from './drain/room.ts';
import { safetyInvariants } from './drain/safety.ts';
import { stopInvariants } from './drain/stops.ts';
import { wordInvariants } from './drain/words.ts';
import type { Invariant } from './invariant.ts';

/** What draining promises. */
export const drainInvariants = (): readonly Invariant[] => [
  ...safetyInvariants(),
  ...authorityInvariants(),
  ...stopInvariants(),
  ...livenessInvariants(),
  ...roomInvariants(),
  ...costInvariants(),
  ...wordInvariants(),
];
