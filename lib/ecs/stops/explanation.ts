import type { ContainerChange } from '../../core/event.ts';
import type { Candidates } from './candidates.ts';
import { candidatesFor } from './candidates.ts';
import type { CauseRow } from './cause-row.ts';
import type { Stop } from './stop.ts';
import { hasOwnError } from './stop.ts';

/** The row that explains a stop, and the container whose `reason` did, if it was one. */
export type Explanation = { readonly row: CauseRow; readonly container?: ContainerChange };

/**
 * The first row of the catalogue that explains the stop. Reasons of essential containers come first; one of the others
 * is heard only when nothing else explains the stop.
 */
export function explain(stop: Stop): Explanation {
  const attachment = ofAttachment(stop);
  if (attachment !== undefined) return { row: attachment };
  const found = firstExplanation(stop, stop.essential);
  if (found.row.fallback !== true || stop.essential.length === stop.containers.length) return found;
  return firstExplanation(stop, stop.containers);
}

/** A volume that could not be attached says so itself; the task may only say that it failed to start. */
function ofAttachment(stop: Stop): CauseRow | undefined {
  const { attachmentReason } = stop.task;
  if (attachmentReason === undefined || stop.ran) return undefined;
  const candidates = candidatesFor(stop);
  const row = candidates.rows[candidates.first('task', attachmentReason)];
  return row?.fallback === true ? candidates.rows.find(({ id }) => id === 'volume') : row;
}

function firstExplanation(stop: Stop, containers: readonly ContainerChange[]): Explanation {
  const candidates = candidatesFor(stop);
  let best = candidates.first('task', stop.task.stoppedReason);
  let speaker: ContainerChange | undefined;
  for (const container of containers) {
    const found = container.reason === undefined ? -1 : firstOfContainer(candidates, container, stop);
    if (found >= 0 && (best < 0 || found < best || (found === best && speaker === undefined))) {
      best = found;
      speaker = container;
    }
  }
  const row = candidates.rows[best];
  if (row === undefined) throw new Error(`no row of the catalogue explains the stop code ${stop.stopCode}`);
  return speaker === undefined ? { row } : { row, container: speaker };
}

function firstOfContainer(candidates: Candidates, container: ContainerChange, stop: Stop): number {
  let found = candidates.first('container', container.reason);
  while (isAftermath(candidates.rows[found], container, stop)) {
    found = candidates.first('container', container.reason, found + 1);
  }
  return found;
}

/** A runtime that could not end one container cleanly, after another had ended with an error of its own. */
function isAftermath(row: CauseRow | undefined, container: ContainerChange, stop: Stop): boolean {
  return (
    row?.failure === 'infrastructure' &&
    stop.stopCode === 'EssentialContainerExited' &&
    stop.essential.some((other) => other !== container && hasOwnError(other))
  );
}
