import { oneLine } from '../../lib/channels/untrusted.ts';
import type { DrainWish } from '../../lib/core/host-event.ts';
import type { Instant } from '../../lib/core/time.ts';
import type { Course } from '../../lib/drain/course.ts';
import { courseOf } from '../../lib/drain/course.ts';
import { isActive } from '../../lib/drain/hooks.ts';
import type { DrainPolicy, GroupPolicy } from '../../lib/drain/policy.ts';
import type { Hook, InstanceState } from '../../lib/drain/state.ts';
import { policyOf } from '../../lib/drain/wanted.ts';
import { few } from '../explain/cluster.ts';
import type { CommandFailure } from '../failure.ts';
import { fault } from '../failure.ts';
import type { Io } from '../io.ts';
import { durationWords, localMoment } from '../time.ts';
import { isLive } from './kept.ts';

/** What is asked, and what is known of the instance. `state`: what is kept of it, also when it has ended. */
export type Asked = {
  readonly id: string;
  readonly wish: DrainWish;
  readonly forMs?: number;
  readonly state?: InstanceState;
  readonly live: readonly InstanceState[];
  readonly whole: DrainPolicy;
  readonly now: Instant;
};

type Known = { readonly state: InstanceState; readonly policy: GroupPolicy; readonly course: Course };

const stillDraining = (id: string) => `see why it stays: watchkeeper explain --instance ${id}`;

/** Why it would have no sense; undefined: it is to be sent. */
export function refusalOf(asked: Asked, io: Io): CommandFailure | undefined {
  const { id, wish, state } = asked;
  const known = state !== undefined && isLive(state) ? knownOf(asked, state) : undefined;
  if (wish === 'drain') {
    if (known !== undefined && known.state.reasons.length + known.state.hooks.filter(isActive).length > 0)
      return fault(`${id} is being drained already, since ${localMoment(known.state.since, io)}`, stillDraining(id));
    return modeOf(asked) === 'none'
      ? fault(`the configuration leaves ${id} alone (mode none)`, 'change drain in it')
      : undefined;
  }
  if (known === undefined) return fault(`nothing drains ${id}`, endedText(asked, io));
  if (wish === 'extend') return extensionRefused(id, known, io);
  return wish === 'cancel' ? cancellingRefused(id, known) : undefined;
}

function knownOf({ whole, now }: Asked, state: InstanceState): Known {
  const policy = policyOf(state, whole);
  return { state, policy, course: courseOf(state, policy, now) };
}

function endedText({ state, live }: Asked, io: Io): string {
  const ended =
    state?.ended === undefined ? '' : `its drain of ${localMoment(state.since, io)} has ended: ${state.ended}; `;
  return `${ended}${liveText(live)}`;
}

export function liveText(live: readonly InstanceState[]): string {
  return live.length === 0 ? 'no instance is being drained' : `being drained are ${few(live.map(({ id }) => id))}`;
}

function extensionRefused(id: string, { state, course }: Known, io: Io): CommandFailure | undefined {
  const spot = state.reasons.find(({ kind }) => kind === 'spot');
  if (spot?.kind === 'spot')
    return fault(`EC2 takes ${id} back at ${localMoment(spot.endsAt, io)}`, 'nobody can put that off');
  return course.endsAt === undefined ? fault(`the drain of ${id} has no deadline`, stillDraining(id)) : undefined;
}

function cancellingRefused(id: string, { state }: Known): CommandFailure | undefined {
  const hook = state.hooks.find(isActive);
  if (hook !== undefined)
    return fault(
      `Auto Scaling ends ${id} (hook ${oneLine(hook.name)}): a termination cannot be taken back`,
      `give it longer with --extend`,
    );
  const isSpot = state.reasons.some(({ kind }) => kind === 'spot');
  return isSpot ? fault(`EC2 takes ${id} back`, 'nobody can put that off') : undefined;
}

