import { present } from '../../../lib/core/present.ts';
import { Refusal } from '../../account/refusal.ts';
import { addSchedule, changeSchedule, keyOf, removeSchedule } from '../../account/schedules/due.ts';
import type { Schedule } from '../../account/schedules/schedule.ts';
import { defaultGroup } from '../../account/schedules/schedule.ts';
import type { Api } from '../api.ts';
import { date, dateIf } from '../api.ts';
import { pageOf } from '../pages.ts';
import { settingsOf } from './settings.ts';
import type { ListInput, NamedInput, ScheduleInput } from './shapes.ts';
import { wrong } from './targets.ts';

/** What EventBridge Scheduler answers. */
export function scheduleOperations(api: Api) {
  return {
    'Scheduler.CreateSchedule': (input: ScheduleInput) => createSchedule(api, input),
    'Scheduler.UpdateSchedule': (input: ScheduleInput) => updateSchedule(api, input),
    'Scheduler.GetSchedule': (input: NamedInput) => getSchedule(scheduleOf(api, input)),
    'Scheduler.DeleteSchedule': (input: NamedInput) => {
      removeSchedule(api.account, scheduleOf(api, input));
      return {};
    },
    'Scheduler.ListSchedules': (input: ListInput) => listSchedules(api, input),
    'Scheduler.CreateScheduleGroup': ({ Name = '' }: NamedInput) => createGroup(api, Name),
    'Scheduler.DeleteScheduleGroup': ({ Name = '' }: NamedInput) => deleteGroup(api, Name),
    'Scheduler.GetScheduleGroup': ({ Name }: NamedInput) => shapeOf(api, checkedGroup(api, Name)),
    'Scheduler.ListScheduleGroups': ({ NamePrefix = '' }: ListInput) => ({
      ScheduleGroups: [...api.account.schedules.groups.keys()]
        .filter((name) => name.startsWith(NamePrefix))
        .map((name) => shapeOf(api, name)),
    }),
  };
}

const nameShape = /^[0-9a-zA-Z\-_.]{1,64}$/u;

function createSchedule(api: Api, input: ScheduleInput) {
  const { Name = '' } = input;
  const which = { group: checkedGroup(api, input.GroupName), name: Name };
  if (!nameShape.test(Name)) throw wrong(`The name ${Name} is not valid.`);
  const settings = settingsOf(api, input);
  const known = api.account.schedules.all.get(keyOf(which));
  if (known !== undefined && isRepeated(api, 'create', input)) return { ScheduleArn: known.arn };
  if (known !== undefined) throw new Refusal('ConflictException', `Schedule ${Name} already exists.`);
  remember(api, 'create', input);
  return { ScheduleArn: addSchedule(api.account, which, settings).arn };
}

/** "Uses all values, including empty values, specified in the request and overrides the existing schedule." */
function updateSchedule(api: Api, input: ScheduleInput) {
  const schedule = scheduleOf(api, input);
  const settings = settingsOf(api, input);
  if (!isRepeated(api, 'update', input)) changeSchedule(api.account, schedule, settings);
  remember(api, 'update', input);
  return { ScheduleArn: schedule.arn };
}

/** Of client tokens so many are known. For how long, AWS does not say. */
const mostTokens = 1000;

function isRepeated({ account }: Api, what: string, input: ScheduleInput): boolean {
  const asked = account.schedules.tokens.get(`${what} ${input.ClientToken ?? ''}`);
  if (asked === undefined || asked === JSON.stringify(input)) return asked !== undefined;
  throw new Refusal('ConflictException', 'The client token was used with other parameters.');
}

function remember({ account }: Api, what: string, input: ScheduleInput): void {
  const { tokens } = account.schedules;
  if (input.ClientToken === undefined) return;
  tokens.set(`${what} ${input.ClientToken}`, JSON.stringify(input));
  const [oldest] = tokens.keys();
  if (tokens.size > mostTokens && oldest !== undefined) tokens.delete(oldest);
}

