import { describe, expect, test } from 'vitest';
import { languages, placesOf, say } from '../../../lib/core/language.ts';
import { attributeFixes, findAttributeFix } from '../../../lib/ecs/placement/attribute-fixes.ts';
import { hiddenRequirements, neverOnExternalInstances } from '../../../lib/ecs/placement/attribute-requirements.ts';
import { eniLimits, findEniLimits } from '../../../lib/ecs/placement/eni-limits.ts';
import { fargateMemoriesMiB, fargateSizes } from '../../../lib/ecs/placement/task-size-limits.ts';

describe('network interfaces for tasks', () => {
  test.each([
    ['c5.large', 2, 10],
    ['m5.large', 2, 10],
    ['m5.4xlarge', 7, 60],
    ['m5.16xlarge', 14, 120],
    ['m6i.8xlarge', 7, 90],
    ['m6idn.32xlarge', 13, 120],
    ['m6g.medium', 1, 4],
    ['m7g.medium', 1, 4],
    ['a1.medium', 1, 10],
    ['mac2.metal', 7, 12],
    ['r5.24xlarge', 14, 120],
    ['g5.48xlarge', 6, 120],
    ['p4d.24xlarge', 59, 120],
    ['x2iedn.2xlarge', 3, 29],
    // Not supported though their families are, or not at all.
    ['m5.metal', 14, undefined],
    ['c5.metal', 14, undefined],
    ['r5.8xlarge', 7, undefined],
    ['c5a.8xlarge', 7, undefined],
    ['t3.micro', 1, undefined],
    ['t3.small', 2, undefined],
    ['t3a.small', 1, undefined],
    ['t3.xlarge', 3, undefined],
    ['m4.large', 1, undefined],
    ['g4dn.xlarge', 2, undefined],
    // The page contradicts itself.
    ['m5n.large', 2, undefined],
    ['m5zn.xlarge', 3, undefined],
    ['r5b.16xlarge', 14, undefined],
    ['i4i.large', 2, undefined],
  ])('%s: %s without a trunk, %s with one', (type, tasks, tasksWithTrunk) => {
    const limits = findEniLimits(type);
    expect(limits?.tasks).toBe(tasks);
    expect(limits?.tasksWithTrunk).toBe(tasksWithTrunk);
    expect(limits?.source).toMatch(/20\d\d/);
  });

  test.each(['m99.large', 'm5', 'm5.', '', 'toString', 'M5.large'])('%j is not known', (type) => {
    expect(findEniLimits(type)).toBeUndefined();
  });

  test('every row is read, and no figure is impossible', () => {
    const types = [...eniLimits.keys()];
    expect(types.length).toBeGreaterThan(450);
    expect(types.filter((type) => !/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(type))).toEqual([]);
    const impossible = [...eniLimits].filter(
      ([, { tasks, tasksWithTrunk = 120 }]) =>
        !(tasks > 0 && tasks < 60 && tasksWithTrunk > 3 && tasksWithTrunk <= 120),
    );
    expect(impossible).toEqual([]);
  });
});

