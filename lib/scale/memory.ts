import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import type { ServicePolicy, Source } from './policy.ts';
import type { SourceWish } from './sources.ts';
import type { ServiceState, SourceMemory } from './state.ts';

/** A fall that nobody believes is believed after this: by then it is peace, or somebody has been told. */
const disbeliefMs = 15 * minuteMs;

/** A peak of nearly nothing cannot collapse: a share of so little says nothing. */
const smallPeak = 1e-6;

export const freshMemory: SourceMemory = { failures: 0, recent: [] };

type Looked = { readonly policy: ServicePolicy; readonly wishes: readonly SourceWish[]; readonly now: Instant };

/** What is remembered of the sources after a look. */
export function remembered(state: ServiceState, { policy, wishes, now }: Looked): ServiceState {
  const memories = wishes.map((wish, at): [string, SourceMemory] => {
    const source = policy.sources[at];
    return [wish.id, memoryOf(state.sources[wish.id] ?? freshMemory, { source, wish, policy, now })];
  });
  const isBlind = wishes.length > 0 && wishes.every(({ tasks }) => tasks === undefined);
  const { idleSince: _, ...rest } = state;
  const idle = idleSinceOf(state, wishes, now);
  return {
    ...rest,
    sources: Object.fromEntries(memories),
    failures: isBlind ? state.failures + 1 : 0,
    ...(idle !== undefined && { idleSince: idle }),
  };
}

/** Idle is what all say; where one does not know, what was known before stands. */
function idleSinceOf({ idleSince }: ServiceState, wishes: readonly SourceWish[], now: Instant): Instant | undefined {
  if (wishes.some(({ isActive }) => isActive === true)) return undefined;
  if (wishes.some(({ isActive }) => isActive === undefined)) return idleSince;
  return idleSince ?? now;
}

type Seen = {
  readonly source: Source | undefined;
  readonly wish: SourceWish;
  readonly policy: ServicePolicy;
  readonly now: Instant;
};

function memoryOf(memory: SourceMemory, { source, wish, policy, now }: Seen): SourceMemory {
  if (wish.tasks === undefined) return { ...memory, failures: memory.failures + 1 };
  // A queue is there to become empty.
  if (source?.kind !== 'metric' || wish.value === undefined) {
    const { atOnce } = memory;
    return atOnce === undefined ? freshMemory : { ...freshMemory, atOnce };
  }
  const { value } = wish;
  const before = memory.recent.filter(({ at }) => at > now - policy.collapseMs);
  const collapsed = collapseIn(memory, {
    peak: Math.max(0, ...before.map((point) => point.value)),
    value,
    policy,
    now,
  });
  const recent = [...before, { at: now, value }];
  return { failures: 0, recent, ...(collapsed !== undefined && { collapsed }) };
}

type Fall = {
  readonly peak: number;
  readonly value: number;
  readonly policy: ServicePolicy;
  readonly now: Instant;
};

/** It lasts until the value is back, or has been low for so long that it is believed. */
function collapseIn({ collapsed }: SourceMemory, { peak, value, policy, now }: Fall): SourceMemory['collapsed'] {
  const isLow = (from: number): boolean => from > smallPeak && value < from * (1 - policy.collapseShare);
  if (collapsed !== undefined) return isLow(collapsed.from) && now < collapsed.at + disbeliefMs ? collapsed : undefined;
  return isLow(peak) ? { at: now, from: peak } : undefined;
}

/** Until when a fall is not believed. */
export function collapseOf({ sources }: ServiceState): Instant | undefined {
  const ends = Object.values(sources).flatMap(({ collapsed }) =>
    collapsed === undefined ? [] : [collapsed.at + disbeliefMs],
  );
  return ends.length === 0 ? undefined : Math.max(...ends);
}
