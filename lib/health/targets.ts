import type { EcsService } from '../core/ecs-reads.ts';
import type { Read } from '../core/ports.ts';
import type { HealthReads, TargetCount, TargetState } from './facts.ts';

/** How many targets of a service are healthy; undefined where it stands behind no target group. */
export async function targetsOfService(
  service: EcsService,
  read: Pick<HealthReads, 'targets'>,
): Promise<Read<TargetCount> | undefined> {
  const groups = groupsOf(service);
  return groups.length === 0 ? undefined : countIn(groups, service, read);
}

/** Where there are task sets, production traffic goes to the primary one alone (API_TaskSet). */
function groupsOf({ targetGroupArns, taskSets }: EcsService): readonly string[] {
  const primary = taskSets.find((set) => set.status === 'PRIMARY');
  return primary === undefined || primary.targetGroupArns.length === 0 ? targetGroupArns : primary.targetGroupArns;
}

/**
 * A service behind several target groups is as healthy as it is in the worst of them. One without targets that get
 * traffic is the second group of a blue/green service (API_TargetHealth: `unused`).
 */
async function countIn(
  groups: readonly string[],
  { targetGroupPairs = [] }: EcsService,
  read: Pick<HealthReads, 'targets'>,
): Promise<Read<TargetCount>> {
  const answers = await Promise.all(groups.map(async (arn) => read.targets(arn)));
  const found = new Map<string, readonly TargetState[]>();
  for (const [index, answer] of answers.entries()) {
    if (!answer.ok) return answer;
    found.set(groups[index] ?? '', answer.value);
  }
  const at = Math.min(...answers.flatMap((answer) => (answer.ok ? [answer.at] : [])));
  const serving = servingOf(found, targetGroupPairs);
  const inUse = serving.filter((targets) => targets.some((target) => target.state !== 'unused'));
  const counts = (inUse.length > 0 ? inUse : serving).map((targets) => ({
    healthy: healthyIn(targets),
    total: targets.length,
    ...reasonOf(targets),
  }));
  const worst = counts.toSorted((a, b) => a.healthy - b.healthy)[0] ?? { healthy: 0, total: 0 };
  return { ok: true, value: worst, at };
}

/**
 * Of two groups between which traffic is shifted, the better one: the other is still being filled, or is on its way out.
 * Which of them has the traffic stands in the rules of a listener, which nobody reads every minute.
 */
function servingOf(
  found: ReadonlyMap<string, readonly TargetState[]>,
  pairs: readonly (readonly [string, string])[],
): readonly (readonly TargetState[])[] {
  const paired = new Set(pairs.flat());
  const better = pairs.map(([own, other]) => {
    const [a, b] = [found.get(own) ?? [], found.get(other) ?? []];
    return healthyIn(b) > healthyIn(a) ? b : a;
  });
  return [...better, ...[...found].flatMap(([arn, targets]) => (paired.has(arn) ? [] : [targets]))];
}

function healthyIn(targets: readonly TargetState[]): number {
  return targets.filter((target) => target.state === 'healthy').length;
}

/** The reason most of those that do not serve have. */
function reasonOf(targets: readonly TargetState[]): { readonly reason?: string } {
  const counts = new Map<string, number>();
  for (const { state, reason } of targets)
    if (state !== 'healthy') counts.set(reason ?? state, (counts.get(reason ?? state) ?? 0) + 1);
  const [first] = [...counts].toSorted(([, a], [, b]) => b - a);
  return first === undefined ? {} : { reason: first[0] };
}
