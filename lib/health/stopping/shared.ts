import type { Hold } from '../../core/hold.ts';
import { heldService } from '../../core/hold.ts';
import type { Telling } from '../../core/decision.ts';
import type { Allowance, BudgetUse } from '../../core/ports.ts';
import type { RecordKey } from '../../core/record.ts';
import { recordKey } from '../../core/record.ts';
import type { Subject } from '../../core/subject.ts';
import type { Instant } from '../../core/time.ts';
import { hourMs, isoTime, minuteMs } from '../../core/time.ts';
import type { StopTarget } from './orders.ts';
import { holder } from './orders.ts';
import type { Intervention } from './state.ts';

/** Who was touched within the hour, in all of an account and Region. */
export function touchedBudget(region: string): RecordKey {
  return recordKey('health', region, 'stops');
}

export function ownHold({ is, since, crashes, withinMs }: Intervention): Hold {
  const what = is === 'stop' ? 'stopped' : 'rolled back';
  return {
    holder,
    feature: 'stop',
    why: `${what}: ${crashes} crashes in ${Math.round(withinMs / minuteMs)} min`,
    since,
  };
}

/** A place says since when it is held: an hour later it does not count, whoever may have forgotten it. */
export function placeOf({ cluster, name }: Subject, { since }: Intervention): string {
  return `${cluster}/${name}@${isoTime(since)}`;
}

function isOld(place: string, now: Instant): boolean {
  return Date.parse(place.slice(place.lastIndexOf('@') + 1)) <= now - hourMs;
}

/** How many of the account were touched within the hour, but for this one. */
export function touchedIn({ holders }: BudgetUse, own: string, now: Instant): number {
  return [...holders.keys()].filter((place) => place !== own && !isOld(place, now)).length;
}

/** So many within the hour, beside those that are forgotten. */
export function allowanceOf(
  use: BudgetUse,
  perHour: number,
  { region, now }: { readonly region: string; readonly now: Instant },
): Allowance {
  const old = [...use.holders.keys()].filter((place) => isOld(place, now)).length;
  return { key: touchedBudget(region), limit: perHour + old, releases: use.releases };
}

/** What is forgotten is given back by whoever asks next. */
export function forgottenIn(use: BudgetUse, region: string, now: Instant): readonly Telling<StopTarget>[] {
  const old = [...use.holders.keys()].filter((place) => isOld(place, now));
  return old.map((place) => giveBack(region, place));
}

export function giveBack(region: string, place: string): Telling<StopTarget> {
  return {
    type: 'telling',
    key: `giveBack ${place}`,
    target: { giveBack: { budget: touchedBudget(region), holder: place } },
  };
}

export function letGo({ cluster, name }: Subject): Telling<StopTarget> {
  const thing = heldService(cluster, name);
  return { type: 'telling', key: `letGo ${thing}`, target: { letGo: { thing, holder } } };
}
