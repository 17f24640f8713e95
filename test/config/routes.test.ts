import { describe, expect, test } from 'vitest';
import { isPagerLive } from '../../lib/alert/policy.ts';
import { routesFor } from '../../lib/alert/routing.ts';
import type { RouteFacts } from '../../lib/alert/routing.ts';
import { alertPolicy } from '../../lib/app/config/alert-policy.ts';
import { dayMs, minuteMs } from '../../lib/core/time.ts';
import { good } from './samples.ts';

const stack = { account: '123456789012', region: 'ap-northeast-1' };
/** Saturday 03:02 in Tokyo; the office opens on Tuesday, Monday being a holiday. */
const now = Date.parse('2026-11-21T03:02:00+09:00');
const opening = Date.parse('2026-11-24T09:00:00+09:00');
const workday = Date.parse('2026-11-20T11:00:00+09:00');

const policy = alertPolicy(
  good(`
timezone: Asia/Tokyo
environments: { staging: { clusters: [stg-*] }, osaka: { clusters: osaka, production: true } }
calendars: { office: { holidays: jp } }
teams: { orders: { slack: C0ORDERS }, base: { slack: C0BASE00, default: true } }
receivers:
  team: { slack: "{team}" }
  pager: { pagerduty: /watchkeeper/pagerduty-key }
  noc: { sns: noc-mail }
  audit: { webhook: /watchkeeper/audit }
routes:
  - { env: staging, service: loud-*, to: [team, pager] }
  - { cause: [image-*, oom], severity: error, to: audit, continue: true }
  - { family: "nightly-*", to: noc }
  - { team: orders, impact: at-risk, during: office, to: team }
  - { impact: down, to: [team, pager, noc] }
  - { impact: degraded, to: [team, pager], for: 5m, escalate: { after: 15m, to: noc } }
  - { cluster: legacy, to: pager }
  - { to: team }
`),
  stack,
);

const facts: RouteFacts = {
  impact: 'none',
  severity: 'warning',
  cluster: 'web',
  service: 'orders-api',
  causes: [],
  impactSince: now,
  acknowledged: false,
  pagerLive: true,
};

const since = (minutes: number) => ({ impactSince: now - minutes * minuteMs });

function told(given: Partial<RouteFacts>, at = now) {
  const routing = routesFor(policy, { ...facts, ...given }, at);
  return {
    now: routing.now.map(({ receiver }) => receiver),
    later: routing.later.map(({ receiver, at: moment }) => `${receiver} +${(moment - at) / minuteMs}`),
    withheld: routing.withheld.map(({ receiver, why }) => `${receiver} ${why}`),
    lookIn: routing.lookAgainAt === undefined ? undefined : (routing.lookAgainAt - at) / minuteMs,
  };
}

const silence = { later: [], withheld: [], lookIn: undefined };
const untilOpening = (opening - now) / minuteMs;

describe('who is told', () => {
  test.each([
    ['no impact: the last route', {}, { ...silence, now: ['team'] }],
    ['down: everybody at once', { impact: 'down' }, { ...silence, now: ['team', 'pager', 'noc'] }],
    [
      'down in the shadow: everybody but the pager',
      { impact: 'down', pagerLive: false },
      { ...silence, now: ['team', 'noc'], withheld: ['pager shadow'] },
    ],
    [
      'degraded for 2 minutes: the team, and the route is looked at again',
      { impact: 'degraded', ...since(2) },
      { ...silence, now: ['team'], lookIn: 3 },
    ],
    [
      'degraded for 5 minutes: the pager; the NOC if nobody acknowledges',
      { impact: 'degraded', ...since(5), toldAt: now - 5 * minuteMs },
      { ...silence, now: ['team', 'pager'], later: ['noc +15'], lookIn: 15 },
    ],
    [
      'degraded for 20 minutes: the NOC as well',
      { impact: 'degraded', ...since(20), toldAt: now - 20 * minuteMs },
      { ...silence, now: ['team', 'pager', 'noc'] },
    ],
    [
      'degraded for 20 minutes, told just now: the NOC has to wait',
      { impact: 'degraded', ...since(20) },
      { ...silence, now: ['team', 'pager'], later: ['noc +15'], lookIn: 15 },
    ],
    [
      'degraded and acknowledged: nothing escalates',
      { impact: 'degraded', ...since(60), toldAt: now - 60 * minuteMs, acknowledged: true },
      { ...silence, now: ['team', 'pager'] },
    ],
    [
      'a cause by pattern, and on to the next',
      { causes: ['image-not-found'], severity: 'error' },
      { ...silence, now: ['audit', 'team'] },
    ],
    ['one cause of several', { causes: ['exit-1', 'oom'], severity: 'error' }, { ...silence, now: ['audit', 'team'] }],
    ['a cause, but not that severity', { causes: ['oom'], severity: 'warning' }, { ...silence, now: ['team'] }],
    ['a task family', { service: undefined, family: 'nightly-report' }, { ...silence, now: ['noc'] }],
    ['a service of such a name is no family', { service: 'nightly-report' }, { ...silence, now: ['team'] }],
    [
      'outside of office hours: held',
      { team: 'orders', impact: 'at-risk' },
      { ...silence, now: [], later: [`team +${untilOpening}`], lookIn: untilOpening },
    ],
    ['another team: not held', { team: 'base', impact: 'at-risk' }, { ...silence, now: ['team'] }],
    ['a route of a pager alone, in production', { cluster: 'legacy' }, { ...silence, now: ['pager'] }],
    [
      'a route of a pager alone, in the shadow: the next one',
      { cluster: 'legacy', pagerLive: false },
      { ...silence, now: ['team'], withheld: ['pager shadow'] },
    ],
    [
      'staging at night: held, never paged',
      { cluster: 'stg-web', impact: 'down' },
      {
        ...silence,
        now: [],
        later: [`team +${untilOpening}`, `noc +${untilOpening}`],
        withheld: ['pager not-production'],
        lookIn: untilOpening,
      },
    ],
    [
      'staging at night, by a route that names it: told, never paged',
      { cluster: 'stg-web', service: 'loud-api', impact: 'down' },
      { ...silence, now: ['team'], withheld: ['pager not-production'] },
    ],
    [
      'a second production: as production',
      { cluster: 'osaka', impact: 'down' },
      { ...silence, now: ['team', 'pager', 'noc'] },
    ],
    [
      'a thing without a cluster: as production',
      { cluster: '-', impact: 'down' },
      { ...silence, now: ['team', 'pager', 'noc'] },
    ],
    [
      'a job that pages and was missed: as down',
      { impact: 'missed', pages: true },
      { ...silence, now: ['team', 'pager', 'noc'] },
    ],
    ['a job that does not page', { impact: 'missed' }, { ...silence, now: ['team'] }],
    ['a job that pages and is late', { impact: 'late', pages: true }, { ...silence, now: ['team'] }],
  ] as const)('%s', (_, given, expected) => {
    const { service, ...rest } = { ...facts, ...given } as RouteFacts & { service?: string | undefined };
    expect(told(service === undefined ? { ...rest, service: '' } : { ...rest, service })).toEqual(expected);
  });

  test('staging in office hours: told', () => {
    expect(told({ cluster: 'stg-web', impact: 'down' }, workday).now).toEqual(['team', 'noc']);
  });

  test('every word says by which route, and what of it held', () => {
    const routing = routesFor(
      policy,
      { ...facts, impact: 'degraded', ...since(5), causes: ['oom'], severity: 'error' },
      now,
    );
    expect(routing.now.map(({ reason }) => reason)).toEqual([
      'routes[1]: severity error, cause image-* or oom',
      'routes[5]: impact degraded, for 5 min',
      'routes[5]: impact degraded, for 5 min',
    ]);
  });
});

