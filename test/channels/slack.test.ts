import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Delivery, Posted } from '../../lib/core/delivery.ts';
import type { Reply } from '../../lib/core/message.ts';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { slackChannel } from '../../lib/channels/slack.ts';
import { slackReactions } from '../../lib/channels/slack/reactions.ts';
import type { SlackServer } from '../../sim/chat/slack.ts';
import { startSlackServer } from '../../sim/chat/slack.ts';
import { postsOf, react, shownTexts, threadOf } from '../../sim/chat/slack-state.ts';
import { context, delivery, incident, message, openPaces, secrets, startAt } from './sample.ts';

const place = { type: 'slack', channel: 'C01ORDERS', tokenParameter: '/slack-token', mention: 'S01ORDERS' } as const;
const token = { '/slack-token': 'xoxb-valid' };

let slack: SlackServer;
let time = startAt;
const now = () => time;

beforeEach(async () => {
  time = startAt;
  slack = await startSlackServer({ now });
});

afterEach(() => slack.close());

function channel(secret = secrets(token), paces = openPaces()) {
  return slackChannel({ baseUrl: slack.url, secret, paces });
}

function wanted(changes: Partial<Delivery> = {}): Delivery {
  return delivery(place, changes);
}

function readReactions() {
  return slackReactions({ baseUrl: slack.url, secret: secrets(token), paces: openPaces() });
}

function where(id: string) {
  return { tokenParameter: '/slack-token', channel: 'C01ORDERS', id };
}

function the<Thing>(found: Thing | undefined): Thing {
  if (found === undefined) throw new Error('there is none');
  return found;
}

const commands: Reply = { key: 'commands', lines: [['by hand']], fence: ['aws ecs list-tasks --cluster web'] };
const worse: Reply = { key: 'news-1', lines: [['now down: 0/4']], broadcast: true };

async function postFirst(changes: Partial<Delivery> = {}): Promise<Posted> {
  const outcome = await channel()(wanted(changes), context(now));
  expect(outcome.result).toBe('done');
  return outcome.facts.posted;
}

describe('posting and editing', () => {
  test('the first word is a post that carries who it is', async () => {
    const outcome = await channel()(wanted({ replies: [commands] }), context(now));
    const [post] = postsOf(slack.state);
    expect(outcome).toMatchObject({ result: 'done', reason: 'posted', at: startAt });
    expect(outcome.facts.posted).toEqual({ channel: 'C01ORDERS', id: post?.ts, replies: ['commands'] });
    expect(post?.metadata).toEqual({ event_type: 'watchkeeper', event_payload: { incident, receiver: 'team' } });
    expect(threadOf(slack.state, post?.ts ?? '').map(shownTexts)).toEqual([
      ['by hand', '```\naws ecs list-tasks --cluster web\n```'],
    ]);
  });

  test('an edit changes the message in place, and its replies stand once', async () => {
    const posted = await postFirst({ replies: [commands] });
    const later = { ...message, impact: ['degraded: 3/4'] };
    const outcome = await channel()(
      wanted({ change: 'edit', message: later, replies: [commands], posted }),
      context(now),
    );
    expect(outcome).toMatchObject({ result: 'done', reason: 'edited', facts: { posted } });
    const [post, ...others] = postsOf(slack.state);
    expect(others).toEqual([]);
    expect(post?.history).toHaveLength(1);
    expect(post === undefined ? [] : shownTexts(post)).toContain('*Impact*  degraded: 3/4');
    expect(threadOf(slack.state, posted.id ?? '')).toHaveLength(1);
  });

  test('the mention stands in the first post and in no edit', async () => {
    const posted = await postFirst({ mention: true });
    expect(postsOf(slack.state)[0]?.content.text).toMatch(/^<!subteam\^S01ORDERS> /);
    await channel()(wanted({ change: 'edit', mention: true, posted }), context(now));
    expect(JSON.stringify(postsOf(slack.state)[0]?.content)).not.toContain('<!subteam');
  });

  test('what got worse is a reply shown in the channel, with the mention, before the edit', async () => {
    const posted = await postFirst();
    const outcome = await channel()(
      wanted({ change: 'worse', mention: true, replies: [commands, worse], posted }),
      context(now),
    );
    expect(outcome.facts.posted.replies).toEqual(['news-1', 'commands']);
    expect(slack.state.calls.map((call) => call.method)).toEqual([
      'chat.postMessage',
      'chat.postMessage',
      'chat.update',
      'chat.postMessage',
    ]);
    const [broadcast, quiet] = threadOf(slack.state, posted.id ?? '');
    expect(broadcast).toMatchObject({ broadcast: true });
    expect(broadcast?.content.text).toBe('<!subteam^S01ORDERS> now down: 0/4');
    expect(quiet).toMatchObject({ broadcast: false });
    expect(JSON.stringify(quiet?.content)).not.toContain('<!subteam');
  });

  test('a new post mentions once, not again in its replies', async () => {
    await postFirst({ mention: true, replies: [worse] });
    expect(JSON.stringify(slack.state.messages).match(/<!subteam/g)).toHaveLength(2);
    expect(JSON.stringify(threadOf(slack.state, postsOf(slack.state)[0]?.ts ?? ''))).not.toContain('<!subteam');
  });

  test('a message somebody deleted is posted anew, with its thread', async () => {
    const posted = await postFirst({ replies: [commands] });
    for (const one of slack.state.messages) one.deleted = true;
    const outcome = await channel()(wanted({ change: 'edit', replies: [commands], posted }), context(now));
    expect(outcome).toMatchObject({ result: 'done', reason: 'posted' });
    expect(outcome.facts.posted.id).not.toBe(posted.id);
    expect(threadOf(slack.state, outcome.facts.posted.id ?? '')).toHaveLength(1);
  });

  const closed = [
    { change: 'edit', posts: 1, reason: /^left as it is/ },
    { change: 'end', posts: 2, reason: /^posted$/ },
  ] as const;
  test.each(closed)('closed to edits, $change leaves $posts message(s)', async ({ change, posts, reason }) => {
    const posted = await postFirst();
    slack.state.editsClosed = true;
    const outcome = await channel()(wanted({ change, posted }), context(now));
    expect(outcome.result).toBe('done');
    expect(outcome.reason).toMatch(reason);
    expect(postsOf(slack.state)).toHaveLength(posts);
  });
});

