import type { Certainty } from '../../core/alert.ts';
import type { ContainerChange, TaskChanged } from '../../core/event.ts';
import type { Fills } from '../../core/language.ts';
import { cutAt } from '../../core/redaction.ts';
import type { Severity } from '../../core/severity.ts';
import type { CauseRow } from './cause-row.ts';
import { culpritOf } from './culprit.ts';
import { findExitCode, signalOf } from './exit-codes.ts';
import type { Explanation } from './explanation.ts';
import { explain } from './explanation.ts';
import { infrastructureFault, isFailure } from './failure.ts';
import type { KnownOfTask, Stop } from './stop.ts';
import { readStop } from './stop.ts';
import { foldText } from './text-pattern.ts';

/** Why a task stopped, and what to think of it. */
export type Diagnosis = {
  /** Id of a row of the catalogue: `findCause`. */
  readonly cause: string;
  readonly failure: boolean;
  /** Of the cause, for this kind of task. At least `warning` exactly when it is a failure. */
  readonly severity: Severity;
  readonly certainty: Certainty;
  /** Name of the container to blame. Absent where the event does not tell. */
  readonly culprit?: string;
  /** Of the culprit; 0 of a standalone task that did its work; the one all share if nobody can be blamed. */
  readonly exitCode?: number;
  /** The most telling words of AWS, uncut and untrusted: the reason of the container, else of the task. */
  readonly text?: string;
  /** For the texts of the row. `ignoresSigterm` names containers that had to be killed in an expected stop. */
  readonly fills: Fills;
  /** The catalogue does not know this stop: only a row of last resort matched, or the stop code is new. */
  readonly gap: boolean;
  /** ECS retries by itself and it usually helps. Never for standalone tasks: nobody retries those. */
  readonly transient: boolean;
  /** The fault of AWS or of the host rather than of the application. */
  readonly infra: boolean;
};

/** Words of AWS in a text of ours; the whole is in `Diagnosis.text`. */
const longestFill = 200;
const longestDetail = 80;

/**
 * Whether the event says that the task has stopped. DEPROVISIONING already carries stop code, reason and exit codes,
 * 20 to 30 s before STOPPED; the states before it do not, and a Fargate Spot warning (RUNNING, desired STOPPED) is no stop.
 */
export function isStopped(task: TaskChanged): boolean {
  return task.lastStatus === 'STOPPED' || task.lastStatus === 'DEPROVISIONING';
}

/**
 * Diagnoses a stopped task from its state change event alone. Undefined: the task has not stopped.
 * The stop code decides whether a stop can be expected at all; texts only tell which cause it was.
 */
export function diagnose(task: TaskChanged, known: KnownOfTask = {}): Diagnosis | undefined {
  if (!isStopped(task)) return undefined;
  const stop = readStop(task, known);
  const explanation = explain(stop);
  const { row } = explanation;
  const failure = isFailure(row, stop);
  const culprit = failure ? culpritOf(explanation, stop) : undefined;
  const text = tellingText(explanation, stop, culprit);
  const exitCode = exitCodeOf(row, stop, { failure, culprit });
  return {
    cause: row.id,
    failure,
    severity: failure || row.failure === 'no' ? row.severity : (row.calmSeverity ?? 'none'),
    certainty: certaintyOf(row, culprit),
    ...(culprit === undefined ? {} : { culprit: culprit.name }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(text === undefined ? {} : { text }),
    fills: { ...detailsOf(row, text), ...fillsOf(stop, { failure, culprit, text }) },
    gap: row.fallback === true || stop.stopCode === 'unknown',
    transient: row.transient === true && !stop.standalone,
    infra: infrastructureFault(row, stop),
  };
}

function certaintyOf(row: CauseRow, culprit: ContainerChange | undefined): Certainty {
  if (row.id !== 'essential_exit') return row.certainty;
  return culprit === undefined ? 'probable' : (findExitCode(culprit.exitCode)?.certainty ?? row.certainty);
}

function tellingText(explanation: Explanation, stop: Stop, culprit: ContainerChange | undefined): string | undefined {
  const { row, container } = explanation;
  if (container?.reason !== undefined) return container.reason;
  const ofTask = stop.task.attachmentReason ?? stop.task.stoppedReason;
  const ofContainer = culprit?.reason ?? stop.containers.find(({ reason }) => reason !== undefined)?.reason;
  if (row.id === 'essential_exit') return culprit?.reason ?? ofTask;
  return ofTask === undefined || empty.has(foldText(ofTask)) ? (ofContainer ?? ofTask) : ofTask;
}

/** What ECS says of a task where only a container knows more. */
const empty: ReadonlySet<string> = new Set(['task failed to start', 'essential container in task exited']);

type Blame = {
  readonly failure: boolean;
  readonly culprit: ContainerChange | undefined;
  readonly text: string | undefined;
};

function fillsOf(stop: Stop, { failure, culprit, text }: Blame): Fills {
  const killed = failure ? [] : stop.containers.filter(({ exitCode }) => exitCode === 137);
  return {
    container: culprit?.name ?? listed(stop.essential.map(({ name }) => name)),
    image: culprit?.image ?? listed(stop.essential.flatMap(({ image }) => image ?? [])),
    exitCode: culprit?.exitCode ?? sharedExitCode(stop),
    signal: signalOf(culprit?.exitCode ?? sharedExitCode(stop)),
    code: stop.task.stopCode,
    text: text !== undefined && text.length > longestFill ? `${cutAt(text, longestFill)}…` : text,
    ...(killed.length === 0 ? {} : { ignoresSigterm: listed(killed.map(({ name }) => name)) }),
  };
}

/** What the words of AWS tell for the places of the row's own texts. */
function detailsOf({ details = {} }: CauseRow, text = ''): Fills {
  const found = Object.entries(details).flatMap(([name, patterns]) => {
    const value = patterns.map((pattern) => pattern.exec(text)?.[1]).find((each) => each !== undefined);
    return value === undefined ? [] : [[name, value.slice(0, longestDetail)] as const];
  });
  return Object.fromEntries(found);
}

function exitCodeOf(row: CauseRow, stop: Stop, { failure, culprit }: Omit<Blame, 'text'>): number | undefined {
  if (culprit !== undefined || row.id !== 'essential_exit') return culprit?.exitCode;
  return failure ? sharedExitCode(stop) : 0;
}

/** The exit code all containers share, if they do. */
function sharedExitCode({ essential }: Stop): number | undefined {
  const [first, ...others] = essential.map(({ exitCode }) => exitCode);
  return others.every((code) => code === first) ? first : undefined;
}

function listed(names: readonly string[]): string | undefined {
  const different = [...new Set(names)];
  return different.length === 0 || different.length > 3 ? undefined : different.join(', ');
}
