import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, directory, jsonLines } from './run.ts';

const root = join(import.meta.dirname, '..', '..');
const shipped = readFileSync(join(root, 'watchkeeper.yml'), 'utf8');
const bad = 'receivers: { team: { slack: C0123456789 } }\nroutes:\n  - { to: tem }\ntimezone: Mars\n';

const check = async (text: string, ...args: readonly string[]) =>
  cli(['check', ...args], { cwd: directory({ 'watchkeeper.yml': text }) });

describe('check', () => {
  test('tells all faults at once, each with its place, path and fix', async () => {
    const { code, out } = await check(bad);
    expect(code).toBe(1);
    expect(out).toMatch(/^watchkeeper\.yml:3:11 {2}routes\[0\]\.to {2}unknown receiver "tem"; .* — .*team/m);
    expect(out).toMatch(/^watchkeeper\.yml:4:11 {2}timezone {2}"Mars" is not a time zone — /m);
    expect(out).toContain('watchkeeper.yml: 2 faults, cannot be used');
  });

  test('tells the same to programs', async () => {
    const { code, out } = await check(bad, '--json');
    expect(code).toBe(1);
    expect(jsonLines(out)).toMatchObject([
      { type: 'fault', line: 3, column: 11, path: 'routes[0].to' },
      { type: 'fault', line: 4, column: 11, path: 'timezone' },
      { type: 'result', usable: false, faults: 2 },
    ]);
  });

  test('says what a good file comes to', async () => {
    const { code, out } = await check(shipped);
    expect(code).toBe(0);
    for (const line of [
      /times +Asia\/Tokyo/,
      /team +Slack of the owning team, token in \/watchkeeper\/slack-token/,
      /1\. env staging +→ team \(held outside office\)/,
      /3\. impact degraded +→ team, pager \(once it has been so for 5 min\)/,
      /4\. everything +→ team$/m,
      /staging +clusters stg-\*, dev-\*/,
      /platform +Slack C02PLATFORM, mentions S02PLATFORM; owns what has no owner/,
      /SSM parameter +\/watchkeeper\/pagerduty-key +for receivers\.pager/,
    ])
      expect(out).toMatch(line);
  });

  test('shows the built-in routes of a file that writes none', async () => {
    const { out } = await check('receivers: { alerts: { slack: C0123456789 }, mail: { sns: noc-mail } }\n');
    expect(out).toMatch(/1\. impact down +→ alerts, mail \(built in\)/);
    expect(out).toMatch(/3\. everything +→ alerts \(built in\)/);
    expect(out).toMatch(/SNS topic +noc-mail +for receivers\.mail/);
  });

  test('shows the built-in last route where the written ones leave something over', async () => {
    const { out } = await check(
      'receivers: { alerts: { slack: C0123456789 } }\nroutes: [{ impact: down, to: alerts }]\n',
    );
    expect(out).toMatch(/2\. everything +→ alerts \(built in\)/);
  });

  test('warns with the line, and still ends well', async () => {
    const { code, out } = await check(
      'receivers: { a: { slack: C0123456789 }, b: { sns: noc } }\nroutes: [{ to: a }]\n',
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^watchkeeper\.yml: can be used, 1 warning$/m);
    expect(out).toMatch(/^warning {2}watchkeeper\.yml:1:\d+ {2}receivers\.b {2}no route leads to b: /m);
  });

  test('knows the causes that no task’s stop tells, also those that are only foreseen', async () => {
    const routes = [
      'nothing_runs',
      'no_room_*',
      'drain_*',
      '"deployment_will_fail_*"',
      'deployment_will_fail_image_missing',
    ];
    const written = routes.map((cause) => `  - { cause: ${cause}, to: team }\n`).join('');
    const { out } = await check(`receivers: { team: { slack: C0123456789 } }\nroutes:\n${written}  - { to: team }\n`);
    expect(out).toContain('watchkeeper.yml: fine');
  });

  test('says by which prices it will reckon, and that rules are off', async () => {
    const more =
      'prices: { vcpuHour: 6, gbHour: 0.7, currency: JPY, asOf: "2026-11", source: contract }\nadvice: { off: [{ rule: image-latest }] }\n';
    const { out } = await check(`receivers: { team: { slack: C0123456789 } }\n${more}`);
    expect(out).toMatch(/prices +Fargate 6 JPY a vCPU and hour, 0\.7 a GB, as of 2026-11 \(contract\)/);
    expect(out).toMatch(/advice +1 entry turns rules off/);
  });

  test('warns of a cause that is in no catalogue', async () => {
    const { out } = await check(
      'receivers: { a: { slack: C0123456789 } }\nroutes: [{ cause: essential_exot, to: a }, { to: a }]\n',
    );
    expect(out).toMatch(/there is no cause essential_exot — did you mean "essential_exit"\?/);
  });

  test('gives a good file to programs line by line, the result last', async () => {
    const lines = jsonLines((await check(shipped, '--json')).out);
    expect(lines.at(-1)).toMatchObject({ type: 'result', usable: true, faults: 0, timezone: 'Asia/Tokyo' });
    expect(new Set(lines.map(({ type }) => type))).toEqual(
      new Set(['receiver', 'route', 'environment', 'team', 'need', 'result']),
    );
  });

  const unreadable = [
    { name: 'no such file', args: ['check', 'other.yml'], says: /there is no file other\.yml in .* — give the path/ },
    { name: 'a directory', args: ['check', '.'], says: /\. is a directory — name the file in it/ },
  ];
  test.each(unreadable)('$name is wrong usage', async ({ args, says }) => {
    const { code, err } = await cli(args, { cwd: directory({}) });
    expect(code).toBe(2);
    expect(err).toMatch(says);
  });

  test('paints only for people', async () => {
    const cwd = directory({ 'watchkeeper.yml': bad });
    const escape = String.fromCodePoint(27);
    expect((await cli(['check'], { cwd, columns: 100 })).out).toContain(escape);
    expect((await cli(['check'], { cwd, columns: 100, env: { NO_COLOR: '1' } })).out).not.toContain(escape);
    expect((await cli(['check'], { cwd })).out).not.toContain(escape);
  });
});

