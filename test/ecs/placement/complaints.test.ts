import { expect, test } from 'vitest';
import { say } from '../../../lib/core/language.ts';
import { findAttributeFix } from '../../../lib/ecs/placement/attribute-fixes.ts';
import { cheapestChanges } from '../../../lib/ecs/placement/changes.ts';
import { explainPlacement } from '../../../lib/ecs/placement/explain.ts';
import { outlookOf } from '../../../lib/ecs/placement/outlook.ts';
import type { Item } from './raw-items.ts';
import { rawDefinition, rawInstance, rawService, rawTask, situation } from './raw-items.ts';

// What people write when ECS names one instance and one reason, or none: each with what the engine says instead.

function look(items: Item) {
  const { asked, snapshot } = situation(items);
  const explained = explainPlacement(asked, snapshot.instances);
  const changes = cheapestChanges(asked, snapshot.instances);
  return {
    asked,
    snapshot,
    explained,
    fixes: changes.map(({ said, admits }) => [say(said.text, 'en', said.fills), admits]),
    outlook: outlookOf(explained.fits, asked, { instances: snapshot.instances, providers: snapshot.providers }),
  };
}

const small = { cpu: 128, memory: 256 };
const onPort = (hostPort: number, protocol = 'tcp'): Item => ({
  ...small,
  portMappings: [{ containerPort: 80, hostPort, protocol }],
});
const bound = (hostPort: number): Item => ({
  containers: [{ name: 'c0', networkBindings: [{ bindIP: '0.0.0.0', containerPort: 80, hostPort, protocol: 'tcp' }] }],
});

test('a static port, a rolling deployment, and it loops for hours (Shippable/support#4462)', () => {
  const { explained, fixes, outlook } = look({
    containerInstances: [
      rawInstance('a', { tcp: [8080] }, { runningTasksCount: 1 }),
      rawInstance('b', { tcp: [8080] }, { runningTasksCount: 1 }),
    ],
    tasks: [rawTask('1', 'a', bound(8080)), rawTask('2', 'b', bound(8080))],
    services: [rawService()],
    taskDefinitions: [rawDefinition([onPort(8080)])],
  });
  expect(explained).toMatchObject({ fits: 'no', copies: 0 });
  for (const { reasons } of explained.instances) {
    // Its own last revision is what holds the port.
    expect(reasons).toEqual([expect.objectContaining({ check: 'ports', have: ['8080/tcp'], heldBy: ['service:web'] })]);
  }
  expect(fixes).toEqual([
    ['hostPort 8080 → 0 (dynamic)', 28],
    ['one more c5.large', 1],
  ]);
  // Nothing is wrong with task or instances, and nobody adds one.
  expect(outlook).toBe('waits-for-room');
});

test('400 host ports, and "closest matching instance" forever (aws/amazon-ecs-agent#2078)', () => {
  const portMappings = Array.from({ length: 400 }, (_, at) => ({ containerPort: 10_000 + at, hostPort: 10_000 + at }));
  const { explained, outlook } = look({
    containerInstances: [rawInstance('a'), rawInstance('b')],
    services: [rawService()],
    taskDefinitions: [rawDefinition([{ ...small, portMappings }])],
  });
  expect(explained.instances[0]?.reasons).toEqual([
    expect.objectContaining({ check: 'reservedPorts', need: 400, have: 95, shortBy: 305 }),
  ]);
  expect(outlook).toBe('never');
});

test('"is missing an attribute required by your task", and which? (aws/amazon-ecs-agent#1395, #1423)', () => {
  const { explained, fixes, outlook } = look({
    containerInstances: [rawInstance('a')],
    services: [rawService()],
    taskDefinitions: [
      rawDefinition([small], {
        requiresAttributes: [
          { name: 'com.amazonaws.ecs.capability.docker-remote-api.1.18' },
          { name: 'ecs.capability.execution-role-awslogs' },
        ],
      }),
    ],
  });
  expect(explained.instances[0]?.reasons).toEqual([
    expect.objectContaining({ check: 'attribute', need: 'ecs.capability.execution-role-awslogs' }),
  ]);
  expect(fixes).toEqual([['attribute ecs.capability.execution-role-awslogs on one instance', 14]]);
  const how = findAttributeFix('ecs.capability.execution-role-awslogs');
  expect(say(how?.fix.fix ?? { en: '', ja: '' }, 'en', how?.fills)).toContain(
    'ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE',
  );
  expect(outlook).toBe('never');
});

