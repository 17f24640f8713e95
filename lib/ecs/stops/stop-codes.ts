/**
 * What a stop code says by itself. AWS keeps stop codes stable and re-words texts (developer guide,
 * stopped-tasks-error-messages-updates), so the code decides whether a stop can be an expected one at all.
 * `unexpected`: always a failure of the task, unless a standalone task ended well. `expected`: never one.
 */
type StopCodeVerdict = 'unexpected' | 'expected' | 'infrastructure' | 'text decides';

/** Source: API reference, Task, `stopCode`. TerminationNotice is used for Fargate Spot as well (containers-roadmap#797). */
export const stopCodes: ReadonlyMap<string, StopCodeVerdict> = new Map([
  ['TaskFailedToStart', 'unexpected'],
  ['EssentialContainerExited', 'unexpected'],
  ['UserInitiated', 'expected'],
  ['ServiceSchedulerInitiated', 'text decides'],
  ['SpotInterruption', 'expected'],
  ['TerminationNotice', 'infrastructure'],
  ['InfrastructureHealth', 'infrastructure'],
]);