describe('when Slack says no', () => {
  const permanent = [
    'not_in_channel',
    'is_archived',
    'token_revoked',
    'account_inactive',
    'missing_scope',
    'never_seen',
  ];
  test.each(permanent)('%s is permanent', async (error) => {
    slack.faults.add({ error, times: 5 });
    const outcome = await channel()(wanted(), context(now));
    expect(outcome.result).toBe('permanent');
    expect(outcome.reason).toContain(`chat.postMessage: ${error}`);
    expect(outcome.facts.posted).toEqual({ channel: 'C01ORDERS', replies: [] });
  });

  test('an unknown channel is permanent, and says what to do', async () => {
    slack.state.channels.add('C0OTHER');
    const outcome = await channel()(wanted(), context(now));
    expect(outcome.result).toBe('permanent');
    expect(outcome.reason).toBe(
      'chat.postMessage: channel_not_found (check the channel id; invite the app if the channel is private)',
    );
  });

  test('429 holds back the whole channel until Slack says', async () => {
    slack.faults.add({ status: 429, retryAfterS: 17 });
    const paces = openPaces();
    const outcome = await channel(secrets(token), paces)(wanted(), context(now));
    expect(outcome).toMatchObject({ result: 'retry', retryAt: startAt + 17 * secondMs });
    expect(paces.blocked).toEqual([{ channel: 'slack/C01ORDERS', until: startAt + 17 * secondMs }]);
    expect(slack.state.messages).toEqual([]);
  });

  test('its own pace refuses without a call', async () => {
    const waitUntil = startAt + 3 * secondMs;
    const paces = { ...openPaces(), take: async () => ({ waitUntil }) };
    const outcome = await channel(secrets(token), paces)(wanted(), context(now));
    expect(outcome).toMatchObject({ result: 'retry', retryAt: waitUntil });
    expect(slack.state.calls).toEqual([]);
  });

  test('takes a place for the message and for each reply that is missing', async () => {
    const paces = openPaces();
    await channel(secrets(token), paces)(wanted({ replies: [commands, worse] }), context(now));
    expect(paces.taken).toEqual(['slack/C01ORDERS 3']);
  });

  const failures = [
    { name: '500 on a post', fault: { status: 500 }, result: 'unknown' },
    { name: '502 on a post', fault: { status: 502 }, result: 'unknown' },
    { name: '503 on a post', fault: { status: 503 }, result: 'retry' },
    { name: 'internal_error on a post', fault: { error: 'internal_error' }, result: 'unknown' },
    { name: 'fatal_error on a post', fault: { status: 500, error: 'fatal_error' }, result: 'unknown' },
    { name: 'service_unavailable on a post', fault: { status: 503, error: 'service_unavailable' }, result: 'retry' },
    { name: 'a broken connection after a post', fault: { lost: 'drop', processed: true }, result: 'unknown' },
    { name: 'an answer that is no JSON', fault: { status: 200, body: '<html>' }, result: 'unknown' },
    { name: 'a page of a proxy', fault: { status: 407, body: '<html>' }, result: 'permanent' },
  ] as const;
  test.each(failures)('$name is $result', async ({ fault, result }) => {
    slack.faults.add(fault);
    expect((await channel()(wanted(), context(now))).result).toBe(result);
  });

  const edits = [
    { name: '500', fault: { status: 500 } },
    { name: 'internal_error', fault: { error: 'internal_error' } },
    { name: 'no answer', fault: { lost: 'drop' } },
  ] as const;
  test.each(edits)('$name on an edit is a retry: a repeat does no harm', async ({ fault }) => {
    const posted = await postFirst();
    slack.faults.add({ on: 'chat.update', ...fault });
    const outcome = await channel()(wanted({ change: 'edit', posted }), context(now));
    expect(outcome).toMatchObject({ result: 'retry', facts: { posted } });
  });

  test('nobody listening is a retry: nothing was sent', async () => {
    await slack.close();
    const outcome = await channel()(wanted(), context(now));
    expect(outcome).toMatchObject({ result: 'retry', reason: 'no connection (ECONNREFUSED); nothing was sent' });
  });

  test('no time left is a retry without a call', async () => {
    const outcome = await channel()(wanted(), context(now, 50));
    expect(outcome).toMatchObject({ result: 'retry', reason: 'no time left in this invocation' });
    expect(slack.state.calls).toEqual([]);
  });

  test('refused blocks are sent once more as text', async () => {
    slack.faults.add({ error: 'invalid_blocks' });
    const outcome = await channel()(wanted(), context(now));
    expect(outcome.result).toBe('done');
    const [post] = postsOf(slack.state);
    expect(post?.content['blocks']).toEqual([]);
    expect(post?.content.text).toContain('Impact: none. 4/4 healthy on rev 141');
    slack.faults.add({ error: 'invalid_blocks', times: 2 });
    expect((await channel()(wanted(), context(now))).result).toBe('permanent');
  });

  test('too long is cut smaller once', async () => {
    slack.faults.add({ error: 'msg_blocks_too_long' });
    const why = ['x'.repeat(1500)];
    expect((await channel()(wanted({ message: { ...message, why } }), context(now))).result).toBe('done');
    const [post] = postsOf(slack.state);
    expect(Math.max(...shownTexts(the(post)).map((text) => text.length))).toBeLessThanOrEqual(500);
    slack.faults.add({ error: 'msg_too_long', times: 2 });
    expect((await channel()(wanted(), context(now))).result).toBe('permanent');
  });

  test('a rotated token is read again, once', async () => {
    slack.state.tokens.add('xoxb-new');
    const rotated = secrets({ '/slack-token': 'xoxb-old' }, { '/slack-token': 'xoxb-new' });
    expect((await channel(rotated)(wanted(), context(now))).result).toBe('done');
    const outcome = await channel(secrets({ '/slack-token': 'xoxb-old' }))(wanted(), context(now));
    expect(outcome).toMatchObject({ result: 'permanent' });
    expect(outcome.reason).not.toContain('xoxb');
  });

  test('a parameter that is missing is permanent', async () => {
    const outcome = await channel(secrets({}))(wanted(), context(now));
    expect(outcome).toMatchObject({ result: 'permanent', reason: 'there is no parameter /slack-token' });
  });

  test('how far it got is told: the replies that stand are not repeated', async () => {
    slack.faults.add({ on: 'chat.postMessage', after: 2, status: 429, retryAfterS: 1 });
    const replies = [commands, { ...commands, key: 'more' }];
    const first = await channel()(wanted({ replies }), context(now));
    expect(first).toMatchObject({ result: 'retry', facts: { posted: { replies: ['commands'] } } });
    const second = await channel()(wanted({ replies, posted: first.facts.posted }), context(now));
    expect(second).toMatchObject({ result: 'done', facts: { posted: { replies: ['commands', 'more'] } } });
    expect(postsOf(slack.state)).toHaveLength(1);
    expect(threadOf(slack.state, first.facts.posted.id ?? '')).toHaveLength(2);
  });
});

