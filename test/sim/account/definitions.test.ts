import { describe, expect, test } from 'vitest';
import type { TaskDefinitionRequest } from '../../../sim/account/definitions.ts';
import { deregisterTaskDefinition, findTaskDefinition } from '../../../sim/account/definitions.ts';
import { World } from './world.ts';

const container = { name: 'web', image: 'web:v1' };

describe('revisions', () => {
  test('count up within the family, also past a deregistered one', () => {
    const world = new World();
    const [one, two] = [world.fargate(), world.fargate()];
    deregisterTaskDefinition(world.account, two.arn);
    const three = world.fargate();
    expect([one, two, three].map(({ revision }) => revision)).toEqual([1, 2, 3]);
    expect(world.fargate({ family: 'other' }).revision).toBe(1);
    expect(() => deregisterTaskDefinition(world.account, two.arn)).toThrow('inactive');
    expect(() => deregisterTaskDefinition(world.account, `${two.arn}0`)).toThrow('Unable to describe');
  });

  test('are found by ARN, by family and revision, and by family alone', () => {
    const world = new World();
    const [one, two] = [world.fargate(), world.fargate()];
    expect(
      [one.arn, 'web:1', 'web', 'web:3', 'nothing'].map((name) => findTaskDefinition(world.account, name)?.revision),
    ).toEqual([1, 1, 2, undefined, undefined]);
    deregisterTaskDefinition(world.account, two.arn);
    expect(findTaskDefinition(world.account, 'web')).toBe(one);
  });
});

describe('sizes of Fargate', () => {
  test.each<readonly [number, number, boolean]>([
    [256, 512, true],
    [256, 1024, true],
    [256, 2048, true],
    [256, 1536, false],
    [512, 512, false],
    [512, 4096, true],
    [1024, 2048, true],
    [1024, 9216, false],
    [4096, 30720, true],
    [8192, 16384, true],
    [8192, 17408, false],
    [16384, 122880, true],
    [300, 512, false],
  ])('%i CPU with %i MiB: %s', (cpu, memoryMiB, valid) => {
    const register = (): unknown => new World().fargate({ cpu, memoryMiB });
    if (valid) expect(register).not.toThrow();
    else expect(register).toThrow('No Fargate configuration exists for given values');
  });
});

describe('what is refused', () => {
  test.each<{ name: string; request: Partial<TaskDefinitionRequest>; words: string }>([
    { name: 'Fargate with bridge', request: { networkMode: 'bridge' }, words: 'awsvpc' },
    { name: 'no container', request: { containers: [] }, words: 'cannot be empty' },
    { name: 'nothing essential', request: { containers: [{ ...container, essential: false }] }, words: 'essential' },
    { name: 'a name twice', request: { containers: [container, container] }, words: 'Duplicate' },
    { name: 'a family with a blank', request: { family: 'my web' }, words: 'Family' },
    {
      name: 'another host port with awsvpc',
      request: { containers: [{ ...container, portMappings: [{ containerPort: 80, hostPort: 81, protocol: 'tcp' }] }] },
      words: 'must match',
    },
    {
      name: 'a dependency that is not there',
      request: { containers: [{ ...container, dependsOn: [{ container: 'db', condition: 'START' }] }] },
      words: 'db',
    },
    {
      name: 'a circle of dependencies',
      request: {
        containers: [
          { ...container, dependsOn: [{ container: 'log', condition: 'START' }] },
          { name: 'log', image: 'log', dependsOn: [{ container: 'web', condition: 'START' }] },
        ],
      },
      words: 'circular',
    },
    { name: 'distinctInstance', request: { placementConstraints: [{ type: 'distinctInstance' }] }, words: 'memberOf' },
  ])('$name', ({ request, words }) => {
    const world = new World();
    expect(() => world.fargate(request)).toThrow(words);
    expect(world.account.families.size).toBe(0);
  });

  test('a container without memory, when the task has none', () => {
    expect(() => new World().bridge({ containers: [container] })).toThrow("'memory' or 'memoryReservation'");
  });
});

describe('what it needs of an instance', () => {
  const names = (request: Partial<TaskDefinitionRequest>): string[] =>
    new World()
      .fargate(request)
      .requiresAttributes.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`));

  test.each<{ name: string; request: Partial<TaskDefinitionRequest>; expected: string }>([
    { name: 'awsvpc', request: {}, expected: 'ecs.capability.task-eni' },
    { name: 'a size', request: {}, expected: 'ecs.capability.task-cpu-mem-limit' },
    {
      name: 'a role',
      request: { taskRoleArn: 'arn:aws:iam::1:role/r' },
      expected: 'com.amazonaws.ecs.capability.task-iam-role',
    },
    {
      name: 'logs',
      request: { containers: [{ ...container, log: { group: 'g', streamPrefix: 'p' } }] },
      expected: 'com.amazonaws.ecs.capability.logging-driver.awslogs',
    },
    {
      name: 'a secret',
      request: { containers: [{ ...container, secrets: { A: 'arn:aws:secretsmanager:r:1:secret:a' } }] },
      expected: 'ecs.capability.secrets.asm.environment-variables',
    },
    { name: 'ARM', request: { architecture: 'ARM64' }, expected: 'ecs.cpu-architecture=arm64' },
  ])('$name', ({ request, expected }) => {
    expect(names(request)).toContain(expected);
  });

  test('and every instance of ours can do all of it', () => {
    const world = new World();
    const log = { group: 'g', streamPrefix: 'p' };
    const healthCheck = { command: ['true'], intervalS: 10, retries: 2 };
    const definition = world.fargate({
      taskRoleArn: 'r',
      executionRoleArn: 'r',
      containers: [
        {
          ...container,
          image: '1.dkr.ecr.eu-west-1.amazonaws.com/a',
          log,
          healthCheck,
          secrets: { A: '/a', B: 'arn:aws:secretsmanager:b' },
        },
        { name: 'log', image: 'log', dependsOn: [{ container: 'web', condition: 'HEALTHY' }] },
      ],
    });
    const { attributes } = world.instance();
    expect(definition.requiresAttributes.filter(({ name }) => !attributes.has(name))).toEqual([]);
  });
});

test('what can run where follows from mode and size', () => {
  const world = new World();
  expect(world.fargate().compatibilities).toEqual(['EC2', 'FARGATE']);
  expect(world.bridge().compatibilities).toEqual(['EC2']);
});
