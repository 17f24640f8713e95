import { describe, expect, test } from 'vitest';
import type { Text } from '../../../lib/core/language.ts';
import { languages, placesOf, say } from '../../../lib/core/language.ts';
import { causes } from '../../../lib/ecs/stops/catalogue.ts';
import { proxyExit } from '../../../lib/ecs/stops/exit-code-proxy.ts';
import { exitCodes as linuxExitCodes } from '../../../lib/ecs/stops/exit-code-rows.ts';
import { windowsExitCodes } from '../../../lib/ecs/stops/exit-code-rows-windows.ts';
import { findExitCode, ignoresSigterm, signalOf } from '../../../lib/ecs/stops/exit-codes.ts';
import { findPlacementReason, placementReasons } from '../../../lib/ecs/stops/placement-reasons.ts';
import type { Wording } from '../../../lib/ecs/stops/wording.ts';
import { wordingOf } from '../../../lib/ecs/stops/wording.ts';

const exitCodes = [...linuxExitCodes, ...windowsExitCodes, proxyExit];

const ownPlaces = ['container', 'image', 'exitCode', 'signal', 'code', 'text', 'ignoresSigterm'];
const knownPlaces = new Set([...ownPlaces, ...causes.flatMap(({ details = {} }) => Object.keys(details))]);

const texts: readonly (readonly [string, Text])[] = [
  ...causes.flatMap(({ id, title, likely, remedy }) => [
    [`${id} title`, title] as const,
    [`${id} likely`, likely] as const,
    ...Object.entries(remedy).map(([variant, text]) => [`${id} remedy ${variant}`, text] as const),
  ]),
  ...exitCodes.flatMap(({ code, title, meaning, remedy }) => [
    [`exit ${code} title`, title] as const,
    [`exit ${code} meaning`, meaning] as const,
    [`exit ${code} remedy`, remedy] as const,
  ]),
  ...placementReasons.flatMap(({ id, title, remedy }) => [
    [`placement ${id} title`, title] as const,
    [`placement ${id} remedy`, remedy] as const,
  ]),
  ['ignoresSigterm', ignoresSigterm],
];

function wordsOfExit(exitCode?: number): Wording {
  return wordingOf({ cause: 'essential_exit', standalone: false, exitCode });
}

describe('texts', () => {
  test.each(texts)('%s: both languages, same places', (_, text) => {
    expect(Object.keys(text).sort()).toEqual([...languages].sort());
    expect(placesOf(text, 'ja')).toEqual(placesOf(text, 'en'));
    expect(placesOf(text, 'en').filter((place) => !knownPlaces.has(place))).toEqual([]);
    expect(text.en.trim()).toBe(text.en);
    expect(text.en.length).toBeGreaterThan(5);
    expect(text.ja).toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u);
    expect(text.en).not.toMatch(/please check|something went wrong|\bssh\b/i);
    expect(text.ja).not.toMatch(/\bssh\b/i);
  });

  test('titles fit on the line of a phone, remedies in three lines', () => {
    for (const [name, text] of texts) {
      const longest = name.includes('title') ? 90 : 420;
      expect([name, text.en.length <= longest]).toEqual([name, true]);
    }
  });

  test('every row has its own id and a source', () => {
    expect(new Set(causes.map(({ id }) => id)).size).toBe(causes.length);
    expect(new Set(placementReasons.map(({ id }) => id)).size).toBe(placementReasons.length);
    for (const { source } of [...causes, ...exitCodes, ...placementReasons]) expect(source.length).toBeGreaterThan(3);
  });
});

describe('the remedy', () => {
  const fargate = { standalone: false, launchType: 'FARGATE' };
  const ec2 = { standalone: false, launchType: 'EC2' };

  test.each([
    ['pull_denied_role', fargate, 'task execution role'],
    ['pull_denied_role', ec2, 'instance role'],
    ['pull_denied_role', { standalone: false, launchType: 'EXTERNAL' }, 'on EC2'],
    ['secrets_denied', fargate, 'kms:Decrypt'],
    ['secrets_denied', ec2, 'task execution role'],
    ['log_group', fargate, 'logs:CreateLogGroup'],
    ['log_group', ec2, 'instance role'],
    ['maintenance', { standalone: true }, 'Run the task again'],
    ['maintenance', fargate, 'Nothing to do'],
    ['host_gone', { standalone: true, launchType: 'EC2' }, 'Run the task again'],
    ['pull_network', fargate, 'assignPublicIp'],
    ['efs', fargate, 'task role'],
    ['a cause of tomorrow', fargate, 'Read the text of AWS'],
  ])('of %s for %j says "%s"', (cause, kind, words) => {
    expect(wordingOf({ cause, ...kind }).remedy.en).toContain(words);
  });

  test('of an exit is that of its code', () => {
    expect(wordsOfExit(127).likely.en).toContain('not on PATH');
    expect(wordsOfExit().title.en).toContain('essential container');
    expect(wordingOf({ cause: 'essential_exit', standalone: true, container: 'web' }).title.en).toContain(
      'without an exit code',
    );
    expect(say(wordsOfExit(99).title, 'en', { container: 'web', exitCode: 99 })).toBe(
      'container web exited with its own code 99',
    );
  });
});

