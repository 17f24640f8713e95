import { describe, expect, test } from 'vitest';
import { minuteMs } from '../../lib/core/time.ts';
import { stopServiceDeployment } from '../../sim/account/deployments/stop.ts';
import { updateService } from '../../sim/account/services/update.ts';
import { awsApi } from '../../sim/api/aws-api.ts';
import { seeded } from '../../sim/random.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import { awsError } from '../../sim/wire.ts';
import { Shop } from '../sim/api/shop.ts';
import { crashing, deploying, settingOf } from './deploying.ts';
import type { Setting } from './run.ts';
import { cli, directory, jsonLines } from './run.ts';

const region = 'ap-northeast-1';

/** Whoever waits lets the simulated account go on; `meanwhile` is called before each wait. */
async function wait(shop: Shop, args: readonly string[] = [], more: Given = {}) {
  const api = awsApi(shop.account, { random: seeded('wait') });
  const calls: string[] = [];
  const counted = Object.fromEntries(
    Object.entries({ ...api, ...more.ecs }).map(([name, handler]): [string, WireHandlers[string]] => [
      name,
      (input, call) => {
        calls.push(name);
        return handler(input, call);
      },
    ]),
  );
  let looks = 0;
  const setting: Setting = {
    ...settingOf(shop),
    ecs: counted,
    elb: counted,
    pause: (ms) => {
      looks += 1;
      more.meanwhile?.(looks);
      shop.pass(ms);
    },
  };
  const ran = await cli(['wait', 'shop/web', ...args], setting);
  return { ...ran, looks, calls };
}

type Given = { readonly ecs?: WireHandlers; readonly meanwhile?: (look: number) => void };

/** Where nobody may read service deployments. */
const denied = (): never => {
  throw awsError('AccessDeniedException');
};
const withoutRecords = { 'ECS.ListServiceDeployments': denied, 'ECS.DescribeServiceDeployments': denied };

describe('a rolling deployment', () => {
  test('that is well is told as it goes, and ends with 0 when it is steady', async () => {
    const { code, out, err } = await wait(deploying());
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/deployment \w+: web:1 → web:2, since 12:10 .*circuit breaker with roll-back/);
    expect(out).toMatch(/\d\/2 running/);
    expect(out).toMatch(/shop\/web: complete and steady \(.*\), waited \d+ min\n$/);
  });

  test('that crashes and is rolled back ends with 1, with the cause and the counts', async () => {
    const { code, out } = await wait(crashing());
    expect(code).toBe(1);
    expect(out).toMatch(
      /2 tasks failed: container web failed \(exit 1\) — Essential container in task exited\n.*last log lines/,
    );
    expect(out).toMatch(/circuit breaker \d\/3, tripped/);
    expect(out).toContain('rolling back: ECS deployment circuit breaker');
    expect(out).toMatch(/shop\/web: ROLLED BACK, what was deployed does not run/);
  });

  test('is judged the same by DescribeServices alone', async () => {
    const bad = await wait(crashing(), ['--json'], { ecs: withoutRecords });
    expect(bad.code).toBe(1);
    expect(jsonLines(bad.out).at(-1)).toMatchObject({ type: 'verdict', verdict: 'rolled-back', exitCode: 1 });
    const good = await wait(deploying(), ['--json'], { ecs: withoutRecords });
    expect(jsonLines(good.out).at(-1)).toMatchObject({ verdict: 'completed', exitCode: 0 });
  });

  test('a roll-back that was over before anybody waited is no success', async () => {
    const shop = crashing();
    shop.pass(20 * minuteMs);
    expect(shop.service.deployments[0]?.rolloutState).toBe('COMPLETED');
    const { code, out, looks } = await wait(shop, ['--json']);
    expect(code).toBe(1);
    expect(jsonLines(out).at(-1)).toMatchObject({ verdict: 'rolled-back' });
    expect(looks).toBe(1);
  });

  test('one that is listed a moment late is waited for, not the one before', async () => {
    const shop = new Shop();
    const begin = (look: number): void => {
      if (look === 1) updateService(shop.account, shop.service, { definition: shop.register('v2') });
    };
    const { code, out } = await wait(shop, [], { meanwhile: begin });
    expect(code).toBe(0);
    expect(out).toContain('web:1 → web:2');
  });

  test('nothing to wait for is complete after a second look', async () => {
    const { code, looks, calls } = await wait(new Shop());
    expect({ code, looks }).toEqual({ code: 0, looks: 1 });
    expect(calls.length).toBeLessThanOrEqual(8);
  });

  test('a newer deployment in its place is no success', async () => {
    const shop = deploying();
    const again = (look: number): void => {
      if (look === 3) updateService(shop.account, shop.service, { forceNewDeployment: true });
    };
    const { code, out } = await wait(shop, ['--json'], { meanwhile: again });
    expect(code).toBe(1);
    expect(jsonLines(out).at(-1)).toMatchObject({ verdict: 'stopped' });
  });

  test('stopped by a person is rolled back', async () => {
    const shop = deploying();
    const stop = (look: number): void => {
      const going = [...shop.account.serviceDeployments.values()].find(({ status }) => status === 'IN_PROGRESS');
      if (look === 3 && going !== undefined) stopServiceDeployment(shop.account, going.arn, 'ROLLBACK');
    };
    const { code, out } = await wait(shop, ['--json'], { meanwhile: stop });
    expect(code).toBe(1);
    expect(jsonLines(out).at(-1)).toMatchObject({ verdict: 'rolled-back' });
  });

  test('without a circuit breaker ends with 3 when the time is over, and says what it waits for', async () => {
    const { code, out } = await wait(crashing({ circuitBreaker: { enabled: false, rollback: false } }), [
      '--timeout',
      '5m',
      '--json',
    ]);
    expect(code).toBe(3);
    const last = jsonLines(out).at(-1);
    expect(last).toMatchObject({ type: 'verdict', verdict: 'timed-out', exitCode: 3, waitedSeconds: 300 });
    expect(out).toContain('no circuit breaker: ECS would retry for ever');
  });

  test('is polled politely', async () => {
    const { calls, looks } = await wait(deploying());
    expect(calls.length / (looks + 1)).toBeLessThanOrEqual(4.5);
  });
});

