import type { Instant } from '../../../lib/core/time.ts';
import { secondMs } from '../../../lib/core/time.ts';
import type { Account } from '../model.ts';
import type { Deployment, Service } from '../service.ts';
import { attention, attentionMs } from '../services/attention.ts';
import { makesCapacityNoise, sayCapacitySteady } from '../services/steady.ts';
import type { View } from '../services/view.ts';

/** A CAPACITY_PROVIDER_STEADY_STATE follows each start of tasks 5 to 12 s later (recorded streams). */
const capacityNoiseMs = [5 * secondMs, 12 * secondMs] as const;

/**
 * Moves `updatedAt` on: to when the first task is PENDING, and to 5 to 13 s after the last of them began to run. So it
 * lies half a minute before the event of a completion and minutes before that of a failure, as recorded. Returns when
 * to look again for that.
 */
export function noteProgress(account: Account, service: Service, view: View, started: number): Instant | undefined {
  makeNoise(account, service, started);
  const { primary, staying, desired } = view;
  if (primary.progress === 'running') return undefined;
  const all = staying.length === desired && staying.every(({ lastStatus }) => lastStatus === 'RUNNING');
  if (all) return noteRunning(account, service, view);
  if (primary.progress === 'starting' || !staying.some(({ lastStatus }) => lastStatus !== 'PROVISIONING'))
    return undefined;
  primary.progress = 'starting';
  primary.updatedAt = account.agenda.now();
  return undefined;
}

function noteRunning(account: Account, service: Service, { primary, staying }: View): Instant | undefined {
  const now = account.agenda.now();
  const since = Math.max(0, ...staying.map(({ startedAt = 0 }) => startedAt));
  if (now < since + attention.running[0]) return since + attentionMs(account, attention.running);
  primary.progress = 'running';
  primary.updatedAt = now;
  sayCapacitySteady(account, service);
  return undefined;
}

/** It has ended. `updatedAt` stays what it was, as recorded, or is now: a switch. */
export function noteEnd({ agenda, switches }: Account, deployment: Deployment): void {
  if (switches.deploymentUpdatedAtIsNow) deployment.updatedAt = agenda.now();
}

function makeNoise(account: Account, service: Service, started: number): void {
  if (started === 0 || !makesCapacityNoise(account, service)) return;
  const wait = account.random.whole(...capacityNoiseMs);
  account.agenda.after(wait, `capacity of ${service.name}`, () => sayCapacitySteady(account, service));
}
