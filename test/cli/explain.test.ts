import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deregisterInstance } from '../../sim/account/instances.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import { awsError } from '../../sim/wire.ts';
import type { Setting } from './run.ts';
import { cli, directory, jsonLines } from './run.ts';
import { webCluster } from './web-cluster.ts';

const web = webCluster();
const region = 'ap-northeast-1';

const live = (handlers: WireHandlers = {}): Setting => ({ region, ecs: { ...web.answers(), ...handlers } });

const refuse = (name: string) => () => {
  throw awsError(name, { message: 'long words of AWS' });
};

type Answer = {
  readonly type: string;
  readonly fits: string;
  readonly copies: number;
  readonly subject: object;
  readonly instances: readonly { readonly arn: string; readonly fits: string; readonly reasons: readonly object[] }[];
  readonly fixes: readonly { readonly change: string; readonly admits: number }[];
  readonly crossCheck?: {
    readonly differences: readonly object[];
    readonly answered: readonly object[];
    readonly failed: readonly object[];
  };
  readonly [key: string]: unknown;
};

async function answerOf(args: readonly string[], setting: Setting = live()): Promise<Answer> {
  const { code, out, err } = await cli(['explain', ...args, '--json'], setting);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const [answer, ...others] = jsonLines(out);
  expect(others).toEqual([]);
  return answer as Answer;
}

describe('for programs', () => {
  test('a service that does not fit: every instance, nearest first, and the cheapest change', async () => {
    const answer = await answerOf(['--service', 'web/orders-api']);
    expect(answer).toMatchObject({
      type: 'explanation',
      subject: {
        cluster: 'web',
        kind: 'service',
        name: 'orders-api',
        taskDefinition: expect.stringMatching(/orders-api:1$/),
      },
      fits: 'no',
      copies: 0,
      outlook: 'waits-for-room',
    });
    expect(answer.instances).toHaveLength(12);
    expect(answer.instances[0]).toMatchObject({
      ec2InstanceId: 'i-0c4f9177777777777',
      fits: 'no',
      reasons: [{ check: 'memory', need: 1024, have: 960, shortBy: 64, code: 'RESOURCE:MEMORY' }],
    });
    expect(answer.fixes[0]).toMatchObject({ change: 'memoryReservation 1024 → 960', admits: 1 });
  });

  test('what is not counted is null, so that the four keys are always there', async () => {
    const answer = await answerOf(['--service', 'orders-api']);
    const reasons = answer.instances.flatMap((each) => each.reasons);
    for (const reason of reasons)
      expect(Object.keys(reason)).toEqual(expect.arrayContaining(['check', 'need', 'have', 'shortBy']));
    expect(reasons).toContainEqual(
      expect.objectContaining({ check: 'memberOf', need: 'attribute:stack == prod', have: null, shortBy: null }),
    );
  });

  test('a service that fits', async () => {
    const answer = await answerOf(['--service', 'thumbnails']);
    expect(answer).toMatchObject({ fits: 'yes', outlook: 'placed' });
    expect(answer.copies).toBeGreaterThan(10);
    expect(answer.instances.map(({ fits }) => fits)).toEqual([...Array(9).fill('yes'), ...Array(3).fill('no')]);
    expect(answer.instances[0]?.reasons).toEqual([]);
  });

  test('a host port that is taken: by whom', async () => {
    const answer = await answerOf(['--service', 'admin-web']);
    expect(answer.instances[0]?.reasons).toMatchObject([
      { check: 'ports', need: ['80/tcp'], have: ['80/tcp'], shortBy: 1, heldBy: ['service:shop-nginx'] },
    ]);
  });

  test.each(['nightly', 'nightly:1', 'arn:aws:ecs:ap-northeast-1:123456789012:task-definition/nightly:1'])(
    'a task definition on its own: %s',
    async (name) => {
      const answer = await answerOf(['--task-definition', name]);
      expect(answer).toMatchObject({ subject: { kind: 'family', name: 'nightly' }, fits: 'yes', copies: 1 });
    },
  );

  test('a service on Fargate', async () => {
    expect(await answerOf(['--service', 'search'])).toMatchObject({ fits: 'unverifiable', instances: [], fixes: [] });
  });

  test.each(['i-0c4f9177777777777', 'i-0c4f91'])('an instance: what keeps tasks away from %s', async (name) => {
    const answer = await answerOf(['--instance', name]);
    expect(answer).toMatchObject({
      subject: { kind: 'instance', name: 'i-0c4f9177777777777' },
      fits: 'yes',
      copies: 10,
    });
    expect(answer['tasks']).toMatchObject([
      { task: 'service:thumbnails', fits: 'yes', copies: 10, reasons: [] },
      { task: 'service:orders-api', fits: 'no', reasons: [{ check: 'memory', shortBy: 64 }] },
      { task: 'service:admin-web', reasons: [{ check: 'ports' }] },
      { task: 'service:shop-nginx', reasons: [{ check: 'ports' }] },
    ]);
    expect(answer.instances).toMatchObject([{ ec2InstanceId: 'i-0c4f9177777777777', fits: 'yes', reasons: [] }]);
  });

  test('an instance by its ARN, and by the id of the container instance', async () => {
    const [first] = web.world.account.instances.values();
    const arn = first?.arn ?? '';
    for (const name of [arn, arn.slice(arn.lastIndexOf('/') + 1)]) {
      expect((await answerOf(['--instance', name])).instances[0]?.arn).toBe(arn);
    }
  });

  test('an instance whose agent is away: that is what keeps every task from it', async () => {
    const away = [...web.world.account.instances.values()].find(({ agentConnected }) => !agentConnected);
    const answer = await answerOf(['--instance', away?.ec2InstanceId ?? '']);
    expect(answer.instances).toMatchObject([{ reasons: [{ check: 'agent', have: 'not connected' }] }]);
    expect(answer.fixes[0]).toMatchObject({ kind: 'agent', task: expect.stringMatching(/^service:/) });
  });
});

