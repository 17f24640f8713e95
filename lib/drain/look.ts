import { fractionOf } from '../core/short-hash.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import type { InstanceFacts } from './facts.ts';
import { isHeld, unheardMs } from './hear.ts';
import type { InstanceState, LeftTask } from './state.ts';
import type { Verdict } from './verdict.ts';
import { isThere, settleMs, verdictOf } from './verdict.ts';

/** Daemons that stop last have this long; one that stays holds nobody up. */
const daemonGraceMs = minuteMs;

/** Without any event a look comes after this, and then later, up to the longest: who loses events loses this time. */
const longestWaitMs = 20 * minuteMs;

/** An answer that does not know what events have told is older than they are: asked again so soon, for so long. */
const [doubtWaitMs, doubtMs] = [4 * secondMs, minuteMs];

/** A container instance that is being registered is ready within seconds. */
const registeringWaitMs = 15 * secondMs;

type Given = { readonly facts: InstanceFacts; readonly before: InstanceState; readonly now: Instant };

/** What a look has shown, noted in the state, with the time of the next one. */
export function looked(state: InstanceState, { facts, before, now }: Given): InstanceState {
  if (!facts.looked) return { ...state, ...nextLook(state, now) };
  const verdict = verdictOf(state, before, facts);
  const { unread: _, lookAt: __, ...rest } = state;
  const seen = { ...rest, looks: state.looks + 1 };
  // Of what is known nothing is left, and nobody has told, or it cannot be found: all of it is looked for.
  if (facts.glance !== undefined && (verdict.is === 'empty' || isLost(facts)))
    return { ...seen, left: [], heard: [...before.left, ...(before.heard ?? [])], lookAt: now + secondMs };
  switch (verdict.is) {
    case 'unread':
      return { ...seen, unread: verdict.why, lookAt: now + unreadWaitMs(state) };
    case 'early':
      return { ...seen, ...nextLook(seen, now) };
    case 'held':
      return held(seen, before, { left: verdict.left, now });
    case 'empty':
      return empty(seen, before, { verdict, now });
  }
}

function isLost({ tasks }: InstanceFacts): boolean {
  return [...tasks.values()].some((read) => read.ok && read.value.missing.length > 0);
}

/** 10 to 20 seconds: who was refused together shall not come back together. */
function unreadWaitMs({ id, looks }: InstanceState): number {
  return (10 + 10 * fractionOf(`${id} ${looks}`)) * secondMs;
}

/** The first look comes when all are DRAINING and that has settled. */
function nextLook(state: InstanceState, now: Instant): { readonly lookAt?: Instant } {
  const hosts = state.hosts.filter(isThere);
  if (state.lookAt !== undefined && state.lookAt > now) return { lookAt: state.lookAt };
  if (hosts.some(({ status }) => status === 'REGISTERING')) return { lookAt: now + registeringWaitMs };
  // That none is left of those that were is certain when it has been looked for anew.
  if (hosts.length === 0) return { lookAt: now + settleMs };
  if (hosts.some(({ drainingAt }) => drainingAt === undefined)) return {};
  const settled = Math.max(...hosts.map(({ drainingAt = now }) => drainingAt)) + settleMs;
  // Its time has come and nobody has looked: there were too many at once.
  return { lookAt: settled > now ? settled : now + unreadWaitMs(state) / 2 };
}

function held(
  state: InstanceState,
  before: InstanceState,
  { left, now }: { readonly left: readonly LeftTask[]; readonly now: Instant },
): InstanceState {
  const { emptyAt: _, daemonsOnlyAt: __, doubtAt: ___, ...rest } = state;
  // An answer may be older than a stop that was heard: nobody will hear of that again.
  const arns = new Set(before.heard?.map(({ arn }) => arn));
  const heard = left.filter(({ arn }) => arns.has(arn));
  const still = left.filter(({ arn }) => !arns.has(arn));
  const isOld =
    !isHeld(still) ||
    isSurprise(before, still) ||
    (before.heard === undefined && before.lookedAt !== undefined && !isHeld(before.left));
  const doubtAt = before.doubtAt ?? (isOld && before.emptyAt === undefined ? now : undefined);
  const known = { ...rest, left: still, heard, lookedAt: now };
  if (doubtAt !== undefined && now < doubtAt + doubtMs)
    return { ...known, doubtAt, lookAt: now + Math.max(doubtWaitMs, now - doubtAt) };
  const waitMs = Math.min(unheardMs * 2 ** Math.max(0, state.looks - 1), longestWaitMs);
  return { ...known, lookAt: now + waitMs };
}

/** Nothing comes to a host that is DRAINING: what the last list did not have is of an answer older than that. */
function isSurprise({ left, heard, lookedAt }: InstanceState, still: readonly LeftTask[]): boolean {
  if (heard === undefined || lookedAt === undefined) return false;
  const listed = new Set([...left, ...heard].map(({ arn }) => arn));
  return still.some(({ arn, isDaemon }) => !isDaemon && !listed.has(arn));
}

/** Nothing but daemons. What vanished without a trace is looked for once more. */
function empty(
  state: InstanceState,
  before: InstanceState,
  { verdict, now }: { readonly verdict: Extract<Verdict, { readonly is: 'empty' }>; readonly now: Instant },
): InstanceState {
  const { expected } = verdict;
  // One that was heard to stop needs no time to do so, whatever an old answer says.
  const stopped = new Set(before.heard?.map(({ arn }) => arn));
  const daemons = verdict.daemons.filter(({ arn }) => !stopped.has(arn));
  const { doubtAt: _, emptyAt, ...rest } = state;
  if (!expected && emptyAt === undefined && daemons.length === 0)
    return { ...rest, left: [], heard: [], lookedAt: now, emptyAt: now, lookAt: now + settleMs };
  const known: InstanceState = {
    ...rest,
    left: daemons,
    heard: [],
    lookedAt: now,
    ...(emptyAt !== undefined && { emptyAt }),
  };
  if (daemons.length === 0) return { ...known, clear: { at: now, how: 'drained' } };
  const daemonsOnlyAt = state.daemonsOnlyAt ?? now;
  const until = daemonsOnlyAt + daemonGraceMs;
  if (now >= until) return { ...known, daemonsOnlyAt, clear: { at: now, how: 'drained' } };
  return { ...known, daemonsOnlyAt, lookAt: until };
}
