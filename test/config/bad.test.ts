import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { faultLine } from '../../lib/app/config/fault.ts';
import { faultsOf, sample } from './samples.ts';

const badFiles = readdirSync(new URL('bad', import.meta.url)).filter((file) => file.endsWith('.yml'));

type Row = readonly [place: string, path: string, problem: string, fix: string];

/** One file of `bad/` for each mistake: where it is, what it is, what to do. */
const mistakes: Readonly<Record<string, readonly Row[]>> = {
  'act-on-every-host': [
    [
      '4:16',
      'drain["*"].mode',
      'this pattern lets act reach prod and staging alike',
      'write an entry for each environment: one whose pattern only staging has, and one that names what prod may do',
    ],
  ],
  'act-on-prod-and-staging': [
    [
      '4:23',
      'scale["*/images"].mode',
      'this pattern lets act reach prod and staging alike',
      'write an entry for each environment: one whose pattern only staging has, and one that names what prod may do',
    ],
  ],
  'channel-became-comment': [
    [
      '3:5',
      'receivers.team.slack',
      'nothing is written here',
      'names can change, ids cannot: copy the id (C…) from the bottom of the channel\'s "About" in Slack; a # after a space starts a comment, so put a value with # in quotes',
    ],
  ],
  'channel-name-lower-case': [
    [
      '1:29',
      'receivers.team.slack',
      '"alerts" is not a Slack channel\'s id',
      'names can change, ids cannot: copy the id (C…) from the bottom of the channel\'s "About" in Slack',
    ],
  ],
  'channel-name': [
    [
      '1:29',
      'receivers.team.slack',
      '"#alerts" is not a Slack channel\'s id',
      'names can change, ids cannot: copy the id (C…) from the bottom of the channel\'s "About" in Slack',
    ],
  ],
  'closed-on-no-day': [
    [
      '2:33',
      'calendars.office.closed[0]',
      '"02-30" is not a span of days of the year',
      'write month-day, the same every year: 12-29..01-03; or with the year: 2026-08-13..2026-08-15',
    ],
  ],
  'comments-only': [
    ['1:1', '', 'the file is empty', 'write at least one receiver: receivers: { alerts: { slack: C… } }'],
  ],
  'cron-of-unix': [
    [
      '2:40',
      'jobs.close.cron',
      'a cron expression of EventBridge Scheduler has six fields, this has 5',
      'write 0 1 * * ? *',
    ],
  ],
  'job-after-unknown': [
    ['5:20', 'jobs.report.after', 'unknown job "closed"; jobs are close, report', 'did you mean "close"?'],
  ],
  'job-at-no-day': [
    [
      '2:38',
      'jobs.close.at',
      '"2026-02-30T10:00" is not a time of the day, or a date and a time',
      'write a time in quotes beside day: "22:00"; or a date and a time: 2026-12-31T22:00',
    ],
  ],
  'job-attempts': [
    [
      '2:63',
      'jobs.close.retry.attempts',
      '0 is not a whole number from 1 to 20',
      'write how often it may run, the first time included: attempts: 3',
    ],
  ],
  'job-both-days': [
    [
      '2:40',
      'jobs.close.cron',
      'the day of the month and the day of the week cannot both be given',
      'write 0 9 25 * ? *, or 0 9 ? * MON *',
    ],
  ],
  'job-circle-of-failures': [
    ['4:31', 'jobs.one.onFailure', 'it starts itself: one, then two, then one', 'take one of them out of the circle'],
  ],
  'job-day-unknown-calendar': [
    [
      '2:39',
      'jobs.close.day',
      'unknown calendar "bank"; calendars are office',
      'write it under calendars:, or name one of them',
    ],
  ],
  'job-day-without-time': [['2:39', 'jobs.close.day', 'it is not said at what time', 'write at: "22:00"']],
  'job-like-pattern': [['2:35', 'jobs.close.like', 'like names one service, not a pattern', 'write cluster/service']],
  'job-name': [
    [
      '2:9',
      'jobs["nightly.report"]',
      '"nightly.report" cannot be the name of a schedule',
      'write up to 45 letters, digits, - and _, beginning with a letter or digit',
    ],
  ],
  'job-never-starts': [
    [
      '2:9',
      'jobs.close',
      'nothing starts this job',
      'write exactly one of cron, rate, day, after, at, or name it in onSuccess or onFailure of another job',
    ],
  ],
  'job-rule-class': [
    [
      '2:70',
      'jobs.close.retry.rules[0].class',
      '"spot" is none of the failure classes',
      'failure classes are placement | start | interrupted | application | out-of-memory | configuration | timeout | lost',
    ],
  ],
  'job-shift-without-calendar': [
    [
      '2:54',
      'jobs.close.shift',
      'shift moves from the closed days of a calendar, and there is none',
      'write calendar: office, or take shift out',
    ],
  ],
  'job-step-too-wide': [
    [
      '2:40',
      'jobs.close.cron',
      '"0/90" steps over all 60 values of minutes: it fires once in each round, not every 90',
      'write the value alone, or a rate for an interval that does not divide',
    ],
  ],
  'job-subnet': [
    [
      '2:64',
      'jobs.close.network.subnets',
      '"private-a" is not a subnet\'s id',
      'write its id: subnet-0a1b2c3d4e5f6a7b8',
    ],
  ],
  'job-two-starts': [
    ['2:45', 'jobs.close.at', 'rate and at both start this job', 'write exactly one of cron, rate, day, after, at'],
  ],
  'job-without-cluster': [
    [
      '2:9',
      'jobs.close',
      'it is not said in which cluster it runs',
      'write cluster: … in it, or once for all in jobs.defaults',
    ],
  ],
  'jobs-in-a-circle': [
    ['4:17', 'jobs.one.after', 'it starts itself: one, then two, then one', 'take one of them out of the circle'],
  ],
  'day-unknown': [
    [
      '2:30',
      'calendars.office.days',
      '"mon-fry" is not a day of the week or a span of days',
      'write mon, tue, wed, thu, fri, sat or sun, or a span: mon-fri',
    ],
  ],
  'degraded-below-percent': [
    ['2:37', 'health["web/api"].degradedBelow', '70 is not a share', 'write a number above 0 and up to 1: 0.7 is 70 %'],
  ],
  'drain-budget': [
    [
      '3:18',
      'drain.web.budget',
      '"120%" is not a budget',
      'write a share of the group, or a number of instances: 10% or 2; 0 lets none go',
    ],
    [
      '4:18',
      'drain.gpu.budget',
      '"a few" is not a budget',
      'write a share of the group, or a number of instances: 10% or 2; 0 lets none go',
    ],
    [
      '4:34',
      'drain.gpu.perZone',
      '"one" is not a number of instances',
      'write how many instances stay in each zone: 0, 1, 2 …',
    ],
    [
      '5:18',
      'drain.old.budget',
      '-1 is not a budget',
      'write a share of the group, or a number of instances: 10% or 2; 0 lets none go',
    ],
    [
      '5:31',
      'drain.old.perZone',
      '-2 is not a number of instances',
      'write how many instances stay in each zone: 0, 1, 2 …',
    ],
    [
      '6:18',
      'drain.new.budget',
      '0.5 is not a budget',
      'write a share of the group, or a number of instances: 10% or 2; 0 lets none go',
    ],
  ],
  'duplicate-key': [['4:1', '', 'this key was written before', 'keep one of them, with the values of both']],
  'duration-without-unit': [
    ['3:22', 'routes[0].for', '5 is not a duration', 'write a number and a unit: 90s, 5m, 2h or 7d'],
  ],
  'empty-file': [['1:1', '', 'the file is empty', 'write at least one receiver: receivers: { alerts: { slack: C… } }']],
  'empty-receivers': [['1:12', 'receivers', 'there is no receiver', 'write one: alerts: { slack: C… }']],
  'health-without-cluster': [
    [
      '2:11',
      'health.api',
      '"api" is not a cluster and a service',
      'write cluster/service, each may hold *: web/orders-api, web/*, "*/orders-*"',
    ],
  ],
  'holidays-unknown': [['2:34', 'calendars.office.holidays', '"us" is none of the holidays', 'holidays are jp']],
  'hours-as-number': [
    [
      '2:31',
      'calendars.office.hours',
      '540 is not a span of hours',
      'write from and to: 09:00-19:00; 22:00-06:00 ends on the next day',
    ],
  ],
  'language-unknown': [
    ['2:11', 'language', '"jp" is none of the languages', 'languages are en | ja — did you mean "ja"?'],
  ],
  'list-expected': [
    ['2:9', 'routes', 'a mapping stands where a list belongs', 'write one "- …" line for each, or brackets: [a, b]'],
  ],
  'log-link-place': [
    [
      '2:21',
      'logLinks.splunk',
      '"https://logs.example.com/{taskid}" is not a web address with known places',
      'write https://…, with places out of: {account} {region} {cluster} {service} {family} {task} {container} {from} {to}',
    ],
  ],
  'mention-name': [
    [
      '1:46',
      'teams.orders.mention',
      '"@oncall" is not the id of a Slack user group or user',
      'write the id: S… of a user group, or U… of a person; without @',
    ],
  ],
  'merge-key': [
    [
      '1:1',
      'base',
      'unknown key "base"',
      'keys here are language, timezone, portal, environments, calendars, teams, ownerTags, receivers, routes, pager, logs, logLinks, redact, who, repeat, digest, prices, health, ignore, advice, crashLoops, drain, scale, nodes, jobs, ping',
    ],
    ['2:22', 'receivers.team["<<"]', 'unknown key "<<"', 'YAML 1.2 has no merge keys: write the values out'],
  ],
  'mode-off': [['3:18', 'drain.hosts.mode', '"off" is none of the modes', 'modes are none | observe | act']],
  'mode-true': [
    [
      '3:18',
      'drain.hosts.mode',
      'this was read as true: YAML 1.1 takes off, no, on and yes for that',
      'modes are none | observe | act',
    ],
  ],
  'no-receivers': [
    [
      '1:1',
      'receivers',
      'receivers is missing',
      'write at least one, it is enough: receivers: { alerts: { slack: C… } }',
    ],
  ],
  'no-routes': [['2:9', 'routes', 'there is no route', 'write one, or leave the key out']],
  'not-a-mapping': [
    [
      '1:1',
      '',
      'the file is a list, not a mapping',
      'write at least one receiver: receivers: { alerts: { slack: C… } }',
    ],
  ],
  'option-of-another-type': [
    ['1:31', 'receivers.noc.token', 'token has no meaning beside sns', 'take it out: it belongs to slack'],
  ],
  'pagerduty-key-in-file': [
    [
      '1:34',
      'receivers.pager.pagerduty',
      'a key stands in the file itself',
      'put it into an SSM parameter of type SecureString and write that name here, which begins with / (/watchkeeper/…); then replace the secret, since it stood in a file',
    ],
  ],
  'parameter-without-slash': [
    [
      '1:34',
      'receivers.pager.pagerduty',
      'this is not the name of an SSM parameter that holds the integration key',
      'write its name, which begins with /: /watchkeeper/…',
    ],
  ],
  'pattern-without-quotes': [
    [
      '3:25',
      '',
      '*-stg without quotes is a reference to something named -stg, and there is none',
      'put a pattern that begins with * in quotes: "*-stg"',
    ],
  ],
  'prod-not-production': [
    [
      '2:55',
      'environments.prod.production',
      'prod is production, always',
      'give clusters that are not production an environment of another name',
    ],
  ],
  'production-by-another-name': [
    [
      '2:17',
      'environments.production',
      'only prod is production by its name: nobody would be paged for production',
      'write production: true in it, or production: false if that is meant (what no environment claims is prod)',
    ],
  ],
  'receiver-of-two-types': [
    [
      '1:38',
      'receivers.team.sns',
      'slack and sns stand in one receiver',
      'make them two receivers: a route may name both',
    ],
  ],
  'receiver-reserved': [
    ['1:14', 'receivers.alarm-topic', 'alarm-topic is the name of the receiver of last resort', 'give it another name'],
  ],
  'receiver-without-type': [
    [
      '1:14',
      'receivers.team',
      'this receiver does not say where messages go',
      'write exactly one of slack, slackWebhook, amazonQ, sns, pagerduty, webhook',
    ],
  ],
  'redact-broken': [
    [
      '2:10',
      'redact[0]',
      '"(" is not a regular expression',
      'write it as JavaScript does, without slashes around it, in single quotes',
    ],
  ],
  'redact-everything': [
    [
      '2:10',
      'redact[0]',
      '"x*" matches the empty text, so it would redact everything',
      'ask for at least one letter: + for *',
    ],
  ],
  'repeat-too-often': [
    ['2:9', 'repeat', '"30s" is not a duration of 5 minutes or more', 'write a number and a unit: 4h, 30m'],
  ],
  'route-to-empty-list': [['3:11', 'routes[0].to', 'the list is empty', 'name at least one, or leave the key out']],
  'route-to-nobody': [['3:5', 'routes[0].to', 'to is missing', 'name a receiver, or a list of them']],
  'scale-queue-alone': [
    [
      '3:38',
      'scale["shop/worker"].queue',
      'a queue says nothing without perTask',
      'write how many messages one task is good for: perTask: 20',
    ],
  ],
  'scale-protect-no-task': [
    [
      '3:92',
      'scale["shop/worker"].protect.of',
      'none of its dimensions is a task',
      "write one, such as TaskId: '{task}'",
    ],
  ],
  'scale-metric-without-target': [
    [
      '3:25',
      'scale["shop/web"].metrics[0]',
      'neither a target nor steps are written',
      'write target: the value one task is good for, or steps: from a threshold',
    ],
  ],
  'scale-metric-and-expression': [
    [
      '3:61',
      'scale["shop/web"].metrics[0].expression',
      'a metric and an expression are two things',
      'write metric: NAMESPACE/NAME, or expression: with the series under where:',
    ],
    [
      '3:121',
      'scale["shop/web"].metrics[0].steps',
      'a target and steps are two ways',
      'write target: the value one task is good for, or steps: from a threshold',
    ],
  ],
  'scale-span-unclear': [
    [
      '3:22',
      'scale["shop/web"].floor',
      'when it holds is not clear',
      'write one of during: and outside:, with a calendar',
    ],
  ],
  'scale-rate': [
    [
      '3:38',
      'scale["shop/web"].up.rates[0]',
      '"4 a minute" is not a rate',
      'write how many tasks, or which percentage of them, in which time: 4/15s or 100%/1m',
    ],
  ],
  'scale-metric-name': [
    [
      '3:35',
      'scale["shop/web"].metrics[0].metric',
      '"Backlog" is not a metric\'s namespace and name',
      'write both, with a slash between: AWS/ApplicationELB/RequestCountPerTarget',
    ],
  ],
  'scale-step-distance': [
    [
      '3:78',
      'scale["shop/web"].metrics[0].steps.up.-5',
      '"-5" is not a distance from the threshold',
      'write how far from the threshold, and how many tasks then: { 0: 1, 20: 3 }',
    ],
  ],
  'scale-steps-none': [
    [
      '3:56',
      'scale["shop/web"].metrics[0].steps',
      'steps without a step: nothing is ever done',
      'write up: or down: with how far from the threshold, and how many tasks then: { 0: 1, 20: 3 }',
    ],
  ],
  'scale-steps-alike': [
    ['3:101', 'scale["shop/web"].metrics[0].steps.up["5.0"]', 'two steps begin at 5', 'leave one of them out'],
  ],
  'slack-token-in-file': [
    [
      '1:45',
      'receivers.team.token',
      'a Slack token stands in the file itself',
      'put it into an SSM parameter of type SecureString and write that name here, which begins with / (/watchkeeper/…); then replace the secret, since it stood in a file',
    ],
  ],
  'slack-webhook-in-file': [
    [
      '1:36',
      'receivers.team.slackWebhook',
      'the address of a Slack webhook stands in the file itself',
      'put it into an SSM parameter of type SecureString and write that name here, which begins with / (/watchkeeper/…); then replace the secret, since it stood in a file',
    ],
  ],
  'tab-in-indentation': [
    ['2:1', '', 'a tab stands in the indentation', 'indent with spaces: YAML does not allow tabs there'],
  ],
  'tasks-backwards': [
    ['2:28', 'scale["web/api"].tasks', '"9..2" is not a range of tasks', 'write the least and the most: 0..40'],
  ],
  'team-leads-nowhere': [
    [
      '1:29',
      'receivers.team.slack',
      '"{team}" leads nowhere: no team has slack',
      'give each team its own: teams: { orders: { slack: … } }',
    ],
  ],
  'team-without-quotes': [
    ['2:29', 'receivers.team.slack', '{team} without quotes is a mapping in YAML', 'write "{team}", with the quotes'],
  ],
  'time-as-number': [['2:9', 'digest', '1320 is what YAML 1.1 makes of 22:00 without quotes', 'write "22:00"']],
  'timezone-unknown': [
    [
      '2:11',
      'timezone',
      '"JST" is not a time zone',
      'write a name of the IANA list, like Asia/Tokyo, Europe/Berlin or UTC',
    ],
  ],
  'token-somewhere-else': [
    [
      '1:46',
      'teams.orders.runbook',
      'a Slack token stands in the file itself',
      'take it out, keep it in an SSM parameter, and replace it, since it stood in a file',
    ],
  ],
  'two-default-teams': [
    ['3:38', 'teams.stock.default', 'orders is the default team already', 'keep default: true on one of them'],
  ],
  'two-documents': [['2:1', '', 'a second document begins here', 'take the line --- out: one file is one document']],
  'unclosed-bracket': [
    [
      '2:1',
      '',
      'the indentation fits nothing above, or a bracket above is not closed',
      'begin keys of one mapping in one column, and close every [ and { that was opened',
    ],
  ],
  'unknown-calendar': [
    ['3:25', 'routes[0].during', 'unknown calendar "offices"; calendars are office', 'did you mean "office"?'],
  ],
  'unknown-environment': [
    [
      '4:12',
      'routes[0].env',
      'unknown environment "stagging"; environments are staging, prod',
      'did you mean "staging"?',
    ],
  ],
  'unknown-impact': [
    [
      '3:15',
      'routes[0].impact',
      '"dwon" is none of the impacts',
      'impacts are none | at-risk | degraded | down | unknown | late | missed | failed — did you mean "down"?',
    ],
  ],
  'unknown-key-in-route': [['3:17', 'routes[0].fro', 'unknown key "fro"', 'did you mean "for"?']],
  'unknown-key': [['2:1', 'enviroments', 'unknown key "enviroments"', 'did you mean "environments"?']],
  'unknown-receiver': [
    ['5:32', 'routes[0].to[1]', 'unknown receiver "pagr"; receivers are team, pager', 'did you mean "pager"?'],
  ],
  'unknown-team': [['4:13', 'routes[0].team', 'unknown team "order"; teams are orders', 'did you mean "orders"?']],
  'webhook-address-in-file': [
    [
      '1:31',
      'receivers.wall.webhook',
      'a web address stands in the file itself',
      'put it into an SSM parameter of type SecureString and write that name here, which begins with / (/watchkeeper/…); then replace the secret, since it stood in a file',
    ],
  ],
  'yaml-1.1-off': [
    [
      '5:18',
      'drain.hosts.mode',
      'this was read as false: YAML 1.1 takes off, no, on and yes for that',
      'modes are none | observe | act',
    ],
  ],
  'yaml-1.1-time': [['4:9', 'digest', '1320 is what YAML 1.1 makes of 22:00 without quotes', 'write "22:00"']],
};