describe('after an unknown outcome', () => {
  test('a time-out after processing: the message is found and adopted, not doubled', async () => {
    slack.faults.add({ on: 'chat.postMessage', lost: 'hang', processed: true });
    const lost = await channel()(wanted({ mention: true }), context(now, 300));
    expect(lost.result).toBe('unknown');
    expect(lost.facts.posted.id).toBeUndefined();
    time += 2 * minuteMs;
    const found = await channel()(wanted({ mention: true, unsure: true, posted: lost.facts.posted }), context(now));
    expect(found).toMatchObject({ result: 'done', reason: 'edited' });
    expect(postsOf(slack.state).map((post) => post.ts)).toEqual([found.facts.posted.id]);
  });

  test('a lost reply is found by its key', async () => {
    const posted = await postFirst();
    slack.faults.add({ on: 'chat.postMessage', lost: 'drop', processed: true });
    const lost = await channel()(wanted({ change: 'worse', replies: [worse], posted }), context(now));
    expect(lost).toMatchObject({ result: 'unknown', facts: { posted } });
    const found = await channel()(wanted({ change: 'worse', replies: [worse], posted, unsure: true }), context(now));
    expect(found.facts.posted.replies).toEqual(['news-1']);
    expect(threadOf(slack.state, posted.id ?? '')).toHaveLength(1);
  });

  test('nothing found: it is posted; another receiver or incident is not taken for it', async () => {
    await channel()(wanted({ receiver: 'other' }), context(now));
    await channel()(wanted({ incident: 'another' }), context(now));
    const outcome = await channel()(wanted({ unsure: true }), context(now));
    expect(outcome.reason).toBe('posted');
    expect(postsOf(slack.state)).toHaveLength(3);
  });

  test('it looks through a busy channel, but not for ever', async () => {
    await postFirst();
    for (let index = 0; index < 120; index++) await channel()(wanted({ incident: `other-${index}` }), context(now));
    expect((await channel()(wanted({ unsure: true }), context(now))).reason).toBe('edited');
    for (let index = 0; index < 80; index++) await channel()(wanted({ incident: `more-${index}` }), context(now));
    expect((await channel()(wanted({ unsure: true }), context(now))).reason).toBe('posted');
  });

  test('an older incident of the same name is not found', async () => {
    await postFirst();
    time += 61 * minuteMs;
    expect((await channel()(wanted({ unsure: true }), context(now))).reason).toBe('posted');
  });

  test('not allowed to look, it posts: a double page beats a lost one', async () => {
    slack.state.scopes.delete('channels:history');
    slack.state.scopes.delete('groups:history');
    expect((await channel()(wanted({ unsure: true }), context(now))).reason).toBe('posted');
  });

  test('asked to wait before looking, it waits', async () => {
    slack.faults.add({ on: 'conversations.history', status: 429, retryAfterS: 60 });
    const outcome = await channel()(wanted({ unsure: true }), context(now));
    expect(outcome).toMatchObject({ result: 'retry', retryAt: startAt + minuteMs });
    expect(slack.state.messages).toEqual([]);
  });
});

