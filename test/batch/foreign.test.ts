import { expect, test } from 'vitest';
import type { JobState } from '../../lib/batch/state.ts';
import { hourMs, minuteMs, secondMs } from '../../lib/core/time.ts';
import { postsOf } from '../../sim/chat/slack-state.ts';
import { stackName } from '../../sim/cloud/names.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import type { Night } from './night.ts';
import { account, nightfall, one, openNight, region, subnets, until } from './night.ts';

const mark = 'chronos-schedule/nightly';

type Options = {
  readonly more?: string;
  readonly rules?: readonly object[];
  readonly schedule?: object;
  readonly trail?: readonly object[];
};

/** A night in which somebody else's schedule starts a task, and nobody has told Watchkeeper of it. */
async function nightOf({ more = '', rules = [], schedule = {}, trail = [] }: Options = {}): Promise<
  Night & { readonly ask: WireHandlers }
> {
  const asked: { ask?: WireHandlers } = {};
  const night = await openNight({
    jobs: more,
    mode: 'watch',
    answers: (operations) => {
      asked.ask = operations;
      return {
        ...operations,
        'CloudTrail.LookupEvents': () => ({ Events: trail }),
        'EventBridge.ListRules': () => ({ Rules: rules }),
        'EventBridge.ListTargetsByRule': () => ({
          Targets: [{ Id: 'a', Arn: night_cluster, EcsParameters: { TaskDefinitionArn: definition('hourly') } }],
        }),
      };
    },
  });
  if (asked.ask === undefined) throw new Error('nobody asks');
  night.simulation.account.schedules.groups.set(`${stackName}-jobs`, nightfall);
  night.define('nightly', { ends: { afterMs: 60 * secondMs, exitCode: 0 }, pullMs: 2000 });
  const create = asked.ask['Scheduler.CreateSchedule'] as unknown as (input: object) => unknown;
  create({
    Name: 'nightly',
    ScheduleExpression: 'cron(0/30 * * * ? *)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ...schedule,
    Target: {
      Arn: night_cluster,
      RoleArn: `arn:aws:iam::${account}:role/scheduler`,
      EcsParameters: {
        TaskDefinitionArn: definition('nightly'),
        LaunchType: 'FARGATE',
        NetworkConfiguration: { awsvpcConfiguration: { Subnets: subnets } },
      },
    },
  });
  return Object.assign(night, { ask: asked.ask });
}

const night_cluster = `arn:aws:ecs:${region}:${account}:cluster/batch`;
const definition = (family: string): string => `arn:aws:ecs:${region}:${account}:task-definition/${family}:1`;
const posts = (night: Night): readonly unknown[] => postsOf(night.simulation.slack.state, 'C0ALERTS');
const kept = (night: Night, name = mark): JobState | undefined => night.job(name);

/** From now on Scheduler's calls bring no task, and nobody hears of it. */
function ignoreCalls(night: Night): void {
  const schedule = night.simulation.account.schedules.all.get('default/nightly');
  if (schedule === undefined) throw new Error('there is no schedule');
  const { target } = schedule.settings;
  schedule.settings = { ...schedule.settings, target: { ...target, carryOut: () => undefined } };
}

