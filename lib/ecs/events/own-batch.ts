import type { Cause } from '../../core/alert.ts';
import type {
  BatchEvent,
  Finding,
  JobWatched,
  Part,
  RunEnded,
  RunRequested,
  SlotPassed,
  SlotsMissed,
  SlotTriggered,
} from '../../core/batch-event.ts';
import { findingKinds, passedEnds, runEnds, runStarters, runWishes } from '../../core/batch-event.ts';
import type { TaskChanged } from '../../core/event.ts';
import type { Envelope } from '../../core/event.ts';
import { ownSource } from '../../core/event.ts';
import { isoTime } from '../../core/time.ts';
import { isObject } from '../../core/json.ts';
import type { Fields } from './reader.ts';
import {
  instant,
  MalformedError,
  optionalFlag,
  optionalInstant,
  optionalNumber,
  optionalText,
  text,
  texts,
} from './reader.ts';
import { instantOf } from './timestamp.ts';

type OwnBatchEvent = Exclude<BatchEvent, TaskChanged>;

/** The detail-types of what people, and our own records, tell of jobs and runs. */
export const batchTypes: Readonly<Record<OwnBatchEvent['kind'], string>> = {
  'slot-triggered': 'Job Slot Triggered',
  'run-request': 'Run Requested',
  'run-ended': 'Run Ended',
  'slots-missed': 'Job Slots Missed',
  'slot-passed': 'Job Slot Passed',
  'job-watched': 'Job Watched',
};

/** One of them as a message of our own queue, in EventBridge's wrapping. */
export function ownBatchMessage(event: OwnBatchEvent): string {
  const { id, at, account, region, kind, ...detail } = event;
  return JSON.stringify({
    version: '0',
    id,
    'detail-type': batchTypes[kind],
    source: ownSource,
    account,
    time: isoTime(at),
    region,
    resources: [],
    detail: written(detail),
  });
}

/** With times as people, and other programs, write them. */
function written(detail: object): object {
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => {
      if (name === 'slots' && Array.isArray(value)) return [name, value.map((each) => isoTime(Number(each)))];
      return [name, (name === 'slot' || name === 'startedAt') && typeof value === 'number' ? isoTime(value) : value];
    }),
  );
}

export function readTriggered(envelope: Envelope, detail: Fields): SlotTriggered {
  const by = optionalText(detail, 'by');
  return {
    ...envelope,
    kind: 'slot-triggered',
    job: text(detail, 'job'),
    slot: instant(detail, 'slot'),
    starter: oneOf(detail, 'starter', runStarters),
    ...(by !== undefined && { by }),
    ...partOf(detail),
  };
}

export function readRunRequest(envelope: Envelope, detail: Fields): RunRequested {
  const runId = optionalText(detail, 'runId');
  return {
    ...envelope,
    kind: 'run-request',
    wish: oneOf(detail, 'wish', runWishes),
    job: text(detail, 'job'),
    slot: instant(detail, 'slot'),
    isExtra: optionalFlag(detail, 'isExtra') === true,
    by: optionalText(detail, 'by') ?? 'somebody',
    ...(runId !== undefined && { runId }),
    ...partOf(detail),
  };
}

/** What only a run of ours tells: its cause and pointers are passed on as they are. */
export function readRunEnded(envelope: Envelope, detail: Fields): RunEnded {
  const startedAt = optionalInstant(detail, 'startedAt');
  const exitCode = optionalNumber(detail, 'exitCode');
  const { cause, pointers } = detail.value;
  return {
    ...envelope,
    kind: 'run-ended',
    job: text(detail, 'job'),
    cluster: text(detail, 'cluster'),
    runId: text(detail, 'runId'),
    slot: instant(detail, 'slot'),
    round: optionalNumber(detail, 'round') ?? 1,
    end: oneOf(detail, 'end', runEnds),
    attempts: optionalNumber(detail, 'attempts') ?? 0,
    pointers: isObject(pointers) ? pointers : {},
    ...(startedAt !== undefined && { startedAt }),
    ...(exitCode !== undefined && { exitCode }),
    ...(isCause(cause) && { cause }),
    ...partOf(detail),
  };
}

/** Only records of ours write one. */
function partOf({ value }: Fields): { readonly part?: Part } {
  const { part } = value;
  if (part === undefined) return {};
  if (!isObject(part)) throw new MalformedError('detail.part', 'expected an object');
  const { of, index, round } = part;
  if (typeof of !== 'string' || typeof index !== 'number' || typeof round !== 'number')
    throw new MalformedError('detail.part', 'expected of, index and round');
  return { part: { of, index, round } };
}

export function readSlotsMissed(envelope: Envelope, detail: Fields): SlotsMissed {
  const slots = texts(detail, 'slots').map((each, index) => {
    const at = instantOf(each);
    if (at === undefined) throw new MalformedError(`detail.slots[${index}]`, 'expected a time');
    return at;
  });
  return { ...envelope, kind: 'slots-missed', job: text(detail, 'job'), slots };
}

export function readSlotPassed(envelope: Envelope, detail: Fields): SlotPassed {
  const { cause } = detail.value;
  return {
    ...envelope,
    kind: 'slot-passed',
    job: text(detail, 'job'),
    slot: instant(detail, 'slot'),
    end: oneOf(detail, 'end', passedEnds),
    ...(isCause(cause) && { cause }),
  };
}

/** What only the watchdog tells: its findings are passed on as they are. */
export function readJobWatched(envelope: Envelope, detail: Fields): JobWatched {
  const { findings } = detail.value;
  if (!Array.isArray(findings)) throw new MalformedError('detail.findings', 'expected a list');
  const known: readonly unknown[] = findings;
  const cluster = optionalText(detail, 'cluster');
  return {
    ...envelope,
    kind: 'job-watched',
    job: text(detail, 'job'),
    findings: known.filter(isFinding),
    ...(cluster !== undefined && { cluster }),
  };
}

function isFinding(value: unknown): value is Finding {
  if (!isObject(value) || typeof value['slot'] !== 'number' || !isCause(value['cause'])) return false;
  return findingKinds.some((kind) => kind === value['what']);
}

function isCause(value: unknown): value is Cause {
  return isObject(value) && typeof value['id'] === 'string' && typeof value['lastAt'] === 'number';
}

function oneOf<Name extends string>(detail: Fields, key: string, names: readonly Name[]): Name {
  const value = text(detail, key);
  const known = names.find((name) => name === value);
  if (known === undefined) throw new MalformedError(`detail.${key}`, `expected one of ${names.join(', ')}`);
  return known;
}
