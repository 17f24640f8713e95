import { expect, test } from 'vitest';
import type { Scenario } from './play.ts';
import { median, medianMs, play, silentMs, summaryOf, versionsOf } from './play.ts';

/** The worst makes the title; what follows stands in any order. */
function worstFirst([first, ...others]: readonly string[]): readonly (string | undefined)[] {
  return [first, ...others.toSorted()];
}

/** Plays each, and compares what was told with its row. */
export function tellsOf(cases: readonly Scenario[]): void {
  const afterExit: number[] = [];

  test.each(cases)('$name', { timeout: 60_000 }, async (scenario) => {
    const told = await play(scenario);
    const { causes, worst, next, end, others = [], says = {} } = scenario;
    expect(told.errors).toEqual([]);
    const summary = summaryOf(told, scenario);
    expect({ ...summary, causes: worstFirst(summary.causes) }).toEqual({
      others,
      posts: 1 + others.length,
      causes: worstFirst(causes),
      worst,
      next,
      end,
    });
    const [post] = told.posts;
    const versions = post === undefined ? [] : versionsOf(post);
    if (says.first !== undefined) expect(versions[0]).toMatch(says.first);
    if (says.between !== undefined) expect(versions.join('\n')).toMatch(says.between);
    if (says.last !== undefined) expect(versions.at(-1)).toMatch(says.last);
    if (says.thread !== undefined) expect(told.thread).toMatch(says.thread);
    if (scenario.isSilent === true) expect(told.afterStrikeMs).toBeLessThanOrEqual(silentMs);
    else if (told.afterExitMs !== undefined) afterExit.push(told.afterExitMs);
  });

  test.runIf(cases.some(({ isSilent }) => isSilent !== true))('the first word comes soon', () => {
    expect(afterExit.length).toBeGreaterThan(0);
    expect(median(afterExit)).toBeLessThan(medianMs);
  });
}
