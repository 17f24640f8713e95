import { matchesGlob } from '../../core/glob.ts';
import type { AdviceFacts } from './facts.ts';

/**
 * What turns rules off: all that is named must fit, one of each list. `rule`, `cluster` and `service` are patterns of
 * names; `tag` is `Key` or `Key=value`, each may hold `*`. What is not known does not fit: advice is rather given than
 * lost.
 */
type AdviceExemption = {
  readonly rule?: readonly string[];
  readonly cluster?: readonly string[];
  readonly service?: readonly string[];
  readonly tag?: readonly string[];
};

export type AdviceSettings = { readonly off: readonly AdviceExemption[] };

export const defaultAdviceSettings: AdviceSettings = { off: [] };

export function isRuleOff(rule: string, facts: AdviceFacts, { off }: AdviceSettings): boolean {
  return off.some(
    (each) =>
      fits(each.rule, rule) &&
      fits(each.cluster, facts.cluster) &&
      fits(each.service, facts.service?.name) &&
      (each.tag === undefined || each.tag.some((tag) => hasTag(tag, facts.tags))),
  );
}

const fits = (patterns: readonly string[] | undefined, name: string | undefined): boolean =>
  patterns === undefined || (name !== undefined && patterns.some((pattern) => matchesGlob(pattern, name)));

function hasTag(wanted: string, tags: AdviceFacts['tags'] = {}): boolean {
  const equals = wanted.indexOf('=');
  const [key, value] = equals < 0 ? [wanted, '*'] : [wanted.slice(0, equals), wanted.slice(equals + 1)];
  return Object.entries(tags).some(([name, held]) => matchesGlob(key, name) && matchesGlob(value, held));
}