describe('one mistake, one fault', () => {
  test.each(Object.entries(mistakes))('%s', (name, rows) => {
    const told = faultsOf(sample(`bad/${name}.yml`)).map((fault) => [
      `${fault.line}:${fault.column}`,
      fault.path,
      fault.problem,
      fault.fix,
    ]);
    expect(told).toEqual(rows);
  });

  test('every bad sample is in the table', () => {
    const files = badFiles.map((file) => file.replace(/\.yml$/, ''));
    expect(files.toSorted()).toEqual([...Object.keys(mistakes), 'six-mistakes'].toSorted());
  });

  test('no fault repeats what may be a secret', () => {
    const secrets = /0123456789abcdef|xoxb-1|T0\/B0|hook\/abc/;
    const told = badFiles.flatMap((file) => faultsOf(sample(`bad/${file}`)));
    expect(told.length).toBeGreaterThan(50);
    expect(told.filter((fault) => secrets.test(JSON.stringify(fault)))).toEqual([]);
  });
});

test('six mistakes: six messages, each with line, path and fix', () => {
  const lines = faultsOf(sample('bad/six-mistakes.yml')).map((fault) => faultLine('watchkeeper.yml', fault));
  expect(lines).toEqual([
    'watchkeeper.yml:1:1  langage  unknown key "langage" — did you mean "language"?',
    'watchkeeper.yml:2:11  timezone  "Tokio" is not a time zone — did you mean "Asia/Tokyo"?',
    'watchkeeper.yml:4:3  environments.production  only prod is production by its name: nobody would be paged for production — write production: true in it, or production: false if that is meant (what no environment claims is prod)',
    'watchkeeper.yml:6:18  receivers.team.slack  "#alerts" is not a Slack channel\'s id — names can change, ids cannot: copy the id (C…) from the bottom of the channel\'s "About" in Slack',
    'watchkeeper.yml:7:23  receivers.pager.pagerduty  a key stands in the file itself — put it into an SSM parameter of type SecureString and write that name here, which begins with / (/watchkeeper/…); then replace the secret, since it stood in a file',
    'watchkeeper.yml:9:32  routes[0].to[1]  unknown receiver "pagr"; receivers are team, pager — did you mean "pager"?',
  ]);
});

test.each([
  ['brackets without end', `a: ${'['.repeat(40_000)}`, 'this is nested too deeply'],
  ['a file of 49 kB', 'x'.repeat(49 * 1024), 'the file is longer than 48 kB'],
  ['an alias inside of what it names', 'receivers: &all { team: *all }\n', 'unknown key "team"'],
  [
    'aliases that multiply',
    'a: &a [1, 1, 1, 1, 1, 1, 1, 1]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c]\n',
    'aliases multiply the file beyond measure',
  ],
])('%s: told, not thrown', (_, text, problem) => {
  expect(faultsOf(text)[0]?.problem).toBe(problem);
});
