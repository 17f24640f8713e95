import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Life } from './lives.ts';
import { lives } from './lives.ts';
import { signatureOf } from './shapes.ts';
import { World } from './world.ts';

type Detail = Readonly<Record<string, unknown>>;
const lifeNames = Object.keys(lives) as Life[];
const seeds = Array.from({ length: 40 }, (_, at) => `seed ${at}`);

/** Every life with every seed: what was told of each task. */
const simulated = Object.fromEntries(
  lifeNames.map((life) => [
    life,
    seeds.map((seed) => {
      const world = new World(seed);
      return world.told(lives[life](world));
    }),
  ]),
) as Readonly<Record<Life, Detail[][]>>;

const first = 'attachments attributes availabilityZone clusterArn containers cpu createdAt desiredStatus';
const always = `${first} enableExecuteCommand ephemeralStorage group lastStatus launchType memory overrides platformVersion`;
const base = `${always} taskArn taskDefinitionArn updatedAt version`.split(' ');
const pulled = ['pullStartedAt', 'pullStoppedAt'];
const connected = ['connectivity', 'connectivityAt'];
const told = ['stopCode', 'stoppedReason', 'stoppingAt'];
const ran = [...base, ...pulled, ...connected, 'startedAt'];

/** Keys of each status, read off the recorded streams; a service's tasks have two more. */
const expectedKeys: Readonly<Record<string, readonly string[]>> = {
  PROVISIONING: base,
  PENDING: base,
  ACTIVATING: [...base, ...pulled],
  'ACTIVATING (poorer)': [...base.filter((key) => key !== 'attributes'), ...pulled, ...connected],
  RUNNING: ran,
  DEACTIVATING: [...ran, ...told],
  STOPPING: [...ran, ...told],
  DEPROVISIONING: [...ran, ...told, 'executionStoppedAt'],
  STOPPED: [...ran, ...told, 'executionStoppedAt', 'stoppedAt'],
};

const expectedOrders: Readonly<Record<Life, RegExp>> = {
  'standalone, own exit': /^PROVISIONING PENDING RUNNING DEPROVISIONING STOPPED$/u,
  'service, own exit': /^PROVISIONING PENDING (PENDING )?ACTIVATING (ACTIVATING )?RUNNING DEPROVISIONING STOPPED$/u,
  'service, stopped':
    /^PROVISIONING PENDING (PENDING )?ACTIVATING (ACTIVATING )?RUNNING DEACTIVATING STOPPING DEPROVISIONING STOPPED$/u,
};

const orderOf = (details: readonly Detail[]): string => details.map((each) => String(each['lastStatus'])).join(' ');

describe.each(lifeNames)('%s', (life) => {
  test('goes through the recorded states, one version each', () => {
    for (const details of simulated[life]) {
      expect(orderOf(details)).toMatch(expectedOrders[life]);
      expect(details.map((each) => each['version'])).toEqual(details.map((_, at) => at + 1));
    }
  });

  test('has the recorded keys in each state', () => {
    const extra = life.startsWith('service') ? ['capacityProviderName', 'startedBy'] : [];
    for (const detail of simulated[life].flat()) {
      const poorer = detail['lastStatus'] === 'ACTIVATING' && !('attributes' in detail);
      const expected = expectedKeys[`${String(detail['lastStatus'])}${poorer ? ' (poorer)' : ''}`] ?? [];
      expect(Object.keys(detail).sort()).toEqual([...expected, ...extra].sort());
    }
  });
});

test('some tasks send PENDING twice, some a poorer second ACTIVATING, and some neither', () => {
  const orders = new Set(simulated['service, stopped'].map(orderOf));
  expect(orders.size).toBe(4);
});

const folder = join(process.env['EVENT_CORPUS'] ?? '', 'sequences');
const recorded = process.env['EVENT_CORPUS'] !== undefined && existsSync(folder);
if (!recorded) console.log('sim streams: EVENT_CORPUS is not set; the recorded streams are not compared');

/** The recorded tasks, each with its events in order of their versions. */
function recordedTasks(): Detail[][] {
  const tasks = new Map<string, Detail[]>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.jsonl'))) {
    for (const line of readFileSync(join(folder, file), 'utf8').trim().split('\n')) {
      const event = JSON.parse(line) as { readonly 'detail-type': string; readonly detail: Detail };
      if (event['detail-type'] !== 'ECS Task State Change') continue;
      const key = `${file} ${String(event.detail['taskArn'])}`;
      tasks.set(key, [...(tasks.get(key) ?? []), event.detail]);
    }
  }
  return [...tasks.values()];
}

describe.skipIf(!recorded)('the recorded streams', () => {
  const tasks = recorded ? recordedTasks() : [];
  const standalone = (details: readonly Detail[]): boolean => String(details[0]?.['group']).startsWith('family:');
  const kinds = [
    {
      kind: 'standalone',
      recordings: tasks.filter(standalone),
      names: lifeNames.filter((each) => each.startsWith('standalone')),
    },
    {
      kind: 'service',
      recordings: tasks.filter((each) => !standalone(each)),
      names: lifeNames.filter((each) => each.startsWith('service')),
    },
  ];

  test('are there', () => {
    expect(kinds.map(({ recordings }) => recordings.length)).toEqual([2, 12]);
  });

  test.each(kinds)('$kind tasks: the same fields in each state, field by field', ({ recordings, names }) => {
    const ours = new Set(names.flatMap((life) => simulated[life].flat()).map(signatureOf));
    const theirs = new Set(recordings.flat().map(signatureOf));
    expect([...ours].sort()).toEqual([...theirs].sort());
  });

  test.each(kinds)('$kind tasks: the same states in the same order', ({ recordings, names }) => {
    const ours = names.flatMap((life) => simulated[life]).map(orderOf);
    for (const details of recordings) {
      const order = orderOf(details);
      const whole = details[0]?.['version'] === 1;
      const same = ours.filter((each) => (whole ? each.startsWith(order) : each.endsWith(order)));
      expect(same).not.toEqual([]);
    }
  });

  test.each(kinds)('$kind tasks: versions rise by one, with or without us', ({ recordings }) => {
    for (const details of recordings) {
      const [start = 0] = details.map((each) => Number(each['version']));
      expect(details.map((each) => each['version'])).toEqual(details.map((_, at) => start + at));
    }
  });
});
