import type { Account } from '../model.ts';
import type { Service } from '../service.ts';
import { serviceOf } from '../services/standing.ts';
import type { TargetGroup } from '../surroundings.ts';
import { nameIn } from '../identities.ts';
import { MinuteHistory } from './history.ts';
import type { MessageCounts, ServiceLoad, TargetCounts } from './metric.ts';

/** Gives a service something to do: AWS/ECS has its utilization from now on. Once more: another load. */
export function carryLoad(account: Account, service: Service, load: ServiceLoad): void {
  const { loads } = account.metrics;
  if (loads.size === 0) listen(account);
  const running = loads.get(service.arn)?.running ?? new MinuteHistory<number>();
  loads.set(service.arn, { load, cluster: nameIn(service.clusterArn), service: service.name, running });
  running.note(account.agenda.now(), runningOf(service));
}

function listen(account: Account): void {
  account.taskListeners.push((task) => {
    const service = serviceOf(account, task);
    if (service === undefined) return;
    account.metrics.loads.get(service.arn)?.running.note(account.agenda.now(), runningOf(service));
  });
}

function runningOf({ tasks }: Service): number {
  let running = 0;
  for (const { lastStatus } of tasks) if (lastStatus === 'RUNNING') running += 1;
  return running;
}

/** To be called whenever a target group, or the health of one of its targets, has changed. */
export function countTargets({ agenda, metrics }: Account, { arn, targets }: TargetGroup): void {
  const counts = { healthy: 0, unhealthy: 0, initial: 0 };
  for (const { state } of targets.values()) if (state in counts) counts[state as keyof TargetCounts] += 1;
  historyIn(metrics.targets, arn).note(agenda.now(), counts);
}

/** To be called whenever a queue has changed. */
export function countMessages({ agenda, metrics }: Account, queue: string, counts: MessageCounts): void {
  historyIn(metrics.queues, queue).note(agenda.now(), counts);
}

function historyIn<Value>(histories: Map<string, MinuteHistory<Value>>, key: string): MinuteHistory<Value> {
  const known = histories.get(key);
  if (known !== undefined) return known;
  const made = new MinuteHistory<Value>();
  histories.set(key, made);
  return made;
}
