import type { Instant } from '../../core/time.ts';
import { placedName } from '../../core/subject.ts';
import { localTimeOf } from '../../core/calendar/local-time.ts';
import { tellingCauses } from '../compose/cause.ts';
import type { PastState } from './past.ts';

/** When people sleep, on the clock of the configuration. */
const nightFrom = 22;
const nightTo = 7;

/** What a time was like: incidents that ended in it, their causes by how many had them, and who was called when. */
export type Memory = {
  readonly incidents: number;
  /** Ids of causes, the most frequent first: the main one of each incident. */
  readonly causes: readonly { readonly id: string; readonly count: number }[];
  /** Subjects with more than one incident, `cluster/name`. */
  readonly again: readonly { readonly name: string; readonly count: number }[];
  readonly pages: number;
  readonly pagesAtNight: number;
};

export function memoryOf(past: readonly PastState[], timezone: string): Memory {
  const rings = past.flatMap((each) => pagedAt(each) ?? []);
  const main = past.flatMap(({ alert }) => tellingCauses(alert.causes)[0]?.id ?? []);
  const names = past.map(({ alert: { subject } }) => placedName(subject));
  return {
    incidents: past.length,
    causes: counted(main).map(([id, count]) => ({ id, count })),
    again: counted(names)
      .filter(([, count]) => count > 1)
      .map(([name, count]) => ({ name, count })),
    pages: rings.length,
    pagesAtNight: rings.filter((at) => isNight(at, timezone)).length,
  };
}

/** When somebody was first called for it: however many were, one incident is one page. */
export function pagedAt({ told }: Pick<PastState, 'told'>): Instant | undefined {
  const rings = told.flatMap(({ rangAt }) => rangAt ?? []);
  return rings.length === 0 ? undefined : Math.min(...rings);
}

export function isNight(at: Instant, timezone: string): boolean {
  const { hour } = localTimeOf(at, timezone);
  return hour >= nightFrom || hour < nightTo;
}

function counted(names: readonly string[]): readonly (readonly [string, number])[] {
  const all = new Map<string, number>();
  for (const name of names) all.set(name, (all.get(name) ?? 0) + 1);
  return [...all].toSorted(([a, first], [b, second]) => second - first || (a < b ? -1 : 1));
}
