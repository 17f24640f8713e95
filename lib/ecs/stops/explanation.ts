import type { ContainerChange } from '../../core/event.ts';
import type { Candidate } from './catalogue.ts';
import { candidatesFor, findCause } from './catalogue.ts';
import type { CauseRow } from './cause-row.ts';
import type { Stop } from './stop.ts';
import { hasOwnError } from './stop.ts';
import { stopCodes } from './stop-codes.ts';
import { foldText, matches } from './text-pattern.ts';

/** The row that explains a stop, and the container whose `reason` did, if it was one. */
export type Explanation = { readonly row: CauseRow; readonly container?: ContainerChange };

type Reason = { readonly container: ContainerChange; readonly words: string };

/**
 * The first row of the catalogue that explains the stop. Reasons of essential containers come first; one of the others
 * is heard only when nothing else explains the stop.
 */
export function explain(stop: Stop): Explanation {
  const found = firstExplanation(stop, reasonsOf(stop.essential));
  if (!found.row.fallback || stop.essential.length === stop.containers.length) return found;
  return firstExplanation(stop, reasonsOf(stop.containers));
}

function reasonsOf(containers: readonly ContainerChange[]): readonly Reason[] {
  return containers.flatMap((container) =>
    container.reason === undefined ? [] : [{ container, words: foldText(container.reason) }],
  );
}

function firstExplanation(stop: Stop, reasons: readonly Reason[]): Explanation {
  for (const candidate of candidatesFor(stop.stopCode)) {
    const found = explanationBy(candidate, stop, reasons);
    if (found !== undefined) return found;
  }
  return { row: lastResort };
}

const lastResort = requireCause('fb_any');

function requireCause(id: string): CauseRow {
  const row = findCause(id);
  if (row === undefined) throw new Error(`the catalogue of stop reasons has no row ${id}`);
  return row;
}

function explanationBy(candidate: Candidate, stop: Stop, reasons: readonly Reason[]): Explanation | undefined {
  const { row } = candidate;
  if (row.failure === 'standalone' && !stop.standalone && stopCodes.get(stop.stopCode) === 'unexpected')
    return undefined;
  if (row.where !== 'task') {
    const reason = reasons.find((one) => fits(candidate, one.words) && !isAftermath(row, one.container, stop));
    if (reason !== undefined) return { row, container: reason.container };
  }
  if (row.where !== 'container' && (row.always === stop.stopCode || fits(candidate, stop.words))) return { row };
  return undefined;
}

function fits({ match, unless }: Candidate, words: string): boolean {
  return matches(match, words) && (unless === undefined || !matches(unless, words));
}

/** A runtime that could not end one container cleanly, after another had ended with an error of its own. */
function isAftermath(row: CauseRow, container: ContainerChange, stop: Stop): boolean {
  return (
    row.failure === 'infrastructure' &&
    stop.stopCode === 'EssentialContainerExited' &&
    stop.essential.some((other) => other !== container && hasOwnError(other))
  );
}
