import { describe, expect, test } from 'vitest';
import { memoryOf } from '../../../lib/alert/past/memory.ts';
import type { PastState } from '../../../lib/alert/past/past.ts';
import { idOfPast, incidentKeyOf, monthOf, pastOf, pastRecord } from '../../../lib/alert/past/past.ts';
import { incidentId } from '../../../lib/alert/compose/incident-id.ts';
import { withStep } from '../../../lib/alert/timeline.ts';
import type { TimelineStep } from '../../../lib/alert/timeline.ts';
import { hourMs, minuteMs } from '../../../lib/core/time.ts';
import { levelOf, night } from '../desk.ts';

const past = (name: string, more: Partial<PastState> & { readonly cause?: string } = {}): PastState => {
  const { cause = 'essential_exit', ...rest } = more;
  return { ...pastOf(levelOf(name, { at: night, status: 'resolved', cause }), undefined), ...rest };
};

const ringAt = (at: number) => ({ receiver: 'pager', type: 'pagerduty', at, rangAt: at }) as const;

describe('what a time was like', () => {
  test('of nothing is nothing', () => {
    expect(memoryOf([], 'UTC')).toEqual({ incidents: 0, causes: [], again: [], pages: 0, pagesAtNight: 0 });
  });

  test('counts incidents by their main cause, and names who had several', () => {
    const all = [past('a'), past('a'), past('b', { cause: 'oom' }), past('c')];
    expect(memoryOf(all, 'UTC')).toMatchObject({
      incidents: 4,
      causes: [
        { id: 'essential_exit', count: 3 },
        { id: 'oom', count: 1 },
      ],
      again: [{ name: 'web/a', count: 2 }],
    });
  });

  // `night` is 17:00 in UTC, 02:00 in Tokyo.
  test.each([
    ['Asia/Tokyo', night, 1],
    ['UTC', night, 0],
    ['UTC', night + 5 * hourMs, 1],
    ['UTC', night + 5 * hourMs - minuteMs, 0],
    ['UTC', night + 14 * hourMs - minuteMs, 1],
    ['UTC', night + 14 * hourMs, 0],
  ])('a page is at night by the clock of %s (%d)', (timezone, at, count) => {
    const { pages, pagesAtNight } = memoryOf([past('a', { told: [ringAt(at)] })], timezone);
    expect([pages, pagesAtNight]).toEqual([1, count]);
  });

  test('an incident is one page, when the first was called, however many were', () => {
    const told = [ringAt(night + 10 * hourMs), { ...ringAt(night), receiver: 'team', type: 'slack' as const }];
    expect(memoryOf([past('a', { told }), past('b')], 'Asia/Tokyo')).toMatchObject({ pages: 1, pagesAtNight: 1 });
  });
});

test('the name of a record leads back to its incident', () => {
  const alert = levelOf('orders/scaling', { at: night, status: 'resolved' });
  const key = pastRecord(alert);
  expect(incidentKeyOf(key)).toBe(alert.key);
  expect(idOfPast(key)).toBe(incidentId(alert.key, alert.startedAt));
  expect(monthOf(Date.parse('2026-11-30T23:59:59Z'))).toBe('2026-11');
});

describe('steps', () => {
  const first = levelOf('a', { at: night });
  const steps = withStep([], undefined, first);

  test.each([
    ['the same again', first, 0],
    ['numbers alone', { ...first, impact: { ...first.impact, healthy: 1 } }, 0],
    ['another impact', levelOf('a', { at: night, impact: 'down' }), 1],
    ['its end', levelOf('a', { at: night, status: 'resolved' }), 1],
    ['another cause', { ...first, causes: [...first.causes, ...levelOf('a', { at: night, cause: 'oom' }).causes] }, 1],
    ['a deployment', { ...first, deployment: { id: 'ecs-svc/1', state: 'in-progress' as const } }, 1],
    [
      'what we did',
      { ...first, intervened: { is: 'stop' as const, how: 'done' as const, at: night, crashes: 9, withinMs: 9 } },
      1,
    ],
  ])('%s', (_, next, more) => {
    expect(withStep(steps, first, next).length - steps.length).toBe(more);
  });

  test('to and fro is forgotten before anything else is', () => {
    let kept: readonly TimelineStep[] = steps;
    let before = first;
    for (let at = 1; at < 200; at += 1) {
      const next = levelOf('a', { at: night + at, impact: at % 2 === 0 ? 'none' : 'down' });
      const told = at === 50 ? { ...next, deployment: { id: 'ecs-svc/1', state: 'failed' as const } } : next;
      kept = withStep(kept, before, told);
      before = told;
    }
    expect(kept).toHaveLength(60);
    expect(kept[0]).toMatchObject({ causes: ['essential_exit'] });
    expect(kept.some(({ deployment }) => deployment?.state === 'failed')).toBe(true);
  });
});
