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

/** Longer remedies go on in the thread. Japanese says as much in half the characters. */
const longestRemedy = { en: 220, ja: 120 } as const;

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

function splitRemedy({ remedy }: CauseWords, language: Language): { shown: string; cut: boolean } {
  const sentences = remedy[language].split(language === 'ja' ? /(?<=。)/ : /(?<=\.) (?=[A-Z])/);
  let shown = sentences[0] ?? '';
  let taken = 1;
  const gap = language === 'ja' ? '' : ' ';
  for (const sentence of sentences.slice(1)) {
    if (shown.length + gap.length + sentence.length > longestRemedy[language]) break;
    shown += gap + sentence;
    taken += 1;
  }
  return { shown, cut: taken < sentences.length };
}
