import { expect, test } from 'vitest';
import { decide } from '../../lib/alert/decide.ts';
import type { AlertFacts } from '../../lib/alert/facts.ts';
import { incidentRecord } from '../../lib/alert/records.ts';
import type { AlertState, IncidentState, Member, Place, ReceiverState } from '../../lib/alert/state.ts';
import { alertPolicy } from '../../lib/app/config/alert-policy.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import type { Alert } from '../../lib/core/alert.ts';
import type { Delivery } from '../../lib/core/delivery.ts';
import { hourMs, minuteMs, secondMs } from '../../lib/core/time.ts';
import { plainOf } from '../../lib/alert/compose/phrase.ts';
import { cause, situation, start } from './compose/situations.ts';

const result = readConfiguration('receivers: { team: { slack: C0123456789, mention: S0123456789 } }\n');
if ('faults' in result) throw new Error(JSON.stringify(result.faults));
const policy = alertPolicy(result.configuration, { account: '123456789012', region: 'ap-northeast-1' });
const key = 'alert#ap-northeast-1#receiver/team/C0123456789';
const place: Place = { destination: { type: 'slack', channel: 'C0123456789', tokenParameter: '/watchkeeper/slack' } };

function alertOf(name: string, more: Partial<Alert> = {}): Alert {
  const { alert } = situation('x', {
    subject: { name },
    causes: [cause('host_gone')],
    impact: { level: 'at-risk', healthy: 3 },
    alert: { severity: 'warning' },
  }).input;
  return { ...alert, ...more };
}

const members: readonly Member[] = Array.from({ length: 12 }, (_, at) => {
  const alert = alertOf(`service-${at}`, at < 10 ? { status: 'resolved' } : {});
  return { key: alert.key, startedAt: alert.startedAt, at: start, alert };
});

const stormy: ReceiverState = {
  kind: 'receiver',
  receiver: 'team',
  recent: [],
  storm: { id: 'storm/team/1', startedAt: start, members, forgotten: 0, others: [], place },
};

function decided(
  state: AlertState,
  now: number,
  { events = [], facts }: { events?: Alert[]; facts?: AlertFacts } = {},
) {
  const isReceiver = state.kind === 'receiver';
  const decision = decide({
    key: isReceiver ? key : incidentRecord((state as IncidentState).alert.key),
    events: events.length > 0 ? events : [{ kind: 'wake' }],
    state,
    endedAt: undefined,
    unfinished: [],
    inFlight: [],
    takenOver: false,
    facts: facts ?? { kind: 'receiver', mutes: [] },
    policy,
    now,
  });
  const told = decision.actions.map(({ target }): Delivery => target.deliver);
  return { ...decision, told };
}

function delivered(state: AlertState): AlertState {
  if (state.kind !== 'receiver' || state.storm?.place === undefined) return state;
  const { pending: _, ...rest } = state.storm.place;
  return { ...state, storm: { ...state.storm, place: { ...rest, posted: { id: '1.0', replies: [] } } } };
}

test('a storm that does not end is closed after a day: one last word, grey, and nobody is called', () => {
  const opened = decided(stormy, start + minuteMs);
  expect(opened.told.map(({ change }) => change)).toEqual(['open']);
  const day = decided(delivered(opened.state), start + 23 * hourMs);
  expect(day.told).toEqual([]);

  const closed = decided(delivered(day.state), start + 24 * hourMs + secondMs);
  expect(closed.told).toMatchObject([{ change: 'end', mention: false, message: { status: 'expired', bar: 'grey' } }]);
  const { message } = closed.told[0] ?? {};
  expect(message?.summary).toBe('[prod] closed after 24 h: 12 services had failed');
  expect(plainOf(message?.impact ?? [])).toBe('24 h · 2 not ended, 10 recovered');

  const after = decided(delivered(closed.state), start + 24 * hourMs + minuteMs);
  expect(after).toMatchObject({ told: [], next: { final: true }, state: { recent: [] } });
});

const facts: AlertFacts = {
  kind: 'incident',
  mutes: [],
  storms: new Set(),
  pastStorms: new Set(['team']),
  enrichment: {},
};

function under(alert: Alert): IncidentState {
  const places = { team: { ...place, umbrella: true } };
  return { kind: 'incident', alert, firstHeardAt: start, heardAt: start, places, enrichment: {} };
}

test.each([
  { name: 'gets worse', before: {}, after: { impact: { level: 'down', desired: 4, healthy: 0 } }, told: ['open'] },
  { name: 'comes back', before: { status: 'resolved' }, after: {}, told: ['open'] },
  { name: 'goes on as it was', before: {}, after: {}, told: [] },
  { name: 'ends', before: {}, after: { status: 'resolved' }, told: [] },
] as const)('after the umbrella is gone, an incident that $name: told $told', ({ before, after, told }) => {
  const state = under(alertOf('service-11', before));
  const events = [alertOf('service-11', { ...after, version: 9 })];
  const answer = decided(state, start + 30 * hourMs, { events, facts });
  expect(answer.told.map(({ change }) => change)).toEqual(told);
});
