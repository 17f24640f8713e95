import { present } from '../../lib/core/present.ts';
import type { Cause } from '../../lib/core/alert.ts';
import type { Instant } from '../../lib/core/time.ts';
import type { Course } from '../../lib/drain/course.ts';
import { courseOf } from '../../lib/drain/course.ts';
import { isActive } from '../../lib/drain/hooks.ts';
import type { InstanceState } from '../../lib/drain/state.ts';
import { policyOf } from '../../lib/drain/wanted.ts';
import { drainReasons } from '../../lib/ecs/draining/reasons.ts';
import type { Beside } from '../../lib/ecs/draining/snapshot-evidence.ts';
import { evidenceIn, successorOf } from '../../lib/ecs/draining/snapshot-evidence.ts';
import type { PlacementAnswer } from '../../lib/ecs/placement/answer.ts';
import type { PlacementInstance } from '../../lib/ecs/placement/instance.ts';
import type { TableOptions } from '../alerts/installation.ts';
import { openInstallation, tableOf } from '../alerts/installation.ts';
import { isLive, keptDrain } from '../drain/kept.ts';
import { drainPolicyOf } from '../drain/policy.ts';
import type { Io } from '../io.ts';
import type { Source } from './source.ts';

/** What Watchkeeper has recorded of an instance, and what that comes to now. */
export type Recorded = {
  readonly state: InstanceState;
  readonly course: Course;
  readonly mode: 'none' | 'observe' | 'act';
};

/** Why an instance is still there. `reasons`: what keeps it, with the answer for its successor where one is needed. */
export type DrainStory = {
  readonly instance: string;
  readonly cluster?: string;
  /** As ECS has it; absent: it is not in the cluster. */
  readonly status?: string;
  readonly reasons: readonly { readonly cause: Cause; readonly successor?: PlacementAnswer }[];
  readonly recorded?: Recorded;
  /** The table was asked: what is not recorded there is not ours. */
  readonly isAsked?: true;
};

/** What is recorded of it, where the table is known; undefined: nothing that goes on. */
export async function recordedOf(id: string, options: TableOptions, io: Io): Promise<Recorded | undefined> {
  if (tableOf(options, io) === undefined || !id.startsWith('i-')) return undefined;
  const installation = await openInstallation('explain', options, io);
  const state = await keptDrain(installation, id);
  if (state === undefined || !isLive(state)) return undefined;
  const policy = policyOf(state, await drainPolicyOf(installation, io));
  return { state, course: courseOf(state, policy, io.now()), mode: state.mode ?? policy.mode };
}

/** The story of an instance that is being drained; undefined: it is not. */
export async function storyOf(
  instance: PlacementInstance,
  source: Source,
  { recorded, options: given }: { readonly recorded: Recorded | undefined; readonly options: TableOptions },
  io: Io,
): Promise<DrainStory | undefined> {
  if (instance.status !== 'DRAINING' && recorded === undefined) return undefined;
  const { snapshot } = source;
  const id = instance.ec2InstanceId ?? instance.arn;
  const options = {
    instance: id,
    firstAt: recorded?.state.since ?? 0,
    now: io.now(),
    isManaged: recorded?.course.is === 'beside',
  };
  const causes = drainReasons(evidenceIn(snapshot, instance, await besideOf(instance, source, io)), options);
  const away = instance.agentConnected === false ? [agentCause(id, options, recorded)] : [];
  return {
    instance: id,
    status: instance.status,
    reasons: [...away, ...causes].map((cause) => ({ cause, ...present({ successor: successorFor(cause, source) }) })),
    ...present({ cluster: source.live?.name ?? snapshot.cluster, recorded }),
    ...(tableOf(given, io) !== undefined && { isAsked: true }),
  };
}

/** Of an instance that is no longer in the cluster, as it was last seen. */
export function recordedStory({ state, course, mode }: Recorded): DrainStory {
  const reasons = (state.why?.causes ?? []).map((cause) => ({ cause }));
  return { instance: state.id, reasons, recorded: { state, course, mode } };
}

function agentCause(
  instance: string,
  { firstAt, now }: { readonly firstAt: Instant; readonly now: Instant },
  recorded: Recorded | undefined,
): Cause {
  const sinceAt = recorded?.state.agentAwayAt;
  return {
    id: 'drain_agent_away',
    severity: 'warning',
    certainty: 'certain',
    count: 1,
    firstAt,
    lastAt: now,
    fills: { instance, ...present({ sinceAt }) },
  };
}

function successorFor({ id, fills }: Cause, { snapshot }: Source): PlacementAnswer | undefined {
  const service = fills?.['service'];
  const isAsked = id.startsWith('drain_held') || id === 'drain_deadlock';
  return isAsked && typeof service === 'string' ? successorOf(snapshot, service) : undefined;
}

/** What only the account can say: protection, and how long target groups take. What cannot be read is left out. */
async function besideOf({ arn }: PlacementInstance, { snapshot, live }: Source, io: Io): Promise<Beside | undefined> {
  if (live === undefined) return undefined;
  const holds = await io.account.holds(live.region);
  const tasks = snapshot.tasks.filter((task) => task.instanceArn === arn && task.group.startsWith('service:'));
  const leaving = new Set(tasks.filter(({ lastStatus }) => lastStatus === 'DEACTIVATING').map(({ group }) => group));
  const groups = snapshot.services.flatMap(({ name, targetGroupArns }) =>
    leaving.has(`service:${name}`) ? targetGroupArns : [],
  );
  const [protections, delays] = await Promise.all([
    Promise.all(
      tasks.map(
        async (task) => [task.arn, await holds.protectedUntil({ cluster: live.name, task: task.arn })] as const,
      ),
    ),
    Promise.all(groups.map(async (group) => [group, await holds.deregistrationDelayMs(group)] as const)),
  ]);
  return {
    protectedUntil: new Map(
      protections.flatMap(([task, read]) => (read.ok && read.value > 0 ? [[task, read.value]] : [])),
    ),
    deregistrationDelayMs: new Map(delays.flatMap(([group, read]) => (read.ok ? [[group, read.value]] : []))),
  };
}

/** The hooks it still waits for. */
export function hooksNow({ state }: Recorded) {
  return state.hooks.filter(isActive);
}