type Raw = Readonly<Record<string, unknown>>;

/** One service as ECS would describe it: what the simulated account does not deploy. */
function described(service: Raw, record?: Raw): WireHandlers {
  const arn = `arn:aws:ecs:${region}:123456789012:service/shop/web`;
  const whole = {
    serviceArn: arn,
    serviceName: 'web',
    clusterArn: `arn:aws:ecs:${region}:123456789012:cluster/shop`,
    status: 'ACTIVE',
    desiredCount: 2,
    runningCount: 2,
    pendingCount: 0,
    taskDefinition: 'web:2',
    deployments: [],
    events: [],
    ...service,
  };
  const records = record === undefined ? [] : [{ serviceDeploymentArn: recordArn, serviceArn: arn, ...record }];
  return {
    'ECS.DescribeServices': () => ({ services: [whole] }),
    'ECS.ListServiceDeployments': () => ({ serviceDeployments: records }),
    'ECS.DescribeServiceDeployments': () => ({ serviceDeployments: records }),
    'ECS.ListTasks': () => ({ taskArns: [] }),
  };
}

const recordArn = `arn:aws:ecs:${region}:123456789012:service-deployment/shop/web/Xk3aBcDeFgHiJkLmNoPqR`;

const set = (id: string, status: string, more: Raw = {}): Raw => ({
  id,
  status,
  taskDefinition: 'web:1',
  computedDesiredCount: 2,
  runningCount: 2,
  pendingCount: 0,
  createdAt: new Date(0),
  ...more,
});

const green = set('ecs-svc/2', 'ACTIVE', { taskDefinition: 'web:2', createdAt: new Date(1000) });
const external = { deploymentController: { type: 'EXTERNAL' } };
const codeDeploy = { deploymentController: { type: 'CODE_DEPLOY' }, taskSets: [set('ecs-svc/1', 'PRIMARY')] };

