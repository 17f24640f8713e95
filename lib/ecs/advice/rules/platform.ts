import { dayMs } from '../../../core/time.ts';
import type { Instant } from '../../../core/time.ts';
import type { AdviceFacts } from '../facts.ts';
import { retiredPlatforms } from '../fargate-settings.ts';
import { efsAgentVersion, hostSystems, isOlder, newestAgentBy } from '../host-versions.ts';
import type { AdviceRule, Checked, Hit } from '../rule.ts';
import { missing } from '../rule.ts';
import { few, homeOf, inDefinition, inService, ofDefinition, ofService } from './terms.ts';

/** What tasks run on: platform versions, agents, AMIs. */
export const platformRules: readonly AdviceRule[] = [
  {
    id: 'platform-retired',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      ofService(facts, ({ platformVersion: version }) => {
        // Windows counts its own versions from 1.0.0.
        if (version === undefined || homeOf(facts) !== 'fargate' || facts.definition?.isWindows !== false) return [];
        return retiredPlatforms.some((each) => each.version === version)
          ? [inService(['platformVersion'], { version })]
          : [];
      }),
  },
  {
    id: 'efs-version',
    severity: 'error',
    makesDeploymentFail: true,
    check: efsVersion,
  },
  {
    id: 'agent-outdated',
    severity: 'warning',
    makesDeploymentFail: false,
    check: (facts, now) => withInstances(facts, (placement) => outdatedAgents(placement, now)),
  },
  {
    id: 'ami-outdated',
    severity: 'info',
    makesDeploymentFail: false,
    check: (facts, now) =>
      withInstances(facts, ({ snapshot }) => {
        const { amis } = facts;
        if (amis === undefined) return missing('amis');
        const used = new Set(snapshot.instances.flatMap(({ attributes }) => attributes.get('ecs.ami-id') ?? []));
        return amis.filter(({ id }) => used.has(id)).flatMap((ami) => amiHits(ami, now));
      }),
  },
];

type Placement = NonNullable<AdviceFacts['placement']>;

function withInstances(facts: AdviceFacts, check: (placement: Placement) => Checked): Checked {
  if (homeOf(facts) === 'fargate') return [];
  return facts.placement === undefined ? missing('instances') : check(facts.placement);
}

function efsVersion(facts: AdviceFacts): Checked {
  return ofDefinition(facts, ({ details, isWindows }) => {
    if (details === undefined) return missing('containerSettings');
    const at = details.volumes.findIndex(({ kind }) => kind === 'efs');
    if (at < 0) return [];
    const hit = (wanted: string, has: string): Hit => inDefinition(['volumes', at], { wanted, has });
    if (isWindows) return [hit('Linux', 'Windows')];
    if (homeOf(facts) === 'fargate') {
      const version = facts.service?.platformVersion;
      const isOld = retiredPlatforms.some((each) => each.version === version);
      return isOld ? [hit('platform version 1.4.0', version ?? '')] : [];
    }
    return withInstances(facts, ({ snapshot }) => {
      const versions = snapshot.instances.flatMap(({ agentVersion }) => agentVersion ?? []);
      const old = versions.filter((version) => isOlder(version, efsAgentVersion) === true);
      return old.length === 0 ? [] : [hit(`agent ${efsAgentVersion}`, few(old))];
    });
  });
}

/** By what was out a year ago: whoever is older than that is older than a year. */
const patienceMs = 365 * dayMs;

function outdatedAgents({ snapshot }: Placement, now: Instant): Checked {
  const release = newestAgentBy(now - patienceMs);
  if (release === undefined) return [];
  const versions = snapshot.instances.flatMap(({ agentVersion }) => agentVersion ?? []);
  if (versions.length === 0) return snapshot.instances.length === 0 ? [] : missing('instances');
  const old = versions.filter((version) => isOlder(version, release.version) === true);
  if (old.length === 0) return [];
  const { version, on } = release;
  return [{ fills: { count: versions.length, old: old.length, version, on, versions: few(old) } }];
}

/** ECS-optimized AMIs come out every few weeks; half a year is several rounds of fixes missed. */
const amiPatienceMs = 180 * dayMs;

type AmiFact = NonNullable<AdviceFacts['amis']>[number];

function amiHits({ id, name = '', createdAt }: AmiFact, now: Instant): readonly Hit[] {
  const system = hostSystems.find(({ prefix }) => name.startsWith(prefix));
  const hit = (what: string): readonly Hit[] => [{ what: id, fills: { ami: name === '' ? id : name, what } }];
  if (system !== undefined && Date.parse(system.ends) <= now) return hit(`${system.name}, ${system.ends}`);
  if (createdAt === undefined || now - createdAt < amiPatienceMs) return [];
  return hit(new Date(createdAt).toISOString().slice(0, 10));
}
