import { hourMs } from '../../lib/core/time.ts';
import type { HourlyMemory } from '../../lib/scale/forecast.ts';
import type { Random } from '../../sim/random.ts';
import type { Mill } from './mill.ts';
import type { Bounds } from './night-truth.ts';

/** Each hour of the week before asked for so many tasks. */
export type ForecastNight = { readonly mode: 'observe' | 'act'; readonly tasks: number };

const weekHours = 7 * 24;

/** Now and then a service whose work is forecast; it may have had more tasks once than are allowed now. */
export function forecastOf(random: Random, { max }: Bounds): ForecastNight | undefined {
  if (!random.chance(0.3)) return undefined;
  return { mode: random.pick(['act', 'observe'] as const), tasks: random.whole(1, max + 8) };
}

export function forecastWords(night: ForecastNight | undefined): string {
  return night === undefined ? '' : `, forecast: ${night.mode}`;
}

/** Gives the record the week before. False: somebody else was writing it, and it has none. */
export async function rememberWeek(mill: Mill, { tasks }: ForecastNight): Promise<boolean> {
  const { store, agenda } = mill.simulation;
  const key = store.all().find((each) => each.key.endsWith('#service/shop/resizer'))?.key ?? '';
  const record = (await store.load([key])).get(key);
  const state = mill.policy();
  if (record === undefined || state === undefined) return false;
  const first = Math.floor(agenda.now() / hourMs) - weekHours;
  const hourly: HourlyMemory = { first, peaks: Array.from({ length: weekHours + 1 }, () => tasks) };
  const next = { ...record, version: record.version + 1, writeId: 'the week before', state: { ...state, hourly } };
  return (await store.save(next, record.version)) === 'saved';
}

/** What is kept of it, within the bounds. */
export function floorOf(night: ForecastNight | undefined, { max }: Bounds): number {
  return night?.mode === 'act' ? Math.min(night.tasks, max) : 0;
}
