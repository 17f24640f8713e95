import type { Fills, Text } from '../../core/language.ts';

/** A wording of a next step. `when`: only for these values. */
export type NextWording = { readonly when?: Fills; readonly text: Text };

/**
 * What an alert may fill in for each code: its `fills`, and `at` for `next.at`. All of them are optional: what is not
 * known is left out, never 0. `left` is how many more failed tasks the circuit breaker takes.
 */
export const nextPlaces: Readonly<Record<string, readonly string[]>> = {
  hook_waits: ['stage', 'at'],
  standalone_nothing: [],
  waits_for_you: [],
  rolling_back: ['started', 'desired'],
  no_breaker: [],
  breaker_rolls_back: ['failed', 'threshold', 'left'],
  breaker_stops: ['failed', 'threshold', 'left'],
  steady_watch: ['at'],
  spot_replaces: [],
  daemon_retries: [],
  scheduler_replaces: [],
  start_throttled: [],
  rollback_unknown: [],
  codedeploy_ends: [],
  codedeploy_rolls_back: [],
  deployment_follows: [],
  follower_failed: [],
  rollback_failed: [],
  new_deployment: [],
  placement_retries: [],
  not_replaced: [],
  throttling_passes: [],
  unwanted: [],
  nothing_known: [],
  unknown: [],
};

/**
 * What will happen by itself, by `next.code`: the first wording whose places are all known is taken; the last one needs
 * none. Besides the step's own fills there are `at` and `toPrevious` (` to rev 141`, which may be empty).
 */