test('check-attributes says "None", and ECS says one is missing, once ECS Exec is on (aws/aws-cli#7548)', () => {
  const bare = rawInstance('a');
  const attributes = (bare['attributes'] as Item[]).filter(({ name }) => name !== 'ecs.capability.execute-command');
  const { explained, fixes } = look({
    containerInstances: [{ ...bare, attributes }],
    services: [rawService({ enableExecuteCommand: true })],
    taskDefinitions: [rawDefinition([small])],
  });
  expect(explained).toMatchObject({ fits: 'no' });
  expect(explained.instances[0]?.reasons[0]).toMatchObject({
    check: 'attribute',
    need: 'ecs.capability.execute-command',
  });
  expect(fixes[0]).toEqual(['enableExecuteCommand off', 14]);
});

test('8 GiB for a task on a host of 8 GiB', () => {
  const registered = [
    { name: 'CPU', type: 'INTEGER', integerValue: 2048 },
    { name: 'MEMORY', type: 'INTEGER', integerValue: 7985 },
  ];
  const { explained, fixes, outlook } = look({
    containerInstances: [rawInstance('a', { memory: 7985 }, { registeredResources: registered })],
    services: [rawService()],
    taskDefinitions: [rawDefinition([{ cpu: 1024 }], { memory: '8192' })],
  });
  expect(explained.instances[0]?.reasons).toEqual([
    expect.objectContaining({ check: 'memory', need: 8192, have: 7985, shortBy: 207 }),
  ]);
  expect(fixes[0]).toEqual(['memory 8192 → 7936', 1]);
  // Not even a new instance of this type: no scaling will ever help.
  expect(outlook).toBe('never');
});

test('what is left is exactly what it needs, and that is enough', () => {
  const { explained } = look({
    containerInstances: [rawInstance('a', { cpu: 128, memory: 256 })],
    services: [rawService()],
    taskDefinitions: [rawDefinition([small])],
  });
  expect(explained).toMatchObject({ fits: 'yes', copies: 1 });
});

test('distinctInstance with as many tasks as instances: no rolling deployment (aws/containers-roadmap#723)', () => {
  const { explained, fixes, outlook } = look({
    containerInstances: [
      rawInstance('a', {}, { runningTasksCount: 1 }),
      rawInstance('b', {}, { runningTasksCount: 1 }),
    ],
    tasks: [rawTask('1', 'a'), rawTask('2', 'b')],
    services: [rawService({ placementConstraints: [{ type: 'distinctInstance' }] })],
    taskDefinitions: [rawDefinition([small])],
  });
  expect(explained).toMatchObject({ fits: 'no', copies: 0 });
  expect(explained.instances.flatMap(({ reasons }) => reasons.map(({ check }) => check))).toEqual([
    'distinctInstance',
    'distinctInstance',
  ]);
  expect(fixes).toEqual([
    ['without distinctInstance', 28],
    ['one more c5.large', 1],
  ]);
  expect(outlook).toBe('waits-for-room');
});

test('a DNS server on UDP and TCP 53: neither is in the way of the other', () => {
  const dns = [
    { containerPort: 53, hostPort: 53, protocol: 'tcp' },
    { containerPort: 53, hostPort: 53, protocol: 'udp' },
  ];
  const one = (left: Parameters<typeof rawInstance>[1], portMappings: readonly Item[]) =>
    look({
      containerInstances: [rawInstance('a', left)],
      services: [rawService()],
      taskDefinitions: [rawDefinition([{ ...small, portMappings }])],
    }).explained;
  expect(one({}, dns)).toMatchObject({ fits: 'yes', copies: 1 });
  expect(one({ tcp: [53] }, dns.slice(1))).toMatchObject({ fits: 'yes' });
  expect(one({ udp: [53] }, dns.slice(0, 1))).toMatchObject({ fits: 'yes' });
  expect(one({ udp: [53] }, dns).instances[0]?.reasons[0]).toMatchObject({ have: ['53/udp'] });
});

test('one instance and one reason is named, and it is about another one (aws/containers-roadmap#331)', () => {
  const { explained } = look({
    containerInstances: [
      rawInstance('a', { memory: 100 }),
      rawInstance('b', {}, { agentConnected: false }),
      rawInstance('c', {}, { status: 'DRAINING' }),
    ],
    services: [rawService({ placementConstraints: [{ type: 'memberOf', expression: 'attribute:stack == prod' }] })],
    taskDefinitions: [rawDefinition([small])],
  });
  expect(explained.instances.map(({ reasons }) => reasons.map(({ check }) => check))).toEqual([
    ['memory', 'memberOf'],
    ['agent', 'memberOf'],
    ['status', 'memberOf'],
  ]);
});
