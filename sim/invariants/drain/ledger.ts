import { lastPart } from '../../../lib/core/last-part.ts';
import type { Instant } from '../../../lib/core/time.ts';
import { minuteMs } from '../../../lib/core/time.ts';
import type { GroupInstance, LifecycleAction } from '../../account/autoscaling/group.ts';
import type { Account, ContainerInstance } from '../../account/model.ts';
import { serviceOf } from '../../account/services/standing.ts';
import type { Task } from '../../account/task.ts';
import type { BusEvent } from '../../cloud/bus.ts';
import type { Hindrance } from '../../scenario/hindrances.ts';
import type { DrainPlan, DrainSetting } from '../../scenario/plan.ts';
import type { PersonsAct } from '../../scenario/stage.ts';

/** One lifecycle action that is Watchkeeper's to complete, from its beginning on. */
export type OwnAction = {
  readonly group: string;
  readonly instance: GroupInstance;
  readonly action: LifecycleAction;
  readonly startedAt: Instant;
  /** Tasks that were on its hosts when it began. */
  readonly tasks: number;
  /** It was registered somewhere when it began: else nothing says to which cluster it belongs. */
  readonly registered: boolean;
  /** Since when nothing held its instance but daemons, as seen once a minute. */
  emptySince?: Instant | undefined;
  endedAt?: Instant;
  how?: string;
  /** Whether its instance ran when it ended. */
  ran?: boolean;
};

/** A call of the drain function to the outside: `ECS.ListTasks`, `table load`. */
export type MadeCall = { readonly at: Instant; readonly what: string };

/** What happened to instances that go, as it was: written down beside the product, and without any code of it. */
export type DrainLedger = {
  readonly plan: DrainPlan | undefined;
  readonly own: OwnAction[];
  readonly calls: MadeCall[];
  readonly acts: readonly PersonsAct[];
  /** Container instances that were ACTIVE until an order of ours, and when that was. */
  readonly drainedByUs: Map<string, Instant>;
  /** By EC2 instance: when a Spot warning was given. */
  readonly warnedAt: Map<string, Instant>;
  /** By container instance: since when its agent is away. */
  readonly awaySince: Map<string, Instant>;
  readonly advisedAt: Map<string, Instant>;
  /** When EC2 said that it shuts down, or does not run any more. */
  readonly goneAt: Map<string, Instant>;
  /** Times without an agent that are over. */
  readonly away: { readonly instance: string; readonly from: Instant; readonly to: Instant }[];
  readonly heard: (event: BusEvent, at: Instant) => void;
};

/** The beginning of the name of a hook that is Watchkeeper's, or a part of its metadata (`docs/`). */
const mark = 'watchkeeper';

export function isOwn({ hook }: Pick<LifecycleAction, 'hook'>): boolean {
  return (
    hook.transition === 'autoscaling:EC2_INSTANCE_TERMINATING' &&
    (hook.name.startsWith(mark) || hook.metadata?.includes(mark) === true)
  );
}

export function openLedger(account: Account, plan: DrainPlan | undefined, acts: readonly PersonsAct[]): DrainLedger {
  const own: OwnAction[] = [];
  const warnedAt = new Map<string, Instant>();
  const awaySince = new Map<string, Instant>();
  const advisedAt = new Map<string, Instant>();
  const goneAt = new Map<string, Instant>();
  const away: { readonly instance: string; readonly from: Instant; readonly to: Instant }[] = [];
  account.actionListeners.push(({ group, instance, action }) => {
    if (!isOwn(action)) return;
    const hosts = hostsOf(account, instance.id);
    const tasks = hosts.reduce((sum, host) => sum + host.tasks.size, 0);
    const startedAt = account.agenda.now();
    own.push({ group: group.name, instance, action, startedAt, tasks, registered: hosts.length > 0 });
  });
  account.actionEndListeners.push(({ action, how }) => {
    const found = own.find((each) => each.action === action);
    if (found === undefined) return;
    found.endedAt = account.agenda.now();
    found.how = how;
    found.ran = found.instance.ec2State === 'running';
  });
  return {
    plan,
    own,
    calls: [],
    acts,
    drainedByUs: new Map(),
    warnedAt,
    awaySince,
    advisedAt,
    goneAt,
    away,
    heard: ({ detail, 'detail-type': type }, at) => {
      const id = [detail['instance-id'], detail['ec2InstanceId']].find((each) => typeof each === 'string') ?? '';
      if (type === 'EC2 Spot Instance Interruption Warning') warnedAt.set(id, at);
      if (type === 'EC2 Instance Rebalance Recommendation') advisedAt.set(id, at);
      if (detail['state'] === 'terminated') goneAt.set(id, at);
      if (type !== 'ECS Container Instance State Change') return;
      const arn = String(detail['containerInstanceArn']);
      const since = awaySince.get(arn);
      if (detail['agentConnected'] !== true) awaySince.set(arn, since ?? at);
      else if (since !== undefined) {
        away.push({ instance: id, from: since, to: at });
        awaySince.delete(arn);
      }
    },
  };
}

