import { describe, expect, test } from 'vitest';
import { decideJob } from '../../lib/batch/decide-job.ts';
import { withDrift } from '../../lib/batch/drift.ts';
import { jobKey } from '../../lib/batch/names.ts';
import type { BatchPolicy } from '../../lib/batch/policy.ts';
import type { JobState } from '../../lib/batch/state.ts';
import type { RunEnded } from '../../lib/core/batch-event.ts';
import { dayMs, hourMs, minuteMs } from '../../lib/core/time.ts';
import { jobsOf } from '../../lib/app/config/batch-policy.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import { account, defaults, receivers, region } from './night.ts';

const first = Date.parse('2026-10-01T16:00:00Z');

function policyOf(): BatchPolicy {
  const read = readConfiguration(`${receivers}jobs:\n  defaults: ${defaults}\n  close: { cron: 0 16 * * ? * }\n`);
  if ('faults' in read) throw new Error('the file has faults');
  const jobs = jobsOf(read.configuration, 'act');
  return { stack: { account, region }, jobs, reconcile: 'act', ignoredClusters: [], ignoredSchedules: [] };
}

type Way = { readonly everyMs?: number; readonly end?: RunEnded['end'] };

function ended(run: number, minutes: number, { everyMs = dayMs, end = 'succeeded' }: Way = {}): RunEnded {
  const slot = first + run * everyMs;
  const at = slot + minutes * minuteMs;
  const base = { kind: 'run-ended', id: `${run}`, account, region, job: 'close', cluster: 'batch' } as const;
  return { ...base, at, runId: `r${run}`, slot, round: 1, end, startedAt: slot, attempts: 1, pointers: {} };
}

/** A job after runs of so many minutes each (less than none: it failed), one a day; and what was told of it. */
function after(minutes: readonly number[], everyMs = dayMs) {
  const policy = policyOf();
  let state: JobState | undefined;
  const told: string[] = [];
  for (const [run, took] of minutes.entries()) {
    const event = ended(run, Math.abs(took), { everyMs, end: took < 0 ? 'failed' : 'succeeded' });
    const decision = decideJob({
      key: jobKey(region, 'close'),
      state,
      events: [event],
      unfinished: [],
      inFlight: [],
      takenOver: false,
      endedAt: undefined,
      facts: { kind: 'job' },
      policy,
      now: event.at,
    });
    if (decision.state.kind !== 'job') throw new Error('it is no job');
    state = decision.state;
    for (const action of decision.actions) {
      if ('send' in action.target) {
        const { status, severity, impact, causes } = action.target.send;
        told.push(`${run} ${status} ${severity} ${impact.level} ${causes[0]?.id ?? ''}`);
      }
    }
  }
  return { state, told };
}

const usual = [48, 50, 47, 49, 52, 48, 47, 50];

describe('a job that takes longer than it did', () => {
  test('is told when three runs in a row do, as a warning, once', () => {
    const { state, told } = after([...usual, 80, 84]);
    expect([state?.findings ?? [], told]).toEqual([[], []]);
    const three = after([...usual, 80, 84, 81]);
    expect(three.told).toEqual(['10 firing warning at-risk job_slower']);
    expect(three.state?.findings).toMatchObject([
      { what: 'slower', cause: { id: 'job_slower', fills: { usual: 49, recent: 81, runs: 3 } } },
    ]);
  });

  test('is well again when it takes what it took', () => {
    const { state, told } = after([...usual, 80, 84, 81, 79, 50, 48, 49]);
    expect(told.at(-1)).toBe('13 resolved warning none job_slower');
    expect(state?.incident).not.toHaveProperty('isExpired');
  });

  test('and goes on doing so is told to be so, and said to be usual in the end', () => {
    const { state, told } = after([...usual, ...Array<number>(40).fill(81)]);
    expect(told.filter((line) => line.includes('firing'))).toHaveLength(1);
    expect(told.at(-1)).toMatch(/ expired /);
    expect(state?.incident).toMatchObject({ isExpired: true });
    expect(state?.findings).toBeUndefined();
  });

  test.each([
    ['by a little', [...usual, 56, 57, 55]],
    ['by less than five minutes', [1, 1, 1, 1, 1, 1, 1, 1, 4, 4, 4]],
    ['once, and not again', [...usual, 80, 49, 81, 50, 84, 49]],
    ['than seven runs can tell', [48, 50, 47, 49, 52, 80, 81, 82]],
    ['as it often did', [48, 90, 47, 95, 52, 48, 92, 50, 80, 81, 82]],
  ])('%s is not told', (_, minutes) => {
    expect(after(minutes).told).toEqual([]);
  });

  test('is not judged by the history of a day', () => {
    expect(after([...usual, 80, 84, 81], 2 * hourMs).told).toEqual([]);
  });

  test('and then fails is one incident, whose end is told, and told once that it is slower', () => {
    const { told } = after([...usual, 80, 84, 81, -20, 83, 82, 84]);
    expect(told).toEqual([
      '10 firing warning at-risk job_slower',
      '11 firing error failed job_lost',
      '12 resolved error none job_lost',
    ]);
  });

  test('a run that failed says nothing of durations', () => {
    const state = after(usual).state;
    if (state === undefined) throw new Error('nothing is kept');
    expect(withDrift(state, ended(9, 300, { end: 'failed' }))).toBe(state);
  });
});
