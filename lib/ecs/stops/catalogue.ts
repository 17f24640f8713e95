import type { CauseRow } from './cause-row.ts';
import { containerCauses } from './causes-container.ts';
import { hostCauses } from './causes-host.ts';
import { imageCauses } from './causes-image.ts';
import { lastCauses } from './causes-last.ts';
import { networkCauses } from './causes-network.ts';
import { outsideCauses } from './causes-outside.ts';
import { placementCauses } from './causes-placement.ts';
import { programCauses } from './causes-program.ts';
import { referenceCauses } from './causes-reference.ts';
import { registryCauses } from './causes-registry.ts';
import { resourceCauses } from './causes-resources.ts';
import { runtimeCauses } from './causes-runtime.ts';
import { schedulerCauses } from './causes-scheduler.ts';
import { secretCauses } from './causes-secrets.ts';
import { spotCauses } from './causes-spot.ts';
import { startCauses } from './causes-start.ts';
import { volumeCauses } from './causes-volume.ts';

/** Every cause of a stop, in the order they are looked at: the first that matches is the cause. */
export const causes: readonly CauseRow[] = [
  ...schedulerCauses,
  ...spotCauses,
  ...outsideCauses,
  ...networkCauses,
  ...placementCauses,
  ...hostCauses,
  ...imageCauses,
  ...registryCauses,
  ...referenceCauses,
  ...secretCauses,
  ...resourceCauses,
  ...volumeCauses,
  ...programCauses,
  ...startCauses,
  ...containerCauses,
  ...runtimeCauses,
  ...lastCauses,
];

const rowsById = new Map(causes.map((row) => [row.id, row]));

/** The row of a cause id. */
export function findCause(id: string): CauseRow | undefined {
  return rowsById.get(id);
}
