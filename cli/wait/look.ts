import type { EcsService, ServiceDeployment } from '../../lib/core/ecs-reads.ts';
import type { Read, Unreadable } from '../../lib/core/ports.ts';
import { present } from '../../lib/core/present.ts';
import type { Instant } from '../../lib/core/time.ts';
import { secondMs } from '../../lib/core/time.ts';
import { corrected } from '../../lib/health/deployment-reading.ts';
import { unread } from '../aws-refusal.ts';
import { fault } from '../failure.ts';
import type { DeploymentReads } from '../io.ts';
import type { Aim, Seen } from './seen.ts';

/** Which service, and which of its deployments where somebody named one. */
export type Asked = { readonly cluster: string; readonly service: string; readonly deployment?: string };

type Given = { readonly reads: DeploymentReads; readonly asked: Asked; readonly now: () => Instant };

/** The tasks that stopped are listed no more often than this. */
const stoppedEveryMs = 30 * secondMs;

/**
 * One look; `before`: the last one. A reason: the service could not be read now, which the next look may. At the first
 * look nobody waits for credentials that are not there.
 */
export async function look(given: Given, before: Seen | undefined): Promise<Seen | Unreadable> {
  const { reads, asked, now } = given;
  const at = now();
  const read = await reads.service(asked);
  if (!read.ok) {
    if (read.reason === 'not-found')
      throw fault(`there is no service ${asked.service} in ${asked.cluster}`, 'check the names and the region');
    if (read.reason === 'denied' || (read.reason === 'unsent' && before === undefined))
      throw unread('the service', read.reason);
    return read.reason;
  }
  const service = read.value;
  const { aim, record } = await aimed(given, service, before);
  const [codeDeploy, targets, stopped] = await Promise.all([
    aim.kind === 'codedeploy' ? reads.codeDeploy(aim.id) : undefined,
    service.targetGroupArns.length === 0 ? undefined : reads.reading(service.targetGroupArns),
    stoppedOf(given, { service, record }, before),
  ]);
  const story = corrected(before?.story, service, at);
  return { at, aim, service, ...present({ story, record, codeDeploy, targets, stopped }) };
}

type Aimed = { readonly aim: Aim; readonly record?: Read<ServiceDeployment> };

/**
 * The one that was named; the one that has been seen going on; else the newest. A pipeline's own deployment may not be
 * listed yet in its first seconds: one that had ended before is given up for a newer one.
 */
async function aimed(given: Given, service: EcsService, before: Seen | undefined): Promise<Aimed> {
  const { reads, asked } = given;
  const named = asked.deployment;
  if (named !== undefined && /^d-[A-Z0-9]+$/.test(named))
    return { aim: { kind: 'codedeploy', id: named, isSure: true } };
  if (named?.startsWith('ecs-svc/') === true) return { aim: { kind: 'deployment', id: named, isSure: true } };
  if (named !== undefined) return recordNamed(named, given);
  if (service.deploymentController !== 'ECS') return { aim: setOf(service, before) };
  if (before?.aim.kind === 'record' && before.aim.isSure)
    return { aim: before.aim, record: await reads.serviceDeployment(before.aim.arn) };
  const listed = await reads.serviceDeployments({ cluster: asked.cluster, service: asked.service }, 1);
  const newest = listed.ok ? listed.value[0] : undefined;
  if (!listed.ok || newest === undefined) return { aim: deploymentOf(service, before) };
  const isSure = newest.finishedAt === undefined;
  return { aim: { kind: 'record', arn: newest.arn, isSure }, record: { ok: true, value: newest, at: listed.at } };
}

function aimAt(arn: string): Aim {
  return { kind: 'record', arn, isSure: true };
}

/** By its ARN, or by its id at the end of one. */
async function recordNamed(named: string, { reads, asked }: Given): Promise<Aimed> {
  if (named.startsWith('arn:')) return { aim: aimAt(named), record: await reads.serviceDeployment(named) };
  const listed = await reads.serviceDeployments({ cluster: asked.cluster, service: asked.service }, 20);
  if (!listed.ok) return { aim: aimAt(named), record: listed };
  const found = listed.value.find(({ arn }) => arn.endsWith(`/${named}`));
  if (found === undefined)
    throw fault(
      `${asked.cluster}/${asked.service} has no deployment ${named}`,
      'give its ARN, or leave --deployment away',
    );
  return { aim: aimAt(found.arn), record: { ok: true, value: found, at: listed.at } };
}

/** Where no records may be read: the newest by DescribeServices. */
function deploymentOf(service: EcsService, before: Seen | undefined): Aim {
  if (before?.aim.kind === 'deployment' && before.aim.isSure) return before.aim;
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  if (primary === undefined) return { kind: 'steady' };
  return { kind: 'deployment', id: primary.id, isSure: primary.rolloutState === 'IN_PROGRESS' };
}

/** The set that came last, while there are two. */
function setOf({ taskSets }: EcsService, before: Seen | undefined): Aim {
  if (before?.aim.kind === 'set') return before.aim;
  const newest = taskSets
    .filter(({ status }) => status !== 'DRAINING')
    .toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0))[0];
  if (newest === undefined || newest.status === 'PRIMARY') return { kind: 'steady' };
  return { kind: 'set', id: newest.id, isSure: true };
}

type Now = { readonly service: EcsService; readonly record: Read<ServiceDeployment> | undefined };

/** Only when something has failed since, or fewer run than should. */
async function stoppedOf(
  { reads, asked, now }: Given,
  { service, record }: Now,
  before: Seen | undefined,
): Promise<Seen['stopped']> {
  const failed = failuresOf(service, record);
  const was = before === undefined ? 0 : failuresOf(before.service, before.record);
  const isShort = service.running < service.desired;
  const known = before?.stopped;
  if (failed === was && (!isShort || now() - (known?.askedAt ?? -Infinity) < stoppedEveryMs)) return known;
  const query = { cluster: asked.cluster, service: asked.service, desiredStatus: 'STOPPED' } as const;
  const read = await reads.tasks(query);
  if (!read.ok) return known;
  const all = [...(known?.tasks ?? []), ...read.value].map((task) => [task.arn, task] as const);
  return { tasks: [...new Map(all).values()], askedAt: read.at };
}

export function failuresOf({ deployments }: EcsService, record: Read<ServiceDeployment> | undefined): number {
  const counted = record?.ok === true ? (record.value.breaker?.failures ?? 0) : 0;
  return Math.max(counted, ...deployments.map(({ failedTasks }) => failedTasks), 0);
}
