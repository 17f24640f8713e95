import type { RawItem } from '../../lib/core/cluster-reads.ts';
import { isObject } from '../../lib/core/json.ts';

/** What stands in an item that anybody may have written: a value of another kind is as good as none. */
export function textIn(item: RawItem, key: string): string | undefined {
  const value = item[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberIn(item: RawItem, key: string): number | undefined {
  const value = item[key];
  return typeof value === 'number' ? value : undefined;
}

export function listIn(item: RawItem, key: string): readonly RawItem[] {
  const value = item[key];
  return Array.isArray(value) ? (value as unknown[]).filter(isObject) : [];
}

export function textsIn(item: RawItem, key: string): readonly string[] {
  const value = item[key];
  return Array.isArray(value) ? (value as unknown[]).filter((each) => typeof each === 'string') : [];
}
