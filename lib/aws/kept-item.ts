import type { RawItem } from '../core/cluster-reads.ts';

/**
 * What is kept of an item; nothing else leaves this folder. Secrets stand in places of every kind (environment, command,
 * options of log and volume drivers, labels, overrides), so what is kept is named, not what is left out.
 */
export type Kept<Shape extends object> = { readonly [Key in keyof Shape]?: PartOf<ItemOf<NonNullable<Shape[Key]>>> };

type PartOf<Value> = Value extends Date ? true : Value extends object ? Kept<Value> : true;

type ItemOf<Value> = Value extends readonly (infer Item)[] ? Item : Value;

/** An answer's item without what is not kept of it. */
export function itemOf<Shape extends object>(item: Shape, kept: Kept<Shape>): RawItem {
  const entries = Object.entries(kept).flatMap(([key, part]) => {
    const value: unknown = Reflect.get(item, key);
    return value === undefined || value === null ? [] : [[key, partOf(value, part)] as const];
  });
  return Object.fromEntries(entries);
}

function partOf(value: unknown, kept: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((each: unknown) => partOf(each, kept));
  if (typeof value !== 'object' || value === null) return value;
  // An object of which no key is named: nothing of it is kept.
  return typeof kept === 'object' && kept !== null ? itemOf(value, kept) : {};
}
