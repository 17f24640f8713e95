import type { Simulation } from '../simulation.ts';
import type { WireHandlers } from '../wire.ts';
import type { Lying } from './batch/lies.ts';
import { lyingLaunches } from './batch/lies.ts';
import { operationsOf, poorConsistency } from './operations.ts';
import type { Scenario } from './scenario.ts';

type Habits = Omit<Lying, 'agenda'> & { readonly isActing: () => boolean };

/** What AWS answers in a scenario; and where jobs are launched, what it says besides. */
export function answersOf(
  simulation: Simulation,
  { plan, oldReads, itemsPerPage }: Pick<Scenario, 'plan' | 'oldReads' | 'itemsPerPage'>,
  { isActing, ...lying }: Habits,
): WireHandlers {
  const operations = operationsOf(simulation, {
    ...(oldReads && { consistency: poorConsistency }),
    mostPerPage: itemsPerPage,
    isActing,
  });
  if (plan.batch?.ways.includes('launches-lie') !== true) return operations;
  return lyingLaunches(operations, { ...lying, agenda: simulation.agenda });
}
