import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { overlap } from '../../lib/app/config/acting.ts';
import { checkConfiguration } from '../../lib/app/config/check.ts';
import type { Known } from '../../lib/app/config/check-account.ts';
import { pathText } from '../../lib/app/config/fault.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import { nearest } from '../../lib/app/config/nearest.ts';
import { needsOf } from '../../lib/app/config/needs.ts';
import { matchesGlob } from '../../lib/core/glob.ts';
import { good, sample } from './samples.ts';

const one = 'receivers: { team: { slack: C0TEAM1 } }\n';
const templated = 'receivers: { team: { slack: "{team}" } }\n';

function warnings(text: string, known: Known = {}): string[] {
  return checkConfiguration(good(text), known).map(({ path, problem }) => `${pathText(path)}: ${problem}`);
}

describe('what is likely not meant', () => {
  const in2028: Known = { now: Date.UTC(2028, 5, 1) };
  test.each<[string, string, Known, string[]]>([
    ['nothing', one, { now: Date.UTC(2026, 10, 21) }, []],
    [
      'a team without a channel',
      `${templated}teams: { a: { slack: C0AAAAA, default: true }, b: {} }\n`,
      {},
      ['teams.b: b has no slack'],
    ],
    [
      'no default team',
      `${one}teams: { a: {}, b: {} }\n`,
      {},
      ['teams: no team is the default: nobody owns a service without the tag Team'],
    ],
    [
      "next year's holidays",
      `${one}calendars: { office: { holidays: jp } }\n`,
      in2028,
      ['calendars.office.holidays: the holidays of jp are known up to 2028 only'],
    ],
    [
      "next year's holidays, a year earlier",
      `${one}calendars: { office: { holidays: jp } }\n`,
      { now: Date.UTC(2027, 5, 1) },
      [],
    ],
    [
      'a route never reached',
      `${one}routes: [{ to: team }, { impact: down, to: team }]\n`,
      {},
      ['routes[1]: never reached: routes[0] takes everything'],
    ],
    ['a route below one with `for`', `${one}routes: [{ to: team, for: 5m }, { to: team }]\n`, {}, []],
    [
      'a receiver no route leads to',
      'receivers: { a: { sns: a }, b: { sns: b } }\nroutes: [{ to: a }]\n',
      {},
      ['receivers.b: no route leads to b: it is only told when others fail'],
    ],
    [
      'a receiver of the digest',
      'receivers: { a: { sns: a }, b: { sns: b } }\nroutes: [{ to: a }]\ndigest: { to: b }\n',
      {},
      [],
    ],
    [
      'pagers alone',
      'receivers: { p: { pagerduty: /p } }\n',
      {},
      ['receivers: every receiver is a pager: what wakes nobody, and the digest, is told to nobody'],
    ],
    [
      'pagers alone in the shadow',
      'receivers: { p: { pagerduty: /p } }\npager: shadow\n',
      {},
      ['receivers: every receiver is a pager: in the shadow nobody hears of anything'],
    ],
    ['what drains and scales', `${one}drain: { hosts: { mode: observe } }\nscale: { a/b: { tasks: 1..2 } }\n`, {}, []],
    [
      'a cluster that is not there',
      `${one}environments: { staging: { clusters: [stg-*, dev] } }\n`,
      { clusters: ['stg-web', 'web'] },
      ['environments.staging.clusters: no cluster fits dev'],
    ],
    [
      'a service that is not there',
      `${one}health: { web/api: {} }\nteams: { t: { services: "*/job-*" } }\n`,
      { services: ['web/apis'] },
      ['teams.t.services: no service fits */job-*', 'health["web/api"]: no service fits web/api'],
    ],
    [
      'a tag on 0 services',
      `${one}teams: { t: {} }\n`,
      { tagCounts: { Team: 0 } },
      ['teams: the tag Team or team or Owner or owner is on 0 services: the default team owns everything'],
    ],
    ['a tag on some', `${one}teams: { t: {} }\n`, { tagCounts: { owner: 3 } }, []],
    [
      'a cause that is not there',
      `${one}routes: [{ cause: [image-*, omo], to: team }, { to: team }]\n`,
      { causes: ['image-not-found', 'oom'] },
      ['routes[0].cause: there is no cause omo'],
    ],
    [
      'a parameter that is not there',
      one,
      { parameters: [] },
      ['receivers.team: the SSM parameter /watchkeeper/slack-token does not exist'],
    ],
  ])('%s', (_, text, known, expected) => {
    expect(warnings(text, known)).toEqual(expected);
  });

  test('has a place in the file', () => {
    const text = `${one}routes:\n  - { to: team }\n  - { impact: down, to: team }\n`;
    const read = readConfiguration(text);
    if ('faults' in read) throw new Error('it is good');
    const [warning] = checkConfiguration(read.configuration).map(read.locate);
    expect(warning).toMatchObject({ line: 4, column: 5, path: 'routes[1]' });
  });
});

