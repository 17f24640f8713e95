import { expect, test } from 'vitest';
import type { Alert } from '../../lib/core/alert.ts';
import { hourMs, minuteMs, secondMs } from '../../lib/core/time.ts';
import type { Delivered, Desk, Given } from './desk.ts';
import { isAloud, levelOf, night, openDesk } from './desk.ts';

const configuration = `receivers: { team: { slack: C0123456789, mention: S0123456789 }, pager: { pagerduty: /watchkeeper/pagerduty-key } }
pager: live
routes: [{ impact: [down, degraded], to: [team, pager] }, { to: team }]
`;

/** What happens to a service, from the beginning of the day on. */
type Turn = { readonly name: string; readonly after: number } & Pick<Given, 'impact' | 'status' | 'zone' | 'cause'>;

const zone = { zone: 'eu-west-1c', cause: 'host_gone' } as const;
const services = Array.from({ length: 60 }, (_, at) => `service-${String(at).padStart(2, '0')}`);

/** A zone goes: all are at risk within 20 s, two of three are hurt in the minutes after, and all are back in the end. */
function zoneGoes(from: number): readonly Turn[] {
  return services.flatMap((name, at): Turn[] => [
    { name, after: from + (at % 20) * secondMs, impact: 'at-risk', ...zone },
    ...(at % 3 === 0
      ? []
      : [{ name, after: from + minuteMs + at * 2 * secondMs, impact: 'degraded', ...zone } as const]),
    { name, after: from + 30 * minuteMs + at * 10 * secondMs, status: 'resolved', ...zone },
  ]);
}

/** Some of them were well for a moment, and fail again: the same incidents, and now they are down. */
function backAndGone(from: number): readonly Turn[] {
  return services.slice(0, 15).flatMap((name, at): Turn[] => [
    { name, after: from + at * secondMs, status: 'resolved', ...zone },
    { name, after: from + 6 * minuteMs + at * 20 * secondMs, impact: 'down', ...zone },
  ]);
}

const outages: readonly Turn[] = [
  { name: 'payments', after: 7 * minuteMs, impact: 'down', zone: 'eu-west-1a', cause: 'oom_container' },
  { name: 'payments', after: 25 * minuteMs, status: 'resolved', zone: 'eu-west-1a' },
  { name: 'checkout', after: 3 * hourMs + 2 * minuteMs, impact: 'down', zone: 'eu-west-1a', cause: 'oom_container' },
  { name: 'checkout', after: 4 * hourMs, status: 'resolved', zone: 'eu-west-1a' },
  { name: 'search', after: 7 * hourMs, impact: 'degraded', zone: 'eu-west-1b' },
  { name: 'search', after: 8 * hourMs, status: 'resolved', zone: 'eu-west-1b' },
];

const day = [
  ...zoneGoes(0),
  ...backAndGone(12 * minuteMs),
  ...zoneGoes(3 * hourMs),
  ...zoneGoes(9 * hourMs),
  ...outages,
].toSorted((a, b) => a.after - b.after);

/** Lives through the day; `heard` notes each level as it was sent. */
async function live(desk: Desk): Promise<readonly Alert[]> {
  const heard: Alert[] = [];
  const last = new Map<string, Alert>();
  for (const { name, after, ...given } of day) {
    await desk.advance(night + after);
    const before = last.get(name);
    const isOver = before?.endedAt !== undefined && desk.now() > before.endedAt + 10 * minuteMs;
    const story = before === undefined || isOver ? {} : { startedAt: before.startedAt };
    const level = levelOf(name, { at: desk.now(), version: (before?.version ?? 0) + 1, ...given, ...story });
    last.set(name, level);
    heard.push(level);
    await desk.hear(level);
  }
  await desk.advance(night + 14 * hourMs);
  return heard;
}

function isHurt({ status, impact }: Alert): boolean {
  return status === 'firing' && (impact.level === 'down' || impact.level === 'degraded');
}

/** The thing itself is called for, or it stands on the list of what was called for within the five minutes before. */
function isHeard(desk: Desk, { subject, at }: Alert, type: string): boolean {
  const calls = desk.delivered.filter(
    (each) =>
      each.destination.type === type &&
      each.mention &&
      isAloud(each) &&
      each.at > at - 5 * minuteMs &&
      each.at <= at + minuteMs,
  );
  const speaksOfIt = (each: Delivered): boolean => JSON.stringify([each.incident, each.replies]).includes(subject.name);
  const own = calls.some((each) => !each.incident.startsWith('storm/') && each.at >= at && speaksOfIt(each));
  const story = desk.delivered.some(
    (each) =>
      each.incident.startsWith('storm/') &&
      each.at >= at - 5 * minuteMs &&
      each.at <= at + minuteMs &&
      speaksOfIt(each),
  );
  return own || (story && calls.length > 0);
}

test('a day of storms: who is hurt is heard, and nobody is called sixty times', async () => {
  const desk = openDesk(configuration);
  const heard = await live(desk);

  const hurt = heard.filter(isHurt);
  expect(hurt.length).toBeGreaterThan(130);
  expect(hurt.filter((each) => !isHeard(desk, each, 'slack')).map(({ subject }) => subject.name)).toEqual([]);
  expect(hurt.filter((each) => !isHeard(desk, each, 'pagerduty')).map(({ subject }) => subject.name)).toEqual([]);

  const calls = (type: string, from: number, to: number): readonly Delivered[] =>
    desk.delivered.filter(
      (each) =>
        each.destination.type === type &&
        each.mention &&
        isAloud(each) &&
        each.at >= night + from &&
        each.at < night + to,
    );
  for (const [name, after] of [
    ['payments', 7 * minuteMs],
    ['checkout', 3 * hourMs + 2 * minuteMs],
    ['search', 7 * hourMs],
  ] as const)
    for (const type of ['slack', 'pagerduty']) {
      const own = calls(type, after, after + minuteMs).filter(({ incident }) => incident.includes(`service/${name}#`));
      expect(own.map(({ change }) => change)).toEqual(['open']);
    }

  // A zone that goes calls the chat once for all, the pager for the first ten as well: nobody knew by then.
  for (const from of [0, 3 * hourMs, 9 * hourMs]) {
    const storm = calls('slack', from, from + 5 * minuteMs).filter(({ incident }) => !incident.includes('checkout'));
    expect(storm).toHaveLength(1);
    const paged = calls('pagerduty', from, from + 5 * minuteMs).filter(
      ({ incident }) => !incident.includes('checkout'),
    );
    expect(paged.filter(({ change }) => change === 'open').length).toBeLessThanOrEqual(11);
  }

  // Every story that was begun is ended.
  const opened = new Map(desk.delivered.map((each) => [`${each.destination.type} ${each.incident}`, each]));
  expect([...opened.values()].filter(({ change }) => change !== 'end').map(({ incident }) => incident)).toEqual([]);

  const inChat = desk.delivered.filter(({ destination }) => destination.type === 'slack');
  const posts = inChat.filter(({ posted }) => posted?.id === undefined).length;
  console.log(`day of storms: ${heard.length} levels, ${inChat.length} deliveries to the chat, ${posts} first posts`);
  expect(posts).toBeLessThanOrEqual(30);
  expect(inChat.length).toBeLessThanOrEqual(300);
});
