/** The run that a task's `startedBy` names: `watchkeeper/RUN/ATTEMPT-TRY`. Undefined: no run started it. */
export function runIdIn(startedBy: string | undefined): string | undefined {
  return /^watchkeeper\/([^/]+)\//u.exec(startedBy ?? '')?.[1];
}
