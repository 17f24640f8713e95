import { secondMs } from '../../lib/core/time.ts';
import type { Random } from '../../sim/random.ts';
import type { Hindrance } from '../../sim/scenario/hindrances.ts';
import { newTally } from '../../sim/scenario/excuses.ts';
import { deliveryUnder, fateUnder, latencyUnder } from '../../sim/scenario/hindrances.ts';
import type { Simulation, SimulationOptions } from '../../sim/simulation.ts';
import type { SwitchName, Switches } from '../../sim/switches.ts';
import { guesses, usualSwitches } from '../../sim/switches.ts';

/** A night of one feature: the promises that were broken in it, and how many orders it gave. */
export type PlayedNight = { readonly seed: number; readonly broken: readonly string[]; readonly orders: number };

/** What goes wrong in some nights, and not in others. */
export const nightHindrances: readonly Hindrance[] = [
  'events-lost',
  'events-doubled',
  'throttling',
  'slow-calls',
  'answers-lost',
  'function-dies',
  'store-refuses',
  'clock-skew',
];

type Hindered = {
  readonly options: Pick<SimulationOptions, 'fate' | 'latencyMs' | 'skewMs'>;
  /** From now on things go wrong; clocks have always been off. */
  readonly begin: (simulation: Simulation) => void;
  readonly end: (simulation: Simulation) => void;
};

/** Each of the hindrances with this chance, for as long as the night is hindered. */
export function hindered(random: Random, possible: readonly Hindrance[], chance: number): Hindered {
  const drawn = new Set(possible.filter(() => random.chance(chance)));
  const skew = random.fork('skew');
  let active: ReadonlySet<Hindrance> = new Set();
  const set = ({ bus }: Simulation, now: ReadonlySet<Hindrance>): void => {
    active = now;
    bus.delivery = deliveryUnder(now);
  };
  return {
    options: {
      fate: fateUnder({
        active: () => active,
        random: random.fork('fates'),
        tally: newTally(),
        claimedBy: () => [],
      }),
      latencyMs: (what) => latencyUnder(active, what),
      skewMs: () => (drawn.has('clock-skew') ? skew.whole(-2 * secondMs, 2 * secondMs) : 0),
    },
    begin: (simulation) => set(simulation, drawn),
    end: (simulation) => set(simulation, new Set()),
  };
}

/** The usual answers to what AWS does not document; each the other one with this chance. */
export function switchesOf(random: Random, chance: number): Switches {
  const names = Object.keys(guesses) as SwitchName[];
  return Object.fromEntries(
    names.map((name) => [name, random.chance(chance) ? !usualSwitches[name] : usualSwitches[name]]),
  ) as Switches;
}

/** What functions died of. A tick that could wake nobody says so, and the next one does. */
export function errorsIn({ errors }: Simulation): readonly string[] {
  return errors.flatMap(({ error, function: name }) => (name === 'tick' ? [] : [`error: ${String(error)}`]));
}

/** Plays so many nights, from seed 1 on: those that broke a promise, and how many orders there were in all. */
export async function playNights(
  play: (seed: number) => Promise<PlayedNight>,
  count: number,
): Promise<{ readonly broken: readonly PlayedNight[]; readonly orders: number }> {
  const nights: PlayedNight[] = [];
  for (let seed = 1; seed <= count; seed += 1) nights.push(await play(seed));
  return {
    broken: nights.filter(({ broken }) => broken.length > 0),
    orders: nights.reduce((sum, { orders }) => sum + orders, 0),
  };
}
