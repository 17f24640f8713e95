import { batchLaunchInvariants } from './batch/launches.ts';
import { batchRunInvariants } from './batch/runs.ts';
import { batchSlotInvariants } from './batch/slots.ts';
import { batchTaskInvariants } from './batch/tasks.ts';
import type { Invariant } from './invariant.ts';

/** What launching jobs promises. */
export const batchInvariants = (): readonly Invariant[] => [
  ...batchTaskInvariants(),
  ...batchLaunchInvariants(),
  ...batchRunInvariants(),
  ...batchSlotInvariants(),
];
