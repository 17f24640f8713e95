import type { Line } from '../../core/message.ts';
import { firstSteps, remainingTexts, threadSteps } from '../texts/todo.ts';
import type { CauseWords } from './cause.ts';
import { causeWords, tellingCauses } from './cause.ts';
import type { Clock } from './clock.ts';
import { rollBackOf } from './commands.ts';
import type { ComposeInput } from './input.ts';
import { canFill, firstFit, joined, phrase, plainOf } from './phrase.ts';
import { numbersOf } from './situation.ts';

/** Longer remedies go on in the thread. Japanese says as much in half the characters. */
const longestRemedy = { en: 220, ja: 120 } as const;

/** At most three lines, the safest first. While it fires; at the end, what remains. */
export function doLines(input: ComposeInput, clock: Clock): readonly Line[] {
  const { alert } = input;
  if (alert.status !== 'firing') return remainingLines(input, clock);
  const numbers = numbersOf(alert, clock);
  const first = firstSteps[alert.next.code];
  const steps = [
    first === undefined ? undefined : phrase(firstFit(first, numbers), clock.language, numbers),
    remedyLine(input, clock),
    threadLine(input, clock),
  ];
  return steps.filter((step) => step !== undefined);
}

function remainingLines({ alert }: ComposeInput, clock: Clock): readonly Line[] {
  if (alert.status === 'firing') return [];
  const numbers = numbersOf(alert, clock);
  const texts: (typeof remainingTexts)[keyof typeof remainingTexts] = remainingTexts[alert.status];
  const text = texts.find((candidate) => canFill(candidate, numbers));
  return text === undefined ? [] : [phrase(text, clock.language, numbers)];
}

/** The remedy, as many of its sentences as a phone shows. */
function remedyLine(input: ComposeInput, clock: Clock): Line | undefined {
  const words = mainWords(input, clock);
  if (words === undefined) return undefined;
  const { shown } = splitRemedy(words, clock);
  return phrase({ en: shown, ja: shown }, clock.language, words.fills);
}

function mainWords(input: ComposeInput, clock: Clock): CauseWords | undefined {
  const main = tellingCauses(input.alert.causes)[0];
  return main === undefined ? undefined : causeWords(main, input, clock);
}

/** The whole remedy where the message shows only its beginning. */
export function wholeRemedy(input: ComposeInput, clock: Clock): Line | undefined {
  const words = mainWords(input, clock);
  if (words === undefined || !splitRemedy(words, clock).cut) return undefined;
  return phrase(words.remedy, clock.language, words.fills);
}

function splitRemedy({ remedy }: CauseWords, { language }: Clock): { shown: string; cut: boolean } {
  const sentences = remedy[language].split(language === 'ja' ? /(?<=。)/ : /(?<=[.:)`a-z]\.) (?=[A-Z])|(?<=[a-z)]\.) /);
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

/** What the thread has the commands for. */
function threadLine(input: ComposeInput, clock: Clock): Line | undefined {
  const { alert } = input;
  if (alert.next.code === 'hook_waits') return undefined;
  const way = rollBackOf(alert);
  if (way === 'stop') return phrase(threadSteps.rollBackNow, clock.language);
  const numbers = numbersOf(alert, clock);
  const isOpen = alert.deployment?.state === 'failed' || alert.deployment?.state === 'in-progress';
  if (way === 'deploy' && isOpen && canFill(threadSteps.rollBack, numbers)) {
    return phrase(threadSteps.rollBack, clock.language, numbers);
  }
  return undefined;
}

/** Plain text of the steps, for news. */
export function plainSteps(lines: readonly Line[]): string {
  return plainOf(joined(lines.flatMap((line, index) => (index === 0 ? line : [' ', ...line]))));
}
