import type { GroupHook, InstanceGroup } from '../../core/group-reads.ts';
import type { Fills, Text } from '../../core/language.ts';
import type { HookOwner } from './hook-owner.ts';
import { ownerOf, shortestKeptMs } from './hook-owner.ts';

/** What is to be said of a group's hooks: `wrong` needs a change, `note` is good to know. */
export type HookFinding = {
  readonly id: string;
  readonly level: 'wrong' | 'note';
  readonly said: Text;
  readonly fills: Fills;
};

/** What the configuration says of the group. */
export type HookPolicy = {
  readonly mark: string;
  readonly mode: 'none' | 'observe' | 'act';
  readonly deadlineMs: number;
  readonly managedCapMs?: number;
};

type Known = {
  readonly group: InstanceGroup;
  readonly policy: HookPolicy;
  readonly own: readonly GroupHook[];
  readonly managed: readonly GroupHook[];
  readonly foreign: readonly GroupHook[];
};

type Rule = Pick<HookFinding, 'id' | 'level' | 'said'> & {
  /** What it holds of, with what to fill in; empty: it does not hold. */
  readonly of: (known: Known) => readonly Fills[];
  readonly source: string;
};

const when = (holds: boolean, fills: Fills = {}): readonly Fills[] => (holds ? [fills] : []);

const terminating = 'autoscaling:EC2_INSTANCE_TERMINATING';

