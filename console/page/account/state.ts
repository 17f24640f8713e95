import type { AccountView, HealthLevel, TaskView } from '../../view.ts';
import { servicesOf } from '../selection.ts';

/** How a task looks: each has a colour and a form of its own. */
export type TaskLook = 'healthy' | 'running' | 'starting' | 'unhealthy' | 'stopping' | 'stopped';

export function lookOf({ status, health }: Pick<TaskView, 'status' | 'health'>): TaskLook {
  switch (status) {
    case 'PROVISIONING':
    case 'PENDING':
    case 'ACTIVATING':
      return 'starting';
    case 'RUNNING':
      if (health === 'UNHEALTHY') return 'unhealthy';
      return health === 'HEALTHY' ? 'healthy' : 'running';
    case 'DEACTIVATING':
    case 'STOPPING':
    case 'DEPROVISIONING':
      return 'stopping';
    case 'STOPPED':
      return 'stopped';
  }
}

export const taskLooks: Readonly<Record<TaskLook, string>> = {
  healthy: 'healthy',
  running: 'no health check',
  starting: 'starting',
  unhealthy: 'unhealthy',
  stopping: 'stopping',
  stopped: 'stopped',
};

export const healthNames: Readonly<Record<HealthLevel, string>> = {
  ok: 'healthy',
  'at-risk': 'at risk',
  degraded: 'degraded',
  down: 'down',
  unknown: 'unknown',
};

/** Worst first. */
const byWeight: readonly HealthLevel[] = ['down', 'degraded', 'at-risk', 'unknown', 'ok'];

type Summary = { readonly health: HealthLevel; readonly text: string };

/** The account in one line: the worst of it by name, or that all is well. */
export function summaryOf(view: AccountView): Summary {
  const services = servicesOf(view).map(({ service }) => service);
  if (services.length === 0) return { health: 'unknown', text: 'No services yet' };
  const worst = byWeight.find((health) => services.some((service) => service.health === health)) ?? 'ok';
  if (worst === 'ok') return { health: 'ok', text: `All ${services.length} services healthy` };
  const hit = services.filter(({ health }) => health === worst);
  const [first] = hit;
  if (hit.length > 1 || first === undefined)
    return { health: worst, text: `${hit.length} services ${healthNames[worst]}` };
  return { health: worst, text: `${first.name} ${healthNames[worst]}, ${first.running}/${first.desired}` };
}

/** Two letters for a square: the beginnings of the first two words, or the first two letters. */
export function initialsOf(name: string): string {
  const [first = '', second] = name.split(/[-_.]/).filter((word) => word !== '');
  return (second === undefined ? first.slice(0, 2) : first.charAt(0) + second.charAt(0)).toLowerCase();
}
