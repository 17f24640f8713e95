import type { Order, Telling } from '../core/decision.ts';
import type { RunEnded, RunRequested, SlotTriggered } from '../core/batch-event.ts';
import { lastPart } from '../core/last-part.ts';
import type { Instant } from '../core/time.ts';
import { dayMs, minuteMs } from '../core/time.ts';
import { launchOf } from './launch-plan.ts';
import { finite, launchUntil, replayMs } from './limits.ts';
import { leaseKey, runKey } from './names.ts';
import { partWishes } from './part-words.ts';
import type { BatchTarget } from './orders.ts';
import type { BatchPolicy } from './policy.ts';
import { jobNamed } from './policy.ts';
import type { Launch, RunState } from './state.ts';
import { isLive } from './step-run.ts';
import { liveStrays } from './strays.ts';
import { mayReplay } from './wanted.ts';

type Given = { readonly policy: BatchPolicy; readonly now: Instant };

type Wish = Order<BatchTarget> | Telling<BatchTarget>;

/** Asked to stop and not yet stopped: asked again after this. */
export const stopAgainMs = minuteMs;

/** How many may wait where the policy is that all others make room. */
const replacingPatience = 10;

const stopReasons = {
  start: 'Watchkeeper: it did not start in time',
  run: 'Watchkeeper: it ran longer than its job allows',
  total: 'Watchkeeper: its run took longer than its job allows',
  person: 'Watchkeeper: somebody stopped its run',
  replaced: 'Watchkeeper: a newer run takes its place',
  stray: 'Watchkeeper: its launch had been given up, another task has its place',
} as const;

/** What is to be ordered, and told, at this moment. */
export function wishesOf(state: RunState, given: Given): readonly Wish[] {
  const strays = strayStops(state, given.now);
  if (state.ended !== undefined) return [...strays, ...endTellings(state, given)];
  const parts = partWishes(state, { stack: given.policy.stack, now: given.now }).map(({ key, pass }): Wish => {
    return { type: 'telling', key, target: { pass } };
  });
  return [...asks(state, given), ...launches(state, given.now), ...stops(state, given.now), ...parts, ...strays];
}

function launches(state: RunState, now: Instant): readonly Wish[] {
  const { launch, plan } = state;
  if (launch === undefined || plan === undefined || !isSent(state, launch, now)) return [];
  const notAfter = finite(Math.min(launchUntil(state), launch.intendedAt + replayMs));
  const target = { launch: launchOf(state, plan, launch) };
  return [{ type: 'order', key: `launch ${launch.tryNumber}`, notAfter, mode: 'act', target }];
}

export function isSent(state: RunState, launch: Launch, now: Instant): boolean {
  return mayReplay(state, launch, now) && now >= (launch.waitUntil ?? 0);
}

function stops({ task, stop, pinned, ...state }: RunState, now: Instant): readonly Wish[] {
  if (task === undefined || !isLive({ ...state, task }) || stop === undefined) return [];
  if (stop.orderedAt !== undefined && now < stop.orderedAt + stopAgainMs) return [];
  return [stopOf(pinned.task.cluster, task.arn, { reason: stopReasons[stop.why], since: stop.at })];
}

function strayStops(state: RunState, now: Instant): readonly Wish[] {
  return liveStrays(state)
    .filter(({ orderedAt }) => orderedAt === undefined || now >= orderedAt + stopAgainMs)
    .map(({ arn }) => stopOf(state.pinned.task.cluster, arn, { reason: stopReasons.stray, since: state.begunAt }));
}

function stopOf(cluster: string, arn: string, { reason, since }: { reason: string; since: Instant }): Wish {
  const target = { stop: { cluster, arn, reason } };
  return { type: 'order', key: `stop ${arn}`, notAfter: since + 400 * dayMs, mode: 'act', target };
}

