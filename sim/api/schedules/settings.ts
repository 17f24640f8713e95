import { present } from '../../../lib/core/present.ts';
import { minuteMs } from '../../../lib/core/time.ts';
import { readExpression } from '../../account/schedules/expression.ts';
import { isZone } from '../../account/schedules/local-time.ts';
import type { ScheduleSettings, ScheduleTarget } from '../../account/schedules/schedule.ts';
import type { Api } from '../api.ts';
import type { ScheduleInput, TargetInput } from './shapes.ts';
import { carrierOf, wrong } from './targets.ts';

/** API_CreateSchedule, API_RetryPolicy, API_FlexibleTimeWindow. An input of 256 KB is the most SQS and EventBridge took. */
const limits = {
  retries: 185,
  leastAgeS: 60,
  mostAgeS: 86_400,
  windowMinutes: 1440,
  inputBytes: 262_144,
  description: 512,
};

/** How far back a start may lie. */
const mostBackMs = 5 * minuteMs;

/** What CreateSchedule and UpdateSchedule ask for. Throws a ValidationException. */
export function settingsOf(api: Api, input: ScheduleInput): ScheduleSettings {
  const { ScheduleExpression: text = '', ScheduleExpressionTimezone: zone = 'UTC', Description: description } = input;
  const expression = readExpression(text, api.account.switches);
  if (expression === undefined) throw wrong(`Invalid Schedule Expression ${text}.`);
  if (!isZone(zone)) throw wrong(`Invalid Schedule Expression Timezone ${zone}.`);
  if ((description?.length ?? 0) > limits.description) throw wrong('Description must be at most 512 characters.');
  const { State = 'ENABLED', ActionAfterCompletion = 'NONE' } = input;
  if (!['ENABLED', 'DISABLED'].includes(State)) throw wrong(`State must be ENABLED or DISABLED, not ${State}.`);
  if (!['NONE', 'DELETE'].includes(ActionAfterCompletion)) throw wrong('ActionAfterCompletion must be NONE or DELETE.');
  return {
    text,
    expression,
    zone,
    ...datesOf(api, input),
    ...windowOf(input),
    enabled: State === 'ENABLED',
    deleteAfterCompletion: ActionAfterCompletion === 'DELETE',
    ...present({ description, kmsKeyArn: input.KmsKeyArn }),
    target: targetOf(api, input.Target),
  };
}

/** The words as users saw them (getmoto/moto#8172); of the end as we think. */
function datesOf({ account }: Api, { StartDate, EndDate }: ScheduleInput): Pick<ScheduleSettings, 'startAt' | 'endAt'> {
  const [startAt, endAt] = [StartDate?.getTime(), EndDate?.getTime()];
  if (startAt !== undefined && startAt < account.agenda.now() - mostBackMs) {
    throw wrong('The StartDate you specify cannot be earlier than 5 minutes ago.');
  }
  if (endAt !== undefined && endAt <= (startAt ?? account.agenda.now())) {
    throw wrong('The EndDate you specify must come after the StartDate you specify.');
  }
  return present({ startAt, endAt });
}

function windowOf({ FlexibleTimeWindow }: ScheduleInput): Pick<ScheduleSettings, 'windowMinutes'> {
  const { Mode, MaximumWindowInMinutes: minutes } = FlexibleTimeWindow ?? {};
  if (Mode === 'OFF' && minutes === undefined) return {};
  if (Mode !== 'FLEXIBLE') throw wrong('FlexibleTimeWindow.Mode must be OFF, without a window, or FLEXIBLE.');
  return { windowMinutes: within('MaximumWindowInMinutes', minutes ?? 0, 1, limits.windowMinutes) };
}

/** By default 185 retries in 24 hours (Scheduler, managing-schedule). */
function targetOf(api: Api, target: TargetInput = {}): ScheduleTarget {
  const { Arn = '', RoleArn = '', Input, DeadLetterConfig = {}, RetryPolicy = {} } = target;
  if (Arn === '') throw wrong('Target.Arn is required.');
  if (!/^arn:aws:iam::\d{12}:role\/.+$/u.test(RoleArn)) throw wrong(`Target.RoleArn ${RoleArn} is not valid.`);
  if (Input === '' || Buffer.byteLength(Input ?? '') > limits.inputBytes)
    throw wrong('Target.Input must have 1 to 262144 bytes.');
  const { MaximumRetryAttempts = limits.retries, MaximumEventAgeInSeconds = limits.mostAgeS } = RetryPolicy;
  if (DeadLetterConfig.Arn?.endsWith('.fifo') === true) throw wrong('A dead-letter queue must be a standard queue.');
  return {
    arn: Arn,
    shape: { ...target, RetryPolicy: { MaximumEventAgeInSeconds, MaximumRetryAttempts } },
    mostRetries: within('MaximumRetryAttempts', MaximumRetryAttempts, 0, limits.retries),
    mostAgeS: within('MaximumEventAgeInSeconds', MaximumEventAgeInSeconds, limits.leastAgeS, limits.mostAgeS),
    ...carrierOf(api, target),
    ...present({ input: Input, deadLetterArn: DeadLetterConfig.Arn }),
  };
}

function within(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw wrong(`${name} must be between ${least} and ${most}.`);
}
