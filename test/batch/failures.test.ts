import { describe, expect, test } from 'vitest';
import { runIdOf, tokenOf } from '../../lib/batch/names.ts';
import { settingsOf } from '../../lib/batch/schedules/settings.ts';
import { wantedSchedules } from '../../lib/batch/schedules/wanted.ts';
import { hourMs, minuteMs, secondMs } from '../../lib/core/time.ts';
import { startedByOf } from '../../lib/ecs/own-launch.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import { jobsOf } from '../../lib/app/config/batch-policy.ts';
import { interruptTask } from '../../sim/account/tasks/stop.ts';
import { projectTemplate } from '../../sim/cloud/stack.ts';
import { stackName } from '../../sim/cloud/names.ts';
import { awsError } from '../../sim/wire.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import type { Night, NightOptions } from './night.ts';
import { account, defaults, done, nightOfClose, nightfall, one, openNight, receivers, region, until } from './night.ts';

/** What befell users of other launchers of ECS tasks, and what this one does instead. */

const run = (night: Night) => night.runs().find(({ job, slot }) => job === 'close' && slot === one);

type Way = (go: () => unknown) => unknown;

/** What an operation answers the first times. */
function first(operation: string, ...ways: Way[]): NightOptions['answers'] {
  return (operations: WireHandlers): WireHandlers => ({
    ...operations,
    [operation]: (input: never, call) => {
      const go = (): unknown => operations[operation]?.(input, call);
      const way = ways.shift();
      return way === undefined ? go() : way(go);
    },
  });
}

const refusedFor =
  (reason: string): Way =>
  () => ({ tasks: [], failures: [{ reason }] });
const capacity = 'Capacity is unavailable at this time. Please try again later or in a different availability zone';

describe('a launch that others lost', () => {
  test.each([
    ['1: failures in a 200', refusedFor('AGENT')],
    ['2: no room, for want of memory', refusedFor('RESOURCE:MEMORY')],
    ['4: capacity is unavailable on Fargate', refusedFor(capacity)],
    ['5: the agent reconnects', refusedFor('AGENT')],
    [
      '6: throttled in disguise',
      () => {
        throw awsError('InvalidParameterException', {
          message: 'Error retrieving subnet information for [subnet-1]: Rate exceeded (ErrorCode: Throttling)',
        });
      },
    ],
  ] as const)('%s: is tried again, and ends', async (_, way) => {
    const night = await nightOfClose('', done(60), { answers: first('ECS.RunTask', way) });
    night.trigger('close', one);
    await night.run(900);
    expect(run(night)?.ended?.how).toBe('succeeded');
    expect(night.tasks()).toHaveLength(1);
  });

  test('3: what was never triggered is found by what is missing', async () => {
    const night = await nightOfClose('', done(60));
    await until(night, one - 5 * secondMs);
    expect(run(night)).toBeUndefined();
    const watched = await openNight({ jobs: `jobs:\n  defaults: ${defaults}\n  close: { cron: 0 16 * * ? * }\n` });
    watched.simulation.account.schedules.groups.set(`${stackName}-jobs`, nightfall);
    await until(watched, one - 5 * secondMs);
    for (const [, schedule] of watched.simulation.account.schedules.all)
      watched.simulation.agenda.cancel(schedule.next);
    await until(watched, one + 18 * minuteMs);
    expect(watched.job('close')?.findings).toMatchObject([{ what: 'missed' }]);
  });

  test('7: refused, and come to life all the same: adopted, no ghost', async () => {
    const night = await nightOfClose('', done(60), {
      answers: first('ECS.RunTask', (go) => {
        go();
        return { tasks: [], failures: [{ reason: 'RESOURCE:CPU' }] };
      }),
    });
    night.trigger('close', one);
    await night.run(900);
    expect([night.tasks().length, run(night)?.ended?.how]).toEqual([1, 'succeeded']);
  });

  test.each([
    ['14: its launcher dies before the answer is noted', 'TimeoutError'],
    ['15: it times out, and ran', 'TimeoutError'],
  ])('%s: it is found, and not made again', async (_, error) => {
    const night = await nightOfClose('', done(60), {
      answers: first('ECS.RunTask', (go) => {
        go();
        throw awsError(error, { status: 500 });
      }),
    });
    night.trigger('close', one);
    await night.run(900);
    expect([night.tasks().length, run(night)?.ended?.how]).toEqual([1, 'succeeded']);
  });

  test('17: a server error is classed by what it is, and tried again', async () => {
    const night = await nightOfClose('', done(60), {
      answers: first('ECS.RunTask', () => {
        throw awsError('ServerException', { status: 500 });
      }),
    });
    night.trigger('close', one);
    await night.run(900);
    expect(run(night)?.ended?.how).toBe('succeeded');
  });

  test('25: Spot takes it: tried again, and no attempt of the application is spent', async () => {
    const night = await nightOfClose('', done(300));
    night.trigger('close', one);
    await night.run(180);
    const [task] = night.tasks();
    if (task === undefined) throw new Error('no task');
    interruptTask(night.simulation.account, task);
    await night.run(1200);
    expect(run(night)).toMatchObject({ attempt: 1, past: [{ class: 'interrupted' }], ended: { how: 'succeeded' } });
  });
});

