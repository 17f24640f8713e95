import type { Alert } from '../core/alert.ts';
import type { NodesToScale, ServiceToScale } from '../core/scale-event.ts';
import type { ProviderShare } from '../core/ecs-reads.ts';
import type { Instant } from '../core/time.ts';
import { isoTime } from '../core/time.ts';
import type { NodesTarget, NodesTelling } from './nodes/orders.ts';

/** What scaling does. `scale` changes AWS, and its target is absolute. */
export type ScaleTarget =
  | { readonly scale: { readonly cluster: string; readonly service: string; readonly tasks: number } }
  | { readonly protect: { readonly cluster: string; readonly tasks: readonly string[]; readonly minutes: number } }
  | {
      readonly shift: { readonly cluster: string; readonly service: string; readonly shares: readonly ProviderShare[] };
    }
  | { readonly send: Alert }
  | { readonly pass: ServiceToScale | NodesToScale }
  | NodesTarget
  | NodesTelling;

/** The same wish has the same key, for as long as it is wanted. */
export function keyOfScale(tasks: number): string {
  return `scale to ${tasks}`;
}

const shiftKeys = { 'on-demand': 'move to on-demand', spot: 'move back to spot' } as const;

export const keyOfShift = (to: keyof typeof shiftKeys): string => shiftKeys[to];

/** Whether it is a key of `keyOfShift`. */
export const isShift = (key: string): boolean => Object.values<string>(shiftKeys).includes(key);

/** Until when tells one protection from the next. */
export function keyOfProtection(until: Instant): string {
  return `protect until ${isoTime(until)}`;
}

/** The tasks a key of `keyOfScale` says. Absent: another action's. */
export function tasksOfKey(key: string): number | undefined {
  const tasks = /^scale to (\d+)$/.exec(key)?.[1];
  return tasks === undefined ? undefined : Number(tasks);
}
