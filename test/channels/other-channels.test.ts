import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import type { Change, Delivery } from '../../lib/core/delivery.ts';
import { PortError } from '../../lib/core/outcome.ts';
import { secondMs } from '../../lib/core/time.ts';
import { amazonQChannel } from '../../lib/channels/amazon-q.ts';
import type { Deliver, PublishTopic } from '../../lib/channels/deliver.ts';
import { pagerDutyChannel } from '../../lib/channels/pagerduty.ts';
import { slackWebhookChannel } from '../../lib/channels/slack-webhook.ts';
import { snsChannel } from '../../lib/channels/sns.ts';
import { webhookChannel } from '../../lib/channels/webhook.ts';
import type { PagerDutyServer } from '../../sim/chat/pagerduty.ts';
import { startPagerDutyServer } from '../../sim/chat/pagerduty.ts';
import type { SlackServer } from '../../sim/chat/slack.ts';
import { startSlackServer } from '../../sim/chat/slack.ts';
import { postsOf } from '../../sim/chat/slack-state.ts';
import type { WebhookServer } from '../../sim/chat/webhook.ts';
import { startWebhookServer } from '../../sim/chat/webhook.ts';
import { context, delivery, incident, message, openPaces, secrets, startAt } from './sample.ts';

const now = () => startAt;
const changes: readonly Change[] = ['open', 'edit', 'worse', 'edit', 'reminder', 'end'];

async function tellAll(deliver: Deliver, one: Delivery): Promise<string[]> {
  const results: string[] = [];
  let posted: Delivery['posted'];
  for (const change of changes) {
    const outcome = await deliver({ ...one, change, ...(posted === undefined ? {} : { posted }) }, context(now));
    posted = outcome.facts.posted;
    results.push(outcome.result);
  }
  return results;
}

describe('Slack incoming webhook', () => {
  let slack: SlackServer;
  const place = { type: 'slack-webhook', urlParameter: '/hook', mention: 'S01ORDERS' } as const;
  const channel = (url = slack.webhookUrl, fresh?: string, paces = openPaces()) =>
    slackWebhookChannel({ secret: secrets({ '/hook': url }, fresh === undefined ? {} : { '/hook': fresh }), paces });

  beforeEach(async () => {
    slack = await startSlackServer({ now });
  });
  afterEach(() => slack.close());

  test('tells changes of state only; edits are done without a call', async () => {
    expect(await tellAll(channel(), delivery(place))).toEqual(changes.map(() => 'done'));
    expect(postsOf(slack.state)).toHaveLength(4);
    expect(slack.state.calls).toHaveLength(4);
  });

  test('mentions where asked, but not at the end', async () => {
    await channel()(delivery(place, { mention: true }), context(now));
    await channel()(delivery(place, { mention: true, change: 'end' }), context(now));
    expect(postsOf(slack.state).map((post) => post.content.text.startsWith('<!subteam^S01ORDERS>'))).toEqual([
      true,
      false,
    ]);
  });

  const answers = [
    { name: 'an archived channel', fault: { status: 410, body: 'channel_is_archived' }, result: 'permanent' },
    { name: 'a service that is gone', fault: { status: 404, body: 'no_service', times: 2 }, result: 'permanent' },
    { name: 'forbidden', fault: { status: 403, body: 'action_prohibited' }, result: 'permanent' },
    { name: 'a failure inside', fault: { status: 500, body: 'rollup_error' }, result: 'unknown' },
    { name: 'unavailable', fault: { status: 503 }, result: 'retry' },
    { name: 'no answer', fault: { lost: 'drop' }, result: 'unknown' },
  ] as const;
  test.each(answers)('$name is $result', async ({ fault, result }) => {
    slack.faults.add(fault);
    const outcome = await channel()(delivery(place), context(now));
    expect(outcome).toMatchObject({ result, facts: { posted: { replies: [] } } });
    expect(outcome.reason).not.toContain('services');
  });

  test('429 holds the channel back', async () => {
    slack.faults.add({ status: 429, retryAfterS: 5 });
    const paces = openPaces();
    const outcome = await channel(undefined, undefined, paces)(delivery(place), context(now));
    expect(outcome).toMatchObject({ result: 'retry', retryAt: startAt + 5 * secondMs });
    expect(paces.blocked).toEqual([{ channel: 'slack-webhook//hook', until: startAt + 5 * secondMs }]);
  });

  test('a refused payload is sent once more as text', async () => {
    slack.faults.add({ status: 400, body: 'invalid_blocks' });
    expect((await channel()(delivery(place), context(now))).result).toBe('done');
    expect(postsOf(slack.state)[0]?.content['blocks']).toEqual([]);
  });

  test('an address that was rotated is read again', async () => {
    const old = slack.webhookUrl.replace('B0SIM', 'B0OLD');
    expect((await channel(old, slack.webhookUrl)(delivery(place), context(now))).result).toBe('done');
  });

  test('an address that is none is permanent and not repeated', async () => {
    const outcome = await channel('hunter2')(delivery(place), context(now));
    expect(outcome.result).toBe('permanent');
    expect(outcome.reason).not.toContain('hunter2');
  });
});

