import type { Cause, Pointers } from '../core/alert.ts';
import type { TaskChanged } from '../core/event.ts';
import { present } from '../core/present.ts';
import type { Severity } from '../core/severity.ts';
import type { Instant } from '../core/time.ts';
import type { Diagnosis } from '../ecs/stops/diagnosis.ts';
import { diagnose } from '../ecs/stops/diagnosis.ts';
import { drainStopReason } from '../ecs/own-stops.ts';
import { runFailureOf } from '../ecs/run-failures.ts';
import type { FailureClass } from './job.ts';
import type { LaunchPlan, LiveTask, RunState, Stopped } from './state.ts';

/** A cause of our own about a run. */
export function jobCause(
  id: string,
  now: Instant,
  more: Partial<Cause> & { readonly severity?: Severity } = {},
): Cause {
  return { id, severity: 'error', certainty: 'certain', count: 1, firstAt: now, lastAt: now, ...more };
}

/** What a stopped task says of its work: done, or why not. */
type StopVerdict =
  | { readonly is: 'success' }
  | {
      readonly is: 'failure';
      readonly class: FailureClass;
      readonly cause: Cause;
      readonly exitCode?: number;
      readonly reason?: string;
    };

const longestText = 1100;

/** AWS's words where it left the stop code out. */
const essentialExited = /^essential container in task exited/i;

/**
 * Success has positive evidence only: the task ended by itself, and the main container with 0. What other containers say
 * is not asked; a host that went takes the word of none (`Host EC2 (instance …) terminated.`).
 */
export function verdictOf(
  task: LiveTask & { readonly stopped: Stopped },
  plan: Pick<LaunchPlan, 'container'>,
  run: Named,
): StopVerdict {
  const { stopped } = task;
  const main = stopped.containers.find(({ name }) => name === plan.container);
  const endedByItself =
    stopped.stopCode === 'EssentialContainerExited' ||
    (stopped.stopCode === undefined && essentialExited.test(stopped.reason ?? ''));
  if (endedByItself && main?.exitCode === 0) return { is: 'success' };
  const exitCode = main?.exitCode;
  const diagnosis = diagnose(eventOf(task, run), { essential: new Set([plan.container]) });
  const cause = causeOf(diagnosis, { at: stopped.at, container: plan.container, ...present({ exitCode }) });
  return {
    is: 'failure',
    class: classOf(cause.id, stopped, {
      ran: task.startedAt !== undefined,
      isOwnExit: endedByItself && exitCode !== undefined,
    }),
    cause,
    ...present({ exitCode, reason: stopped.reason }),
  };
}

function causeOf(
  diagnosis: Diagnosis | undefined,
  { at, container, exitCode }: { readonly at: Instant; readonly container: string; readonly exitCode?: number },
): Cause {
  const known = diagnosis ?? { cause: 'fb_any', certainty: 'probable' as const };
  return jobCause(known.cause, at, {
    certainty: known.certainty,
    container: diagnosis?.culprit ?? container,
    ...present({ exitCode, text: diagnosis?.text?.slice(0, longestText), fills: diagnosis?.fills }),
    ...(diagnosis?.gap === true && { gap: true }),
  });
}

/** An exit code of the main container is its own word, unless it was killed for its memory. */
function classOf(
  cause: string,
  stopped: Stopped,
  { ran, isOwnExit }: { ran: boolean; isOwnExit: boolean },
): FailureClass {
  // Its instance had to go: no failure of the application, and nobody's wish that it ends.
  if (stopped.reason === drainStopReason) return 'interrupted';
  const kind = runFailureOf(cause, stopped.stopCode, ran);
  return isOwnExit && kind !== 'out-of-memory' ? 'application' : kind;
}

type Named = { readonly account: string; readonly region: string };

/** A task as its event would have it, for the catalogue reads events. */
function eventOf(
  { stopped, ...task }: LiveTask & { readonly stopped: Stopped },
  { account, region }: Named,
): TaskChanged {
  return {
    kind: 'task',
    id: task.arn,
    at: stopped.at,
    account,
    region,
    clusterArn: '',
    taskArn: task.arn,
    taskDefinitionArn: '',
    group: 'family:run',
    lastStatus: 'STOPPED',
    desiredStatus: 'STOPPED',
    containers: stopped.containers,
    stoppedAt: stopped.at,
    ...present({
      stopCode: stopped.stopCode,
      stoppedReason: stopped.reason,
      startedAt: task.startedAt,
      launchType: task.launchType,
      capacityProviderName: task.capacityProvider,
      containerInstanceArn: task.containerInstanceArn,
    }),
  };
}

/** Where to look further: enough for links, commands and the log. */
export function pointersOf({ plan, task }: Pick<RunState, 'plan' | 'task'>): Pointers {
  return {
    ...present({
      taskDefinitionArn: plan?.definition,
      container: plan?.container,
      taskArn: task?.arn,
      launchType: task?.launchType,
      capacityProvider: task?.capacityProvider,
      availabilityZone: task?.availabilityZone,
      containerInstanceArn: task?.containerInstanceArn,
    }),
  };
}
