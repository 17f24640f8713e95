import type { Explanation } from './explain.ts';

/** The words of failures that name what is missing (API_Failure; api_failures_messages). */
const named = /^(RESOURCE:[A-Z]+|AGENT|ATTRIBUTE|LOCATION|MemberOf|DistinctInstance)/;

/**
 * Whether our verdict bears out what ECS reported of a task it could not place: no instance takes one more copy, and one
 * at least lacks what ECS named. Undefined: ours is not sure. ECS looked earlier: room may have come since.
 */
export function agreesWith(
  { fits, instances }: Pick<Explanation, 'fits' | 'instances'>,
  reported = '',
): boolean | undefined {
  if (fits !== 'no') return fits === 'yes' ? false : undefined;
  const word = named.exec(reported)?.[1];
  if (word === undefined || instances.length === 0) return true;
  const codes = instances.flatMap(({ reasons }) => reasons.flatMap(({ code }) => code ?? []));
  return codes.some((code) => code.startsWith(word));
}
