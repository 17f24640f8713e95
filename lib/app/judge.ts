import type { Decision, Heard } from '../core/decision.ts';
import type { Feature } from '../core/feature.ts';
import type { KeptRecord, Todo } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import type { Work } from './keep.ts';
import { isUnchanged, nextRecord } from './next-record.ts';
import type { Leftover } from './plan.ts';
import { actMarginMs, dueAt, leftover, nextTodo, runnable } from './plan.ts';
import type { Aside } from './sift.ts';
import { sift } from './sift.ts';
import { inTrouble, isOutcome, isWake, remembering, worsened } from './trouble.ts';
import { bytesOf, mostBytes } from './record-size.ts';
import type { Invocation } from './world.ts';

/** A decided record: what to write (nothing when nothing changed), and what its author may then carry out. */
export type Judged<State, Target> = {
  readonly decision: Decision<State, Target> | undefined;
  readonly write: KeptRecord<State, Target> | undefined;
  readonly toDo: readonly Todo<Target>[];
  /** Events nothing can be decided with: to be put aside before the record is written without them. */
  readonly aside: readonly Aside[];
};

type JudgeSetting<Facts, Policy> = {
  readonly facts: Facts;
  readonly policy: Policy;
  readonly now: Instant;
  readonly invocation: Invocation;
  readonly mayAct: boolean;
  readonly newId: () => string;
};

type Known<Event, State, Target> = {
  readonly work: Work<Event>;
  readonly record: KeptRecord<State, Target> | undefined;
  readonly left: Leftover<Target>;
};

type Made<State, Target> = {
  readonly decision: Decision<State, Target>;
  readonly next: KeptRecord<State, Target>;
  readonly toDo: readonly Todo<Target>[];
};

/**
 * One record, from what it heard to what is written. Pure but for new names. When the decision throws, what can be
 * decided is found out one by one; what cannot is put aside, or stays with the record as its trouble.
 */
export function judge<Event, State, Target, Facts, Read, Policy>(
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  work: Work<Event>,
  record: KeptRecord<State, Target> | undefined,
  setting: JudgeSetting<Facts, Policy>,
): Judged<State, Target> {
  const left = leftover(record, work.carried, { worker: setting.invocation.worker, now: setting.now });
  const known = { work, record, left };
  const decide = (heard: readonly Heard<Event>[]): Made<State, Target> => make(feature, known, heard, setting);
  // What a record in trouble had heard comes first: nothing is lost by a fault of ours.
  const heard = [...((record?.trouble?.heard ?? []) as readonly Heard<Event>[]), ...work.heard];
  try {
    return judged(record, { made: decide(heard), aside: [] }, setting);
  } catch (error) {
    return judgeApart(known, { heard, error, decide, v: feature.v }, setting);
  }
}

/**
 * An event is at fault when the record can be decided without it, and not with it. An outcome is never put aside: the
 * record stays in trouble with it, and is decided only on fresh news, which must not wait for a fault of ours. By the
 * passing of time alone it would do again what it does not know to be done.
 */
function judgeApart<Event, State, Target>(
  { work, record, left }: Known<Event, State, Target>,
  failed: {
    readonly heard: readonly Heard<Event>[];
    readonly error: unknown;
    readonly decide: (heard: readonly Heard<Event>[]) => Made<State, Target>;
    readonly v: number;
  },
  setting: Pick<JudgeSetting<unknown, unknown>, 'now' | 'newId'>,
): Judged<State, Target> {
  const { made, good, bad } = sift(failed.heard, isWake, failed.decide);
  const aside = made === undefined ? [] : bad.filter(({ heard }) => !isOutcome(heard));
  const put = new Set<unknown>(aside.map(({ heard }) => heard));
  const rest = failed.heard.filter((each) => !put.has(each));
  const stuck = made === undefined ? rest : rest.filter((each) => !isWake(each) && !good.includes(each));
  const hasNews = good.some((each) => work.heard.includes(each));
  if (made !== undefined && (stuck.length === 0 || hasNews)) {
    return judged(
      record,
      { made: withTrouble(made, record, { stuck, error: failed.error, now: setting.now }), aside },
      setting,
    );
  }
  const undecided = { key: work.key, v: failed.v, record, heard: rest, left };
  const next = inTrouble(undecided, { error: failed.error, now: setting.now }) as KeptRecord<State, Target>;
  return { decision: undefined, write: written(record, next, setting), toDo: [], aside };
}

/** A decision made while something stays undecided: its record remembers that, and is looked at for it, too. */
function withTrouble<State, Target>(
  made: Made<State, Target>,
  record: KeptRecord | undefined,
  failed: { readonly stuck: readonly unknown[]; readonly error: unknown; readonly now: Instant },
): Made<State, Target> {
  if (failed.stuck.length === 0) return made;
  const trouble = worsened(record?.trouble, failed);
  const { endedAt: _, expiresAt: __, ...live } = made.next;
  const room = { bytes: mostBytes - bytesOf(live), events: 0 };
  const due = Math.min(live.dueAt ?? Number.POSITIVE_INFINITY, trouble.retryAt ?? failed.now);
  return { ...made, next: { ...live, dueAt: due, trouble: remembering(trouble, failed.stuck, room) } };
}

function judged<State, Target>(
  record: KeptRecord<State, Target> | undefined,
  { made, aside }: { readonly made: Made<State, Target>; readonly aside: readonly Aside[] },
  setting: Pick<JudgeSetting<unknown, unknown>, 'newId'>,
): Judged<State, Target> {
  return { decision: made.decision, write: written(record, made.next, setting), toDo: made.toDo, aside };
}

function written<State, Target>(
  record: KeptRecord<State, Target> | undefined,
  next: KeptRecord<State, Target>,
  { newId }: { readonly newId: () => string },
): KeptRecord<State, Target> | undefined {
  return isUnchanged(record, next) ? undefined : { ...next, writeId: newId() };
}

/** Asks the feature, and makes a plan and a record of its answer. Throws what the feature throws. */
function make<Event, State, Target, Facts, Read, Policy>(
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  { work, record, left }: Known<Event, State, Target>,
  heard: readonly Heard<Event>[],
  { facts, policy, now, invocation, mayAct, newId }: JudgeSetting<Facts, Policy>,
): Made<State, Target> {
  const decision = feature.decide({
    key: work.key,
    events: heard,
    state: record?.state,
    endedAt: record?.endedAt,
    unfinished: left.unfinished.map((todo) => todo.action),
    inFlight: left.inFlight.map((todo) => todo.action),
    takenOver: left.takenOver,
    facts,
    policy,
    now,
  });
  const todo = nextTodo(left, decision, newId);
  const ready = left.othersClaim === undefined && mayAct ? runnable(todo, now) : [];
  const hasTime = ready.length > 0 && now + actMarginMs < invocation.deadline;
  const mine = hasTime ? { by: invocation.worker, until: invocation.deadline } : undefined;
  const claim = left.othersClaim ?? mine;
  const plan = { todo, claim, due: dueAt(decision, todo, { claim, now }), now };
  return { decision, next: nextRecord(feature, { key: work.key, record }, decision, plan), toDo: hasTime ? ready : [] };
}