describe('hostile text on the wire', () => {
  test('is shown, escaped, and accepted', async () => {
    const hostile = {
      ...message,
      title: ['🔥: ', '<!channel> &amp; ```'],
      why: ['<!channel> &amp; ```'],
      log: ['x'.repeat(40_000), '```<!here>'],
    };
    expect((await channel()(wanted({ message: hostile }), context(now))).result).toBe('done');
    const shown = shownTexts(the(postsOf(slack.state)[0]));
    expect(shown[0]).toBe('*🔥: &lt;!channel&gt; &amp;amp; ˋˋˋ*');
    expect(shown.join('\n')).not.toMatch(/<[!@#]/);
  });
});

describe('reactions', () => {
  test('name who reacted and how', async () => {
    const { id = '' } = await postFirst();
    expect(await readReactions()(where(id), context(now))).toEqual([]);
    react(slack.state, id, 'eyes', 'U1');
    react(slack.state, id, 'eyes', 'U2');
    react(slack.state, id, 'no_bell', 'U1');
    expect(await readReactions()(where(id), context(now))).toEqual([
      { name: 'eyes', users: ['U1', 'U2'] },
      { name: 'no_bell', users: ['U1'] },
    ]);
  });

  test('of a message that is gone are none', async () => {
    expect(await readReactions()(where('1.000001'), context(now))).toEqual([]);
  });

  const failures = [
    { name: 'a missing scope', fault: { error: 'missing_scope' }, error: { verdict: 'permanent' } },
    { name: '429', fault: { status: 429, retryAfterS: 9 }, error: { verdict: 'retry', waitMs: 9000 } },
    { name: 'no answer', fault: { lost: 'drop' }, error: { verdict: 'retry' } },
  ] as const;
  test.each(failures)('$name is an error of the port', async ({ fault, error }) => {
    slack.faults.add(fault);
    await expect(readReactions()(where('1.000001'), context(now))).rejects.toMatchObject({
      name: 'PortError',
      ...error,
    });
  });
});
