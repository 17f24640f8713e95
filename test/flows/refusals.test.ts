import { afterEach, describe, expect, test } from 'vitest';
import { minuteMs } from '../../lib/core/time.ts';
import type { Fault } from '../../sim/chat/faults.ts';
import { postsOf } from '../../sim/chat/slack-state.ts';
import type { Team } from './team.ts';
import { night, service, startTeam, taskStopped } from './team.ts';

const channel = 'C0123456789';
const two = 'receivers: { team: { slack: C0123456789 }, spare: { slack: C0SPARE00 } }\nroutes: [{ to: team }]\n';
let team: Team;

afterEach(async () => team.close());

async function oneFailure(): Promise<void> {
  team.services.set('web/orders-api', service('orders-api', { running: 3, desired: 4 }));
  await team.engine.hear([taskStopped({ service: 'orders-api', at: night, exitCode: 99 })]);
  await team.engine.advance(night + 5 * minuteMs);
}

describe('nothing is lost when a channel says no', () => {
  test.each<{ readonly name: string; readonly fault: Fault }>([
    { name: '429', fault: { on: 'chat.postMessage', times: 2, status: 429, retryAfterS: 30 } },
    { name: '500', fault: { on: 'chat.postMessage', times: 3, status: 500 } },
    {
      name: 'an answer that is lost after the post was made',
      fault: { on: 'chat.postMessage', times: 1, processed: true, lost: 'drop' },
    },
    { name: 'an error inside a 200', fault: { on: 'chat.postMessage', times: 2, error: 'internal_error' } },
  ])('$name: told once, a little later', async ({ fault }) => {
    team = await startTeam({ configuration: two });
    team.slack.faults.add(fault);
    await oneFailure();
    expect(postsOf(team.slack.state, channel)).toHaveLength(1);
    expect(postsOf(team.slack.state, 'C0SPARE00')).toHaveLength(0);
    expect(team.errors).toEqual([]);
  });

  test('a channel that is gone: the next receiver is told instead', async () => {
    team = await startTeam({ configuration: two });
    team.slack.state.channels.add('C0SPARE00');
    await oneFailure();
    expect(postsOf(team.slack.state, channel)).toHaveLength(0);
    expect(postsOf(team.slack.state, 'C0SPARE00')).toHaveLength(1);
  });

  test('words meant to do harm are shown as words', async () => {
    team = await startTeam({ configuration: two });
    team.services.set('web/🔥🔥', service('🔥🔥', { running: 0, desired: 1 }));
    const reason = 'CannotStartContainerError: <!channel> &amp; ``` *bold* <https://evil.example|here>';
    await team.engine.hear([taskStopped({ service: '🔥🔥', at: night, stopCode: 'TaskFailedToStart', reason })]);
    await team.engine.advance(night + 5 * minuteMs);
    const shown = JSON.stringify(team.slack.state.messages.map((message) => message.content));
    expect(shown).toContain('🔥🔥');
    expect(shown).not.toContain('<!channel>');
    expect(shown).not.toContain('<https://evil.example');
    expect(team.errors).toEqual([]);
  });

  test('a malformed message is put aside with the place of its fault, and its neighbours are done', async () => {
    team = await startTeam({ configuration: two });
    team.services.set('web/orders-api', service('orders-api', { running: 3, desired: 4 }));
    const good = taskStopped({ service: 'orders-api', at: night, exitCode: 99 });
    const deep = `{"source":"aws.ecs","detail-type":"ECS Task State Change","detail":${'{"a":'.repeat(42_000)}1${'}'.repeat(42_000)}}`;
    const bad = [
      'not json',
      '[]',
      '{}',
      good.replace('"aws.ecs"', '7'),
      good.replace('"containers":[', '"containers":"x","y":['),
      deep,
    ];
    await team.engine.hear([...bad.slice(0, 3), good, ...bad.slice(3)]);
    expect(team.refused).toEqual(bad);
    expect(postsOf(team.slack.state, channel)).toHaveLength(1);
  });
});
