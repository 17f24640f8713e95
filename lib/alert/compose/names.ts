import type { Language } from '../../core/language.ts';
import type { Line } from '../../core/message.ts';
import { moreNames } from '../texts/labels.ts';
import { listed, phrase } from './phrase.ts';
import { readableWords } from './untrusted-words.ts';

/** Names that fit into a line, and how many more there are; `others` were not even named. */
export function namesIn(
  names: readonly string[],
  language: Language,
  { most = 3, others = 0 }: { readonly most?: number; readonly others?: number } = {},
): Line {
  const shown = names.slice(0, most).map((name): Line => [readableWords(name, 80)]);
  const rest = names.length - shown.length + others;
  return listed([...shown, ...(rest === 0 ? [] : [phrase(moreNames, language, { count: rest })])], language);
}
