import { describe, expect, test } from 'vitest';
import { adviceOf } from '../../../lib/ecs/advice/advise.ts';
import type { AdviceSource } from '../../../lib/ecs/advice/read/facts.ts';
import { adviceRules } from '../../../lib/ecs/advice/rules.ts';
import { adviceTexts, findAdviceText } from '../../../lib/ecs/advice/texts.ts';
import { defaultAdviceSettings } from '../../../lib/ecs/advice/settings.ts';
import { languages, placesOf, say } from '../../../lib/core/language.ts';
import { ruleCases } from './cases.ts';
import { advicePage, writtenPage } from './page.ts';
import { factsOf, now } from './sources.ts';

const advise = (source: AdviceSource) => adviceOf(factsOf(source), defaultAdviceSettings, now);

const ofRule = (source: AdviceSource, rule: string) => advise(source).findings.filter((each) => each.rule === rule);

test('every rule has cases', () => {
  expect(ruleCases.map(({ rule }) => rule).toSorted()).toEqual(adviceRules.map(({ id }) => id).toSorted());
  for (const { rule, fires, silent, unknown } of ruleCases) {
    expect([rule, fires.length > 0, silent.length > 0, unknown.length > 0]).toEqual([rule, true, true, true]);
  }
});

describe.each(ruleCases)('$rule', ({ rule, fires, silent, unknown }) => {
  test.each(fires.map((source, at) => [at, source] as const))('speaks (%i)', (_, source) => {
    expect(ofRule(source, rule)).not.toEqual([]);
  });

  test.each(silent.map((source, at) => [at, source] as const))('has nothing to say (%i)', (_, source) => {
    const { findings, unchecked } = advise(source);
    expect(findings.filter((each) => each.rule === rule)).toEqual([]);
    expect(unchecked.filter((each) => each.rule === rule)).toEqual([]);
  });

  test.each(unknown.map((each, at) => [at, each] as const))('says what it lacks (%i)', (_, { source, missing }) => {
    const { findings, unchecked } = advise(source);
    expect(findings.filter((each) => each.rule === rule)).toEqual([]);
    expect(unchecked.find((each) => each.rule === rule)?.missing).toEqual(missing);
  });

  test('fills every place of its texts, and leads to a place of the file', () => {
    const row = findAdviceText(rule);
    if (row === undefined) throw new Error('no such rule');
    for (const { fills } of fires.flatMap((source) => ofRule(source, rule))) {
      for (const text of [row.title, row.why, row.fix]) {
        for (const language of languages) {
          const wanted = placesOf(text, language);
          expect(wanted.filter((place) => fills[place] === undefined)).toEqual([]);
          expect(say(text, language, fills)).not.toMatch(/undefined|NaN|Infinity|\[object/);
        }
      }
    }
  });
});

test('every rule has its words, and no words are without their rule', () => {
  expect(adviceTexts.map(({ id }) => id)).toEqual(adviceRules.map(({ id }) => id));
});

test('texts have the same places in every language', () => {
  for (const { title, why, fix } of adviceTexts) {
    for (const text of [title, why, fix]) expect(placesOf(text, 'ja')).toEqual(placesOf(text, 'en'));
  }
});

// When a rule was changed on purpose: `node test/ecs/advice/page.ts`.
test('docs/advice/README.md is what the rules say', () => {
  expect(writtenPage()).toBe(advicePage());
});
