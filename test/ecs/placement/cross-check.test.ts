import { expect, test } from 'vitest';
import type { EcsAnswers } from '../../../lib/ecs/placement/cross-check.ts';
import { crossCheck } from '../../../lib/ecs/placement/cross-check.ts';
import type { InstanceVerdict } from '../../../lib/ecs/placement/explain.ts';

const expression = 'attribute:stack == prod';

const verdictOf = (arn: string, verdict?: 'no' | 'unverifiable'): InstanceVerdict => ({
  arn,
  fits: verdict ?? 'yes',
  copies: 0,
  reasons: [
    { check: 'memory', verdict: 'no', need: 2, have: 1, shortBy: 1 },
    { check: 'memberOf', verdict: 'no', need: 'another', doubt: { text: { en: '', ja: '' } } },
    ...(verdict === undefined ? [] : [{ check: 'memberOf', verdict, need: expression } as const]),
  ],
});

const instances = [verdictOf('yes'), verdictOf('no', 'no'), verdictOf('open', 'unverifiable')];

test('where both say the same there is no difference', () => {
  const check = crossCheck(instances, new Map([[expression, new Set(['yes'])]]));
  expect(check).toMatchObject({ expressions: 1, compared: 3, differences: [], failed: [] });
});

test('what is not certain here is answered by ECS, and is no difference', () => {
  const { answered } = crossCheck(instances, new Map([[expression, new Set(['yes', 'open'])]]));
  expect(answered).toEqual([{ expression, arn: 'open', here: 'unverifiable', ecs: 'yes' }]);
});

test('the opposite is a difference, either way', () => {
  const { differences } = crossCheck(instances, new Map([[expression, new Set(['no'])]]));
  expect(differences).toEqual([
    { expression, arn: 'yes', here: 'yes', ecs: 'no' },
    { expression, arn: 'no', here: 'no', ecs: 'yes' },
  ]);
});

test('an instance that only ECS knows is not compared; an expression it refused is said', () => {
  const answers: EcsAnswers = new Map<string, ReadonlySet<string> | { readonly failed: string }>([
    [expression, new Set(['yes', 'new'])],
    ['attribute:', { failed: 'InvalidParameterException' }],
  ]);
  expect(crossCheck(instances, answers)).toMatchObject({
    expressions: 1,
    compared: 3,
    differences: [],
    failed: [{ expression: 'attribute:', reason: 'InvalidParameterException' }],
  });
});
