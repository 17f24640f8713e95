import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { KeptRecord, RecordKey } from '../core/record.ts';
import { secondMs } from '../core/time.ts';

export type Item = Record<string, AttributeValue>;

/** The due index is written by every save of a live record: spread over this many partitions per feature. */
export const dueShards = 4;

export function keyOf(pk: string, sk: string): Item {
  return { pk: { S: pk }, sk: { S: sk } };
}

/**
 * What is asked for by index or condition stands alone; the rest is one JSON text, whole and readable. What later
 * versions add belongs into the text: an older one that puts off a newer record writes back these attributes alone.
 */
export function itemOf(record: KeptRecord): Item {
  const { key, v, version, writeId, dueAt, endedAt, expiresAt, openUnder, claim, ...body } = record;
  const feature = key.slice(0, key.indexOf('#'));
  return {
    ...keyOf(key, 'state'),
    v: { N: String(v) },
    version: { N: String(version) },
    writeId: { S: writeId },
    body: { S: JSON.stringify(body) },
    ...(claim !== undefined && { claimBy: { S: claim.by }, claimUntil: { N: String(claim.until) } }),
    ...(dueAt !== undefined && { dueKey: { S: `due#${feature}#${shardOf(key)}` }, dueAt: { N: String(dueAt) } }),
    ...(openUnder !== undefined && { openKey: { S: `open#${feature}#${openUnder}` } }),
    ...(endedAt !== undefined && { endedAt: { N: String(endedAt) } }),
    // TTL counts in seconds.
    ...(expiresAt !== undefined && { expiresAt: { N: String(Math.ceil(expiresAt / secondMs)) } }),
  };
}

/** The record in an item. It does not throw: an item nobody can read must not keep its neighbours from being read. */
export function recordOf(item: Item): KeptRecord {
  const [openKey, claimBy] = [item['openKey']?.S, item['claimBy']?.S];
  const [dueAt, endedAt, expiresAt] = [item['dueAt']?.N, item['endedAt']?.N, item['expiresAt']?.N];
  return {
    key: text(item, 'pk'),
    v: numberIn(item, 'v'),
    version: numberIn(item, 'version'),
    writeId: item['writeId']?.S ?? '',
    ...readBody(item['body']?.S ?? ''),
    ...(claimBy !== undefined && { claim: { by: claimBy, until: numberIn(item, 'claimUntil') } }),
    ...(dueAt !== undefined && { dueAt: Number(dueAt) }),
    ...(endedAt !== undefined && { endedAt: Number(endedAt) }),
    ...(expiresAt !== undefined && { expiresAt: Number(expiresAt) * secondMs }),
    ...(openKey !== undefined && { openUnder: openKey.slice(openKey.indexOf('#', 5) + 1) }),
  };
}

function numberIn(item: Item, name: string): number {
  return Number(item[name]?.N ?? 0);
}

type Body = Pick<KeptRecord, 'state' | 'todo' | 'trouble' | 'unreadable'>;

function readBody(written: string): Body {
  try {
    const body: unknown = JSON.parse(written);
    return isBody(body) ? body : unreadable(written, 'there is no plan in it');
  } catch {
    return unreadable(written, 'it is not JSON');
  }
}

function isBody(body: unknown): body is Body {
  return isObject(body) && 'todo' in body && Array.isArray(body.todo) && body.todo.every(isTodo);
}

function isTodo(entry: unknown): boolean {
  return isObject(entry) && 'id' in entry && 'action' in entry && isObject(entry.action);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function unreadable(body: string, problem: string): Body {
  return { state: {}, todo: [], unreadable: { problem, body } };
}

export function text(item: Item, name: string): string {
  const value = item[name]?.S;
  if (value === undefined) throw new Error(`an item of the table has no ${name}`);
  return value;
}

function shardOf(key: RecordKey): number {
  let sum = 0;
  for (let at = 0; at < key.length; at += 1) sum = (sum * 31 + key.charCodeAt(at)) % 65_521;
  return sum % dueShards;
}
