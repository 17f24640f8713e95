import type { ClusterItems } from '../../lib/core/cluster-reads.ts';
import type { Finding } from '../../lib/ecs/advice/advise.ts';
import { adviceOf } from '../../lib/ecs/advice/advise.ts';
import { readAdvice } from '../../lib/ecs/advice/read/facts.ts';
import type { AdviceSettings } from '../../lib/ecs/advice/settings.ts';
import { readSnapshot } from '../../lib/ecs/placement/snapshot.ts';
import type { Unread } from './around.ts';
import { textIn } from './items.ts';
import type { LookSource } from './source.ts';
import { nameOf } from './source.ts';

/** A rule of advice, and of which services it holds. `example`: one of its findings, with the words to fill in. */
export type Advised = {
  readonly rule: string;
  readonly severity: Finding['severity'];
  readonly makesDeploymentFail: boolean;
  readonly services: readonly string[];
  readonly example: Finding;
};

type AdviceLook = { readonly advised: readonly Advised[]; readonly unread: readonly Unread[] };

const severities = ['error', 'warning', 'info'] as const;

/** Every service by every rule; the worst first, and what holds of most services before the others. */
export function adviceFor(source: LookSource, settings: AdviceSettings): AdviceLook {
  const found = source.clusters.map((items) => ofCluster(items, source, settings));
  const byRule = Map.groupBy(
    found.flatMap((each) => each.findings),
    ({ finding: { rule, severity } }) => `${severity} ${rule}`,
  );
  const advised = [...byRule.values()].flatMap((all): Advised[] => {
    const [first] = all;
    if (first === undefined) return [];
    const { rule, severity, makesDeploymentFail } = first.finding;
    const services = [...new Set(all.map(({ service }) => service))].toSorted();
    return [{ rule, severity, makesDeploymentFail, services, example: first.finding }];
  });
  return {
    advised: advised.toSorted(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        Number(b.makesDeploymentFail) - Number(a.makesDeploymentFail) ||
        b.services.length - a.services.length ||
        (a.rule < b.rule ? -1 : 1),
    ),
    unread: found.flatMap((each) => each.unread),
  };
}

type Found = {
  readonly findings: readonly { readonly service: string; readonly finding: Finding }[];
  readonly unread: readonly Unread[];
};

function ofCluster(items: ClusterItems, { around, at }: LookSource, settings: AdviceSettings): Found {
  const cluster = nameOf(items.cluster) ?? '-';
  const whole = { ...items, ...around };
  const snapshot = readSnapshot(whole);
  if ('faults' in snapshot) {
    const [first] = snapshot.faults;
    return {
      findings: [],
      unread: [{ what: `${cluster}: advice`, why: `${first?.path ?? ''} ${first?.problem ?? ''}` }],
    };
  }
  const unread: Unread[] = [];
  const findings = (items.services ?? [])
    .filter(({ status }) => (status ?? 'ACTIVE') === 'ACTIVE')
    .flatMap((service) => {
      const name = `${cluster}/${textIn(service, 'serviceName') ?? '-'}`;
      const facts = readAdvice({ items: whole, snapshot, service });
      if ('faults' in facts) {
        const [first] = facts.faults;
        unread.push({ what: `${name}: advice`, why: `${first?.path ?? ''} ${first?.problem ?? ''}` });
        return [];
      }
      return adviceOf(facts, settings, at).findings.map((finding) => ({ service: name, finding }));
    });
  return { findings, unread };
}
