import type { Instant } from '../../../lib/core/time.ts';
import type { Entry } from '../../agenda.ts';
import type { Random } from '../../random.ts';
import type { Expression } from './expression.ts';

/** Puts a message into a queue. Throws a Refusal. */
export type SendToQueue = (
  queueArn: string,
  message: {
    readonly body: string;
    readonly groupId?: string;
    readonly attributes?: Readonly<Record<string, string>>;
  },
) => void;

/** EventBridge Scheduler of an account. */
export type Schedules = {
  /** By group and name: `default/nightly`. */
  readonly all: Map<string, Schedule>;
  /** By name, with when it was made. */
  readonly groups: Map<string, Instant>;
  /** Client tokens of requests, with what was asked; the newest. */
  readonly tokens: Map<string, string>;
  readonly sendToQueue: SendToQueue | undefined;
  /** What goes wrong on the way; may be set at any time. */
  delivery: ScheduleDelivery;
  /** Hears of each time a target was reached. */
  onInvoked?: (schedule: Schedule, dueAt: Instant) => void;
  random?: Random;
};

/** Targets are invoked at least once (Scheduler, "What is EventBridge Scheduler?"). Chances of each invocation. */
type ScheduleDelivery = {
  /** It is carried out twice. */
  readonly doubled: number;
  /** An attempt does not reach its target, and is made again. */
  readonly failed: number;
  /** It is given up at once, and becomes a dead letter. Absent: never. */
  readonly buried?: number;
  /** Nothing comes of it, and nothing tells of it. Absent: never. */
  readonly lost?: number;
};

export const calmSchedules: ScheduleDelivery = { doubled: 0, failed: 0 };

export type Schedule = {
  readonly arn: string;
  readonly group: string;
  readonly name: string;
  readonly createdAt: Instant;
  modifiedAt: Instant;
  /** What a rate without a start counts from. */
  anchor: Instant;
  settings: ScheduleSettings;
  /** Its next due time, and only that. */
  next?: Entry | undefined;
  /** Invocations that are due and not yet over. */
  open: number;
};

/** What UpdateSchedule puts in place of what was there, as a whole. */
export type ScheduleSettings = {
  /** As it was asked for. */
  readonly text: string;
  readonly expression: Expression;
  readonly zone: string;
  readonly startAt?: Instant;
  readonly endAt?: Instant;
  /** Absent: the window is off. */
  readonly windowMinutes?: number;
  readonly enabled: boolean;
  readonly description?: string;
  readonly kmsKeyArn?: string;
  /** When its last invocation is over. */
  readonly deleteAfterCompletion: boolean;
  readonly target: ScheduleTarget;
};

export type ScheduleTarget = {
  readonly arn: string;
  /** As it was asked for. */
  readonly shape: object;
  /** Absent: a notification by default. */
  readonly input?: string;
  readonly mostRetries: number;
  readonly mostAgeS: number;
  readonly deadLetterArn?: string;
  /** The request to the target with that input. Throws a Refusal for an input the target cannot have. */
  readonly requestOf: (input: string) => object;
  /** Throws a Refusal. */
  readonly carryOut: (request: object, scheduleArn: string) => void;
};

/** It is there without being made, and cannot be deleted (Scheduler, managing-schedule-group). */
export const defaultGroup = 'default';

export function noSchedules(sendToQueue: SendToQueue | undefined): Schedules {
  return {
    all: new Map(),
    groups: new Map([[defaultGroup, 0]]),
    tokens: new Map(),
    sendToQueue,
    delivery: calmSchedules,
  };
}
