/** `startedBy` of every task that a run of ours launches begins so: by it its events are known, and left to its run. */
export const ownLaunchMark = 'watchkeeper/';

/** `watchkeeper/RUN/ATTEMPT-TRY`: at most 128 letters, digits, hyphens, slashes and underscores (API_RunTask). */
export function startedByOf(runId: string, attempt: number, tryNumber: number): string {
  return `${ownLaunchMark}${runId}/${attempt}-${tryNumber}`;
}

export function runOf(
  startedBy: string | undefined,
): { readonly runId: string; readonly tryNumber: number } | undefined {
  const [, runId, tryNumber] = /^watchkeeper\/([a-z0-9]+)\/\d+-(\d+)$/.exec(startedBy ?? '') ?? [];
  return runId === undefined || tryNumber === undefined ? undefined : { runId, tryNumber: Number(tryNumber) };
}
