import { describe, expect, test } from 'vitest';
import { hourMs, minuteMs, secondMs } from '../../lib/core/time.ts';
import type { RunState } from '../../lib/batch/state.ts';
import type { Program } from '../../sim/account/surroundings.ts';
import { postsOf } from '../../sim/chat/slack-state.ts';
import type { Night } from './night.ts';
import { nightOfClose, one } from './night.ts';

const done = (seconds: number, exitCode = 0): Partial<Program> => ({
  ends: { afterMs: seconds * secondMs, exitCode },
  pullMs: 2000,
});

type Sent = {
  readonly containerOverrides?: readonly { readonly environment?: readonly { name: string; value: string }[] }[];
};

/** What each launch was told to be. */
function indexesOf(night: Night): readonly string[] {
  return night.launches().map(({ input }) => {
    const [container] = (input['overrides'] as Sent).containerOverrides ?? [];
    return container?.environment?.find(({ name }) => name === 'WATCHKEEPER_ARRAY_INDEX')?.value ?? '';
  });
}

const whole = (night: Night): RunState | undefined => night.runs().find(({ part }) => part === undefined);
const living = (night: Night): number => night.tasks().filter(({ lastStatus }) => lastStatus !== 'STOPPED').length;
const endsOf = (night: Night) => night.job('close')?.runs.map(({ end, round }) => [end, round]);

/** Tasks that have not begun to run end well, but for those of one index. */
function allEndWellBut(night: Night, index: string): void {
  for (const [at, task] of night.tasks().entries()) {
    const [container] = task.containers;
    if (container === undefined || indexesOf(night)[at] === index) continue;
    Object.assign(container.run, { program: { ...container.run.program, ends: { afterMs: minuteMs, exitCode: 0 } } });
  }
}

describe('a run of many tasks', () => {
  test('is one run: each index once, so many at a time, and one end', async () => {
    const night = await nightOfClose('array: { size: 7, parallelism: 3 }', done(60));
    night.trigger('close', one);
    let most = 0;
    for (let at = 0; at < 60; at += 1) {
      await night.run(15);
      most = Math.max(most, living(night));
    }
    expect([...indexesOf(night)].toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    expect(most).toBe(3);
    expect(endsOf(night)).toEqual([['succeeded', 1]]);
    expect(whole(night)).toMatchObject({ array: { succeeded: 7, failed: 0 }, ended: { how: 'succeeded' } });
    expect(night.lease('close')).not.toHaveProperty('holder');
    expect(postsOf(night.simulation.slack.state, 'C0ALERTS')).toEqual([]);
  });

  test('has failed when an index has, is told with it, and runs only that one again', async () => {
    const night = await nightOfClose('array: { size: 4 }', done(60, 3));
    night.trigger('close', one);
    await night.run(8);
    expect(night.tasks()).toHaveLength(4);
    allEndWellBut(night, '2');
    await night.run(600);
    expect(endsOf(night)).toEqual([['failed', 1]]);
    expect(whole(night)).toMatchObject({
      array: { succeeded: 3, failed: 1 },
      ended: { exitCode: 3, cause: { id: 'job_array', fills: { indexes: '2', index: 2 } } },
    });
    night.define('close', done(30));
    night.request('close', 'run', one);
    await night.run(600);
    expect(endsOf(night)).toEqual([['succeeded', 2]]);
    expect([...indexesOf(night)].toSorted()).toEqual(['0', '1', '2', '2', '3']);
    expect(whole(night)?.array).toMatchObject({ succeeded: 4, failed: 0 });
  });

  test('succeeds with as many failed as may fail', async () => {
    const night = await nightOfClose('array: { size: 3, maxFailedIndexes: 3 }', done(30, 1));
    night.trigger('close', one);
    await night.run(600);
    expect(whole(night)).toMatchObject({ array: { failed: 3 }, ended: { how: 'succeeded' } });
  });

  test('begins no more when too many have failed', async () => {
    const night = await nightOfClose('array: { size: 10, parallelism: 2 }', done(30, 1));
    night.trigger('close', one);
    await night.run(900);
    expect(night.launches()).toHaveLength(2);
    expect(whole(night)?.ended).toMatchObject({
      how: 'failed',
      exitCode: 1,
      cause: { id: 'job_array', fills: { failed: 2, count: 10, indexes: '0, 1' } },
    });
    const posts = postsOf(night.simulation.slack.state, 'C0ALERTS').filter(({ threadTs }) => threadTs === undefined);
    expect(posts.map(({ content }) => content.text)).toEqual([expect.stringContaining('2 of 10 tasks failed')]);
  });

  test.each([
    ['a person', 'cancelled', ''],
    ['its total time', 'timed-out', ', timeouts: { total: 5m }'],
  ])('is stopped whole by %s, and its place is free when all have stopped', async (who, end, more) => {
    const night = await nightOfClose(`array: { size: 5, parallelism: 4 }${more}`, {});
    night.trigger('close', one);
    await night.run(120);
    expect(living(night)).toBe(4);
    if (who === 'a person') night.request('close', 'stop', one);
    await night.run(600);
    expect([living(night), whole(night)?.ended?.how, night.launches().length]).toEqual([0, end, 4]);
    expect(night.lease('close')).not.toHaveProperty('holder');
  });

  test('holds its place for as long as one of its tasks lives', async () => {
    const night = await nightOfClose('array: { size: 3 }', done(900));
    night.trigger('close', one);
    await night.run(300);
    night.request('close', 'run', one + secondMs, true);
    await night.run(300);
    expect(night.launches()).toHaveLength(3);
    expect(night.runs().filter(({ ended }) => ended?.how === 'skipped')).toHaveLength(1);
  });

  test('ends although no event of its tasks comes', async () => {
    const night = await nightOfClose('array: { size: 6, parallelism: 2 }', done(30));
    night.simulation.bus.delivery = { ...night.simulation.bus.delivery, lost: 1 };
    night.trigger('close', one);
    await night.run((2 * hourMs) / secondMs);
    expect(endsOf(night)).toEqual([['succeeded', 1]]);
    expect([...indexesOf(night)].toSorted()).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  test('is late while none of its tasks runs, and no longer when one does', async () => {
    const night = await nightOfClose('array: { size: 2 }, timeouts: { start: 1h }, expect: { grace: 2m }', {
      ...done(60),
      pullMs: 6 * minuteMs,
    });
    night.trigger('close', one);
    await night.run(240);
    expect(whole(night)?.array).not.toHaveProperty('startedAt');
    await night.run(900);
    expect(endsOf(night)).toEqual([['succeeded', 1]]);
  });
});
