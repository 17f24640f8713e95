import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { importLines, jobName } from '../../cli/jobs/import.ts';
import { overridesOf } from '../../cli/jobs/overrides.ts';
import { jobsOf } from '../../lib/app/config/batch-policy.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import { foreignKey, jobKey } from '../../lib/batch/names.ts';
import { scheduleOf } from '../../lib/batch/foreign/judge.ts';
import type { ForeignSchedule, ForeignTarget } from '../../lib/core/foreign-schedules.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { nextSlots } from '../../lib/ecs/schedule/slots.ts';
import { memoryStore } from '../../sim/memory-store.ts';
import { cli, directory, jsonLines, now } from './run.ts';

const account = '123456789012';
const rule: ForeignSchedule = {
  by: 'rule',
  name: 'nightly-report',
  expression: 'cron(0 16 * * ? *)',
  timezone: 'UTC',
  isEnabled: true,
  cluster: 'batch',
  family: 'report',
};
const target: ForeignTarget = {
  providers: [],
  count: 1,
  launchType: 'FARGATE',
  network: { subnets: ['subnet-0a1b2c3d4e5f6a7b8'], securityGroups: ['sg-0a1b2c3d4e5f6a7b8'], publicIp: false },
  input: JSON.stringify({
    containerOverrides: [
      { name: 'app', command: ['report', '--day', 'today: yes'], environment: [{ name: 'LEVEL', value: 'no' }] },
    ],
  }),
};
const roles = ['report-task', 'ecs-exec'];

/** The configuration that a person has who pastes what is printed. */
function pasted(foreign: ForeignSchedule, found = { target, roles }) {
  const read = readConfiguration(
    `receivers: { alerts: { slack: C0123456789 } }\n${importLines(foreign, found).yaml.join('\n')}\n`,
  );
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  const [job] = jobsOf(read.configuration, 'act');
  if (job === undefined) throw new Error('there is no job');
  return job;
}

describe('what is printed', () => {
  test('is a job that runs the same, with the same roles, at the same place, and only watches at first', () => {
    expect(pasted(rule)).toMatchObject({
      name: 'nightly-report',
      mode: 'observe',
      task: {
        cluster: 'batch',
        definition: 'report',
        roles,
        capacity: [{ launchType: 'FARGATE' }],
        network: { subnets: ['subnet-0a1b2c3d4e5f6a7b8'], securityGroups: ['sg-0a1b2c3d4e5f6a7b8'], publicIp: false },
        container: 'app',
        command: ['report', '--day', 'today: yes'],
        environment: { LEVEL: 'no' },
      },
    });
  });

  test.each([
    ['cron(0 16 * * ? *)', 'UTC'],
    ['cron(30 2 ? * MON-FRI *)', 'America/New_York'],
    ['cron(0/15 8-18 L * ? 2026-2030)', 'Asia/Tokyo'],
    ['at(2027-03-01T05:30:00)', 'Europe/Berlin'],
  ])('is due when %s in %s is', (expression, timezone) => {
    const foreign = { ...rule, expression, timezone };
    const schedule = scheduleOf(foreign);
    const job = pasted(foreign);
    if (schedule === undefined || job.schedule === undefined) throw new Error('it is never due');
    expect(nextSlots(job.schedule, now, 20).map(({ at }) => at)).toEqual(
      nextSlots(schedule, now, 20).map(({ at }) => at),
    );
  });

  test.each(['rate(1 minute)', 'rate(6 hours)', 'rate(1 day)'])('is as often due as %s', (expression) => {
    expect(pasted({ ...rule, expression }).schedule?.start).toMatchObject({ kind: 'rate' });
    expect(importLines({ ...rule, expression }, { target, roles }).left.join()).toContain('counts from midnight');
  });

  test.each(['a.b.c', '_x', 'x'.repeat(64), '--', '日本'])('has a name that a job may have, for %s', (name) => {
    expect(jobName(name)).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{0,44}$/);
    expect(() => pasted({ ...rule, name })).not.toThrow();
  });

  test('says what a job has no word for', () => {
    const input = JSON.stringify({
      cpu: '512',
      containerOverrides: [{ name: 'app', memory: 64 }, { name: 'log' }],
    });
    const { left } = importLines({ ...rule, isEnabled: false }, { target: { ...target, count: 3, input }, roles });
    expect(left).toEqual([
      '# it starts 3 tasks at once: see array',
      '# not taken over: override cpu',
      '# not taken over: overrides of the container log',
      '# not taken over: override memory of the container app',
      '# it is disabled: as a job it would run',
    ]);
    expect(overridesOf({ input: 'no json' }).left).toEqual(['its input, which is no JSON object']);
    expect(importLines(rule, {}).left).toHaveLength(2);
  });
});

