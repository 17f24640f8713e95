import { describe, expect, test } from 'vitest';
import { environmentOf, severityIn, teamOf } from '../../lib/alert/policy.ts';
import { destinationOf, fallbacksOf } from '../../lib/alert/receivers.ts';
import { alertPolicy } from '../../lib/app/config/alert-policy.ts';
import { healthPolicy } from '../../lib/app/config/health-policy.ts';
import { isIgnored, thresholdsFor } from '../../lib/health/policy.ts';
import { matchesGlob, matchesService } from '../../lib/core/glob.ts';
import { good, sample } from './samples.ts';

const stack = {
  account: '123456789012',
  region: 'ap-northeast-1',
  alarmTopicArn: 'arn:aws:sns:ap-northeast-1:123456789012:alarms',
};
const complete = alertPolicy(good(sample('good/complete.yml')), stack);
const least = alertPolicy(good(sample('good/receivers-alone.yml')), stack);

test('all defaults, from receivers alone', () => {
  expect(least).toEqual({
    stack: { account: stack.account, region: stack.region },
    language: 'en',
    timezone: 'UTC',
    environments: [],
    production: { name: 'prod', production: true, clusters: [], logs: 'tail' },
    calendars: {
      office: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], hours: [{ from: 540, to: 1140 }], holidays: [], closed: [] },
    },
    office: 'office',
    teams: [],
    ownerTags: ['Team', 'team', 'Owner', 'owner'],
    receivers: [
      {
        name: 'alerts',
        destination: { type: 'slack', channel: 'C0ALERTS1', tokenParameter: '/watchkeeper/slack-token' },
      },
    ],
    alarmTopicArn: stack.alarmTopicArn,
    routes: [
      { id: 'built-in route for down', match: { impact: ['down'] }, to: ['alerts'], forMs: 0, continue: false },
      { id: 'built-in route for degraded', match: { impact: ['degraded'] }, to: ['alerts'], forMs: 0, continue: false },
      { id: 'built-in last route', match: {}, to: ['alerts'], forMs: 0, continue: false },
    ],
    pager: { shadowMs: 604_800_000 },
    who: 'role',
    digest: { minute: 540, during: 'office', to: ['alerts'] },
    repeatMs: 14_400_000,
    redact: [],
    logLinks: {},
  });
});

test('a policy is plain JSON', () => {
  expect(JSON.parse(JSON.stringify(complete))).toStrictEqual(complete);
});

test('an office in Tokyo closes on holidays by itself', () => {
  expect(
    alertPolicy(good('receivers: { a: { sns: a } }\ntimezone: Asia/Tokyo\n'), stack).calendars['office']?.holidays,
  ).toEqual(['jp']);
});

test.each([
  ['none', undefined],
  ['"08:30"', { minute: 510, during: 'office', to: ['a'] }],
  ['{ to: p, team: t }', { minute: 540, during: 'office', to: ['p'], team: 't' }],
])('digest: %s', (written, expected) => {
  const text = `receivers: { p: { pagerduty: /p }, a: { sns: a } }\nteams: { t: {} }\ndigest: ${written}\n`;
  expect(alertPolicy(good(text), stack).digest).toEqual(expected);
});

describe('environments', () => {
  test.each([
    ['test-web', 'staging', false, 'link'],
    ['demo', 'staging', false, 'link'],
    ['demo-2', 'prod', true, 'tail'],
    ['osaka-core', 'osaka', true, 'tail'],
    ['-', 'prod', true, 'tail'],
  ])('%s is %s', (cluster, name, production, logs) => {
    expect(environmentOf(complete, cluster)).toMatchObject({ name, production, logs });
  });

  test('severity ends at warning outside production', () => {
    expect(severityIn(environmentOf(complete, 'demo'), 'critical')).toBe('warning');
    expect(severityIn(environmentOf(complete, 'web'), 'critical')).toBe('critical');
    expect(severityIn(environmentOf(complete, 'demo'), 'info')).toBe('info');
  });
});

describe('owners', () => {
  test.each([
    ['the first tag', { Team: 'hotels', Squad: 'flights' }, 'web', 'x', 'hotels', 'tag Team'],
    [
      'the next tag, when the first names no team',
      { Team: 'gone', Squad: 'flights' },
      'web',
      'x',
      'flights',
      'tag Squad',
    ],
    ['whatever the case', { Team: ' HOTELS ' }, 'web', 'x', 'hotels', 'tag Team'],
    ['a tag that is not asked for', { Owner: 'hotels' }, 'web', 'x', 'base', 'default'],
    ['a pattern, without a tag', undefined, 'fly-1', 'x', 'flights', 'pattern fly-*/*'],
    ['a tag before a pattern', { Team: 'hotels' }, 'fly-1', 'x', 'hotels', 'tag Team'],
    ['nothing of it', {}, 'web', undefined, 'base', 'default'],
  ])('%s', (_, tags, cluster, service, name, by) => {
    const owned = teamOf(complete, tags, cluster, service);
    expect([owned.team?.name, owned.by]).toEqual([name, by]);
  });

  test('nobody, where there are no teams', () => {
    expect(teamOf(least, { Team: 'hotels' }, 'web', 'x')).toEqual({ by: 'nobody' });
  });

  test('the only team is the default', () => {
    const policy = alertPolicy(good('receivers: { a: { sns: a } }\nteams: { solo: {} }\n'), stack);
    expect(teamOf(policy, {}, 'web', 'x').team?.name).toBe('solo');
  });
});

