import type { Text } from '../../core/language.ts';

/** What the placement engine adds to a message. Its own words are in lib/ecs/placement. */
export const placementTexts = {
  needs: { en: 'needs {needs}', ja: '必要: {needs}' },
  change: { en: '{change} ({admits})', ja: '{change}({admits})' },
  /** ECS looked before, we look now. */
  roomSince: { en: 'ECS found no place when it looked', ja: 'ECS の確認時には空きなし' },
  table: { en: 'Where one more copy would go, {at}:', ja: '{at} 時点の、もう 1 タスクの配置先:' },
  changes: { en: 'What would make room, the cheapest first', ja: '空きを作る変更(手軽な順)' },
} satisfies Record<string, Text>;
