import type { Text } from '../../core/language.ts';

/** Where the next copy goes. `{by}`: the strategies by name, `{facts}`: what each of them sees there. */
export const nextCopyTexts = {
  only: {
    en: 'Next copy: {place}, the only instance with room',
    ja: '次のタスクの配置先: {place}(空きのある唯一のインスタンス)',
  },
  best: { en: 'Next copy: {place} by {by}{facts}', ja: '次のタスクの配置先: {place}。戦略 {by} による{facts}' },
  drawn: {
    en: 'Next copy: one of {count} instances, equal by {by}, drawn at random: {places}',
    ja: '次のタスクの配置先: 戦略 {by} で同順位の {count} 台から無作為に決定: {places}',
  },
  random: {
    en: 'Next copy: one of {count} instances, drawn at random by its strategy: {places}',
    ja: '次のタスクの配置先: 戦略 random により {count} 台から無作為に決定: {places}',
  },
  noStrategy: {
    en: 'Next copy: any of {count} instances, as no strategy is named: {places}',
    ja: '次のタスクの配置先: 戦略の指定がないため {count} 台のいずれか: {places}',
  },
  providers: {
    en: 'Next copy: ECS first chooses a capacity provider by base and weight ({providers}), then an instance of it',
    ja: '次のタスクの配置先: まず ECS が base と weight でキャパシティープロバイダーを選び({providers})、次にその中のインスタンスを選択',
  },
  uncounted: {
    en: 'Next copy: not known, as not all running tasks are listed and {by} counts them',
    ja: '次のタスクの配置先: 不明。戦略 {by} が数える稼働中タスクの一覧が不完全です',
  },
  unclear: {
    en: '{next} ({unclear} unclear may come first)',
    ja: '{next}。ただし、置けるか不明な {unclear} 台が先になる可能性あり',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** What a strategy sees. */
export const strategyFactTexts = {
  inPlace: { en: '{amount} of its tasks in {value}', ja: '{value} に {amount} タスク' },
  withoutPlace: {
    en: '{amount} of its tasks on instances without that attribute',
    ja: 'この属性のないインスタンスに {amount} タスク',
  },
  onIt: { en: '{amount} of its tasks on it', ja: 'このインスタンスに {amount} タスク' },
  memory: { en: '{amount} MiB left', ja: 'メモリの空き {amount} MiB' },
  cpu: { en: '{amount} CPU units left', ja: 'CPU の空き {amount} ユニット' },
} as const satisfies Readonly<Record<string, Text>>;

export const strategyTexts = {
  followed: { en: '{one}, then {other}', ja: '{one}、{other}' },
  /** The service names none. */
  usual: { en: 'the default, {by}', ja: '既定の {by}' },
  place: { en: '{instance} ({zone})', ja: '{instance} ({zone})' },
  /** Behind the strategies. */
  facts: { en: ': {facts}', ja: '({facts})' },
} as const satisfies Readonly<Record<string, Text>>;