describe('check --account', () => {
  const account = '123456789012';
  const subnets = ['subnet-011111111111111111', 'subnet-022222222222222222'];
  const definition = (family: string, role: string) => ({
    taskDefinitionArn: `arn:aws:ecs:eu-west-1:${account}:task-definition/${family}:12`,
    family,
    revision: 12,
    status: 'ACTIVE',
    networkMode: 'awsvpc',
    taskRoleArn: `arn:aws:iam::${account}:role/${role}`,
    executionRoleArn: `arn:aws:iam::${account}:role/ecs-exec`,
    containerDefinitions: [{ name: 'app', essential: true }],
  });
  const ecs = {
    'ECS.DescribeTaskDefinition': ({ taskDefinition }: { readonly taskDefinition: string }) => ({
      taskDefinition: definition(taskDefinition, taskDefinition === 'report' ? 'admin' : 'billing-task'),
    }),
    'ECS.DescribeServices': ({ services }: { readonly services: readonly string[] }) => ({
      services: services
        .filter((name) => name === 'billing-worker')
        .map((serviceName) => ({
          serviceName,
          serviceArn: `arn:aws:ecs:eu-west-1:${account}:service/worker/${serviceName}`,
          status: 'ACTIVE',
          capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1, base: 0 }],
          networkConfiguration: {
            awsvpcConfiguration: { subnets, securityGroups: ['sg-0abc'], assignPublicIp: 'DISABLED' },
          },
        })),
      failures: services.filter((name) => name !== 'billing-worker').map((arn) => ({ arn, reason: 'MISSING' })),
    }),
  };
  const file = [
    'receivers: { team: { slack: C0123456789 } }',
    'jobs:',
    '  defaults: { like: worker/billing-worker, roles: [billing-task, ecs-exec] }',
    '  close: { cron: 0 1 * * ? * }',
    '  report: { cron: 0 2 * * ? * }',
    '  gone: { cron: 0 3 * * ? *, like: worker/nobody }',
    '',
  ].join('\n');
  const inAccount = async (...args: readonly string[]) =>
    cli(['check', '--account', '--region', 'eu-west-1', ...args], {
      cwd: directory({ 'watchkeeper.yml': file }),
      ecs: ecs,
    });

  test('shows what like resolves to, and whose roles differ', async () => {
    const { code, out } = await inAccount();
    expect(code).toBe(0);
    expect(out).toMatch(
      /close +close:12, result of app +billing-task, ecs-exec +FARGATE_SPOT; subnet-0\S+ subnet-0\S+; sg-0abc \(like worker\/billing-worker\)/,
    );
    expect(out).toMatch(/:5:3 {2}jobs\.report {2}it would not be launched: report:12 has a role the job does not name/);
    expect(out).toMatch(/:6:3 {2}jobs\.gone {2}it would not be launched: there is no service worker\/nobody/);
  });

  test('tells the same to programs, and asks nothing of ECS without being asked', async () => {
    const { out } = await inAccount('--json');
    expect(jsonLines(out).filter(({ type }) => type === 'job')).toMatchObject([
      { job: 'close', roles: ['billing-task', 'ecs-exec'], plan: { network: { subnets } } },
      { job: 'report', fault: { fix: expect.stringContaining('JobRoleArns') } },
      { job: 'gone' },
    ]);
    const offline = await check(file);
    expect([offline.code, offline.out.includes('would be launched')]).toEqual([0, false]);
  });

  test('says what it may not read', async () => {
    const denied = {
      'ECS.DescribeTaskDefinition': () => {
        throw Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } });
      },
      'ECS.DescribeServices': ecs['ECS.DescribeServices'],
    };
    const { code, out } = await cli(['check', '--account', '--region', 'eu-west-1'], {
      cwd: directory({ 'watchkeeper.yml': file }),
      ecs: denied,
    });
    expect(code).toBe(0);
    expect(out).toContain('its task definition could not be read: denied');
  });
});