/** What is optional has its default; dates of what is not asked for are left out. */
function getSchedule(schedule: Schedule) {
  const { arn, group, name, createdAt, modifiedAt, settings } = schedule;
  const { windowMinutes } = settings;
  return {
    Arn: arn,
    Name: name,
    GroupName: group,
    CreationDate: date(createdAt),
    LastModificationDate: date(modifiedAt),
    ScheduleExpression: settings.text,
    ScheduleExpressionTimezone: settings.zone,
    State: stateOf(schedule),
    ActionAfterCompletion: settings.deleteAfterCompletion ? 'DELETE' : 'NONE',
    FlexibleTimeWindow:
      windowMinutes === undefined ? { Mode: 'OFF' } : { Mode: 'FLEXIBLE', MaximumWindowInMinutes: windowMinutes },
    Target: settings.target.shape,
    ...present({
      Description: settings.description,
      KmsKeyArn: settings.kmsKeyArn,
      StartDate: dateIf(settings.startAt),
      EndDate: dateIf(settings.endAt),
    }),
  };
}

const stateOf = ({ settings }: Schedule): string => (settings.enabled ? 'ENABLED' : 'DISABLED');

function listSchedules(api: Api, { GroupName, NamePrefix = '', State, MaxResults, NextToken }: ListInput) {
  const group = GroupName === undefined ? undefined : checkedGroup(api, GroupName);
  const found = [...api.account.schedules.all.values()]
    .filter((each) => group === undefined || each.group === group)
    .filter((each) => each.name.startsWith(NamePrefix) && (State === undefined || stateOf(each) === State))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const page = pageOf(api, found, keyOf, {
    wanted: MaxResults,
    token: NextToken,
    most: 100,
    fault: 'ValidationException',
  });
  return {
    Schedules: page.items.map((each) => ({
      Arn: each.arn,
      Name: each.name,
      GroupName: each.group,
      State: stateOf(each),
      CreationDate: date(each.createdAt),
      LastModificationDate: date(each.modifiedAt),
      Target: { Arn: each.settings.target.arn },
    })),
    ...present({ NextToken: page.nextToken }),
  };
}

function scheduleOf(api: Api, { Name = '', GroupName }: NamedInput): Schedule {
  const schedule = api.account.schedules.all.get(keyOf({ group: checkedGroup(api, GroupName), name: Name }));
  if (schedule === undefined) throw new Refusal('ResourceNotFoundException', `Schedule ${Name} does not exist.`);
  return schedule;
}

function checkedGroup({ account }: Api, name = defaultGroup): string {
  if (account.schedules.groups.has(name)) return name;
  throw new Refusal('ResourceNotFoundException', `Schedule group ${name} does not exist.`);
}

function createGroup(api: Api, name: string) {
  const { schedules, agenda } = api.account;
  if (!nameShape.test(name)) throw wrong(`The name ${name} is not valid.`);
  if (schedules.groups.has(name)) throw new Refusal('ConflictException', `Schedule group ${name} already exists.`);
  schedules.groups.set(name, agenda.now());
  return { ScheduleGroupArn: shapeOf(api, name).Arn };
}

/** With all that is in it (API_DeleteScheduleGroup). */
function deleteGroup(api: Api, name: string) {
  const { schedules } = api.account;
  if (name === defaultGroup) throw wrong('The default schedule group cannot be deleted.');
  checkedGroup(api, name);
  for (const each of schedules.all.values()) if (each.group === name) removeSchedule(api.account, each);
  schedules.groups.delete(name);
  return {};
}

function shapeOf({ account }: Api, name: string) {
  const madeAt = date(account.schedules.groups.get(name) ?? 0);
  return {
    Arn: `arn:aws:scheduler:${account.region}:${account.id}:schedule-group/${name}`,
    Name: name,
    State: 'ACTIVE',
    CreationDate: madeAt,
    LastModificationDate: madeAt,
  };
}
