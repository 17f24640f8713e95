import { expect, test } from 'vitest';
import { pastIn } from '../../../lib/alert/past/read.ts';
import { hourMs, minuteMs } from '../../../lib/core/time.ts';
import { levelOf, night, openDesk } from '../desk.ts';

test('who is told of what hurts nobody was not called', async () => {
  const desk = openDesk('receivers: { c: { slack: C0123456789, mention: S0123456789 } }\npager: live\n');
  await desk.hear(levelOf('api', { at: night, impact: 'none' }));
  await desk.advance(night + 5 * minuteMs);
  await desk.hear(levelOf('api', { at: night + 5 * minuteMs, startedAt: night, version: 2, status: 'resolved' }));
  await desk.advance(night + hourMs);
  const [past] = await pastIn(desk.store, '2026-11');
  expect(past?.told).toHaveLength(1);
  expect(past?.told[0]).not.toHaveProperty('rangAt');
});

test.each([
  ['a pager', 'p: { pagerduty: /watchkeeper/pagerduty-key }', true],
  ['a chat with somebody to call', 'c: { slack: C0123456789, mention: S0123456789 }', true],
  ['a chat without', 'c: { slack: C0123456789 }', false],
  ['mail', 'm: { sns: mail }', false],
])('%s has called somebody: %s', async (_, receiver, isCalled) => {
  const desk = openDesk(`receivers: { ${receiver} }\npager: live\n`);
  await desk.hear(levelOf('api', { at: night, impact: 'down' }));
  await desk.advance(night + 5 * minuteMs);
  await desk.hear(levelOf('api', { at: night + 5 * minuteMs, startedAt: night, version: 2, status: 'resolved' }));
  await desk.advance(night + hourMs);
  const [past] = await pastIn(desk.store, '2026-11');
  expect(past?.told.map(({ rangAt }) => rangAt !== undefined)).toEqual([isCalled]);
});
