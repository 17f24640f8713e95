import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { lineOf } from '../../cli/advise/json-place.ts';
import { awsError } from '../../sim/wire.ts';
import { container, definition, deploying, fargate, service } from '../ecs/advice/sources.ts';
import { cli, directory, jsonLines } from './run.ts';
import { webCluster } from './web-cluster.ts';

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

const badTask = fargate({ cpu: '256', memory: '4096' }, [
  container({ portMappings: [{ containerPort: 8080 }], environment: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }),
]);

const files = {
  'bad.json': json(badTask),
  'good.json': json(definition()),
  'wrapped.json': json({ taskDefinition: badTask }),
  'service.json': json(deploying({ minimumHealthyPercent: 100, maximumPercent: 100 })),
  'both.json': json({
    taskDefinition: definition(),
    service: deploying({ minimumHealthyPercent: 100, maximumPercent: 100 }),
  }),
  'definitions.json': json({
    taskDefinitions: [
      { ...badTask, taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:3', volumes: [] },
    ],
  }),
  'empty.json': json({ services: [] }),
  'list.json': json([1]),
  'broken.json': '{ "family": ',
  'odd.json': json({ family: 'web', containerDefinitions: [{ image: 'x' }, { name: 'b', memory: 'much' }] }),
};

const at = (more: Record<string, string> = {}) => ({ cwd: directory({ ...files, ...more }) });

const web = webCluster();
const settings = { 'ECS.ListAccountSettings': () => ({ settings: [{ name: 'awsvpcTrunking', value: 'disabled' }] }) };
const live = { region: 'ap-northeast-1', ecs: { ...web.answers(), ...settings } };

const rulesIn = (out: string): readonly unknown[] =>
  jsonLines(out).flatMap(({ type, rule }) => (type === 'finding' ? [rule] : []));

describe('files', () => {
  test('an error is exit code 1, and stands with its line', async () => {
    const { code, out, err } = await cli(['advise', 'bad.json'], at());
    expect({ code, err }).toEqual({ code: 1, err: '' });
    const line = files['bad.json'].split('\n').findIndex((each) => each.includes('"memory": "4096"')) + 1;
    expect(out).toContain(`fargate-size · makes the deployment fail · bad.json:${line}`);
    expect(out).toContain('DB_PASSWORD');
    expect(out).not.toContain('hunter2');
    expect(out).toContain('errors: 1, warnings: 1, notes: 0');
  });

  test('nothing to say is exit code 0, and what was not checked is said', async () => {
    const { code, out } = await cli(['advise', 'good.json', '--all'], at());
    expect(code).toBe(0);
    expect(out).toContain('nothing found');
    expect(out).toMatch(/the service: \d+ rules\n[^:]*deployment-deadlock/);
  });

  test('the wrapper of an answer changes nothing but the line', async () => {
    const [bare, wrapped] = await Promise.all(
      ['bad.json', 'wrapped.json'].map(async (file) => jsonLines((await cli(['advise', file, '--json'], at())).out)),
    );
    const without = (lines: typeof bare) => lines?.map((each) => ({ ...each, line: 0, file: '' }));
    expect(without(wrapped)).toEqual(without(bare));
  });

  test('a task definition and a service are looked at together', async () => {
    const { code, out } = await cli(['advise', 'good.json', 'service.json', '--json'], at());
    expect(code).toBe(1);
    expect(jsonLines(out)).toContainEqual(
      expect.objectContaining({
        type: 'finding',
        service: 'web',
        taskDefinition: 'web',
        rule: 'deployment-deadlock',
        file: 'service.json',
      }),
    );
    expect(jsonLines(out).at(-1)).toEqual({ type: 'result', errors: 1, warnings: 0, infos: 0 });
  });

  test('in one file, too', async () => {
    const { out } = await cli(['advise', 'both.json', '--json'], at());
    const line = files['both.json'].split('\n').findIndex((each) => each.includes('"deploymentConfiguration"')) + 1;
    expect(jsonLines(out)[0]).toMatchObject({ taskDefinition: 'web', rule: 'deployment-deadlock', line });
  });

  test('an account without services is its task definitions', async () => {
    const { out } = await cli(['advise', 'definitions.json', '--json'], at());
    expect(jsonLines(out)[0]).toMatchObject({
      taskDefinition: 'web:3',
      rule: 'fargate-size',
      file: 'definitions.json',
    });
  });

  test('how long tasks take may be told', async () => {
    const slow = json({ ...service({ desiredCount: 1 }) });
    const { out } = await cli(['advise', 'slow.json', '--start', '15m', '--json'], at({ 'slow.json': slow }));
    expect(rulesIn(out)).toContain('circuit-breaker-slow');
  });

  test('rules are turned off by the configuration of the directory', async () => {
    const yml = 'receivers: { team: { slack: C0TEAM1 } }\nadvice: { off: [{ rule: [fargate-size] }] }\n';
    const { code, out } = await cli(['advise', 'bad.json', '--json'], at({ 'watchkeeper.yml': yml }));
    expect({ code, rules: rulesIn(out) }).toEqual({ code: 0, rules: ['plain-secret'] });
    const broken = await cli(['advise', 'bad.json'], at({ 'watchkeeper.yml': 'receivers: {}' }));
    expect(broken.err).toContain('no rule is turned off');
  });

  test('in Japanese where the configuration is', async () => {
    const yml = 'language: ja\nreceivers: { team: { slack: C0TEAM1 } }\n';
    const { out } = await cli(['advise', 'bad.json'], at({ 'watchkeeper.yml': yml }));
    expect(out).toContain('エラー  Fargate にないタスクサイズ');
    expect(out).toContain('エラー 1、警告 1、参考 0');
  });

  test.each([
    ['nothing', [], 2, /advise needs something to look at — give a file, or --service/],
    ['no such file', ['nope.json'], 2, /there is no file nope\.json/],
    ['not JSON', ['broken.json'], 1, /broken\.json is not JSON/],
    ['nothing of the kind', ['list.json'], 1, /list\.json is nothing to advise on — it must be JSON/],
    ['an account with nothing in it', ['empty.json'], 1, /empty\.json has no service, and no task definition/],
    ['a fault in it', ['odd.json'], 1, /taskDefinition\.containerDefinitions\[0\]\.name +is missing/],
    [
      'two task definitions for one service',
      ['bad.json', 'good.json', '--service', 'web/x'],
      2,
      /one service has one task definition/,
    ],
    ['an account that is none', ['--service', 'web/x', '--account', 'good.json'], 2, /good\.json is no account/],
    ['a duration that is none', ['good.json', '--start', '90'], 2, /90 is not a duration — write 90s/],
    ['a format there is not', ['good.json', '--format', 'xml'], 2, /format/],
  ] as const)('%s', async (_, args, code, says) => {
    const ran = await cli(['advise', ...args], at());
    expect({ code: ran.code, out: ran.out }).toEqual({ code, out: '' });
    expect(ran.err).toMatch(says);
  });
});

test('GitHub gets one annotation a line, escaped', async () => {
  const odd = { ...files, 'a,b.json': files['bad.json'] };
  const { out } = await cli(['advise', 'a,b.json', '--format', 'github'], { cwd: directory(odd) });
  const lines = out.trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(
    /^::error file=a%2Cb\.json,line=\d+,title=fargate-size%3A [^:,]+::Fargate does not offer 256/,
  );
  expect(lines[1]).toMatch(/^::warning file=a%2Cb\.json,line=\d+,title=plain-secret%3A/);
});

describe('a service of the account', () => {
  test('is read with what stands around it', async () => {
    const { code, out, err } = await cli(['advise', '--service', 'web/admin-web', '--json'], live);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(rulesIn(out)).toContain('static-port-no-spare');
    expect(jsonLines(out)[0]).toMatchObject({
      service: 'web/admin-web',
      taskDefinition: 'admin-web:1',
      makesDeploymentFail: true,
    });
  });

  test('with a file: as if that were deployed to it', async () => {
    const dynamic = definition({ family: 'admin-web' }, [
      container({
        name: 'admin-web',
        image: 'admin:2',
        memory: 64,
        memoryReservation: 64,
        cpu: 64,
        logConfiguration: undefined,
      }),
    ]);
    const { out } = await cli(['advise', 'next.json', '--service', 'web/admin-web', '--json'], {
      ...live,
      cwd: directory({ 'next.json': json(dynamic) }),
    });
    expect(rulesIn(out)).not.toContain('static-port-no-spare');
    expect(jsonLines(out)[0]).toMatchObject({ service: 'web/admin-web', taskDefinition: 'admin-web' });
  });

  test('says the same from a snapshot of it', async () => {
    const cwd = directory({ 'web.json': await web.snapshot() });
    const [fromFile, fromAccount] = await Promise.all([
      cli(['advise', '--service', 'web/admin-web', '--account', 'web.json', '--json'], { cwd }),
      cli(['advise', '--service', 'web/admin-web', '--json'], live),
    ]);
    expect(rulesIn(fromFile.out)).toEqual(rulesIn(fromAccount.out));
    const whole = await cli(['advise', 'web.json', '--json'], { cwd });
    expect(new Set(jsonLines(whole.out).map((each) => each['service']))).toContain('web/orders-api');
  });

  test('what cannot be read is said, and only that is not checked', async () => {
    const denied = () => {
      throw awsError('AccessDeniedException');
    };
    const ecs = { ...live.ecs, 'ECS.ListTagsForResource': denied, 'ECS.GetTaskProtection': denied };
    const { out, err } = await cli(['advise', '--service', 'web/orders-api', '--json'], { ...live, ecs });
    expect(err).toContain("the service's tags could not be read (list the tags of the service: AccessDeniedException)");
    expect(jsonLines(out)).toContainEqual(expect.objectContaining({ type: 'unchecked', rule: 'protected-tasks' }));
    expect(rulesIn(out)).toContain('surge-not-placeable');
  });

  test('that is not there: which there are', async () => {
    const ran = await cli(['advise', '--service', 'web/admin'], live);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/there is no service admin in web — there are admin-web, /);
  });

  test('no value of the environment is shown', async () => {
    const { out, err } = await cli(['advise', '--service', 'web/orders-api', '--json'], live);
    expect(rulesIn(out)).toContain('plain-secret');
    expect(`${out}${err}`).not.toContain('hunter2');
  });
});