/** A place at the lease; and where this run takes the place of others, a word to them. */
function asks(state: RunState, { policy, now }: Given): readonly Wish[] {
  const { lease, pinned, runId, slot, launch } = state;
  if (lease === undefined || lease.fence !== undefined || launch !== undefined) return [];
  const { policy: concurrency, key, maxQueued } = pinned.concurrency;
  const { region } = policy.stack;
  const patience = concurrency === 'queue' ? maxQueued : concurrency === 'replace' ? replacingPatience : 0;
  const asked = { run: runKey(region, runId), slot, patience };
  const ask: Wish = {
    type: 'order',
    key: `ask ${key}`,
    notAfter: finite(launchUntil(state)),
    mode: 'act',
    target: { ask: { lease: leaseKey(region, key), asked } },
  };
  return [...(now >= lease.askAt ? [ask] : []), ...replacements(state, { policy, now })];
}

/** Those that have not been told yet. */
function replacements({ lease, pinned, runId, job, slot }: RunState, { policy, now }: Given): readonly Wish[] {
  if (lease === undefined || pinned.concurrency.policy !== 'replace') return [];
  const { account, region } = policy.stack;
  return lease.by
    .filter((run) => !lease.told.includes(run))
    .map((run) => {
      const other = lastPart(run);
      const pass: RunRequested = {
        kind: 'run-request',
        id: `${runId}/${other}`,
        at: now,
        account,
        region,
        wish: 'stop',
        job,
        slot,
        isExtra: false,
        by: `${job} (${runId})`,
        runId: other,
      };
      return { type: 'telling', key: `replace ${other}`, target: { pass } };
    });
}

/** Told once: what is to be told stays in the record until it has been. */
function endTellings(state: RunState, given: Given): readonly Wish[] {
  const { lease, ended } = state;
  if (ended === undefined) return [];
  const { region } = given.policy.stack;
  const isFree = liveStrays(state).length === 0;
  const release = { lease: leaseKey(region, lease?.key ?? ''), run: runKey(region, state.runId) };
  return [
    ...(lease !== undefined && isFree && state.isReleased !== true
      ? [{ type: 'telling' as const, key: 'release', target: { release } }]
      : []),
    ...(state.isTold === true ? [] : [endOf(state, given), ...followersOf(state, given)]),
  ];
}

function endOf(state: RunState, { policy, now }: Given): Wish {
  const { runId, job, slot, round, ended, tries, pinned, part } = state;
  const { account, region } = policy.stack;
  const pass: RunEnded = {
    kind: 'run-ended',
    id: `${runId}/${round}`,
    at: ended?.at ?? now,
    account,
    region,
    job,
    cluster: pinned.task.cluster,
    runId,
    slot,
    round,
    end: ended?.how ?? 'lost',
    attempts: tries,
    pointers: ended?.pointers ?? {},
    ...(ended?.startedAt !== undefined && { startedAt: ended.startedAt }),
    ...(ended?.exitCode !== undefined && { exitCode: ended.exitCode }),
    ...(ended?.cause !== undefined && { cause: ended.cause }),
    ...(part !== undefined && { part }),
  };
  return { type: 'telling', key: 'ended', target: { pass } };
}

const failures: ReadonlySet<string> = new Set(['failed', 'timed-out', 'lost', 'late', 'missed']);

/** Jobs that follow this one, for the same slot: so each follows once, whoever tells it and however often. */
function followersOf({ ended, job, slot, runId, round, part }: RunState, { policy, now }: Given): readonly Wish[] {
  const known = jobNamed(policy, job);
  if (ended === undefined || known === undefined || part !== undefined) return [];
  const names = ended.how === 'succeeded' ? known.onSuccess : failures.has(ended.how) ? known.onFailure : [];
  const { account, region } = policy.stack;
  return names.map((name) => {
    const pass: SlotTriggered = {
      kind: 'slot-triggered',
      id: `${runId}/${round}/${name}`,
      at: now,
      account,
      region,
      job: name,
      slot,
      starter: 'job',
      by: job,
    };
    return { type: 'telling', key: `follow ${name}`, target: { pass } };
  });
}
