import type { LeaseAnswer, LeaseAsked, LeaseState } from '../batch/lease.ts';
import { asked, freeLease, nextInLine, released } from '../batch/lease.ts';
import type { Outcome } from '../core/outcome.ts';
import { PortError } from '../core/outcome.ts';
import type { Clock, NewId, RecordStore, WakeQueue } from '../core/ports.ts';
import type { KeptRecord, RecordKey } from '../core/record.ts';
import { secondMs } from '../core/time.ts';

/** How often a lease that somebody else changed meanwhile is read again. */
const tries = 6;

type Done = Omit<Outcome, 'kind' | 'action'>;

export type Leases = {
  /** Facts: a LeaseAnswer. */
  readonly ask: (lease: RecordKey, asked: LeaseAsked) => Promise<Done>;
  readonly release: (lease: RecordKey, run: RecordKey) => Promise<Done>;
};

type Needs = {
  readonly store: RecordStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly wakes: WakeQueue;
};

/**
 * Leases in the table: each change is one conditional write of one record, made again where somebody else was quicker.
 * Who stands in the way by a record that is over, or is no more, does not stand there.
 */
export function leasesIn(needs: Needs): Leases {
  return {
    ask: async (lease, question) =>
      tried(needs, async () => {
        const answer = await changed(needs, lease, async (state) => {
          const now = needs.clock.now();
          const first = asked(state, question, now);
          if (first.answer.answer === 'granted') return first;
          const evident = await withoutGhosts(needs.store, state, first.answer.by);
          return evident === state ? first : asked(evident, question, now);
        });
        return { result: 'done', reason: wordOf(answer), facts: answer };
      }),
    release: async (lease, run) =>
      tried(needs, async () => {
        const next = await changed(needs, lease, async (state) => {
          const freed = released(state, run);
          return { state: freed, answer: nextInLine(freed) };
        });
        // It asks again by itself in a while; this only makes it sooner.
        if (next !== undefined) await needs.wakes.wake([next], secondMs, 0, 'hint').catch(() => undefined);
        return { result: 'done', reason: 'given back' };
      }),
  };
}

function wordOf(answer: LeaseAnswer): string {
  return answer.answer === 'granted' ? `granted as ${answer.fence}` : `${answer.answer}: ${answer.by.length} before it`;
}

async function tried({ clock }: Needs, work: () => Promise<Omit<Done, 'at'>>): Promise<Done> {
  try {
    return { ...(await work()), at: clock.now() };
  } catch (error) {
    const reason = error instanceof PortError ? error.message : 'the lease could not be changed';
    return { result: 'retry', reason, at: clock.now() };
  }
}

/** Throws PortError. */
async function changed<Answer>(
  { store, newId }: Needs,
  key: RecordKey,
  change: (state: LeaseState) => Promise<{ readonly state: LeaseState; readonly answer: Answer }>,
): Promise<Answer> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const record = (await store.load([key])).get(key);
    const before = stateOf(record);
    const { state, answer } = await change(before);
    if (state === before) return answer;
    const version = record?.version ?? 0;
    // Kept for ever: its number must not begin anew.
    const next = { key, v: 1, version: version + 1, writeId: newId(), state, todo: [] };
    if ((await store.save(next, version)) === 'saved') return answer;
  }
  throw new PortError('retry', 'the lease is changed by many at once');
}

/** Throws PortError where what is kept cannot be read: nobody knows who holds it. */
function stateOf(record: KeptRecord | undefined): LeaseState {
  if (record === undefined) return freeLease;
  const { state, unreadable } = record;
  if (unreadable !== undefined || !isLease(state)) throw new PortError('retry', 'the lease cannot be read');
  return state;
}

function isLease(state: unknown): state is LeaseState {
  return typeof state === 'object' && state !== null && 'kind' in state && state.kind === 'lease';
}

/** Without those whose record has ended, with nothing left to do, or is gone altogether. */
async function withoutGhosts(store: RecordStore, state: LeaseState, runs: readonly RecordKey[]): Promise<LeaseState> {
  const records = await store.load(runs);
  const ghosts = runs.filter((run) => {
    const record = records.get(run);
    return record === undefined || (record.endedAt !== undefined && record.todo.length === 0);
  });
  return ghosts.reduce(released, state);
}