describe('the fix for an attribute', () => {
  test.each([
    ['com.amazonaws.ecs.capability.logging-driver.gelf', '"gelf"'],
    ['com.amazonaws.ecs.capability.logging-driver.awsfirelens', 'FireLens'],
    ['com.amazonaws.ecs.capability.task-iam-role', 'ECS_ENABLE_TASK_IAM_ROLE=true'],
    ['com.amazonaws.ecs.capability.task-iam-role-network-host', 'ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST=true'],
    ['com.amazonaws.ecs.capability.privileged-container', 'ECS_DISABLE_PRIVILEGED'],
    ['com.amazonaws.ecs.capability.docker-remote-api.1.29', 'Docker API 1.29'],
    ['com.amazonaws.ecs.capability.ecr-auth', 'com.amazonaws.ecs.capability.ecr-auth'],
    ['ecs.capability.execution-role-awslogs', 'ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE'],
    ['ecs.capability.docker-plugin.rexray/ebs', 'rexray/ebs'],
    ['ecs.capability.task-cpu-mem-limit', 'ECS_ENABLE_TASK_CPU_MEM_LIMIT'],
    ['ecs.capability.task-eni', 'ECS_ENABLE_TASK_ENI'],
    ['ecs.capability.task-eni-trunking', 'awsvpcTrunking'],
    ['ecs.awsvpc-trunk-id', 'awsvpcTrunking'],
    ['ecs.capability.execute-command', 'ECS Exec'],
    ['ecs.capability.service-connect-v1', 'Service Connect'],
    ['ecs.capability.storage.ebs-task-volume-attach', 'EBS'],
    ['ecs.capability.fault-injection', 'enableFaultInjection'],
    ['ecs.capability.container-health-check', 'ECS_DISABLE_DOCKER_HEALTH_CHECK'],
    ['ecs.capability.efsAuth', 'efsAuth'],
    ['ecs.capability.secrets.asm.environment-variables', 'Secrets Manager'],
    ['ecs.capability.secrets.asm.bootstrap.log-driver', 'log drivers'],
    ['ecs.capability.tomorrow', 'ecs.capability.tomorrow'],
    ['ecs.cpu-architecture', 'runtimePlatform'],
    ['ecs.os-family', 'runtimePlatform'],
    ['ecs.instance-type', 'ECS sets ecs.instance-type itself'],
    ['stack', 'put-attributes'],
    ['__proto__', '__proto__'],
  ])('%s names %s', (name, words) => {
    const { fix, fills } = findAttributeFix(name) ?? {};
    for (const language of languages) expect(say(fix?.fix ?? { en: '?', ja: '?' }, language, fills)).not.toContain('?');
    expect(say(fix?.fix ?? { en: '?', ja: '?' }, 'en', fills)).toContain(words);
  });

  test.each(attributeFixes.map((row) => [row.match, row] as const))('%s: both languages, same places', (_, row) => {
    expect(placesOf(row.fix, 'ja')).toEqual(placesOf(row.fix, 'en'));
    expect(placesOf(row.fix, 'en').filter((place) => place !== 'name' && place !== 'part')).toEqual([]);
    expect(row.fix.ja).toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}]/u);
    expect(row.fix.en).not.toMatch(/\bssh\b|please/i);
    expect(row.source.length).toBeGreaterThan(3);
  });

  test('every row is found by its own pattern, and none is hidden by one before it', () => {
    for (const { match } of attributeFixes) {
      expect(findAttributeFix(match.replace('*', 'x-of-nobody'))?.fix.match).toBe(match);
    }
  });

  test('what a task requires without saying so has a fix of its own', () => {
    const without = hiddenRequirements.filter(
      ({ attribute }) => !findAttributeFix(attribute)?.fix.match.startsWith('ecs.capability.'),
    );
    expect(without).toEqual([]);
    expect(neverOnExternalInstances.has('ecs.capability.task-eni')).toBe(true);
    expect(neverOnExternalInstances.has('ecs.capability.execute-command')).toBe(false);
  });
});

describe('task sizes of Fargate', () => {
  test.each([
    [256, [512, 1024, 2048]],
    [512, [1024, 2048, 3072, 4096]],
    [1024, [2048, 3072, 4096, 5120, 6144, 7168, 8192]],
    [300, []],
    [0, []],
  ])('%s CPU units', (cpuUnits, memories) => expect(fargateMemoriesMiB(cpuUnits)).toEqual(memories));

  test.each(fargateSizes.map((size) => [size.cpuUnits, size] as const))(
    '%s CPU units: from the least to the most',
    (cpuUnits, { leastMiB, mostMiB }) => {
      const memories = fargateMemoriesMiB(cpuUnits);
      expect(memories[0]).toBe(leastMiB);
      expect(memories.at(-1)).toBe(mostMiB);
      expect(memories.every(Number.isInteger)).toBe(true);
    },
  );
});
