import type { ProviderShare } from '../../lib/core/ecs-reads.ts';
import type { Instant } from '../../lib/core/time.ts';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { interruptTask } from '../../sim/account/tasks/stop.ts';
import type { Random } from '../../sim/random.ts';
import type { Mill } from './mill.ts';
import type { Judge, Truth } from './night-truth.ts';
import { deployingSince, isKnown } from './night-truth.ts';

/** A service on Fargate Spot, and when Spot has no room. */
export type SpotNight = {
  readonly mode: 'observe' | 'act';
  readonly moves: { readonly at: Instant; readonly to: 'on-demand' | 'spot' }[];
  shortSince?: Instant;
  /** Tasks are missing since then for want of Spot alone, and nothing keeps anybody from moving them. */
  missingSince?: Instant;
  wasShort: boolean;
};

export const spotOnly: readonly ProviderShare[] = [{ provider: 'FARGATE_SPOT', weight: 1, base: 0 }];

const afterMs = 3 * minuteMs;
const backMs = 12 * minuteMs;

/** ECS says once in six hours that there is no room: who has it all again in between hears of the next time too late. */
const saidLateMs = 10 * minuteMs;

export function spotOf(random: Random): SpotNight | undefined {
  if (!random.chance(0.35)) return undefined;
  return { mode: random.pick(['act', 'act', 'observe'] as const), moves: [], wasShort: false };
}

export function spotWords(night: SpotNight | undefined): string {
  if (night === undefined) return '';
  return `, spot: { mode: ${night.mode}, after: ${afterMs / minuteMs}m, back: ${backMs / minuteMs}m }`;
}

/** Spot runs out, and takes some of its tasks back; or it has room again. */
export function turnSpot({ simulation: { account }, service }: Mill, random: Random, night: SpotNight): void {
  if (night.shortSince !== undefined) {
    endShortage(account.weather.fargateSpotFull, night);
    return;
  }
  account.weather.fargateSpotFull.add('*');
  night.shortSince = account.agenda.now();
  for (const task of [...service.tasks].filter(({ capacityProvider }) => capacityProvider === 'FARGATE_SPOT'))
    if (random.chance(0.6)) interruptTask(account, task);
}

export function endShortage(full: Set<string>, night: SpotNight): void {
  full.clear();
  night.wasShort ||= night.shortSince !== undefined;
  delete night.shortSince;
  delete night.missingSince;
}

type Item = { readonly capacityProvider?: string };

/** An order that says where its tasks run. */
export function judgeMove(strategy: readonly Item[], judge: Judge): void {
  const { truth, broken, mode, now } = judge;
  const night = truth.spot;
  const [{ capacityProvider } = {}] = strategy;
  if (night === undefined || strategy.length !== 1 || capacityProvider?.startsWith('FARGATE') !== true)
    return void broken.push('moved to where it never was');
  const to = capacityProvider === 'FARGATE' ? 'on-demand' : 'spot';
  if (mode === 'observe' || night.mode === 'observe') broken.push('moved where it may only look');
  if (isKnown(judge, truth.heldSince)) broken.push('moved though a person holds it');
  if (isKnown(judge, othersDeployingSince(truth))) broken.push('moved in a deployment');
  if (to === 'on-demand' && !night.wasShort && night.shortSince === undefined)
    broken.push('moved though Spot has room');
  if (to === 'spot' && night.moves.at(-1)?.to !== to && now() < backAt(night) - 10 * secondMs)
    broken.push('tried again too soon');
  // The same order again is a call whose answer was lost.
  if (night.moves.at(-1)?.to !== to) night.moves.push({ at: now(), to });
  delete night.missingSince;
}

/** A deployment that is not one of our moves. */
function othersDeployingSince({ mill, spot }: Truth): Instant | undefined {
  const since = deployingSince(mill?.service);
  const isOurs = spot?.moves.some(({ at }) => since !== undefined && Math.abs(since - at) < minuteMs);
  return isOurs === true ? undefined : since;
}

/** Twice as long after each time that was in vain. */
function backAt({ moves }: SpotNight): Instant {
  const shifts = moves.filter(({ to }) => to === 'on-demand');
  const last = shifts.at(-1);
  return last === undefined ? 0 : last.at + backMs * 2 ** (shifts.length - 1);
}

/** Who acts moves its tasks when they have been missing for long, the first time at least. */
export function watchSpot(judge: Judge): void {
  const { truth, broken, now, mode } = judge;
  const { mill, spot: night } = truth;
  if (mill === undefined || night === undefined) return;
  const { tasks, desired } = mill.service;
  const running = [...tasks].filter(({ lastStatus }) => lastStatus === 'RUNNING').length;
  const isFree = truth.heldSince === undefined && deployingSince(mill.service) === undefined;
  const isMissing = night.shortSince !== undefined && !night.wasShort && running < desired && isFree;
  if (!isMissing || night.moves.length > 0) return void delete night.missingSince;
  night.missingSince ??= now();
  if (mode === 'act' && night.mode === 'act' && now() > night.missingSince + afterMs + saidLateMs)
    broken.push('short of Spot, and nobody moves it');
}

/** Spot has had room for long, and nobody holds the service any more. */
export function checkSpot(night: SpotNight, { service, simulation }: Mill, broken: string[]): void {
  if (night.moves.at(-1)?.to !== 'on-demand' || deployingSince(service) !== undefined) return;
  if (simulation.agenda.now() > backAt(night) + 8 * minuteMs) broken.push('still on demand though Spot has room');
}
