import type { CatchUp, Concurrency, Expectation, RetryPolicy, RetryRule, Timeouts } from '../../batch/job.ts';
import { applicationRules, jobDefaults, roomRules } from '../../batch/policy.ts';
import { present } from '../../core/present.ts';
import type { WrittenJob } from './batch-policy.ts';

export function concurrencyOf(name: string, { concurrency = {} }: WrittenJob): Concurrency {
  const { policy, key, maxQueued } = { key: undefined, maxQueued: undefined, ...concurrency };
  return { ...jobDefaults.concurrency, ...present({ policy, maxQueued }), key: key ?? name };
}

export function catchUpOf({ catchUp = jobDefaults.catchUp }: WrittenJob): CatchUp {
  const max = 'max' in catchUp ? catchUp.max : undefined;
  return { policy: catchUp.policy, max: catchUp.policy === 'all' ? (max ?? mostCaughtUp) : 1 };
}

const mostCaughtUp = 10;

export function timeoutsOf({ timeouts: { start, run, total } = {} }: WrittenJob): Timeouts {
  return { ...jobDefaults.timeouts, ...present({ startMs: start, runMs: run, totalMs: total }) };
}

/**
 * No room, no start and interruptions are tried again below what is written. Who writes rules says which failures of the
 * application are; who writes only `attempts` means all.
 */
export function retryOf({ retry: { attempts, backoff = {}, rules } = {} }: WrittenJob): RetryPolicy {
  const { initial, factor, max } = backoff;
  return {
    attempts: attempts ?? jobDefaults.retry.attempts,
    backoff: { ...jobDefaults.retry.backoff, ...present({ initialMs: initial, factor, maxMs: max }) },
    rules: [...(rules?.map(ruleOf) ?? applicationRules), ...roomRules],
  };
}

type WrittenRule = NonNullable<NonNullable<WrittenJob['retry']>['rules']>[number];

function ruleOf({ class: classes, exitCode, reason, action, count, max }: WrittenRule): RetryRule {
  return { ...present({ classes, exitCodes: exitCode, reasons: reason, max }), action, isFree: count === false };
}

export function expectationOf({ expect = {} }: WrittenJob): Expectation {
  const { grace, maxDuration, drift, failures, recoveries } = expect;
  return {
    ...jobDefaults.expect,
    ...present({
      graceMs: grace,
      maxDurationMs: maxDuration,
      drift,
      failureThreshold: failures,
      recoveryThreshold: recoveries,
    }),
  };
}
