import type { EcsTask } from '../../core/ecs-reads.ts';
import type { LogPlace } from '../../core/evidence-reads.ts';
import type { Unreadable } from '../../core/ports.ts';
import type { ContainerDefinition } from '../../core/task-definition.ts';
import { taskId } from '../../ecs/arn.ts';
import type { LogFinding } from '../enrichment.ts';
import { prepareLogTail } from '../log-tail.ts';
import type { Look, Looker } from './look.ts';
import { notYet } from './look.ts';

/** So many lines are read to show a few: a telling one may stand before the noise of a shutdown. */
const linesRead = 60;

/** The last lines of the culprit's log. */
export const lookUpLog: Looker<'log'> = async (look) => {
  if (look.context.logs === 'none') return { state: 'none', reason: 'switched-off' };
  const place = await placeOf(look);
  if ('state' in place) return place;
  if (look.context.logs === 'link') return { state: 'none', reason: 'switched-off', ...place };
  const tail = await look.reads.logs.tail(place, linesRead);
  if (tail.state === 'no-group') return { state: 'none', reason: 'no-group', ...place };
  if (tail.state === 'no-stream') return absent(look, 'no-stream', place);
  if (tail.state === 'failed') return failedRead(look, tail.reason, place);
  if (tail.lines.length === 0) return absent(look, 'empty', place);
  return { state: 'found', ...place, ...prepareLogTail(tail.lines, look.context.redaction), readAt: tail.at };
};

/** Where the log is, or why there is none to look at. */
async function placeOf(look: Look): Promise<LogPlace | LogFinding> {
  const { taskArn, taskDefinitionArn } = look.alert.pointers;
  if (taskArn === undefined || taskDefinitionArn === undefined) return { state: 'none', reason: 'never-started' };
  const read = await look.reads.ecs.taskDefinition(taskDefinitionArn);
  if (!read.ok) return failedRead(look, read.reason);
  const container = culpritOf(read.value.containers, look.alert.pointers.container);
  if (container?.log === undefined) return { state: 'none', reason: 'no-configuration' };
  const { driver, group, region } = container.log;
  if (driver !== 'awslogs') return { state: 'none', reason: 'other-driver', driver };
  if (group === undefined) return { state: 'none', reason: 'no-configuration', driver };
  const stream = await streamOf(look, container, taskArn);
  if (stream === undefined) return { state: 'none', reason: 'no-stream', group };
  return { group, stream, ...(region !== undefined && region !== look.alert.subject.region && { region }) };
}

/** The container that is named; else the only essential one, else none: another one's log would mislead. */
function culpritOf(
  containers: readonly ContainerDefinition[],
  name: string | undefined,
): ContainerDefinition | undefined {
  if (name !== undefined) return containers.find((container) => container.name === name);
  const essential = containers.filter((container) => container.essential);
  return essential.length === 1 ? essential[0] : undefined;
}

/**
 * `prefix/container/task-id`; without a prefix, which only EC2 allows, Docker's own id of the container (using_awslogs,
 * awslogs-stream-prefix), which ECS knows while it remembers the task.
 */
async function streamOf(look: Look, container: ContainerDefinition, taskArn: string): Promise<string | undefined> {
  const prefix = container.log?.streamPrefix;
  if (prefix !== undefined) return `${prefix}/${container.name}/${taskId(taskArn)}`;
  const task = await taskOf(look, taskArn);
  return task?.containers.find(({ name }) => name === container.name)?.runtimeId;
}

/** Nothing there: perhaps not yet, unless the container has never run. */
async function absent(look: Look, reason: 'no-stream' | 'empty', place: LogPlace): Promise<LogFinding> {
  if (look.last) return { state: 'none', reason, ...place };
  const { taskArn, container } = look.alert.pointers;
  const task = taskArn === undefined ? undefined : await taskOf(look, taskArn);
  const neverRan =
    task?.lastStatus === 'STOPPED' &&
    task.containers.every(
      (each) => (container !== undefined && each.name !== container) || each.exitCode === undefined,
    );
  return neverRan ? { state: 'none', reason: 'never-started', ...place } : notYet(look.context);
}

async function taskOf({ alert, reads }: Look, task: string): Promise<EcsTask | undefined> {
  const read = await reads.ecs.task({ cluster: alert.subject.cluster, task });
  return read.ok ? read.value : undefined;
}

function failedRead(look: Look, reason: Unreadable, place?: LogPlace): LogFinding {
  if (reason === 'denied' || reason === 'not-asked') return { state: 'none', reason, ...place };
  return look.last ? { state: 'none', reason: 'unreadable', ...place } : notYet(look.context);
}
