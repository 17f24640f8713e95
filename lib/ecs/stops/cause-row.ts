import type { Certainty } from '../../core/alert.ts';
import type { Text } from '../../core/language.ts';
import type { Severity } from '../../core/severity.ts';

/**
 * When a cause counts as a failure.
 * `infrastructure`: yes, and AWS's or the host's doing rather than the application's.
 * `standalone`: only for a task that no service replaces. `exit-code`: the exit codes decide.
 */
type FailureRule = 'no' | 'yes' | 'infrastructure' | 'standalone' | 'exit-code';

/** What to do. The variant for the kind of task is preferred to the variant for the launch type, and that to `any`. */
type Remedy = {
  readonly any: Text;
  readonly fargate?: Text;
  readonly ec2?: Text;
  readonly service?: Text;
  readonly standalone?: Text;
};

/**
 * One row of the catalogue of stop reasons. The first row that matches is the cause.
 * Texts may use `{container}`, `{image}`, `{exitCode}`, `{signal}`, `{code}` (the stop code), `{text}` (AWS's words) and
 * the names of `details`.
 */
export type CauseRow = {
  readonly id: string;
  /**
   * Stop codes the row is looked at for; `absent` is an event without one. `any` is every code, known or not, and
   * none, except UserInitiated, whose text anybody may write.
   */
  readonly stopCodes: 'any' | readonly string[];
  /** Where the words stand: `stoppedReason` of the task, `reason` of a container, or either. */
  readonly where: 'task' | 'container' | 'either';
  /**
   * ` ;; ` separates alternatives, ` && ` joins parts that must all occur, `^` ties a part to the beginning, `{NET}` is
   * any sign of a broken connection, `*` alone is anything. Upper and lower case, curly apostrophes and the spellings
   * "can't" and "cannot" are the same.
   */
  readonly match: string;
  /** A text that also matches this belongs to a later row. Same notation. */
  readonly unless?: string;
  /** Only for tasks that had been running. Absent: for all. */
  readonly ran?: true;
  /** What AWS's words tell in one place: for each place of the texts, expressions whose first group is its value. */
  readonly details?: Readonly<Record<string, readonly RegExp[]>>;
  /** A stop code that means this cause whatever the text says. */
  readonly always?: string;
  readonly failure: FailureRule;
  /** When it is a failure, or never one. */
  readonly severity: Severity;
  /** When it might have been a failure and is none. Absent: `none`. */
  readonly calmSeverity?: Severity;
  readonly certainty: Certainty;
  /** Whether one container is to blame, and may be looked for, or the task as a whole. */
  readonly about: 'container' | 'task';
  /** ECS tries again by itself, and that usually helps. */
  readonly transient?: boolean;
  /** A row of last resort: the catalogue has no better answer. */
  readonly fallback?: boolean;
  /** Where the knowledge comes from: page names of the Amazon ECS developer guide, `repository:path` or `repository#issue`. */
  readonly source: string;
  readonly title: Text;
  readonly likely: Text;
  readonly remedy: Remedy;
};
