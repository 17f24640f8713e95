import { minuteMs } from '../../lib/core/time.ts';
import { putDatum } from '../../sim/account/metrics/data.ts';
import type { Random } from '../../sim/random.ts';
import type { Mill } from './mill.ts';
import type { Judge } from './night-truth.ts';

/** What an entry must say for its tasks at work to be spared. */
export const sparing = ', protect: { metric: Shop/AtWork, of: { Task: "{task}" } }';

/** Values come up to two minutes late: a task that has been at work for so long is known to be. */
const knownMs = 5 * minuteMs;

/**
 * Each task says every minute whether it is at work, and is so now and then, for some minutes. None of which that is known
 * may be stopped because we wanted fewer; a deployment, or a person who wants fewer, may stop any.
 */
export function letTasksWork(
  mill: Mill,
  random: Random,
  { broken, truth }: Pick<Judge, 'broken' | 'truth'>,
): { readonly end: () => void } {
  const { account } = mill.simulation;
  const since = new Map<string, number>();
  const told = new Set<string>();
  let isOver = false;
  const say = (): void => {
    const now = account.agenda.now();
    for (const { id, lastStatus } of mill.service.tasks) {
      if (lastStatus !== 'RUNNING') continue;
      if (isOver || (since.has(id) && random.chance(0.15))) since.delete(id);
      else if (!since.has(id) && random.chance(0.2)) since.set(id, now);
      const metric = { namespace: 'Shop', name: 'AtWork', dimensions: [{ name: 'Task', value: id }] };
      const samples = { values: [[since.has(id) ? 1 : 0, 1]] as const, sets: [] };
      putDatum(account, metric, { at: now, highResolution: false, samples });
    }
    account.agenda.after(minuteMs, 'tasks say what they do', say);
  };
  say();
  account.taskListeners.push(({ id, desiredStatus, stopCode }) => {
    if (desiredStatus !== 'STOPPED' || told.has(id)) return;
    told.add(id);
    const workedMs = account.agenda.now() - (since.get(id) ?? Infinity);
    const isDeploying = mill.service.deployments.some(({ rolloutState }) => rolloutState === 'IN_PROGRESS');
    const isByPerson = truth.setByPerson === mill.set().length;
    const isOurs =
      stopCode === 'ServiceSchedulerInitiated' && mill.service.desired === mill.set().at(-1) && !isByPerson;
    if (isOurs && !isDeploying && workedMs > knownMs) broken.push('a task at work was stopped');
  });
  return {
    end: () => {
      isOver = true;
    },
  };
}
