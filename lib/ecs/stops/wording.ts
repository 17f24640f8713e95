import type { Text } from '../../core/language.ts';
import { findCause } from './catalogue.ts';
import type { CauseRow } from './cause-row.ts';
import type { ExitCodeRow } from './exit-code-rows.ts';
import { proxyExit, proxyPrefix } from './exit-code-proxy.ts';
import { readTheLog, readTheLogOfTask } from './exit-code-rows.ts';
import { findExitCode } from './exit-codes.ts';

/** As much of a diagnosis, or of an alert's cause, as the choice of words needs. */
type Told = {
  readonly cause: string;
  readonly standalone: boolean;
  readonly launchType?: string | undefined;
  readonly exitCode?: number | undefined;
  /** The container to blame. One that is known and has no exit code never ran, or its host was lost. */
  readonly container?: string | undefined;
};

/** What is said of a stop: a title for the first line, a likely cause, and what to do. Places: see `Diagnosis.fills`. */
export type Wording = { readonly title: Text; readonly likely: Text; readonly remedy: Text };

/**
 * The words for a cause and kind of task. Where an exit code is the cause, its words. A cause that is not in the
 * catalogue (an older or newer record) gets those of the last resort.
 */
export function wordingOf(told: Told): Wording {
  const row = findCause(told.cause) ?? findCause('fb_any');
  if (row === undefined) throw new Error('the catalogue of stop reasons has no row of last resort');
  const exit = exitRowOf(row, told);
  if (exit !== undefined) {
    const remedy = told.standalone && exit.remedy === readTheLog ? readTheLogOfTask : exit.remedy;
    return { title: exit.title, likely: exit.meaning, remedy };
  }
  return { title: row.title, likely: row.likely, remedy: remedyOf(row, told) };
}

function exitRowOf(row: CauseRow, { exitCode, container }: Told): ExitCodeRow | undefined {
  if (row.id !== 'essential_exit' || (exitCode === undefined && container === undefined)) return undefined;
  if (exitCode !== undefined && container?.startsWith(proxyPrefix) === true) return proxyExit;
  return findExitCode(exitCode);
}

/** For this kind of task and launch type where it makes a difference. */
function remedyOf({ remedy }: CauseRow, { standalone, launchType }: Told): Text {
  const forKind = standalone ? remedy.standalone : remedy.service;
  const forLaunchType = launchType === 'FARGATE' ? remedy.fargate : launchType === 'EC2' ? remedy.ec2 : undefined;
  return forKind ?? forLaunchType ?? remedy.any;
}
