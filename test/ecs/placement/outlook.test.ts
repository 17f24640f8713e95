import { describe, expect, test } from 'vitest';
import { languages, say } from '../../../lib/core/language.ts';
import type { AskedTask } from '../../../lib/ecs/placement/asked.ts';
import { withDaemons } from '../../../lib/ecs/placement/daemons.ts';
import { explainPlacement } from '../../../lib/ecs/placement/explain.ts';
import { explainFargate, isOnFargate } from '../../../lib/ecs/placement/fargate.ts';
import type { PlacementInstance } from '../../../lib/ecs/placement/instance.ts';
import type { Outlook, PlacementProvider } from '../../../lib/ecs/placement/outlook.ts';
import { outlookOf } from '../../../lib/ecs/placement/outlook.ts';
import {
  copiesThatFit,
  asked,
  attributesOf,
  container,
  hosting,
  instance,
  lacking,
  of,
  resources,
  running,
} from './examples.ts';

const full = (type: string, capacityProvider: string, memoryMiB = 3768): PlacementInstance =>
  instance({
    capacityProvider,
    attributes: attributesOf({ 'ecs.instance-type': type }),
    registered: resources({ memoryMiB }),
    remaining: resources({ memoryMiB: 0 }),
  });

const scaling: PlacementProvider = { name: 'a', managedScaling: true };
const fixed: PlacementProvider = { name: 'a', managedScaling: false };
const onA = asked({ capacityProviders: ['a'] });
const large = asked({ ...of({ memoryMiB: 8000 }), capacityProviders: ['a'] });

type OutlookCase = readonly [
  name: string,
  outlook: Outlook,
  task: AskedTask,
  instances: readonly PlacementInstance[],
  providers: readonly PlacementProvider[],
];

describe('what becomes of a task that asks now', () => {
  test.each<OutlookCase>([
    ['there is room', 'placed', asked(), [instance()], []],
    [
      'full, and its provider adds instances: PROVISIONING',
      'waits-for-scaling',
      onA,
      [full('c5.large', 'a')],
      [scaling],
    ],
    ['full, and its provider adds none', 'waits-for-room', onA, [full('c5.large', 'a')], [fixed]],
    ['full, and of its provider nothing is known', 'unknown', onA, [full('c5.large', 'a')], []],
    [
      'full, without a strategy: managed scaling does not see it',
      'waits-for-room',
      asked(),
      [full('c5.large', 'a')],
      [scaling],
    ],
    ['not even an empty instance would do', 'never', large, [full('c5.large', 'a')], [scaling]],
    [
      'the larger type would do, the smaller not: scaling does not count such a task',
      'unknown',
      large,
      [full('c5.large', 'a'), full('m5.xlarge', 'a', 15_000)],
      [scaling],
    ],
    [
      'a type of another provider is no help',
      'never',
      large,
      [full('c5.large', 'a'), full('m5.xlarge', 'b', 15_000)],
      [scaling],
    ],
    ['scaled to none, and its provider adds instances: PROVISIONING', 'waits-for-unseen', onA, [], [scaling]],
    ['none of its provider, which adds instances', 'waits-for-unseen', onA, [full('c5.large', 'b')], [scaling]],
    ['no instance to judge by, and its provider adds none', 'unknown', onA, [], [fixed]],
    ['no instance at all, and no provider', 'unknown', asked(), [], [scaling]],
    [
      'ECS chooses the type for it',
      'waits-for-unseen',
      large,
      [full('c5.large', 'a')],
      [{ ...scaling, choosesTypes: true }],
    ],
    ['it may fit', 'unknown', onA, [lacking('agentConnected', instance({ capacityProvider: 'a' }))], [scaling]],
  ])('%s: %s', (_, outlook, task, instances, providers) => {
    const { fits } = explainPlacement(task, instances);
    expect(outlookOf(fits, task, { instances, providers })).toBe(outlook);
  });

  test('daemons come first on a new instance, too', () => {
    const daemon = asked({ ...of({ memoryMiB: 512 }), group: 'service:agent', isDaemon: true });
    const snug = asked(of({ memoryMiB: 3500 }));
    const instances = [full('c5.large', 'a')];
    expect(outlookOf('no', snug, { instances, providers: [] })).toBe('waits-for-room');
    expect(outlookOf('no', snug, { instances, providers: [], daemons: [daemon] })).toBe('never');
  });
});

