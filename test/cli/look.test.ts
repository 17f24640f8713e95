import { describe, expect, test } from 'vitest';
import { minuteMs } from '../../lib/core/time.ts';
import { readSnapshot } from '../../lib/ecs/placement/snapshot.ts';
import { createService } from '../../sim/account/services/create.ts';
import { updateService } from '../../sim/account/services/update.ts';
import { awsApi } from '../../sim/api/aws-api.ts';
import { seeded } from '../../sim/random.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import { awsError } from '../../sim/wire.ts';
import { Shop } from '../sim/api/shop.ts';
import { crashing, settingOf } from './deploying.ts';
import type { Setting } from './run.ts';
import { cli, directory, jsonLines } from './run.ts';
import { watched } from './watched.ts';
import { webCluster } from './web-cluster.ts';

const region = 'ap-northeast-1';
const env = { TZ: 'Asia/Tokyo' };

const linesOf = (out: string, type: string) => jsonLines(out).filter((line) => line['type'] === type);

/** Its old tasks are gone, and the new ones end at once. */
function broken(): Shop {
  const shop = crashing({ minimumHealthyPercent: 0, circuitBreaker: { enabled: false, rollback: false } });
  shop.pass(6 * minuteMs);
  return shop;
}

describe('what is broken', () => {
  test('a shop that is well is fine', async () => {
    const { code, out } = await cli(['look', '--json'], settingOf(new Shop()));
    expect(code).toBe(0);
    expect(linesOf(out, 'told')).toEqual([]);
    expect(jsonLines(out).at(-1)).toMatchObject({ type: 'look', broken: 0, soon: 0, services: 1, routes: 'none' });
    expect((await cli(['look'], settingOf(new Shop()))).out).toContain('nothing is broken');
  });

  test('is judged by the functions of health: the cause from the tasks that stopped, the impact from the counts', async () => {
    const { out } = await cli(['look', '--json'], settingOf(broken()));
    const [told] = linesOf(out, 'told');
    expect(told).toMatchObject({
      now: true,
      subject: { cluster: 'shop', kind: 'service', name: 'web' },
      severity: 'critical',
      impact: { level: 'down', desired: 2 },
      environment: 'prod',
    });
    expect(told?.['causes']).toContainEqual(
      expect.objectContaining({ id: 'essential_exit', container: 'web', exitCode: 1 }),
    );
    expect(jsonLines(out).at(-1)).toMatchObject({ broken: 1 });
  });

  const yml = (more: string): string =>
    `timezone: Asia/Tokyo\nreceivers: { team: { slack: C0TEAM1 }, pager: { pagerduty: /watchkeeper/key } }\n${more}`;

  test.each([
    ['whoever the routes name', '', { receivers: ['team'], withheld: [{ receiver: 'pager', why: 'shadow' }] }],
    ['the pager, too, where it is live', 'pager: live\n', { receivers: ['team', 'pager'], withheld: [] }],
    [
      'nobody at night of what is not production',
      'environments: { dev: { clusters: [shop] } }\n',
      {
        environment: 'dev',
        severity: 'warning',
        receivers: [],
        later: [expect.objectContaining({ receiver: 'team' })],
      },
    ],
  ])('is told to %s', async (_, more, expected) => {
    const cwd = directory({ 'watchkeeper.yml': yml(more) });
    const { out } = await cli(['look', '--json'], { ...settingOf(broken()), cwd });
    expect(linesOf(out, 'told')[0]).toMatchObject(expected);
    expect(jsonLines(out).at(-1)).toMatchObject({ routes: 'here' });
  });

  test('is said in the language of the configuration, with who is told', async () => {
    const cwd = directory({ 'watchkeeper.yml': yml('language: ja\n') });
    const { out } = await cli(['look'], { ...settingOf(broken()), cwd });
    expect(out).toContain('現在の異常');
    expect(out).toContain('通知先  team, pager(導入 1 週間後から)');
    const english = await cli(['look'], settingOf(broken()));
    expect(english.out).toMatch(/critical {2}\[prod\] web/);
    expect(english.out).toContain('there is none here: watchkeeper init writes one');
  });

  test('a blue/green deployment that waits for somebody, with what happens when nobody answers', async () => {
    const shop = new Shop();
    const pauseHooks = [{ stage: 'POST_SCALE_UP', timeoutMinutes: 90, action: 'CONTINUE' }] as const;
    const service = createService(shop.account, {
      cluster: shop.cluster,
      name: 'checkout',
      definition: shop.web,
      launchType: 'FARGATE',
      strategy: 'BLUE_GREEN',
      pauseHooks,
    });
    shop.pass(10 * minuteMs);
    updateService(shop.account, service, { definition: shop.register('v2') });
    shop.pass(10 * minuteMs);
    const { out } = await cli(['look'], settingOf(shop));
    expect(out).toContain('checkout: deployment waits for somebody at POST_SCALE_UP');
    expect(out).toMatch(/at 13:\d\d ECS lets it go on by itself/);
  });

  test('what must last to be told is said with how long', async () => {
    const { out } = await cli(['look', '--json'], { region, ecs: webCluster().answers(), env, cwd: directory({}) });
    const told = linesOf(out, 'told');
    expect(told.map(({ subject }) => subject)).toContainEqual(expect.objectContaining({ kind: 'instance' }));
    const room = told.find(({ subject }) => (subject as { kind: string }).kind === 'cluster');
    expect(room).toMatchObject({ now: false, subject: { name: 'web' } });
    expect(room?.['afterSeconds']).toBeGreaterThan(300);
  });
});

