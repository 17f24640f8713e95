import { describe, expect, test } from 'vitest';
import { answerPlacement } from '../../../lib/ecs/placement/answer.ts';
import type { PlacementAnswer } from '../../../lib/ecs/placement/answer.ts';
import { managedScalingText } from '../../../lib/ecs/placement/managed-scaling-text.ts';
import type { Item } from './raw-items.ts';
import { rawDefinition, rawInstance, rawService, rawTask, situation } from './raw-items.ts';

const list = (count: number, make: (at: number) => Item): readonly Item[] =>
  Array.from({ length: count }, (_, at) => make(at));

/** Two copies go on an empty instance of 3768 MiB. */
const definition = rawDefinition([{ memory: 1800 }]);
const agent = rawDefinition([{ memory: 64 }], { taskDefinitionArn: 'arn:task-definition/agent:1', family: 'agent' });

const strategy = (...names: readonly string[]) => ({
  capacityProviderStrategy: names.map((capacityProvider) => ({ capacityProvider, weight: 1 })),
});

const provider = (settings: Item = {}, name = 'hosts'): Item => ({
  name,
  autoScalingGroupProvider: { managedScaling: { status: 'ENABLED', ...settings } },
});

const daemon = (id: string): Item => rawTask(`agent-${id}`, id, { group: 'service:agent' });

type Park = {
  readonly full?: number;
  readonly idle?: number;
  readonly waiting?: number;
  readonly settings?: Item;
  readonly service?: Item;
  readonly more?: Item;
  readonly tasks?: readonly Item[];
};

function answerOf({ full = 0, idle = 0, waiting = 0, settings, service, more, tasks = [] }: Park): PlacementAnswer {
  const on = { capacityProviderName: 'hosts' };
  const { snapshot, asked } = situation({
    containerInstances: [
      ...list(full, (at) => rawInstance(`f${at}`, { memory: 0 }, { ...on, runningTasksCount: 2 })),
      ...list(idle, (at) => rawInstance(`e${at}`, {}, { ...on, runningTasksCount: 1 })),
    ],
    tasks: [
      ...list(full * 2, (at) => rawTask(`t${at}`, `f${at >> 1}`)),
      ...list(idle, (at) => daemon(`e${at}`)),
      ...list(waiting, (at) =>
        rawTask(`w${at}`, '', {
          containerInstanceArn: null,
          lastStatus: 'PROVISIONING',
          capacityProviderName: 'hosts',
          taskDefinitionArn: definition['taskDefinitionArn'],
        }),
      ),
      ...tasks,
    ],
    services: [
      rawService({ ...strategy('hosts'), ...service }),
      rawService({
        serviceArn: 'arn:service/shop/agent',
        serviceName: 'agent',
        taskDefinition: agent['taskDefinitionArn'],
        deployments: [],
        schedulingStrategy: 'DAEMON',
      }),
    ],
    taskDefinitions: [definition, agent],
    capacityProviders: [provider(settings)],
    ...more,
  });
  return answerPlacement(snapshot, asked);
}

const said = ({ scaling }: PlacementAnswer, language: 'en' | 'ja' = 'en'): string | undefined =>
  scaling && managedScalingText(scaling, language);

const upToMaximum = ', as far as the maximum of its Auto Scaling group allows';

