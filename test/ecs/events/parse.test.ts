import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseEvent } from '../../../lib/ecs/events/parse.ts';
import { passedOnMessage } from '../../../lib/ecs/events/passed-on.ts';
import { expected } from './expected.ts';
import { eventsDirectory, sampleKinds, samplesOf, storyLines, storyNames } from './samples.ts';

test('an event of CodeDeploy’s that is passed on to its service is read as it was', () => {
  const [sample] = samplesOf('codedeploy');
  const parsed = parseEvent(sample?.body ?? '');
  if (!('event' in parsed) || parsed.event.kind !== 'codedeploy-deployment') throw new Error(JSON.stringify(parsed));
  const service = { cluster: 'web', name: 'orders-api' };
  for (const more of [{ service }, { service, rollbackOf: 'd-OTHER' }]) {
    const event = { ...parsed.event, ...more };
    expect(parseEvent(passedOnMessage(event))).toEqual({ event });
  }
});

describe('sample events', () => {
  test('every sample has its expectation', () => {
    const listed = Object.entries(expected).flatMap(([kind, cases]) =>
      Object.keys(cases).map((name) => `${kind}/${name}`),
    );
    const stored = sampleKinds
      .filter((kind) => kind !== 'task-stopped')
      .flatMap(samplesOf)
      .map(({ name }) => name);
    expect(stored.length).toBeGreaterThan(80);
    expect(listed.sort()).toEqual(stored.toSorted());
  });

  test.each(Object.keys(expected).flatMap(samplesOf))('$name', ({ name, body }) => {
    const [kind = '', of = ''] = name.split('/');
    const parsed = parseEvent(body);
    const fields = Object.entries(expected[kind]?.[of] ?? {});
    const present = Object.fromEntries(fields.filter(([, value]) => value !== undefined));
    expect(parsed).toMatchObject({ event: { ...envelopeOf(body), ...present } });
    for (const [key, value] of fields) if (value === undefined) expect(parsed).not.toHaveProperty(['event', key]);
  });

  test.each(samplesOf('task-stopped'))('$name is a task that stopped', ({ body }) => {
    expect(parseEvent(body)).toMatchObject({
      event: { kind: 'task', lastStatus: expect.stringMatching(/^(STOPPED|DEPROVISIONING)$/), ...envelopeOf(body) },
    });
  });

  test.each(storyNames)('every line of %s is an event, in the order of time', (name) => {
    const lines = storyLines(name);
    const times = lines.map((line) => {
      const parsed = parseEvent(line);
      if (!('event' in parsed)) throw new Error(JSON.stringify(parsed));
      return parsed.event.at;
    });
    expect(times.length).toBeGreaterThan(10);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(lines.map((line) => eventOf(line).id)).size).toBe(lines.length);
  });

  test.each(storyNames)('the versions of every task in %s rise one by one', (name) => {
    const tasks = storyLines(name).flatMap((line) => {
      const parsed = parseEvent(line);
      return 'event' in parsed && parsed.event.kind === 'task' ? [parsed.event] : [];
    });
    const versions = [...Map.groupBy(tasks, (task) => task.taskArn).values()].map((life) =>
      life.map(({ version = 0 }) => version),
    );
    expect(versions).toEqual(versions.map(([first = 0, ...rest]) => [first, ...rest.map((_, at) => first + 1 + at)]));
  });
});

type RawEvent = { readonly id: string; readonly time: string; readonly account: string; readonly region: string };

function eventOf(body: string): RawEvent {
  return JSON.parse(body) as RawEvent;
}

function envelopeOf(body: string): object {
  const { id, time, account, region } = eventOf(body);
  return { id, at: Date.parse(time), account, region };
}

describe('what is not ours', () => {
  test.each([
    ['another source', { source: 'aws.ec2', 'detail-type': 'EC2 Instance State-change Notification' }],
    ['a new detail-type of ECS', { source: 'aws.ecs', 'detail-type': 'ECS Something New' }],
    ['an ECS name from elsewhere', { source: 'com.example', 'detail-type': 'ECS Task State Change' }],
    ['a name every object has', { source: 'aws.ecs', 'detail-type': '__proto__' }],
  ])('%s is ignored, and the reason names it', (_, value) => {
    expect(parseEvent(JSON.stringify({ ...value, id: 'a' }))).toEqual({
      ignored: expect.stringContaining(value['detail-type']),
      id: 'a',
    });
  });

  test.each(['constructor', 'toString', 'hasOwnProperty'])('source %s without more is ignored', (name) => {
    expect(parseEvent(JSON.stringify({ source: name, 'detail-type': name }))).toHaveProperty('ignored');
  });
});