function refuse(error: Error): PublishTopic {
  return async () => {
    throw error;
  };
}

describe('topics', () => {
  const published: { topicArn: string; body: Parameters<PublishTopic>[1] }[] = [];
  const publish: PublishTopic = async (topicArn, body) => {
    published.push({ topicArn, body });
  };
  const topicArn = 'arn:aws:sns:ap-northeast-1:123456789012:alerts';
  const kinds = [
    { type: 'sns', make: snsChannel },
    { type: 'amazon-q', make: amazonQChannel },
  ] as const;

  beforeEach(() => {
    published.length = 0;
  });

  test.each(kinds)('$type publishes changes of state only', async ({ type, make }) => {
    const deliver = make({ publish, paces: openPaces() });
    expect(await tellAll(deliver, delivery({ type, topicArn }))).toEqual(changes.map(() => 'done'));
    expect(published.map((one) => one.topicArn)).toEqual([topicArn, topicArn, topicArn, topicArn]);
  });

  const refusals = [
    { error: new PortError('permanent', 'publish to alerts: AuthorizationError'), outcome: { result: 'permanent' } },
    {
      error: new PortError('retry', 'publish to alerts: Throttled', { waitMs: 700 }),
      outcome: { result: 'retry', retryAt: startAt + 700 },
    },
    { error: new PortError('unknown', 'publish to alerts: TimeoutError'), outcome: { result: 'unknown' } },
  ];
  test.each(
    kinds.flatMap((kind) => refusals.map((refusal) => ({ ...kind, ...refusal, verdict: refusal.error.verdict }))),
  )('$type: SNS refusing ($verdict) is told as it is', async ({ type, make, error, outcome }) => {
    const told = await make({ publish: refuse(error), paces: openPaces() })(delivery({ type, topicArn }), context(now));
    expect(told).toMatchObject({ ...outcome, reason: error.message, facts: { posted: { replies: [] } } });
  });

  test('a mistake of ours is no outcome', async () => {
    const told = snsChannel({ publish: refuse(new TypeError('ours')), paces: openPaces() })(
      delivery({ type: 'sns', topicArn }),
      context(now),
    );
    await expect(told).rejects.toThrow('ours');
  });

  test('the mail names codes in its subject and holds the thread', async () => {
    const replies = [{ key: 'commands', lines: [['by hand']], fence: ['aws ecs list-tasks'] }];
    const outcome = await snsChannel({ publish, paces: openPaces() })(
      delivery({ type: 'sns', topicArn }, { replies }),
      context(now),
    );
    expect(published[0]?.body.subject).toBe('[prod] WARN none orders-api image_tag_missing #7F2');
    expect(published[0]?.body.message).toContain('by hand\n  aws ecs list-tasks\n');
    expect(published[0]?.body.attributes).toEqual({ severity: 'warning', status: 'firing', change: 'open' });
    expect(outcome.facts.posted.replies).toEqual(['commands']);
  });
});

