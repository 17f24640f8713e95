import type { Text } from '../../lib/core/language.ts';
import type { Checked } from '../hooks/command.ts';
import type { Advised } from './advised.ts';
import type { Around } from './around.ts';
import type { SeenService } from './reads.ts';
import type { Starter } from './starters.ts';
import type { Watcher } from './watchers.ts';

/** Something that should be there and is not, and of what. */
export type Missing = { readonly id: string; readonly said: Text; readonly of: readonly string[] };

type Known = {
  readonly services: readonly SeenService[];
  readonly around: Around;
  readonly advised: readonly Advised[];
  readonly watchers: readonly Watcher[];
  readonly starters: readonly Starter[];
  readonly groups: readonly Checked[];
  readonly ownerTags: readonly string[];
};

type Rule = Omit<Missing, 'of'> & { readonly lacks: (known: Known) => readonly string[] };

const byRule =
  (...rules: readonly string[]) =>
  ({ advised }: Known): readonly string[] => [
    ...new Set(advised.filter(({ rule }) => rules.includes(rule)).flatMap(({ services }) => services)),
  ];

const nameOf = ({ cluster, service }: SeenService): string => `${cluster}/${service.name}`;

const wanted = ({ services }: Known): readonly SeenService[] =>
  services.filter(({ service }) => service.status === 'ACTIVE' && service.desired > 0);

/** In the order in which one would mend them. */
const rules: readonly Rule[] = [
  {
    id: 'no-circuit-breaker',
    said: {
      en: 'no circuit breaker: a deployment that fails goes on for ever, and ECS announces it to nobody',
      ja: 'サーキットブレーカーなし: 失敗したデプロイが終わらず、ECS は誰にも知らせません',
    },
    lacks: byRule('no-circuit-breaker'),
  },
  {
    id: 'no-rollback',
    said: {
      en: 'a circuit breaker that does not roll back',
      ja: 'サーキットブレーカーはあるが、ロールバックしない設定',
    },
    lacks: byRule('circuit-breaker-no-rollback'),
  },
  {
    id: 'no-log-configuration',
    said: {
      en: 'a container without logs: nobody will know why it stopped',
      ja: 'ログ設定のないコンテナ: 停止理由が分かりません',
    },
    lacks: byRule('no-log-configuration'),
  },
  {
    id: 'no-alarm',
    said: { en: 'no CloudWatch alarm looks at them', ja: 'CloudWatch アラームの対象外' },
    lacks: (known) => {
      if (known.around.alarms === undefined) return [];
      const about = new Set(known.watchers.flatMap((each) => (each.kind === 'alarm' && !each.isOff ? each.about : [])));
      return wanted(known)
        .filter((each) => !about.has(nameOf(each)) && !about.has(each.cluster))
        .map(nameOf);
    },
  },
  {
    id: 'no-rule',
    said: {
      en: 'no rule of EventBridge tells anybody what ECS announces (failed deployments, tasks that cannot be placed)',
      ja: 'ECS のイベント(デプロイ失敗、タスク配置不可)を知らせる EventBridge ルールなし',
    },
    lacks: ({ around, watchers }) =>
      around.rules === undefined ||
      watchers.some(({ kind, isOff, tells }) => kind === 'rule' && !isOff && tells.length > 0)
        ? []
        : [''],
  },
  {
    id: 'no-hook',
    said: {
      en: 'Auto Scaling groups without a lifecycle hook, and without managed draining: instances go with their tasks on them',
      ja: 'ライフサイクルフックもマネージドインスタンスドレインもない Auto Scaling グループ: インスタンスはタスクごと終了します',
    },
    lacks: ({ groups }) =>
      groups
        .filter(({ findings }) => findings.some(({ id }) => id.startsWith('no-hook')))
        .map(({ group }) => group.name),
  },
  {
    id: 'managed-draining',
    said: {
      en: 'ECS drains them by itself (managed instance draining), and waits up to 48 h for a task that cannot go',
      ja: 'ECS のマネージドインスタンスドレイン任せ: 移動できないタスクを最長 48 時間待ちます',
    },
    lacks: ({ groups }) => groups.filter(({ group }) => group.isManaged).map(({ group }) => group.name),
  },
  {
    id: 'no-owner-tag',
    said: { en: 'no tag says whose they are', ja: '所有者を示すタグなし' },
    lacks: (known) =>
      wanted(known)
        .filter(({ service }) => !known.ownerTags.some((key) => Object.hasOwn(service.tags, key)))
        .map(nameOf),
  },
  {
    id: 'no-dead-letters',
    said: {
      en: 'schedules without a dead-letter queue: a task that could not be started leaves no trace',
      ja: 'デッドレターキューのないスケジュール: 起動できなかったタスクの痕跡が残りません',
    },
    lacks: ({ starters }) =>
      starters.filter(({ hasDeadLetters, isOff }) => !hasDeadLetters && !isOff).map(({ name }) => name),
  },
];

export function missingIn(known: Known): readonly Missing[] {
  return rules.flatMap(({ id, said, lacks }) => {
    const of = lacks(known);
    return of.length === 0 ? [] : [{ id, said, of: of.filter((name) => name !== '') }];
  });
}
