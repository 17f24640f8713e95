import { dayMs, hourMs } from '../../lib/core/time.ts';
import type { Account, RememberedRun } from './model.ts';
import type { PlacementFailure, PlacementRequest } from './placement.ts';
import { place } from './placement.ts';
import { Refusal } from './refusal.ts';
import type { ProviderShare, RunRequest } from './run-rules.ts';
import { checkRun } from './run-rules.ts';
import type { LaunchType, Task } from './task.ts';
import { launchWaiting, waitsForCapacity } from './tasks/capacity-wait.ts';
import { launchTask } from './tasks/launch.ts';

export type RunAnswer = { readonly tasks: readonly Task[]; readonly failures: readonly PlacementFailure[] };

/** As API_RunTask. Throws a Refusal for what is refused as a whole. */
export function runTask(account: Account, request: RunRequest): RunAnswer {
  checkRun(request);
  const { clientToken } = request;
  if (clientToken === undefined) return runNew(account, request);
  const key = `${request.cluster.arn} ${clientToken}`;
  const fingerprint = fingerprintOf(request);
  const known = account.clientTokens.get(key);
  if (known !== undefined && isRemembered(account, known)) return repeated(known, fingerprint);
  const answer = runNew(account, request);
  account.clientTokens.set(key, { at: account.agenda.now(), request: fingerprint, ...answer });
  return answer;
}

function fingerprintOf({ cluster, definition, clientToken: _token, ...rest }: RunRequest): string {
  return JSON.stringify([cluster.arn, definition.arn, Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** 24 hours, or until an hour after its last task stopped. */
function isRemembered(account: Account, { at, tasks }: RememberedRun): boolean {
  const now = account.agenda.now();
  const ends = tasks.map(({ stoppedAt }) => stoppedAt ?? Infinity);
  return now < Math.min(at + dayMs, Math.max(at, ...ends) + hourMs);
}

function repeated({ request, tasks, failures }: RememberedRun, fingerprint: string): RunAnswer {
  if (request === fingerprint) return { tasks, failures };
  const resourceIds = tasks.map(({ arn }) => arn);
  throw new Refusal('ConflictException', 'The request conflicts with a previous one of the same client token.', {
    resourceIds,
  });
}

/** Places one copy after the other; those that found no place are failures beside the tasks that did. */
function runNew(account: Account, request: RunRequest): RunAnswer {
  const tasks: Task[] = [];
  const failures: PlacementFailure[] = [];
  const counts = new Map<string, number>();
  for (let copy = 0; copy < (request.count ?? 1); copy += 1) {
    const provider = nextProvider(request.capacityProviderStrategy ?? [], counts);
    const launchType = provider?.startsWith('FARGATE') === true ? 'FARGATE' : (request.launchType ?? 'EC2');
    const capacity = { launchType, ...(provider !== undefined && { capacityProvider: provider }) } as const;
    const wanted = placementOf(request, capacity);
    const placement = place(account, wanted);
    if (!('failures' in placement)) {
      tasks.push(launchTask(account, { ...launchOf(request), ...capacity, ...placement }));
    } else if (waitsForCapacity(request.cluster, provider)) {
      tasks.push(launchWaiting(account, { ...launchOf(request), ...capacity }, wanted));
    } else {
      failures.push(...refusalsOf(placement.failures));
      break;
    }
    if (provider !== undefined) counts.set(provider, (counts.get(provider) ?? 0) + 1);
  }
  return { tasks, failures };
}

type Capacity = { readonly launchType: LaunchType; readonly capacityProvider?: string };

function placementOf(request: RunRequest, capacity: Capacity): PlacementRequest {
  const { cluster, definition, constraints = [], strategies = [], overrides, zones } = request;
  return {
    cluster,
    definition,
    group: groupOf(request),
    constraints,
    strategies,
    ...(overrides !== undefined && { overrides }),
    ...(zones !== undefined && { zones }),
    ...capacity,
  };
}

function refusalsOf(failures: readonly PlacementFailure[]): PlacementFailure[] {
  if (failures.length === 0) {
    throw new Refusal('InvalidParameterException', 'No Container Instances were found in your cluster.');
  }
  return failures.map(inWords);
}

/** The base of each provider first, then by weight (capacity-providers, Amazon ECS developer guide). */
function nextProvider(strategy: readonly ProviderShare[], counts: ReadonlyMap<string, number>): string | undefined {
  const countOf = (provider: string): number => counts.get(provider) ?? 0;
  const short = strategy.find(({ provider, base }) => countOf(provider) < base);
  const [next] = strategy
    .filter(({ weight }) => weight > 0)
    .map(({ provider, weight, base }) => ({ provider, load: (countOf(provider) - base + 1) / weight }))
    .sort((a, b) => a.load - b.load);
  return (short ?? next)?.provider;
}

/** RunTask has a sentence where service events have a word (re:Post, "Capacity is unavailable at this time"). */
function inWords({ reason, ...rest }: PlacementFailure): PlacementFailure {
  const sentence = 'Capacity is unavailable at this time. Please try again later or in a different availability zone';
  return reason === 'RESOURCE:FARGATE' ? { reason: sentence } : { ...rest, reason };
}

export function groupOf({ group, definition }: RunRequest): string {
  return group ?? `family:${definition.family}`;
}

/** What of the request goes into each of its tasks. */
export function launchOf(request: RunRequest): Omit<Parameters<typeof launchTask>[1], 'launchType' | 'zone'> {
  const { cluster, definition, startedBy, clientToken, overrides } = request;
  return {
    cluster,
    definition,
    group: groupOf(request),
    ...(startedBy !== undefined && { startedBy }),
    ...(clientToken !== undefined && { clientToken }),
    ...(overrides !== undefined && { overrides }),
  };
}
