import type { Fills, Text } from '../../core/language.ts';
import type { Instant } from '../../core/time.ts';
import type { AdviceFacts, AdvicePart } from './facts.ts';
import type { AdviceSeverity } from '../../core/advice-found.ts';
import { adviceSeverities } from '../../core/advice-found.ts';
import type { AdviceRule, Hit } from './rule.ts';
import { isMissing } from './rule.ts';
import { adviceRules } from './rules.ts';
import type { AdviceSettings } from './settings.ts';
import { isRuleOff } from './settings.ts';

/**
 * One thing to say of a task definition or a service. `key` is the same for as long as the revision is: rule, revision,
 * and what of it is meant. Whoever keeps the keys that were told says each of them once.
 */
export type Finding = {
  readonly key: string;
  readonly rule: string;
  readonly severity: AdviceSeverity;
  readonly makesDeploymentFail: boolean;
  readonly onlyWhenReplacing?: true;
  readonly container?: string;
  readonly fills: Fills;
  readonly detail?: Text;
  readonly at?: Hit['at'];
};

/** A rule that nobody can say anything about, and what it lacks. */
export type Unchecked = { readonly rule: string; readonly missing: readonly AdvicePart[] };

export type Advice = { readonly findings: readonly Finding[]; readonly unchecked: readonly Unchecked[] };

/** Every rule that is not turned off, asked. The worst first. */
export function adviceOf(facts: AdviceFacts, settings: AdviceSettings, now: Instant): Advice {
  const findings: Finding[] = [];
  const unchecked: Unchecked[] = [];
  for (const rule of adviceRules) {
    if (isRuleOff(rule.id, facts, settings)) continue;
    const checked = rule.check(facts, now);
    if (isMissing(checked)) unchecked.push({ rule: rule.id, missing: checked.missing });
    else findings.push(...checked.map((hit) => findingOf(rule, hit, facts)));
  }
  return { findings: distinct(findings).toSorted(byWeight), unchecked };
}

function findingOf(rule: AdviceRule, hit: Hit, facts: AdviceFacts): Finding {
  const { container, what, detail, at } = hit;
  return {
    key: [rule.id, revisionOf(facts), container, what].filter((part) => part !== undefined).join(' '),
    rule: rule.id,
    severity: hit.severity ?? rule.severity,
    makesDeploymentFail: rule.makesDeploymentFail && (hit.severity ?? rule.severity) === rule.severity,
    ...(rule.onlyWhenReplacing === true && { onlyWhenReplacing: true as const }),
    fills: { ...hit.fills, ...(container !== undefined && { container }) },
    ...(container !== undefined && { container }),
    ...(detail !== undefined && { detail }),
    ...(at !== undefined && { at }),
  };
}

/** `orders-api:42`; of one that is not registered, or of none, the name alone. */
function revisionOf({ definition, service }: AdviceFacts): string {
  if (definition === undefined) return service?.name ?? '-';
  return definition.revision === undefined ? definition.family : `${definition.family}:${definition.revision}`;
}

/** Two ports of one container are one thing to say. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.toReversed().map((each) => [each.key, each])).values()].toReversed();
}

function byWeight(a: Finding, b: Finding): number {
  const [first, second] = [a, b].map(({ severity }) => adviceSeverities.indexOf(severity));
  return (first ?? 0) - (second ?? 0) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
