import type { Text } from '../../core/language.ts';

export const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

export const dateText = {
  short: { en: '{day} {month}', ja: '{month}月{day}日' },
  long: { en: '{day} {month} {year}', ja: '{year}年{month}月{day}日' },
} satisfies Record<string, Text>;

/** A month by itself. */
export const monthText: Text = { en: '{month} {year}', ja: '{year}年{month}月' };

/** A moment of another day. */
export const momentText: Text = { en: '{date} {time}', ja: '{date} {time}' };

export const durationTexts = {
  seconds: { en: '{seconds} s', ja: '{seconds}秒' },
  minutes: { en: '{minutes} min', ja: '{minutes}分' },
  hours: { en: '{hours} h', ja: '{hours}時間' },
  hoursMinutes: { en: '{hours} h {minutes} min', ja: '{hours}時間{minutes}分' },
  days: { en: '{days} days', ja: '{days}日' },
} satisfies Record<string, Text>;
