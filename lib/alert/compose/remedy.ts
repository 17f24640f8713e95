import type { Language } from '../../core/language.ts';
import { languages } from '../../core/language.ts';
import type { Line } from '../../core/message.ts';
import { readTheLog, readTheLogOfTask } from '../../ecs/stops/exit-code-rows.ts';
import { fromLog } from '../texts/todo.ts';
import type { CauseWords } from './cause.ts';
import { causeWords, tellingCauses } from './cause.ts';
import type { Clock } from './clock.ts';
import type { ComposeInput } from './input.ts';
import { logLines } from './log.ts';
import { phrase } from './phrase.ts';

/** Longer remedies, in English, go on in the thread. */
const longestRemedy = 220;

/** The remedy, as many of its sentences as a phone shows. */
export function remedyLine(input: ComposeInput, clock: Clock): Line | undefined {
  const words = mainWords(input, clock);
  if (words === undefined) return undefined;
  if ((words.remedy === readTheLog || words.remedy === readTheLogOfTask) && logLines(input) !== undefined) {
    return phrase(input.alert.subject.kind === 'service' ? fromLog.service : fromLog.task, clock.language);
  }
  const { shown } = splitRemedy(words, clock.language);
  return phrase({ en: shown, ja: shown }, clock.language, words.fills);
}

function mainWords(input: ComposeInput, clock: Clock): CauseWords | undefined {
  const main = tellingCauses(input.alert.causes)[0];
  return main === undefined ? undefined : causeWords(main, input, clock);
}

/** The whole remedy where the message, in any language, shows only its beginning. */
export function wholeRemedy(input: ComposeInput, clock: Clock): Line | undefined {
  const words = mainWords(input, clock);
  if (words === undefined || !languages.some((language) => splitRemedy(words, language).cut)) return undefined;
  return phrase(words.remedy, clock.language, words.fills);
}

const sentenceEnds: Readonly<Record<Language, RegExp>> = { en: /(?<=\.) (?=[A-Z])/, ja: /(?<=。)/ };

/**
 * What is shown, and whether that is not all. The length in English decides; every language leaves out as many of the
 * last sentences, so that all readers are told the same. One sentence always stands.
 */
function splitRemedy({ remedy }: CauseWords, language: Language): { shown: string; cut: boolean } {
  const sentences = remedy[language].split(sentenceEnds[language]);
  const left = sentences.slice(0, Math.max(1, sentences.length - sentencesTooMany(remedy.en)));
  return { shown: left.join(language === 'ja' ? '' : ' '), cut: left.length < sentences.length };
}

function sentencesTooMany(english: string): number {
  const sentences = english.split(sentenceEnds.en);
  const isShort = (count: number): boolean => sentences.slice(0, count).join(' ').length <= longestRemedy;
  let taken = sentences.length;
  while (taken > 1 && !isShort(taken)) taken -= 1;
  return sentences.length - taken;
}
