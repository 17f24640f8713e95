import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReplayEvent } from '../../cli/replay/input.ts';
import { asGiven, byTime, inOrder } from '../../cli/replay/order.ts';
import { cli, directory, jsonLines } from './run.ts';

const stories = join(import.meta.dirname, '../../events/stories');
const samples = join(import.meta.dirname, '../../events/task-stopped');
const second = (at: number): number => Date.UTC(2026, 10, 20, 18, 0, at);
const at = (time: number | undefined, body: string): ReplayEvent => ({ body, ...(time !== undefined && { at: time }) });
const bodies = (events: readonly ReplayEvent[]): string => events.map(({ body }) => body).join('');

describe('the order of events', () => {
  test.each<[string, readonly (readonly ReplayEvent[])[], string]>([
    ['two files are merged', [[at(second(0), 'a'), at(second(20), 'c')], [at(second(10), 'b')]], 'abc'],
    ['one file is sorted', [[at(second(20), 'b'), at(second(10), 'a')]], 'ab'],
    ['what is of one second stays as it stands', [[at(second(5) + 900, 'a'), at(second(5) + 100, 'b')]], 'ab'],
    ['the first file comes first within a second', [[at(second(5), 'a')], [at(second(5), 'b')]], 'ab'],
    [
      'without a time it stays behind the one before',
      [[at(second(9), 'b'), at(undefined, 'c')], [at(second(1), 'a')]],
      'abc',
    ],
    ['without any time it is first', [[at(undefined, 'a')], [at(second(1), 'b')]], 'ab'],
  ])('%s', (_, files, order) => {
    expect(bodies(byTime(files))).toBe(order);
    expect(
      byTime(files)
        .map(({ index }) => asGiven(files)[index]?.body)
        .join(''),
    ).toBe(order);
  });

  const anyFiles = fc.array(
    fc.array(fc.option(fc.integer({ min: 0, max: 9000 }), { nil: undefined }), { maxLength: 8 }),
    {
      maxLength: 4,
    },
  );

  test('loses and invents nothing, and no later line of a second overtakes an earlier one', () => {
    fc.assert(
      fc.property(anyFiles, (times) => {
        const files = times.map((file) => file.map((time, line) => at(time, `${line}`)));
        const sorted = byTime(files);
        expect(sorted.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual([...files.flat().keys()]);
        const seconds = sorted.flatMap((event) => (event.at === undefined ? [] : [Math.floor(event.at / 1000)]));
        expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
        for (const [place, event] of sorted.entries()) {
          const before = sorted[place - 1];
          if (before?.at === undefined || event.at === undefined) continue;
          const isSame = Math.floor(before.at / 1000) === Math.floor(event.at / 1000);
          if (isSame) expect(before.index).toBeLessThan(event.index);
        }
      }),
    );
  });

  test('what is handed on is handed on in order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (order) => {
        const seen: number[] = [];
        const hand = inOrder<number>((item) => void seen.push(item));
        for (const index of order) hand(index, index);
        expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
      }),
    );
  });
});

/** When something was told, in order. */
async function toldAt(args: readonly string[]): Promise<readonly string[]> {
  const { out, code } = await cli(['replay', '--json', ...args]);
  expect(code).toBe(0);
  return jsonLines(out).flatMap(({ type, at: time }) => (type === 'alert' ? [String(time)] : []));
}

describe('replay of several files', () => {
  const files = ['spot-wave', 'image-missing', 'crash-after-deploy-rollback'].map((name) =>
    join(stories, `${name}.jsonl`),
  );

  test('is one night, whatever the order of the files', async () => {
    const night = await toldAt(files);
    expect(night).toEqual(night.toSorted());
    expect(await toldAt(files.toReversed())).toEqual(night);
  });

  test('--as-given goes through them as they stand: time does not go back', async () => {
    const given = await toldAt(['--as-given', ...files]);
    expect(given[0]?.slice(0, 16)).toBe('2026-11-20T19:07');
  });

  test('--json has one event line for each event, in the order of the input', async () => {
    const [spot = '', , crash = ''] = files;
    const ids = async (args: readonly string[]): Promise<readonly unknown[]> => {
      const { out } = await cli(['replay', '--json', ...args]);
      return jsonLines(out).flatMap(({ type, eventId }) => (type === 'event' ? [eventId] : []));
    };
    expect(await ids([spot, crash])).toEqual([...(await ids([spot])), ...(await ids([crash]))]);
  });
});

describe('what a replay does not know', () => {
  test('it does not blame AWS for', async () => {
    const { out } = await cli(['replay', join(stories, 'crash-loop.jsonl')]);
    expect(out).not.toMatch(/did not answer|could not be read when/);
    expect(out).toContain('Impact  not known here: nobody was asked for its counts (see --facts)');
    expect(out).toContain('log: not asked for');
  });

  test('facts are taken from the snapshot', async () => {
    const service = {
      serviceName: 'search-api',
      clusterArn: 'arn:aws:ecs:ap-northeast-1:123456789012:cluster/web',
      desiredCount: 4,
      runningCount: 4,
    };
    const cwd = directory({ 'facts.json': JSON.stringify({ services: [service] }) });
    const { out } = await cli(['replay', '--facts', 'facts.json', join(stories, 'crash-loop.jsonl')], { cwd });
    expect(out).not.toContain('nobody was asked for its counts');
  });
});

