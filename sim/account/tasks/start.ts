import type { Account } from '../model.ts';
import { digestOf, pullFaultOf } from '../images.ts';
import { digitsOf } from '../identities.ts';
import type { Container, Task } from '../task.ts';
import { change, planOnHost } from './changes.ts';
import { startContainer } from './containers.ts';
import { reportContainer, reportLater } from './ending.ts';
import { failTask } from './fail.ts';
import { dependencyFailure, pullFailure, secretFailure } from './failures.ts';
import type { FailureText } from './failures.ts';
import { startTimeoutMs, waitOf } from './waits.ts';

/** PENDING and on: secrets, images, containers, then ACTIVATING (with targets) and RUNNING. */
export function prepare(account: Account, task: Task): void {
  change(account, task, 'PENDING');
  planOnHost(account, task, waitOf(account, task.launchType, 'preparation'), () => {
    const missing = task.containers
      .flatMap(({ definition }) => Object.values(definition.secrets))
      .find((secret) => !account.secrets.has(secret));
    if (missing !== undefined) failToStart(account, task, secretFailure(account, task, missing));
    else if (task.launchType === 'FARGATE' && task.targets.length > 0 && account.random.chance(0.55))
      repeat(account, task);
    else pull(account, task);
  });
}

/** Some tasks with targets send PENDING twice; the second knows its images already. */
function repeat(account: Account, task: Task): void {
  planOnHost(account, task, waitOf(account, task.launchType, 'repeatedPending'), () => {
    const there = task.containers.every(({ image }) => pullFaultOf(account, image) === 'none');
    if (there) {
      identify(account, task);
      change(account, task, 'PENDING');
    }
    pull(account, task);
  });
}

function identify(account: Account, task: Task): void {
  for (const container of task.containers) {
    container.imageDigest ??= digestOf(account, container.image);
    container.runtimeId ??=
      task.launchType === 'FARGATE' ? `${task.id}-${digitsOf(account.random, 10)}` : account.random.hex(64);
  }
}

function pull(account: Account, task: Task): void {
  task.pullStartedAt = account.agenda.now() + account.random.whole(80, 600);
  const pullMs = Math.max(...task.containers.map(({ run }) => run.program.pullMs));
  const waitMs = task.pullStartedAt - account.agenda.now() + pullMs;
  planOnHost(account, task, waitMs, () => {
    task.pullStoppedAt = account.agenda.now();
    for (const { image, name } of task.containers) {
      const fault = pullFaultOf(account, image);
      if (fault === 'none') continue;
      failToStart(account, task, pullFailure(account, task, image, fault), name);
      return;
    }
    identify(account, task);
    planOnHost(account, task, startTimeoutMs, () => timedOut(account, task));
    progress(account, task);
  });
}

/** Starts what can start, and notices when everything has. */
function progress(account: Account, task: Task): void {
  if (task.up || task.desiredStatus === 'STOPPED' || task.ending !== undefined) return;
  for (const container of task.containers) {
    if (container.run.stage !== 'waiting' || container.run.planned.length > 0) continue;
    const states = container.definition.dependsOn.map((each) => stateOf(task, each));
    const failed = container.definition.dependsOn[states.indexOf('never')];
    if (failed !== undefined) {
      failToStart(account, task, dependencyFailure(failed.container, container.name, 'exit'));
      return;
    }
    if (states.every((state) => state === 'met')) startContainer(account, task, container, progress);
  }
  if (task.containers.every(({ run }) => run.stage !== 'waiting')) up(account, task);
}

/** API_ContainerDependency. */
function stateOf(
  task: Task,
  { container, condition }: { readonly container: string; readonly condition: string },
): 'met' | 'open' | 'never' {
  const other = task.containers.find(({ name }) => name === container);
  if (other === undefined) return 'never';
  const { stage, exitCode } = other.run;
  const ended = stage === 'ended';
  switch (condition) {
    case 'COMPLETE':
      return ended ? 'met' : 'open';
    case 'SUCCESS':
      return ended ? (exitCode === 0 ? 'met' : 'never') : 'open';
    case 'HEALTHY':
      return other.health === 'HEALTHY' ? 'met' : ended ? 'never' : 'open';
    default:
      return stage === 'waiting' ? 'open' : 'met';
  }
}

function up(account: Account, task: Task): void {
  task.up = true;
  reportContainers(task);
  planOnHost(account, task, account.random.whole(100, 400), () => {
    if (task.targets.length === 0) running(account, task);
    else activate(account, task);
  });
}

/** Containers that others waited for have ended already. That an essential one has, ECS hears later. */
function reportContainers(task: Task): void {
  for (const container of task.containers) {
    if (container.run.stage === 'ended' && !container.definition.essential && task.ending === undefined) {
      reportContainer(container, 'STOPPED');
    } else {
      container.lastStatus = 'RUNNING';
    }
  }
}

/** Now and then a second ACTIVATING tells less than the first: its lists are empty. */
function activate(account: Account, task: Task): void {
  change(account, task, 'ACTIVATING');
  const registrationMs = waitOf(account, task.launchType, 'registration');
  if (!account.random.chance(0.25)) {
    planOnHost(account, task, registrationMs, () => running(account, task));
    return;
  }
  const poorerMs = waitOf(account, task.launchType, 'poorerActivating');
  planOnHost(account, task, poorerMs, () => {
    connect(account, task);
    change(account, task, 'ACTIVATING', { poorer: true });
    planOnHost(account, task, registrationMs - poorerMs, () => running(account, task));
  });
}

function running(account: Account, task: Task): void {
  connect(account, task);
  task.startedAt = account.agenda.now();
  for (const attachment of task.attachments) if (attachment.type === 'elb') attachment.status = 'ATTACHED';
  reportContainers(task);
  change(account, task, 'RUNNING');
  if (task.executionStoppedAt !== undefined) reportLater(account, task, 3_300);
}

/** ECS shows late that the host was connected early. */
function connect(account: Account, task: Task): void {
  const afterMs = task.launchType === 'FARGATE' ? account.random.whole(3_300, 5_300) : 0;
  task.connectivityAt ??= task.createdAt + afterMs;
}

function timedOut(account: Account, task: Task): void {
  const late = task.containers.find(({ run }) => run.stage === 'waiting');
  const [needed] = late?.definition.dependsOn ?? [];
  if (late === undefined) return;
  failToStart(account, task, dependencyFailure(needed?.container ?? late.name, late.name, 'time'));
}

/** The task says why; on EC2 the container that could not be had does. */
function failToStart(account: Account, task: Task, text: FailureText, culprit?: Container['name']): void {
  connect(account, task);
  const containers = text.containerReason === undefined ? [] : [{ name: culprit ?? '', reason: text.containerReason }];
  failTask(account, task, { stopCode: 'TaskFailedToStart', reason: text.reason, containers });
}
