import { describe, expect, test } from 'vitest';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { postsOf } from '../../sim/chat/slack-state.ts';
import { deregisterTaskDefinition } from '../../sim/account/definitions.ts';
import { quietProgram } from '../../sim/account/images.ts';
import { awsError } from '../../sim/wire.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import type { Night, NightOptions } from './night.ts';
import { done, nightOfClose, one, subnets } from './night.ts';

const endOf = (night: Night): string | undefined => night.runs()[0]?.ended?.how;
const causeOf = (night: Night): string | undefined => night.runs()[0]?.ended?.cause?.id;
const messages = (night: Night): string => JSON.stringify(postsOf(night.simulation.slack.state, 'C0ALERTS'));

/** What RunTask does the first times. */
function first(...ways: ((run: () => unknown) => unknown)[]): NightOptions['answers'] {
  return (operations: WireHandlers): WireHandlers => ({
    ...operations,
    'ECS.RunTask': (input: never, call) => {
      const run = (): unknown => operations['ECS.RunTask']?.(input, call);
      const way = ways.shift();
      return way === undefined ? run() : way(run);
    },
  });
}

describe('a job that is due', () => {
  test('is launched once, however often it is triggered, and its end is known', async () => {
    const night = await nightOfClose('', done(60));
    night.trigger('close', one);
    night.trigger('close', one + 43_000, 2);
    await night.run(600);
    night.trigger('close', one, 3);
    await night.run(60);
    expect(night.launches()).toHaveLength(1);
    expect(night.launches()[0]?.input).toMatchObject({
      propagateTags: 'TASK_DEFINITION',
      tags: expect.arrayContaining([{ key: 'watchkeeper:job', value: 'close' }]) as unknown,
      startedBy: expect.stringMatching(/^watchkeeper\/[a-z0-9]+\/1-1$/) as unknown,
      clientToken: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    });
    expect(night.job('close')?.runs).toMatchObject([{ end: 'succeeded', slot: one, exitCode: 0 }]);
    expect(night.job('close')?.durationsMs[0]).toBeGreaterThan(60_000);
    expect(night.lease('close')).toMatchObject({ fence: 1, waiting: [] });
    expect(night.lease('close')).not.toHaveProperty('holder');
    expect(messages(night)).toBe('[]');
  });

  test('that fails is told, with the code its program gave; and told again when it is well', async () => {
    const night = await nightOfClose('pages: true', done(30, 3));
    night.trigger('close', one);
    await night.run(300);
    expect(endOf(night)).toBe('failed');
    expect(night.launches()).toHaveLength(1);
    expect(night.runs()[0]?.ended).toMatchObject({ exitCode: 3, cause: { id: 'essential_exit', container: 'app' } });
    expect(messages(night)).toContain('FAILED');
    expect(messages(night)).toContain('exited with its own code 3');
    const said = JSON.stringify(night.simulation.slack.state.messages);
    expect(said).toContain('npx watchkeeper run close --at 2026-11-20T16:00Z');
    expect(said).toContain('after 0.9 min');
    night.define('close', done(30));
    night.request('close', 'run', one);
    await night.run(300);
    expect(night.job('close')?.runs).toMatchObject([{ end: 'succeeded', round: 2, slot: one }]);
    expect(night.job('close')?.incident?.endedAt).toBeGreaterThan(one);
    night.request('close', 'run', one);
    await night.run(120);
    expect(night.launches()).toHaveLength(2);
  });

  test('is judged by its main container, whatever others say', async () => {
    const night = await nightOfClose('container: app', done(30));
    const [app] = night.define('close', done(30)).containers;
    if (app === undefined) throw new Error('no container');
    const side = { ...app, name: 'side', essential: false, image: 'side:v1' };
    night.simulation.account.programs.set('side:v1', { ...quietProgram, ...done(5, 9) });
    night.define('close', done(30), { containers: [app, side] });
    night.trigger('close', one);
    await night.run(300);
    expect(endOf(night)).toBe('succeeded');
  });

  test('is launched by nobody in a stack that only watches', async () => {
    const night = await nightOfClose('', done(30), { mode: 'watch' });
    night.trigger('close', one);
    await night.run(300);
    expect(night.launches()).toEqual([]);
    expect(endOf(night)).toBe('observed');
  });

  test('of another name is nobody’s', async () => {
    const night = await nightOfClose('', done(30));
    night.trigger('gone', one);
    await night.run(60);
    expect(night.runs()).toEqual([]);
  });
});

