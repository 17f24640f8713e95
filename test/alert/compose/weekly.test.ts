import { describe, expect, test } from 'vitest';
import { plainOf } from '../../../lib/alert/compose/phrase.ts';
import type { WeeklyInput } from '../../../lib/alert/compose/weekly.ts';
import { causeTitleOf } from '../../../lib/alert/compose/cause-title.ts';
import { composeWeekly } from '../../../lib/alert/compose/weekly.ts';
import type { KeptAdvice } from '../../../lib/alert/weekly/advice-kept.ts';
import { byWeight, countOf, withAdvice } from '../../../lib/alert/weekly/advice-kept.ts';
import { weekOf } from '../../../lib/alert/weekly/week.ts';
import type { AdviceFound } from '../../../lib/core/advice-found.ts';
import { languages } from '../../../lib/core/language.ts';
import { adviceTexts } from '../../../lib/ecs/advice/texts.ts';
import { causes } from '../../../lib/ecs/stops/catalogue.ts';
import { checkRules, checkSameLines } from './rules.ts';

const now = Date.parse('2026-11-30T00:00:00Z');

const found = (service: string, ...findings: AdviceFound['findings']): AdviceFound => ({
  kind: 'advice',
  id: service,
  at: now,
  region: 'eu-west-1',
  cluster: 'web',
  service,
  findings,
});

const latest = { rule: 'image-latest', severity: 'warning' } as const;
const missing = { rule: 'image-missing', severity: 'error' } as const;
const nofile = { rule: 'nofile-default', severity: 'info' } as const;

const advice = withAdvice({}, [found('api', latest, nofile), found('cart', latest), found('jobs', missing)]);

const input = (more: Partial<WeeklyInput> = {}): WeeklyInput => ({
  incident: 'weekly/2026-11-23',
  weekOf: Date.parse('2026-11-22T15:00:00Z'),
  advice,
  titles: new Map(adviceTexts.map(({ id, title }) => [id, title])),
  cost: { lines: [], replies: [] },
  now,
  language: 'en',
  timezone: 'Asia/Tokyo',
  ...more,
});

const month = {
  month: '2026-10',
  memory: {
    incidents: 14,
    pages: 3,
    pagesAtNight: 2,
    causes: [
      { id: 'oom', count: 6 },
      { id: 'deployment_failed', count: 4 },
    ],
    again: [{ name: 'web/api', count: 3 }],
  },
};

describe('advice that is kept for a week', () => {
  test('is the worst first, and of these what holds of most services', () => {
    expect(byWeight(advice).map(({ rule, services }) => [rule, ...services])).toEqual([
      ['image-missing', 'web/jobs'],
      ['image-latest', 'web/api', 'web/cart'],
      ['nofile-default', 'web/api'],
    ]);
  });

  test('names a service once, however often it was deployed', () => {
    const again = withAdvice(advice, [found('api', latest), found('api', latest)]);
    expect(again).toEqual(advice);
  });

  test('names so many, and counts the others', () => {
    const many = Array.from({ length: 400 }, (_, at) => found(`svc-${at}`, latest));
    const kept: KeptAdvice = withAdvice({}, many);
    expect(kept['image-latest']?.services).toHaveLength(15);
    expect(kept['image-latest'] && countOf(kept['image-latest'])).toBe(400);
  });
});

describe('the weekly digest', () => {
  test('says what was found, and how to read more', () => {
    const { message, replies } = composeWeekly(input());
    expect(message.summary).toBe('Week of 23 Nov: 3 pieces of advice');
    expect(plainOf(message.why ?? [])).toBe(
      'the image is not in its registry (web/jobs) · image tag latest (web/api, web/cart) · a server with the default number of open files (web/api)',
    );
    expect(replies.map(({ lines }) => lines.map(plainOf))).toEqual([
      ['Found in what was deployed, each said once', 'why and what to do: npx watchkeeper advise --service web/jobs'],
    ]);
    expect(replies[0]?.fence).toContain('warning image-latest: image tag latest. web/api, web/cart');
  });

  test('tells a month in one line, once', () => {
    const { message } = composeWeekly(input({ month, advice: {} }));
    expect(message.summary).toBe('Week of 23 Nov');
    expect(plainOf(message.changed ?? [])).toBe(
      'Oct 2026: 14 incidents, 3 pages, 2 of them at night (22:00 to 07:00) · mostly: out of memory: a container was killed ×6, deployment failed ×4 · more than once: web/api ×3',
    );
    const quiet = { month: '2026-10', memory: { ...month.memory, incidents: 0 } };
    expect(plainOf(composeWeekly(input({ month: quiet })).message.changed ?? [])).toBe('Oct 2026: no incident');
  });

  test.each([
    {},
    { month },
    { month, advice: {} },
    { advice: { gone: { severity: 'info' as const, services: ['a/b'], others: 2 } } },
  ])('is well written in every language (%#)', (more) => {
    const [en, ja] = languages.map((language) => composeWeekly(input({ ...more, language })));
    for (const composed of [en, ja]) if (composed !== undefined) checkRules(composed);
    if (en !== undefined && ja !== undefined) checkSameLines(en, ja);
    expect(ja?.message.summary).toContain('の週のまとめ');
  });
});

test('every cause has a title without anybody’s values', () => {
  for (const { id } of causes) {
    for (const language of languages) expect(causeTitleOf(id, language)).not.toMatch(/[{}]|\?$|^$|…$/);
  }
});

test.each([
  ['2026-11-30T00:00:00Z', 'UTC', '2026-11-30'],
  ['2026-11-29T23:59:59Z', 'UTC', '2026-11-23'],
  ['2026-11-29T15:00:00Z', 'Asia/Tokyo', '2026-11-30'],
  ['2027-01-01T12:00:00Z', 'UTC', '2026-12-28'],
])('%s in %s is in the week of %s', (at, timezone, monday) => {
  expect(weekOf(Date.parse(at), timezone)).toBe(monday);
});
