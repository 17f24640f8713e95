import type { InstanceVerdict } from './explain.ts';

/** For which instances ECS itself says that an expression holds (ListContainerInstances, filter), or why it was not told. */
export type EcsAnswers = ReadonlyMap<string, ReadonlySet<string> | { readonly failed: string }>;

export type Crossing = {
  readonly expression: string;
  readonly arn: string;
  readonly here: 'yes' | 'no' | 'unverifiable';
  readonly ecs: 'yes' | 'no';
};

export type CrossCheck = {
  /** The `memberOf` expressions that ECS evaluated. */
  readonly expressions: number;
  /** Verdicts compared: an expression on an instance. */
  readonly compared: number;
  /** Where the two say opposite things: one of them is wrong, and it is not ECS. */
  readonly differences: readonly Crossing[];
  /** What is not certain here, and ECS says. */
  readonly answered: readonly Crossing[];
  readonly failed: readonly { readonly expression: string; readonly reason: string }[];
};

/** Compares the verdicts on constraints with ECS's own. */
export function crossCheck(instances: readonly InstanceVerdict[], answers: EcsAnswers): CrossCheck {
  const crossings: Crossing[] = [];
  const failed: { readonly expression: string; readonly reason: string }[] = [];
  for (const [expression, answer] of answers) {
    if ('failed' in answer) failed.push({ expression, reason: answer.failed });
    else crossings.push(...instances.map((instance) => crossingOf(expression, instance, answer)));
  }
  return {
    expressions: answers.size - failed.length,
    compared: crossings.length,
    differences: crossings.filter(({ here, ecs }) => here !== 'unverifiable' && here !== ecs),
    answered: crossings.filter(({ here }) => here === 'unverifiable'),
    failed,
  };
}

/** A constraint that is in nobody's way stands in no reason. */
function crossingOf(expression: string, { arn, reasons }: InstanceVerdict, matching: ReadonlySet<string>): Crossing {
  const reason = reasons.find(({ check, need }) => check === 'memberOf' && need === expression);
  return { expression, arn, here: reason?.verdict ?? 'yes', ecs: matching.has(arn) ? 'yes' : 'no' };
}