describe("ECS's own evaluation of the constraints", () => {
  type Asked = { readonly filter?: string };
  const all = [...web.world.account.instances.keys()];
  const saying = (arns: readonly string[]): WireHandlers => ({
    'ECS.ListContainerInstances': ({ filter }: Asked) => ({ containerInstanceArns: filter === undefined ? all : arns }),
  });

  test('is asked for with the expression, and agrees', async () => {
    const { crossCheck } = await answerOf(['--service', 'orders-api']);
    expect(crossCheck).toEqual({ expressions: 1, compared: 12, differences: [], answered: [], failed: [] });
  });

  test('differs: it is said, and counted', async () => {
    const setting = live(saying(all));
    const { crossCheck } = await answerOf(['--service', 'orders-api'], setting);
    expect(crossCheck?.differences).toMatchObject([{ expression: 'attribute:stack == prod', here: 'no', ecs: 'yes' }]);
    const { out } = await cli(['explain', '--service', 'orders-api'], setting);
    expect(out).toMatch(
      /ECS's own evaluation differs on 1 instances: i-\w+ \(`attribute:stack == prod`: ECS says yes, here it is no\)/,
    );
  });

  test('that cannot be had is said', async () => {
    const handlers: WireHandlers = {
      'ECS.ListContainerInstances': ({ filter }: Asked) => {
        if (filter !== undefined) throw awsError('InvalidParameterException');
        return { containerInstanceArns: all };
      },
    };
    const { crossCheck } = await answerOf(['--service', 'orders-api'], live(handlers));
    expect(crossCheck?.failed).toMatchObject([{ reason: expect.stringContaining('InvalidParameterException') }]);
  });

  test('nobody is asked where there is no constraint, or no account', async () => {
    expect(await answerOf(['--service', 'admin-web'])).not.toHaveProperty('crossCheck');
  });
});

