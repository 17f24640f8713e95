import type { ContainerInstanceChanged } from '../../core/event.ts';
import type { LostAgent } from '../../core/sweep-reads.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs } from '../../core/time.ts';
import type { HealthReads } from '../facts.ts';
import type { SweepState } from './state.ts';

/** How often disconnected agents are looked for: one call for each cluster with instances. */
const everyMs = 10 * minuteMs;

/** Clusters that are asked at one look, and instances that are known as told. */
const mostClusters = 40;
const mostKnown = 500;

export function areAgentsDue({ agentsAt }: Pick<SweepState, 'agentsAt'>, now: Instant): boolean {
  return now - agentsAt >= everyMs;
}

/** The instances whose agents are disconnected now. A cluster that cannot be read has none: it is asked again. */
export async function lostAgentsIn(
  clusters: readonly { readonly name: string; readonly instances: number }[],
  read: Pick<HealthReads, 'lostAgents'>,
): Promise<readonly LostAgent[]> {
  const hosted = clusters.filter(({ instances }) => instances > 0).slice(0, mostClusters);
  const found: LostAgent[] = [];
  for (const { name } of hosted) {
    const answer = await read.lostAgents(name);
    if (answer.ok) found.push(...answer.value);
  }
  return found;
}

/** As ECS tells of it, or should have. That it is away for a moment only, is seen by its own record. */
export function agentEvent(
  { arn, cluster, ec2InstanceId }: LostAgent,
  { region, now }: { readonly region: string; readonly now: Instant },
): ContainerInstanceChanged {
  return {
    kind: 'container-instance',
    id: `sweep/${arn}/${now}`,
    at: now,
    account: arn.split(':')[4] ?? '',
    region,
    clusterArn: arn.replace(/:container-instance\/.*$/u, `:cluster/${cluster}`),
    containerInstanceArn: arn,
    ...(ec2InstanceId !== undefined && { ec2InstanceId }),
    status: 'ACTIVE',
    agentConnected: false,
  };
}

/** Those that were not away at the last look; and who is, for the next one. */
export function newlyAway(
  { away }: Pick<SweepState, 'away'>,
  lost: readonly LostAgent[],
): { readonly fresh: readonly LostAgent[]; readonly away: readonly string[] } {
  const known = new Set(away);
  const all = lost.slice(0, mostKnown);
  return { fresh: all.filter(({ arn }) => !known.has(arn)), away: all.map(({ arn }) => arn) };
}
