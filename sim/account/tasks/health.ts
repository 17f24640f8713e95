import { secondMs } from '../../../lib/core/time.ts';
import type { Account } from '../model.ts';
import type { Container, Health, Task } from '../task.ts';
import { tell } from './changes.ts';

/**
 * Plans the results of the container's health check from now, its start, on. A check passes at the first interval
 * after the program is healthy, and fails after so many intervals without (API_HealthCheck).
 */
export function planHealth(account: Account, task: Task, container: Container, changed: () => void): void {
  const { healthCheck } = container.definition;
  if (healthCheck === undefined) return;
  const { healthyAfterMs, unhealthyAfterMs } = container.run.program;
  const intervalMs = healthCheck.intervalS * secondMs;
  const failsMs = healthCheck.retries * intervalMs;
  const planAt = (waitMs: number, health: Health): void => {
    const entry = account.agenda.after(waitMs, `${container.name} of task ${task.id} is ${health}`, () => {
      setHealth(account, task, container, health);
      changed();
    });
    container.run.planned.push(entry);
  };
  const healthyMs = healthyAfterMs === undefined ? Infinity : Math.ceil((healthyAfterMs + 1) / intervalMs) * intervalMs;
  if (healthyMs > failsMs) planAt(failsMs, 'UNHEALTHY');
  if (healthyMs < Infinity) planAt(healthyMs, 'HEALTHY');
  if (unhealthyAfterMs !== undefined) planAt(unhealthyAfterMs + failsMs, 'UNHEALTHY');
}

function setHealth(account: Account, task: Task, container: Container, health: Health): void {
  container.health = health;
  const checked = task.containers.filter(({ definition }) => definition.essential && definition.healthCheck);
  const before = task.health;
  task.health = overall(checked.map((each) => each.health));
  if (task.health !== before) tell(account, task, task.lastStatus);
}

function overall(each: readonly Health[]): Health {
  if (each.includes('UNHEALTHY')) return 'UNHEALTHY';
  return each.length > 0 && each.every((health) => health === 'HEALTHY') ? 'HEALTHY' : 'UNKNOWN';
}
