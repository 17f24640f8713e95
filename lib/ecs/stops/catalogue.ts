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
import { stopCodes } from './stop-codes.ts';
import type { TextPattern } from './text-pattern.ts';
import { parsePattern } from './text-pattern.ts';

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

/** A row with its patterns read. */
export type Candidate = { readonly row: CauseRow; readonly match: TextPattern; readonly unless?: TextPattern };

const rowsById = new Map(causes.map((row) => [row.id, row]));

const candidates: readonly Candidate[] = causes.map((row) => ({
  row,
  match: parsePattern(row.match),
  ...(row.unless === undefined ? {} : { unless: parsePattern(row.unless) }),
}));

const candidatesByStopCode = new Map<string, readonly Candidate[]>();

/** The row of a cause id. */
export function findCause(id: string): CauseRow | undefined {
  return rowsById.get(id);
}

/** `absent`, `unknown`, or the code itself if AWS documents it: what rows list in `stopCodes`. */
export function knownStopCode(stopCode: string | undefined): string {
  if (stopCode === undefined) return 'absent';
  return stopCodes.has(stopCode) ? stopCode : 'unknown';
}

/**
 * The rows that may explain a stop with this (known) stop code, in order. A code that means a failure is never
 * explained by a row that expects the stop, whatever the text says.
 */
export function candidatesFor(stopCode: string): readonly Candidate[] {
  const kept = candidatesByStopCode.get(stopCode);
  if (kept !== undefined) return kept;
  const found = candidates.filter(({ row }) => isCandidate(row, stopCode));
  candidatesByStopCode.set(stopCode, found);
  return found;
}

function isCandidate(row: CauseRow, stopCode: string): boolean {
  if (row.failure === 'no' && stopCodes.get(stopCode) === 'unexpected') return false;
  return row.stopCodes === 'any' ? stopCode !== 'UserInitiated' : row.stopCodes.includes(stopCode);
}

/** The patterns of all stops that are expected, whatever their stop code: for codes AWS has not documented yet. */
export const expectedPatterns: readonly TextPattern[] = candidates
  .filter(({ row }) => row.failure === 'no' && row.match !== '*' && row.where !== 'container')
  .map(({ match }) => match);