describe('what is kept for daemons', () => {
  const daemon = asked({
    definition: { networkMode: 'awsvpc', containers: [container({ cpuUnits: 1024, memoryMiB: 1024 })] },
    group: 'service:agent',
    isDaemon: true,
  });
  const task = asked({ definition: { networkMode: 'awsvpc', containers: [container({ cpuUnits: 512 })] } });

  test.each<readonly [name: string, on: PlacementInstance, before: number, after: number]>([
    ['an instance where it is to start', instance(), 2, 1],
    ['where it runs, it has what it needs', hosting([running('service:agent')]), 2, 2],
    [
      'where its last task is about to stop, the next gets that',
      hosting([running('service:agent', { isLeaving: true })]),
      2,
      2,
    ],
    ['where it cannot go, nothing', instance({ remaining: resources({ memoryMiB: 1000 }) }), 1, 1],
    ['on a draining instance nothing starts', instance({ status: 'DRAINING' }), 0, 0],
  ])('%s', (_, on, before, after) => {
    expect(copiesThatFit(task, [on]).copies).toBe(before);
    expect(copiesThatFit(task, withDaemons([on], [daemon], task)).copies).toBe(after);
  });

  test('several, one after the other; and none is in its own way', () => {
    const other = { ...daemon, group: 'service:logs' };
    const on = [instance({ maximumNetworkInterfaces: 4 })];
    expect(copiesThatFit(task, withDaemons(on, [daemon, other])).copies).toBe(0);
    expect(copiesThatFit(daemon, withDaemons(on, [daemon, other], daemon)).copies).toBe(1);
    expect(withDaemons(on, [daemon], daemon)).toBe(on);
  });
});

describe('Fargate', () => {
  const fargate = (cpuUnits: number, memoryMiB: number, more: Parameters<typeof asked>[0] = {}) =>
    asked({
      launchType: 'FARGATE',
      ...more,
      definition: { networkMode: 'awsvpc', cpuUnits, memoryMiB, ...more.definition },
    });

  test.each<readonly [name: string, task: AskedTask, faults: readonly string[]]>([
    ['a size it has', fargate(256, 512), []],
    ['the largest', fargate(16_384, 122_880), []],
    [
      'no such CPU',
      fargate(300, 512),
      ['Fargate has no task of 300 CPU units; it has 256, 512, 1024, 2048, 4096, 8192, 16384'],
    ],
    [
      'no such memory',
      fargate(256, 768),
      ['Fargate has no task of 768 MiB with 256 CPU units; it has 512, 1024, 2048 MiB'],
    ],
    [
      'memory between two steps',
      fargate(8192, 18_000),
      ['Fargate has no task of 18000 MiB with 8192 CPU units; it has 16384, 20480 … 61440 MiB'],
    ],
    [
      'an override makes it another size',
      fargate(256, 512, { overrides: { memoryMiB: 4096, containers: [] } }),
      ['Fargate has no task of 4096 MiB with 256 CPU units; it has 512, 1024, 2048 MiB'],
    ],
    [
      'Windows has no small ones',
      fargate(256, 512, { definition: { isWindows: true } }),
      ['Fargate has no task of 256 CPU units; it has 1024, 2048, 4096'],
    ],
    ['Windows, as large as it must be', fargate(1024, 2048, { definition: { isWindows: true } }), []],
    ['a GPU', fargate(256, 512, { definition: { containers: [container({ gpus: 1 })] } }), ['Fargate has no GPUs']],
    [
      'another network mode',
      fargate(256, 512, { definition: { networkMode: 'bridge' } }),
      ['Fargate runs only tasks of network mode awsvpc, and this one has bridge'],
    ],
  ])('%s', (_, task, faults) => {
    const explained = explainFargate(task);
    expect((explained.faults ?? []).map(({ text, fills }) => say(text, 'en', fills))).toEqual(faults);
    expect(explained).toMatchObject({ fits: faults.length === 0 ? 'unverifiable' : 'no', copies: 0, instances: [] });
    for (const { text, fills } of explained.faults ?? []) {
      for (const language of languages) expect(say(text, language, fills)).not.toContain('?');
    }
  });

  test.each([
    ['by launch type', asked({ launchType: 'FARGATE' }), true],
    ['by provider', asked({ capacityProviders: ['FARGATE_SPOT'] }), true],
    ['not', asked({ capacityProviders: ['a'] }), false],
  ])('%s', (_, task, expected) => expect(isOnFargate(task)).toBe(expected));
});
