import type { ListedSchedule } from '../../core/schedule-ports.ts';
import { shortHash } from '../../core/short-hash.ts';
import type { Instant } from '../../core/time.ts';
import type { SchedulerPlace } from '../policy.ts';
import { isSame, settingsOf } from './settings.ts';
import type { SchedulesFacts, SchedulesState, Seen } from './state.ts';
import type { WantedSchedule } from './wanted.ts';
import { firingMs, slotOfName } from './wanted.ts';

/** Changes with anything that is wanted of one schedule. */
export function gistOf(wanted: WantedSchedule, place: SchedulerPlace): string {
  return shortHash(JSON.stringify([wanted, place]));
}

export function gistOfAll(all: readonly WantedSchedule[], place: SchedulerPlace): string {
  return shortHash(all.map((wanted) => gistOf(wanted, place)).join(' '));
}

/** The group is listed when it is time, and at once when something else is wanted. */
export function isLookDue(state: SchedulesState | undefined, wanted: string, now: Instant): boolean {
  return state === undefined || now >= state.lookAt || state.wanted !== wanted;
}

/** Written since they were last seen, by us or by somebody else. */
export function unseen(
  state: Pick<SchedulesState, 'seen'> | undefined,
  listed: readonly ListedSchedule[],
): readonly ListedSchedule[] {
  return listed.filter(({ name, modifiedAt }) => state?.seen[name]?.modifiedAt !== modifiedAt);
}

type Given = {
  readonly place: SchedulerPlace;
  readonly wanted: readonly WantedSchedule[];
  readonly listed: readonly ListedSchedule[];
  readonly facts: SchedulesFacts;
  readonly now: Instant;
};

/** What differs. `unread`: so many could not be compared yet. `foreign`: not ours, and left alone. */
export type Difference = {
  readonly seen: Readonly<Record<string, Seen>>;
  readonly put: readonly { readonly wanted: WantedSchedule; readonly isNew: boolean }[];
  readonly remove: readonly string[];
  readonly unread: number;
  readonly foreign: readonly string[];
};

/** What is there against what is wanted. Only what sends to our own queue is ever deleted, or overwritten. */
export function differenceOf(state: Pick<SchedulesState, 'seen'> | undefined, given: Given): Difference {
  const { place, wanted, listed, now } = given;
  const there = new Map(listed.map((each) => [each.name, each]));
  const isOurs = (name: string): boolean => there.get(name)?.targetArn === place.queueArn;
  const foreign = listed.filter(({ name }) => !isOurs(name)).map(({ name }) => name);
  const compared = wanted.flatMap((each) => {
    const known = there.get(each.name);
    return known === undefined || !isOurs(each.name)
      ? []
      : [{ wanted: each, seen: seenNow(state, known, each, given) }];
  });
  const names = new Set(wanted.map(({ name }) => name));
  return {
    seen: Object.fromEntries(
      compared.flatMap(({ wanted: { name }, seen }) => (seen === undefined ? [] : [[name, seen] as const])),
    ),
    put: [
      ...compared
        .filter(({ wanted: each, seen }) => seen !== undefined && seen.gist !== gistOf(each, place))
        .map(({ wanted: each }) => ({ wanted: each, isNew: false })),
      ...wanted.filter(({ name }) => !there.has(name)).map((each) => ({ wanted: each, isNew: true })),
    ],
    remove: listed.flatMap(({ name }) => (isOurs(name) && !names.has(name) && !isFiring(name, now) ? [name] : [])),
    unread: compared.filter(({ seen }) => seen === undefined).length,
    foreign,
  };
}

/** Another state than what is wanted. */
const other = 'other';

/** How a schedule is known to be: as seen before when nobody has written it since, else as it was just read. */
function seenNow(
  state: Pick<SchedulesState, 'seen'> | undefined,
  { name, modifiedAt }: ListedSchedule,
  wanted: WantedSchedule,
  { facts, place, now }: Given,
): Seen | undefined {
  const before = state?.seen[name];
  if (before?.modifiedAt === modifiedAt) return before;
  const read = facts.settings.get(name);
  if (read === undefined || !read.ok) return undefined;
  return { modifiedAt, gist: isSame(read.value, settingsOf(wanted, place, now)) ? gistOf(wanted, place) : other };
}

/** A one-time schedule in its minute is let be: it deletes itself. */
function isFiring(name: string, now: Instant): boolean {
  const slot = slotOfName(name);
  return slot !== undefined && slot <= now && now < slot + firingMs;
}
