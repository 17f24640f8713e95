import type { Language, Text } from '../core/language.ts';
import { say } from '../core/language.ts';

const notes = {
  characters: { en: '… ({count} chars cut)', ja: '…({count} 文字省略)' },
  lines: { en: '… ({count} lines cut)', ja: '…({count} 行省略)' },
} satisfies Record<string, Text>;

/** Room for the longest note. */
export const noteLength = 26;

export function cutNote(what: keyof typeof notes, count: number, language: Language): string {
  return say(notes[what], language, { count });
}

/** Plain text of at most `limit` UTF-16 units, with a note of what is missing; no surrogate pair is torn. */
export function cutText(text: string, limit: number, language: Language): string {
  if (text.length <= limit) return text;
  const kept = text.slice(0, Math.max(0, limit - noteLength)).replace(/[\uD800-\uDBFF]$/u, '');
  return `${kept}${cutNote('characters', text.length - kept.length, language)}`;
}

/** Text cut to `limit` without a word about it: for codes and keys. */
export function truncate(text: string, limit: number): string {
  return text.slice(0, limit).replace(/[\uD800-\uDBFF]$/u, '');
}

/** The first `most` of the items, and a note for the others. */
export function firstOf<Item>(
  items: readonly Item[],
  most: number,
  language: Language,
): { kept: Item[]; note?: string } {
  const kept = items.slice(0, most);
  const cut = items.length - kept.length;
  return cut === 0 ? { kept } : { kept, note: cutNote('lines', cut, language) };
}
