import { expect, test } from 'vitest';
import * as baseline from '../../../lib/alert/texts/baseline.ts';
import * as changes from '../../../lib/alert/texts/changes.ts';
import * as digest from '../../../lib/alert/texts/digest.ts';
import * as drain from '../../../lib/alert/texts/drain.ts';
import * as ends from '../../../lib/alert/texts/ends.ts';
import * as impact from '../../../lib/alert/texts/impact.ts';
import * as labels from '../../../lib/alert/texts/labels.ts';
import * as log from '../../../lib/alert/texts/log.ts';
import * as next from '../../../lib/alert/texts/next.ts';
import * as situation from '../../../lib/alert/texts/situation.ts';
import * as targets from '../../../lib/alert/texts/targets.ts';
import * as time from '../../../lib/alert/texts/time.ts';
import * as todo from '../../../lib/alert/texts/todo.ts';
import * as umbrella from '../../../lib/alert/texts/umbrella.ts';
import * as weekly from '../../../lib/alert/texts/weekly.ts';
import { impactLevels } from '../../../lib/core/alert.ts';
import type { Text } from '../../../lib/core/language.ts';
import { placesOf } from '../../../lib/core/language.ts';
import { nextPlaces } from './next-places.ts';

const tables = {
  baseline,
  changes,
  digest,
  drain,
  ends,
  impact,
  labels,
  log,
  next,
  situation,
  targets,
  time,
  todo,
  umbrella,
  weekly,
};

function isText(value: object): value is Text {
  return 'en' in value && 'ja' in value && typeof value.en === 'string' && typeof value.ja === 'string';
}

/** Every text of a table, with the path it stands at. */
function textsIn(value: unknown, path: string): (readonly [string, Text])[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isText(value)) return [[path, value]];
  return Object.entries(value).flatMap(([name, part]) => textsIn(part, `${path}.${name}`));
}

const all = Object.entries(tables).flatMap(([name, table]) => textsIn({ ...table }, name));

test('the tables are read', () => {
  expect(all.length).toBeGreaterThan(200);
});

test.each(all)('%s says the same in both languages', (_, text) => {
  expect(placesOf(text, 'ja')).toEqual(placesOf(text, 'en'));
  expect(text.en.trim()).not.toBe('');
  expect(text.ja.trim()).not.toBe('');
  expect(text.en).not.toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
  expect(`${text.en} ${text.ja}`).not.toMatch(/please|something went wrong|ご確認/i);
});

test.each(impactLevels)('impact %s has words for the case that nothing was counted', (level) => {
  const last = impact.impactSummaries[level].at(-1);
  expect(last && placesOf(last, 'en')).toEqual([]);
  if (level === 'unknown') return;
  const line = impact.impactTexts[level].at(-1);
  expect(line && placesOf(line, 'en')).toEqual([]);
});

test.each(Object.entries(next.nextTexts))(
  'next step %s has words for the case that nothing is known of it',
  (_, wordings) => {
    const last = wordings.at(-1);
    expect(last?.when).toBeUndefined();
    expect((last ? placesOf(last.text, 'en') : ['none']).filter((place) => place !== 'toPrevious')).toEqual([]);
  },
);

test.each(Object.entries(next.nextTexts))('next step %s fills what it is given, and nothing else', (code, wordings) => {
  const places = new Set(wordings.flatMap(({ text }) => placesOf(text, 'en')));
  places.delete('toPrevious');
  expect([...places].sort()).toEqual([...(nextPlaces[code] ?? ['not in the table'])].sort());
});

test('every next step has words', () => {
  expect(Object.keys(nextPlaces).sort()).toEqual(Object.keys(next.nextTexts).sort());
});

/** Those that lib/health emits. */
test.each([
  'hook_waits',
  'standalone_nothing',
  'waits_for_you',
  'aws_mends',
  'rolling_back',
  'no_breaker',
  'breaker_rolls_back',
  'breaker_stops',
  'steady_watch',
  'rollback_unknown',
  'spot_replaces',
  'daemon_retries',
  'hook_times_out',
  'scheduler_replaces',
  'start_throttled',
  'codedeploy_ends',
  'codedeploy_rolls_back',
  'deployment_follows',
  'follower_failed',
  'rollback_failed',
  'new_deployment',
  'placement_retries',
  'capacity_returns',
  'not_replaced',
  'throttling_passes',
  'unwanted',
  'nothing_known',
  'unknown',
])('there are words for the next step %s', (code) => {
  expect(next.nextTexts[code]).toBeDefined();
});

test.each(['standalone', 'instance', 'codedeploy', 'daemon', 'denied', 'not-found', 'throttled', 'unreadable'])(
  'there are words for an impact unknown because of %s',
  (because) => {
    expect(impact.unknownImpacts[because]).toBeDefined();
  },
);
