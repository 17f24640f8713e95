import { secondMs } from '../../../lib/core/time.ts';
import type { Account } from '../model.ts';
import type { LaunchType } from '../task.ts';

/** From and to, in milliseconds. */
type Range = readonly [number, number];

/**
 * How long each step takes. Fargate as in recorded streams of 2024 (eleven tasks of one project); EC2 is a guess, but
 * for one recorded task that was RUNNING two seconds after it was created.
 */
const waits = {
  FARGATE: {
    networkInterface: [8_500, 11_000],
    preparation: [900, 1_600],
    repeatedPending: [700, 1_100],
    registration: [8_000, 16_000],
    poorerActivating: [1_900, 5_400],
    deregistration: [1_500, 2_500],
    signal: [9_500, 12_000],
    report: [9_950, 10_500],
    removal: [13_000, 14_400],
    removalWithTargets: [23_300, 25_000],
    failureReport: [1_200, 2_500],
  },
  EC2: {
    networkInterface: [3_000, 6_000],
    preparation: [200, 900],
    repeatedPending: [100, 400],
    registration: [4_000, 10_000],
    poorerActivating: [900, 2_400],
    deregistration: [1_500, 2_500],
    signal: [100, 900],
    report: [100, 900],
    removal: [2_000, 5_000],
    removalWithTargets: [4_000, 9_000],
    failureReport: [200, 900],
  },
} as const satisfies Readonly<Record<LaunchType, Readonly<Record<string, Range>>>>;

type Step = keyof (typeof waits)['EC2'];

export function waitOf({ random, switches }: Account, launchType: LaunchType, step: Step): number {
  const [least, most] = waits[launchType][step];
  const pace = { FARGATE: switches.fargateStepsTakeLong ? 3 : 1, EC2: switches.hostStepsTakeLong ? 5 : 1 };
  return random.whole(least, most) * pace[launchType];
}

/** Without a stopTimeout of its own (API_ContainerDefinition). */
export const defaultStopTimeoutMs = 30 * secondMs;
/** Fargate allows no longer stop time-out, and takes a Spot task back after as long (API_ContainerDefinition). */
export const longestFargateStopMs = 120 * secondMs;
/** A container whose dependencies are not met by then fails its task (API_ContainerDefinition, startTimeout). */
export const startTimeoutMs = 180 * secondMs;
