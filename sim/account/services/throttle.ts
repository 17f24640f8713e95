import type { Instant } from '../../../lib/core/time.ts';
import { minuteMs, secondMs } from '../../../lib/core/time.ts';
import { emitServiceAction } from '../events.ts';
import type { Account } from '../model.ts';
import type { Service } from '../service.ts';
import { tellOnce, words } from './messages.ts';

/** From the first wait to the longest. */
type BackOff = { readonly firstMs: number; readonly longestMs: number };

/**
 * service-throttle-logic: tasks that go from PENDING to STOPPED are started again after longer and longer waits, of at
 * most 27 minutes. After how many, and how fast it grows, is not said: switches. The first wait is a guess.
 */
const starts: BackOff = { firstMs: 15 * secondMs, longestMs: 27 * minuteMs };
const patience = { usual: 3, long: 10 } as const;
/** "up to a maximum of 15 minutes" where resources are missing (the same page of 2023); the beginning is a guess. */
const places: BackOff = { firstMs: 30 * secondMs, longestMs: 15 * minuteMs };

function waitOf({ switches }: Account, { firstMs, longestMs }: BackOff, before: number): number {
  return Math.min(longestMs, firstMs * (switches.backOffGrowsSlowly ? before + 1 : 2 ** before));
}

/** Until when nothing is started; undefined: now. */
export function heldBackUntil(account: Account, service: Service): Instant | undefined {
  const { notBefore } = service.memory;
  return notBefore > account.agenda.now() ? notBefore : undefined;
}

/** One more task ended without having run. */
export function noteFailedStart(account: Account, service: Service): void {
  const { memory } = service;
  const now = account.agenda.now();
  memory.failedStarts += 1;
  if (memory.failedStarts < (account.switches.startsAreHeldBackLate ? patience.long : patience.usual)) return;
  if (now >= memory.notBefore) {
    memory.notBefore = now + waitOf(account, starts, memory.backOff);
    memory.backOff += 1;
    sayImpaired(account, service);
  }
}

function sayImpaired(account: Account, service: Service): void {
  tellOnce(account, service, words.impaired);
  if (service.memory.impaired && !account.switches.failureEventsRepeat) return;
  service.memory.impaired = true;
  emitServiceAction(account, service, { eventType: 'WARN', eventName: 'SERVICE_TASK_START_IMPAIRED' });
}

/** One more attempt found no place. Says whether it counts as a failure of the deployment. */
export function noteFailedPlacement(account: Account, service: Service): boolean {
  const { memory } = service;
  const wait = waitOf(account, places, memory.failedPlacements);
  memory.notBefore = account.agenda.now() + wait;
  memory.failedPlacements += 1;
  // In a published timeline the breaker took 46 minutes over three.
  return wait === places.longestMs || account.switches.everyUnplacedTaskCounts;
}

/** A task runs, a place was found, or a new revision begins, which "returns to a normal state immediately". */
export function forgetThrottle(service: Service, what: 'starts' | 'places' | 'all'): void {
  const { memory } = service;
  if (what !== 'places' && memory.failedStarts > 0) {
    Object.assign(memory, { failedStarts: 0, backOff: 0, impaired: false, notBefore: 0 });
    memory.toldAt.delete(words.impaired);
  }
  if (what !== 'starts') memory.failedPlacements = 0;
  if (what === 'all') {
    memory.notBefore = 0;
    memory.toldAt.clear();
  }
}
