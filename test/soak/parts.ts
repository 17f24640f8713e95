import { playNight as playNodes } from '../scale/nodes/nights.ts';
import { playNight as playServices } from '../scale/nights.ts';
import { playNight as playDrains } from '../drain/nights.ts';
import { runScenario } from '../../sim/scenario/run.ts';
import { allFaults, batchFaults, drainFaults } from '../../sim/scenario/faults.ts';
import { scenarioOf } from '../../sim/scenario/scenario.ts';
import type { Faults } from '../../sim/scenario/faults.ts';
import type { PlayedNight } from './night.ts';

/** What one seed came to. `count`: its events, or the orders of its night. `broken`: each begins with the promise. */
export type Played = { readonly seed: number; readonly count: number; readonly broken: readonly string[] };

type Play = (seed: number) => Promise<Played>;

const scenarioWith =
  (faults: Faults): Play =>
  async (seed) => {
    const { events, broken } = await runScenario(scenarioOf(seed, faults));
    return { seed, count: events, broken: broken === undefined ? [] : [`${broken.invariant}: ${broken.what}`] };
  };

const nightOf =
  (play: (seed: number) => Promise<PlayedNight>): Play =>
  async (seed) => {
    const { orders, broken } = await play(seed);
    return { seed, count: orders, broken };
  };

/** Of the nights of scaling so many-eth is one of instances. */
const nodesEvery = 5;

/**
 * All that can go wrong with the whole account, or with its jobs or drains; and nights of a single feature: `scale-nights`
 * are of services and of instances.
 */
export const soakParts = {
  all: scenarioWith(allFaults),
  batch: scenarioWith(batchFaults),
  drain: scenarioWith(drainFaults),
  'drain-nights': nightOf(playDrains),
  'scale-nights': nightOf((seed) => (seed % nodesEvery === 0 ? playNodes : playServices)(seed)),
  'service-nights': nightOf(playServices),
  'node-nights': nightOf(playNodes),
} as const satisfies Readonly<Record<string, Play>>;

export type SoakPart = keyof typeof soakParts;

export const isSoakPart = (name: string | undefined): name is SoakPart =>
  name !== undefined && Object.hasOwn(soakParts, name);