describe('a result that others read wrongly', () => {
  test('8: a task that never started is no success, and each try is a task of its own', async () => {
    const night = await nightOfClose('startDeadline: 5m', done(30));
    night.define('close', done(30), {
      containers: [{ name: 'app', image: `${account}.dkr.ecr.${region}.amazonaws.com/close:gone` }],
    });
    night.trigger('close', one);
    await night.run(900);
    expect(run(night)?.ended?.how).toMatch(/late|failed/);
    expect(night.tasks().length).toBe(night.launches().length);
  });

  test('9: what has succeeded is never begun again, whoever asks and whatever ECS lists', async () => {
    const night = await nightOfClose('', done(30));
    night.trigger('close', one);
    await night.run(600);
    night.trigger('close', one, 2);
    night.request('close', 'run', one);
    await until(night, one + 2 * hourMs);
    expect(night.launches()).toHaveLength(1);
  });

  test('10: every try has a mark of its own, and no family is asked for', () => {
    const stack = { account, region };
    const names = ['a', 'b'].map((job) => startedByOf(runIdOf(stack, { job, slot: one }), 1, 1));
    expect(new Set([...names, startedByOf(runIdOf(stack, { job: 'a', slot: one }), 1, 2)]).size).toBe(3);
  });

  test('11: not described at once is not failed', async () => {
    const missing: Way = () => ({ tasks: [], failures: [{ reason: 'MISSING' }] });
    const night = await nightOfClose('', done(300), { answers: first('ECS.DescribeTasks', missing, missing, missing) });
    night.simulation.bus.delivery = { ...night.simulation.bus.delivery, lost: 1 };
    night.trigger('close', one);
    await until(night, one + hourMs);
    expect([night.launches().length, run(night)?.ended?.how]).toEqual([1, 'succeeded']);
  });

  test('16: why a task stopped is kept, when ECS has long forgotten it', async () => {
    const night = await nightOfClose('', done(30, 3));
    night.trigger('close', one);
    await until(night, one + 3 * hourMs);
    expect(run(night)?.ended).toMatchObject({ exitCode: 3, cause: { id: 'essential_exit' } });
  });
});

describe('what hung, or ran into each other', () => {
  test.each([
    ['12: its network interface never comes', 20],
    ['13: it stays where no container of it says why', 40],
  ])('%s: stopped after its start time-out, and tried again', async (_, minutes) => {
    const night = await nightOfClose('timeouts: { start: 90s }, startDeadline: 10m', {
      ...done(30),
      pullMs: minutes * minuteMs,
    });
    night.trigger('close', one);
    await night.run(1200);
    expect(night.launches().length).toBeGreaterThan(1);
    expect(run(night)?.past.map(({ cause }) => cause)).toContain('job_start_timeout');
    expect(run(night)?.ended?.how).toBe('late');
  });

  test('until its start time-out it is looked at now and then, not every second', async () => {
    const night = await nightOfClose('timeouts: { start: 90s }, startDeadline: 10m', { ...done(30), pullMs: hourMs });
    night.trigger('close', one);
    await night.run(10);
    let looks = 0;
    const { onSaved } = night.simulation;
    night.simulation.onSaved = (record) => {
      onSaved(record);
      if (record.key.includes('#run/') && record.claim === undefined) looks += 1;
    };
    await night.run(75);
    expect(night.launches()).toHaveLength(1);
    expect(looks).toBeLessThan(6);
  });

  test('18: what hangs is stopped, and the key is free', async () => {
    const night = await nightOfClose('timeouts: { run: 5m }', {});
    night.trigger('close', one);
    await night.run(900);
    expect(run(night)?.ended).toMatchObject({ how: 'timed-out', cause: { id: 'job_timeout' } });
    expect(night.lease('close')).not.toHaveProperty('holder');
  });

  test('19: a second run does not begin while the first goes on', async () => {
    const night = await nightOfClose('', done(900));
    night.trigger('close', one);
    await night.run(120);
    night.request('close', 'run', one + secondMs, true);
    await night.run(120);
    expect(night.tasks()).toHaveLength(1);
  });
});