test("somebody else's schedule has a history, and is told of when it brings no task; and when it does again", async () => {
  const night = await nightOf();
  await until(night, one + hourMs + 10 * minuteMs);
  expect(kept(night)?.runs.map(({ end }) => end)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  expect(kept(night)?.cluster).toBe('batch');
  expect(posts(night)).toEqual([]);
  const schedule = night.simulation.account.schedules.all.get('default/nightly');
  const whole = schedule?.settings;
  ignoreCalls(night);
  await until(night, one + hourMs + 53 * minuteMs);
  expect(kept(night)?.findings).toMatchObject([
    { what: 'missed', slot: one + hourMs + 30 * minuteMs, cause: { id: 'job_foreign_missed' } },
  ]);
  expect(posts(night)).toHaveLength(1);
  const said = JSON.stringify(night.simulation.slack.state.messages);
  expect(said).toContain('[prod] nightly (schedule): MISSED');
  expect(said).not.toContain('watchkeeper run');
  if (schedule !== undefined && whole !== undefined) schedule.settings = whole;
  await until(night, one + 2 * hourMs + 10 * minuteMs);
  expect(kept(night)?.incident).toHaveProperty('endedAt');
  expect(night.launches().filter(({ input }) => String(input['startedBy']).startsWith('watchkeeper/'))).toEqual([]);
});

test('what no event told of is found in ECS, and not missed', async () => {
  const night = await nightOf();
  await until(night, one + 5 * minuteMs);
  night.simulation.bus.delivery = { ...night.simulation.bus.delivery, lost: 1 };
  await until(night, one + 55 * minuteMs);
  expect(kept(night)?.findings ?? []).toEqual([]);
  expect(posts(night)).toEqual([]);
});

test.each([
  ['by name', 'ignore: { schedules: [night*] }\n'],
  ['by cluster', 'ignore: { clusters: [batch] }\n'],
])('what is ignored %s is told to nobody', async (_, more) => {
  const night = await nightOf({ more });
  ignoreCalls(night);
  await until(night, one + 2 * hourMs);
  expect(posts(night)).toEqual([]);
});

test('a rule of the bus is watched as well', async () => {
  const rules = [{ Name: 'hourly', ScheduleExpression: 'cron(15 * * * ? *)', State: 'ENABLED' }];
  const night = await nightOf({ rules });
  await until(night, one + 50 * minuteMs);
  expect(kept(night, 'events-rule/hourly')?.findings).toMatchObject([{ what: 'missed', slot: one + 15 * minuteMs }]);
});

test('a rate is missed when nothing starts for its interval, whatever it counts from', async () => {
  const night = await nightOf({ schedule: { ScheduleExpression: 'rate(20 minutes)' } });
  await until(night, one + 30 * minuteMs);
  expect(posts(night)).toEqual([]);
  const started = kept(night)?.runs.at(-1)?.slot ?? 0;
  ignoreCalls(night);
  await until(night, started + 34 * minuteMs);
  expect(posts(night)).toEqual([]);
  await until(night, started + 45 * minuteMs);
  expect(kept(night)?.findings).toMatchObject([{ what: 'missed', slot: started + 20 * minuteMs }]);
  expect(posts(night)).toHaveLength(1);
  // It is due again and again, and that is no other news.
  await until(night, started + 130 * minuteMs);
  expect(posts(night)).toHaveLength(1);
});

test('a rate of which nothing was ever seen is missed, too', async () => {
  const rules = [{ Name: 'often', ScheduleExpression: 'rate(10 minutes)', State: 'ENABLED' }];
  const night = await nightOf({ rules });
  await until(night, nightfall + 60 * minuteMs);
  expect(kept(night, 'events-rule/often')?.findings).toMatchObject([{ what: 'missed' }]);
});

test.each([
  ['its window is open', { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 90 } }],
  ['it has not begun', { StartDate: new Date(one + 4 * hourMs) }],
  ['it is over', { EndDate: new Date(nightfall + 5 * minuteMs) }],
])('a schedule is not missed while %s', async (_, schedule) => {
  const night = await nightOf({ schedule: { ScheduleExpression: 'cron(0 16 * * ? *)', ...schedule } });
  ignoreCalls(night);
  await until(night, one + 80 * minuteMs);
  expect(posts(night)).toEqual([]);
});

/** A RunTask as CloudTrail has it. */
const launch = (startedBy: string, answer: object): object => ({
  EventTime: new Date(one),
  CloudTrailEvent: JSON.stringify({ requestParameters: { startedBy }, ...answer }),
});

test.each([
  [
    'failures in a 200',
    { responseElements: { tasks: [], failures: [{ reason: 'RESOURCE:MEMORY' }] } },
    'RESOURCE:MEMORY',
  ],
  ['an error', { errorCode: 'AccessDenied', errorMessage: 'not authorized' }, 'AccessDenied: not authorized'],
])('what ECS refused is told with what it said: %s', async (_, answer, reason) => {
  const trail = [
    { EventTime: new Date(one), CloudTrailEvent: 'no json' },
    { EventTime: new Date(one) },
    launch('chronos-schedule/other', { responseElements: { failures: [{ reason: 'AGENT' }] } }),
    launch(mark, { responseElements: { tasks: [{}], failures: [] } }),
    launch(mark, answer),
  ];
  const night = await nightOf({ trail, schedule: { ScheduleExpression: 'cron(0 16 * * ? *)' } });
  ignoreCalls(night);
  await until(night, one + 40 * minuteMs);
  expect(kept(night)?.findings).toMatchObject([
    { what: 'missed', slot: one, cause: { id: 'job_foreign_refused', fills: { reason } } },
  ]);
  const said = JSON.stringify(night.simulation.slack.state.messages);
  expect(said).toContain(`RunTask refused: ${reason}`);
  expect(said).toContain('npx watchkeeper jobs import nightly');
  expect(posts(night)).toHaveLength(1);
});