/** What the configuration says of an instance, by group, capacity provider or cluster; undefined: nothing. */
export function settingOf(
  account: Account,
  { plan }: Pick<DrainLedger, 'plan'>,
  { id, group }: { readonly id: string; readonly group?: string | undefined },
): DrainSetting | undefined {
  const its =
    group === undefined
      ? [...account.groups.values()].find(({ instances }) => instances.has(id))
      : account.groups.get(group);
  const hosts = [...account.instances.values()].filter((each) => each.ec2InstanceId === id);
  const names = new Set([
    ...(its === undefined ? [] : [its.name, its.cluster?.name]),
    ...hosts.flatMap(({ clusterArn, capacityProvider }) => [lastPart(clusterArn), capacityProvider]),
  ]);
  const found = Object.entries(plan?.policies ?? {}).find(([pattern]) => names.has(pattern));
  return found?.[1];
}

/** Whether anything may be written there at all. */
export function mayAct(setting: DrainSetting | undefined, { plan }: Pick<DrainLedger, 'plan'>): boolean {
  return plan?.stack === 'act' && setting?.mode === 'act';
}

/** Its registrations that are there. */
export function hostsOf(account: Account, id: string): readonly ContainerInstance[] {
  return [...account.instances.values()].filter((each) => each.ec2InstanceId === id && each.status !== 'INACTIVE');
}

/** Tasks that hold an instance: those of daemons do not. */
export function heldBy(account: Account, id: string): readonly Task[] {
  return hostsOf(account, id)
    .flatMap(({ tasks }) => [...tasks])
    .filter((task) => serviceOf(account, task)?.scheduling !== 'DAEMON');
}

/** `HeartbeatTimeout` times 100, 48 hours at most (API_LifecycleHook, GlobalTimeout). */
export function globalMs({ hook }: Pick<LifecycleAction, 'hook'>): number {
  return Math.min(48 * 60 * minuteMs, 100 * hook.heartbeatTimeoutS * 1_000);
}

/** The end that was set for an action: by the policy, or by Auto Scaling. */
export function endOf({ action, startedAt }: Pick<OwnAction, 'action' | 'startedAt'>, setting: DrainSetting): Instant {
  return startedAt + Math.min(setting.deadlineMinutes * minuteMs, globalMs(action));
}

/** Somebody has said that it is to go at once. */
export function isForced({ acts }: Pick<DrainLedger, 'acts'>, id: string): boolean {
  return acts.some(({ instance, did }) => instance === id && did === 'forced');
}

/** What is taken back may be heard of never, or before what it takes back. */
const deafening: readonly Hindrance[] = [
  'events-lost',
  'events-stopped',
  'events-late',
  'function-dies',
  'store-refuses',
];

/** Somebody asked for its drain, and nobody who could hear of it has said that it is not wanted any more. */
export function isAskedFor({ acts }: Pick<DrainLedger, 'acts'>, id: string, hindrances: ReadonlySet<string>): boolean {
  const its = acts.filter(({ instance }) => instance === id).map(({ did }) => did);
  const isDeaf = deafening.some((name) => hindrances.has(name));
  const asked = its.filter((did) => did === 'requested' || did === 'planned').length;
  return asked > (isDeaf ? 0 : its.filter((did) => did === 'cancelled').length);
}