describe('destinations', () => {
  const hotels = complete.teams[0];
  test.each([
    [
      "the team's channel and mention",
      'team',
      hotels,
      { type: 'slack', channel: 'C0HOTELS', tokenParameter: '/hoshi/slack-token', mention: 'S0HOTELS' },
    ],
    [
      "the default team's, for nobody's",
      'team',
      undefined,
      { type: 'slack', channel: 'C0BASE00', tokenParameter: '/hoshi/slack-token' },
    ],
    [
      'a topic by name, in the account and region of the stack',
      'desk',
      hotels,
      { type: 'sns', topicArn: 'arn:aws:sns:ap-northeast-1:123456789012:night-desk' },
    ],
    ['a pager', 'pager', hotels, { type: 'pagerduty', keyParameter: '/hoshi/pagerduty-key' }],
    [
      'a webhook',
      'wall',
      hotels,
      { type: 'webhook', urlParameter: '/hoshi/wall-address', secretParameter: '/hoshi/wall-secret' },
    ],
    ['the last resort', 'alarm-topic', hotels, { type: 'sns', topicArn: stack.alarmTopicArn }],
    ['an unknown one', 'gone', hotels, undefined],
  ])('%s', (_, receiver, team, expected) => {
    expect(destinationOf(complete, receiver, team)).toEqual(expected);
  });

  test.each([
    ['cn-north-1', 'arn:aws-cn:sns:cn-north-1:123456789012:a'],
    ['us-gov-west-1', 'arn:aws-us-gov:sns:us-gov-west-1:123456789012:a'],
    ['eu-west-1', 'arn:aws:sns:eu-west-1:123456789012:a'],
  ])('a topic in %s', (region, topicArn) => {
    const policy = alertPolicy(good('receivers: { a: { amazonQ: a } }\n'), { account: '123456789012', region });
    expect(destinationOf(policy, 'a')).toEqual({ type: 'amazon-q', topicArn });
  });

  test("a receiver's own mention comes before the team's", () => {
    const policy = alertPolicy(
      good('receivers: { a: { slack: C0AAAAA, mention: S0AAAAA } }\nteams: { t: { mention: S0TTTTT } }\n'),
      stack,
    );
    expect(destinationOf(policy, 'a', policy.teams[0])).toMatchObject({ mention: 'S0AAAAA' });
  });
});

describe('when a receiver refuses', () => {
  test.each([
    ['the others in order, then the alarm topic', 'team', false, ['desk', 'wall', 'alarm-topic']],
    ['pagers last, where they may ring', 'team', true, ['desk', 'wall', 'pager', 'alarm-topic']],
    ['for a pager', 'pager', true, ['team', 'desk', 'wall', 'alarm-topic']],
    ['the last resort has nobody behind it', 'alarm-topic', false, ['team', 'desk', 'wall']],
  ])('%s', (_, receiver, mayPage, expected) => {
    expect(fallbacksOf(complete, receiver, mayPage)).toEqual(expected);
  });

  test('the only one, in a stack without an alarm topic: nobody', () => {
    const policy = alertPolicy(good(sample('good/receivers-alone.yml')), {
      account: '123456789012',
      region: 'eu-west-1',
    });
    expect(fallbacksOf(policy, 'alerts', true)).toEqual([]);
  });
});

describe('health', () => {
  const policy = healthPolicy(good(sample('good/complete.yml')));

  test('thresholds of a service: the override, the rest by default', () => {
    expect(thresholdsFor(policy, 'osaka-core', 'api')).toEqual({
      degradedBelow: 0.9,
      downAfterMs: 30_000,
      atRiskAfterMs: 900_000,
      quietMs: 300_000,
    });
    expect(thresholdsFor(policy, 'web', 'api')).toEqual({
      degradedBelow: 0.7,
      downAfterMs: 60_000,
      atRiskAfterMs: 900_000,
      quietMs: 300_000,
    });
  });

  test.each([
    ['AWSBatch-x', true],
    ['scratch', true],
    ['scratch-2', false],
    ['web', false],
  ])('%s is ignored: %s', (cluster, ignored) => {
    expect(isIgnored(policy, cluster)).toBe(ignored);
  });
});

describe('patterns', () => {
  test.each([
    ['web', 'web', true],
    ['web', 'web2', false],
    ['*', '', true],
    ['*', 'x', true],
    ['', '', true],
    ['', 'x', false],
    ['stg-*', 'stg-', true],
    ['stg-*', 'STG-web', false],
    ['*-api', 'orders-api', true],
    ['*-api', 'orders-api-2', false],
    ['a*b*c', 'aXbYbZc', true],
    ['a*b*c', 'acb', false],
    ['a.c', 'abc', false],
    ['**', 'x', true],
  ])('%s on "%s": %s', (pattern, name, expected) => {
    expect(matchesGlob(pattern, name)).toBe(expected);
  });

  test('of services: the cluster and the name by themselves', () => {
    expect(matchesService('web/*-api', 'web', 'orders-api')).toBe(true);
    expect(matchesService('*/orders-api', 'web', 'orders-api')).toBe(true);
    expect(matchesService('we*pi', 'web', 'orders-api')).toBe(false);
  });

  test('made to take long, they do not', () => {
    expect(matchesGlob(`${'a*'.repeat(100)}b`, 'a'.repeat(250))).toBe(false);
  });
});