const few = (receivers: string) =>
  alertPolicy(
    good(`receivers:\n${receivers}\nenvironments: { staging: { clusters: stg-* } }\ntimezone: Asia/Tokyo\n`),
    stack,
  );

describe('without routes', () => {
  const chat = '  alerts: { slack: C0ALERTS }';
  const all = `${chat}\n  pager: { pagerduty: /p }\n  mail: { sns: mail }`;
  test.each([
    ['one receiver hears of everything', chat, { impact: 'none' }, ['alerts']],
    ['one receiver hears of what is degraded at once', chat, { impact: 'degraded' }, ['alerts']],
    ['mail alone', '  mail: { sns: mail }', { impact: 'none' }, ['mail']],
    ['a pager alone', '  pager: { pagerduty: /p }', { impact: 'none' }, ['pager']],
    ['down: all of them', all, { impact: 'down' }, ['alerts', 'pager', 'mail']],
    ['degraded just now: where people read', all, { impact: 'degraded' }, ['alerts']],
    ['degraded for 5 minutes: the pager as well', all, { impact: 'degraded', ...since(5) }, ['alerts', 'pager']],
    ['no impact: where people read', all, { impact: 'none' }, ['alerts']],
    ['staging at night: nobody yet', all, { impact: 'down', cluster: 'stg-web' }, []],
  ] as const)('%s', (_, receivers, given, expected) => {
    const routing = routesFor(few(receivers), { ...facts, ...given }, now);
    expect(routing.now.map(({ receiver }) => receiver)).toEqual(expected);
  });
});

test('what no written route takes goes to the first receiver that does not ring', () => {
  const written = alertPolicy(
    good('receivers: { pager: { pagerduty: /p }, mail: { sns: m } }\nroutes: [{ impact: down, to: pager }]\n'),
    stack,
  );
  expect(routesFor(written, facts, now).now).toEqual([{ receiver: 'mail', reason: 'built-in last route: everything' }]);
});

const withPager = (line: string, receivers = 'a: { slack: C0AAAAA }, p: { pagerduty: /p }') =>
  alertPolicy(good(`receivers: { ${receivers} }\n${line}\n`), stack);

describe('the pager', () => {
  const installedAt = now - 3 * dayMs;
  test.each([
    ['three days after the installation', '', undefined, false],
    ['a week after the installation', '', installedAt + 7 * dayMs, true],
    ['just before', '', installedAt + 7 * dayMs - 1, false],
    ['live at once', 'pager: live', undefined, true],
    ['in the shadow for good', 'pager: shadow', now + 100 * dayMs, false],
  ])('%s', (_, line, at, live) => {
    expect(isPagerLive(withPager(line), installedAt, at ?? now)).toBe(live);
  });

  test('rings at once where there is nobody else to tell', () => {
    expect(isPagerLive(withPager('', 'p: { pagerduty: /p }'), installedAt, now)).toBe(true);
  });
});
