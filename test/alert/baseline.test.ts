import { expect, test } from 'vitest';
import type { Alert } from '../../lib/core/alert.ts';
import { minuteMs } from '../../lib/core/time.ts';
import type { Given } from './desk.ts';
import { levelOf, night, openDesk } from './desk.ts';

const configuration = `
receivers: { team: { slack: C0ORDERS }, pager: { pagerduty: /watchkeeper/pagerduty-key } }
routes: [{ impact: down, to: [team, pager] }, { to: team }]
pager: live
`;

const there = (name: string, given: Omit<Given, 'at'> & { readonly minute?: number }): Alert => ({
  ...levelOf(name, { cause: 'nothing_runs', ...given, at: night + (given.minute ?? 0) * minuteMs, startedAt: night }),
  isBaseline: true,
});

const services = Array.from({ length: 25 }, (_, at) => `service-${at}`);

test('what was broken before anybody looked is one message that calls nobody, however much it is', async () => {
  const desk = openDesk(configuration);
  for (const name of services) await desk.hear(there(name, { impact: 'down' }));
  await desk.hear(there('at-risk-only', { impact: 'at-risk', minute: 1 }));
  await desk.advance(night + 12 * 60 * minuteMs);
  const told = desk.delivered.filter(({ message }) => message.code !== 'digest');
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ mention: false, destination: { type: 'slack' } });
  expect(JSON.stringify(told[0])).toMatch(/26 were not well already/);
  expect(JSON.stringify(told[0]?.replies)).toMatch(/web\/service-24/);
});

test('its end is told to nobody, and what has ended by then is not in it', async () => {
  const desk = openDesk(configuration);
  await desk.hear(there('gone', { impact: 'down' }), there('stays', { impact: 'down' }));
  await desk.advance(night + 5 * minuteMs);
  await desk.hear(there('gone', { status: 'resolved', version: 2, minute: 5 }));
  await desk.advance(night + 60 * minuteMs);
  await desk.hear(there('stays', { status: 'resolved', version: 2, minute: 60 }));
  await desk.advance(night + 90 * minuteMs);
  expect(desk.delivered).toHaveLength(1);
  expect(desk.about('gone')).toEqual([]);
  expect(desk.about('stays')).toHaveLength(1);
});

test('what gets worse is told by itself, and calls', async () => {
  const desk = openDesk(configuration);
  await desk.hear(there('orders', { impact: 'degraded' }));
  await desk.advance(night + 30 * minuteMs);
  const at = night + 30 * minuteMs;
  await desk.hear(levelOf('orders', { at, startedAt: night, version: 2, impact: 'down', cause: 'nothing_runs' }));
  await desk.advance(night + 40 * minuteMs);
  expect(desk.about('orders', { since: at, type: 'pagerduty' })).toHaveLength(1);
  expect(desk.about('orders', { since: at, type: 'slack' })[0]?.mention).toBe(true);
});

test('it is told once, also when its numbers change later', async () => {
  const desk = openDesk(configuration);
  await desk.hear(there('orders', { impact: 'down' }));
  await desk.advance(night + 40 * minuteMs);
  await desk.hear(there('orders', { impact: 'down', version: 2, minute: 40 }));
  await desk.advance(night + 120 * minuteMs);
  expect(desk.about('orders')).toHaveLength(1);
});