export const nextTexts: Readonly<Record<string, readonly NextWording[]>> = {
  hook_waits: [
    {
      text: {
        en: 'the deployment waits at {stage} until {at}; without an answer its time-out action runs (ROLLBACK unless set otherwise)',
        ja: 'デプロイは {stage} で {at} まで待機します。応答がなければタイムアウト時の動作(既定は ROLLBACK)が実行されます',
      },
    },
    {
      text: {
        en: 'the deployment waits until {at}; without an answer its time-out action runs (ROLLBACK unless set otherwise)',
        ja: 'デプロイは {at} まで待機します。応答がなければタイムアウト時の動作(既定は ROLLBACK)が実行されます',
      },
    },
    {
      text: {
        en: 'nothing, it waits for you: the deployment goes on, or back, when somebody answers',
        ja: '自動では進みません。続行またはロールバックの指示を待っています',
      },
    },
  ],
  standalone_nothing: [
    {
      text: {
        en: 'nothing: ECS does not run a standalone task again. Whatever started it may',
        ja: '自動では何も起きません。ECS は単独タスクを再実行しません(起動元が再実行する場合を除く)',
      },
    },
  ],
  waits_for_you: [{ text: { en: 'nothing, it waits for you', ja: '自動では何も起きません。対応が必要です' } }],
  rolling_back: [
    {
      text: {
        en: 'ECS is rolling back{toPrevious}: {started}/{desired} running',
        ja: 'ECS が{toPrevious}ロールバック中です({started}/{desired} 起動)',
      },
    },
    { text: { en: 'ECS is rolling back{toPrevious}', ja: 'ECS が{toPrevious}ロールバック中です' } },
  ],
  no_breaker: [
    {
      text: {
        en: 'it does not end by itself: ECS tries on without limit (the deployment has no circuit breaker)',
        ja: '自動では終わりません。ECS は無期限に再試行します(サーキットブレーカーなし)',
      },
    },
  ],
  breaker_rolls_back: [
    {
      when: { left: 0 },
      text: {
        en: 'the circuit breaker ({failed}/{threshold}) is reached: ECS rolls back{toPrevious} by itself',
        ja: 'サーキットブレーカー({failed}/{threshold})に達しました。ECS が自動で{toPrevious}ロールバックします',
      },
    },
    {
      when: { left: 1 },
      text: {
        en: 'ECS rolls back{toPrevious} by itself after 1 more failed task (circuit breaker {failed}/{threshold})',
        ja: 'あと 1 回失敗すると ECS が自動で{toPrevious}ロールバックします(サーキットブレーカー {failed}/{threshold})',
      },
    },
    {
      text: {
        en: 'ECS rolls back{toPrevious} by itself after {left} more failed tasks (circuit breaker {failed}/{threshold})',
        ja: 'あと {left} 回失敗すると ECS が自動で{toPrevious}ロールバックします(サーキットブレーカー {failed}/{threshold})',
      },
    },
    {
      text: {
        en: 'ECS rolls back{toPrevious} by itself when the circuit breaker trips',
        ja: 'サーキットブレーカーが作動すると ECS が自動で{toPrevious}ロールバックします',
      },
    },
  ],
  breaker_stops: [
    {
      when: { left: 0 },
      text: {
        en: 'the circuit breaker ({failed}/{threshold}) is reached: ECS stops the deployment and does not roll back',
        ja: 'サーキットブレーカー({failed}/{threshold})に達しました。ECS はデプロイを停止し、ロールバックはしません',
      },
    },
    {
      when: { left: 1 },
      text: {
        en: 'after 1 more failed task ECS stops the deployment (circuit breaker {failed}/{threshold}) and does not roll back',
        ja: 'あと 1 回失敗すると ECS がデプロイを停止します(サーキットブレーカー {failed}/{threshold})。ロールバックはしません',
      },
    },
    {
      text: {
        en: 'after {left} more failed tasks ECS stops the deployment (circuit breaker {failed}/{threshold}) and does not roll back',
        ja: 'あと {left} 回失敗すると ECS がデプロイを停止します(サーキットブレーカー {failed}/{threshold})。ロールバックはしません',
      },
    },
    {
      text: {
        en: 'ECS stops the deployment when the circuit breaker trips, and does not roll back',
        ja: 'サーキットブレーカーが作動すると ECS がデプロイを停止します。ロールバックはしません',
      },
    },
  ],
  steady_watch: [
    {
      text: {
        en: 'whole again; closes at {at} if nothing fails until then',
        ja: '復旧済み。{at} まで失敗がなければ終了します',
      },
    },
    { text: { en: 'whole again; watched for a while before it closes', ja: '復旧済み。しばらく様子を見て終了します' } },
  ],
  spot_replaces: [
    {
      text: {
        en: 'ECS starts replacements as soon as there is Spot capacity; when, nobody can tell',
        ja: 'Spot に空きが出しだい ECS が補充します。時期は予測できません',
      },
    },
  ],
  daemon_retries: [
    {
      text: {
        en: 'ECS tries the daemon again on each instance by itself',
        ja: 'ECS が各インスタンスでデーモンの起動を自動で再試行します',
      },
    },
  ],
  scheduler_replaces: [
    {
      text: {
        en: 'ECS replaces each task that ends, at once and without limit',
        ja: '終了したタスクは ECS がすぐに補充します(回数の上限なし)',
      },
    },
  ],
  // Service throttle logic (Amazon ECS developer guide): the pause grows up to 27 minutes.
  start_throttled: [
    {
      text: {
        en: 'ECS tries again by itself, at intervals that grow to 27 min',
        ja: 'ECS が自動で再試行します(間隔は最長 27 分まで延びます)',
      },
    },
  ],
  rollback_unknown: [
    {
      text: {
        en: 'unknown: ECS rolls back by itself if the service is set to; that could not be read',
        ja: '不明。自動ロールバックの設定を確認できませんでした。有効なら ECS が自動で元に戻します',
      },
    },
  ],
  // CodeDeploy user guide, deployments-rollback-and-redeploy: only where it is set, or by hand.
  codedeploy_ends: [
    {
      text: {
        en: 'CodeDeploy rolls back by itself only if its deployment group is set to',
        ja: '自動ロールバックの有無は CodeDeploy のデプロイグループの設定によります',
      },
    },
  ],
  codedeploy_rolls_back: [
    { text: { en: 'CodeDeploy is rolling back{toPrevious}', ja: 'CodeDeploy が{toPrevious}ロールバック中です' } },
  ],
  deployment_follows: [
    {
      text: {
        en: 'another deployment is under way: either ECS rolls back by itself, or somebody has deployed again',
        ja: '続くデプロイが進行中です(ECS の自動ロールバック、または新しいデプロイ)',
      },
    },
  ],
  follower_failed: [
    {
      text: {
        en: 'unknown: if that was the roll-back, ECS tries no other, and it waits for you',
        ja: '不明。それがロールバックだった場合、ECS は再試行しません。対応が必要です',
      },
    },
  ],
  // What follows a failed roll-back no page says; ROLLBACK_FAILED is an end (API_ServiceDeployment).
  rollback_failed: [
    {
      text: {
        en: 'nothing heals this: the roll-back failed, too, and ECS tries no other. It waits for you',
        ja: '自動では復旧しません。ロールバックも失敗し、ECS はこれ以上試みません。対応が必要です',
      },
    },
  ],
  new_deployment: [
    {
      text: {
        en: 'a new deployment is under way, and none of its tasks has failed; if it completes, this is over',
        ja: '新しいデプロイが進行中で、そのタスクに失敗はありません。完了すれば終了します',
      },
    },
  ],
  placement_retries: [
    {
      text: {
        en: 'it does not end by itself: ECS goes on looking for a place, silently and without limit',
        ja: '自動では終わりません。ECS は通知なしに無期限で配置を再試行します',
      },
    },
  ],
  not_replaced: [
    {
      text: {
        en: 'ECS goes on trying to start another one; nothing has come of it yet',
        ja: 'ECS は補充を試み続けますが、まだ起動していません',
      },
    },
  ],
  throttling_passes: [
    {
      text: {
        en: 'ECS tries again by itself as soon as the API lets it',
        ja: 'API の制限が緩みしだい ECS が自動で再試行します',
      },
    },
  ],
  unwanted: [
    {
      text: {
        en: 'nothing: none of it is wanted any more (scaled to 0, or deleted)',
        ja: '何も起きません。必要数が 0 になったか、サービスが削除されています',
      },
    },
  ],
  nothing_known: [
    {
      text: {
        en: 'unknown: nothing is known to happen by itself',
        ja: '不明。自動で復旧するかは分かっていません',
      },
    },
  ],
  unknown: [
    {
      text: {
        en: 'unknown: whether the deployment has a circuit breaker could not be read',
        ja: '不明。サーキットブレーカーの有無を確認できませんでした',
      },
    },
  ],
};

/** A code this version does not know. */
export const unknownNext: Text = {
  en: 'unknown: nothing is known to happen by itself',
  ja: '不明。自動で復旧するかは分かっていません',
};

/** Where a rollback leads; put in at `toPrevious`. */
export const toPreviousText: Text = { en: ' to rev {revision}', ja: 'リビジョン {revision} に' };
