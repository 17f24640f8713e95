import type { Random } from './random.ts';
import { answerGuesses } from './guesses/answers.ts';
import { deploymentGuesses } from './guesses/deployments.ts';
import { instanceGuesses } from './guesses/instances.ts';
import { metricGuesses } from './guesses/metrics.ts';
import { scheduleGuesses } from './guesses/schedules.ts';
import { serviceGuesses } from './guesses/services.ts';
import { taskGuesses } from './guesses/tasks.ts';

/**
 * What AWS does not document, or what was recorded of one project only. Each is a question with two answers; a
 * simulation takes one of them, and its seeds take both. Nothing of Watchkeeper's may depend on the answer.
 */
export const guesses = {
  ...taskGuesses,
  ...instanceGuesses,
  ...serviceGuesses,
  ...deploymentGuesses,
  ...answerGuesses,
  ...metricGuesses,
  ...scheduleGuesses,
} as const;

export type SwitchName = keyof typeof guesses;
export type Switches = Readonly<Record<SwitchName, boolean>>;

/** The answers we think likelier. */
export const usualSwitches: Switches = Object.fromEntries(
  Object.entries(guesses).map(([name, { usual }]) => [name, usual]),
) as Switches;

/** Each answer as chance has it. */
export function drawnSwitches(random: Random): Switches {
  const names = Object.keys(guesses) as SwitchName[];
  return Object.fromEntries(names.map((name) => [name, random.chance(0.5)])) as Switches;
}
