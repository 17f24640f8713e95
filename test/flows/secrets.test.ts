import { afterEach, describe, expect, test } from 'vitest';
import { jsonLog } from '../../lib/app/telemetry.ts';
import { minuteMs } from '../../lib/core/time.ts';
import type { Team } from './team.ts';
import { night, service, startTeam, taskStopped } from './team.ts';

const configuration = `receivers: { team: { slack: C0123456789 }, pager: { pagerduty: /watchkeeper/pagerduty-key } }
pager: live
routes: [{ to: [team, pager] }]
redact: ["acme-[0-9]{6}"]
`;

// Built from parts, so that no scanner takes a sample for a leak.
const token = ['IQoJb3JpZ2lu', 'X2VjEXAMPLE0123456789'].join('');
const signature = '0123456789abcdef'.repeat(4);
const own = ['acme', '123456'].join('-');
const url = `https://b.s3.amazonaws.com/e?X-Amz-Security-Token=${token}&X-Amz-Signature=${signature}`;
const secrets = [token, signature.slice(0, 20), own];
const reason = `ResourceInitializationError: failed to download env files: ${own} ${url}: i/o timeout`;

function shownIn(text: string): readonly string[] {
  return secrets.filter((secret) => text.includes(secret));
}

let team: Team;
afterEach(async () => team?.close());

test('a secret in the words of AWS reaches neither chat, nor pager, nor what alerts keep', async () => {
  team = await startTeam({ configuration });
  team.services.set('web/orders-api', service('orders-api', { running: 0, desired: 4 }));
  await team.engine.hear([taskStopped({ service: 'orders-api', at: night, stopCode: 'TaskFailedToStart', reason })]);
  await team.engine.advance(night + 3 * minuteMs);
  expect(team.slack.state.messages.length).toBeGreaterThan(0);
  expect(team.pager.state.events.length).toBeGreaterThan(0);
  expect(JSON.stringify(team.slack.state.messages)).toContain('failed to download env files');
  const kept = team.store.all().filter(({ key }) => key.startsWith('alert#'));
  expect(shownIn(JSON.stringify([team.slack.state.messages, team.pager.state.events, kept]))).toEqual([]);
  // Nor what anybody keeps, as far as a secret is known by its name or look.
  const all = JSON.stringify(team.store.all());
  expect(shownIn(all).filter((secret) => secret !== own)).toEqual([]);
});

describe('a line of our own log', () => {
  const lines: string[] = [];
  const log = jsonLog((line) => void lines.push(line), { now: () => 0 }, { function: 'health', level: 'info' });

  test.each([
    { name: 'in a text', fields: { reason: url } },
    { name: 'deep in a field', fields: { record: { causes: [{ text: url }] } } },
    { name: 'in an error', fields: { error: new Error(url, { cause: new Error(url) }) } },
    { name: 'in the message', message: url, fields: {} },
  ])('shows no secret $name', ({ message = 'failed', fields }) => {
    log('info', message, fields);
    const line = lines.at(-1) ?? '';
    expect(JSON.parse(line)).toMatchObject({ level: 'info' });
    expect(line).toContain('[redacted]');
    expect(shownIn(line)).toEqual([]);
  });
});