describe('for people', () => {
  const linesOf = async (args: readonly string[], setting: Setting = live()): Promise<string[]> => {
    const { code, out, err } = await cli(['explain', ...args], setting);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return out.trimEnd().split('\n');
  };

  test('the verdict comes first, then the nearest miss, then the changes', async () => {
    const lines = await linesOf(['--service', 'orders-api']);
    expect(lines[0]).toBe('orders-api: no room for one more copy on 12 instances. Nearest: i-0c4f91, 64 MiB short');
    const table = lines.slice(lines.findIndex((line) => line.startsWith('INSTANCE')));
    expect(table[1]).toBe('i-0c4f91  m5.large  1a    no    memory 1024 MiB, has 960 free: 64 short');
    expect(table[6]).toMatch(/^7 more: .*2 draining.*; all with --all$/);
    expect(table).toContain('Changes, the cheapest first');
  });

  test('--all shows every instance and every change', async () => {
    const some = await linesOf(['--service', 'orders-api']);
    const all = await linesOf(['--service', 'orders-api', '--all']);
    expect(all.filter((line) => line.startsWith('i-0'))).toHaveLength(12);
    expect(all.join('\n')).not.toContain('with --all');
    expect(all.length).toBeGreaterThan(some.length);
  });

  test('in the language of the configuration here, and no line wider than the terminal', async () => {
    const cwd = directory({ 'watchkeeper.yml': 'language: ja\nreceivers:\n  team: { slack: C0123456789 }\n' });
    const { out } = await cli(['explain', '--service', 'orders-api'], {
      ...live(),
      cwd,
      columns: 90,
      env: { NO_COLOR: '1' },
    });
    expect(out).toContain('もう 1 タスクを配置できるインスタンスなし');
    expect(out).toContain('変更案(手軽な順)');
    expect(out).not.toMatch(/undefined|\{\w+\}/);
  });

  test('colours on a terminal only', async () => {
    const { out } = await cli(['explain', '--service', 'orders-api'], { ...live(), columns: 120 });
    expect(out).toContain('\u001B[31m');
    expect((await linesOf(['--service', 'orders-api'])).join('')).not.toContain('\u001B');
  });

  test('an attribute that instances lack is named, with what to do about it', async () => {
    const cluster = webCluster((here) => {
      const definition = here.world.bridge({ family: 'needs', taskRoleArn: 'arn:aws:iam::123456789012:role/needs' });
      here.service('needs', definition);
      for (const each of here.world.account.instances.values())
        each.attributes.delete('com.amazonaws.ecs.capability.task-iam-role');
    });
    const lines = await linesOf(['--service', 'needs'], { region, ecs: cluster.answers() });
    expect(lines.join(' ')).toContain(': lacks attribute com.amazonaws.ecs.capability.task-iam-role on every one');
    expect(lines.join('\n')).toContain('ECS_ENABLE_TASK_IAM_ROLE');
  });
});

