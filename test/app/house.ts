import { keep } from '../../lib/app/keep.ts';
import type { QueueMessage, World } from '../../lib/app/world.ts';
import type { Feature } from '../../lib/core/feature.ts';
import type { KeptRecord } from '../../lib/core/record.ts';
import { minuteMs } from '../../lib/core/time.ts';
import type { MemoryStore } from '../../sim/memory-store.ts';
import { memoryStore } from '../../sim/memory-store.ts';
import type { Push, ToyState, ToyTarget } from './toy.ts';
import { toy, toyKey } from './toy.ts';

export type ToyFeature = Feature<Push, ToyState, ToyTarget, 'facts', undefined, undefined>;
type ToyWorld = World<Push, ToyTarget, undefined, undefined>;

/** A house of toys: its invocations one after the other, on a clock that only moves when it is moved. */
export class ToyHouse {
  now = 1_000_000;
  readonly store: MemoryStore = memoryStore();
  readonly acted: string[] = [];
  readonly refused: { readonly body: string; readonly problem: string }[] = [];
  readonly counts = new Map<string, number>();
  readonly feature: ToyFeature;
  private readonly changes: Partial<ToyWorld>;
  private names = 0;

  constructor(feature: Partial<ToyFeature> = {}, changes: Partial<ToyWorld> = {}) {
    this.feature = { ...toy, ...feature };
    this.changes = changes;
  }

  /** One invocation with half a minute of time. Gives the ids of the messages given back. */
  async run(...messages: readonly QueueMessage[]): Promise<readonly string[]> {
    const invocation = { worker: `worker-${(this.names += 1)}`, deadline: this.now + minuteMs / 2 };
    return [...(await keep(messages, this.feature, this.world(), invocation))];
  }

  async wake(...names: readonly string[]): Promise<readonly string[]> {
    return this.run({ id: 'wake', body: JSON.stringify({ wake: names.map(toyKey) }) });
  }

  async record(name: string): Promise<KeptRecord | undefined> {
    return (await this.store.load([toyKey(name)])).get(toyKey(name));
  }

  /** Puts a record there as if some earlier invocation had written it. */
  async put(name: string, record: Partial<KeptRecord> = {}): Promise<void> {
    const state: ToyState = { seen: [], ended: [], open: [] };
    const whole = { key: toyKey(name), v: 1, version: 1, writeId: `put-${name}`, state, todo: [], dueAt: this.now };
    await this.store.save({ ...whole, ...record }, 0);
  }

  private world(): ToyWorld {
    return {
      clock: { now: () => this.now },
      newId: () => `id-${(this.names += 1)}`,
      parse: (body) => ({ event: JSON.parse(body) as Push }),
      policy: async () => undefined,
      store: this.store,
      read: undefined,
      act: async (target, { key }) => {
        this.acted.push(key);
        return { result: 'done', reason: target.push, at: this.now };
      },
      authority: async () => ({ acting: true }),
      wakes: { wake: async () => {} },
      deadLetters: { refuse: async (body, { problem }) => void this.refused.push({ body, problem }) },
      log: () => {},
      count: (name, amount) => void this.counts.set(name, (this.counts.get(name) ?? 0) + amount),
      ...this.changes,
    };
  }
}

export function push(id: string, to: string): QueueMessage {
  const event: Push = { kind: 'push', id, to, notAfter: Number.MAX_SAFE_INTEGER };
  return { id: `m-${id}`, body: JSON.stringify(event) };
}
