import type { CreateScheduleInput, GetScheduleOutput } from '@aws-sdk/client-scheduler';
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { Outcome } from '../core/outcome.ts';
import type { Clock } from '../core/ports.ts';
import { present } from '../core/present.ts';
import type { ListedSchedule, ScheduleOrders, ScheduleReads, ScheduleSettings } from '../core/schedule-ports.ts';
import { clientSettings, within } from './client.ts';
import { nameOf, portError, readFrom } from './errors.ts';

export function openScheduler(): SchedulerClient {
  return new SchedulerClient(clientSettings);
}

/** The most of a page (API_ListSchedules, MaxResults). */
const pageSize = 100;

/** A group of schedules, and each of them. */
export function scheduleReads(client: SchedulerClient, clock: Clock): ScheduleReads {
  return {
    schedules: async (group) => readFrom(clock, async () => listed(client, group)),
    schedule: async (group, name) =>
      readFrom(clock, async () =>
        settingsIn(await client.send(new GetScheduleCommand({ GroupName: group, Name: name }), within())),
      ),
  };
}

async function listed(client: SchedulerClient, group: string): Promise<readonly ListedSchedule[]> {
  const found: ListedSchedule[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListSchedulesCommand({ GroupName: group, MaxResults: pageSize, ...present({ NextToken: token }) }),
      within(),
    );
    for (const { Name, Target, LastModificationDate } of page.Schedules ?? [])
      found.push({ name: Name ?? '', targetArn: Target?.Arn ?? '', modifiedAt: LastModificationDate?.getTime() ?? 0 });
    token = page.NextToken === token ? undefined : page.NextToken;
  } while (token !== undefined);
  return found;
}

/** Writes schedules. Nothing here throws; what AWS does not take is `permanent`, with its words. */
export function scheduleOrders(client: SchedulerClient, clock: Clock): ScheduleOrders {
  const put: ScheduleOrders['put'] = async ({ group, name, isNew }, settings) => {
    const input = inputOf(group, name, settings);
    const create = async () => client.send(new CreateScheduleCommand(input), within());
    const update = async () => client.send(new UpdateScheduleCommand(input), within());
    const [first, second, turn] = isNew
      ? ([create, update, 'ConflictException'] as const)
      : ([update, create, 'ResourceNotFoundException'] as const);
    return done(clock, `write the schedule ${name}`, async () => {
      try {
        await first();
      } catch (error) {
        if (nameOf(error) !== turn) throw error;
        await second();
      }
    });
  };
  const remove: ScheduleOrders['remove'] = async (group, name) =>
    done(
      clock,
      `delete the schedule ${name}`,
      async () => client.send(new DeleteScheduleCommand({ GroupName: group, Name: name }), within()),
      'already-done',
    );
  return { put, remove };
}

type Done = Omit<Outcome, 'kind' | 'action'>;

/** A conflict is another request on the same schedule at this moment (API_UpdateSchedule): it is tried again. */
async function done(
  clock: Clock,
  what: string,
  call: () => Promise<unknown>,
  missing: 'already-done' | 'permanent' = 'permanent',
): Promise<Done> {
  try {
    await call();
    return { result: 'done', reason: `${what}: done`, at: clock.now() };
  } catch (error) {
    const { verdict, message } = portError(error, what, { 'not-found': missing });
    const isPassing = nameOf(error) === 'ConflictException' || nameOf(error) === 'ServiceQuotaExceededException';
    const said =
      verdict === 'permanent' && error instanceof Error ? `${message}: ${error.message.slice(0, 200)}` : message;
    return { result: isPassing ? 'retry' : verdict, reason: said, at: clock.now() };
  }
}

function inputOf(group: string, name: string, settings: ScheduleSettings): CreateScheduleInput {
  const { startAt, endAt, windowMinutes, deadLettersArn } = settings;
  return {
    GroupName: group,
    Name: name,
    ScheduleExpression: settings.expression,
    ScheduleExpressionTimezone: settings.timezone,
    State: settings.isEnabled ? 'ENABLED' : 'DISABLED',
    ...present({
      StartDate: startAt === undefined ? undefined : new Date(startAt),
      EndDate: endAt === undefined ? undefined : new Date(endAt),
    }),
    FlexibleTimeWindow:
      windowMinutes === undefined ? { Mode: 'OFF' } : { Mode: 'FLEXIBLE', MaximumWindowInMinutes: windowMinutes },
    ActionAfterCompletion: settings.isDeletedAfter ? 'DELETE' : 'NONE',
    Description: settings.description,
    Target: {
      Arn: settings.targetArn,
      RoleArn: settings.roleArn,
      Input: settings.input,
      RetryPolicy: {
        MaximumEventAgeInSeconds: settings.mostAgeSeconds,
        MaximumRetryAttempts: settings.mostRetries,
      },
      ...(deadLettersArn !== undefined && { DeadLetterConfig: { Arn: deadLettersArn } }),
    },
  };
}

function settingsIn(found: GetScheduleOutput): ScheduleSettings {
  const { FlexibleTimeWindow: window } = found;
  return {
    expression: found.ScheduleExpression ?? '',
    timezone: found.ScheduleExpressionTimezone ?? 'UTC',
    isEnabled: found.State !== 'DISABLED',
    isDeletedAfter: found.ActionAfterCompletion === 'DELETE',
    description: found.Description ?? '',
    ...targetIn(found),
    ...present({
      startAt: found.StartDate?.getTime(),
      endAt: found.EndDate?.getTime(),
      windowMinutes: window?.Mode === 'FLEXIBLE' ? window.MaximumWindowInMinutes : undefined,
    }),
  };
}

type TargetSettings = Pick<
  ScheduleSettings,
  'targetArn' | 'roleArn' | 'input' | 'mostAgeSeconds' | 'mostRetries' | 'deadLettersArn'
>;

function targetIn({ Target: target }: GetScheduleOutput): TargetSettings {
  const { MaximumEventAgeInSeconds, MaximumRetryAttempts } = target?.RetryPolicy ?? {};
  return {
    targetArn: target?.Arn ?? '',
    roleArn: target?.RoleArn ?? '',
    input: target?.Input ?? '',
    mostAgeSeconds: MaximumEventAgeInSeconds ?? 0,
    mostRetries: MaximumRetryAttempts ?? 0,
    ...present({ deadLettersArn: target?.DeadLetterConfig?.Arn }),
  };
}