describe('what managed scaling does', () => {
  test.each<readonly [name: string, park: Park, said: string]>([
    [
      'tasks wait: those alike are packed on empty instances',
      { full: 10, waiting: 4 },
      `Managed scaling of hosts: 12 instances wanted of 10 (CapacityProviderReservation 120, target 100, steps 1..10000)${upToMaximum}`,
    ],
    [
      'none waits yet: as if the next copy did',
      { full: 10 },
      `Managed scaling of hosts: 11 instances wanted of 10 (CapacityProviderReservation 110 with the next copy, target 100, steps 1..10000)${upToMaximum}`,
    ],
    [
      'with room kept free',
      { full: 8, waiting: 2, settings: { targetCapacity: 80 } },
      `Managed scaling of hosts: 12 instances wanted of 8 (CapacityProviderReservation 113, target 80, steps 1..10000)${upToMaximum}`,
    ],
    [
      'so many at one time at most',
      { full: 10, waiting: 30, settings: { maximumScalingStepSize: 5 } },
      `Managed scaling of hosts: 25 instances wanted of 10, 15 with the next step (CapacityProviderReservation 250, target 100, steps 1..5)${upToMaximum}`,
    ],
    [
      'so many at one time at least',
      { full: 10, waiting: 1, settings: { minimumScalingStepSize: 4 } },
      `Managed scaling of hosts: 11 instances wanted of 10, 14 with the next step (CapacityProviderReservation 110, target 100, steps 4..10000)${upToMaximum}`,
    ],
    [
      'from none it is always two',
      { waiting: 9 },
      `Managed scaling of hosts: 2 instances wanted of 0 (CapacityProviderReservation 200, target 100, steps 1..10000)${upToMaximum}`,
    ],
    [
      "fewer are in use; a daemon's task is no use",
      { full: 4, idle: 6 },
      'Managed scaling of hosts: 4 instances wanted of 10 (CapacityProviderReservation 40, target 100); after 15 minutes below the target at most 4 leave each minute',
    ],
    [
      'a waiting task that has room needs no instance',
      { full: 2, idle: 2, waiting: 1 },
      'Managed scaling of hosts: 2 instances wanted of 4 (CapacityProviderReservation 50, target 100); after 15 minutes below the target at most 1 leave each minute',
    ],
  ])('%s', (_, park, expected) => {
    const answer = answerOf(park);
    expect(said(answer)).toBe(expected);
    expect(said(answer, 'ja')).toMatch(/^hosts のマネージドスケーリング: (?!.*(?:undefined|\?|\{))/);
  });

  test('as numbers', () => {
    expect(answerOf({ full: 10, waiting: 30, settings: { maximumScalingStepSize: 5 } }).scaling).toEqual({
      provider: 'hosts',
      there: 10,
      needed: 25,
      reservationPercent: 250,
      targetPercent: 100,
      minimumStep: 1,
      maximumStep: 5,
      wanted: 25,
      step: 5,
      withNextCopy: false,
    });
  });

  test('draining instances are not counted, nor tasks of another provider', () => {
    const draining = rawInstance('d', {}, { capacityProviderName: 'hosts', status: 'DRAINING' });
    const containerInstances = [
      rawInstance('f0', { memory: 0 }, { capacityProviderName: 'hosts', runningTasksCount: 1 }),
      draining,
    ];
    const other = rawTask('o', '', {
      containerInstanceArn: null,
      lastStatus: 'PROVISIONING',
      capacityProviderName: 'spot',
      taskDefinitionArn: definition['taskDefinitionArn'],
    });
    const { scaling } = answerOf({ tasks: [rawTask('t', 'f0'), other], more: { containerInstances } });
    expect(scaling).toMatchObject({ there: 1, needed: 2, withNextCopy: true });
  });

  test('nothing where it is as it should be', () => {
    const answer = answerOf({
      full: 3,
      idle: 0,
      service: { desiredCount: 0 },
      more: { taskDefinitions: [rawDefinition([{}])] },
    });
    expect([answer.outlook, answer.scaling?.wanted, said(answer)]).toEqual(['placed', 3, undefined]);
  });

  test.each<readonly [name: string, park: Park]>([
    ['it is off', { full: 2, settings: { status: 'DISABLED' } }],
    ['several capacity providers share the tasks', { full: 2, service: strategy('hosts', 'spot') }],
    ['the task names none', { full: 2, service: { capacityProviderStrategy: [] } }],
    [
      'not even an empty instance would take it',
      { full: 2, more: { taskDefinitions: [rawDefinition([{ memory: 9000 }])] } },
    ],
    [
      'a waiting task is of a definition that is not known',
      { full: 2, tasks: [rawTask('w', '', { containerInstanceArn: null, lastStatus: 'PROVISIONING' })] },
    ],
    [
      'of an idle instance the tasks are not listed',
      { more: { containerInstances: [rawInstance('a', {}, { capacityProviderName: 'hosts', runningTasksCount: 1 })] } },
    ],
  ])('nothing is said where %s', (_, park) => {
    expect(answerOf(park).scaling).toBeUndefined();
  });
});
