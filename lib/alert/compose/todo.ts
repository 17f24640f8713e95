import type { Line } from '../../core/message.ts';
import { firstSteps, remainingTexts, threadSteps } from '../texts/todo.ts';
import type { Clock } from './clock.ts';
import type { ComposeInput } from './input.ts';
import { canFill, firstFit, phrase } from './phrase.ts';
import { remedyLine } from './remedy.ts';
import { rollBackOf } from './roll-back.ts';
import { numbersOf } from './situation.ts';

/** At most three lines, the safest first. While it fires; at the end, what remains. */
export function doLines(input: ComposeInput, clock: Clock): readonly Line[] {
  const { alert } = input;
  if (alert.status !== 'firing') return remainingLines(input, clock);
  const numbers = numbersOf(alert, clock);
  const first = firstSteps[alert.next.code];
  const steps = [
    first === undefined ? undefined : phrase(firstFit(first, numbers), clock.language, numbers),
    alert.next.code === 'hook_waits' ? undefined : remedyLine(input, clock),
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
