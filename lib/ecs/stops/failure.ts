import { expectedPatterns } from './candidates.ts';
import type { CauseRow } from './cause-row.ts';
import { isEndOnRequest } from './exit-codes.ts';
import type { Stop } from './stop.ts';
import { stopCodes } from './stop-codes.ts';
import { foldText, matches, parsePattern } from './text-pattern.ts';

/** Words that make a text of the service scheduler an alarming one, even if nobody has seen the text before. */
const alarming = parsePattern('fail ;; unhealthy ;; error ;; unable ;; cannot');

/** Whether this stop is a failure. */
export function isFailure(row: CauseRow, stop: Stop): boolean {
  if (row.failure === 'no') return false;
  if (row.failure === 'standalone') return stop.standalone;
  if (row.failure !== 'exit-code') return true;
  return row.fallback ? isUnknownFailure(stop) : isUnexpectedEnd(stop);
}

/** The fault of AWS or of the host, not of the application. */
export function infrastructureFault(row: CauseRow, stop: Stop): boolean {
  return (
    row.failure === 'infrastructure' || (row.fallback === true && stopCodes.get(stop.stopCode) === 'infrastructure')
  );
}

/**
 * An essential container ended. In a service that is never wanted. A standalone task has done its work when one ended
 * with 0 and the others only followed (143, or Ctrl+C on Windows), or report nothing.
 */
function isUnexpectedEnd({ standalone, essential }: Stop): boolean {
  if (!standalone) return true;
  const codes = essential.map(({ exitCode }) => exitCode);
  return !codes.includes(0) || codes.some((code) => code !== undefined && code !== 0 && !isEndOnRequest(code));
}

/** Nobody knows the text: the stop code decides, else the exit codes, and silence is read as bad news. */
function isUnknownFailure({ task, stopCode, essential }: Stop): boolean {
  const words = foldText(task.stoppedReason ?? '');
  const verdict = stopCodes.get(stopCode);
  if (verdict === 'expected') return false;
  if (verdict === 'infrastructure' || verdict === 'unexpected') return true;
  if (verdict === 'text decides' && matches(alarming, words)) return true;
  const codes = essential.flatMap(({ exitCode }) => exitCode ?? []);
  if (codes.length === 0) return !expectedPatterns.some((pattern) => matches(pattern, words));
  return codes.some((code) => code !== 0 && !isEndOnRequest(code));
}
