import type { CapacityProviderStrategyItem, ECSClient, RunTaskCommandInput } from '@aws-sdk/client-ecs';
import { RunTaskCommand, StopTaskCommand } from '@aws-sdk/client-ecs';
import type { Outcome } from '../core/outcome.ts';
import type { Clock } from '../core/ports.ts';
import type { LaunchFacts, TaskLaunch } from '../core/run-reads.ts';
import { secondMs } from '../core/time.ts';
import { within } from './client.ts';
import { nameOf, portError } from './errors.ts';

type Done = Omit<Outcome, 'kind' | 'action'>;

export type TaskOrders = {
  /** Facts: LaunchFacts. Not begun when its turn would come after `deadline`. */
  readonly launch: (launch: TaskLaunch, deadline: number) => Promise<Done>;
  readonly stop: (which: { readonly cluster: string; readonly arn: string }, reason: string) => Promise<Done>;
};

/** A launch may take longer than a read: its answer is worth more. */
const launchLimitMs = 6 * secondMs;

/** AWS's words are cut: they are untrusted, and only a hint. */
const longestMessage = 600;

/** RunTask may pass on the throttling of a service behind it under another name (dagster-io/dagster#33439). */
const disguised = /Rate exceeded|\(ErrorCode: Throttling|ThrottlingException/i;

type Setting = {
  readonly clock: Clock;
  readonly pause: (waitMs: number) => Promise<unknown>;
  /** The least time between two launches of this container: Fargate takes 20 RunTask a second (throttling). */
  readonly gapMs: number;
};

/** RunTask and StopTask. Nothing here throws. */
export function taskOrders(client: ECSClient, { clock, pause, gapMs }: Setting): TaskOrders {
  let freeAt = 0;
  return {
    launch: async (launch, deadline) => {
      const turn = Math.max(freeAt, clock.now());
      if (turn >= deadline) return { result: 'retry', reason: 'its turn comes too late', at: clock.now() };
      freeAt = turn + gapMs;
      if (turn > clock.now()) await pause(turn - clock.now());
      return runTask(client, clock, launch);
    },
    stop: async ({ cluster, arn }, reason) => {
      try {
        await client.send(new StopTaskCommand({ cluster, task: arn, reason }), within());
        return { result: 'done', reason: 'told to stop', at: clock.now() };
      } catch (error) {
        const known = portError(error, 'stop a task', { 'not-found': 'already-done' });
        const isGone = nameOf(error) === 'InvalidParameterException' && /not found/i.test(messageOf(error));
        return { result: isGone ? 'already-done' : known.verdict, reason: known.message, at: clock.now() };
      }
    },
  };
}

/** An answer may hold tasks, failures, or both: a 200 is no success. */
async function runTask(client: ECSClient, clock: Clock, launch: TaskLaunch): Promise<Done> {
  try {
    const { tasks = [], failures = [] } = await client.send(new RunTaskCommand(inputOf(launch)), within(launchLimitMs));
    const facts: LaunchFacts = {
      tasks: tasks.flatMap(({ taskArn }) => taskArn ?? []),
      failures: failures.map(({ reason = 'unknown', detail }) => ({ reason, ...(detail && { detail }) })),
    };
    const reason = facts.tasks.length > 0 ? 'launched' : `not launched: ${facts.failures[0]?.reason ?? 'no task'}`;
    return { result: 'done', reason, at: clock.now(), facts };
  } catch (error) {
    return { ...refused(error), at: clock.now() };
  }
}

function refused(error: unknown): Omit<Done, 'at'> {
  const message = messageOf(error);
  const adopted = idsOf(error);
  if (adopted.length > 0) {
    const facts: LaunchFacts = { tasks: adopted, failures: [], adopted: true };
    return { result: 'already-done', reason: 'an earlier request of this token has a task', facts };
  }
  // A conflict that names no task: one of this token is under way.
  if (nameOf(error) === 'ConflictException') return { result: 'unknown', reason: 'run a task: ConflictException' };
  const known = portError(error, 'run a task');
  if (known.verdict === 'permanent' && disguised.test(message))
    return { result: 'retry', reason: 'run a task: throttled behind RunTask' };
  const facts: LaunchFacts = { tasks: [], failures: [], error: { code: nameOf(error), message } };
  return { result: known.verdict, reason: known.message, facts };
}

function inputOf(launch: TaskLaunch): RunTaskCommandInput {
  const { cluster, definition, startedBy, token, launchType, shares, platformVersion, network, overrides, tags } =
    launch;
  const strategy = shares.map(({ provider, weight, base }): CapacityProviderStrategyItem => ({
    capacityProvider: provider,
    weight,
    base,
  }));
  return {
    cluster,
    taskDefinition: definition,
    count: 1,
    startedBy,
    clientToken: token,
    enableECSManagedTags: true,
    propagateTags: 'TASK_DEFINITION',
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    ...(strategy.length > 0 && { capacityProviderStrategy: strategy }),
    ...(launchType !== undefined && { launchType: launchTypeOf(launchType) }),
    ...(platformVersion !== undefined && { platformVersion }),
    ...(network !== undefined && {
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [...network.subnets],
          securityGroups: [...network.securityGroups],
          assignPublicIp: network.publicIp ? 'ENABLED' : 'DISABLED',
        },
      },
    }),
    ...(overrides.containerOverrides.length > 0 && {
      overrides: {
        containerOverrides: overrides.containerOverrides.map(({ name, command, environment }) => ({
          name,
          ...(command !== undefined && { command: [...command] }),
          ...(environment !== undefined && { environment: environment.map((each) => ({ ...each })) }),
        })),
      },
    }),
  };
}

function launchTypeOf(launchType: string): 'FARGATE' | 'EC2' | 'EXTERNAL' {
  return launchType === 'EC2' || launchType === 'EXTERNAL' ? launchType : 'FARGATE';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, longestMessage) : '';
}

/** ConflictException names the tasks there are (API_RunTask). */
function idsOf(error: unknown): readonly string[] {
  const ids: unknown = typeof error === 'object' && error !== null && 'resourceIds' in error ? error.resourceIds : [];
  return Array.isArray(ids) ? ids.filter((each): each is string => typeof each === 'string') : [];
}