describe('from a file', () => {
  const fileOf = async (): Promise<string> => {
    const cwd = directory({});
    expect((await cli(['snapshot', '--out', 'web.json'], { ...live(), cwd })).code).toBe(0);
    return cwd;
  };

  test('the answer is that of the account, but for what only ECS can say', async () => {
    const cwd = await fileOf();
    for (const args of [
      ['--service', 'orders-api'],
      ['--service', 'admin-web'],
      ['--instance', 'i-0c4f91'],
    ]) {
      const fromFile = await answerOf([...args, '--account', 'web.json'], { cwd });
      const { crossCheck: _, ...fromAccount } = await answerOf(args);
      expect(fromFile).toEqual(fromAccount);
    }
  });

  const wrong: readonly (readonly [name: string, text: string, args: readonly string[], code: number, says: RegExp])[] =
    [
      [
        'no JSON',
        '{',
        ['--service', 'a'],
        1,
        /file\.json is not JSON \(.*\) — write one with: watchkeeper snapshot --out FILE\n$/,
      ],
      [
        'no lists',
        '[]',
        ['--service', 'a'],
        1,
        /^file\.json {2}expected an object, got a list\nwatchkeeper: file\.json: 1 fault, cannot be used/,
      ],
      [
        'items of another shape',
        '{"containerInstances":[{"status":"ACTIVE"},7],"tasks":[{"taskArn":"a"}]}',
        ['--service', 'a'],
        1,
        /containerInstances.*\n(?:.*\n)*watchkeeper: file\.json: \d faults, cannot be used/,
      ],
      [
        'another cluster',
        '{"cluster":"batch","services":[]}',
        ['--service', 'a', '--cluster', 'web'],
        2,
        /file\.json is of cluster batch, not of web/,
      ],
      [
        'no such service',
        '{"cluster":"web","services":[]}',
        ['--service', 'a'],
        1,
        /there is no service a in web — there is none at all\n$/,
      ],
      [
        'no such task definition',
        '{"taskDefinitions":[{"taskDefinitionArn":"arn:aws:ecs:a:1:task-definition/nightly:1"}]}',
        ['--task-definition', 'nigthly'],
        1,
        /there is no task definition nigthly in the file — there are nightly\n$/,
      ],
      [
        'the beginning of several ids',
        '{"containerInstances":[{"containerInstanceArn":"a/1","ec2InstanceId":"i-0aaaa1","status":"ACTIVE"},{"containerInstanceArn":"a/2","ec2InstanceId":"i-0aaaa2","status":"ACTIVE"}]}',
        ['--instance', 'i-0aaaa'],
        1,
        /i-0aaaa fits 2 instances — name one: i-0aaaa1, i-0aaaa2\n$/,
      ],
      [
        'a service without its task definition',
        '{"services":[{"serviceArn":"arn:service/a","taskDefinition":"a:1"}]}',
        ['--service', 'a'],
        1,
        /task definition a:1 of service a is not known — put it into the file, under taskDefinitions\n$/,
      ],
      [
        'a service of an external controller without a task set',
        '{"services":[{"serviceArn":"arn:service/a","deploymentController":{"type":"EXTERNAL"}}]}',
        ['--service', 'a'],
        1,
        /service a has no task set/,
      ],
    ];
  test.each(wrong)('%s', async (_, text, args, code, says) => {
    const cwd = directory({ 'file.json': text });
    const ran = await cli(['explain', ...args, '--account', 'file.json'], { cwd });
    expect(ran.err).toMatch(says);
    expect(ran).toMatchObject({ code, out: '' });
  });

  test('a service of launch type EXTERNAL finds nothing on instances of EC2', async () => {
    const items = {
      containerInstances: [
        {
          containerInstanceArn: 'a/1',
          ec2InstanceId: 'i-0aaaa1',
          status: 'ACTIVE',
          agentConnected: true,
          attributes: [{ name: 'a' }],
        },
      ],
      tasks: [],
      services: [{ serviceArn: 'arn:service/a', taskDefinition: 'a:1', launchType: 'EXTERNAL' }],
      taskDefinitions: [
        { taskDefinitionArn: 'arn:aws:ecs:a:1:task-definition/a:1', containerDefinitions: [{ name: 'a' }] },
      ],
    };
    const cwd = directory({ 'x.json': JSON.stringify(items) });
    const { out } = await cli(['explain', '--service', 'a', '--account', 'x.json'], { cwd });
    expect(out).toContain('launch type EC2, not EXTERNAL');
  });

  test('a service of CODE_DEPLOY or EXTERNAL asks what its primary task set asks', async () => {
    const taskSets = [
      { id: 'ecs-svc/1', status: 'ACTIVE', taskDefinition: 'a:1' },
      { id: 'ecs-svc/2', status: 'PRIMARY', taskDefinition: 'a:2', launchType: 'EC2' },
    ];
    const items = {
      containerInstances: [],
      services: [{ serviceArn: 'arn:service/a', deployments: [], taskSets }],
      taskDefinitions: [1, 2].map((revision) => ({
        taskDefinitionArn: `arn:aws:ecs:a:1:task-definition/a:${revision}`,
      })),
    };
    const cwd = directory({ 'x.json': JSON.stringify(items) });
    const answer = await answerOf(['--service', 'a', '--account', 'x.json'], { cwd });
    expect(answer.subject).toMatchObject({ taskDefinition: 'arn:aws:ecs:a:1:task-definition/a:2' });
  });

  test('a file that is not there', async () => {
    const ran = await cli(['explain', '--service', 'a', '--account', 'nope.json'], {});
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/there is no file nope\.json in .* — write one with: watchkeeper snapshot/);
  });

  test('escapes in names do nothing to the terminal', async () => {
    const cwd = directory({});
    const instance = {
      containerInstanceArn: 'arn:x/\u001B[31mred',
      status: '\u001B[2JGONE',
      attributes: [{ name: 'a', value: 'b' }],
    };
    const definition = {
      taskDefinitionArn: 'arn:aws:ecs:a:1:task-definition/job:1',
      containerDefinitions: [{ name: 'a', memory: 1 }],
    };
    writeFileSync(
      join(cwd, 'x.json'),
      JSON.stringify({ containerInstances: [instance], taskDefinitions: [definition] }),
    );
    const { code, out } = await cli(['explain', '--task-definition', 'job', '--account', 'x.json'], { cwd });
    expect(code).toBe(0);
    expect(out).not.toContain('\u001B');
  });
});

