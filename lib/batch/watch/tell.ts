import type { Finding, JobWatched, SlotPassed, SlotsMissed } from '../../core/batch-event.ts';
import type { Action } from '../../core/decision.ts';
import { shortHash } from '../../core/short-hash.ts';
import type { Instant } from '../../core/time.ts';
import type { BatchTarget } from '../orders.ts';
import type { Given, Judged } from './slots.ts';
import type { WatchState } from './state.ts';

type Telling = Action<BatchTarget>;

/** Tellings of one look: a record stays small, and the rest comes with the next. */
const mostTold = 150;

type Place = Pick<Given, 'policy' | 'now'>;

type Told = { readonly told: WatchState['told']; readonly actions: readonly Telling[]; readonly isMore: boolean };

/**
 * To each job's record all that is not well with it, when that is another thing than it was told; and each edge once.
 * `isMore`: there is more to tell than one look tells, what calls people first.
 */
export function tellings(judged: readonly Judged[], state: WatchState | undefined, { policy, now }: Place): Told {
  const before = state?.told ?? {};
  const gone = Object.keys(before).filter((name) => !judged.some(({ job }) => job.name === name));
  const all = [
    ...judged.map(({ job, findings }) => newsOf(job.name, findings, job.pages)),
    ...gone.map((name) => newsOf(name, [], false)),
  ];
  const news = all.filter(({ name, gist }) => (before[name] ?? '') !== gist);
  const first = news.toSorted((a, b) => Number(b.pages) - Number(a.pages)).slice(0, mostTold);
  const isTold = new Set(first.map(({ name }) => name));
  const gists = all.map(({ name, gist }) => [name, isTold.has(name) ? gist : (before[name] ?? '')] as const);
  return {
    told: Object.fromEntries(gists.filter(([, gist]) => gist !== '')),
    actions: [
      ...first.map(({ name, findings }) => passOn(watchedEvent(name, findings, { policy, now }), `watched ${name}`)),
      ...judged.flatMap((each) => edgesOf(each, { policy, now })),
    ],
    isMore: news.length > first.length,
  };
}

function newsOf(name: string, findings: readonly Finding[], pages: boolean) {
  // What comes next moves with the clock, and is no news.
  const level = findings.map(({ what, slot, cause }) => ({ what, slot, cause }));
  const gist = level.length === 0 ? '' : shortHash(JSON.stringify(level));
  return { name, findings, pages, gist };
}

function edgesOf({ job, passed, missed }: Judged, place: Place): readonly Telling[] {
  return [
    ...passed.map((each) => passOn(passedEvent(each, place), `passed ${job.name} ${each.slot}`)),
    ...(missed.length > 0 ? [passOn(missedEvent(job.name, missed, place), `missed ${job.name} ${missed[0]}`)] : []),
  ];
}

function passOn(pass: JobWatched | SlotPassed | SlotsMissed, key: string): Telling {
  return { type: 'telling', key, target: { pass } };
}

function watchedEvent(job: string, findings: readonly Finding[], { policy, now }: Place): JobWatched {
  return { kind: 'job-watched', id: `watch/${job}/${now}`, at: now, ...policy.stack, job, findings };
}

function passedEvent(passed: Judged['passed'][number], { policy, now }: Place): SlotPassed {
  return { kind: 'slot-passed', id: `watch/${passed.job}/${passed.slot}`, at: now, ...policy.stack, ...passed };
}

function missedEvent(job: string, slots: readonly Instant[], { policy, now }: Place): SlotsMissed {
  return { kind: 'slots-missed', id: `watch/${job}/${slots.join()}`, at: now, ...policy.stack, job, slots };
}