test.each([
  ['ecs-service-connect-AbCdE', 1, 'Service Connect proxy ended (exit 1)'],
  ['ecs-service-connect-AbCdE', undefined, 'container ecs-service-connect-AbCdE ended without an exit code'],
  ['my-ecs-service-connect', 1, 'container my-ecs-service-connect failed (exit 1)'],
])('what ends with %s (%s) is "%s"', (container, exitCode, title) => {
  const words = wordingOf({ cause: 'essential_exit', standalone: false, container, exitCode });
  expect(say(words.title, 'en', { container, exitCode })).toBe(title);
});

describe('exit codes', () => {
  test.each([
    [undefined, 'none', undefined],
    [0, 0, undefined],
    [1, 1, undefined],
    [125, 125, undefined],
    [126, 126, undefined],
    [127, 127, undefined],
    [128, 'other', undefined],
    [129, 'signal', 'SIGHUP'],
    [132, 132, 'SIGILL'],
    [134, 134, 'SIGABRT'],
    [137, 137, 'SIGKILL'],
    [139, 139, 'SIGSEGV'],
    [141, 'signal', 'SIGPIPE'],
    [143, 143, 'SIGTERM'],
    [200, 'other', undefined],
    [255, 255, undefined],
    [99, 'other', undefined],
    [-1, 'other', undefined],
    [3221225786, 0xc000013a, undefined],
    [-1073741510, 0xc000013a, undefined],
    [3221225477, 0xc0000005, undefined],
    [3221225781, 0xc0000135, undefined],
    [3762504530, 0xe0434352, undefined],
    [3221226505, 0xc0000409, undefined],
    [3221225999, 'other', undefined],
  ])('%s is row %s', (exitCode, row, signal) => {
    expect(findExitCode(exitCode)?.code).toBe(row);
    expect(signalOf(exitCode)).toBe(signal);
  });

  test('137 is never called out of memory as a fact, 139 never at all', () => {
    expect(findExitCode(137)).toMatchObject({ certainty: 'probable' });
    expect(findExitCode(137)?.title.en).not.toMatch(/memory/);
    expect(findExitCode(139)?.meaning.en).toMatch(/not a lack of memory/);
  });
});

describe('placement reasons', () => {
  test.each([
    ['RESOURCE:CPU', 'cpu'],
    ['RESOURCE:MEMORY', 'memory'],
    ['RESOURCE:GPU', 'gpu'],
    ['RESOURCE:ENI', 'eni'],
    ['RESOURCE:PORTS', 'ports'],
    ['RESOURCE:PORTS_TCP', 'ports'],
    ['RESOURCE:FARGATE', 'fargate_capacity'],
    ['There is no Fargate Spot capacity available at this time.', 'fargate_capacity'],
    ['No Fargate Spot capacity was available.', 'fargate_capacity'],
    ['RESOURCE:EBS', 'resource_other'],
    ['resource:memory', 'memory'],
    ['TaskFailedToStart: RESOURCE:CPU', 'cpu'],
    ['AGENT', 'agent'],
    ['ATTRIBUTE', 'attribute'],
    ['TaskFailedToStart: ATTRIBUTE', 'attribute'],
    ['MISSING', 'missing'],
    ['INACTIVE', 'inactive'],
    ['LOCATION', 'location'],
    ['TaskFailedToStart: EMPTY CAPACITY PROVIDER', 'no_instances'],
    ['TaskFailedToStart: MemberOf placement constraint unsatisfied', 'memberof'],
    ['DistinctInstance placement constraint unsatisfied.', 'distinct_instance'],
    [
      'Capacity is unavailable at this time. Please try again later or in a different availability zone',
      'capacity_now',
    ],
    ['You\u2019ve reached the limit on the number of vCPUs you can run concurrently', 'quota_vcpus'],
    ["You've reached the limit on the number of tasks you can run concurrently", 'quota_tasks'],
    ['The requested MEMORY configuration is above your limit', 'quota_size'],
    ['The closest matching container-instance 0c4f is already using a port required by your task.', 'ports'],
    ['The closest matching container-instance 0c4f encountered error "AGENT".', 'agent'],
    ['The closest matching container-instance 0c4f is missing an attribute required by your task.', 'attribute'],
    ['The closest matching container-instance 0c4f has insufficient memory available.', 'memory'],
    [
      'was unable to stop or start tasks during a deployment because of the service deployment configuration',
      'deployment_bounds',
    ],
    ['The number of protected tasks are more than the desired count of tasks', 'task_protection'],
    ['No Container Instances were found in your capacity provider.', 'no_instances'],
    ['is not healthy in target-group (x) due to TARGET GROUP IS NOT FOUND', 'target_group'],
    ['was unable to place a task. Reason: Internal error.', 'internal'],
    [
      'was unable to place tasks in your cluster because the tasks provisioning capacity limit was exceeded.',
      'provisioning_limit',
    ],
    ['operations are being throttled. Will try again later.', 'throttled'],
  ])('%s is %s', (reason, id) => {
    expect(findPlacementReason(reason)?.id).toBe(id);
  });

  test.each(['', 'the moon is full', 'the AGENT said no'])('%j is none', (reason) => {
    expect(findPlacementReason(reason)).toBeUndefined();
  });
});
