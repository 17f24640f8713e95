import type { CauseRow } from './cause-row.ts';
import { containerCauses } from './causes-container.ts';
import { imageCauses } from './causes-image.ts';
import { lastCauses } from './causes-last.ts';
import { networkCauses } from './causes-network.ts';
import { outsideCauses } from './causes-outside.ts';
import { placementCauses } from './causes-placement.ts';
import { resourceCauses } from './causes-resources.ts';
import { runtimeCauses } from './causes-runtime.ts';
import { schedulerCauses } from './causes-scheduler.ts';
import { secretCauses } from './causes-secrets.ts';

/** Every cause of a stop, in the order they are looked at: the first that matches is the cause. */
export const causes: readonly CauseRow[] = [
  ...schedulerCauses,
  ...outsideCauses,
  ...networkCauses,
  ...placementCauses,
  ...imageCauses,
  ...secretCauses,
  ...resourceCauses,
  ...containerCauses,
  ...runtimeCauses,
  ...lastCauses,
];

const rowsById = new Map(causes.map((row) => [row.id, row]));

/** The row of a cause id. */
export function findCause(id: string): CauseRow | undefined {
  return rowsById.get(id);
}
