import type { Alert } from '../../core/alert.ts';
import type { Line } from '../../core/message.ts';
import { afterwards, firstSteps, remainingTexts, threadSteps } from '../texts/todo.ts';
import { tellingCauses } from './cause.ts';
import type { Clock } from './clock.ts';
import { drainDo, isDrain } from './drain.ts';
import type { ComposeInput } from './input.ts';
import { endKind } from './end-kind.ts';
import { canFill, firstFit, phrase } from './phrase.ts';
import { changeSteps } from './placement.ts';
import { remedyLine } from './remedy.ts';
import { rollBackOf } from './roll-back.ts';
import { numbersOf } from './situation.ts';

/** At most three lines, the safest first. While it fires; at the end, what remains. */
export function doLines(input: ComposeInput, clock: Clock): readonly Line[] {
  const { alert } = input;
  if (alert.status !== 'firing') return remainingLines(input, clock);
  if (isDrain(alert)) return drainDo(input, clock);
  const numbers = numbersOf(alert, clock);
  const remedies = remedySteps(input, clock);
  const thread = threadLine(input, clock);
  const texts = firstSteps[alert.next.code];
  const first = texts === undefined ? undefined : phrase(firstFit(texts, numbers), clock.language, numbers);
  const steps = isTooLateToWait(alert) ? [thread, ...remedies] : [first, ...remedies, thread];
  return steps.filter((step) => step !== undefined).slice(0, mostSteps);
}

const mostSteps = 3;

/** Where it is known what would make room for a task, that; else what helps in general. */
function remedySteps(input: ComposeInput, clock: Clock): readonly (Line | undefined)[] {
  const changes = changeSteps(input, clock);
  return changes.length > 0 ? changes : [remedyStep(input, clock)];
}

/** The remedy, for later where a roll-back comes first. That a roll-back runs is no cause with a remedy of its own. */
function remedyStep(input: ComposeInput, clock: Clock): Line | undefined {
  const { alert } = input;
  if (alert.next.code === 'hook_waits' || alert.next.code === 'ready_waits') return undefined;
  const isRollingBack = alert.next.code === 'rolling_back';
  if (isRollingBack && tellingCauses(alert.causes)[0]?.id === 'deployment_rollback') return undefined;
  const remedy = remedyLine(input, clock);
  const waits = isRollingBack || (alert.next.code === 'breaker_rolls_back' && !isTooLateToWait(alert));
  return remedy === undefined || !waits ? remedy : phrase(afterwards, clock.language, { remedy });
}

/** While a breaker still counts, waiting is only good advice where nobody is hurt; else going back comes first. */
function isTooLateToWait({ next, impact }: Alert): boolean {
  return next.code === 'breaker_rolls_back' && impact.level !== 'none' && impact.level !== 'at-risk';
}

function remainingLines({ alert }: ComposeInput, clock: Clock): readonly Line[] {
  if (alert.status === 'firing') return [];
  const numbers = numbersOf(alert, clock);
  const texts: (typeof remainingTexts)[keyof typeof remainingTexts] =
    remainingTexts[endKind(alert) === 'undone' ? 'undone' : alert.status];
  const text = texts.find((candidate) => canFill(candidate, numbers));
  return text === undefined ? [] : [phrase(text, clock.language, numbers)];
}

/** What the thread has the commands for. */
function threadLine(input: ComposeInput, clock: Clock): Line | undefined {
  const { alert } = input;
  const { code } = alert.next;
  if (code === 'hook_waits' || code === 'ready_waits' || code === 'rolling_back' || code === 'rolled_back_by_us')
    return undefined;
  const way = rollBackOf(alert);
  if (way === 'stop-service-deployment' || way === 'code-deploy')
    return phrase(threadSteps.rollBackNow, clock.language);
  const numbers = numbersOf(alert, clock);
  const isOpen = alert.deployment?.state === 'failed' || alert.deployment?.state === 'in-progress';
  if (way === 'update-service' && isOpen && canFill(threadSteps.rollBack, numbers)) {
    return phrase(threadSteps.rollBack, clock.language, numbers);
  }
  return undefined;
}
