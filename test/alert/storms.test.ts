import { describe, expect, test } from 'vitest';
import type { RecordStore } from '../../lib/core/ports.ts';
import { hourMs, minuteMs, secondMs } from '../../lib/core/time.ts';
import type { Delivered, Desk, Given } from './desk.ts';
import { isAloud, levelOf, night, openDesk } from './desk.ts';

const chat = 'receivers: { team: { slack: C0123456789, mention: S0123456789 } }\n';
const both =
  'receivers: { team: { slack: C0123456789, mention: S0123456789 }, pager: { pagerduty: /watchkeeper/pagerduty-key } }\n';
const staging = 'environments: { staging: { clusters: ["stg-*"] } }\n';
const isUmbrella = ({ incident }: { readonly incident: string }): boolean => incident.startsWith('storm/');

/** Services that begin to fail, one a second; each is known by its first moment. */
async function fail(desk: Desk, count: number, given: Partial<Given> = {}, prefix = 'svc'): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    await desk.advance(desk.now() + secondMs);
    await desk.hear(levelOf(`${prefix}-${at}`, { at: desk.now(), severity: 'error', ...given }));
  }
}

describe('production that is hurt during a storm', () => {
  test.each([
    { name: 'long after the umbrella called', hurtAfterMs: 3 * hourMs, zone: 'eu-west-1c' },
    { name: 'soon, but with nothing in common with the storm', hurtAfterMs: 20 * secondMs, zone: 'eu-west-1a' },
  ])('is told by itself and aloud when it is $name', async ({ hurtAfterMs, zone }) => {
    const desk = openDesk(`${both}pager: live\n`);
    await fail(desk, 12, { zone: 'eu-west-1c' });
    await desk.hear(
      levelOf('svc-11', { at: desk.now(), startedAt: desk.now(), version: 2, impact: 'degraded', zone: 'eu-west-1c' }),
    );
    await desk.advance(desk.now() + hurtAfterMs);
    const since = desk.now();
    await desk.hear(levelOf('payments', { at: since, impact: 'down', zone, cause: 'oom_container' }));
    await desk.advance(since + hourMs);
    const told = desk.about('payments', { since }).filter((each) => !isUmbrella(each));
    expect(
      told.filter(({ change }) => change === 'open').map(({ destination, mention }) => [destination.type, mention]),
    ).toEqual([
      ['slack', true],
      ['pagerduty', true],
    ]);
  });

  test('is not told sixty times: one call for what breaks together, and the list in its thread', async () => {
    const desk = openDesk(`${both}pager: live\n`);
    await fail(desk, 60, { zone: 'eu-west-1c', severity: 'warning' });
    const atRisk = desk.now();
    await desk.advance(atRisk + minuteMs);
    const since = desk.now();
    for (let at = 0; at < 60; at += 1) {
      await desk.advance(desk.now() + 2 * secondMs);
      const startedAt = night + (at + 1) * secondMs;
      await desk.hear(
        levelOf(`svc-${at}`, {
          at: desk.now(),
          startedAt,
          version: 2,
          impact: 'down',
          zone: 'eu-west-1c',
          severity: 'error',
        }),
      );
    }
    await desk.advance(desk.now() + 20 * minuteMs);
    const calls = desk.delivered.filter((each) => each.at >= since && isAloud(each) && each.mention);
    const inChat = calls.filter(({ destination }) => destination.type === 'slack');
    const onPager = calls.filter(({ destination, change }) => destination.type === 'pagerduty' && change === 'open');
    expect(inChat.map(({ change, replies }) => [change, replies.filter(({ broadcast }) => broadcast).length])).toEqual([
      ['worse', 1],
    ]);
    // The first ten were told before anybody could know that there would be sixty.
    expect(onPager).toHaveLength(11);
    expect(onPager.filter(isUmbrella)).toHaveLength(1);
    const umbrella = desk.delivered.findLast((each) => isUmbrella(each) && each.destination.type === 'pagerduty');
    for (let at = 0; at < 60; at += 1) expect(JSON.stringify(umbrella?.replies)).toContain(`web/svc-${at} `);
  });

  test('calls somebody although the storm began in staging', async () => {
    const desk = openDesk(`${chat}${staging}routes: [{ env: [staging, prod], to: team }]\n`);
    await fail(desk, 12, { cluster: 'stg-web', impact: 'degraded' });
    expect(desk.delivered.filter(({ mention }) => mention)).toEqual([]);
    await desk.advance(desk.now() + minuteMs);
    await desk.hear(levelOf('payments', { at: desk.now(), impact: 'down' }));
    await desk.advance(desk.now() + minuteMs);
    expect(desk.about('payments').some((each) => isAloud(each) && each.mention)).toBe(true);
  });

  test('a warning that comes long after the rush has a message of its own', async () => {
    const desk = openDesk(chat);
    await fail(desk, 12);
    await desk.advance(desk.now() + 3 * hourMs);
    await desk.hear(levelOf('late', { at: desk.now() }));
    await desk.advance(desk.now() + 2 * minuteMs);
    expect(desk.about('late').map(({ change, incident }) => [change, incident.startsWith('storm/')])).toEqual([
      ['open', false],
    ]);
  });

  test('a second rush is shown in the channel', async () => {
    const desk = openDesk(chat);
    await fail(desk, 12);
    await desk.advance(desk.now() + hourMs);
    const since = desk.now();
    await fail(desk, 14, {}, 'later');
    await desk.advance(desk.now() + 5 * minuteMs);
    const aloud = desk.delivered.filter((each) => each.at >= since && isAloud(each));
    expect(aloud.filter((each) => !isUmbrella(each))).toHaveLength(10);
    expect(aloud.filter(isUmbrella).map(({ change, mention }) => [change, mention])).toEqual([['worse', false]]);
  });
});

