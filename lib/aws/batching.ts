import type { Read } from '../core/ports.ts';

/** What a batch answered: by key. A key that is not in it was not found. */
export type BatchAnswer<Value> = ReadonlyMap<string, Value>;

type Batching<Value> = {
  /** As many as AWS takes in one request. */
  readonly size: number;
  /** Reads some keys of one group. It does not throw. */
  readonly load: (group: string, keys: readonly string[]) => Promise<Read<BatchAnswer<Value>>>;
};

type Batch<Value> = {
  readonly keys: Set<string>;
  readonly answers: Promise<ReadonlyMap<string, Read<BatchAnswer<Value>>>>;
};

/**
 * Joins what is asked at the same time into one request per group and `size` keys. Equal keys are asked once.
 * Nothing is kept: the next question is a new request.
 */
export function batched<Value>({ size, load }: Batching<Value>): (group: string, key: string) => Promise<Read<Value>> {
  const open = new Map<string, Batch<Value>>();

  const start = (group: string): Batch<Value> => {
    const keys = new Set<string>();
    const answers = endOfTurn().then(async () => {
      open.delete(group);
      const pages = pagesOf([...keys], size);
      const read = await Promise.all(pages.map(async (page) => load(group, page)));
      return new Map(
        pages.flatMap((page, at) => page.flatMap((key) => (read[at] === undefined ? [] : [[key, read[at]]]))),
      );
    });
    const batch = { keys, answers };
    open.set(group, batch);
    return batch;
  };

  return async (group, key) => {
    const batch = open.get(group) ?? start(group);
    batch.keys.add(key);
    const read = (await batch.answers).get(key);
    return read === undefined ? { ok: false, reason: 'unreadable' } : one(read, key);
  };
}

/** After all promises that can go on now have gone on: whoever asks in the same turn is in the same request. */
async function endOfTurn(): Promise<void> {
  await Promise.resolve();
  await new Promise<void>((go) => {
    process.nextTick(go);
  });
}

export function pagesOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

function one<Value>(read: Read<BatchAnswer<Value>>, key: string): Read<Value> {
  if (!read.ok) return read;
  const value = read.value.get(key);
  return value === undefined ? { ok: false, reason: 'not-found' } : { ok: true, value, at: read.at };
}

/** What is kept of what never changes, per kind and container of the function. */
export const mostRemembered = 200;

/** Remembers what never changes: at most `limit` entries, the oldest go first. Failures are not remembered. */
export function remembered<Value>(
  limit: number,
  read: (key: string) => Promise<Read<Value>>,
): (key: string) => Promise<Read<Value>> {
  const known = new Map<string, Read<Value>>();
  return async (key) => {
    const hit = known.get(key);
    if (hit !== undefined) return hit;
    const answer = await read(key);
    if (!answer.ok) return answer;
    keepNewest(known, limit, [key, answer]);
    return answer;
  };
}

/** Remembers one more; past the limit, the oldest goes. */
export function keepNewest<Value>(
  known: Map<string, Value>,
  limit: number,
  [key, value]: readonly [string, Value],
): void {
  known.set(key, value);
  const oldest = known.size > limit ? known.keys().next().value : undefined;
  if (oldest !== undefined) known.delete(oldest);
}

/** Equal questions at the same time are one request. */
export function joined<Value>(read: (key: string) => Promise<Read<Value>>): (key: string) => Promise<Read<Value>> {
  const under = new Map<string, Promise<Read<Value>>>();
  return async (key) => {
    const running = under.get(key);
    if (running !== undefined) return running;
    const asked = read(key).finally(() => under.delete(key));
    under.set(key, asked);
    return asked;
  };
}
