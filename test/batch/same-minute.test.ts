import { expect, test } from 'vitest';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { addInstance } from '../../sim/account/instances.ts';
import { postsOf } from '../../sim/chat/slack-state.ts';
import { one, openNight, until } from './night.ts';

const names = Array.from({ length: 283 }, (_, at) => `job-${at}`);
const room = 40;

/** The most that happened within any so many milliseconds. */
function mostWithin(times: readonly number[], ms: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.max(...sorted.map((from, at) => sorted.slice(at).findIndex((to) => to >= from + ms)), 0);
}

/**
 * aws/containers-roadmap#1705: 283 scheduled jobs of one minute, and hosts for 40 of them: RESOURCE:CPU for the others,
 * and nobody was told. Those that find no room in their time are late: one message for all of them.
 */
test('283 jobs are due in the same minute with room for 40', { timeout: 120_000 }, async () => {
  const lines = names.map((name) => `  ${name}: { cron: 0 16 * * ? *, task: shared, startDeadline: 7m }`);
  const night = await openNight({
    jobs: `jobs:\n  defaults: { cluster: batch, capacity: [EC2], retry: { backoff: { max: 1m } } }\n${lines.join('\n')}\n`,
  });
  const { account } = night.simulation;
  night.define(
    'shared',
    { ends: { afterMs: 100 * secondMs, exitCode: 0 } },
    { networkMode: 'bridge', requiresCompatibilities: ['EC2'] },
  );
  for (let host = 0; host < room / 8; host += 1) {
    const zone = `ap-northeast-1${'acd'[host % 3] ?? 'a'}`;
    addInstance(account, { cluster: night.cluster, instanceType: 'm5.large', zone, cpu: 2048, memoryMiB: 7680 });
  }
  await until(night, one);
  for (const name of names) night.trigger(name, one);
  let most = 0;
  for (let at = 0; at < 12; at += 1) {
    await night.run(60);
    most = Math.max(most, night.tasks().filter(({ lastStatus }) => lastStatus !== 'STOPPED').length);
  }
  const ends = night.runs().map(({ ended }) => ended?.how);
  const done = ends.filter((end) => end === 'succeeded').length;
  expect([ends.length, ends.filter((end) => end === 'late').length]).toEqual([283, 283 - done]);
  // The room is used again and again.
  expect(done).toBeGreaterThan(2 * room);
  expect(done).toBeLessThan(283);
  expect(most).toBeLessThanOrEqual(room);
  // None twice.
  expect(night.tasks()).toHaveLength(done);
  expect(new Set(night.tasks().map(({ startedBy }) => startedBy?.split('/')[1])).size).toBe(done);
  const times = night.launches().map(({ at }) => at);
  // Ten a second, and calls that took longer than others; Fargate takes twenty, and EC2 more.
  expect(mostWithin(times, secondMs)).toBeLessThanOrEqual(15);
  const posts = postsOf(night.simulation.slack.state, 'C0ALERTS').filter(({ threadTs }) => threadTs === undefined);
  expect(posts.map(({ content }) => content.text)).toEqual([expect.stringMatching(/^\[prod\] \d+ jobs/)]);
  expect(night.launches().every(({ at }) => at <= one + 7 * minuteMs + 5 * secondMs)).toBe(true);
});
