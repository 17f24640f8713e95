import type { Cause } from '../../core/alert.ts';
import type { Fills } from '../../core/language.ts';
import type { Instant } from '../../core/time.ts';
import { secondMs } from '../../core/time.ts';
import { taskId } from '../arn.ts';
import type { DrainEvidence, HeldTask, HoldingService } from './evidence.ts';
import { limitsOf } from './limits.ts';

/** ECS_CONTAINER_STOP_TIMEOUT, where a container says nothing of its own (task_definition_parameters, stopTimeout). */
const usualStopTimeoutMs = 30 * secondMs;

type ReasonOptions = {
  /** The EC2 instance, as people know it. */
  readonly instance: string;
  readonly firstAt: Instant;
  readonly now: Instant;
  /** ECS itself drains it and waits for daemons, too (managed-instance-draining). */
  readonly isManaged?: boolean;
};

type Given = ReasonOptions & { readonly evidence: DrainEvidence };
type Rule = {
  readonly id: string;
  readonly is: (task: HeldTask, given: Given) => boolean;
  readonly fills: (tasks: readonly HeldTask[], given: Given) => Fills;
  /** What is one reason for several tasks; absent: their service, or name. */
  readonly by?: (task: HeldTask) => string;
};

/**
 * What keeps tasks on an instance, the most lasting first. Every task is under one of them; that it is protected is told
 * beside the others: whether protection holds back a drain is documented nowhere.
 */
const rules: readonly Rule[] = [
  { id: 'drain_deadlock', is: isDeadlocked, fills: limitFills },
  { id: 'drain_held', is: (task, given) => isWanted(task) && serviceOf(task, given) !== undefined, fills: limitFills },
  { id: 'drain_held_plain', is: isWanted, fills: () => ({}) },
  {
    id: 'drain_standalone',
    is: ({ isDaemon, isStopping, service }) => !isDaemon && !isStopping && service === undefined,
    by: ({ name, startedBy = '' }) => `${name} ${startedBy}`,
    fills: standaloneFills,
  },
  {
    id: 'drain_deregistering',
    is: (task, given) => task.lastStatus === 'DEACTIVATING' && serviceOf(task, given)?.deregistration !== undefined,
    fills: deregistrationFills,
  },
  { id: 'drain_stop_timeout', is: ({ lastStatus }) => lastStatus === 'STOPPING', fills: stopFills },
  { id: 'drain_stopping', is: ({ isStopping }) => isStopping, fills: () => ({}) },
  { id: 'drain_daemon', is: ({ isDaemon }, { isManaged }) => isDaemon && isManaged === true, fills: () => ({}) },
];

const protectedRule: Rule = {
  id: 'drain_protected',
  is: ({ protectedUntil }) => protectedUntil !== undefined,
  fills: (tasks) => ({ untilAt: Math.max(...tasks.flatMap(({ protectedUntil }) => protectedUntil ?? [])) }),
};

/** Why tasks are still on an instance that goes, by name: one cause for each service or family and reason. */
export function drainReasons(evidence: DrainEvidence, options: ReasonOptions): readonly Cause[] {
  const given: Given = { ...options, evidence };
  const byRule = Map.groupBy(evidence.tasks, (task) => rules.find(({ is }) => is(task, given)));
  const found = rules.flatMap((rule) => causesUnder(rule, byRule.get(rule) ?? [], given));
  const isProtected = evidence.tasks.filter((task) => protectedRule.is(task, given));
  return [...found, ...causesUnder(protectedRule, isProtected, given)];
}

function causesUnder(rule: Rule, tasks: readonly HeldTask[], given: Given): readonly Cause[] {
  const groups = Map.groupBy(tasks, (task) => `${task.cluster} ${(rule.by ?? nameOf)(task)}`);
  return [...groups.values()].map((some) => causeOf(rule, some, given));
}

function causeOf({ id, fills }: Rule, tasks: readonly HeldTask[], given: Given): Cause {
  const { instance, firstAt, now } = given;
  const [first] = tasks;
  return {
    id,
    severity: 'warning',
    certainty: 'certain',
    count: 1,
    firstAt,
    lastAt: now,
    fills: {
      instance,
      cluster: first?.cluster,
      ...(first?.service !== undefined && { service: first.service }),
      names: first?.name,
      count: tasks.length,
      tasks: idsOf(tasks),
      ...(first !== undefined && { task: taskId(first.arn) }),
      ...fills(tasks, given),
    },
  };
}

const nameOf = ({ service, name }: HeldTask): string => `${service === undefined ? '' : 'service:'}${name}`;

function isWanted({ isDaemon, isStopping, service }: HeldTask): boolean {
  return !isDaemon && !isStopping && service !== undefined;
}

function serviceOf({ cluster, service }: HeldTask, { evidence }: Given): HoldingService | undefined {
  return service === undefined ? undefined : evidence.services.get(`${cluster}/${service}`);
}

function isDeadlocked(task: HeldTask, given: Given): boolean {
  const service = isWanted(task) ? serviceOf(task, given) : undefined;
  return service !== undefined && limitsOf(service).isDeadlocked;
}

function limitFills([task]: readonly HeldTask[], given: Given): Fills {
  const service = task === undefined ? undefined : serviceOf(task, given);
  if (service === undefined) return {};
  const { desired, running, pending, minimumHealthyPercent = 100, maximumPercent = 200 } = service;
  const { least, most, maximumNeeded, minimumNeeded } = limitsOf(service);
  const percents = { minimumPercent: minimumHealthyPercent, maximumPercent, maximumNeeded, minimumNeeded };
  return { desired, running, pending, least, most, ...percents };
}

function standaloneFills(tasks: readonly HeldTask[]): Fills {
  const started = tasks.flatMap(({ startedAt }) => startedAt ?? []);
  const startedBy = tasks.find((task) => task.startedBy !== undefined)?.startedBy;
  return {
    ...(startedBy !== undefined && { startedBy }),
    ...(started.length > 0 && { startedAt: Math.min(...started) }),
  };
}

function deregistrationFills(tasks: readonly HeldTask[], given: Given): Fills {
  const [task] = tasks;
  const found = task === undefined ? undefined : serviceOf(task, given)?.deregistration;
  if (found === undefined) return {};
  const since = sinceOf(tasks);
  return {
    targetGroup: found.targetGroup,
    delayMs: found.delayMs,
    ...(since !== undefined && { sinceAt: since, endsAt: since + found.delayMs }),
  };
}

function stopFills(tasks: readonly HeldTask[], { evidence }: Given): Fills {
  const delayMs = Math.max(
    ...tasks.map(({ taskDefinitionArn = '' }) => evidence.stopTimeoutsMs.get(taskDefinitionArn) ?? usualStopTimeoutMs),
  );
  const since = sinceOf(tasks);
  return { delayMs, ...(since !== undefined && { sinceAt: since }) };
}

function sinceOf(tasks: readonly HeldTask[]): Instant | undefined {
  const since = tasks.flatMap(({ stoppingAt }) => stoppingAt ?? []);
  return since.length === 0 ? undefined : Math.max(...since);
}

const idsShown = 3;
const shortId = 8;

/** `71ab3c4d, 9f2c41aa`: as many characters of a task's id as a console shows to find it. */
function idsOf(tasks: readonly HeldTask[]): string {
  const ids = tasks.map(({ arn }) => taskId(arn).slice(0, shortId)).sort();
  return [...ids.slice(0, idsShown), ...(ids.length > idsShown ? ['…'] : [])].join(', ');
}