describe('jobs that are likely not meant', () => {
  const now = Date.parse('2026-11-21T03:00Z');
  const warned = (job: string): string[] => {
    const text = `receivers: { team: { slack: C0TEAM1 } }\njobs: { close: { cluster: batch, ${job} } }\n`;
    return checkConfiguration(good(text), { now }).map(({ path, problem }) => `${path.join('.')}: ${problem}`);
  };

  test.each<[job: string, problems: RegExp[]]>([
    ['roles: task, cron: 0 1 * * ? *', []],
    ['cron: 0 1 * * ? *', [/^jobs\.close: it names no roles/]],
    ['roles: task, at: 2026-01-31T10:00', [/it is never due from now on/]],
    ['roles: task, cron: 0 0 31 2 ? *', [/it is never due/]],
    ['roles: task, day: 31 office, at: "9:00"', [/it is never due/]],
    ['roles: task, cron: 30 2 * * ? *, timezone: America/New_York', [/on 2027-03-14 clocks go forward over 02:30/]],
    ['roles: task, cron: 30 2 * * ? *, timezone: America/New_York, dst: { gap: run-after }', []],
    ['roles: task, cron: 30 * * * ? *, timezone: America/New_York', []],
  ])('%s', (job, problems) => {
    expect(warned(job)).toEqual(problems.map((problem) => expect.stringMatching(problem)));
  });
});

test('what a file needs of the stack', () => {
  const needs = needsOf(good(sample('good/complete.yml')));
  expect(needs.parameters.map(({ name }) => name)).toEqual([
    '/hoshi/slack-token',
    '/hoshi/pagerduty-key',
    '/hoshi/wall-address',
    '/hoshi/wall-secret',
    '/watchkeeper/ping',
  ]);
  expect(needs.topics).toEqual([{ name: 'night-desk', path: ['receivers', 'desk', 'sns'] }]);
});

describe('the nearest word', () => {
  const words = ['team', 'pager', 'noc', 'staging', 'stage'];
  test.each([
    ['pagr', 'pager'],
    ['paegr', 'pager'],
    ['Team', 'team'],
    ['stagin', 'staging'],
    ['nok', 'noc'],
    ['mail', undefined],
    ['x', undefined],
    ['', undefined],
  ])('%s: %s', (word, meant) => {
    expect(nearest(word, words)).toBe(meant);
  });
});

describe('patterns that overlap', () => {
  test.each([
    ['*', 'stg-*', true],
    ['*-web', 'stg-*', true],
    ['web', 'stg-*', false],
    ['stg-1', 'stg-*', true],
    ['a*', '*b', true],
    ['a*c', 'b*', false],
    ['', '*', true],
    ['', 'a', false],
  ])('%s and %s: %s', (first, second, expected) => {
    expect(overlap(first, second)).toBe(expected);
    expect(overlap(second, first)).toBe(expected);
  });

  test('whenever a name fits both', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 5 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 5 });
    fc.assert(
      fc.property(pattern, pattern, word, (first, second, name) => {
        fc.pre(matchesGlob(first, name) && matchesGlob(second, name));
        expect(overlap(first, second)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('only when some name fits both', () => {
    const words = (length: number): string[] =>
      length === 0 ? [''] : ['', ...words(length - 1).flatMap((rest) => [`a${rest}`, `b${rest}`])];
    const names = [...new Set(words(6))];
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 3 });
    fc.assert(
      fc.property(pattern, pattern, (first, second) => {
        expect(overlap(first, second)).toBe(
          names.some((name) => matchesGlob(first, name) && matchesGlob(second, name)),
        );
      }),
      { numRuns: 300 },
    );
  });
});
