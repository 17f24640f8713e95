import { present } from '../../lib/core/present.ts';
import type { JsonLine } from '../terminal.ts';
import type { Advised } from './answer.ts';
import { countsOf, namesOf, wordsOf } from './answer.ts';

/** Of programs, which read no language: every text is English. */
export function answerJson(all: readonly Advised[]): readonly JsonLine[] {
  const lines = all.flatMap((advised): readonly JsonLine[] => {
    const { findings, unchecked } = advised.advice;
    return [
      ...findings.map((finding) => {
        const { key, rule, severity, makesDeploymentFail, container } = finding;
        const own = { key, rule, severity, makesDeploymentFail, ...present({ container }) };
        return { type: 'finding', ...namesOf(advised), ...own, ...wordsOf(finding, advised, 'en') };
      }),
      ...unchecked.map(({ rule, missing }) => ({ type: 'unchecked', ...namesOf(advised), rule, missing })),
    ];
  });
  return [...lines, { type: 'result', ...countsOf(all) }];
}
