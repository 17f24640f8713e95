import type { Instant } from '../../../lib/core/time.ts';
import type { Task } from '../../account/task.ts';
import type { Invariant, Seen } from '../invariant.ts';
import type { BatchLedger } from './ledger.ts';
import { isBornLate, livingByRun, runKeyOf, strayMs } from './ledger.ts';

type Living = ReadonlyMap<string, readonly Task[]>;

/** Looks each minute, and whenever there is a task more: a second one cannot come otherwise. */
function watched(judge: (ledger: BatchLedger, living: Living, seen: Seen) => string | undefined): Partial<Invariant> {
  let size = 0;
  const look = (seen: Seen): string | undefined =>
    seen.batch === undefined ? undefined : judge(seen.batch, livingByRun(seen.batch), seen);
  return {
    minute: look,
    stepped: (seen) => {
      const { tasks } = seen.simulation.account;
      if (seen.batch === undefined || tasks.size === size) return undefined;
      size = tasks.size;
      return look(seen);
    },
  };
}

/** Of a task nobody was told of nobody knows. */
function mayMiss({ hindrances }: Seen): boolean {
  return hindrances.has('events-lost') || hindrances.has('events-late');
}

/** Since when somebody is awake who could be told of it. */
function knowableAt({ stage }: BatchLedger, { createdAt }: Task): Instant {
  return Math.max(createdAt, ...stage.outages.flatMap(({ until }) => (until > createdAt ? until : [])));
}

const oneTask = (): Invariant => ({
  name: 'a run has one task',
  ...watched((ledger, living, seen) => {
    const now = seen.simulation.agenda.now();
    for (const [runId, tasks] of living) {
      const told = tasks.filter(
        (task) => !isBornLate(ledger, task) || (!mayMiss(seen) && now > knowableAt(ledger, task) + strayMs),
      );
      if (told.length > 1)
        return `${runId}: ${told.map(({ startedBy, lastStatus }) => `${startedBy} ${lastStatus}`).join()}`;
    }
    return undefined;
  }),
});

/**
 * Runs with tasks that live, of one key, but for those that share it with everybody. Tasks of a part are those of the
 * whole run.
 */
function holders(ledger: BatchLedger, living: Living): ReadonlyMap<string, readonly string[]> {
  const byKey = new Map<string, string[]>();
  for (const [ownId, tasks] of living) {
    const runId = ledger.runs.get(ownId)?.part?.of ?? ownId;
    const { key, policy } = ledger.runs.get(runId)?.pinned.concurrency ?? {};
    if (key === undefined || policy === 'allow' || tasks.every((task) => isBornLate(ledger, task))) continue;
    byKey.set(key, [...new Set([...(byKey.get(key) ?? []), runId])]);
  }
  return byKey;
}

const oneRun = (): Invariant => ({
  name: 'one run at a time has the place',
  ...watched((ledger, living) => {
    const two = [...holders(ledger, living)].find(([, runs]) => runs.length > 1);
    return two === undefined ? undefined : `${two[0]}: ${two[1].join()}`;
  }),
});

const held = (): Invariant => ({
  name: 'a place is held as long as a task lives',
  ...watched((ledger, living) => {
    for (const [key, runs] of holders(ledger, living)) {
      const holder = ledger.leases.get(key)?.holder?.run;
      const other = runs.find((runId) => holder !== runKeyOf(ledger, runId));
      if (other !== undefined) return `${key}: ${other} lives, and ${holder ?? 'nobody'} has the place`;
    }
    return undefined;
  }),
  ended: ({ batch, simulation }) => {
    for (const [key, { holder, waiting }] of batch?.leases ?? []) {
      if (holder !== undefined || waiting.length > 0)
        return `${key} is held by ${holder?.run ?? 'nobody'}, ${waiting.length} wait`;
    }
    if (batch === undefined) return undefined;
    const alive = [...livingByRun(batch)].flatMap(([, tasks]) => tasks).find((task) => !isBornLate(batch, task));
    const ageMs = simulation.agenda.now() - (alive?.createdAt ?? 0);
    return alive === undefined ? undefined : `${alive.startedBy} goes on at the end, ${ageMs} ms old`;
  },
});

function rising(): Invariant {
  const fences = new Map<string, { readonly fence: number; readonly holder: string | undefined }>();
  return {
    name: 'the number of a place rises with each holder',
    saved: ({ key, state }) => {
      if (!key.startsWith('batch#') || !key.includes('#lease/')) return undefined;
      const { fence, holder } = state as { readonly fence: number; readonly holder?: { readonly run: string } };
      const before = fences.get(key) ?? { fence: 0, holder: undefined };
      fences.set(key, { fence, holder: holder?.run });
      const isNew = holder !== undefined && holder.run !== before.holder;
      return fence < before.fence || (isNew && fence <= before.fence)
        ? `${key}: ${fence} after ${before.fence}`
        : undefined;
    },
  };
}

/** At most one task of a run, and one run under a key, at any time. */
export const batchTaskInvariants = (): readonly Invariant[] => [oneTask(), oneRun(), held(), rising()];
