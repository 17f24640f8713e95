import { createHash } from 'node:crypto';
import type { Instant } from '../../../lib/core/time.ts';
import { minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { Random } from '../../random.ts';
import type { Account } from '../model.ts';
import { uuid } from '../identities.ts';
import { Refusal } from '../refusal.ts';
import { wholeSeconds } from './expression.ts';
import type { Schedule, ScheduleSettings } from './schedule.ts';

type Invocation = {
  /** As they were when it was due. */
  readonly settings: ScheduleSettings;
  readonly dueAt: Instant;
  /** When in its minute, or its window; of two of the same the first. */
  readonly plannedAt: Instant;
  /** Told when it has been carried out or given up. */
  readonly over: () => void;
};

type Attempt = Invocation & { readonly number: number; readonly beganAt: Instant; readonly invokedAt: Instant };

/** The stream of Scheduler's chances: accounts without schedules draw nothing from it. */
export function randomOf({ schedules, random }: Account): Random {
  schedules.random ??= random.fork('schedules');
  return schedules.random;
}

/** Invokes the target, again and again if it must. */
export function invoke(account: Account, schedule: Schedule, invocation: Invocation): void {
  const now = account.agenda.now();
  attempt(account, schedule, { ...invocation, number: 1, beganAt: now, invokedAt: now });
}

function attempt(account: Account, schedule: Schedule, current: Attempt): void {
  const { target } = current.settings;
  let request: object = { Input: target.input };
  try {
    request = target.requestOf(filled(account, schedule, current));
    if (isLost(account)) {
      current.over();
      return;
    }
    if (isBuried(account)) throw new Refusal('AccessDeniedException', 'Not authorized to send to the queue.');
    if (randomOf(account).chance(account.schedules.delivery.failed)) {
      throw new Refusal('InternalServerError', 'An internal error occurred.');
    }
    target.carryOut(request, schedule.arn);
    account.schedules.onInvoked?.(schedule, current.dueAt);
    current.over();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    fail(account, schedule, { ...current, request, error });
  }
}

/** Nobody knows why: nothing comes, and no dead letter tells of it. */
function isLost(account: Account): boolean {
  const { lost = 0 } = account.schedules.delivery;
  return lost > 0 && randomOf(account).chance(lost);
}

/** A right that is missing for a while: nobody tries again (Scheduler, configuring-schedule-dlq). */
function isBuried(account: Account): boolean {
  const { buried = 0 } = account.schedules.delivery;
  return buried > 0 && randomOf(account).chance(buried);
}

/** What may be otherwise next time; what else a target says it would say again. */
const passing =
  /^(?:InternalServerError|InternalFailure|ServerException|ServiceUnavailable|Throttling.*|TooManyRequestsException)$/u;

/** Waits between attempts: from the first to the longest, each twice the one before. A guess, with a switch. */
const backOff = {
  usual: { firstMs: 2 * secondMs, mostMs: 5 * minuteMs },
  slow: { firstMs: minuteMs, mostMs: 30 * minuteMs },
} as const;

type Failed = Attempt & { readonly request: object; readonly error: Refusal };

function fail(account: Account, schedule: Schedule, { request, error, ...current }: Failed): void {
  const { agenda, switches } = account;
  const { mostRetries, mostAgeS } = current.settings.target;
  const { firstMs, mostMs } = switches.scheduleRetriesAreSlow ? backOff.slow : backOff.usual;
  const waitMs = Math.min(mostMs, firstMs * 2 ** (current.number - 1));
  const again = passing.test(error.code);
  const tooOften = current.number > mostRetries;
  const tooOld = agenda.now() + waitMs - current.beganAt > mostAgeS * secondMs;
  if (again && !tooOften && !tooOld) {
    agenda.after(waitMs, `schedule ${schedule.name} tries again`, () => {
      attempt(account, schedule, { ...current, number: current.number + 1, invokedAt: agenda.now() });
    });
    return;
  }
  const exhausted = tooOften ? 'MaximumRetryAttempts' : 'MaximumEventAgeInSeconds';
  bury(account, schedule, { ...current, request, error }, again ? exhausted : undefined);
  current.over();
}

/** A dead letter is the request; why it failed stands in its attributes (Scheduler, configuring-schedule-dlq). */
function bury({ schedules }: Account, schedule: Schedule, failed: Failed, exhausted: string | undefined): void {
  const { target } = failed.settings;
  if (target.deadLetterArn === undefined) return;
  const attributes = {
    ERROR_CODE: failed.error.code,
    ERROR_MESSAGE: failed.error.message,
    EXECUTION_ID: executionId(failed, schedule),
    ...(exhausted !== undefined && { EXHAUSTED_RETRY_CONDITION: exhausted }),
    IS_PAYLOAD_TRUNCATED: 'false',
    RETRY_ATTEMPTS: String(failed.number - 1),
    SCHEDULED_TIME: wholeSeconds(failed.dueAt),
    SCHEDULE_ARN: schedule.arn,
    TARGET_ARN: target.arn,
  };
  try {
    schedules.sendToQueue?.(target.deadLetterArn, { body: JSON.stringify(failed.request), attributes });
  } catch (error) {
    // A dead letter that finds no queue is lost, and nobody hears of it but a metric.
    if (!(error instanceof Refusal)) throw error;
  }
}

/** The input with its context attributes (Scheduler, managing-schedule-context-attributes). */
function filled(account: Account, schedule: Schedule, current: Attempt): string {
  const { input } = current.settings.target;
  if (input === undefined) return notification(account, schedule, current);
  const values: Readonly<Record<string, string>> = {
    'schedule-arn': schedule.arn,
    'scheduled-time': scheduledTime(account, current),
    'execution-id': executionId(current, schedule),
    'attempt-number': String(current.number),
  };
  return input.replaceAll(/<aws\.scheduler\.([a-z-]+)>/gu, (whole, name: string) => values[name] ?? whole);
}

function scheduledTime({ switches }: Account, { dueAt, plannedAt }: Attempt): string {
  return wholeSeconds(switches.scheduledTimeHasSeconds ? plannedAt : dueAt);
}

/** "The unique ID that EventBridge Scheduler assigns for each attempted invocation": sixteen digits, as in its example. */
function executionId({ invokedAt, number, dueAt }: Attempt, { arn }: Schedule): string {
  return createHash('sha256').update(`${arn} ${dueAt} ${invokedAt} ${number}`).digest('hex').slice(0, 16);
}

/** "A default notification" (API_Target, Input), in the form of an event; its detail is a text. */
function notification(account: Account, { arn }: Schedule, current: Attempt): string {
  return JSON.stringify({
    version: '0',
    id: uuid(randomOf(account)),
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: account.id,
    time: scheduledTime(account, current),
    region: account.region,
    resources: [arn],
    detail: '{}',
  });
}
