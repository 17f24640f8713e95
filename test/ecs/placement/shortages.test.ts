import { describe, expect, test } from 'vitest';
import { roominessOf } from '../../../lib/ecs/placement/shortages.ts';
import { definitionItem, instanceItem, serviceItem, snapshotOf, taskItem } from './cluster-items.ts';

const full = (name: string, zone = 'eu-west-1a') => instanceItem({ name, zone, leftMiB: 512 });
const free = (name: string, zone = 'eu-west-1a') => instanceItem({ name, zone });

const scaling = (status: string) => ({
  capacityProviders: [{ name: 'cp', autoScalingGroupProvider: { managedScaling: { status } } }],
});

type Case = {
  readonly name: string;
  readonly instances: readonly object[];
  readonly service?: object;
  readonly container?: object;
  readonly tasksOn?: readonly string[];
  readonly more?: object;
  readonly short: readonly string[];
};

const strategy = { launchType: undefined, capacityProviderStrategy: [{ capacityProvider: 'cp', weight: 1 }] };

const cases: readonly Case[] = [
  { name: 'room for one more', instances: [full('a'), free('b')], short: [] },
  { name: 'no room for one more', instances: [full('a'), full('b')], short: ['deployment'] },
  {
    name: 'an exact fit is room',
    instances: [instanceItem({ name: 'a', leftMiB: 1024 })],
    short: [],
  },
  {
    name: 'no room, and one may stop first',
    instances: [full('a'), full('b')],
    service: { deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 50 } },
    short: [],
  },
  {
    name: 'no room, and none may start beyond desired: it could never deploy, with or without room',
    instances: [full('a'), full('b')],
    service: { deploymentConfiguration: { maximumPercent: 100, minimumHealthyPercent: 100 } },
    short: [],
  },
  {
    name: 'minimum 75 % of 2 rounds up to 2',
    instances: [full('a')],
    service: { deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 75 } },
    short: ['deployment'],
  },
  { name: 'one that is short of tasks already', instances: [full('a')], service: { runningCount: 1 }, short: [] },
  { name: 'nothing wanted', instances: [full('a')], service: { desiredCount: 0 }, short: [] },
  { name: 'a deleted service', instances: [full('a')], service: { status: 'DRAINING' }, short: [] },
  { name: 'a daemon', instances: [full('a')], service: { schedulingStrategy: 'DAEMON' }, short: [] },
  { name: 'on Fargate', instances: [full('a')], service: { launchType: 'FARGATE' }, short: [] },
  {
    name: 'managed scaling brings room when it is asked for',
    instances: [instanceItem({ name: 'a', leftMiB: 0, provider: 'cp' })],
    service: strategy,
    more: scaling('ENABLED'),
    short: [],
  },
  {
    name: 'managed scaling that is off does not',
    instances: [instanceItem({ name: 'a', leftMiB: 0, provider: 'cp' })],
    service: strategy,
    more: scaling('DISABLED'),
    short: ['deployment'],
  },
  {
    name: 'a host port that every instance has in use',
    instances: [instanceItem({ name: 'a', ports: [22, 80] }), instanceItem({ name: 'b', ports: [22, 80] })],
    container: { memory: 128, portMappings: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }] },
    short: ['deployment'],
  },
  {
    name: 'a lost zone whose tasks fit in no other',
    instances: [free('a', 'eu-west-1a'), full('b', 'eu-west-1b')],
    tasksOn: ['a', 'b'],
    short: ['zone-loss eu-west-1a'],
  },
  {
    name: 'a lost zone whose tasks fit in another',
    instances: [free('a', 'eu-west-1a'), free('b', 'eu-west-1b')],
    tasksOn: ['a', 'b'],
    short: [],
  },
  {
    name: 'a lost instance, in one zone',
    instances: [free('a'), full('b')],
    tasksOn: ['a', 'b'],
    short: ['instance-loss i-a'],
  },
  {
    name: 'a service that its own constraint keeps in one zone lacks no room in others',
    instances: [free('a', 'eu-west-1a'), free('b', 'eu-west-1b')],
    service: {
      placementConstraints: [{ type: 'memberOf', expression: 'attribute:ecs.availability-zone == eu-west-1a' }],
    },
    tasksOn: ['a'],
    short: [],
  },
  {
    name: 'an instance outside AWS is no other zone',
    instances: [
      free('a'),
      free('b'),
      { ...instanceItem({ name: 'mi' }), attributes: [{ name: 'ecs.capability.external' }] },
    ],
    tasksOn: ['a', 'b'],
    short: [],
  },
  { name: 'the only instance: nobody expects more', instances: [free('a')], tasksOn: ['a'], short: [] },
];

describe('a cluster', () => {
  test.each(cases)('$name', ({ instances, service, container, tasksOn = [], more, short }) => {
    const snapshot = snapshotOf({
      containerInstances: instances,
      services: [serviceItem('api', service)],
      taskDefinitions: [definitionItem('api', container)],
      tasks: tasksOn.map((name) => taskItem('api', name)),
      ...more,
    });
    expect(roominessOf(snapshot).shortages.map(({ kind, lost }) => [kind, lost].join(' ').trim())).toEqual(short);
  });

  test('daemons have their room before others', () => {
    const items = {
      containerInstances: [instanceItem({ name: 'a', leftMiB: 1200 })],
      services: [serviceItem('api'), serviceItem('log-agent', { schedulingStrategy: 'DAEMON', runningCount: 0 })],
      taskDefinitions: [definitionItem('api'), definitionItem('log-agent', { memory: 256 })],
      tasks: [],
    };
    expect(roominessOf(snapshotOf(items)).shortages.map(({ kind }) => kind)).toEqual(['deployment']);
  });

  test('what cannot be said for sure is no shortage', () => {
    const items = {
      containerInstances: [{ ...instanceItem({ name: 'a' }), agentConnected: undefined, remainingResources: [] }],
      services: [serviceItem('api')],
      taskDefinitions: [definitionItem('api')],
    };
    expect(roominessOf(snapshotOf(items)).shortages).toEqual([]);
  });

  test('its largest and its most common task are found', () => {
    const items = {
      containerInstances: [free('a'), free('b')],
      services: [
        serviceItem('big', { desiredCount: 1, runningCount: 1 }),
        serviceItem('many', { desiredCount: 9, runningCount: 9 }),
      ],
      taskDefinitions: [definitionItem('big', { memory: 3000 }), definitionItem('many', { memory: 100 })],
      tasks: [],
    };
    const { largest, mostCommon } = roominessOf(snapshotOf(items));
    expect([largest?.service, largest?.room.least]).toEqual(['big', 2]);
    expect([mostCommon?.service, mostCommon?.room.least]).toEqual(['many', 80]);
  });
});
