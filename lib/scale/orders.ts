import type { Alert } from '../core/alert.ts';
import type { NodesToScale, ServiceToScale } from '../core/scale-event.ts';
import type { NodesTarget, NodesTelling } from './nodes/orders.ts';

/** What scaling does. `scale` changes AWS, and its target is absolute. */
export type ScaleTarget =
  | { readonly scale: { readonly cluster: string; readonly service: string; readonly tasks: number } }
  | { readonly send: Alert }
  | { readonly pass: ServiceToScale | NodesToScale }
  | NodesTarget
  | NodesTelling;

/** The same wish has the same key, for as long as it is wanted. */
export function keyOfScale(tasks: number): string {
  return `scale to ${tasks}`;
}

/** The other way round. Absent: another action's. */
export function tasksOfKey(key: string): number | undefined {
  const tasks = /^scale to (\d+)$/.exec(key)?.[1];
  return tasks === undefined ? undefined : Number(tasks);
}
