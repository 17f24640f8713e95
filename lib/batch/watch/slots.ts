import type { Finding, SlotPassed } from '../../core/batch-event.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs } from '../../core/time.ts';
import type { Job } from '../job.ts';
import { jobKey, schedulesKey } from '../names.ts';
import type { BatchPolicy } from '../policy.ts';
import type { BatchState, RunState } from '../state.ts';
import { keyOf } from './gather.ts';
import type { Standing } from './judge.ts';
import { findingsOf, isSilent } from './judge.ts';
import { reasonFor } from './reason.ts';
import type { MissReason, OpenSlot, WatchFacts, WatchState } from './state.ts';

/** A job whose slots are open. */
export type Judged = {
  readonly job: Job;
  readonly open: readonly OpenSlot[];
  readonly findings: readonly Finding[];
  readonly passed: readonly Omit<SlotPassed, 'kind' | 'id' | 'at' | 'account' | 'region'>[];
  readonly missed: readonly Instant[];
  /** Jobs that follow, each with the slot and since when it is due. */
  readonly followed: readonly { readonly job: string; readonly open: OpenSlot }[];
};

export type Given = {
  readonly facts: WatchFacts;
  readonly records: ReadonlyMap<string, BatchState>;
  readonly policy: BatchPolicy;
  readonly gaps: WatchState['gaps'];
  readonly now: Instant;
};

/** All slots of a job, as they stand. */
export function judgedJob(job: Job, slots: readonly OpenSlot[], given: Given): Judged {
  const history = historyOf(given.records.get(jobKey(given.policy.stack.region, job.name)));
  const parts = slots.map((open) => judgedSlot(job, open, { ...given, history }));
  return {
    job,
    open: parts.flatMap(({ kept }) => kept ?? []),
    findings: parts.flatMap(({ findings }) => findings),
    passed: parts.flatMap(({ passed }) => passed ?? []),
    missed: parts.flatMap(({ missed }) => missed ?? []),
    followed: parts.flatMap(({ followed }) => followed ?? []),
  };
}

type Slot = {
  readonly kept?: OpenSlot;
  readonly findings: readonly Finding[];
  readonly passed?: Judged['passed'][number];
  readonly missed?: Instant;
  readonly followed?: Judged['followed'];
};

function judgedSlot(job: Job, open: OpenSlot, given: Given & { readonly history: Standing['history'] }): Slot {
  const { records, policy, gaps, now, history } = given;
  const { slot } = open;
  const run = runOf(records.get(keyOf(policy, job.name, open)));
  if (run?.ended !== undefined) return { findings: [], followed: followersOf(job, open, run) };
  // It is suspended: its run says so, for whoever resumes it.
  if (!job.enabled && run === undefined) return { findings: [], passed: { job: job.name, slot, end: 'suppressed' } };
  const reason = open.reason ?? (run === undefined ? askedReason(job, open, given) : undefined);
  const findings = findingsOf({ job, open, run, history, gaps, reason, now });
  const wasLate = open.wasLate === true || findings.some(({ what }) => what === 'late' || what === 'missed');
  const kept: OpenSlot = { ...open, ...(wasLate && { wasLate: true }), ...(reason !== undefined && { reason }) };
  const [main] = findings;
  const isMissed = run === undefined && (main?.what === 'missed' || main?.what === 'unknown');
  return isMissed ? unbegun(job, { kept, findings, main }, now) : { findings, kept };
}

function askedReason(job: Job, open: OpenSlot, { facts, records, policy, now }: Given): MissReason | undefined {
  if (!isSilent(open, now)) return undefined;
  const writtenAt = writtenAtOf(records.get(schedulesKey(policy.stack.region)), job.name);
  return reasonFor(job, open.slot, facts, { policy, now, writtenAt });
}

type Missed = { readonly kept: OpenSlot; readonly findings: readonly Finding[]; readonly main: Finding };

/** What is found is so for so long at least: nobody is told what is over in the same moment. */
const leastMs = 2 * minuteMs;

/** Its job is told, where it makes up for what it missed; past the start deadline the slot has its run, which never began. */
function unbegun(job: Job, { kept, findings, main }: Missed, now: Instant): Slot {
  const { slot, from = slot } = kept;
  if (job.catchUp.policy !== 'none' && kept.isMadeUpFor !== true)
    return { findings, kept: { ...kept, isMadeUpFor: true }, missed: slot };
  const { foundAt = now } = kept;
  if (now < Math.max(from + job.startDeadlineMs, foundAt + leastMs)) return { findings, kept: { ...kept, foundAt } };
  const end = main.what === 'unknown' ? 'unknown' : 'missed';
  return { findings, kept, passed: { job: job.name, slot, end, cause: main.cause } };
}

const failing: ReadonlySet<string> = new Set(['failed', 'timed-out', 'lost', 'late', 'missed']);

/** Who follows is due when this one has ended, for the same slot. */
function followersOf(job: Job, { slot }: OpenSlot, { ended }: RunState): Judged['followed'] {
  if (ended === undefined) return [];
  const names = ended.how === 'succeeded' ? job.onSuccess : failing.has(ended.how) ? job.onFailure : [];
  return names.map((name) => ({ job: name, open: { slot, from: ended.at } }));
}

function runOf(state: BatchState | undefined): RunState | undefined {
  return state?.kind === 'run' ? state : undefined;
}

/** When the schedule of a job was last written, by us or by somebody else. */
function writtenAtOf(state: BatchState | undefined, job: string): Instant | undefined {
  return state?.kind === 'schedules' ? state.seen[job]?.modifiedAt : undefined;
}

function historyOf(state: BatchState | undefined): Standing['history'] {
  return state?.kind === 'job' ? state : { durationsMs: [] };
}