describe('who is told of a storm', () => {
  test.each([
    { name: 'staging pages nobody', configuration: `${both}pager: live\n${staging}`, given: { cluster: 'stg-web' } },
    { name: 'a new installation pages nobody', configuration: `${both}pager: shadow\n`, given: { impact: 'down' } },
    {
      name: 'a pager that is told of outages alone does not hear of warnings',
      configuration: `${both}pager: live\nroutes: [{ impact: down, to: [team, pager] }, { to: team }]\n`,
      given: {},
    },
  ] as const)('$name', async ({ configuration, given }) => {
    const desk = openDesk(configuration);
    await fail(desk, 14, given);
    await desk.advance(desk.now() + 10 * minuteMs);
    expect(desk.delivered.filter(({ destination }) => destination.type === 'pagerduty')).toEqual([]);
  });

  test('what is for information only is no storm', async () => {
    const desk = openDesk(chat);
    for (let at = 0; at < 14; at += 1) {
      await desk.hear(levelOf(`svc-${at}`, { at: desk.now(), severity: 'info' }));
      await desk.advance(desk.now() + secondMs);
    }
    await desk.advance(desk.now() + 10 * minuteMs);
    expect(desk.delivered).toEqual([]);
  });

  test('what is muted is neither told nor counted', async () => {
    const desk = openDesk(chat);
    await desk.hear(request('m', 'Mute Requested', { target: 'web/svc-*', until: night + hourMs, why: 'x', by: 'me' }));
    await fail(desk, 14);
    await desk.advance(desk.now() + 10 * minuteMs);
    expect(desk.delivered).toEqual([]);
  });

  test('an umbrella that the channel refuses for good is told by the next', async () => {
    const topic = 'arn:aws:sns:eu-west-1:123456789012:watchkeeper-prod-alarms';
    const desk = openDesk(chat, topic);
    desk.answering(({ destination }) =>
      destination.type === 'slack' ? { result: 'permanent', reason: 'is_archived' } : undefined,
    );
    await fail(desk, 14, { impact: 'down' });
    await desk.advance(desk.now() + 10 * minuteMs);
    for (let at = 0; at < 14; at += 1) expect(desk.about(`svc-${at}`, { type: 'sns' }).length).toBeGreaterThan(0);
    expect(desk.delivered.filter((each) => isUmbrella(each) && each.destination.type === 'slack')).toHaveLength(1);
  });
});

