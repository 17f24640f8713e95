import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TargetHealth, TargetReading, TargetReads } from '../core/evidence-reads.ts';
import type { Clock, Read } from '../core/ports.ts';
import { batched } from './batching.ts';
import { clientSettings, within } from './client.ts';
import { readFrom } from './errors.ts';
import { present } from '../core/present.ts';

export function openElb(): ElasticLoadBalancingV2Client {
  return new ElasticLoadBalancingV2Client(clientSettings);
}

/** The health of targets. DescribeTargetHealth takes one target group: equal questions at the same time are one request. */
export function targetReads(client: ElasticLoadBalancingV2Client, clock: Clock): TargetReads {
  const targets = batched<readonly TargetHealth[]>({
    size: 1,
    load: async (_, arns) =>
      readFrom(clock, async () => new Map([[arns[0] ?? '', await describe(client, arns[0] ?? '')]])),
  });
  return {
    targets: async (arn) => targets('', arn),
    reading: async (arns) => {
      const reads = await Promise.all(arns.map(async (arn) => targets('', arn)));
      return worstOf(reads);
    },
  };
}

async function describe(client: ElasticLoadBalancingV2Client, arn: string): Promise<readonly TargetHealth[]> {
  const answer = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn: arn }), within());
  return (answer.TargetHealthDescriptions ?? []).map(({ Target: target, TargetHealth: health }) => ({
    id: target?.Id ?? '',
    state: health?.State ?? '',
    ...present({
      port: target?.Port,
      availabilityZone: target?.AvailabilityZone,
      reason: health?.Reason,
      description: health?.Description,
    }),
  }));
}

/** One unread group makes the whole unknown: what is not seen may be the one that is down. */
function worstOf(reads: readonly Read<readonly TargetHealth[]>[]): Read<TargetReading> {
  const failed = reads.find((read) => !read.ok);
  if (failed !== undefined) return failed;
  const found = reads.filter((read) => read.ok);
  const inUse = found.filter(({ value }) => value.some((target) => target.reason !== 'Target.NotInUse'));
  const counted = (inUse.length > 0 ? inUse : found).map(({ value }) => readingOf(value));
  const [first, ...others] = counted.sort((a, b) => a.healthy - b.healthy || b.total - a.total);
  if (first === undefined) return { ok: false, reason: 'not-found' };
  const at = Math.min(...found.map((read) => read.at));
  return {
    ok: true,
    at,
    value: { ...first, reasons: others.reduce((all, next) => merged(all, next.reasons), first.reasons) },
  };
}

/**
 * Targets on their way out (`draining`, `unhealthy.draining`) are not counted. `unavailable` (health checks switched off)
 * is not healthy: nobody knows. States: API_TargetHealth.
 */
export function readingOf(targets: readonly TargetHealth[]): TargetReading {
  const staying = targets.filter(({ state }) => !state.endsWith('draining'));
  const failing = staying.filter(({ state }) => state !== 'healthy');
  const reasons = failing.map(({ reason, state, description }) => ({
    code: reason ?? state,
    count: 1,
    ...present({ description }),
  }));
  return {
    healthy: staying.length - failing.length,
    total: staying.length,
    reasons: merged([], reasons),
  };
}

/** Reasons added up by code, the most frequent first. */
function merged(a: TargetReading['reasons'], b: TargetReading['reasons']): TargetReading['reasons'] {
  const byCode = new Map<string, TargetReading['reasons'][number]>();
  for (const reason of [...a, ...b]) {
    const known = byCode.get(reason.code);
    byCode.set(reason.code, { ...reason, ...known, count: (known?.count ?? 0) + reason.count });
  }
  return [...byCode.values()].sort((x, y) => y.count - x.count);
}