/** What ends with it. */
export function forceLine({ id, state }: Asked): string {
  const left = (state?.left ?? []).filter(({ isDaemon }) => !isDaemon);
  if (left.length === 0) return `nothing is known to run on ${id} but daemons`;
  const byName = Map.groupBy(
    left,
    ({ name, service }) => `${oneLine(name)}${service === undefined ? ' (standalone: lost)' : ''}`,
  );
  const names = [...byName].map(([name, tasks]) => (tasks.length > 1 ? `${name} ×${tasks.length}` : name));
  return `${left.length === 1 ? '1 task ends' : `${left.length} tasks end`} with ${id}: ${names.join(', ')}`;
}

/** By what was last decided; of an instance nobody knows yet, as the configuration says of all. */
function modeOf({ state, whole }: Asked): GroupPolicy['mode'] {
  return state === undefined ? whole.defaults.mode : (state.mode ?? policyOf(state, whole).mode);
}

/** What happens now, and who does it. */
export function outcomeLines(asked: Asked, io: Io): readonly string[] {
  const { state, whole } = asked;
  const isUnknown = state === undefined && whole.overrides.some(({ mode }) => mode === 'act');
  if (modeOf(asked) !== 'act' && !isUnknown) return observedLines(asked);
  const known = state !== undefined && isLive(state) ? knownOf(asked, state) : undefined;
  return wishLines[asked.wish](asked, { known, isUnknown, io });
}

type Standing = { readonly known: Known | undefined; readonly isUnknown: boolean; readonly io: Io };

const wishLines: Readonly<Record<Asked['wish'], (asked: Asked, standing: Standing) => readonly string[]>> = {
  drain: ({ id, forMs = 0 }, { isUnknown }) => [
    `asked for: Watchkeeper sets ${id} to DRAINING within seconds, and ECS moves its tasks`,
    forMs === 0
      ? `it stays so until it is taken back: watchkeeper drain ${id} --cancel`
      : `after ${durationWords(forMs)} nobody waits for what is left; take it back: watchkeeper drain ${id} --cancel`,
    ...(isUnknown
      ? ['where the configuration says mode act for its group; else it is noted, and nothing is done']
      : []),
  ],
  extend: ({ id, now, forMs = 0 }, { known, io }) => [
    `asked for: Watchkeeper waits ${durationWords(forMs)} longer for ${id}, until ${localMoment((known?.course.endsAt ?? now) + forMs, io)} at most`,
    ...hookEndLines(known, forMs, io),
  ],
  force: ({ id }, { known }) => [
    `asked for: Watchkeeper completes ${hookWords(known)} of ${id} within seconds, and Auto Scaling ends it`,
  ],
  cancel: ({ id }) => [
    `asked for: Watchkeeper sets ${id} to ACTIVE again within seconds, where it was Watchkeeper that drained it`,
  ],
};

/** A stack of Mode=watch acts on nothing, whatever the configuration says: its records say observe. */
function observedLines({ id, state }: Asked): readonly string[] {
  const why = state === undefined ? 'the configuration says nothing else for it' : 'mode observe';
  return [
    `noted, and nothing will be done to ${id}: ${why}`,
    'to have it done, set mode: act under drain in the configuration, in a stack of Mode=act',
  ];
}

function hookEndLines(known: Known | undefined, forMs: number, io: Io): readonly string[] {
  const ends = (known?.state.hooks ?? []).filter(isActive).flatMap((hook) => endOfHook(hook) ?? []);
  const end = Math.min(...ends);
  if (!Number.isFinite(end) || (known?.course.endsAt ?? 0) + forMs <= end) return [];
  return [`its hook ends for good at ${localMoment(end, io)} (100 time-outs, at most 48 h): nobody can put that off`];
}

const endOfHook = ({ startedAt, globalMs }: Hook): Instant | undefined =>
  globalMs === undefined ? undefined : startedAt + globalMs;

function hookWords(known: Known | undefined): string {
  const active = (known?.state.hooks ?? []).filter((hook) => isActive(hook) && hook.owner !== 'foreign');
  return active.length === 0 ? 'the drain' : `the hook ${active.map(({ name }) => oneLine(name)).join(', ')}`;
}