describe('a launch', () => {
  test('whose answer never came is not made twice', async () => {
    const night = await nightOfClose('', done(60), {
      answers: first((run) => {
        run();
        throw awsError('TimeoutError', { status: 500 });
      }),
    });
    night.trigger('close', one);
    await night.run(600);
    expect(night.tasks()).toHaveLength(1);
    expect(endOf(night)).toBe('succeeded');
    expect(new Set(night.launches().map(({ input }) => JSON.stringify(input))).size).toBe(1);
  });

  test('that was refused in a 200 is tried again, with another token, when nothing of it is there', async () => {
    const refused = () => ({ tasks: [], failures: [{ reason: 'AGENT' }] });
    const night = await nightOfClose('', done(60), { answers: first(refused, refused) });
    night.trigger('close', one);
    await night.run(900);
    expect(endOf(night)).toBe('succeeded');
    expect(new Set(night.launches().map(({ input }) => input['clientToken'])).size).toBe(3);
    expect(night.runs()[0]?.past).toMatchObject([{ class: 'placement', cause: 'job_agent' }, { class: 'placement' }]);
  });

  test('that was refused and came to life is adopted, and not doubled', async () => {
    const night = await nightOfClose('', done(60), {
      answers: first((run) => {
        run();
        return { tasks: [], failures: [{ reason: 'RESOURCE:MEMORY' }] };
      }),
    });
    night.trigger('close', one);
    await night.run(900);
    expect(night.launches()).toHaveLength(1);
    expect(endOf(night)).toBe('succeeded');
  });

  test('that came to life long after it was given up is stopped, and the run goes on', async () => {
    const night: Night = await nightOfClose('', done(120), {
      answers: (operations, at) => {
        const run = operations['ECS.RunTask'];
        let isFirst = true;
        return {
          ...operations,
          'ECS.RunTask': (input: never, call) => {
            if (!isFirst) return run?.(input, call);
            isFirst = false;
            at().simulation.agenda.after(60 * secondMs, 'a task after all', () => void run?.(input, call));
            return { tasks: [], failures: [{ reason: 'RESOURCE:CPU' }] };
          },
        };
      },
    });
    night.trigger('close', one);
    await night.run(600);
    expect(night.tasks().map(({ stopCode }) => stopCode)).toEqual(['EssentialContainerExited', 'UserInitiated']);
    expect(night.tasks()[1]?.stoppedReason).toContain('another task has its place');
    expect(endOf(night)).toBe('succeeded');
    expect(night.lease('close')).not.toHaveProperty('holder');
  });

  test('throttled in disguise is no mistake of the job', async () => {
    const throttled = () => {
      throw awsError('InvalidParameterException', {
        message: 'Error retrieving subnet information for [subnet-1]: Rate exceeded (ErrorCode: Throttling)',
      });
    };
    const night = await nightOfClose('', done(60), { answers: first(throttled, throttled) });
    night.trigger('close', one);
    await night.run(600);
    expect(endOf(night)).toBe('succeeded');
  });

  test('that needs an edit is tried once, and told at once', async () => {
    const night = await nightOfClose('', done(60), {
      answers: first(() => {
        throw awsError('InvalidParameterException', { message: 'Invalid subnet' });
      }),
    });
    night.trigger('close', one);
    await night.run(60);
    expect(night.launches()).toHaveLength(1);
    expect([endOf(night), causeOf(night)]).toEqual(['failed', 'job_refused']);
    expect(messages(night)).toContain('ECS refuses');
  });

  test('waits for capacity in other zones until its deadline', async () => {
    const night = await nightOfClose('startDeadline: 20m', done(60));
    night.simulation.account.weather.fargateFull.add('*');
    night.trigger('close', one);
    await night.run(25 * 60);
    expect(endOf(night)).toBe('late');
    const asked = night.launches().map(({ input }) => {
      const network = input['networkConfiguration'] as { awsvpcConfiguration: { subnets: string[] } };
      return network.awsvpcConfiguration.subnets.length;
    });
    expect(asked.length).toBeGreaterThan(3);
    expect(new Set(asked)).toEqual(new Set([3, 1]));
    expect(night.launches().at(-1)?.at).toBeLessThan(one + 20 * minuteMs + secondMs);
    expect(messages(night)).toContain('did not start before its deadline');
  });

  test('falls back from Spot to on-demand', async () => {
    const night = await nightOfClose('capacity: [{ name: FARGATE_SPOT, attempts: 2 }, FARGATE]', done(60));
    night.simulation.account.weather.fargateSpotFull.add('*');
    night.trigger('close', one);
    await night.run(900);
    const providers = night.launches().map(({ input }) => {
      const [share] = (input['capacityProviderStrategy'] ?? []) as { capacityProvider: string }[];
      return share?.capacityProvider ?? input['launchType'];
    });
    expect(providers).toEqual(['FARGATE_SPOT', 'FARGATE_SPOT', 'FARGATE']);
    expect(endOf(night)).toBe('succeeded');
  });

  test('of a revision with a role the job does not name is refused', async () => {
    const night = await nightOfClose('roles: [billing-task]', done(60));
    const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
    night.define('close', done(60), { taskRoleArn: role('billing-task'), executionRoleArn: role('admin') });
    night.trigger('close', one);
    await night.run(60);
    expect(night.launches()).toEqual([]);
    expect([endOf(night), causeOf(night)]).toEqual(['failed', 'job_role']);
    night.define('close', done(60), { taskRoleArn: role('billing-task') });
    night.request('close', 'run', one);
    await night.run(300);
    expect(endOf(night)).toBe('succeeded');
  });

  test('with overrides that are too long is refused before anything is begun', async () => {
    const night = await nightOfClose(`env: { LONG: ${'x'.repeat(8200)} }`, done(60));
    night.trigger('close', one);
    await night.run(60);
    expect([endOf(night), causeOf(night)]).toEqual(['failed', 'job_overrides']);
    expect(night.calls.filter(({ operation }) => operation === 'ECS.DescribeTaskDefinition')).toEqual([]);
  });

  test('is of the revision there was when its slot was claimed', async () => {
    const refused = () => ({ tasks: [], failures: [{ reason: 'AGENT' }] });
    const night = await nightOfClose('', done(60), { answers: first(refused) });
    night.trigger('close', one);
    await night.run(5);
    night.define('close', done(60, 1));
    await night.run(600);
    expect(night.launches().map(({ input }) => String(input['taskDefinition']).slice(-1))).toEqual(['1', '1']);
  });

  test('of a revision that is gone meanwhile fails once', async () => {
    const night = await nightOfClose('task: close:1', done(60));
    deregisterTaskDefinition(night.simulation.account, [...night.simulation.account.taskDefinitions.keys()][0] ?? '');
    night.trigger('close', one);
    await night.run(120);
    expect([endOf(night), causeOf(night)]).toEqual(['failed', 'job_inactive']);
  });

  test('that nobody here knows keeps its tasks: they are counted, and not stopped', async () => {
    const asked: { ask?: WireHandlers } = {};
    const night = await nightOfClose('', {}, { answers: (operations) => (asked.ask = operations) });
    const run = asked.ask?.['ECS.RunTask'] as unknown as (input: object, call: object) => unknown;
    run(
      {
        cluster: 'batch',
        taskDefinition: 'close',
        launchType: 'FARGATE',
        startedBy: `watchkeeper/${'a'.repeat(26)}/1-1`,
        networkConfiguration: { awsvpcConfiguration: { subnets } },
      },
      {},
    );
    await night.run(600);
    expect(night.tasks().map(({ lastStatus }) => lastStatus)).toEqual(['RUNNING']);
    expect(night.lines.some((line) => line.includes('which nobody here knows'))).toBe(true);
    expect(night.lines.some((line) => line.includes('TasksOfNoRun'))).toBe(true);
    expect(night.runs()).toEqual([]);
  });

  test('waits while somebody has stopped all acting', async () => {
    const off = (operations: WireHandlers): WireHandlers => ({
      ...operations,
      'SSM.GetParameter': () => ({ Parameter: { Value: 'off' } }),
    });
    const night = await nightOfClose('startDeadline: 10m', done(60), { answers: off });
    night.trigger('close', one);
    await night.run(15 * 60);
    expect(night.launches()).toEqual([]);
    expect(endOf(night)).toBe('late');
  });
});
