import { secondMs } from '../../lib/core/time.ts';
import { countTargets } from './metrics/counts.ts';
import type { Account } from './model.ts';
import { noticeHealth } from './services/scheduler.ts';
import { serviceOf } from './services/standing.ts';
import { wake } from './services/wake.ts';
import type { Target, TargetGroup } from './surroundings.ts';
import { planTarget } from './target-health.ts';
import type { ServiceTarget, Task, TaskStatus } from './task.ts';

/** Has the account's load balancers follow its tasks: call it once, before `runServices`. */
export function runLoadBalancers(account: Account): void {
  account.drainMsOf = (task) =>
    Math.max(0, ...groupsOf(account, task).map((each) => each.deregistrationDelayS * secondMs));
  account.taskListeners.push((task, before) => {
    if (task.targets.length > 0) follow(account, task, before);
  });
}

function follow(account: Account, task: Task, before: TaskStatus): void {
  if (task.lastStatus === 'STOPPED') remove(account, task);
  else if (task.desiredStatus === 'STOPPED') deregister(account, task);
  else if (task.lastStatus === 'ACTIVATING' && before !== 'ACTIVATING') register(account, task);
}

function register(account: Account, task: Task): void {
  for (const registration of task.targets) {
    const group = account.targetGroups.get(registration.targetGroupArn);
    if (group === undefined) continue;
    const target = targetFrom(account, task, registration);
    group.targets.set(task.arn, target);
    note(account, target, 'registered');
    countTargets(account, group);
    planTarget(account, group, target, () => noticeTarget(account, group, task));
  }
}

function noticeTarget(account: Account, group: TargetGroup, task: Task): void {
  countTargets(account, group);
  noticeHealth(account, task);
}

/** Tasks with awsvpc are addressed by their interface, others by their instance and the port bound there. */
function targetFrom(account: Account, task: Task, { targetGroupArn, container, containerPort }: ServiceTarget): Target {
  const address = task.attachments
    .flatMap(({ details }) => details)
    .find(({ name }) => name === 'privateIPv4Address')?.value;
  const bound = task.containers
    .find(({ name }) => name === container)
    ?.networkBindings.find((each) => each.containerPort === containerPort);
  return {
    task,
    groupArn: targetGroupArn,
    container,
    registeredAt: account.agenda.now(),
    port: address === undefined ? (bound?.hostPort ?? containerPort) : containerPort,
    id: address ?? task.instance?.ec2InstanceId ?? '',
    state: 'initial',
    reason: 'Elb.InitialHealthChecking',
    description: 'Initial health checks in progress',
  };
}

/** It gets no new requests and is gone when the delay is over or its task has stopped. */
function deregister(account: Account, task: Task): void {
  for (const group of groupsOf(account, task)) {
    const target = group.targets.get(task.arn);
    if (target === undefined || target.state === 'draining') continue;
    account.agenda.cancel(target.next);
    Object.assign(target, {
      state: 'draining',
      reason: 'Target.DeregistrationInProgress',
      description: 'Target deregistration is in progress',
    });
    note(account, target, 'deregistered');
    countTargets(account, group);
    account.agenda.after(group.deregistrationDelayS * secondMs, `target of task ${task.id} is deregistered`, () => {
      if (group.targets.get(task.arn) === target) group.targets.delete(task.arn);
    });
  }
}

function remove(account: Account, task: Task): void {
  for (const group of groupsOf(account, task)) {
    const target = group.targets.get(task.arn);
    if (target === undefined) continue;
    account.agenda.cancel(target.next);
    group.targets.delete(task.arn);
    countTargets(account, group);
    if (target.state !== 'draining') note(account, target, 'deregistered');
  }
}

/** The service's messages tell of targets at the scheduler's next look. */
function note(account: Account, { task, groupArn }: Target, what: 'registered' | 'deregistered'): void {
  const service = serviceOf(account, task);
  if (service === undefined) return;
  const news = service.memory.targetNews.get(groupArn) ?? { registered: 0, deregistered: 0, from: '' };
  news[what] += 1;
  if (what === 'deregistered') news.from = task.startedBy ?? '';
  service.memory.targetNews.set(groupArn, news);
  wake(account, service);
}

function groupsOf(account: Account, task: Task): TargetGroup[] {
  return task.targets.flatMap(({ targetGroupArn }) => account.targetGroups.get(targetGroupArn) ?? []);
}

/** Breaks a task for its load balancers from now on, or with `undefined` lets its program answer again. */
export function breakTargets(account: Account, task: Task, broken: Target['broken']): void {
  for (const group of groupsOf(account, task)) {
    const target = group.targets.get(task.arn);
    if (target === undefined || target.state === 'draining') continue;
    if (broken === undefined) delete target.broken;
    else target.broken = broken;
    planTarget(account, group, target, () => noticeTarget(account, group, task));
  }
}

/** An application load balancer's target group; what is left out is as the console makes it. */
export function addTargetGroup(
  account: Account,
  name: string,
  settings: Partial<Omit<TargetGroup, 'arn' | 'name' | 'targets'>> = {},
): TargetGroup {
  const { random, region, id } = account;
  const group: TargetGroup = {
    arn: `arn:aws:elasticloadbalancing:${region}:${id}:targetgroup/${name}/${random.hex(16)}`,
    name,
    loadBalancerName: settings.loadBalancerName ?? `${name}-alb`,
    deregistrationDelayS: settings.deregistrationDelayS ?? 300,
    healthCheck: settings.healthCheck ?? { intervalS: 30, healthyThreshold: 5, unhealthyThreshold: 2, path: '/' },
    targets: new Map(),
  };
  account.targetGroups.set(group.arn, group);
  return group;
}