describe('called wrongly, it says in one line what is wrong', () => {
  test.each<[string, unknown, string]>([
    ['another object', { Services: [] }, 'has neither "services" nor "taskDefinitions"'],
    ['a list', [{ serviceName: 'a' }], 'is not an object'],
    ['no list', { services: { a: 1 } }, 'has no list under "services"'],
    ['services without a cluster', { services: [{ serviceName: 'a' }] }, 'has no clusterArn at services[0]'],
    ['names only', { taskDefinitions: ['arn:aws:ecs:x'] }, 'has no object at taskDefinitions[0]'],
    [
      'half a definition',
      { taskDefinitions: [{ taskDefinition: {} }] },
      'has no taskDefinitionArn at taskDefinitions[0]',
    ],
  ])('--facts of another shape: %s', async (_, facts, words) => {
    const cwd = directory({ 'facts.json': JSON.stringify(facts) });
    const { code, err, out } = await cli(['replay', '--facts', 'facts.json', join(samples, 'oom.json')], { cwd });
    expect([code, out]).toEqual([2, '']);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain(`--facts: facts.json ${words}`);
  });

  test('--facts that is not JSON, or not there', async () => {
    const cwd = directory({ 'facts.json': '{"services": [' });
    const args = ['replay', join(samples, 'oom.json'), '--facts'];
    expect((await cli([...args, 'facts.json'], { cwd })).err).toContain('--facts: facts.json is not JSON');
    expect((await cli([...args, 'no.json'], { cwd })).err).toContain(
      `there is no file no.json in ${cwd} — give a JSON`,
    );
  });

  test('no file of events: nobody is sent to the configuration', async () => {
    const cwd = directory({});
    const { code, err } = await cli(['replay', 'no.jsonl'], { cwd });
    expect(code).toBe(2);
    expect(err).toContain(`there is no file no.jsonl in ${cwd} — name a file with events`);
    expect((await cli(['replay', '.'], { cwd })).err).not.toContain('watchkeeper.yml');
  });
});

describe('what is none of ours', () => {
  const announced = {
    version: '0',
    id: '0f0e3d5c-8a7b-4c6d-9e1f-2a3b4c5d6e7f',
    'detail-type': 'AWS Health Event',
    source: 'aws.health',
    account: '123456789012',
    time: '2026-11-20T18:00:00Z',
    region: 'ap-northeast-1',
    resources: ['web|orders-api'],
    detail: {
      service: 'ECS',
      eventTypeCode: 'AWS_ECS_SECURITY_NOTIFICATION',
      eventTypeCategory: 'accountNotification',
    },
  };
  const cwd = directory({
    'health.json': JSON.stringify(announced),
    'other.json': JSON.stringify({ ...announced, detail: { eventTypeCode: 'AWS_EC2_SECURITY_NOTIFICATION' } }),
  });

  test('--json says why', async () => {
    const [line] = jsonLines((await cli(['replay', '--json', 'health.json'], { cwd })).out);
    expect(line).toMatchObject({ type: 'event', kind: 'AWS Health Event' });
    expect(line?.['ignored']).toMatch(
      /no feature listens to this "AWS Health Event" of aws\.health \(AWS_ECS_SECURITY_NOTIFICATION\)/,
    );
  });

  test('people are told that there was something', async () => {
    const { out } = await cli(['replay', 'health.json', 'other.json'], { cwd });
    expect(out).toContain(
      'ignored 1 ×  no feature listens to this "AWS Health Event" of aws.health (AWS_EC2_SECURITY_NOTIFICATION)',
    );
    expect(out.match(/── ignored/g)).toHaveLength(2);
  });
});

describe('input that nobody can use', () => {
  const cwd = directory({
    'bad.jsonl': '{"a":1}\n{"source":"aws.ecs"}\n',
    'text.json': 'not json',
    'running.json': JSON.stringify({
      source: 'aws.sns',
      'detail-type': 'Other',
      id: 'x',
      time: '2026-11-20T18:00:00Z',
    }),
  });

  test('is said with the file, the event and the fault', async () => {
    const { code, out, err } = await cli(['replay', 'bad.jsonl', 'text.json'], { cwd });
    expect({ code, err }).toEqual({
      code: 1,
      err: 'watchkeeper: not every event could be read: see above — mend those, or leave them away\n',
    });
    expect(out).toContain('malformed  bad.jsonl, event 1: source is missing\n');
    expect(out).toContain('malformed  bad.jsonl, event 2: detail-type is missing\n');
    expect(out).toContain('malformed  text.json: it is not JSON\n');
  });

  test('a directory without events is no quiet success', async () => {
    const { code, err } = await cli(['replay', '.'], { cwd: directory({}) });
    expect(code).toBe(2);
    expect(err).toMatch(/^watchkeeper: there are no events in \. — name files of events/);
  });

  test('where nothing is told, that is said', async () => {
    const { code, out } = await cli(['replay', 'running.json'], { cwd });
    expect(code).toBe(0);
    expect(out).toContain('nobody would have been told of anything (events: 1)\n');
  });
});
