import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { postsOf, threadOf } from '../../sim/chat/slack-state.ts';
import type { Team } from './team.ts';
import { newTaskId, night, service, startTeam, taskStopped } from './team.ts';

const channel = 'C0123456789';
let team: Team;

afterEach(async () => team.close());

/** A fixed shuffle: the same seed gives the same disorder. */
function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  return fc.sample(fc.shuffledSubarray([...items], { minLength: items.length }), { seed, numRuns: 1 })[0] ?? [];
}

function posts(): readonly { readonly ts: string; readonly text: string; readonly shown: string }[] {
  return postsOf(team.slack.state, channel).map((message) => ({
    ts: message.ts,
    text: message.content.text,
    shown: JSON.stringify(message.content),
  }));
}

/** Hands over what has happened by then, in batches as SQS would: what comes late comes in the next. */
async function deliver(
  events: readonly { readonly at: number; readonly body: string }[],
  batchMs: number,
): Promise<{ readonly batches: number; readonly most: number }> {
  const byBatch = Map.groupBy(events, (event) => Math.floor((event.at - night) / batchMs));
  let most = 0;
  for (const [at, batch] of [...byBatch].toSorted(([a], [b]) => a - b)) {
    await team.engine.advance(night + (at + 1) * batchMs);
    const before = team.store.writes();
    await team.engine.hear(batch.map((event) => event.body));
    most = Math.max(most, team.store.writes() - before);
  }
  return { batches: byBatch.size, most };
}

describe('one crash-looping service', () => {
  test('1,000 failures, shuffled and repeated over 10 minutes, are one incident with the right count, closed once', async () => {
    team = await startTeam();
    team.services.set('web/orders-api', service('orders-api', { running: 3, desired: 4 }));
    const failures = Array.from({ length: 1000 }, (_, at) => ({ taskId: newTaskId(), at: night + at * 600 }));
    const events = failures.flatMap(({ taskId, at }) => {
      const first = taskStopped({
        service: 'orders-api',
        taskId,
        at,
        version: 5,
        lastStatus: 'DEPROVISIONING',
        exitCode: 99,
      });
      const last = taskStopped({ service: 'orders-api', taskId, at, version: 6, exitCode: 99 });
      return [first, last, last].map((body, copy) => ({ body, at: at + copy * 20_000 }));
    });
    const late = shuffled(events, 7).map((event) => ({
      ...event,
      at: Math.min(event.at + (event.at % 7) * secondMs, night + 10 * minuteMs),
    }));
    const { most } = await deliver(late, 5 * secondMs);
    team.services.set('web/orders-api', service('orders-api', { running: 4, desired: 4 }));
    await team.engine.advance(team.engine.now() + 15 * minuteMs);

    expect(team.errors).toEqual([]);
    expect(posts()).toHaveLength(1);
    expect(posts()[0]?.shown).toContain('1000');
    expect(posts()[0]?.shown).toContain('99');
    const ends = threadOf(team.slack.state, posts()[0]?.ts ?? '').filter((reply) =>
      /recovered|over|resolved/i.test(reply.content.text),
    );
    expect(ends).toHaveLength(1);
    const calls = team.slack.state.calls.length;
    expect(calls).toBeLessThanOrEqual(70);
    // Health and alert together: each function stays within five writes of its own.
    expect(most).toBeLessThanOrEqual(10);
    console.log(
      `storm: ${late.length} events, ${calls} chat calls, at most ${most} store writes for a batch through both functions`,
    );
  });
});

describe('an availability zone goes', () => {
  test('60 services failing together are one umbrella message with the list in its thread', async () => {
    team = await startTeam({ configuration: 'receivers: { team: { slack: C0123456789 } }' });
    const names = Array.from({ length: 60 }, (_, at) => `service-${String(at).padStart(2, '0')}`);
    for (const name of names) team.services.set(`web/${name}`, service(name, { running: 2, desired: 3 }));
    const events = names.map((name, at) => ({
      at: night + (at % 20) * secondMs,
      body: taskStopped({
        service: name,
        at: night + (at % 20) * secondMs,
        zone: 'eu-west-1c',
        stopCode: 'TerminationNotice',
        reason: 'Host EC2 (instance i-0abc) terminated.',
      }),
    }));
    await deliver(shuffled(events, 3), 5 * secondMs);
    await team.engine.advance(team.engine.now() + 3 * minuteMs);
    const umbrella = posts().filter((post) => /60|5\d services/.test(post.shown));
    expect(team.errors).toEqual([]);
    expect(umbrella).toHaveLength(1);
    expect(umbrella[0]?.shown).toContain('eu-west-1c');
    const thread = threadOf(team.slack.state, umbrella[0]?.ts ?? '')
      .map((reply) => JSON.stringify(reply.content))
      .join('\n');
    for (const name of names) expect(thread).toContain(name);
    // The first words were out before anybody could know that it is a storm.
    expect(posts().length).toBeLessThanOrEqual(11);
    console.log(`zone: ${posts().length} posts, ${team.slack.state.calls.length} chat calls for 60 services`);
  });
});

describe('image missing', () => {
  const missing = (at: number): string =>
    taskStopped({
      service: 'orders-api',
      at,
      stopCode: 'TaskFailedToStart',
      reason:
        'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref 123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders-api:v1.42.1: not found',
    });

  test('while 4 of 4 old tasks serve, nobody is paged and nobody is mentioned', async () => {
    team = await startTeam({
      configuration:
        'receivers: { team: { slack: C0123456789, mention: S0123456789 }, pager: { pagerduty: /watchkeeper/pagerduty-key } }\npager: live\nroutes: [{ impact: [down, degraded], to: [team, pager] }, { to: team }]',
    });
    team.services.set('web/orders-api', service('orders-api', { running: 4, desired: 4 }));
    await team.engine.hear([missing(night)]);
    await team.engine.advance(night + 10 * minuteMs);
    expect(posts()).toHaveLength(1);
    expect(posts()[0]?.shown).toContain('4/4');
    expect(JSON.stringify(team.slack.state.messages)).not.toContain('S0123456789');
    expect(team.pager.state.events).toEqual([]);
  });

  test('with none left, everybody is told who should be, and once', async () => {
    team = await startTeam({
      configuration:
        'receivers: { team: { slack: C0123456789, mention: S0123456789 }, pager: { pagerduty: /watchkeeper/pagerduty-key } }\npager: live\nroutes: [{ impact: [down, degraded], to: [team, pager] }, { to: team }]',
    });
    team.services.set('web/orders-api', service('orders-api', { running: 0, desired: 4 }));
    await team.engine.hear([missing(night)]);
    await team.engine.advance(night + 10 * minuteMs);
    const triggers = team.pager.state.events.filter((event) => JSON.stringify(event).includes('"trigger"'));
    expect(triggers).toHaveLength(1);
    const loud = team.slack.state.messages.filter((message) => JSON.stringify(message.content).includes('S0123456789'));
    expect(loud.length).toBeGreaterThanOrEqual(1);
    expect(posts().filter((post) => post.shown.includes('orders-api')).length).toBeLessThanOrEqual(
      1 + loud.filter((message) => message.broadcast).length,
    );

    team.services.set('web/orders-api', service('orders-api', { running: 4, desired: 4 }));
    await team.engine.advance(night + 30 * minuteMs);
    const resolves = team.pager.state.events.filter((event) => JSON.stringify(event).includes('"resolve"'));
    expect(resolves).toHaveLength(1);
  });
});
