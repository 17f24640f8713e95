import type { Text } from '../../core/language.ts';

/** What Watchkeeper did about a crash loop, or would have done, and the comments in front of the commands. */
export const loopTexts = {
  stopped: {
    en: 'Stopped by Watchkeeper at {at}: {crashes} crashes in {minutes} min, {tasks} → 0 tasks. To take it back:',
    ja: 'Watchkeeper が {at} に停止: {minutes} 分間に {crashes} 回クラッシュ、{tasks} → 0 タスク。取り消す場合:',
  },
  rolledBack: {
    en: 'Rolled back by Watchkeeper at {at}: {crashes} crashes in {minutes} min. To take it back:',
    ja: 'Watchkeeper が {at} にロールバック: {minutes} 分間に {crashes} 回クラッシュ。取り消す場合:',
  },
  wouldStop: {
    en: 'Watchkeeper only observes: at {at}, after {crashes} crashes in {minutes} min, it would have stopped this:',
    ja: 'Watchkeeper は観察のみ: {at} の時点で停止対象でした({minutes} 分間に {crashes} 回クラッシュ)',
  },
  wouldRollBack: {
    en: 'Watchkeeper only observes: at {at}, after {crashes} crashes in {minutes} min, it would have rolled this back:',
    ja: 'Watchkeeper は観察のみ: {at} の時点でロールバック対象でした({minutes} 分間に {crashes} 回クラッシュ)',
  },
  start: {
    en: 'start it again; its scaling goes on within a minute or two',
    ja: '再び起動(スケーリングは数分以内に再開されます)',
  },
  deployAgain: { en: 'deploy {revision} again', ja: '{revision} を再デプロイ' },
  stop: { en: 'stop it', ja: '停止' },
  rollBack: { en: 'roll it back', ja: 'ロールバック' },
} satisfies Record<string, Text>;
