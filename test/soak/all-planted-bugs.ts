import { plantedBugs as nodesBugs } from '../scale/nodes/planted-bugs.ts';
import { plantedBugs as serviceBugs } from '../scale/planted-bugs.ts';
import type { SoakPart } from './parts.ts';
import { plantedBatchBugs } from './planted-batch-bugs.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { plantedBugs } from './planted-bugs.ts';
import { plantedDrainBugs } from './planted-drain-bugs.ts';
import { plantedSilenceBugs } from './planted-silence-bugs.ts';
import { plantedStoppingBugs } from './planted-stopping-bugs.ts';

/** Every bug, and what must find it. */
export const allPlantedBugs: readonly { readonly bug: PlantedBug; readonly part: SoakPart }[] = [
  ...foundBy('all', [...plantedBugs, ...plantedSilenceBugs, ...plantedStoppingBugs]),
  ...foundBy('drain', plantedDrainBugs),
  ...foundBy('batch', plantedBatchBugs),
  ...foundBy('service-nights', serviceBugs),
  ...foundBy('node-nights', nodesBugs),
];

function foundBy(
  part: SoakPart,
  bugs: readonly PlantedBug[],
): readonly { readonly bug: PlantedBug; readonly part: SoakPart }[] {
  return bugs.map((bug) => ({ bug, part }));
}
