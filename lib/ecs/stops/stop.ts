import type { ContainerChange, TaskChanged } from '../../core/event.ts';
import { knownStopCode } from './candidates.ts';
import { isEndOnRequest } from './exit-codes.ts';

/** What may be known beside the event: events do not say which containers are essential. */
export type KnownOfTask = { readonly essential?: ReadonlySet<string> };

/** A stopped task, read for diagnosis. */
export type Stop = {
  readonly task: TaskChanged;
  /** A documented stop code, `absent` or `unknown`. */
  readonly stopCode: string;
  readonly standalone: boolean;
  /** It had reached RUNNING. */
  readonly ran: boolean;
  /** All containers of the task definition, without those AWS adds. */
  readonly containers: readonly ContainerChange[];
  /** Those that are, or may be, essential. */
  readonly essential: readonly ContainerChange[];
};

/** Containers AWS adds to a task; never essential. Source: GuardDuty user guide, Runtime Monitoring on Fargate. */
const addedByAws = ['aws-guardduty-agent-'];

/** Whether a service replaces the task. Events before 2017 have no group; then `startedBy` tells. */
function isServiceTask(task: TaskChanged): boolean {
  return task.group === undefined
    ? (task.startedBy?.startsWith('ecs-svc/') ?? false)
    : task.group.startsWith('service:');
}

export function readStop(task: TaskChanged, known: KnownOfTask): Stop {
  const own = task.containers.filter(({ name }) => !addedByAws.some((prefix) => name.startsWith(prefix)));
  const containers = own.length > 0 ? own : task.containers;
  const essential = containers.filter(({ name }) => known.essential?.has(name) ?? true);
  return {
    task,
    stopCode: knownStopCode(task.stopCode),
    standalone: !isServiceTask(task),
    ran: task.startedAt !== undefined,
    containers,
    essential: essential.length > 0 ? essential : containers,
  };
}

/** An error of its own: not 0, and not how ECS ends a container when the task stops, which is SIGTERM, then SIGKILL. */
export function hasOwnError({ exitCode }: ContainerChange): boolean {
  return exitCode !== undefined && exitCode !== 0 && exitCode !== 137 && !isEndOnRequest(exitCode);
}

/** The one element that passes, or undefined if none or several do. */
export function only<Item>(items: readonly Item[], passes: (item: Item) => boolean): Item | undefined {
  const passing = items.filter(passes);
  return passing.length === 1 ? passing[0] : undefined;
}
