import { describe, expect, test } from 'vitest';
import { dayMs, hourMs } from '../../lib/core/time.ts';
import { plainOf } from '../../lib/alert/compose/phrase.ts';
import { levelOf, night, openDesk } from './desk.ts';

const plain = 'receivers: { team: { slack: C0123456789 } }\npager: live\n';

/** `night` is Friday, 20 November, 17:00 in UTC; the digest has its hour at 09:00. */
const monday = Date.parse('2026-11-23T09:00:00Z');

/** A desk that has begun to look, and has told of all there was. */
async function begun() {
  const desk = openDesk(plain);
  await desk.hear(levelOf('api', { at: night, impact: 'down' }));
  await desk.hear(levelOf('api', { at: night + hourMs, startedAt: night, version: 2, status: 'resolved' }));
  return desk;
}

describe('the digest', () => {
  test('tells on Monday what was counted on Saturday, and since when', async () => {
    const desk = await begun();
    await desk.advance(monday - 44 * hourMs);
    desk.count('failed/tasks', 3);
    await desk.advance(monday + hourMs);
    const [digest] = desk.about('Digest of 23 Nov');
    expect(digest?.message.summary).toBe('Digest of 23 Nov: 0 open, 3 failed');
    expect(plainOf(digest?.message.why ?? [])).toContain('since 20 Nov 17:00 UTC');
    expect(plainOf(digest?.message.context ?? [])).toBe('account 123456789012 · eu-west-1 · 09:00 UTC');
  });

  test('tells nothing twice: neither what was counted in the morning before it, nor on the day of the last one', async () => {
    const desk = await begun();
    await desk.advance(monday + dayMs - 6 * hourMs);
    desk.count('failed/tasks', 2);
    await desk.advance(monday + dayMs + hourMs);
    expect(desk.about('Digest of 24 Nov').map(({ message }) => message.summary)).toEqual([
      'Digest of 24 Nov: 0 open, 2 failed',
    ]);
    await desk.advance(monday + 2 * dayMs + hourMs);
    expect(desk.about('Digest of 25 Nov')).toEqual([]);
    desk.count('failed/tasks', 1);
    await desk.advance(monday + 3 * dayMs + hourMs);
    const [digest] = desk.about('Digest of 26 Nov');
    expect(digest?.message.summary).toBe('Digest of 26 Nov: 0 open, 1 failed');
    expect(plainOf(digest?.message.why ?? [])).toContain('since 25 Nov 09:00 UTC');
  });
});
