import type { Operator } from './query.ts';
import type { DoubtCode } from './doubts.ts';

/** What one condition comes to: true, false, or why it cannot be said. */
export type Finding = boolean | DoubtCode;

export const negated = (finding: Finding): Finding => (typeof finding === 'boolean' ? !finding : finding);

/** Two readings that the guide leaves open: their common answer, or the doubt. */
export const agreed = (one: Finding, other: Finding, doubt: DoubtCode): Finding => (one === other ? one : doubt);

export function anyOf(findings: readonly Finding[]): Finding {
  if (findings.includes(true)) return true;
  return findings.find((finding) => finding !== false) ?? false;
}

type Sign = -1 | 0 | 1;

export const signOf = (difference: number): Sign => (difference === 0 ? 0 : difference < 0 ? -1 : 1);

const compareText = (one: string, other: string): Sign => (one === other ? 0 : one < other ? -1 : 1);

/** Whether an operator of order holds, from the sign of `value - argument`. Other operators: not documented. */
export function holds(operator: Operator, sign: Sign): Finding {
  switch (operator) {
    case '==':
      return sign === 0;
    case '!=':
      return sign !== 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '=~':
    case '!~':
    case 'in':
    case '!in':
    case 'exists':
    case '!exists':
      return 'operator-undocumented';
  }
}

const decimal = /^-?\d{1,15}(\.\d{1,15})?$/;

/**
 * The order of two values of a custom attribute. The guide allows `>` there and does not say whether it compares numbers
 * or text: an answer where both say the same, as for 5 and 9, but not for 9 and 10.
 */
export function orderOfValues(operator: Operator, value: string, argument: string): Finding {
  const numbers = [value, argument].filter((each) => decimal.test(each)).length;
  const asText = holds(operator, compareText(value, argument));
  if (numbers === 0 || value === argument) return asText;
  if (numbers === 1) return 'order-of-values';
  return agreed(asText, holds(operator, signOf(Number(value) - Number(argument))), 'order-of-values');
}

const versionForm = /^\d{1,9}(\.\d{1,9}){0,9}$/;

/** The order of two versions such as 1.9.0 and 1.14.5: by number, part by part (not by text, where 1.9 would be later). */
export function orderOfVersions(operator: Operator, version: string, argument: string): Finding {
  if (!versionForm.test(version) || !versionForm.test(argument)) return 'not-a-version';
  const parts = version.split('.').map(Number);
  const others = argument.split('.').map(Number);
  const differences = Array.from({ length: Math.max(parts.length, others.length) }, (_, at) =>
    signOf((parts[at] ?? 0) - (others[at] ?? 0)),
  );
  const byNumber = holds(operator, differences.find((sign) => sign !== 0) ?? 0);
  // 1.14 and 1.14.0 are one version, and two texts.
  const sameText = version === argument || differences.some((sign) => sign !== 0);
  return sameText || (operator !== '==' && operator !== '!=') ? byNumber : 'not-a-version';
}

const count = /^(0|[1-9]\d{0,8})$/;

export function orderOfCounts(operator: Operator, value: number, argument: string): Finding {
  return count.test(argument) ? holds(operator, signOf(value - Number(argument))) : 'not-a-count';
}
