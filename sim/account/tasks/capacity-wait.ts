import { minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { Account, Cluster } from '../model.ts';
import type { PlacementFailure, PlacementRequest } from '../placement.ts';
import { place } from '../placement.ts';
import type { Task } from '../task.ts';
import { plan } from './changes.ts';
import { failTask } from './fail.ts';
import type { Launch } from './launch.ts';
import { launchTask, settleTask } from './launch.ts';

/** "Provisioning tasks will wait for capacity for between 10 and 30 minutes" (Deep Dive on ECS Cluster Auto Scaling). */
const patienceMs = [10 * minuteMs, 30 * minuteMs] as const;

/** How soon ECS tries again when an instance came or gave something back: a guess. */
const attentionMs = [500, 3 * secondMs] as const;

/**
 * With managed scaling a task that finds no place waits in PROVISIONING; without, it is refused at once (Deep Dive on
 * ECS Cluster Auto Scaling).
 */
export function waitsForCapacity({ capacityProviders }: Cluster, provider: string | undefined): boolean {
  return provider !== undefined && capacityProviders.get(provider)?.managedScaling === true;
}

/** Makes a task that waits for a place. */
export function launchWaiting(
  account: Account,
  launch: Omit<Launch, 'zone' | 'instance'>,
  wanted: PlacementRequest,
): Task {
  const task = launchTask(account, launch);
  account.waiting.set(task, wanted);
  plan(account, task, account.random.whole(...patienceMs), () => giveUp(account, task, wanted));
  return task;
}

/** To be called when a place may have become free in the cluster. */
export function placeWaitingSoon(account: Account, clusterArn: string): void {
  if (waitingIn(account, clusterArn).length === 0) return;
  account.agenda.after(account.random.whole(...attentionMs), 'waiting tasks are placed', () => {
    for (const [task, wanted] of waitingIn(account, clusterArn)) {
      const placement = place(account, wanted);
      if ('failures' in placement || placement.instance === undefined) continue;
      account.waiting.delete(task);
      settleTask(account, task, placement.instance);
    }
  });
}

/** Those that still want a place, oldest first. */
export function waitingIn(account: Account, clusterArn: string): readonly (readonly [Task, PlacementRequest])[] {
  for (const task of account.waiting.keys()) if (task.desiredStatus === 'STOPPED') account.waiting.delete(task);
  return [...account.waiting].filter(([task]) => task.clusterArn === clusterArn);
}

function giveUp(account: Account, task: Task, wanted: PlacementRequest): void {
  account.waiting.delete(task);
  const placement = place(account, wanted);
  const why = 'failures' in placement ? whyNot(account, wanted, placement.failures) : 'RESOURCE:CPU';
  const reason = account.switches.capacityWaitEndsBriefly ? why : `TaskFailedToStart: ${why}`;
  failTask(account, task, { stopCode: 'TaskFailedToStart', reason });
}

/** api_failures_messages, DescribeTasks. */
function whyNot(
  account: Account,
  { cluster, capacityProvider }: PlacementRequest,
  failures: readonly PlacementFailure[],
): string {
  const [first] = failures.toSorted((a, b) => Number(isResource(b)) - Number(isResource(a)));
  if (first !== undefined) return first.reason;
  const registered = [...account.instances.values()].some(
    (each) =>
      each.clusterArn === cluster.arn && each.capacityProvider === capacityProvider && each.status !== 'INACTIVE',
  );
  return registered ? 'NO ACTIVE INSTANCES' : 'EMPTY CAPACITY PROVIDER';
}

const isResource = ({ reason }: PlacementFailure): boolean => reason.startsWith('RESOURCE');
