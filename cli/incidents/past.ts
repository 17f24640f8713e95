import type { PastState } from '../../lib/alert/past/past.ts';
import { idOfPast, monthOf, pastListOf } from '../../lib/alert/past/past.ts';
import { pastIn } from '../../lib/alert/past/read.ts';
import { matchesService } from '../../lib/core/glob.ts';
import type { RecordStore } from '../../lib/core/ports.ts';
import type { Instant } from '../../lib/core/time.ts';
import { dayMs } from '../../lib/core/time.ts';
import { formOf } from '../alerts/target.ts';

/** As long as ended incidents are kept. */
export const longestPastMs = 400 * dayMs;

type Store = Pick<RecordStore, 'open' | 'load'>;

/** The months, in UTC, that a time reaches over; the latest first. */
function monthsIn(since: Instant, now: Instant): readonly string[] {
  const months = new Set<string>();
  for (let at = now; at > since; at -= dayMs) months.add(monthOf(at));
  return [...months.add(monthOf(since))];
}

/** Incidents that ended since then, the latest end first. */
export async function pastSince(store: Store, since: Instant, now: Instant): Promise<readonly PastState[]> {
  const months = await Promise.all(monthsIn(since, now).map(async (month) => pastIn(store, month)));
  return months
    .flat()
    .filter((each) => endOf(each) >= since)
    .toSorted((a, b) => endOf(b) - endOf(a));
}

/** The one that is meant by INC-…, cluster/name or a whole key: of several the one that ended last. */
export async function findPast(store: Store, target: string, now: Instant): Promise<PastState | undefined> {
  const form = formOf(target);
  for (const month of monthsIn(now - longestPastMs, now)) {
    const listed = await store.open('alert', pastListOf(month));
    const keys = form === 'id' ? listed.filter((key) => idOfPast(key) === target.toUpperCase()) : listed;
    if (keys.length === 0) continue;
    const all = [...(await store.load(keys)).values()].map(({ state }) => state as PastState);
    const found = all.filter((each) => form === 'id' || isMeant(each, target)).toSorted((a, b) => endOf(b) - endOf(a));
    if (found[0] !== undefined) return found[0];
  }
  return undefined;
}

function isMeant({ alert: { key, subject } }: PastState, target: string): boolean {
  return formOf(target) === 'key' ? key === target : matchesService(target, subject.cluster, subject.name);
}

export function endOf({ alert }: PastState): Instant {
  return alert.endedAt ?? alert.at;
}
