import { expect, test } from 'vitest';
import { minuteMs } from '../../lib/core/time.ts';
import type { HealthFacts } from '../../lib/health/facts.ts';
import { Kept, instanceEvent, start } from './looks.ts';

const name = 'i-0123456789abcdef0';

const agentIs =
  (connected: (now: number) => boolean) =>
  (now: number): Pick<HealthFacts, 'instance'> => ({
    instance: { ok: true, value: { arn: '', status: 'ACTIVE', agentConnected: connected(now) }, at: now },
  });

test('one look that meets an agent away for seconds tells nobody', () => {
  const awayFor = { from: start + 12 * minuteMs - 5000, to: start + 12 * minuteMs + 5000 };
  const record = new Kept(
    'instance',
    name,
    agentIs((now) => now < awayFor.from || now > awayFor.to),
  );
  record.hear(instanceEvent(start, false));
  record.until(start + 60 * minuteMs);
  expect(record.alerts).toEqual([]);
  expect(record.reasons).toContain('its agent is away: one more look');
});

test('two looks that meet it away are told, and its return ends it', () => {
  const record = new Kept(
    'instance',
    name,
    agentIs((now) => now > start + 30 * minuteMs),
  );
  record.hear(instanceEvent(start, false));
  record.until(start + 60 * minuteMs);
  expect(record.alerts.map(({ status, impact }) => [status, impact.level])).toEqual([
    ['firing', 'at-risk'],
    ['resolved', 'none'],
  ]);
});

test('what is heard of long after is looked for before anything is told', () => {
  let isAsked = false;
  // Nobody knew of it when this was read.
  const facts = (): Pick<HealthFacts, 'instance'> => (isAsked ? { instance: { ok: false, reason: 'not-found' } } : {});
  const record = new Kept('instance', name, facts);
  record.hear(instanceEvent(start, false), start + 20 * minuteMs);
  isAsked = true;
  record.until(start + 60 * minuteMs);
  expect(record.alerts).toEqual([]);
  expect(record.reasons.join()).toContain('it has left its cluster');
});

test('where nothing can be read, the word of the event stands', () => {
  const record = new Kept('instance', name, () => ({ instance: { ok: false, reason: 'throttled' } }));
  record.hear(instanceEvent(start, false));
  record.until(start + 20 * minuteMs);
  expect(record.alerts[0]?.causes[0]).toMatchObject({ id: 'agent_disconnected', certainty: 'probable' });
});

test.each([{ isManaged: true as const, launchType: 'MANAGED_INSTANCES' }, { launchType: undefined }])(
  'its message knows who replaces it: $launchType',
  ({ launchType, ...owner }) => {
    const away = { arn: '', status: 'ACTIVE', agentConnected: false, ...owner };
    const record = new Kept('instance', name, (now) => ({ instance: { ok: true, value: away, at: now } }));
    record.hear(instanceEvent(start, false));
    record.until(start + 30 * minuteMs);
    expect(record.alerts[0]?.pointers.launchType).toBe(launchType);
  },
);

const left = (at: number) => ({ ...instanceEvent(at, false), id: 'left', status: 'INACTIVE' }) as const;
const unread = (): Pick<HealthFacts, 'instance'> => ({ instance: { ok: false, reason: 'denied' } });

test('who has left its cluster is not brought back by a word of before', () => {
  const record = new Kept('instance', name, unread);
  record.hear(instanceEvent(start, false));
  record.hear(left(start + 5 * minuteMs));
  record.hear(instanceEvent(start, false), start + 6 * minuteMs);
  record.until(start + 60 * minuteMs);
  expect(record.alerts).toEqual([]);
  expect(record.reasons).toContain('it has left its cluster since');
});

test('who is registered anew is watched, whatever is repeated of its leaving', () => {
  const record = new Kept('instance', name, (now) =>
    now < start + 30 * minuteMs ? unread() : agentIs(() => true)(now),
  );
  record.hear(left(start));
  record.hear(instanceEvent(start + 2 * minuteMs, false));
  record.until(start + 20 * minuteMs);
  record.hear(left(start), start + 21 * minuteMs);
  record.until(start + 60 * minuteMs);
  expect(record.alerts.map(({ status }) => status)).toEqual(['firing', 'resolved']);
});
