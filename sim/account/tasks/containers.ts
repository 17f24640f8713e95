import { secondMs } from '../../../lib/core/time.ts';
import type { Account } from '../model.ts';
import type { Container, Task } from '../task.ts';
import { executionEnded, sidecarEnded } from './ending.ts';
import { outOfMemory } from './failures.ts';
import { planHealth } from './health.ts';
import { writeLog } from './logs.ts';
import { defaultStopTimeoutMs, longestFargateStopMs } from './waits.ts';

/** What the task does when its containers' state has changed: start others, be up, fail. */
type Progress = (account: Account, task: Task) => void;

/** Starts a container; `progress` is called after each change of it. */
export function startContainer(account: Account, task: Task, container: Container, progress: Progress): void {
  const { run } = container;
  const { startMs, ends, lines, lastLines } = run.program;
  const begin = (): void => {
    run.stage = 'running';
    writeLog(account, task, container, lines);
    planHealth(account, task, container, () => progress(account, task));
    if (ends !== undefined) {
      const what = `${container.name} of task ${task.id} ends`;
      const end = account.agenda.after(ends.afterMs, what, () => {
        writeLog(account, task, container, lastLines);
        const reason = ends.outOfMemory === true ? outOfMemory : undefined;
        containerEnded(account, task, container, { exitCode: reason === undefined ? ends.exitCode : 137, reason });
        progress(account, task);
      });
      run.planned.push(end);
    }
    progress(account, task);
  };
  run.planned.push(account.agenda.after(startMs, `${container.name} of task ${task.id} starts`, begin));
}

/** The first essential container that runs ends now, by itself; nothing happens to a task that is about to end anyway. */
export function crashTask(
  account: Account,
  task: Task,
  { exitCode, lastLines }: { readonly exitCode: number; readonly lastLines: readonly string[] },
): void {
  const container = task.containers.find(({ run, definition }) => definition.essential && run.stage === 'running');
  if (container === undefined || task.desiredStatus !== 'RUNNING') return;
  writeLog(account, task, container, lastLines);
  containerEnded(account, task, container, { exitCode });
}

type End = { readonly exitCode?: number | undefined; readonly reason?: string | undefined };

/** The first essential container that ends by itself takes the others with it. */
function containerEnded(account: Account, task: Task, container: Container, end: End): void {
  endRun(account, container, end);
  if (container.definition.essential && task.desiredStatus === 'RUNNING') {
    task.ending ??= { stopCode: 'EssentialContainerExited', reason: 'Essential container in task exited' };
  }
  if (task.ending !== undefined || task.containers.some(({ run }) => run.signalled)) signalContainers(account, task);
  else if (task.up) sidecarEnded(account, task, container);
}

function endRun(account: Account, { run }: Container, { exitCode, reason }: End): void {
  for (const entry of run.planned.splice(0)) account.agenda.cancel(entry);
  run.stage = 'ended';
  if (exitCode !== undefined) run.exitCode = exitCode;
  if (reason !== undefined) run.reason = reason;
}

/**
 * Asks the containers to end, those first that no other running one depends on (API_ContainerDependency: the order is
 * reversed for shutdown). Those that have not started never will. When all have ended, so has the task's execution.
 */
export function signalContainers(account: Account, task: Task): void {
  for (const container of task.containers) {
    if (container.run.stage === 'waiting') endRun(account, container, {});
  }
  for (const container of task.containers) {
    const needed = task.containers.some(
      ({ run, definition }) =>
        run.stage === 'running' && definition.dependsOn.some((each) => each.container === container.name),
    );
    if (container.run.stage === 'running' && !needed) signal(account, task, container);
  }
  const over = task.containers.every(({ run }) => run.stage === 'ended');
  if (over && task.executionStoppedAt === undefined) executionEnded(account, task);
}

/** SIGTERM, and SIGKILL after the stop time-out. */
function signal(account: Account, task: Task, container: Container): void {
  const { run, definition } = container;
  if (run.signalled) return;
  run.signalled = true;
  for (const entry of run.planned.splice(0)) account.agenda.cancel(entry);
  const wantedMs = definition.stopTimeoutS === undefined ? defaultStopTimeoutMs : definition.stopTimeoutS * secondMs;
  const timeoutMs = task.launchType === 'FARGATE' ? Math.min(wantedMs, longestFargateStopMs) : wantedMs;
  const killed = run.program.stopMs > timeoutMs;
  const exitCode = killed ? 137 : run.program.stopExitCode;
  const waitMs = Math.min(run.program.stopMs, timeoutMs);
  const entry = account.agenda.after(waitMs, `${container.name} of task ${task.id} is stopped`, () => {
    containerEnded(account, task, container, { exitCode });
  });
  run.planned.push(entry);
}

/** Ends all containers at once, as when their host is gone or never started them. */
export function killContainers(account: Account, task: Task, endOf: (container: Container) => End): void {
  for (const container of task.containers) {
    if (container.run.stage !== 'ended') endRun(account, container, endOf(container));
  }
}
