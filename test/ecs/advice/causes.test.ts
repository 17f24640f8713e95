import { expect, test } from 'vitest';
import { languages, placesOf } from '../../../lib/core/language.ts';
import { adviceCauseId, isForeseen } from '../../../lib/ecs/advice/cause-id.ts';
import { adviceCauses, findAdviceCause } from '../../../lib/ecs/advice/causes.ts';
import { adviceRules } from '../../../lib/ecs/advice/rules.ts';
import { findServiceCause } from '../../../lib/ecs/service-event.ts';

test('each rule is a cause of its own, foreseen, never worse than a warning', () => {
  expect(adviceCauses.map(({ id }) => id)).toEqual(adviceRules.map(({ id }) => adviceCauseId(id)));
  expect(new Set(adviceCauses.map(({ id }) => id)).size).toBe(adviceCauses.length);
  for (const cause of adviceCauses) {
    expect([isForeseen(cause.id), cause.severity]).toEqual([true, 'warning']);
    expect(findAdviceCause(cause.id)).toBe(cause);
    expect(findServiceCause(cause.id)).toBeUndefined();
  }
});

test.each(adviceCauses)('$id says so in every language', ({ title, likely, remedy }) => {
  for (const text of [title, likely, remedy]) {
    expect(placesOf(text, 'ja')).toEqual(placesOf(text, 'en'));
    for (const language of languages) expect(text[language]).not.toBe('');
  }
  expect(title.en).toMatch(/^deployment will not get through: \S/);
});

test('what has failed was not only foreseen', () => {
  for (const id of ['deployment_failed', 'deployment_stuck', 'pull_no_image']) expect(isForeseen(id)).toBe(false);
});