type Fault = { readonly path: string; readonly problem: string };

const malformed = join(eventsDirectory, 'malformed');
const faults = JSON.parse(readFileSync(join(malformed, 'expectations.json'), 'utf8')) as Record<string, Fault>;

describe('malformed messages', () => {
  test('every one has its expectation', () => {
    const stored = readdirSync(malformed).filter((file) => file !== 'expectations.json');
    expect(Object.keys(faults).sort()).toEqual(stored.sort());
  });

  test.each(Object.entries(faults))('%s', (file, fault) => {
    expect(parseEvent(readFileSync(join(malformed, file), 'utf8'))).toMatchObject({ fault });
  });

  test('the fault carries the id of the event where it has one', () => {
    expect(parseEvent('{"id":"e-1"}')).toEqual({ id: 'e-1', fault: { path: 'source', problem: 'is missing' } });
    expect(parseEvent('{"id":1}')).toEqual({ fault: { path: 'source', problem: 'is missing' } });
  });
});

describe('256 kB of nesting', () => {
  const size = 256 * 1024;
  test.each([
    ['lists', '['.repeat(size / 2) + ']'.repeat(size / 2)],
    ['lists never closed', '['.repeat(size)],
    ['objects', '{"a":'.repeat(size / 6) + '1' + '}'.repeat(size / 6)],
    ['in the detail of an event', `{"source":"aws.ecs","detail":${'['.repeat(size / 2)}${']'.repeat(size / 2)}}`],
  ])('%s: a fault, at once', (_, body) => {
    expect(parseEvent(body)).toEqual({ fault: { path: '$', problem: expect.stringContaining('deep') } });
  });

  test('brackets in a text nest nothing', () => {
    const sample = JSON.parse(samplesOf('task-stopped')[0]?.body ?? '') as { detail: Record<string, unknown> };
    const body = JSON.stringify({
      ...sample,
      detail: { ...sample.detail, stoppedReason: `"\\${'[{'.repeat(100_000)}` },
    });
    expect(parseEvent(body)).toHaveProperty('event');
  });

  test('a big but flat event is read', () => {
    const sample = JSON.parse(samplesOf('task-stopped')[0]?.body ?? '') as { detail: Record<string, unknown> };
    const containers = Array.from({ length: 2000 }, (_, at) => ({
      name: `c${at}`,
      lastStatus: 'STOPPED',
      exitCode: at % 256,
    }));
    const parsed = parseEvent(JSON.stringify({ ...sample, detail: { ...sample.detail, containers } }));
    expect(parsed).toMatchObject({ event: { kind: 'task' } });
    expect('event' in parsed && parsed.event.kind === 'task' && parsed.event.containers).toHaveLength(2000);
  });
});

describe('what events may look like', () => {
  const running = samplesOf('task').find(({ name }) => name === 'task/running')?.body ?? '';
  const changed = (detail: object): ReturnType<typeof parseEvent> => {
    const event = JSON.parse(running) as { detail: object };
    return parseEvent(JSON.stringify({ ...event, detail: { ...event.detail, ...detail } }));
  };

  test.each([
    ['2026-03-05T15:54:41.618059641Z', 1772726081618],
    ['2026-03-05T15:54:41.6Z', 1772726081600],
    ['2026-03-05T15:54:41Z', 1772726081000],
  ])('times have any number of fraction digits: %s', (startedAt, at) => {
    expect(changed({ startedAt })).toMatchObject({ event: { startedAt: at } });
  });

  test('a key that is null is as good as absent', () => {
    const parsed = changed({ group: null, startedBy: null, version: null, stopCode: null, containers: null });
    if (!('event' in parsed)) throw new Error(JSON.stringify(parsed));
    for (const key of ['group', 'startedBy', 'version', 'stopCode']) expect(parsed.event).not.toHaveProperty(key);
    expect(parsed.event).toMatchObject({ containers: [] });
  });

  test('keys nobody knows are passed over', () => {
    expect(changed({ somethingNew: { deep: [1] }, managedAgents: 7 })).toHaveProperty('event');
  });

  test('digits as text are a number', () => {
    expect(changed({ version: '6', containers: [{ name: 'app', exitCode: '137' }] })).toMatchObject({
      event: { version: 6, containers: [{ name: 'app', exitCode: 137 }] },
    });
  });
});