describe('other controllers', () => {
  /** What is seen at each look, the last for ever. */
  async function through(looks: readonly WireHandlers[], args: readonly string[] = [], more: Partial<Setting> = {}) {
    let at = 0;
    let time = Date.UTC(2026, 10, 21, 3);
    const ecs: WireHandlers = Object.fromEntries(
      Object.keys(looks[0] ?? {}).map((name): [string, WireHandlers[string]] => [
        name,
        (input, call) => looks[Math.min(at, looks.length - 1)]?.[name]?.(input, call),
      ]),
    );
    const pause = (ms: number): void => {
      at += 1;
      time += ms;
    };
    const setting = { region, ecs, pause, clock: () => time, env: { TZ: 'Asia/Tokyo' }, cwd: directory({}), ...more };
    const { code, out } = await cli(['wait', 'shop/web', '--json', '--timeout', '10m', ...args], setting);
    return { code, lines: jsonLines(out), out };
  }

  const hook = {
    hookId: 'hook-1',
    status: 'AWAITING_ACTION',
    expiresAt: new Date(Date.UTC(2026, 10, 21, 4)),
    timeoutAction: 'ROLLBACK',
  };
  const createdAt = new Date(Date.UTC(2026, 10, 21, 2, 50));

  test('a hook that waits is told once, with its end and both commands', async () => {
    const waiting = {
      status: 'IN_PROGRESS',
      lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
      lifecycleHookDetails: [hook],
      createdAt,
    };
    const { code, lines, out } = await through([
      described({}, waiting),
      described({}, waiting),
      described({}, { status: 'SUCCESSFUL', createdAt, finishedAt: new Date() }),
    ]);
    expect(code).toBe(0);
    expect(lines.filter(({ kind }) => kind === 'hook').map(({ text }) => text)).toEqual([
      'the hook hook-1 waits for an answer; at 13:00 (in 1 h) ECS takes ROLLBACK',
      expect.stringContaining(`--service-deployment-arn ${recordArn} --hook-id hook-1 --action CONTINUE`),
      expect.stringContaining('--action ROLLBACK'),
    ]);
    expect(out).toContain('stage POST_TEST_TRAFFIC_SHIFT');
  });

  test.each([
    ['an external set that gets the traffic', external, [green], [{ ...green, status: 'PRIMARY' }], 'completed', 0],
    ['an external set that is taken away', external, [green], [], 'rolled-back', 1],
    ['a set of CodeDeploy that is READY', codeDeploy, [green], [green], 'timed-out', 3],
  ] as const)('%s', async (_, service, before, after, verdict, exitCode) => {
    const primary = set('ecs-svc/1', 'PRIMARY');
    const rest = (sets: readonly Raw[]): Raw[] => (sets.some(({ status }) => status === 'PRIMARY') ? [] : [primary]);
    const { code, lines } = await through([
      described({ ...service, taskSets: [...before, primary] }),
      described({ ...service, taskSets: [...after, ...rest(after)] }),
    ]);
    expect({ code, verdict: lines.at(-1)?.['verdict'] }).toEqual({ code: exitCode, verdict });
  });

  test.each([
    ['Succeeded', {}, 'completed', 0],
    ['Failed', { errorInformation: { code: 'HEALTH_CONSTRAINTS', message: 'not healthy' } }, 'failed', 1],
    ['Stopped', { rollbackInfo: { rollbackDeploymentId: 'd-BACK00001' } }, 'rolled-back', 1],
    ['Ready', {}, 'timed-out', 3],
  ] as const)('CodeDeploy says %s', async (status, more, verdict, exitCode) => {
    const answers = { 'CodeDeploy.GetDeployment': () => ({ deploymentInfo: { status, ...more } }) };
    const { code, lines } = await through([described(codeDeploy)], ['--deployment', 'd-ABC123456'], {
      codeDeploy: answers,
    });
    expect({ code, verdict: lines.at(-1)?.['verdict'] }).toEqual({ code: exitCode, verdict });
  });

  test('a service behind a load balancer is steady when its targets are', async () => {
    const loadBalancers = [{ targetGroupArn: 'arn:aws:elasticloadbalancing:tg/web' }];
    const unhealthy = { State: 'unhealthy', Reason: 'Target.FailedHealthChecks' };
    const elb = {
      'ElasticLoadBalancingV2.DescribeTargetHealth': () => ({
        TargetHealthDescriptions: [1, 2].map((port) => ({ Target: { Id: 'i', Port: port }, TargetHealth: unhealthy })),
      }),
    };
    const done = { status: 'SUCCESSFUL', createdAt, finishedAt: new Date() };
    const { code, lines, out } = await through([described({ loadBalancers }, done)], [], { elb });
    expect(code).toBe(3);
    expect(out).toContain('unhealthy targets: 2 × Target.FailedHealthChecks');
    expect(lines.at(-1)?.['why']).toContain('0 of 2 targets healthy (Target.FailedHealthChecks)');
  });
});

test.each([
  [
    'no credentials',
    'CredentialsProviderError',
    0,
    /^watchkeeper: the service could not be read \(no credentials.*sign in/,
  ],
  ['AWS in trouble', 'ServerException', 9, /^watchkeeper: ten times in a row the service could not be read \(AWS did/],
] as const)('%s is waited for as long as it makes sense', async (_, name, looks, says) => {
  const ran = await wait(new Shop(), [], {
    ecs: {
      'ECS.DescribeServices': () => {
        throw awsError(name, name === 'ServerException' ? { status: 500 } : {});
      },
    },
  });
  expect({ code: ran.code, looks: ran.looks }).toEqual({ code: 1, looks });
  expect(ran.err).toMatch(says);
});

test.each([
  ['no cluster', ['wait', 'web'], 2, /web names no service/],
  ['no duration', ['wait', 'shop/web', '--timeout', 'long'], 2, /--timeout long is no duration/],
  ['no such service', ['wait', 'shop/nope'], 1, /there is no service nope in shop/],
  ['no such deployment', ['wait', 'shop/web', '--deployment', 'abc'], 1, /shop\/web has no deployment abc/],
] as const)('%s is said in one line', async (_, args, code, says) => {
  const shop = new Shop();
  const ecs = awsApi(shop.account, { random: seeded('wait') });
  const ran = await cli(args, { region, ecs, elb: ecs, cwd: directory({}), clock: () => shop.agenda.now() });
  expect({ code: ran.code, out: ran.out }).toEqual({ code, out: '' });
  expect(ran.err).toMatch(says);
});