describe('what stands around', () => {
  const around = (more: Partial<Setting> = {}): Setting => ({
    region,
    ecs: { ...webCluster().answers(), 'ECS.ListAccountSettings': () => ({ settings: [] }) },
    elb: {},
    watchers: watched,
    scaling: { 'AutoScaling.DescribeAutoScalingGroups': () => ({ AutoScalingGroups: [] }) },
    env,
    cwd: directory({}),
    ...more,
  });

  test('alarms and rules that say the same, whom they tell, and those worth keeping', async () => {
    const { out } = await cli(['look', '--json'], around());
    const watchers = linesOf(out, 'watcher').map(({ name, same, isOff, about, tells }) => ({
      name,
      same,
      isOff,
      about,
      tells,
    }));
    expect(watchers).toEqual([
      { name: 'ecs-failures', same: true, isOff: false, about: [], tells: ['sns chat (Amazon Q in chat)'] },
      {
        name: 'orders-api running tasks',
        same: true,
        isOff: false,
        about: ['web/orders-api'],
        tells: ['sns ops-mail (e-mail ×2)'],
      },
      { name: 'search cpu', same: false, isOff: true, about: ['web/search'], tells: ['sns ops-mail (e-mail ×2)'] },
    ]);
    expect(out).not.toContain('ana@example.com');
  });

  test('what starts tasks by the clock', async () => {
    const { out } = await cli(['look', '--json'], around());
    expect(
      linesOf(out, 'starter').map(({ starter, name, isOff, cluster, family }) => [
        starter,
        name,
        isOff,
        cluster,
        family,
      ]),
    ).toEqual([
      ['schedule', 'month-end', true, 'web', 'nightly'],
      ['schedule', 'nightly', false, 'web', 'nightly'],
      ['rule', 'nightly-report', false, 'web', 'nightly'],
    ]);
  });

  test('what is missing, by name', async () => {
    const { out } = await cli(['look', '--json'], around());
    const missing = new Map(linesOf(out, 'missing').map(({ id, of }) => [id, of]));
    expect(missing.get('no-circuit-breaker')).toContain('web/orders-api');
    expect(missing.get('no-alarm')).toEqual(['web/admin-web', 'web/search', 'web/shop-nginx']);
    expect(missing.get('no-dead-letters')).toEqual(['nightly-report']);
    expect(missing.has('no-rule')).toBe(false);
    const silent = { ...watched, 'EventBridge.ListRules': () => ({ Rules: [] }) };
    const none = await cli(['look', '--json'], around({ watchers: silent }));
    expect(linesOf(none.out, 'missing').map(({ id }) => id)).toContain('no-rule');
  });

  test('what cannot be read is said, and the rest is looked at', async () => {
    const denied = () => {
      throw awsError('AccessDeniedException');
    };
    const without: WireHandlers = {
      ...watched,
      'CloudWatch.DescribeAlarms': denied,
      'Scheduler.ListSchedules': denied,
    };
    const { code, out } = await cli(['look', '--json'], around({ watchers: without }));
    expect(code).toBe(0);
    expect(linesOf(out, 'unread').map(({ what }) => what)).toEqual(['alarms', 'schedules']);
    expect(linesOf(out, 'missing').map(({ id }) => id)).not.toContain('no-alarm');
  });

  test('advice, errors first, counted', async () => {
    const { out } = await cli(['look', '--json'], around());
    const severities = linesOf(out, 'advice').map(({ severity }) => severity);
    expect(severities).toEqual(severities.toSorted((a, b) => rank(a) - rank(b)));
    expect(linesOf(out, 'advice')[0]).toMatchObject({ rule: 'static-port-no-spare', makesDeploymentFail: true });
  });
});

