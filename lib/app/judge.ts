import type { Decision } from '../core/decision.ts';
import type { Feature } from '../core/feature.ts';
import type { KeptRecord, Todo } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import { secondMs } from '../core/time.ts';
import type { Work } from './keep.ts';
import { actMarginMs, dueAt, leftover, nextTodo, runnable } from './plan.ts';
import { inTrouble } from './trouble.ts';
import type { Invocation } from './world.ts';

/** A decided record: what to write (nothing when nothing changed), and what its author may then carry out. */
export type Judged<State, Target> = {
  readonly decision: Decision<State, Target> | undefined;
  readonly write: KeptRecord<State, Target> | undefined;
  readonly toDo: readonly Todo<Target>[];
};

/** Largest state we write on purpose; DynamoDB's own limit for an item is 400 KB. */
export const stateLimitBytes = 128 * 1024;

type Setting<Facts, Policy> = {
  readonly facts: Facts;
  readonly policy: Policy;
  readonly now: Instant;
  readonly invocation: Invocation;
  readonly mayAct: boolean;
  readonly newId: () => string;
};

/** One record, from what it heard to what is written. Pure but for new names; a decision that throws becomes trouble. */
export function judge<Event, State, Target, Facts, Read, Policy>(
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  work: Work<Event>,
  record: KeptRecord<State, Target> | undefined,
  setting: Setting<Facts, Policy>,
): Judged<State, Target> {
  const { invocation, now, newId } = setting;
  const left = leftover(record, work.carried, { worker: invocation.worker, now });
  try {
    const decision = feature.decide({
      key: work.key,
      events: heardOf(work, record),
      state: record?.state,
      endedAt: record?.endedAt,
      unfinished: left.unfinished.map((todo) => todo.action),
      inFlight: left.inFlight.map((todo) => todo.action),
      takenOver: left.takenOver,
      facts: setting.facts,
      policy: setting.policy,
      now,
    });
    const todo = nextTodo(left, decision, newId);
    const ready = left.othersClaim === undefined && setting.mayAct ? runnable(todo, now) : [];
    const hasTime = ready.length > 0 && now + actMarginMs < invocation.deadline;
    const mine = hasTime ? { by: invocation.worker, until: invocation.deadline } : undefined;
    const claim = left.othersClaim ?? mine;
    const due = dueAt(decision, todo, { claim, now });
    const next = recordOf(feature, { work, record, decision }, { todo, claim, due, now });
    const write = isUnchanged(record, next) ? undefined : { ...next, writeId: newId() };
    return { decision, write, toDo: hasTime ? ready : [] };
  } catch (error) {
    const write = inTrouble(feature, { key: work.key, record, heard: work.heard }, { error, now, left });
    return { decision: undefined, write: { ...write, writeId: newId() }, toDo: [] };
  }
}

/** What a record in trouble had heard comes first: nothing is lost by a fault of ours. */
function heardOf<Event, State, Target>(
  work: Work<Event>,
  record: KeptRecord<State, Target> | undefined,
): Work<Event>['heard'] {
  const before: readonly unknown[] = record?.trouble?.heard ?? [];
  return [...(before as Work<Event>['heard']), ...work.heard];
}

function recordOf<Event, State, Target, Facts, Read, Policy>(
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  known: { work: Work<Event>; record: KeptRecord<State, Target> | undefined; decision: Decision<State, Target> },
  plan: { todo: readonly Todo<Target>[]; claim: KeptRecord['claim']; due: Instant | undefined; now: Instant },
): KeptRecord<State, Target> {
  const state = fitted(feature, known.decision.state);
  const openUnder = plan.due === undefined ? undefined : feature.openUnder(state);
  return {
    key: known.work.key,
    v: feature.v,
    version: (known.record?.version ?? 0) + 1,
    writeId: known.record?.writeId ?? '',
    state,
    todo: plan.todo,
    ...(plan.claim !== undefined && { claim: plan.claim }),
    ...(plan.due !== undefined && { dueAt: plan.due }),
    ...(plan.due === undefined && ended(known.record, feature.keepEndedMs, plan.now)),
    ...(openUnder !== undefined && { openUnder }),
  };
}

function ended(
  record: KeptRecord | undefined,
  keepEndedMs: number,
  now: Instant,
): { readonly endedAt: Instant; readonly expiresAt: Instant } {
  const endedAt = record?.endedAt ?? now;
  // In whole seconds, as TTL stores it: what is read back must equal what was meant.
  return { endedAt, expiresAt: Math.ceil((endedAt + keepEndedMs) / secondMs) * secondMs };
}

/** A state past the limit loses its oldest evidence; one that still does not fit is a fault of the feature. */
function fitted<Event, State, Target, Facts, Read, Policy>(
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  state: State,
): State {
  if (sizeOf(state) <= stateLimitBytes) return state;
  const smaller = feature.shrink(state);
  if (sizeOf(smaller) > stateLimitBytes) throw new RangeError(`state of ${sizeOf(smaller)} bytes after shrinking`);
  return smaller;
}

function sizeOf(state: unknown): number {
  return JSON.stringify(state)?.length ?? 0;
}

/** Nothing changed: no write. A record that never was and has nothing to wait for is not born. */
function isUnchanged<State, Target>(
  before: KeptRecord<State, Target> | undefined,
  after: KeptRecord<State, Target>,
): boolean {
  if (before === undefined) return after.dueAt === undefined;
  const bare = (record: KeptRecord<State, Target>): string =>
    JSON.stringify({ ...record, version: 0, writeId: '' }, sortedKeys);
  return bare(before) === bare(after);
}

function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
