import { hindrances } from '../../sim/scenario/hindrances.ts';
import type { Faults } from '../../sim/scenario/faults.ts';
import { allFaults, batchFaults, drainFaults, hindranceNames, troubleNames } from '../../sim/scenario/faults.ts';
import { troubles } from '../../sim/scenario/troubles.ts';
import { usageError } from '../failure.ts';

/** All that concerns one feature. Features that come later have their own. */
const aliases: Readonly<Record<string, Faults>> = {
  alert: allFaults,
  health: allFaults,
  drain: drainFaults,
  batch: batchFaults,
};

/** `all`, `none`, or names and aliases with commas between. */
export function faultsOf(list: string): Faults {
  if (list === 'all') return allFaults;
  if (list === 'none') return { troubles: [], hindrances: [] };
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !isKnown(name));
  if (unknown.length > 0)
    throw usageError(`--faults: there is no ${unknown.join(', ')}`, 'watchkeeper simulate --catalogue lists them all');
  const wanted = new Set(names);
  const aliased = names.flatMap((name) => aliases[name] ?? []);
  const inAlias = new Set<string>(aliased.flatMap((each) => [...each.troubles, ...each.hindrances]));
  return {
    troubles: troubleNames.filter((name) => wanted.has(name) || inAlias.has(name)),
    hindrances: hindranceNames.filter((name) => wanted.has(name) || inAlias.has(name)),
    ...(aliased.some(({ drains }) => drains === true) && { drains: true }),
    ...(aliased.some(({ jobs }) => jobs === true) && { jobs: true }),
  };
}

function isKnown(name: string): boolean {
  return Object.hasOwn(troubles, name) || Object.hasOwn(hindrances, name) || Object.hasOwn(aliases, name);
}

type CatalogueEntry = {
  readonly name: string;
  readonly kind: 'account' | 'way' | 'alias';
  readonly what: string;
};

/** Every fault there is. */
export function catalogue(): readonly CatalogueEntry[] {
  return [
    ...troubleNames.map((name): CatalogueEntry => ({ name, kind: 'account', what: troubles[name].hint })),
    ...hindranceNames.map((name): CatalogueEntry => ({ name, kind: 'way', what: hindrances[name].hint })),
    ...Object.keys(aliases).map((name): CatalogueEntry => ({ name, kind: 'alias', what: `all that concerns ${name}` })),
  ];
}