describe('lines', () => {
  test('are those of the keys, in any layout', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.integer(),
        fc.constant(null),
        fc.boolean(),
        tie('list'),
        tie('object'),
      ),
      list: fc.array(tie('any'), { maxLength: 4 }),
      object: fc.dictionary(fc.string(), tie('any'), { maxKeys: 4 }),
    })).object;
    fc.assert(
      fc.property(value, fc.constantFrom(0, 1, 2, '\t'), fc.nat(), (root, indent, choice) => {
        const text = JSON.stringify(root, undefined, indent);
        const path: (string | number)[] = [];
        let here: unknown = root;
        for (let left = choice; typeof here === 'object' && here !== null; left = Math.floor(left / 4)) {
          const entries = Object.entries(here);
          const entry = entries[left % Math.max(1, entries.length)];
          if (entry === undefined) break;
          path.push(Array.isArray(here) ? Number(entry[0]) : entry[0]);
          here = entry[1];
        }
        const line = lineOf(text, path);
        const shown = text.split('\n')[line - 1] ?? '';
        const last = path.at(-1);
        if (indent === 0 || last === undefined) expect(line).toBe(1);
        else
          expect(
            shown
              .trim()
              .startsWith(
                typeof last === 'string' ? `${JSON.stringify(last)}:` : (JSON.stringify(here)?.charAt(0) ?? ''),
              ),
          ).toBe(true);
      }),
    );
  });

  test('a path that leads nowhere ends at what is around it', () => {
    const text = '{\n  "a": {\n    "b": [1, 2]\n  }\n}';
    expect([lineOf(text, []), lineOf(text, ['a', 'z']), lineOf(text, ['a', 'b', 7]), lineOf(text, ['q'])]).toEqual([
      1, 2, 3, 1,
    ]);
  });
});
