import type { AskedTask } from './asked.ts';
import { oneMoreOfEach } from './change-instances.ts';
import type { Verdict } from './finding.ts';
import type { PlacementInstance } from './instance.ts';
import { questionOf } from './question.ts';

/** API_ManagedScaling: targetCapacity, and how many instances it adds at one time, at least and at most. */
export type ManagedSettings = {
  readonly targetPercent: number;
  readonly minimumStep: number;
  readonly maximumStep: number;
};

/** A capacity provider of the cluster. */
export type PlacementProvider = {
  readonly name: string;
  /** Absent: not known. */
  readonly managedScaling?: boolean;
  /** Of managed scaling of an Auto Scaling group that is on. */
  readonly managed?: ManagedSettings;
  /** ECS chooses instance types for the tasks that wait (ManagedInstances): those there are no guide to those to come. */
  readonly choosesTypes?: boolean;
};

type OutlookFacts = {
  readonly instances: readonly PlacementInstance[];
  readonly providers: readonly PlacementProvider[];
  /** They come first on a new instance, too. */
  readonly daemons?: readonly AskedTask[];
};

/**
 * What becomes of a task that asks now.
 * - `placed`: there is room. `unknown`: not enough is known.
 * - `waits-for-scaling`: it waits in PROVISIONING until its capacity provider has added an instance.
 * - `waits-for-unseen`: the same, and there is no instance to judge by whether the one that is added will take it.
 * - `waits-for-room`: an empty instance would take it; nothing adds one, and it waits until others leave.
 * - `never`: not even an empty instance of any type here would take it. It, or the instances, must change.
 */
export type Outlook = 'placed' | 'waits-for-scaling' | 'waits-for-unseen' | 'waits-for-room' | 'never' | 'unknown';

/**
 * Managed scaling adds instances only for tasks that fit its smallest type; it does not see tasks without a strategy
 * (cluster-auto-scaling). So every type of the task's providers must take the task.
 */
export function outlookOf(fits: Verdict, asked: AskedTask, facts: OutlookFacts): Outlook {
  const { instances, providers, daemons = [] } = facts;
  if (fits === 'yes') return 'placed';
  const wanted = asked.capacityProviders;
  const known = instances.filter(
    ({ capacityProvider }) =>
      wanted.length === 0 || (capacityProvider !== undefined && wanted.includes(capacityProvider)),
  );
  const types = oneMoreOfEach(questionOf(asked), known, daemons);
  const asks = wanted.map((name) => providers.find((each) => each.name === name));
  const isScaled = findsRoom(asked, providers) === 'always';
  if (fits === 'unverifiable') return 'unknown';
  if (types.length === 0 || asks.some((each) => each?.choosesTypes === true)) {
    return isScaled ? 'waits-for-unseen' : 'unknown';
  }
  if (types.every(({ most }) => most < 1)) return 'never';
  if (asks.every((each) => each?.managedScaling === false)) return 'waits-for-room';
  if (asks.some((each) => each?.managedScaling === undefined)) return 'unknown';
  return types.every(({ least }) => least >= 1) ? 'waits-for-scaling' : 'unknown';
}

/**
 * Whether instances are added for a task that finds none: by managed scaling of its capacity providers, and by nobody where
 * it names none. `sometimes`: not of all of them, or not of all is it known.
 */
export function findsRoom(
  { capacityProviders }: Pick<AskedTask, 'capacityProviders'>,
  providers: readonly PlacementProvider[],
): 'always' | 'sometimes' | 'never' {
  const known = capacityProviders.map((name) => providers.find((each) => each.name === name)?.managedScaling);
  if (known.every((each) => each === false)) return 'never';
  return known.every((each) => each === true) ? 'always' : 'sometimes';
}
