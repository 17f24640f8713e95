import { fitted } from '../../lib/core/columns.ts';
import type { Language } from '../../lib/core/language.ts';
import { say } from '../../lib/core/language.ts';
import type { PlacementAnswer } from '../../lib/ecs/placement/answer.ts';
import type { Crossing, CrossCheck, EcsAnswers } from '../../lib/ecs/placement/cross-check.ts';
import { crossCheck } from '../../lib/ecs/placement/cross-check.ts';
import { shortNames } from '../../lib/ecs/placement/instance-names.ts';
import { questionOf } from '../../lib/ecs/placement/question.ts';
import { listed } from '../../lib/ecs/placement/reason-text.ts';
import { verdictWords } from '../../lib/ecs/placement/table-texts.ts';
import type { LiveCluster } from './cluster.ts';
import { explainTexts } from './texts.ts';

/** Has ECS evaluate every constraint itself; undefined where there is none, or nobody to ask. */
export async function crossed(answer: PlacementAnswer, live: LiveCluster | undefined): Promise<CrossCheck | undefined> {
  const { asked, explanation } = answer;
  const { queries } = questionOf(asked);
  if (live === undefined || queries.length === 0 || explanation.instances.length === 0) return undefined;
  const answers: EcsAnswers = new Map(
    await Promise.all(queries.map(async ({ expression }) => [expression, await asksEcs(live, expression)] as const)),
  );
  return crossCheck(explanation.instances, answers);
}

async function asksEcs({ reads, name }: LiveCluster, expression: string) {
  try {
    return await reads.matching(name, expression);
  } catch (error) {
    if (error instanceof Error) return { failed: error.message };
    throw error;
  }
}

export function crossLines(check: CrossCheck, answer: PlacementAnswer, language: Language): readonly string[] {
  const { expressions, differences, answered, failed } = check;
  const names = shortNames(answer.instances);
  const count = answer.explanation.instances.length;
  const namesOf = (crossings: readonly Crossing[]): string =>
    listed(
      crossings.map(({ arn }) => names.get(arn) ?? arn),
      language,
    );
  const isAlike = expressions > 0 && differences.length === 0 && answered.length === 0;
  const alike = expressions === 1 ? explainTexts.alike : explainTexts.alikeAll;
  return [
    ...(isAlike ? [say(alike, language, { count, expressions })] : []),
    ...alikeCrossings(differences).map((crossings) =>
      say(explainTexts.differs, language, {
        count: crossings.length,
        names: namesOf(crossings),
        expression: shownExpression(crossings),
        ecs: say(verdictWords[crossings[0]?.ecs ?? 'no'], language),
        here: say(verdictWords[crossings[0]?.here ?? 'no'], language),
      }),
    ),
    ...alikeCrossings(answered).map((crossings) =>
      say(explainTexts.answered, language, {
        names: namesOf(crossings),
        expression: shownExpression(crossings),
        ecs: say(crossings[0]?.ecs === 'yes' ? explainTexts.holds : explainTexts.holdsNot, language),
      }),
    ),
    ...failed.map((each) => say(explainTexts.notAsked, language, each)),
  ];
}

const shownExpression = ([first]: readonly Crossing[]): string => fitted(first?.expression ?? '', 100);

/** Those of one expression of which ECS says one thing. */
const alikeCrossings = (crossings: readonly Crossing[]): readonly (readonly Crossing[])[] => [
  ...Map.groupBy(crossings, ({ expression, ecs }) => `${ecs} ${expression}`).values(),
];
