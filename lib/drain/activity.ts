import type { Alert, NextStep } from '../core/alert.ts';
import { present } from '../core/present.ts';
import { shortHash } from '../core/short-hash.ts';
import type { Subject } from '../core/subject.ts';
import { incidentKey } from '../core/subject.ts';
import type { Instant } from '../core/time.ts';
import { hourMs, minuteMs } from '../core/time.ts';
import { folded } from './fold.ts';
import type { DrainPolicy } from './policy.ts';
import type { Activity, Standing } from './state.ts';

/** An incident that nobody has ended: the record of an instance is gone, or its word was lost. */
const expiresMs = 50 * hourMs;

/** What went with tasks on it is told, also where nobody had heard before that it was stuck: for so long it is news. */
const forcedShownMs = minuteMs;

export function isStuckIn({ standing }: Standing): boolean {
  return standing === 'stuck';
}

/** Whether an instance of it cannot leave, by a word that is not too old. */
export function isOpen({ drains }: Pick<Activity, 'drains'>, now: Instant): boolean {
  return now < Math.max(-Infinity, ...drains.map(endOf));
}

/** When a word alone keeps an incident open no longer. */
export function endOf({ standing, at }: Standing): Instant {
  if (standing === 'forced') return at + forcedShownMs;
  return standing === 'stuck' ? at + expiresMs : -Infinity;
}

/** Its incident as it is now: begun, going on, or over. One in which nothing was ever stuck or forced has none. */
export function told(
  activity: Activity,
  { isForced, now }: { readonly isForced: boolean; readonly now: Instant },
): Activity {
  const isNowOpen = isOpen(activity, now);
  const { startedAt, endedAt, drains } = activity;
  const wasOpen = startedAt !== undefined && endedAt === undefined;
  if (!isNowOpen && !wasOpen && !isForced) return activity;
  const speaking = drains.filter(({ standing }) => standing === 'stuck' || standing === 'forced');
  const causes = folded(speaking.toSorted(forcedFirst).flatMap((each) => each.causes));
  const { endedAt: _, ...rest } = activity;
  return {
    ...rest,
    startedAt: startedAt ?? Math.min(now, ...speaking.map(({ since }) => since)),
    // At the end the story stays: what held it.
    causes: causes.length > 0 ? causes : activity.causes,
    ...(!isNowOpen && { endedAt: endedAt ?? now }),
  };
}

function forcedFirst(a: Standing, b: Standing): number {
  return Number(b.standing === 'forced') - Number(a.standing === 'forced');
}

/** What of it people would see. */
export function gistOf(activity: Activity, now: Instant): string {
  const { endedAt, causes, drains, departure } = activity;
  const next = nextOf(drains.filter(isStuckIn), '');
  const words = causes.map(({ id, fills }) => [id, fills]);
  const seen = [endedAt !== undefined, words, next, countsOf(activity), departure];
  return shortHash(JSON.stringify(isOpen(activity, now) ? seen : seen.slice(0, 2)));
}

function countsOf({ drains }: Activity): { readonly stuck: number; readonly count: number } {
  return { stuck: drains.filter(isStuckIn).length, count: drains.length };
}

type Setting = {
  readonly policy: DrainPolicy;
  readonly region: string;
  readonly group: string;
  readonly now: Instant;
};

export function alertOf(activity: Activity, { policy, region, group, now }: Setting): Alert {
  const { startedAt = now, endedAt, causes, cluster, drains, departure, subject: name } = activity;
  const subject: Subject = { account: policy.stack.account, region, cluster, kind: 'instance', name };
  const stuck = drains.filter(isStuckIn);
  const first = soonestOf(stuck) ?? drains[0];
  return {
    kind: 'alert',
    key: incidentKey(subject),
    version: 0,
    at: now,
    status: endedAt === undefined ? 'firing' : 'resolved',
    subject,
    severity: 'warning',
    impact:
      endedAt === undefined
        ? { level: 'at-risk', since: startedAt, because: 'drain' }
        : { level: 'none', since: endedAt, because: isForcedIn(activity) ? 'forced' : 'drained' },
    next: nextOf(stuck, group),
    causes,
    startedAt,
    pointers: present({ ec2InstanceId: first?.instanceId, availabilityZone: first?.zone }),
    ...present({ endedAt, departure }),
  };
}

function isForcedIn({ causes }: Activity): boolean {
  return causes.some(({ id }) => id === 'drain_forced');
}

/** The end that comes first, and what people need to change it. */
function nextOf(stuck: readonly Standing[], group: string): NextStep {
  const first = soonestOf(stuck);
  if (first === undefined) return { code: 'drain_over' };
  const { instanceId: instance, hook, mode = 'observe', ends, endsAt } = first;
  const fills = { instance, group, ...present({ hook }), mode, stuck: stuck.length };
  return { code: `drain_ends_${ends}`, fills, ...(endsAt !== undefined && { at: endsAt }) };
}

function soonestOf(stuck: readonly Standing[]): Standing | undefined {
  return stuck.toSorted((a, b) => (a.endsAt ?? Infinity) - (b.endsAt ?? Infinity) || a.since - b.since)[0];
}
