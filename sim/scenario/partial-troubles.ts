import { minuteMs, secondMs } from '../../lib/core/time.ts';
import type { Task } from '../account/task.ts';
import { crashTask } from '../account/tasks/containers.ts';
import { pickInstance } from './host-troubles.ts';
import type { Plan, ServicePlan } from './plan.ts';
import { pickService } from './service-troubles.ts';
import type { Stage } from './stage.ts';
import { serviceNamed } from './stage.ts';
import type { Aim, Mend } from './trouble.ts';

/** How long a task lives that cannot work where it is. */
const sickLifeMs = [4 * secondMs, 12 * secondMs] as const;

/** How long a message is hidden from the others after somebody has taken it. */
const visibilityMs = [20 * secondMs, 45 * secondMs] as const;

const isUp = ({ lastStatus, desiredStatus }: Task): boolean => lastStatus === 'RUNNING' && desiredStatus === 'RUNNING';

/** Has others that live on when one of its tasks dies. */
export const takesMessages = ({ kind, desired }: ServicePlan): boolean => kind === 'worker' && desired > 1;

/** Some of its tasks may stand elsewhere. */
export const hasSeveral = ({ services }: Plan): boolean => services.some(({ desired }) => desired > 1);

/**
 * A message that kills who takes it, and comes again as nobody deletes it. The youngest has nothing else to do, and asks
 * first; the others are at work.
 */
export function poisonMessage(stage: Stage, aim: Aim): Mend | undefined {
  const plan = pickService(stage, aim, takesMessages);
  const service = plan === undefined ? undefined : serviceNamed(stage, plan);
  if (service === undefined) return undefined;
  const { account, random } = stage;
  let isThere = true;
  const deliver = (): void => {
    if (!isThere) return;
    const [taker] = [...service.tasks].filter(isUp).toSorted((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
    if (taker !== undefined) {
      const lastLines = ['received message 8f3a5c10 (attempt 7)', "SyntaxError: Unexpected token '<' at parseOrder"];
      crashTask(account, taker, { exitCode: 1, lastLines });
    }
    account.agenda.after(random.whole(...visibilityMs), 'a message can be received again', deliver);
  };
  deliver();
  return () => {
    isThere = false;
  };
}

/** The disk of a host is full: what is there dies, and what is placed there dies once more, as it has room. */
export function spoilHost(stage: Stage, aim: Aim): Mend | undefined {
  const instance = pickInstance(stage, aim);
  if (instance === undefined) return undefined;
  const lastLines = ['fatal: open /var/cache/app: no space left on device'];
  return spoil(stage, (task) => task.instance === instance, lastLines);
}

/** What all tasks need cannot be reached from one zone. */
export function spoilZone(stage: Stage): Mend | undefined {
  const zones = new Set([...stage.account.tasks.values()].filter(isUp).flatMap(({ zone }) => zone ?? []));
  if (zones.size === 0) return undefined;
  const spoilt = stage.random.pick([...zones].sort());
  return spoil(stage, ({ zone }) => zone === spoilt, ['connect ETIMEDOUT 10.0.2.17:5432', 'exiting']);
}

/** A database that answers for minutes and then does not: whoever asks it then ends. */
export function flapDependency(stage: Stage, aim: Aim): Mend | undefined {
  const plan = pickService(stage, aim, ({ kind, desired }) => kind !== 'daemon' && desired > 1);
  const service = plan === undefined ? undefined : serviceNamed(stage, plan);
  if (service === undefined) return undefined;
  const { account, random } = stage;
  let isOver = false;
  const flap = (): void => {
    if (isOver) return;
    const asking = [...service.tasks].filter(isUp);
    const lastLines = ['connection to server at "orders-db" closed unexpectedly'];
    for (const task of asking.slice(Math.ceil(asking.length / 2))) crashTask(account, task, { exitCode: 1, lastLines });
    account.agenda.after(random.whole(3, 6) * minuteMs, 'a dependency is gone for a moment', flap);
  };
  flap();
  return () => {
    isOver = true;
  };
}

/** Services' tasks that `fits` finds die soon after they run, as long as it is so. */
function spoil({ account, random }: Stage, fits: (task: Task) => boolean, lastLines: readonly string[]): Mend {
  let isOver = false;
  const dieSoon = (task: Task): void => {
    if (!task.group.startsWith('service:') || !fits(task)) return;
    account.agenda.after(random.whole(...sickLifeMs), `task ${task.id} cannot work here`, () => {
      if (!isOver && isUp(task)) crashTask(account, task, { exitCode: 1, lastLines });
    });
  };
  account.taskListeners.push((task, before) => {
    if (!isOver && before !== 'RUNNING' && isUp(task)) dieSoon(task);
  });
  for (const task of account.tasks.values()) if (isUp(task)) dieSoon(task);
  return () => {
    isOver = true;
  };
}
