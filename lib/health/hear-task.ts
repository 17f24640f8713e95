import type { Pointers } from '../core/alert.ts';
import type { TaskChanged } from '../core/event.ts';
import type { Diagnosis } from '../ecs/stops/diagnosis.ts';
import { diagnose, isStopped } from '../ecs/stops/diagnosis.ts';
import { ran } from './deployment.ts';
import { missed } from './lost.ts';
import { withCrash } from './stopping/crashes.ts';
import type { Story } from './story.ts';
import { addFailure, count, markSeen, note, openIncident, wasSeen, withIncident } from './story.ts';

/**
 * A task that has stopped: a failure, an expected stop (counted, not kept), or the success that ends its family's
 * incident. A task is counted once, however often and in whichever state its stop is told.
 */
export function hearTask(before: Story, task: TaskChanged, essential: ReadonlyMap<string, ReadonlySet<string>>): Story {
  const story = withRevision(before, task, false);
  if (!isStopped(task)) return note(story, 'the task has not stopped');
  const known = essential.get(task.taskDefinitionArn);
  const diagnosis = diagnose(task, known === undefined ? {} : { essential: known });
  if (diagnosis === undefined) return note(story, 'the task has not stopped');
  if (wasSeen(story, task.taskArn)) return note(story, 'this stop was counted already');
  if (!diagnosis.failure) return expected(story, task, diagnosis);
  const counted = count(count(story, 'Failures'), 'failed/tasks');
  const noticed = diagnosis.gap ? count(count(counted, 'CatalogueGaps'), `gap/${diagnosis.cause}`) : counted;
  const marked = markSeen(noticed, task.taskArn);
  const seen = diagnosis.infra ? marked : { ...marked, state: withCrash(marked.state, task, story.now) };
  const added = addFailure(seen, failureOf(task, diagnosis), pointersOf(task, diagnosis));
  const told = openIncident(added.state) === undefined ? missed(added, task, diagnosis.cause) : added;
  return note(withRun(withRevision(told, task, true), task), `task failed: ${diagnosis.cause}`);
}

/**
 * A task names its deployment (`startedBy`) and its revision: what deployment events leave out. Its failure is counted
 * until a reading gives ECS's own count.
 */
function withRevision(story: Story, { startedBy, taskDefinitionArn }: TaskChanged, failed: boolean): Story {
  const { deployment: before } = story.state;
  if (before === undefined || startedBy === undefined) return story;
  const deployment = ran(before, { deploymentId: startedBy, taskDefinitionArn, failed });
  return deployment === before ? story : { ...story, state: { ...story.state, deployment } };
}

/** Without the time of its start, what it ended of tells: only a task that never ran has failed to start. */
function withRun(story: Story, { startedAt, stopCode }: TaskChanged): Story {
  const incident = openIncident(story.state);
  if (incident === undefined) return story;
  return withIncident(story, {
    ...incident,
    hadRun: startedAt !== undefined || stopCode === 'EssentialContainerExited',
  });
}

function expected(story: Story, task: TaskChanged, diagnosis: Diagnosis): Story {
  // In DEPROVISIONING and again in STOPPED: only the last word is counted.
  const counted =
    task.lastStatus === 'STOPPED' ? count(count(story, 'ExpectedStops'), `stop/${diagnosis.cause}`) : story;
  const incident = openIncident(story.state);
  if (incident === undefined && isMissed(story, diagnosis))
    return note(missed(counted, task, diagnosis.cause), `expected stop: ${diagnosis.cause}`);
  const success = story.state.subject.kind === 'family' && diagnosis.exitCode === 0;
  if (!success || incident === undefined) return note(counted, `expected stop: ${diagnosis.cause}`);
  const at = task.stoppedAt ?? task.at;
  if ((task.startedAt ?? at) < incident.lastFailureAt && at <= incident.lastFailureAt)
    return note(counted, 'an older run succeeded');
  return note(withIncident(counted, { ...incident, recoveredAt: at }), 'the next run succeeded');
}

/** What the scheduler itself has too many of is not missed; that a task of a service is replaced, is not told. */
function isMissed({ state }: Story, { cause }: Diagnosis): boolean {
  return state.subject.kind === 'service' && cause !== 'scale_or_deploy';
}

function failureOf(task: TaskChanged, diagnosis: Diagnosis): Parameters<typeof addFailure>[1] {
  return {
    id: diagnosis.cause,
    severity: diagnosis.severity,
    certainty: diagnosis.certainty,
    at: task.stoppingAt ?? task.stoppedAt ?? task.at,
    fills: diagnosis.fills,
    ...(diagnosis.culprit !== undefined && { container: diagnosis.culprit }),
    ...(diagnosis.exitCode !== undefined && { exitCode: diagnosis.exitCode }),
    ...(diagnosis.text !== undefined && { text: diagnosis.text.slice(0, 1100) }),
    ...(diagnosis.gap && { gap: true }),
    ...(task.startedBy?.startsWith('ecs-svc/') === true && { deploymentId: task.startedBy }),
  };
}

function pointersOf(task: TaskChanged, diagnosis: Diagnosis): Pointers {
  const image = task.containers.find((container) => container.name === diagnosis.culprit)?.image;
  return {
    taskArn: task.taskArn,
    taskDefinitionArn: task.taskDefinitionArn,
    ...(diagnosis.culprit !== undefined && { container: diagnosis.culprit }),
    ...(image !== undefined && { image }),
    ...(task.containerInstanceArn !== undefined && { containerInstanceArn: task.containerInstanceArn }),
    ...(task.availabilityZone !== undefined && { availabilityZone: task.availabilityZone }),
    ...(task.launchType !== undefined && { launchType: task.launchType }),
    ...(task.capacityProviderName !== undefined && { capacityProvider: task.capacityProviderName }),
  };
}
