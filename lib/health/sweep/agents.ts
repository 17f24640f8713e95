import type { ContainerInstanceChanged } from '../../core/event.ts';
import type { LostAgent } from '../../core/sweep-reads.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs } from '../../core/time.ts';
import type { HealthReads } from '../facts.ts';
import type { SweepState } from './state.ts';

/** How often disconnected agents are looked for, at the soonest: one call for each cluster with instances. */
const everyMs = 10 * minuteMs;

/** Instances that are known as told. */
const mostKnown = 500;

type Known = Pick<SweepState, 'agentsAskedAt' | 'away'>;

/** Agents that were looked for in some clusters. `answered`: those of them that could be read. */
export type AgentsSeen = {
  readonly asked: readonly string[];
  readonly answered: readonly string[];
  readonly lost: readonly LostAgent[];
};

/** So many clusters at most, those first that have waited longest; undefined when none has waited for long. */
export async function agentsSeenIn(
  clusters: readonly { readonly name: string; readonly instances: number }[],
  { agentsAskedAt = {} }: Pick<Known, 'agentsAskedAt'>,
  { read, now, most }: { readonly read: Pick<HealthReads, 'lostAgents'>; readonly now: Instant; readonly most: number },
): Promise<AgentsSeen | undefined> {
  const askedAt = ({ name }: { readonly name: string }): Instant => agentsAskedAt[name] ?? 0;
  const due = clusters
    .filter((each) => each.instances > 0 && now - askedAt(each) >= everyMs)
    .toSorted((a, b) => askedAt(a) - askedAt(b))
    .slice(0, most);
  if (due.length === 0) return undefined;
  const lost: LostAgent[] = [];
  const answered: string[] = [];
  for (const { name } of due) {
    const answer = await read.lostAgents(name);
    if (!answer.ok) continue;
    answered.push(name);
    lost.push(...answer.value);
  }
  return { asked: due.map(({ name }) => name), answered, lost };
}

/** When each cluster was asked; one that is gone is forgotten. */
export function withAgentsAsked(
  { agentsAskedAt: before = {} }: Pick<Known, 'agentsAskedAt'>,
  asked: readonly string[],
  { clusters, now }: { readonly clusters: readonly { readonly name: string }[]; readonly now: Instant },
): NonNullable<SweepState['agentsAskedAt']> {
  const there = new Set(clusters.map(({ name }) => name));
  const all = { ...before, ...Object.fromEntries(asked.map((name) => [name, now])) };
  return Object.fromEntries(Object.entries(all).filter(([name]) => there.has(name)));
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

/** Those that were not away when their cluster was last asked; and who is, for the next time. */
export function newlyAway(
  { away }: Pick<Known, 'away'>,
  { answered, lost }: AgentsSeen,
): { readonly fresh: readonly LostAgent[]; readonly away: readonly string[] } {
  const known = new Set(away);
  const others = away.filter((arn) => !answered.includes(clusterOf(arn)));
  const all = lost.slice(0, Math.max(0, mostKnown - others.length));
  return { fresh: all.filter(({ arn }) => !known.has(arn)), away: [...others, ...all.map(({ arn }) => arn)] };
}

/** `…:container-instance/CLUSTER/ID` */
function clusterOf(arn: string): string {
  return arn.split('/').at(-2) ?? '';
}
