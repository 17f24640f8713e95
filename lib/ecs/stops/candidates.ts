import { causes } from './catalogue.ts';
import type { CauseRow } from './cause-row.ts';
import { stopCodes } from './stop-codes.ts';
import type { TextPattern } from './text-pattern.ts';
import { foldText, matches, parsePattern } from './text-pattern.ts';

type Candidate = { readonly row: CauseRow; readonly match: TextPattern; readonly unless?: TextPattern };

/** Where words stand: in the task's `stoppedReason` or in the `reason` of a container. */
type Place = 'task' | 'container';

/** The rows that may explain a kind of stop, in order. */
export type Candidates = {
  readonly rows: readonly CauseRow[];
  /**
   * The number of the first row that explains words, or -1. Words not spoken count as empty ones. `from` is the number of
   * the row to begin with.
   */
  readonly first: (place: Place, words: string | undefined, from?: number) => number;
};

const all: readonly Candidate[] = causes.map((row) => ({
  row,
  match: parsePattern(row.match),
  ...(row.unless === undefined ? {} : { unless: parsePattern(row.unless) }),
}));

/** The patterns of all stops that are expected, whatever their stop code: for codes AWS has not documented yet. */
export const expectedPatterns: readonly TextPattern[] = all
  .filter(({ row }) => row.failure === 'no' && row.match !== '*' && row.where !== 'container')
  .map(({ match }) => match);

/** `absent`, `unknown`, or the code itself if AWS documents it: what rows list in `stopCodes`. */
export function knownStopCode(stopCode: string | undefined): string {
  if (stopCode === undefined) return 'absent';
  return stopCodes.has(stopCode) ? stopCode : 'unknown';
}

/** What of a stop decides which rows may explain it. */
type Kind = { readonly stopCode: string; readonly standalone: boolean; readonly ran: boolean };

const kept = new Map<string, Candidates>();

/**
 * The rows that may explain a stop of this kind. A stop code that means a failure is never explained by a row that
 * expects the stop, whatever the text says.
 */
export function candidatesFor(kind: Kind): Candidates {
  const { stopCode, standalone, ran } = kind;
  const name = `${stopCode} ${standalone} ${ran}`;
  const before = kept.get(name);
  if (before !== undefined) return before;
  const found = candidatesOf(
    all.filter(({ row }) => isCandidate(row, kind)),
    stopCode,
  );
  kept.set(name, found);
  return found;
}

function isCandidate(row: CauseRow, { stopCode, standalone, ran }: Kind): boolean {
  const expected = row.failure === 'no' || (row.failure === 'standalone' && !standalone);
  if (expected && stopCodes.get(stopCode) === 'unexpected') return false;
  if (row.ran === true && !ran) return false;
  return row.stopCodes === 'any' ? stopCode !== 'UserInitiated' : row.stopCodes.includes(stopCode);
}

/** Crash loops say the same words again and again: what they were found to mean is kept, up to this many. */
const longestMemory = 256;

function candidatesOf(candidates: readonly Candidate[], stopCode: string): Candidates {
  const memory = { task: new Map<string, number>(), container: new Map<string, number>() };
  const search = (place: Place, words: string, from: number): number => {
    const folded = foldText(words);
    return candidates.findIndex(
      (candidate, index) =>
        index >= from && mayStand(candidate.row, place) && explains(candidate, folded, { place, stopCode }),
    );
  };
  return {
    rows: candidates.map(({ row }) => row),
    first: (place, words = '', from = 0) => {
      if (from > 0) return search(place, words, from);
      const known = memory[place].get(words);
      if (known !== undefined) return known;
      if (memory[place].size >= longestMemory) memory[place].clear();
      const found = search(place, words, 0);
      memory[place].set(words, found);
      return found;
    },
  };
}

function mayStand(row: CauseRow, place: Place): boolean {
  return row.where === 'either' || row.where === place;
}

function explains(
  { row, match, unless }: Candidate,
  folded: string,
  { place, stopCode }: { readonly place: Place; readonly stopCode: string },
): boolean {
  if (place === 'task' && row.always === stopCode) return true;
  return matches(match, folded) && (unless === undefined || !matches(unless, folded));
}
