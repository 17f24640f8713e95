import { describe, expect, test } from 'vitest';
import { jobsOf } from '../../lib/app/config/batch-policy.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import { decideJob } from '../../lib/batch/decide-job.ts';
import { jobKey } from '../../lib/batch/names.ts';
import type { BatchPolicy } from '../../lib/batch/policy.ts';
import type { JobState } from '../../lib/batch/state.ts';
import type { Alert } from '../../lib/core/alert.ts';
import type { BatchEvent, JobWatched, RunEnded } from '../../lib/core/batch-event.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { jobCause } from '../../lib/batch/causes.ts';
import { account, defaults, receivers, region } from './night.ts';

const nine = Date.parse('2026-10-01T09:00:00Z');
const minute = (at: number): number => nine + at * minuteMs;

function policyOf(settings: string): BatchPolicy {
  const job = `{ cron: 0/5 * * * ? *, ${settings} }`;
  const read = readConfiguration(`${receivers}jobs:\n  defaults: ${defaults}\n  close: ${job}\n`);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  const jobs = jobsOf(read.configuration, 'act');
  return { stack: { account, region }, jobs, reconcile: 'act', ignoredClusters: [], ignoredSchedules: [] };
}

const from = { account, region, job: 'close', cluster: 'batch' } as const;

function ended(at: number, slot: number, end: RunEnded['end']): RunEnded {
  const id = `run of ${slot}`;
  const base = { ...from, kind: 'run-ended', id, runId: id, round: 1, attempts: 1, pointers: {} } as const;
  return { ...base, at: minute(at), slot: minute(slot), end, cause: jobCause('job_skipped', minute(at)) };
}

function missed(at: number, slot: number): JobWatched {
  const finding = { what: 'missed', slot: minute(slot), cause: jobCause('job_missed', minute(at)) } as const;
  return { ...from, kind: 'job-watched', id: `look ${at}`, at: minute(at), findings: [finding] };
}

/** What a job tells, and begins, as it hears this: each with the minute at which it hears it. */
function heard(settings: string, ...words: readonly (readonly [number, readonly BatchEvent[], string?])[]) {
  let state: JobState | undefined;
  const [alerts, begun]: [Alert[], string[]] = [[], []];
  for (const [at, events, edited] of words) {
    const decision = decideJob({
      key: jobKey(region, 'close'),
      state,
      events,
      unfinished: [],
      inFlight: [],
      takenOver: false,
      endedAt: undefined,
      facts: { kind: 'job' },
      policy: policyOf(edited ?? settings),
      now: minute(at),
    });
    if (decision.state.kind === 'job') state = decision.state;
    for (const { key, target } of decision.actions) {
      if ('send' in target) alerts.push(target.send);
      else begun.push(key);
    }
  }
  return { alerts, begun };
}

const skippedAndWell = [
  [18, [ended(18, 18, 'skipped')]],
  [19, [ended(19, 17, 'succeeded')]],
] as const;

describe('an incident of a time before another that has come and gone', () => {
  test.each([
    ['a slot is found to be missed', [24, [missed(24, 9)]]],
    ['a run is told late to have failed', [24, [ended(16, 9, 'failed')]]],
  ] as const)('%s: it is one of its own, the later of the two', (_, late) => {
    const { alerts } = heard('timezone: UTC', ...skippedAndWell, late);
    expect(alerts.map(({ status }) => status)).toEqual(['firing', 'resolved', 'firing']);
    const [first, , last] = alerts.map(({ startedAt }) => startedAt);
    expect(last).toBeGreaterThan(first ?? Infinity);
  });

  test('a missed slot is told of with its own time all the same', () => {
    const { alerts } = heard('timezone: UTC', ...skippedAndWell, [24, [missed(24, 9)]]);
    expect(alerts.at(-1)).toMatchObject({ startedAt: minute(24), impact: { level: 'missed', since: minute(9) } });
  });
});

describe('a slot that passed while the job was suspended', () => {
  const [off, on] = ['enabled: false, resume: latest', 'enabled: true, resume: latest'];

  test('is made up for once the job goes on, the latest of them', () => {
    const words = [
      [10, [ended(10, 10, 'suppressed')]],
      [11, [ended(11, 11, 'suppressed')]],
      [17, [], on],
    ] as const;
    expect(heard(off, ...words).begun).toEqual([`resume ${minute(11)}`]);
  });

  test('and is heard of when another has been made up for is not made up for as well', () => {
    const words = [
      [11, [ended(11, 11, 'suppressed')]],
      [17, [], on],
      [18, [ended(14, 14, 'suppressed')], on],
    ] as const;
    expect(heard(off, ...words).begun).toEqual([`resume ${minute(11)}`]);
  });

  test('of the next suspension is made up for when that is over', () => {
    const words = [
      [11, [ended(11, 11, 'suppressed')]],
      [17, [], on],
      [21, [ended(21, 21, 'suppressed')]],
      [27, [], on],
    ] as const;
    expect(heard(off, ...words).begun).toEqual([`resume ${minute(11)}`, `resume ${minute(21)}`]);
  });
});