describe('what goes wrong', () => {
  const cases: readonly (readonly [
    name: string,
    args: readonly string[],
    setting: Setting,
    code: number,
    says: RegExp,
  ])[] = [
    [
      'nothing asked',
      [],
      live(),
      2,
      /^watchkeeper: explain needs to know what does not fit — give one of --service NAME/,
    ],
    [
      'two questions',
      ['--service', 'a', '--instance', 'i'],
      live(),
      2,
      /^watchkeeper: --service and --instance are two questions/,
    ],
    ['an empty name', ['--service', ''], live(), 2, /^watchkeeper: --service is empty/],
    [
      'two clusters',
      ['--service', 'web/a', '--cluster', 'batch'],
      live(),
      2,
      /web\/a is in cluster web, not in batch — leave --cluster away/,
    ],
    ['no region', ['--service', 'a'], {}, 2, /^watchkeeper: no region is known/],
    [
      'no such cluster',
      ['--service', 'nope/a'],
      live(),
      1,
      /^watchkeeper: there is no cluster nope in ap-northeast-1 — there are web\n$/,
    ],
    [
      'no cluster at all',
      ['--service', 'a'],
      live({ 'ECS.ListClusters': () => ({ clusterArns: [] }) }),
      1,
      /there is no cluster in ap-northeast-1/,
    ],
    [
      'several clusters',
      ['--service', 'a'],
      live({ 'ECS.ListClusters': () => ({ clusterArns: ['arn:cluster/web', 'arn:cluster/batch'] }) }),
      2,
      /^watchkeeper: explain needs the cluster — give --cluster, one of batch, web\n$/,
    ],
    [
      'no such service: those alike come first',
      ['--service', 'shop'],
      live(),
      1,
      /^watchkeeper: there is no service shop in web — there are shop-nginx, search, admin-web, orders-api, thumbnails\n$/,
    ],
    [
      'no such task definition',
      ['--task-definition', 'nope'],
      live(),
      1,
      /^watchkeeper: there is no task definition nope — write its family/,
    ],
    [
      'no such instance',
      ['--instance', 'i-0ffffffffff'],
      live(),
      1,
      /^watchkeeper: there is no instance i-0ffffffffff in web — there are i-0/,
    ],
    [
      'denied',
      ['--service', 'a'],
      live({ 'ECS.ListContainerInstances': refuse('AccessDeniedException') }),
      1,
      /list the container instances of web: AccessDeniedException — use a role with the right/,
    ],
    [
      'signed out',
      ['--service', 'a'],
      live({ 'ECS.ListClusters': refuse('ExpiredTokenException') }),
      1,
      /ExpiredTokenException — sign in/,
    ],
    [
      'a deleted service',
      ['--service', 'a'],
      live({
        'ECS.DescribeServices': () => ({
          services: [{ serviceName: 'a', serviceArn: 'arn:service/web/a', status: 'INACTIVE', taskDefinition: 'x:1' }],
        }),
      }),
      1,
      /service a is INACTIVE: it was deleted/,
    ],
  ];
  test.each(cases)('%s is one line with what to do', async (_, args, setting, code, says) => {
    const ran = await cli(['explain', ...args], setting);
    expect(ran.err).toMatch(says);
    expect(ran.err.trimEnd().split('\n')).toHaveLength(1);
    expect(ran).toMatchObject({ code, out: '' });
  });

  test('what could not be read is said, and what depends on it is unclear', async () => {
    const setting = live({ 'ECS.ListTasks': refuse('AccessDeniedException') });
    const { code, out, err } = await cli(['explain', '--service', 'orders-api', '--json'], setting);
    expect(code).toBe(0);
    expect(err).toBe(
      'watchkeeper: tasks could not be read (list the tasks of web: AccessDeniedException); what depends on it is unclear\n',
    );
    expect(jsonLines(out)[0]).toMatchObject({ unread: ['tasks'] });
  });

  test('an empty cluster', async () => {
    const empty = webCluster(({ world }) => {
      for (const instance of world.account.instances.values()) deregisterInstance(world.account, instance, true);
    });
    const { code, out } = await cli(['explain', '--service', 'orders-api'], { region, ecs: empty.answers() });
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe('orders-api: there is no container instance to place it on');
  });
});