describe('names, rights and schedules', () => {
  test('20: the longest name makes no mark too long', () => {
    const runId = runIdOf({ account, region }, { job: 'x'.repeat(64), slot: one });
    expect(startedByOf(runId, 99, 999).length).toBeLessThanOrEqual(128);
    expect(tokenOf(runId, { attempt: 1, tryNumber: 1, index: 0 })).toHaveLength(64);
  });

  test('21: a schedule of the same name that is not ours is never overwritten', async () => {
    const { differenceOf } = await import('../../lib/batch/schedules/compare.ts');
    const wanted = wantedSchedules(jobs(), one);
    const listed = wanted.map(({ name }) => ({ name, targetArn: 'arn:aws:ecs:x:1:cluster/other', modifiedAt: 1 }));
    const difference = differenceOf(undefined, {
      place,
      wanted,
      listed,
      facts: { kind: 'schedules', settings: new Map() },
      now: one,
    });
    expect([difference.put, difference.remove, difference.foreign]).toEqual([[], [], ['close']]);
  });

  test('22: a task is known by its mark alone: no look-up can lose its event', async () => {
    const denied: Way = () => {
      throw awsError('AccessDeniedException', { status: 400 });
    };
    const night = await nightOfClose('', done(60), { answers: first('ECS.DescribeTasks', ...Array(20).fill(denied)) });
    night.trigger('close', one);
    await night.run(600);
    expect(run(night)?.ended?.how).toBe('succeeded');
  });

  test('23: only its own rules send to the queue', () => {
    const policy = projectTemplate().Resources['BatchQueuePolicy'];
    expect(JSON.stringify(policy)).toContain('"ArnEquals":{"aws:SourceArn"');
    expect(JSON.stringify(policy)).not.toContain('"Principal":"*"');
  });

  test('24: a trigger that can not be delivered has somewhere to go, and is told of', () => {
    const [wanted] = wantedSchedules(jobs(), one);
    if (wanted === undefined) throw new Error('none is wanted');
    expect(settingsOf(wanted, place, one)).toMatchObject({ deadLettersArn: place.deadLettersArn, mostRetries: 185 });
  });

  test('26: an update says everything, so that nothing is reset in silence', () => {
    const [wanted] = wantedSchedules(jobs(), one);
    if (wanted === undefined) throw new Error('none is wanted');
    expect(Object.keys(settingsOf(wanted, place, one))).toEqual(
      expect.arrayContaining(['expression', 'timezone', 'isEnabled', 'input', 'mostAgeSeconds', 'mostRetries']),
    );
  });

  test('27: the same time twice is one run, with what its job was then', async () => {
    const night = await nightOfClose('', done(60));
    night.trigger('close', one);
    night.trigger('close', one + 40 * secondMs, 2);
    await night.run(600);
    expect(night.launches()).toHaveLength(1);
  });
});

const place = {
  group: 'g',
  queueArn: 'arn:aws:sqs:x:1:q',
  deadLettersArn: 'arn:aws:sqs:x:1:d',
  roleArn: 'arn:aws:iam::1:role/r',
};

function jobs() {
  const read = readConfiguration(`${receivers}jobs:\n  defaults: ${defaults}\n  close: { cron: 0 16 * * ? * }\n`);
  if ('faults' in read) throw new Error('the file has faults');
  return jobsOf(read.configuration, 'act');
}
