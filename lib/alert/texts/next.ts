import type { Text } from '../../core/language.ts';
import type { NextWording } from './next-deployments.ts';
import { deploymentSteps } from './next-deployments.ts';
import { pauseSteps } from './next-pauses.ts';
import { drainSteps } from './next-drains.ts';
import { scaleSteps } from './next-scaling.ts';
import { jobSteps } from './next-jobs.ts';
import { loopSteps } from './next-loops.ts';

/**
 * What will happen by itself, by `next.code`: the first wording whose places are all known is taken; the last one needs
 * none. Besides the step's own fills there are `at` and `toPrevious` (` to rev 141`, which may be empty).
 */
export const nextTexts: Readonly<Record<string, readonly NextWording[]>> = {
  ...deploymentSteps,
  ...pauseSteps,
  ...drainSteps,
  ...scaleSteps,
  ...jobSteps,
  ...loopSteps,
  standalone_nothing: [
    {
      text: {
        en: 'nothing: ECS does not run a standalone task again. Whatever started it may',
        ja: '自動では何も起きません。ECS はスタンドアロンタスクを再実行しません(起動元が再実行する場合を除く)',
      },
    },
  ],
  waits_for_you: [{ text: { en: 'nothing, it waits for you', ja: '自動では何も起きません。対応が必要です' } }],
  aws_mends: [
    {
      text: {
        en: 'AWS mends it; what it says next is shown here',
        ja: 'AWS が対応中です。続報はここに表示します',
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
        ja: 'Spot に空きが出次第 ECS が補充します。時期は予測できません',
      },
    },
  ],
  hook_times_out: [
    {
      text: {
        en: 'ECS carries out the time-out action: ROLLBACK unless configured otherwise',
        ja: 'ECS がタイムアウト時の動作(既定は ROLLBACK)を実行します',
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
  placement_retries: [
    {
      text: {
        en: 'it does not end by itself: ECS goes on looking for a place, silently and without limit',
        ja: '自動では終わりません。ECS は通知なしに無期限で配置を再試行します',
      },
    },
  ],
  capacity_returns: [
    {
      text: {
        en: 'ECS tries again by itself, without limit; it ends as soon as there is capacity again',
        ja: 'ECS が無期限で自動的に再試行します。空き容量が戻れば解消します',
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
};

/** A code this version does not know. */
export const unknownNext: Text = {
  en: 'unknown: nothing is known to happen by itself',
  ja: '不明。自動で復旧するかは分かっていません',
};

/** Where a rollback leads; put in at `toPrevious`. */
export const toPreviousText: Text = { en: ' to rev {revision}', ja: 'リビジョン {revision} に' };
