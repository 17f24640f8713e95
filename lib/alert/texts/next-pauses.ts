import type { NextWording } from './next-deployments.ts';

/**
 * What a deployment does that waits for somebody, or for its own stages, by `next.code`; the rest of the table is in
 * next.ts. Sources: pause-lifecycle-hooks; blue-green-deployment-how-it-works; CodeDeploy API reference,
 * DeploymentReadyOption.
 */
export const pauseSteps: Readonly<Record<string, readonly NextWording[]>> = {
  hook_waits: [
    {
      when: { action: 'ROLLBACK' },
      text: {
        en: 'the deployment waits at {stage} for an answer; at {at} ECS rolls back{toPrevious} by itself',
        ja: 'デプロイは {stage} で応答を待っています。{at} になると ECS が自動で{toPrevious}ロールバックします',
      },
    },
    {
      when: { action: 'CONTINUE' },
      text: {
        en: 'the deployment waits at {stage} for an answer; at {at} ECS lets it go on by itself',
        ja: 'デプロイは {stage} で応答を待っています。{at} になると ECS が自動で続行します',
      },
    },
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
  ready_waits: [
    {
      text: {
        en: 'CodeDeploy waits for an answer; at {at} it stops the deployment, and nothing has been shifted',
        ja: 'CodeDeploy は応答を待っています。{at} になるとトラフィックを切り替えずにデプロイを停止します',
      },
    },
    {
      text: {
        en: 'nothing, it waits for you: CodeDeploy shifts the traffic when somebody says so',
        ja: '自動では進みません。指示があるまで CodeDeploy はトラフィックを切り替えません',
      },
    },
  ],
  stage_ends: [
    {
      when: { serves: 'old' },
      text: {
        en: 'the old revision has all the traffic; if {stage} lasts 24 h, until about {at}, ECS rolls back{toPrevious} by itself',
        ja: '本番トラフィックはすべて旧リビジョンです。{stage} が 24 時間続くと({at} 頃)ECS が自動で{toPrevious}ロールバックします',
      },
    },
    {
      when: { serves: 'new' },
      text: {
        en: 'the new revision has all the traffic; ECS goes back by itself only if {stage} lasts 24 h, until about {at}',
        ja: '本番トラフィックはすべて新リビジョンです。{stage} が 24 時間続いた場合({at} 頃)だけ ECS が自動でロールバックします',
      },
    },
    {
      text: {
        en: 'traffic is being shifted; if {stage} lasts 24 h, until about {at}, ECS rolls back{toPrevious} by itself',
        ja: 'トラフィックを切り替え中です。{stage} が 24 時間続くと({at} 頃)ECS が自動で{toPrevious}ロールバックします',
      },
    },
    {
      text: {
        en: 'ECS rolls back{toPrevious} by itself when one of its stages has lasted 24 h; no circuit breaker counts here',
        ja: 'いずれかの段階が 24 時間続くと ECS が自動で{toPrevious}ロールバックします(サーキットブレーカーは対象外)',
      },
    },
  ],
  deployment_goes_on: [
    {
      text: {
        en: 'the deployment goes on by itself, now at {stage}; here it is told how it ends',
        ja: 'デプロイは自動で進みます(現在 {stage})。結果はここに表示します',
      },
    },
    {
      text: {
        en: 'the deployment goes on by itself; here it is told how it ends',
        ja: 'デプロイは自動で進みます。結果はここに表示します',
      },
    },
  ],
  unguarded: [
    {
      text: {
        en: 'the deployment goes on, and no alarm can end it',
        ja: 'デプロイは続行中です。アラームで止まることはありません',
      },
    },
  ],
  external_ends: [
    {
      text: {
        en: 'ECS takes nothing back: whoever deploys this service (external controller) does, or nobody',
        ja: 'ECS は元に戻しません。このサービスをデプロイする外部のコントローラー次第です',
      },
    },
  ],
};
