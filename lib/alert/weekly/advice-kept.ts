import type { AdviceFound, AdviceSeverity } from '../../core/advice-found.ts';
import { adviceSeverities } from '../../core/advice-found.ts';

/** Of one rule: the services it holds of (`web/orders-api`), and how many more there were that are not named. */
export type KeptRule = {
  readonly severity: AdviceSeverity;
  readonly services: readonly string[];
  readonly others: number;
};

/** What was found at deployments since the last weekly digest, by rule. */
export type KeptAdvice = Readonly<Record<string, KeptRule>>;

/** Names kept of each rule: 60 rules of as many make a record of some 40 kB at most. */
const mostNames = 15;

export function withAdvice(kept: KeptAdvice, found: readonly AdviceFound[]): KeptAdvice {
  const all: Record<string, KeptRule> = { ...kept };
  for (const { cluster, service, findings } of found)
    for (const { rule, severity } of findings) all[rule] = grown(all[rule], severity, `${cluster}/${service}`);
  return all;
}

function grown(known: KeptRule | undefined, severity: AdviceSeverity, service: string): KeptRule {
  if (known === undefined) return { severity, services: [service], others: 0 };
  const worst = weight(severity) < weight(known.severity) ? severity : known.severity;
  if (known.services.includes(service)) return { ...known, severity: worst };
  const isFull = known.services.length >= mostNames;
  return {
    severity: worst,
    services: isFull ? known.services : [...known.services, service],
    others: known.others + (isFull ? 1 : 0),
  };
}

/** The worst first, and of these what holds of most services. */
export function byWeight(kept: KeptAdvice): readonly (KeptRule & { readonly rule: string })[] {
  return Object.entries(kept)
    .map(([rule, each]) => ({ rule, ...each }))
    .toSorted(
      (a, b) => weight(a.severity) - weight(b.severity) || countOf(b) - countOf(a) || (a.rule < b.rule ? -1 : 1),
    );
}

export function countOf({ services, others }: KeptRule): number {
  return services.length + others;
}

const weight = (severity: AdviceSeverity): number => adviceSeverities.indexOf(severity);
