import { BatchGetItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { PartlyReadError } from '../core/ports.ts';
import type { KeptRecord, RecordKey } from '../core/record.ts';
import { fractionOf } from '../core/short-hash.ts';
import { pagesOf } from './batching.ts';
import { callTable } from './dynamodb-call.ts';
import type { Item } from './dynamodb-item.ts';
import { keyOf, recordOf, text } from './dynamodb-item.ts';
import type { Table } from './dynamodb.ts';

/** BatchGetItem takes at most 100 keys (API_BatchGetItem). */
const batchGetLimit = 100;

/** So often in a row a batch may bring nothing at all. One that brings something may go on. */
const emptyAnswers = 5;

/** The first wait before what was left out is asked for again; doubled while nothing comes. */
const firstWaitMs = 50;

/** Waits so long. */
export type Pause = (waitMs: number) => Promise<unknown>;

/** `cause`: why the unread were not read, where it was not just too much for the table. */
type Page = { readonly items: readonly Item[]; readonly unread: readonly Item[]; readonly cause?: unknown };

/** Reads the records of these keys. Throws PartlyReadError when some could not be read. */
export async function loadRecords(
  table: Table,
  keys: readonly RecordKey[],
  pause: Pause,
): Promise<ReadonlyMap<RecordKey, KeptRecord>> {
  const pages = await Promise.all(pagesOf(keys, batchGetLimit).map(async (page) => readPage(table, page, pause)));
  const records = pages.flatMap(({ items }) => items).map(recordOf);
  const loaded = new Map(records.map((record) => [record.key, record]));
  const unread = pages.flatMap((page) => page.unread).map((key) => text(key, 'pk'));
  if (unread.length === 0) return loaded;
  throw new PartlyReadError(loaded, unread, { cause: pages.find(({ cause }) => cause !== undefined)?.cause });
}

/** One record's item as it stands in the table. */
export async function readItem(table: Table, key: RecordKey): Promise<Item | undefined> {
  const asked = { TableName: table.name, Key: keyOf(key, 'state'), ConsistentRead: true };
  return (await callTable('read a record', async (options) => table.client.send(new GetItemCommand(asked), options)))
    .Item;
}

async function readPage(table: Table, keys: readonly RecordKey[], pause: Pause): Promise<Page> {
  if (keys.length > 1) return readBatch(table, keys, pause);
  try {
    const items = await Promise.all(keys.map(async (key) => readItem(table, key)));
    return { items: items.filter((item) => item !== undefined), unread: [] };
  } catch (cause) {
    return { items: [], unread: keys.map((key) => keyOf(key, 'state')), cause };
  }
}

/**
 * A batch may come back incomplete (UnprocessedKeys): past 16 MB, or when it is too much for the table just now. What is
 * missing is asked for again after a growing wait, as API_BatchGetItem advises.
 */
async function readBatch(table: Table, keys: readonly RecordKey[], pause: Pause): Promise<Page> {
  const items: Item[] = [];
  let open: Item[] = keys.map((key) => keyOf(key, 'state'));
  let empty = 0;
  for (;;) {
    const asked = { RequestItems: { [table.name]: { Keys: open, ConsistentRead: true } } };
    try {
      const answer = await callTable('read records', async (options) =>
        table.client.send(new BatchGetItemCommand(asked), options),
      );
      items.push(...(answer.Responses?.[table.name] ?? []));
      const left = answer.UnprocessedKeys?.[table.name]?.Keys ?? [];
      empty = left.length < open.length ? 0 : empty + 1;
      open = left;
      if (open.length === 0 || empty === emptyAnswers) return { items, unread: open };
      await pause(waitMs(empty, answer.$metadata.requestId ?? ''));
    } catch (cause) {
      return { items, unread: open, cause };
    }
  }
}

/** Between half and the whole of a time that doubles: those that were turned away together do not come back together. */
function waitMs(empty: number, dice: string): number {
  return (firstWaitMs * 2 ** empty * (1 + fractionOf(dice))) / 2;
}
