import { describe, expect, test } from 'vitest';
import { matchesQuery } from '../../../sim/account/query.ts';
import { usualSwitches } from '../../../sim/switches.ts';
import { World } from './world.ts';

const world = new World();
const instance = world.instance({
  instanceType: 't2.small',
  attributes: { stack: 'prod', 'team.name': 'a/b', zone: '' },
});
world.launch(world.bridge(), { instance, group: 'service:database' });
world.launch(world.bridge(), { instance, group: 'family:job' });
const asked = { instance, switches: usualSwitches };

describe('the cluster query language', () => {
  test.each<readonly [string, boolean]>([
    ['attribute:stack == prod', true],
    ['attribute:stack==prod', true],
    ['attribute:stack equals prod', true],
    ["attribute:stack == 'prod'", true],
    ['attribute:stack == dev', false],
    ['attribute:stack != dev', true],
    ['attribute:stack != prod', false],
    ['attribute:absent == x', false],
    ['attribute:absent != x', false],
    ['attribute:absent !in [x, y]', false],
    ['attribute:absent !~ x.*', false],
    ['not(attribute:absent == x)', true],
    ['attribute:stack exists', true],
    ['attribute:zone exists', true],
    ['attribute:stack !exists', false],
    ['attribute:absent !exists', true],
    ['attribute:absent not_exists', true],
    ['attribute:stack in [dev, prod]', true],
    ['attribute:stack in [dev]', false],
    ['attribute:stack not_in [dev]', true],
    ['attribute:team.name == a/b', true],
    ['attribute:ecs.instance-type =~ t2.*', true],
    ['attribute:ecs.instance-type =~ t2', false],
    ['attribute:ecs.instance-type !~ g2.*', true],
    ['attribute:ecs.instance-type == t2.small and attribute:ecs.availability-zone == ap-northeast-1a', true],
    ['attribute:stack == dev and attribute:stack == prod or attribute:stack == prod', true],
    ['attribute:stack == prod or attribute:stack == prod and attribute:stack == dev', true],
    ['(attribute:stack == prod or attribute:stack == prod) and attribute:stack == dev', false],
    ['attribute:stack == prod && !(attribute:stack == dev)', true],
    ['! attribute:stack == prod || attribute:stack == dev', false],
    ['task:group == service:database', true],
    ['task:group == service:web', false],
    ['not(task:group == service:database)', false],
    ['task:group in [family:job]', true],
    ['task:group != service:web', true],
    ['runningTasksCount > 1', true],
    ['runningTasksCount <= 1', false],
    ['agentConnected == true', true],
    ['agentVersion > 1.9.0', true],
    ['agentVersion < 1.100.0', true],
    ['registeredAt >= 2026-11-21', true],
    ['registeredAt < 2018-06-18T22:28:28+00:00', false],
    [`ec2InstanceId in ['${instance.ec2InstanceId}', 'i-0']`, true],
  ])('%s: %s', (expression, expected) => {
    expect(matchesQuery(expression, asked)).toBe(expected);
  });

  test.each([
    'attribute:stack',
    'attribute:stack ==',
    'attribute:stack == prod and',
    '(attribute:stack == prod',
    'attribute:stack == prod)',
    'attribute:stack in []',
    'attribute:stack in [prod',
    'nonsense == prod',
    'attribute:stack like prod',
    "attribute:stack =~ '*'",
    '',
  ])('refuses %j', (expression) => {
    expect(() => matchesQuery(expression, asked)).toThrow(/Invalid|^$/u);
  });

  test('where nobody has said, the switches decide', () => {
    const other = { instance, switches: { patternsMatchWhole: false, absentAttributeDiffers: true } };
    expect(matchesQuery('attribute:ecs.instance-type =~ t2', other)).toBe(true);
    expect(matchesQuery('attribute:absent != x', other)).toBe(true);
  });
});
