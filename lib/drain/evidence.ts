import type { EcsTask } from '../core/ecs-reads.ts';
import type { HoldReads } from '../core/host-reads.ts';
import { present } from '../core/present.ts';
import type { Deregistration, DrainEvidence, HeldTask, HoldingService } from '../ecs/draining/evidence.ts';
import type { LeftTask } from './state.ts';

/** So much of one instance is looked into: tasks are described by the hundred, the rest costs a call each, or a tenth. */
const most = { tasks: 50, services: 10, definitions: 5, targetGroups: 5 };

/** Why tasks stay on an instance: read only while it is stuck. What could not be read is left out: reasons are then told without their numbers. */
export async function evidenceOf(left: readonly LeftTask[], read: HoldReads): Promise<DrainEvidence> {
  const tasks = await Promise.all(left.slice(0, most.tasks).map(async (task) => heldTask(task, read)));
  const held = tasks.filter(({ lastStatus }) => lastStatus !== 'STOPPED');
  const [services, stopTimeoutsMs, protectedTasks] = await Promise.all([
    servicesOf(held, read),
    stopTimeoutsOf(held, read),
    Promise.all(held.map(async (task) => withProtection(task, read))),
  ]);
  return { tasks: protectedTasks, services, stopTimeoutsMs };
}

async function heldTask(task: LeftTask, read: HoldReads): Promise<HeldTask> {
  const found = await read.task({ cluster: task.cluster, task: task.arn });
  return found.ok ? { ...task, ...detailsOf(found.value) } : task;
}

function detailsOf(task: EcsTask): Partial<HeldTask> {
  const { lastStatus, desiredStatus, startedBy, startedAt, stoppingAt, taskDefinitionArn } = task;
  return {
    isStopping: desiredStatus === 'STOPPED',
    lastStatus,
    taskDefinitionArn,
    ...present({ startedBy, startedAt, stoppingAt }),
  };
}

/** Only tasks of services can be protected. */
async function withProtection(task: HeldTask, read: HoldReads): Promise<HeldTask> {
  if (task.service === undefined || task.isDaemon || task.isStopping) return task;
  const until = await read.protectedUntil({ cluster: task.cluster, task: task.arn });
  return until.ok && until.value > 0 ? { ...task, protectedUntil: until.value } : task;
}

async function servicesOf(tasks: readonly HeldTask[], read: HoldReads): Promise<DrainEvidence['services']> {
  const named = tasks.filter(({ service, isDaemon }) => service !== undefined && !isDaemon);
  const byName = [...Map.groupBy(named, ({ cluster, service = '' }) => `${cluster}/${service}`)].slice(
    0,
    most.services,
  );
  const groups = { left: most.targetGroups };
  const found = await Promise.all(
    byName.map(async ([name, some]) => [name, await serviceOf(some, { read, groups })] as const),
  );
  return new Map(found.flatMap(([name, service]) => (service === undefined ? [] : [[name, service]])));
}

type Given = { readonly read: HoldReads; readonly groups: { left: number } };

async function serviceOf(tasks: readonly HeldTask[], { read, groups }: Given): Promise<HoldingService | undefined> {
  const [first] = tasks;
  if (first?.service === undefined) return undefined;
  const { cluster, service: name } = first;
  const found = await read.service({ cluster, service: name });
  if (!found.ok) return undefined;
  const { desired, running, pending, policy, targetGroupArns } = found.value;
  const { minimumHealthyPercent, maximumPercent } = policy;
  const isLeaving = tasks.some(({ lastStatus }) => lastStatus === 'DEACTIVATING');
  const asked = isLeaving ? targetGroupArns.slice(0, groups.left) : [];
  groups.left -= asked.length;
  const deregistration = await slowestOf(asked, read);
  return {
    name,
    desired,
    running,
    pending,
    ...present({ minimumHealthyPercent, maximumPercent, deregistration }),
  };
}

/** A task leaves all its target groups: the slowest decides. */
async function slowestOf(arns: readonly string[], read: HoldReads): Promise<Deregistration | undefined> {
  const delays = await Promise.all(
    arns.map(async (arn) => ({ targetGroup: targetGroupName(arn), delay: await read.deregistrationDelayMs(arn) })),
  );
  return delays
    .flatMap(({ targetGroup, delay }) => (delay.ok ? [{ targetGroup, delayMs: delay.value }] : []))
    .toSorted((a, b) => b.delayMs - a.delayMs)[0];
}

/** `arn:…:targetgroup/NAME/ID`. */
const targetGroupName = (arn: string): string => arn.split('/')[1] ?? arn;

async function stopTimeoutsOf(tasks: readonly HeldTask[], read: HoldReads): Promise<ReadonlyMap<string, number>> {
  const stopping = tasks.filter(({ lastStatus }) => lastStatus === 'STOPPING');
  const arns = [...new Set(stopping.flatMap(({ taskDefinitionArn }) => taskDefinitionArn ?? []))];
  const found = await Promise.all(
    arns.slice(0, most.definitions).map(async (arn) => [arn, await read.stopTimeoutMs(arn)] as const),
  );
  return new Map(found.flatMap(([arn, ms]) => (ms.ok && ms.value > 0 ? [[arn, ms.value] as const] : [])));
}