const rank = (severity: unknown): number => ['error', 'warning', 'info'].indexOf(String(severity));

describe('from a file', () => {
  test('the same is said as of the account it was taken of', async () => {
    const shop = broken();
    const setting = settingOf(shop);
    const live = await cli(['look', '--json'], setting);
    const { out: file } = await cli(['snapshot'], setting);
    const cwd = directory({ 'shop.json': file });
    const offline = await cli(['look', '--account', 'shop.json', '--json'], { cwd, env, clock: () => 0 });
    expect(offline.code).toBe(0);
    const told = (out: string) =>
      linesOf(out, 'told').map(({ key, severity, causes, title }) => ({ key, severity, causes, title }));
    expect(told(offline.out)).toEqual(told(live.out));
    expect(told(offline.out)).toHaveLength(1);
    expect(linesOf(offline.out, 'advice')).toEqual(linesOf(live.out, 'advice'));
  });

  test('a snapshot is what explain and advise take, and says nothing in secret', async () => {
    const shop = broken();
    const { out } = await cli(['snapshot'], settingOf(shop));
    expect(readSnapshot(JSON.parse(out))).not.toHaveProperty('faults');
    expect(Object.keys(JSON.parse(out) as object)).toEqual(
      expect.arrayContaining(['takenAt', 'stoppedTasks', 'targetHealth', 'autoScalingGroups']),
    );
    const cwd = directory({ 'shop.json': out });
    expect((await cli(['explain', '--service', 'shop/web', '--account', 'shop.json'], { cwd })).code).toBe(0);
  });

  test.each([
    ['not JSON', ['--account', 'broken.json'], 1, /broken\.json is not JSON/],
    ['something else', ['--account', 'list.json'], 1, /list\.json is no snapshot/],
    ['another cluster', ['--account', 'web.json', '--cluster', 'shop'], 2, /there is no cluster shop in web\.json/],
    ['no file', ['--account', 'none.json'], 2, /there is no file none\.json/],
  ] as const)('%s is said', async (_, args, code, says) => {
    const files = { 'broken.json': '{', 'list.json': '[1]', 'web.json': await webCluster().snapshot() };
    const ran = await cli(['look', ...args], { cwd: directory(files) });
    expect({ code: ran.code, out: ran.out }).toEqual({ code, out: '' });
    expect(ran.err).toMatch(says);
  });
});

test('--policy prints reads and nothing else, and all that the look calls', async () => {
  const { out } = await cli(['look', '--policy']);
  const { Statement } = JSON.parse(out) as { readonly Statement: readonly { readonly Action: readonly string[] }[] };
  const actions = Statement.flatMap(({ Action }) => Action);
  expect(actions.filter((action) => !/^[a-z]+:(?:List|Describe|Get)[A-Z]\w+$/.test(action))).toEqual([]);
  const called = new Set<string>();
  const shop = broken();
  const api = { ...awsApi(shop.account, { random: seeded('look') }), ...watched };
  const noting = Object.fromEntries(
    Object.entries(api).map(([name, handler]): [string, WireHandlers[string]] => [
      name,
      (input, call) => {
        called.add(name);
        return handler(input, call);
      },
    ]),
  );
  const answered = { ecs: noting, elb: noting, scaling: noting, watchers: noting };
  await cli(['look'], { ...settingOf(shop), ...answered });
  const services: Readonly<Record<string, string>> = {
    ECS: 'ecs',
    ElasticLoadBalancingV2: 'elasticloadbalancing',
    AutoScaling: 'autoscaling',
    CloudWatch: 'cloudwatch',
    EventBridge: 'events',
    SNS: 'sns',
    Scheduler: 'scheduler',
  };
  const needed = [...called].map((name) =>
    name.replace(/^\w+/, (service) => services[service] ?? service).replace('.', ':'),
  );
  expect(needed.length).toBeGreaterThan(12);
  expect(needed.filter((action) => !actions.includes(action))).toEqual([]);
});
