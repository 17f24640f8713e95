import { secondMs } from '../../lib/core/time.ts';
import type { Call, Night } from './night.ts';

/** What one scheme did in one case. */
export type Outcome = {
  /** ECS, Auto Scaling and EC2, all attempts counted, by operation. */
  readonly calls: ReadonlyMap<string, number>;
  readonly throttled: number;
  /** Of functions, sleeping included. */
  readonly lambdaS: number;
  /** From the last stop on an instance to its end, of those that ended with nothing on them. */
  readonly lagsS: readonly number[];
  readonly drains: number;
  /** Instances that ended while tasks were on them, and those tasks. */
  readonly killed: { readonly instances: number; readonly tasks: number };
  /** Ended by a time-out of their hook, or not at all. */
  readonly late: number;
  /** From the beginning to the last end. */
  readonly tookS: number;
};

/** What a drainer asks: SSM, SQS, S3 and DynamoDB are nobody's bottleneck here, and not compared. */
const compared = /^(ECS|AutoScaling|EC2)\./;

export function outcomeOf(
  night: Night,
  { from, lambdaMs, throttled }: { readonly from: number; readonly lambdaMs: number; readonly throttled: number },
): Outcome {
  const leaves = [...night.leaves.values()];
  const ends = leaves.flatMap(({ end }) => end?.at ?? []);
  const lagsMs = leaves.flatMap(({ end, killed, lastStopAt }) =>
    end !== undefined && killed === 0 ? [end.at - lastStopAt] : [],
  );
  return {
    calls: counted(night.calls.filter(({ at }) => at >= from)),
    throttled,
    lambdaS: lambdaMs / secondMs,
    lagsS: lagsMs.map((ms) => ms / secondMs).sort((a, b) => a - b),
    drains: leaves.length,
    killed: {
      instances: leaves.filter(({ killed }) => killed > 0).length,
      tasks: leaves.reduce((sum, { killed }) => sum + killed, 0),
    },
    late: leaves.filter(({ end }) => end?.how !== 'completed').length,
    tookS: (Math.max(...ends) - from) / secondMs,
  };
}

function counted(calls: readonly Call[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { operation } of calls)
    if (compared.test(operation)) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  return counts;
}

export function total(calls: ReadonlyMap<string, number>, but: readonly string[] = []): number {
  return [...calls].reduce((sum, [operation, count]) => sum + (but.includes(operation) ? 0 : count), 0);
}

/** The value below which a share of them lies. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