const rules: readonly Rule[] = [
  {
    id: 'no-hook',
    level: 'wrong',
    source: 'lifecycle-hooks: without one an instance is terminated at once',
    of: ({ own, managed, policy }) => when(own.length === 0 && managed.length === 0 && policy.mode === 'act'),
    said: {
      en: 'no hook of ours: its instances are terminated with their tasks on them; see --print',
      ja: 'Watchkeeper のフックがありません。インスタンスはタスクが残ったまま終了されます(--print を参照)',
    },
  },
  {
    id: 'wrong-transition',
    level: 'wrong',
    source: 'API_PutLifecycleHook, LifecycleTransition',
    of: ({ group, policy }) =>
      group.hooks
        .filter((hook) => ownerOf(hook, policy.mark) === 'own' && hook.transition !== terminating)
        .map(({ name }) => ({ hook: name })),
    said: {
      en: '{hook} is a hook of launches: nobody completes it, so every launch waits for its time-out',
      ja: '{hook} は起動時のフックです。完了させる処理がないため、起動のたびにタイムアウトまで待ちます',
    },
  },
  {
    id: 'short-heartbeat',
    level: 'wrong',
    source: 'our sweep runs once a minute; API_PutLifecycleHook, HeartbeatTimeout 30 to 7200 s',
    of: ({ own }) =>
      own
        .filter(({ heartbeatMs }) => heartbeatMs < shortestKeptMs)
        .map(({ name, heartbeatMs }) => ({ hook: name, seconds: heartbeatMs / 1000 })),
    said: {
      en: '{hook}: a time-out of {seconds} s cannot be kept alive by a look once a minute; set 120 s or more',
      ja: '{hook}: 1 分ごとの確認ではタイムアウト {seconds} 秒に間に合いません。120 秒以上にします',
    },
  },
  {
    id: 'abandon',
    level: 'wrong',
    source: 'managed-instance-draining; lifecycle-hooks: ABANDON skips the remaining hooks',
    of: ({ own }) =>
      own.filter(({ defaultResult }) => defaultResult !== 'CONTINUE').map(({ name }) => ({ hook: name })),
    said: {
      en: '{hook}: DefaultResult ABANDON skips the other hooks at a time-out; set CONTINUE',
      ja: '{hook}: DefaultResult ABANDON はタイムアウト時にほかのフックを飛ばします。CONTINUE にします',
    },
  },
  {
    id: 'ends-before-deadline',
    level: 'wrong',
    source: 'API_LifecycleHook, GlobalTimeout: 48 hours or 100 times the time-out, whichever is smaller',
    of: ({ own, policy }) =>
      own
        .filter(({ globalMs }) => globalMs < policy.deadlineMs)
        .map(({ name, globalMs }) => ({
          hook: name,
          minutes: minutesOf(globalMs),
          deadline: minutesOf(policy.deadlineMs),
        })),
    said: {
      en: '{hook} ends after {minutes} min whatever happens (100 times its time-out), the deadline is {deadline} min',
      ja: '{hook} は最長 {minutes} 分で終了します(タイムアウトの 100 倍)。期限は {deadline} 分です',
    },
  },
  {
    id: 'several',
    level: 'wrong',
    source: 'every hook of a group is an action of its own',
    of: ({ own }) => when(own.length > 1, { hooks: namesOf(own) }),
    said: {
      en: 'several hooks of ours ({hooks}): one is enough',
      ja: 'Watchkeeper のフックが複数あります({hooks})。1 つで足ります',
    },
  },
  {
    id: 'no-effect',
    level: 'wrong',
    source: 'drain in watchkeeper.yml',
    of: ({ own, policy }) => when(own.length > 0 && policy.mode !== 'act', { mode: policy.mode, hooks: namesOf(own) }),
    said: {
      en: '{hooks}: the configuration says mode {mode}, so nobody completes it and instances wait for its time-out',
      ja: '{hooks}: 設定のモードが {mode} のため完了させる処理がなく、インスタンスはタイムアウトまで待ちます',
    },
  },
  {
    id: 'no-hook-observed',
    level: 'note',
    source: 'lifecycle-hooks: without one an instance is terminated at once',
    of: ({ own, managed, policy }) => when(own.length === 0 && managed.length === 0 && policy.mode === 'observe'),
    said: {
      en: 'no hook, and mode observe: its instances are terminated with their tasks on them',
      ja: 'フックがなく、モードは observe です。インスタンスはタスクが残ったまま終了されます',
    },
  },
  {
    id: 'managed-alone',
    level: 'note',
    source: 'managed-instance-draining',
    of: ({ own, managed, policy }) => when(own.length === 0 && managed.length > 0 && policy.managedCapMs === undefined),
    said: {
      en: 'ECS drains it (managed instance draining), for up to 48 h; managedCap in the configuration ends that sooner',
      ja: 'ECS がドレインします(マネージドインスタンスドレイン、最長 48 時間)。設定の managedCap で短縮できます',
    },
  },
  {
    id: 'managed-beside',
    level: 'note',
    source: 'managed-instance-draining',
    of: ({ own, managed }) => when(own.length > 0 && managed.length > 0),
    said: {
      en: 'ECS drains it, too (managed instance draining): it goes when both hooks are done',
      ja: 'ECS もドレインします(マネージドインスタンスドレイン)。両方のフックの完了後に終了します',
    },
  },
  {
    id: 'foreign',
    level: 'note',
    source: 'lifecycle-hooks: an instance waits for every hook',
    of: ({ foreign }) => when(foreign.length > 0, { hooks: namesOf(foreign) }),
    said: {
      en: 'hooks of others ({hooks}): an instance waits for them, too; they are never completed by us',
      ja: 'Watchkeeper 以外のフックがあります({hooks})。インスタンスはその完了も待ちますが、Watchkeeper からは完了させません',
    },
  },
  {
    id: 'target',
    level: 'note',
    source: 'prepare-for-lifecycle-notifications: EventBridge hears of every hook',
    of: ({ own }) => own.filter(({ target }) => target !== undefined).map(({ name }) => ({ hook: name })),
    said: {
      en: '{hook} has a NotificationTarget: not needed, EventBridge tells us',
      ja: '{hook} の NotificationTarget は不要です(EventBridge で受信しています)',
    },
  },
  {
    id: 'warm-pool',
    level: 'note',
    source: 'ec2-auto-scaling-warm-pools; ECS does not support instances that are reused on scale-in',
    of: ({ group }) => when(group.hasWarmPool),
    said: {
      en: 'it has a warm pool: an instance that goes back into it is set ACTIVE again by us, where we had drained it',
      ja: 'ウォームプールがあります。プールに戻るインスタンスのうち、Watchkeeper がドレインしたものを ACTIVE に戻します',
    },
  },
];

/** All that is to be said of a group's hooks, what is wrong first. */
export function hookFindings(group: InstanceGroup, policy: HookPolicy): readonly HookFinding[] {
  const known: Known = { group, policy, ...byOwner(group, policy) };
  return rules.flatMap(({ id, level, said, of }) => of(known).map((fills) => ({ id, level, said, fills })));
}

/** Hooks of terminations, by whose they are. */
export function byOwner(
  { hooks }: InstanceGroup,
  { mark }: HookPolicy,
): Readonly<Record<HookOwner, readonly GroupHook[]>> {
  const all = hooks.filter(({ transition }) => transition === terminating);
  const of = (owner: HookOwner): readonly GroupHook[] => all.filter((hook) => ownerOf(hook, mark) === owner);
  return { own: of('own'), managed: of('managed'), foreign: of('foreign') };
}

const namesOf = (hooks: readonly GroupHook[]): string => hooks.map(({ name }) => name).join(', ');

const minutesOf = (ms: number): number => Math.round(ms / 60_000);
