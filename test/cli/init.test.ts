import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { environmentsOf, productionOf } from '../../cli/init/environments.ts';
import { matchesGlob } from '../../lib/core/glob.ts';
import { awsApi } from '../../sim/api/aws-api.ts';
import { seeded } from '../../sim/random.ts';
import { Shop } from '../sim/api/shop.ts';
import { documentedAccount } from './documented.ts';
import type { Setting } from './run.ts';
import { cli, directory, jsonLines } from './run.ts';
import { watched } from './watched.ts';
import { webCluster } from './web-cluster.ts';

const region = 'ap-northeast-1';

const group = (name: string) => ({ AutoScalingGroupName: name, Instances: [] });

function settingOf(more: Partial<Setting> = {}): Setting {
  return {
    region,
    ecs: { ...webCluster().answers(), 'ECS.ListAccountSettings': () => ({ settings: [] }) },
    elb: {},
    scaling: { 'AutoScaling.DescribeAutoScalingGroups': () => ({ AutoScalingGroups: [group('none')] }) },
    watchers: watched,
    env: { TZ: 'Asia/Tokyo' },
    cwd: directory({}),
    ...more,
  };
}

const fileIn = (cwd = '', name = 'watchkeeper.yml'): string => readFileSync(join(cwd, name), 'utf8');

/** As a reader would fill it in. */
const filled = (text: string): string => text.replace('slack: FILL-IN', 'slack: C0123456789');

describe('init', () => {
  test('writes a short file, which check takes once it is filled in', async () => {
    const setting = settingOf();
    const { code, out, err } = await cli(['init'], setting);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const text = fileIn(setting.cwd);
    expect(out).toContain(text.trimEnd());
    expect(text.split('\n').length).toBeLessThan(25);
    expect(text).toContain('timezone: Asia/Tokyo');
    expect(text).toContain('# ops-mail: { sns: ops-mail }');
    expect(text).toContain('# jobs: 3 schedules start tasks: month-end, nightly, nightly-report; disabled: month-end');

    const asked = await cli(['check'], setting);
    expect(asked.code).toBe(1);
    expect(asked.out).toMatch(/receivers\.team\.slack {2}"FILL-IN" is not a Slack channel's id/);
    expect(asked.out).toContain('1 fault, cannot be used');
    const checked = await cli(['check', '--json'], { cwd: directory({ 'watchkeeper.yml': filled(text) }) });
    expect(checked.code).toBe(0);
    expect(jsonLines(checked.out).at(-1)).toMatchObject({ usable: true, faults: 0, warnings: 0 });
  });

  test('groups that have a hook are to be drained, observed first; the others are named', async () => {
    const { scaling = {}, ecs = {} } = await documentedAccount();
    const setting = settingOf({ scaling, ecs });
    await cli(['init'], setting);
    const text = fileIn(setting.cwd);
    expect(text).toMatch(/drain:\n {2}web-asg: \{ mode: observe \} {2}# hook watchkeeper-drain/);
    expect(text).toContain('# without a hook: batch-asg');
    const checked = await cli(['check'], { cwd: directory({ 'watchkeeper.yml': filled(text) }) });
    expect(checked.code).toBe(0);
  });

  test('teams come from the tags of services, the largest is whose what has no tag', async () => {
    const shop = new Shop();
    const api = awsApi(shop.account, { random: seeded('init') });
    const setting = settingOf({ ecs: api, elb: api, scaling: api });
    await cli(['init'], setting);
    expect(fileIn(setting.cwd)).toMatch(
      /teams:.*\n {2}shop: \{ default: true \} {2}# 1 service, and whatever has no tag/,
    );
    const checked = await cli(['check', '--json'], {
      cwd: directory({ 'watchkeeper.yml': filled(fileIn(setting.cwd)) }),
    });
    expect(jsonLines(checked.out)).toContainEqual(expect.objectContaining({ type: 'team' }));
  });

  test('what is there stays, unless it is told to go', async () => {
    const cwd = directory({ 'watchkeeper.yml': 'mine' });
    const refused = await cli(['init'], settingOf({ cwd }));
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/there is a watchkeeper\.yml already — name another with --out/);
    expect(fileIn(cwd)).toBe('mine');
    expect((await cli(['init', '--out', 'other.yml'], settingOf({ cwd }))).code).toBe(0);
    expect((await cli(['init', '--force'], settingOf({ cwd }))).code).toBe(0);
    expect(fileIn(cwd)).toBe(fileIn(cwd, 'other.yml'));
  });

  test('the language is that of the machine, or the one that is asked for', async () => {
    const setting = settingOf({ env: { TZ: 'Asia/Tokyo', LANG: 'ja_JP.UTF-8' } });
    await cli(['init'], setting);
    expect(fileIn(setting.cwd)).toContain('language: ja\n');
    const wrong = await cli(['init', '--language', 'fr'], settingOf());
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('fr is no language — give one of en, ja');
  });

  test('from a snapshot, offline; for programs what was found', async () => {
    const cwd = directory({ 'web.json': await webCluster().snapshot() });
    const { code, out } = await cli(['init', '--account', 'web.json', '--json'], { cwd, env: { TZ: 'UTC' } });
    expect(code).toBe(0);
    expect(jsonLines(out)[0]).toMatchObject({
      type: 'init',
      file: 'watchkeeper.yml',
      clusters: 1,
      services: 5,
      toFillIn: ['receivers.team.slack'],
    });
  });
});

describe('environments', () => {
  test.each([
    [['stg-web', 'stg-all', 'web'], { staging: ['stg-*'] }, ['web']],
    [['web-dev', 'web-prod'], { dev: ['*-dev'] }, ['web-prod']],
    [['shop-qa-web', 'shop-web'], { test: ['*-qa-*'] }, ['shop-web']],
    [['staging', 'production'], { staging: ['staging'] }, ['production']],
    [['device-api', 'latest'], {}, ['device-api', 'latest']],
  ])('%j', (clusters, expected, production) => {
    const found = environmentsOf(clusters);
    expect(Object.fromEntries(found.map(({ name, patterns }) => [name, patterns]))).toEqual(expected);
    expect(productionOf(clusters)).toEqual(production);
  });

  test('no pattern takes a cluster of another environment, and each takes all of its own', () => {
    const word = fc.constantFrom('web', 'stg', 'dev', 'test', 'prod', 'api', 'qa', 'demo', 'a');
    const names = fc.uniqueArray(fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('-')));
    fc.assert(
      fc.property(names, (clusters) => {
        for (const { patterns, clusters: own } of environmentsOf(clusters)) {
          const taken = clusters.filter((cluster) => patterns.some((pattern) => matchesGlob(pattern, cluster)));
          expect(taken.toSorted()).toEqual(own.toSorted());
        }
      }),
    );
  });
});
