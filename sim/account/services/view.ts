import type { Account } from '../model.ts';
import type { Deployment, Service } from '../service.ts';
import type { Task } from '../task.ts';
import type { Standing } from './standing.ts';
import { limitsOf, primaryOf, standingOf } from './standing.ts';

/** A service as the scheduler sees it at one look. */
export type View = {
  readonly primary: Deployment;
  readonly desired: number;
  /** So many tasks must stay healthy. */
  readonly lower: number;
  /** So many tasks may be there. */
  readonly upper: number;
  readonly standing: ReadonlyMap<Task, Standing>;
  /** Of the primary deployment, with nothing against them. */
  readonly staying: Task[];
  /** To be replaced: of older deployments, or on a host that drains. */
  readonly spare: readonly Task[];
  /** To be replaced because they are unhealthy. */
  readonly sick: readonly Task[];
  /** All that are not told to stop. */
  live: number;
  healthy: number;
  readonly leaving: number;
};

export function viewOf(account: Account, service: Service, desired: number): View {
  const primary = primaryOf(service);
  const standing = new Map<Task, Standing>();
  const lists = { staying: [] as Task[], spare: [] as Task[], sick: [] as Task[] };
  const counts = { live: 0, healthy: 0, leaving: 0 };
  for (const task of service.tasks) {
    const how = standingOf(account, service, task);
    standing.set(task, how);
    counts[how === 'leaving' ? 'leaving' : 'live'] += 1;
    if (how === 'leaving') continue;
    if (how === 'healthy') counts.healthy += 1;
    if (how === 'unhealthy') lists.sick.push(task);
    else lists[isSpare(task, primary) ? 'spare' : 'staying'].push(task);
  }
  return { primary, desired, ...limitsOf(service, desired), standing, ...lists, ...counts };
}

function isSpare(task: Task, primary: Deployment): boolean {
  return task.startedBy !== primary.id || task.instance?.status === 'DRAINING';
}

/** A task that becomes healthy ends a row of failures (API_DeploymentCircuitBreaker, resetOnHealthyTask: true). */
export function noteProven(service: Service, { primary, staying, standing }: View): void {
  for (const task of staying) {
    if (standing.get(task) !== 'healthy' || service.memory.proven.has(task)) continue;
    service.memory.proven.add(task);
    primary.failedTasks = 0;
  }
}

export function isSteady({ desired, staying, spare, sick, leaving, standing }: View): boolean {
  return (
    leaving === 0 &&
    spare.length === 0 &&
    sick.length === 0 &&
    staying.length === desired &&
    staying.every((task) => standing.get(task) === 'healthy')
  );
}
