import type { Decision } from '../core/decision.ts';
import type { Feature } from '../core/feature.ts';
import type { KeptRecord, RecordKey, Todo } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import { secondMs } from '../core/time.ts';
import { bytesOf, mostBytes, shrinkPastBytes } from './record-size.ts';

type Plan<Target> = {
  readonly todo: readonly Todo<Target>[];
  readonly claim: KeptRecord['claim'];
  readonly due: Instant | undefined;
  readonly now: Instant;
};

/**
 * The record as a decision leaves it. Past the size limit it loses its oldest evidence; one that does not fit into the
 * table even then is a fault of the feature.
 */
export function nextRecord<Event, State, Target, Facts, Read, Policy>(
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  known: { readonly key: RecordKey; readonly record: KeptRecord<State, Target> | undefined },
  decision: Decision<State, Target>,
  plan: Plan<Target>,
): KeptRecord<State, Target> {
  const written = (state: State): KeptRecord<State, Target> => {
    const openUnder = plan.due === undefined ? undefined : feature.openUnder(state);
    return {
      key: known.key,
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
  };
  const whole = written(decision.state);
  if (bytesOf(whole) <= shrinkPastBytes) return whole;
  const smaller = written(feature.shrink(decision.state));
  if (bytesOf(smaller) > mostBytes) throw new RangeError(`a record of ${bytesOf(smaller)} bytes after shrinking`);
  return smaller;
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

/** Nothing changed: no write. A record that never was and has nothing to wait for is not born. */
export function isUnchanged(before: KeptRecord | undefined, after: Omit<KeptRecord, 'writeId'>): boolean {
  if (before === undefined) return after.dueAt === undefined;
  return isSame({ ...before, version: 0, writeId: '' }, { ...after, version: 0, writeId: '' });
}

/** As they would be stored: in whatever order their keys are, and without what is not there. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isStructure(one) || !isStructure(other) || Array.isArray(one) !== Array.isArray(other)) return false;
  const [here, there] = [presentKeys(one), presentKeys(other)];
  return here.length === there.length && here.every((key) => isSame(one[key], other[key]));
}

type Structure = Readonly<Record<string, unknown>>;

function isStructure(value: unknown): value is Structure {
  return typeof value === 'object' && value !== null;
}

function presentKeys(structure: Structure): readonly string[] {
  return Object.keys(structure).filter((key) => structure[key] !== undefined);
}