describe('the order of steps', () => {
  /** What of both is on after each step that changes something. */
  function course(foreign: ForeignSchedule) {
    const { steps } = importLines(foreign, { target, roles });
    let [theirs, ours] = [true, false];
    let pushes = 0;
    return steps.flatMap((line) => {
      if (line.startsWith('#')) return [];
      if (line.endsWith('config push')) {
        pushes += 1;
        // The first is in observe.
        ours = pushes === 2;
      } else if (/disable-rule/.test(line)) theirs = false;
      else if (/enable-rule/.test(line)) [theirs, ours] = [true, false];
      else if (line.includes('"DISABLED"') || line.includes('update-schedule')) theirs = false;
      else return [];
      return [{ theirs, ours }];
    });
  }

  test.each([rule, { ...rule, by: 'schedule' as const, group: 'night' }])('never has both start it: $by', (foreign) => {
    const all = course(foreign).slice(0, foreign.by === 'rule' ? 3 : 4);
    expect(all.some(({ theirs, ours }) => theirs && ours)).toBe(false);
    expect(all.at(-1)).toEqual({ theirs: false, ours: true });
  });

  test('disables a schedule with all of its settings, for an update resets what it leaves out', () => {
    const { steps } = importLines({ ...rule, by: 'schedule', group: 'night', name: "it's" }, { target, roles });
    const disable = steps.filter((line) => line.startsWith('aws scheduler'));
    expect(disable).toHaveLength(4);
    expect(disable[0]).toContain(String.raw`--name 'it'\''s' --group-name night`);
    expect(disable[1]).toBe('aws scheduler update-schedule --cli-input-json file://it-s.json');
  });
});

describe('the commands', () => {
  const file =
    'receivers: { alerts: { slack: C0123456789 } }\njobs: { close: { cluster: batch, cron: 0 1 * * ? * } }\n';
  const schedule: ForeignSchedule = { ...rule, by: 'schedule', name: 'hourly', group: 'default', family: 'hourly' };

  async function kept() {
    const store = memoryStore();
    const region = 'eu-west-1';
    const base = { v: 1, todo: [], version: 1, writeId: 'w', feature: 'batch' } as const;
    const foreign = { kind: 'foreign', lookAt: 0, listAt: 0, schedules: [rule, schedule], since: {}, told: {} };
    const runs = [{ runId: 'r', slot: now - 60 * minuteMs, round: 1, end: 'succeeded', at: now - 50 * minuteMs }];
    const job = {
      kind: 'job',
      name: 'close',
      cluster: 'batch',
      runs,
      durationsMs: [10 * minuteMs],
      failures: 0,
      successes: 1,
    };
    await store.save({ ...base, key: foreignKey(region), state: foreign }, 0);
    await store.save({ ...base, key: jobKey(region, 'close'), state: job }, 0);
    return store;
  }

  const watchers = {
    'Scheduler.GetSchedule': () => ({ Target: { Input: target.input, EcsParameters: { LaunchType: 'FARGATE' } } }),
    'EventBridge.ListTargetsByRule': () => ({
      Targets: [
        {
          Id: 'a',
          Arn: `arn:aws:ecs:eu-west-1:${account}:cluster/batch`,
          Input: target.input,
          EcsParameters: { NetworkConfiguration: { awsvpcConfiguration: { Subnets: ['subnet-0a1b2c3d4e5f6a7b8'] } } },
        },
      ],
    }),
  };
  const ecs = {
    'ECS.DescribeTaskDefinition': () => ({
      taskDefinition: {
        taskDefinitionArn: `arn:aws:ecs:eu-west-1:${account}:task-definition/report:3`,
        family: 'report',
        status: 'ACTIVE',
        taskRoleArn: `arn:aws:iam::${account}:role/report-task`,
        containerDefinitions: [{ name: 'app', essential: true }],
      },
    }),
  };
  const run = async (...args: readonly string[]) =>
    cli(args, {
      env: { WATCHKEEPER_TABLE: 'watchkeeper', TZ: 'Asia/Tokyo' },
      region: 'eu-west-1',
      cwd: directory({ 'watchkeeper.yml': file }),
      store: await kept(),
      watchers: watchers,
      ecs: ecs,
    });

  test('jobs lists those of the file and those of others, with what is next, last and usual', async () => {
    const { code, out } = await run('jobs');
    expect(code).toBe(0);
    expect(out).toMatch(/^close +job +\S.* +succeeded, .* +10 min/m);
    expect(out).toMatch(/^nightly-report +rule +.*01:00 +none yet/m);
    const { out: json } = await run('jobs', '--json');
    expect(jsonLines(json)).toMatchObject([
      { type: 'job', job: 'close', by: 'job', usualMs: 600_000, last: { end: 'succeeded' } },
      { job: 'nightly-report', by: 'rule', next: '2026-11-21T16:00:00.000Z' },
      { job: 'hourly', by: 'schedule' },
    ]);
  });

  test.each([
    ['nightly-report', 'subnet-0a1b2c3d4e5f6a7b8'],
    ['hourly', 'FARGATE'],
  ])('jobs import %s prints a job that can be pasted, read from the account', async (name, word) => {
    const { code, out } = await run('jobs', 'import', name);
    expect(code).toBe(0);
    expect(out).toContain(word);
    const yaml = out.slice(0, out.indexOf('\n\n'));
    const read = readConfiguration(`${stringify({ receivers: { alerts: { slack: 'C0123456789' } } })}${yaml}\n`);
    expect('configuration' in read && read.configuration.jobs?.[name]?.roles).toEqual(['report-task']);
    expect(out).toContain('# 1. Put it into watchkeeper.yml, then');
    const { out: json } = await run('jobs', 'import', name, '--json');
    expect(jsonLines(json)).toMatchObject([{ type: 'schedule', name, left: [], steps: expect.any(Array) }]);
  });

  test('jobs import of what is not known says where to look', async () => {
    const { code, err } = await run('jobs', 'import', 'nobody');
    expect([code, err]).toEqual([1, expect.stringContaining('see `watchkeeper jobs` for those that are')]);
  });
});
