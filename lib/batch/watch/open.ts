import { shortHash } from '../../core/short-hash.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs } from '../../core/time.ts';
import { nextSlots, slotsBetween } from '../../ecs/schedule/slots.ts';
import type { Schedule } from '../../ecs/schedule/schedule.ts';
import type { Job } from '../job.ts';
import { slotOf } from '../names.ts';
import type { BatchPolicy } from '../policy.ts';
import type { OpenSlot, WatchState } from './state.ts';

/** A look that comes so much later than the one before leaves a gap: what happened meanwhile, nobody watched. */
export const gapMs = 5 * minuteMs;

/** A schedule that was just written is not yet in force (the group is compared every minute): its first slots count not. */
const settleMs = 2 * minuteMs;

/** Of one job; the oldest are let go first. A minute's schedule whose runs all wait has as many. */
const mostOpen = 30;

/** So far is gone back after a gap, at most. */
const longestBackMs = 26 * 60 * minuteMs;

/** What is expected of a schedule: of jobs that may act. A suspended one only so that what it leaves out is known. */
export function isWatched({ mode, enabled, resume }: Job): boolean {
  return mode === 'act' && (enabled || resume !== 'none');
}

type Looked = Pick<WatchState, 'known' | 'open' | 'gaps'>;

/** The slots that are open at this moment: those of the look before, and those that have come due since. */
export function openedAt(state: WatchState | undefined, { jobs }: BatchPolicy, now: Instant): Looked {
  const known: Record<string, WatchState['known'][string]> = {};
  const open: Record<string, readonly OpenSlot[]> = {};
  for (const job of jobs) {
    if (!isWatched(job)) continue;
    const before = state?.open[job.name] ?? [];
    const due = job.schedule === undefined ? undefined : dueOf(job.schedule, { job, state, now });
    if (due !== undefined) known[job.name] = due.known;
    const fresh = (due?.slots ?? []).filter((slot) => !before.some((each) => each.slot === slot));
    const all = [...before, ...fresh.map((slot): OpenSlot => ({ slot }))].slice(-mostOpen);
    if (all.length > 0) open[job.name] = all;
  }
  return { known, open, gaps: gapsOf(state, now) };
}

type Around = { readonly job: Job; readonly state: WatchState | undefined; readonly now: Instant };
type Due = { readonly known: WatchState['known'][string]; readonly slots: readonly Instant[] };

/** Looked at only when a slot has passed, or when it is another schedule. A schedule nobody knew begins now. */
function dueOf(schedule: Schedule, { job, state, now }: Around): Due {
  const gist = shortHash(JSON.stringify([schedule, job.enabled]));
  const before = state?.known[job.name];
  if (before === undefined || before.gist !== gist)
    return { known: knownFrom(schedule, gist, now + settleMs), slots: [] };
  const { nextAt } = before;
  if (nextAt === undefined || nextAt > now) return { known: before, slots: [] };
  const from = Math.max(nextAt, now - longestBackMs);
  const slots = slotsBetween(schedule, from, now + 1).filter(({ isOptional }) => isOptional !== true);
  return {
    known: knownFrom(schedule, gist, now),
    slots: slots.slice(-mostOpen).map(({ at }) => slotOf(at)),
  };
}

function knownFrom(schedule: Schedule, gist: string, after: Instant): Due['known'] {
  const [next] = nextSlots(schedule, after, 1);
  return { gist, ...(next !== undefined && { nextAt: next.at }) };
}

/** Gaps are remembered for as long as slots of theirs may be open. */
function gapsOf(state: WatchState | undefined, now: Instant): WatchState['gaps'] {
  if (state === undefined) return [];
  const known = state.gaps.filter(({ to }) => now - to < longestBackMs);
  return now - state.lookedAt > gapMs ? [...known, { from: state.lookedAt, to: now }].slice(-10) : known;
}