describe('what waits for its route when a storm begins', () => {
  const waits = `${both}pager: live
routes: [{ impact: down, to: [pager, team] }, { impact: degraded, for: 10m, to: [pager, team] }, { to: team }]
`;

  test('is told by itself when its time has come', async () => {
    const desk = openDesk(waits);
    await desk.hear(levelOf('orders', { at: night, impact: 'degraded' }));
    await desk.advance(night + 3 * minuteMs);
    await fail(desk, 14, { impact: 'down' });
    await desk.advance(night + 16 * minuteMs);
    const told = desk.about('orders', { type: 'pagerduty' }).filter((each) => !isUmbrella(each));
    expect(told.map(({ at, change }) => [at, change])).toEqual([[night + 10 * minuteMs, 'open']]);
  });

  test('is told together when there is too much of it', async () => {
    const desk = openDesk(waits);
    for (let at = 0; at < 30; at += 1) await desk.hear(levelOf(`svc-${at}`, { at: night, impact: 'degraded' }));
    await desk.advance(night + 9 * minuteMs);
    const paged = (): readonly Delivered[] =>
      desk.delivered.filter(({ destination }) => destination.type === 'pagerduty');
    expect(paged()).toEqual([]);
    await desk.advance(night + 12 * minuteMs);
    expect(paged().map((each) => [each.change, each.mention, isUmbrella(each)])).toEqual([['open', true, true]]);
    for (let at = 0; at < 30; at += 1) expect(JSON.stringify(paged()[0]?.replies)).toContain(`web/svc-${at} `);
  });

  test('escalates, also from under an umbrella', async () => {
    const desk = openDesk(`receivers: { team: { slack: C0123456789 }, noc: { sns: noc-mail } }
routes: [{ impact: down, to: team, escalate: { after: 15m, to: noc } }, { to: team }]
`);
    await fail(desk, 12);
    const since = desk.now();
    await desk.hear(levelOf('orders', { at: since, impact: 'down' }));
    await desk.advance(since + 20 * minuteMs);
    expect(desk.about('orders', { type: 'slack' }).every(isUmbrella)).toBe(true);
    expect(desk.about('orders', { type: 'sns' }).map(({ at }) => at - since)).toEqual([15 * minuteMs]);
  });

  test('is told when its mute has ended', async () => {
    const desk = openDesk(chat);
    const until = night + 20 * minuteMs;
    await desk.hear(request('m', 'Mute Requested', { target: 'web/orders', until, why: 'x', by: 'me' }));
    await desk.hear(levelOf('orders', { at: night, severity: 'error' }));
    await desk.advance(night + 15 * minuteMs);
    await fail(desk, 12);
    expect(desk.about('orders')).toEqual([]);
    await desk.advance(until + minuteMs);
    expect(desk.about('orders')[0]?.at).toBe(until);
  });
});

test('a storm that ended while an incident counted on it: the incident is told by itself, soon', async () => {
  const desk = openDesk(chat);
  await fail(desk, 12);
  const place = desk.store.all().find(({ key }) => key.includes('receiver/'))?.key ?? '';
  let raced = false;
  // Another worker ends the storm between this one's look at it and its save.
  desk.through((store): RecordStore => ({
    ...store,
    save: async (record, loaded) => {
      const now = (await store.load([place])).get(place);
      if (!raced && record.key === place && now !== undefined) {
        raced = true;
        const state = { kind: 'receiver', receiver: 'team', recent: [] };
        await store.save({ ...now, version: now.version + 1, writeId: 'other', state, todo: [] }, now.version);
      }
      return store.save(record, loaded);
    },
  }));
  const since = desk.now();
  await desk.hear(levelOf('orders', { at: since, severity: 'error' }));
  expect(desk.about('orders')).toEqual([]);
  await desk.advance(since + 2 * minuteMs);
  expect(raced).toBe(true);
  expect(desk.about('orders').map(({ change }) => change)).toEqual(['open']);
});

function request(id: string, type: string, detail: Readonly<Record<string, unknown>>): object {
  return {
    id,
    source: 'watchkeeper',
    'detail-type': type,
    time: new Date(night).toISOString(),
    region: 'eu-west-1',
    detail,
  };
}
