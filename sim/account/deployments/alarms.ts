import type { Account } from '../model.ts';
import type { Service, ServiceDeployment } from '../service.ts';
import { wake } from '../services/wake.ts';

/** Whether one of the alarms of its deployments is in ALARM now. */
export function hasAlarm({ alarms }: Account, { alarms: { names, enabled } }: Service): boolean {
  return enabled && names.some((name) => alarms.get(name)?.state === 'ALARM');
}

/** An alarm ends a deployment unless one was in ALARM when it began: then none is watched (deployment-alarm-failure). */
export function firesOn(account: Account, service: Service, { ignoresAlarms }: ServiceDeployment): boolean {
  return !ignoresAlarms && hasAlarm(account, service);
}

/** Sets an alarm; ECS polls them, and looks soon (deployment-alarm-failure). */
export function setAlarm(account: Account, name: string, state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'): void {
  account.alarms.set(name, { name, state, since: account.agenda.now() });
  for (const service of account.services.values()) if (service.alarms.names.includes(name)) wake(account, service);
}
