/** Emoji by Slack's names: those people react with, and those that messages of this kind use. Others stay as words. */
const emoji: Readonly<Record<string, string>> = {
  eyes: '👀',
  no_bell: '🔕',
  bell: '🔔',
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  x: '❌',
  warning: '⚠️',
  rotating_light: '🚨',
  red_circle: '🔴',
  large_yellow_circle: '🟡',
  large_green_circle: '🟢',
  large_blue_circle: '🔵',
  white_circle: '⚪',
  fire: '🔥',
  rocket: '🚀',
  hourglass: '⌛',
  mag: '🔍',
  memo: '📝',
  link: '🔗',
  calendar: '📆',
  clock1: '🕐',
  chart_with_upwards_trend: '📈',
  chart_with_downwards_trend: '📉',
  arrows_counterclockwise: '🔄',
  leftwards_arrow_with_hook: '↩️',
  information_source: 'ℹ️',
  thread: '🧵',
  thumbsup: '👍',
  '+1': '👍',
  pray: '🙏',
  tada: '🎉',
};

export function emojiOf(name: string): string | undefined {
  return Object.hasOwn(emoji, name) ? emoji[name] : undefined;
}
