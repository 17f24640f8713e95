import { instancesFor, reservationPercent, scaleInMost, scaleOutStep } from '../scaling/capacity-provider.ts';
import type { AskedTask } from './asked.ts';
import { oneMoreOfEach } from './change-instances.ts';
import { roomFor } from './copies.ts';
import { withDaemons } from './daemons.ts';
import { demandOf } from './demand.ts';
import type { PlacementInstance } from './instance.ts';
import type { ManagedSettings, Outlook } from './outlook.ts';
import { questionOf } from './question.ts';
import type { Snapshot } from './snapshot.ts';
import { askedByDefinition, askedByService, daemonsOf, definitionNamed, serviceNamed } from './snapshot-asked.ts';
import type { SnapshotTask } from './snapshot-task.ts';
import { unlistedTasks } from './supply.ts';

/** What managed scaling makes of the capacity provider a task goes to, by its formula. */
export type ManagedScaling = ManagedSettings & {
  readonly provider: string;
  /** Instances that are there and not draining (N), and instances that are needed (M). */
  readonly there: number;
  readonly needed: number;
  /** CapacityProviderReservation. */
  readonly reservationPercent: number;
  /** So many instances bring it to its target; the minimum and the maximum of the group are not known here. */
  readonly wanted: number;
  /** So many are added at once; or leave in one minute at the most, once it has been below for 15 minutes. */
  readonly step: number;
  /** Nothing of the task waits yet: the next copy is counted as if it did. */
  readonly withNextCopy: boolean;
};

/** For whom it is asked, and what the engine has found. */
type Found = { readonly asked: AskedTask; readonly outlook: Outlook };

/**
 * Undefined: it is off, there are several providers, nothing would be added for the task, or not all that counts is known.
 * Which instances the waiting tasks need is read from cluster-auto-scaling and "Deep Dive on Amazon ECS Cluster Auto
 * Scaling": those alike are packed together on empty instances, and the kind that takes most counts. That draining
 * instances are not among those there are is a guess.
 */
export function managedScalingOf(snapshot: Snapshot, { asked, outlook }: Found): ManagedScaling | undefined {
  const [provider, ...others] = asked.capacityProviders;
  const settings = snapshot.providers.find(({ name }) => name === provider)?.managed;
  if (provider === undefined || others.length > 0 || settings === undefined || asked.isDaemon) return undefined;
  const isPlaced = outlook === 'placed';
  const waiting = waitingFor(provider, snapshot);
  if (waiting === undefined || (!isPlaced && !outlook.startsWith('waits-for-'))) return undefined;
  const withNextCopy = !isPlaced && !waiting.some((each) => each.asked.group === asked.group);
  const own = snapshot.instances.filter((each) => each.capacityProvider === provider && each.status === 'ACTIVE');
  const needed = neededBy(withNextCopy ? [...waiting, { asked, count: 1 }] : waiting, own, snapshot);
  return needed === undefined ? undefined : { ...figuresOf(needed, own.length, settings), provider, withNextCopy };
}

function figuresOf(needed: number, there: number, settings: ManagedSettings) {
  const wanted = instancesFor(needed, there, settings.targetPercent);
  const step = wanted < there ? Math.min(there - wanted, scaleInMost(there)) : scaleOutStep(wanted, there, settings);
  return { ...settings, there, needed, reservationPercent: reservationPercent(needed, there), wanted, step };
}

/** While tasks wait, those there are and those they need; else those in use. */
function neededBy(
  waiting: readonly Waiting[],
  own: readonly PlacementInstance[],
  snapshot: Snapshot,
): number | undefined {
  const busy = busyAmong(own, snapshot);
  const more = moreFor(waiting, own, daemonsOf(snapshot));
  if (busy === undefined || more === undefined) return undefined;
  return more > 0 ? own.length + more : busy;
}

/** Tasks that were asked for alike. */
type Waiting = { readonly asked: AskedTask; readonly count: number };

/** What waits in PROVISIONING for an instance of the provider. Undefined: of some it is not known what they ask for. */
function waitingFor(provider: string, snapshot: Snapshot): readonly Waiting[] | undefined {
  const tasks = snapshot.tasks
    .filter(({ lastStatus, isLeaving, instanceArn }) => lastStatus === 'PROVISIONING' && !isLeaving && !instanceArn)
    .filter(({ capacityProvider = provider }) => capacityProvider === provider);
  const waiting: Waiting[] = [];
  for (const [task, ...alike] of Map.groupBy(tasks, ({ group, definition }) => `${group} ${definition}`).values()) {
    const asked = task && askedFor(task, snapshot);
    if (asked === undefined) return undefined;
    if (!asked.capacityProviders.includes(provider)) continue;
    waiting.push({ asked: { ...asked, capacityProviders: [provider] }, count: 1 + alike.length });
  }
  return waiting;
}

function askedFor({ group, definition }: SnapshotTask, snapshot: Snapshot): AskedTask | undefined {
  const service = group.startsWith('service:') ? serviceNamed(snapshot, group.slice('service:'.length)) : undefined;
  if (service !== undefined) return askedByService(snapshot, { ...service, taskDefinition: definition });
  const known = definitionNamed(snapshot, definition);
  return known && askedByDefinition(known, snapshot);
}

/** Undefined: how many go on a new instance cannot be told. */
function moreFor(
  waiting: readonly Waiting[],
  own: readonly PlacementInstance[],
  daemons: readonly AskedTask[],
): number | undefined {
  const pools = Map.groupBy(waiting, ({ asked }) => JSON.stringify([demandOf(asked), asked.constraints]));
  let most = 0;
  for (const [first, ...alike] of pools.values()) {
    if (first === undefined) continue;
    const { asked } = first;
    const question = questionOf(asked);
    const count = alike.reduce((sum, each) => sum + each.count, first.count);
    const short = count - roomFor(question, withDaemons(own, daemons, asked)).least;
    const types = oneMoreOfEach(question, own, daemons);
    // What fits no instance adds none; where there is none yet, the first tells.
    if (short <= 0 || (types.length > 0 && types.every((each) => each.most < 1))) continue;
    const perInstance = types.length === 0 ? short : Math.min(...types.map(({ least }) => least));
    if (perInstance < 1) return undefined;
    most = Math.max(most, Math.ceil(short / perInstance), 1);
  }
  return most;
}

/** Instances with a task that is no daemon's (managed-scaling-behavior). Undefined: of some the tasks are not known. */
function busyAmong(own: readonly PlacementInstance[], snapshot: Snapshot): number | undefined {
  const daemons = new Set(daemonsOf(snapshot).map(({ group }) => group));
  const isBusy = ({ tasks = [] }: PlacementInstance): boolean => tasks.some(({ group }) => !daemons.has(group));
  const idle = own.filter((each) => !isBusy(each));
  return idle.every((each) => unlistedTasks(each) === 0) ? own.length - idle.length : undefined;
}
