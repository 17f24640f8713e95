import type { Instant } from '../core/time.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import type { GroupPolicy } from './policy.ts';
import type { InstanceState } from './state.ts';

/**
 * Agents lose their connection several times an hour, for seconds ("Amazon ECS container instance state change events"),
 * and that one is back is told to nobody here. One that is away is looked for after `againMs`, from then on every `everyMs`,
 * and twice when patience ends, for the last time may be another.
 */
const [againMs, everyMs, twiceMs] = [minuteMs, 2 * minuteMs, 30 * secondMs];

/** Who has not been seen for so long may have been back meanwhile: patience begins anew. */
const unseenTooLongMs = 3 * minuteMs;

/** What could not be read when patience ended is read again so soon. */
const unseenMs = 10 * secondMs;

type Away = Pick<InstanceState, 'agentAwayAt' | 'mappedAt'>;
type Patience = Pick<GroupPolicy, 'agentPatienceMs'>;

/** Since when it is away, of an instance that is seen without its agent now. */
export function awaySince({ agentAwayAt, mappedAt = 0 }: Away, seenAt: Instant): Instant {
  return agentAwayAt !== undefined && seenAt <= mappedAt + unseenTooLongMs ? agentAwayAt : seenAt;
}

/** When nobody waits any longer for an instance without its agent: only if it was seen without it at that time, too. */
export function forsakenAt(
  { agentAwayAt, mappedAt = 0 }: Away,
  { agentPatienceMs }: Patience,
  now: Instant,
): Instant | undefined {
  if (agentAwayAt === undefined) return undefined;
  const at = agentAwayAt + agentPatienceMs;
  return now < at || mappedAt >= at ? at : now + unseenMs;
}

/** When to see whether it is away still. */
export function awayLookAt({ agentAwayAt, mappedAt = 0 }: Away, { agentPatienceMs }: Patience): Instant | undefined {
  if (agentAwayAt === undefined) return undefined;
  const rounds = Math.ceil(agentPatienceMs / everyMs);
  const regular = Array.from({ length: rounds }, (_, round) => againMs + round * everyMs);
  const waits = [...regular, agentPatienceMs - twiceMs].filter((waitMs) => waitMs > 0 && waitMs < agentPatienceMs);
  const times = [...waits, agentPatienceMs].map((waitMs) => agentAwayAt + waitMs).toSorted((a, b) => a - b);
  return times.find((at) => mappedAt < at);
}
