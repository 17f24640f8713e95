import { matchesGlob } from '../../core/glob.ts';
import { isObject } from '../../core/json.ts';
import type { Finding } from './fault.ts';
import { productionName } from './names.ts';
import { entriesOf } from './references.ts';

/**
 * `act` given by one pattern to production and to something else: what is tried out on staging would act on
 * production as well.
 */
export function actingFindings(root: unknown): Finding[] {
  const file = isObject(root) ? root : {};
  const others = entriesOf(file['environments'])
    .filter(([name, value]) => isObject(value) && value['production'] !== true && name !== productionName)
    .map(([name, value]) => ({ name, clusters: textsOf(isObject(value) ? value['clusters'] : undefined) }));
  const scaled = entriesOf(file['scale']).filter(([, value]) => acts(value));
  const looping = entriesOf(file['crashLoops']).filter(([, value]) => acts(value));
  // The names of instance groups say nothing of their environment, unless there is but one name.
  const grouped = (['drain', 'nodes'] as const).flatMap((section) =>
    entriesOf(file[section])
      .filter(([pattern, value]) => acts(value) && /^\*+$/.test(pattern))
      .flatMap(([pattern]) => finding([section, pattern], others[0]?.name)),
  );
  return [
    ...scaled.flatMap(([pattern]) => finding(['scale', pattern], both(pattern.split('/')[0] ?? '', others))),
    ...looping.flatMap(([pattern]) => finding(['crashLoops', pattern], both(pattern.split('/')[0] ?? '', others))),
    ...grouped,
  ];
}

function acts(value: unknown): boolean {
  return isObject(value) && value['mode'] === 'act';
}

type Other = { readonly name: string; readonly clusters: readonly string[] };

function finding(path: readonly string[], other: string | undefined): Finding[] {
  if (other === undefined) return [];
  const problem = `this pattern lets act reach ${productionName} and ${other} alike`;
  const fix = `write an entry for each environment: one whose pattern only ${other} has, and one that names what ${productionName} may do`;
  return [{ path: [...path, 'mode'], problem, fix }];
}

/** The environment that a pattern of clusters reaches beside production. */
function both(pattern: string, others: readonly Other[]): string | undefined {
  const inside = others.some(({ clusters }) => clusters.some((cluster) => matchesGlob(cluster, pattern)));
  if (inside) return undefined;
  return others.find(({ clusters }) => clusters.some((cluster) => overlap(cluster, pattern)))?.name;
}

/** Whether there can be a name that both patterns match. */
export function overlap(one: string, other: string): boolean {
  // before[column]: what is left of `one` after this row, and of `other` after the column, overlaps.
  let below = Array.from({ length: other.length + 1 }, (_, column) => /^\**$/.test(other.slice(column)));
  for (let row = one.length - 1; row >= 0; row -= 1) {
    const current: boolean[] = [];
    current[other.length] = /^\**$/.test(one.slice(row));
    for (let column = other.length - 1; column >= 0; column -= 1) {
      const down = below[column] ?? false;
      const right = current[column + 1] ?? false;
      const star = one[row] === '*' || other[column] === '*';
      current[column] = star ? down || right : one[row] === other[column] && (below[column + 1] ?? false);
    }
    below = current;
  }
  return below[0] ?? false;
}

function textsOf(value: unknown): string[] {
  const all: unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((each) => typeof each === 'string');
}
