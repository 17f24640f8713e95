import { describe, expect, test } from 'vitest';
import { parseAlertMessage } from '../../lib/alert/events.ts';
import type { AdviceFound } from '../../lib/core/advice-found.ts';
import { dayMs, hourMs } from '../../lib/core/time.ts';
import { levelOf, night, openDesk } from './desk.ts';

const plain = 'receivers: { team: { slack: C0123456789 } }\npager: live\n';

/** `night` is Friday, 20 November, 17:00 in UTC. */
const monday = Date.parse('2026-11-23T09:00:00Z');

const found = (service: string, rule = 'image-latest', at = night): AdviceFound => ({
  kind: 'advice',
  id: `${service} ${rule}`,
  at,
  region: 'eu-west-1',
  cluster: 'web',
  service,
  findings: [{ rule, severity: 'warning' }],
});

describe('the weekly digest', () => {
  test('comes with the first digest of a week, tells each thing once, and not in a week without any', async () => {
    const desk = openDesk(plain);
    await desk.hear(found('api'), found('cart'));
    await desk.advance(monday - hourMs);
    expect(desk.about('Week of')).toEqual([]);
    await desk.advance(monday + hourMs);
    const [first] = desk.about('Week of');
    expect(first?.at).toBe(monday);
    expect(first?.message.summary).toBe('Week of 16 Nov: 1 piece of advice');
    expect([first?.change, first?.mention, first?.message.bar]).toEqual(['open', false, 'grey']);
    await desk.hear(found('jobs', 'no-circuit-breaker', monday + hourMs));
    await desk.advance(monday + 8 * dayMs);
    const [, second, ...others] = desk.about('Week of');
    expect(second?.message.summary).toBe('Week of 23 Nov: 1 piece of advice');
    expect(JSON.stringify(second)).not.toContain('web/api');
    await desk.advance(monday + 13 * dayMs);
    expect(others).toEqual([]);
    expect(desk.about('Week of').length).toBe(2);
  });

  test('tells of the month before with the first one of a month', async () => {
    const desk = openDesk(plain);
    await desk.hear(levelOf('api', { at: night, impact: 'down' }));
    const over = night + hourMs;
    await desk.hear(levelOf('api', { at: over, startedAt: night, version: 2, status: 'resolved' }));
    // 1 December is a Tuesday: the next Monday is the 7th.
    await desk.advance(Date.parse('2026-12-07T08:00:00Z'));
    expect(desk.about('Nov 2026')).toEqual([]);
    await desk.advance(Date.parse('2026-12-20T08:00:00Z'));
    const told = desk.about('Nov 2026');
    expect(told.map(({ at }) => at)).toEqual([Date.parse('2026-12-07T09:00:00Z')]);
    expect(JSON.stringify(told[0]?.message.changed)).toContain('1 incident, nobody was called');
  });

  test('is not wanted where no digest is', async () => {
    const desk = openDesk(`${plain}digest: none\n`);
    await desk.hear(found('api'));
    await desk.advance(monday + 8 * dayMs);
    expect(desk.delivered).toEqual([]);
  });
});

test.each([
  ['no id', { id: undefined }, 'id'],
  ['no service', { service: 7 }, 'service'],
  ['no findings', { findings: 'many' }, 'findings'],
])('advice with %s is refused with the place', (_, change, path) => {
  expect(parseAlertMessage(JSON.stringify({ ...found('api'), ...change }))).toMatchObject({ fault: { path } });
});