describe('PagerDuty', () => {
  let pagerDuty: PagerDutyServer;
  const key = 'k'.repeat(32);
  const place = { type: 'pagerduty', keyParameter: '/pd' } as const;
  const channel = (secret = secrets({ '/pd': key })) =>
    pagerDutyChannel({ secret, paces: openPaces(), url: pagerDuty.url });

  beforeEach(async () => {
    pagerDuty = await startPagerDutyServer({ now });
  });
  afterEach(() => pagerDuty.close());

  test('one alert per incident: triggered, joined, resolved', async () => {
    expect(await tellAll(channel(), delivery(place))).toEqual(changes.map(() => 'done'));
    expect(pagerDuty.state.events.map((event) => event['event_action'])).toEqual([
      'trigger',
      'trigger',
      'trigger',
      'resolve',
    ]);
    expect(pagerDuty.state.alerts).toMatchObject([{ dedupKey: incident, status: 'resolved', triggers: 3 }]);
  });

  test('an edit is sent only when the severity rose', async () => {
    const first = await channel()(delivery(place), context(now));
    const same = await channel()(delivery(place, { change: 'edit', posted: first.facts.posted }), context(now));
    expect(pagerDuty.state.events).toHaveLength(1);
    const critical = { ...message, severity: 'critical' } as const;
    const risen = delivery(place, { change: 'edit', posted: same.facts.posted, message: critical });
    const told = await channel()(risen, context(now));
    expect(pagerDuty.state.alerts).toMatchObject([{ severity: 'critical', triggers: 2 }]);
    await channel()({ ...risen, posted: told.facts.posted }, context(now));
    expect(pagerDuty.state.events).toHaveLength(2);
  });

  const answers = [
    { name: 'a bad event', fault: { status: 400, times: 2 }, result: 'permanent' },
    { name: 'too many', fault: { status: 429, retryAfterS: 3 }, result: 'retry' },
    { name: 'a failure inside', fault: { status: 500 }, result: 'retry' },
    { name: 'no answer', fault: { lost: 'drop', processed: true }, result: 'retry' },
  ] as const;
  test.each(answers)('$name is $result', async ({ fault, result }) => {
    pagerDuty.faults.add(fault);
    expect((await channel()(delivery(place), context(now))).result).toBe(result);
  });

  test('a key that was rotated is read again', async () => {
    pagerDuty.state.routingKeys.add(key);
    expect((await channel(secrets({ '/pd': 'old' }, { '/pd': key }))(delivery(place), context(now))).result).toBe(
      'done',
    );
    const outcome = await channel(secrets({ '/pd': 'wrong' }))(delivery(place), context(now));
    expect(outcome.result).toBe('permanent');
  });
});

describe('generic webhook', () => {
  let sink: WebhookServer;
  const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
  const place = { type: 'webhook', urlParameter: '/url', secretParameter: '/key' } as const;
  const channel = (values: Record<string, string> = {}) =>
    webhookChannel({ secret: secrets({ '/url': sink.url, '/key': secret, ...values }), paces: openPaces() });

  beforeEach(async () => {
    sink = await startWebhookServer({ now });
  });
  afterEach(() => sink.close());

  test('every change arrives, edits as well', async () => {
    expect(await tellAll(channel(), delivery(place))).toEqual(changes.map(() => 'done'));
    expect(sink.state.requests.map((request) => JSON.parse(request.body).type)).toEqual(
      changes.map((change) => `watchkeeper.incident.${change}`),
    );
  });

  test('the signature is that of Standard Webhooks', async () => {
    const verifier = new Webhook(secret);
    const real = Date.now();
    await channel()(
      delivery(place),
      context(() => real),
    );
    const [request] = sink.state.requests;
    const body = verifier.verify(request?.body ?? '', request?.headers ?? {});
    expect(body).toMatchObject({ type: 'watchkeeper.incident.open', data: { incident, change: 'open', message } });
    expect(() => verifier.verify(`${request?.body} `, request?.headers ?? {})).toThrow('No matching signature');
  });

  test('the id is that of the content: repeats have it, news does not', async () => {
    await channel()(delivery(place), context(now));
    await channel()(
      delivery(place, { unsure: true }),
      context(() => startAt + 5000),
    );
    await channel()(delivery(place, { change: 'worse' }), context(now));
    await channel()(delivery(place, { message: { ...message, summary: 'news' } }), context(now));
    const ids = sink.state.requests.map((request) => request.headers['webhook-id']);
    expect(new Set(ids).size).toBe(3);
    expect(ids[0]).toBe(ids[1]);
  });

  test('without a secret it is not signed', async () => {
    await channel()(delivery({ type: 'webhook', urlParameter: '/url' }), context(now));
    expect(sink.state.requests[0]?.headers).not.toHaveProperty('webhook-signature');
  });

  test('a secret that is none is permanent', async () => {
    expect((await channel({ '/key': '!!!' })(delivery(place), context(now))).result).toBe('permanent');
    expect(sink.state.requests).toEqual([]);
  });

  const answers = [
    { status: 400, result: 'permanent' },
    { status: 301, result: 'permanent' },
    { status: 401, result: 'permanent' },
    { status: 410, result: 'permanent' },
    { status: 408, result: 'retry' },
    { status: 425, result: 'retry' },
    { status: 429, result: 'retry' },
    { status: 500, result: 'retry' },
    { status: 503, result: 'retry' },
  ];
  test.each(answers)('$status is $result', async ({ status, result }) => {
    sink.faults.add({ status, times: 4 });
    expect((await channel()(delivery(place), context(now))).result).toBe(result);
  });
});

test('a delivery for another channel is refused', async () => {
  const outcome = await snsChannel({ publish: async () => {}, paces: openPaces() })(
    delivery({ type: 'pagerduty', keyParameter: '/pd' }),
    context(now),
  );
  expect(outcome).toMatchObject({ result: 'permanent', reason: 'a pagerduty delivery came to the SNS channel' });
});
