import type { Instant } from '../../core/time.ts';

/** A task of a service that failed by its own doing: not its host's, nor for want of a place. `livedMs`: 0 where it never ran. */
export type Crash = { readonly at: Instant; readonly livedMs: number; readonly deploymentId?: string };

/** What of a scalable target of Application Auto Scaling is suspended (API_SuspendedState). */
export type Suspension = { readonly in: boolean; readonly out: boolean; readonly scheduled: boolean };

/**
 * What is being done, or was, about a service that crash-loops.
 * - `asks`: for its hold and its place in the budget. - `acts`: its order is on its way. - `stands`: it is done.
 * - `undoes`: it is being taken back. - `over`: nothing of it is ours any more.
 */
export type Intervention = {
  readonly is: 'rollback' | 'stop';
  readonly phase: 'asks' | 'acts' | 'stands' | 'undoes' | 'over';
  readonly since: Instant;
  /** How many failed within how long, when it was decided. */
  readonly crashes: number;
  readonly withinMs: number;
  /** Of whom it is: the deployment that is rolled back, the revision that was stopped. */
  readonly deploymentId?: string;
  readonly serviceDeploymentArn?: string;
  readonly taskDefinitionArn?: string;
  /** How many were wanted before it was stopped. */
  readonly tasks?: number;
  /** As it was before all scaling was suspended; absent: nothing is registered, or nothing was suspended. */
  readonly scaling?: Suspension;
  readonly holdAt?: Instant;
  readonly placeAt?: Instant;
  readonly orderedAt?: Instant;
  readonly suspendedAt?: Instant;
  readonly doneAt?: Instant;
  /** While it is taken back: its tasks are to be started again. */
  readonly starts?: true;
  readonly startedAt?: Instant;
  readonly resumedAt?: Instant;
  /** What is taken back was refused, and is tried again then. */
  readonly notBefore?: Instant;
  readonly end?: InterventionEnd;
  /** AWS's words, or who holds it. Untrusted. */
  readonly why?: string;
  readonly endedAt?: Instant;
  /** Not again before. */
  readonly againAt?: Instant;
};

/**
 * How it ended. - `done`: what was rolled back, is. - `observed`: nobody may act. - `limit`: too many within the hour.
 * - `held`: somebody stronger acts on it. - `refused`: AWS refused it. - `passed`: it was not needed any more.
 * - `started`: somebody, or a new revision, has started it again. - `gone`: there is no such service any more.
 */
export type InterventionEnd = 'done' | 'observed' | 'limit' | 'held' | 'refused' | 'passed' | 'started' | 'gone';

/** Ours is in force: nothing of the service is to run, by our order. */
export function isStopped(intervention: Intervention | undefined): intervention is Intervention & { tasks: number } {
  return intervention?.is === 'stop' && intervention.phase === 'stands' && intervention.tasks !== undefined;
}

export function isLive(intervention: Intervention | undefined): intervention is Intervention {
  return intervention !== undefined && intervention.phase !== 'over';
}
