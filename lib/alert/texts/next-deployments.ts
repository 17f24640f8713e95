import type { Fills, Text } from '../../core/language.ts';

/** A wording of a next step. `when`: only for these values. */
export type NextWording = { readonly when?: Fills; readonly text: Text };

/** What a deployment will do by itself, by `next.code`; the rest of the table is in next.ts. */
export const deploymentSteps: Readonly<Record<string, readonly NextWording[]>> = {
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
  unknown: [
    {
      text: {
        en: 'unknown: whether the deployment has a circuit breaker could not be read',
        ja: '不明。サーキットブレーカーの有無を確認できませんでした',
      },
    },
  ],
};
