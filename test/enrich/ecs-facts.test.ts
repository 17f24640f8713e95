import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ContainerDefinition, TaskDefinition } from '../../lib/core/task-definition.ts';
import { commands, shellQuoted } from '../../lib/ecs/commands.ts';
import { parseImageReference, versionOf } from '../../lib/ecs/image-reference.ts';
import { consoleLink, consolePages, templateLink } from '../../lib/ecs/links.ts';
import { compareRevisions } from '../../lib/ecs/revision-diff.ts';

describe('an image reference', () => {
  const digest = `sha256:${'a1'.repeat(32)}`;
  const ecr = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
  const cases = [
    { given: 'nginx', expected: { repository: 'nginx' }, version: 'latest' },
    { given: 'library/nginx:1.27', expected: { repository: 'library/nginx', tag: '1.27' }, version: '1.27' },
    { given: 'localhost/app', expected: { registry: 'localhost', repository: 'app' }, version: 'latest' },
    { given: 'registry:5000/app', expected: { registry: 'registry:5000', repository: 'app' }, version: 'latest' },
    {
      given: `${ecr}/team/orders-api:v1.42.1`,
      expected: {
        registry: ecr,
        repository: 'team/orders-api',
        tag: 'v1.42.1',
        ecr: { account: '123456789012', region: 'eu-west-1' },
      },
      version: 'v1.42.1',
    },
    {
      given: `${ecr}/orders@${digest}`,
      expected: { registry: ecr, repository: 'orders', digest, ecr: { account: '123456789012', region: 'eu-west-1' } },
      version: 'sha256:a1a1a1a1a1a1',
    },
    {
      given: `ghcr.io/acme/app:v1@${digest}`,
      expected: { registry: 'ghcr.io', repository: 'acme/app', tag: 'v1', digest },
      version: 'v1',
    },
    {
      given: 'public.ecr.aws/docker/nginx:1',
      expected: { registry: 'public.ecr.aws', repository: 'docker/nginx', tag: '1' },
      version: '1',
    },
    { given: '', expected: { repository: '' }, version: 'latest' },
  ];
  test.each(cases)('$given', ({ given, expected, version }) => {
    expect(parseImageReference(given)).toEqual(expected);
    expect(versionOf(parseImageReference(given))).toBe(version);
  });

  const hosts = [
    { host: '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', region: 'cn-north-1' },
    { host: '123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com', region: 'us-gov-west-1' },
    { host: '123456789012.dkr-ecr.ap-northeast-1.on.aws', region: 'ap-northeast-1' },
    { host: '123456789012.dkr.ecr.ap-southeast-4.amazonaws.com', region: 'ap-southeast-4' },
    { host: '123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example', region: undefined },
    { host: '123.dkr.ecr.eu-west-1.amazonaws.com', region: undefined },
  ];
  test.each(hosts)('of $host is of the region $region', ({ host, region }) => {
    expect(parseImageReference(`${host}/app:1`).ecr?.region).toBe(region);
  });

  test('loses nothing, whatever stands there', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9./:@-]{0,60}$/), (image) => {
        const { registry, repository, tag, digest: sum } = parseImageReference(image);
        const again = `${registry === undefined ? '' : `${registry}/`}${repository}${tag === undefined ? '' : `:${tag}`}${sum === undefined ? '' : `@${sum}`}`;
        expect(again).toBe(image);
      }),
    );
  });
});

describe('two revisions', () => {
  const app: ContainerDefinition = {
    name: 'app',
    image: 'acme/orders:v1.42.0',
    essential: true,
    ports: [{ containerPort: '8080', protocol: 'tcp' }],
    environment: [
      { name: 'LOG_LEVEL', mark: 'a' },
      { name: 'REGION', mark: 'b' },
    ],
    secrets: [{ name: 'PAYMENT_HMAC_KEY', from: 'arn:aws:ssm:eu-west-1:123456789012:parameter/hmac' }],
    dependsOn: [],
    others: [],
  };
  const base: TaskDefinition = {
    arn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/orders:141',
    family: 'orders',
    revision: 141,
    requires: ['FARGATE'],
    cpuUnits: 256,
    memoryMiB: 512,
    containers: [app],
    volumes: [],
    others: [],
  };
  const withApp = (change: Partial<ContainerDefinition>): TaskDefinition => ({
    ...base,
    revision: 142,
    containers: [{ ...app, ...change }],
  });

  const cases: { name: string; after: TaskDefinition; before?: TaskDefinition; expected: object[] }[] = [
    { name: 'that differ in nothing', after: { ...base, revision: 142, registeredAt: 1 }, expected: [] },
    {
      name: 'a tag',
      after: withApp({ image: 'acme/orders:v1.42.1' }),
      expected: [{ what: 'image', container: 'app', from: 'v1.42.0', to: 'v1.42.1' }],
    },
    {
      name: 'another repository',
      after: withApp({ image: 'other/orders:v1.42.0' }),
      expected: [{ what: 'image', container: 'app', from: 'acme/orders:v1.42.0', to: 'other/orders:v1.42.0' }],
    },
    {
      name: 'a pinned digest',
      before: withApp({ image: 'acme/orders:v1@sha256:1111111111111111' }),
      after: withApp({ image: 'acme/orders:v1@sha256:2222222222222222' }),
      expected: [{ what: 'image-digest', container: 'app', from: 'sha256:111111111111', to: 'sha256:222222222222' }],
    },
    {
      name: 'a tag that was moved',
      before: withApp({ imageDigest: 'sha256:1111111111111111' }),
      after: withApp({ imageDigest: 'sha256:2222222222222222' }),
      expected: [{ what: 'image-digest', container: 'app', from: 'sha256:111111111111', to: 'sha256:222222222222' }],
    },
    { name: 'a digest known of one only', after: withApp({ imageDigest: 'sha256:1' }), expected: [] },
    {
      name: 'names of the environment, never values',
      after: withApp({
        environment: [
          { name: 'REGION', mark: 'changed' },
          { name: 'NEW', mark: 'x' },
        ],
      }),
      expected: [
        { what: 'environment', container: 'app', added: ['NEW'], removed: ['LOG_LEVEL'], altered: ['REGION'] },
      ],
    },
    { name: 'the order of names', after: withApp({ environment: [...app.environment].reverse() }), expected: [] },
    {
      name: 'a secret removed',
      after: withApp({ secrets: [] }),
      expected: [{ what: 'secrets', container: 'app', removed: ['PAYMENT_HMAC_KEY'] }],
    },
    {
      name: 'a secret from elsewhere, without where',
      after: withApp({
        secrets: [{ name: 'PAYMENT_HMAC_KEY', from: 'arn:aws:ssm:eu-west-1:123456789012:parameter/other' }],
      }),
      expected: [{ what: 'secrets', container: 'app', altered: ['PAYMENT_HMAC_KEY'] }],
    },
    {
      name: 'the size of the task',
      after: { ...base, cpuUnits: 512, memoryMiB: 1024 },
      expected: [
        { what: 'memory', from: '512 MiB', to: '1024 MiB' },
        { what: 'cpu', from: '256', to: '512' },
      ],
    },
    {
      name: 'a limit taken away',
      before: withApp({ memoryMiB: 256 }),
      after: base,
      expected: [{ what: 'memory', container: 'app', from: '256 MiB' }],
    },
    {
      name: 'ports',
      after: withApp({ ports: [{ containerPort: '8080', hostPort: '80', protocol: 'tcp' }] }),
      expected: [{ what: 'ports', container: 'app', from: '8080/tcp', to: '80:8080/tcp' }],
    },
    {
      name: 'a health check',
      after: withApp({
        healthCheck: { command: ['CMD-SHELL', 'curl -f localhost'], intervalSeconds: 5, startPeriodSeconds: 0 },
      }),
      expected: [
        { what: 'health-check', container: 'app', to: 'CMD-SHELL curl -f localhost, interval 5 s, start period 0 s' },
      ],
    },
    {
      name: 'roles, by name',
      before: { ...base, taskRoleArn: 'arn:aws:iam::123456789012:role/apps/orders' },
      after: { ...base, taskRoleArn: 'arn:aws:iam::123456789012:role/apps/orders-v2' },
      expected: [{ what: 'task-role', from: 'orders', to: 'orders-v2' }],
    },
    {
      name: 'the architecture, from the default',
      after: { ...base, architecture: 'ARM64' },
      expected: [{ what: 'architecture', from: 'X86_64', to: 'ARM64' }],
    },
    { name: 'the default architecture written down', after: { ...base, architecture: 'X86_64' }, expected: [] },
    {
      name: 'containers that came and went',
      after: { ...base, containers: [{ ...app, name: 'web' }] },
      expected: [
        { what: 'container-added', container: 'web', to: 'acme/orders:v1.42.0' },
        { what: 'container-removed', container: 'app' },
      ],
    },
    {
      name: 'a log group; otherwise options by name',
      before: withApp({ log: { driver: 'awslogs', group: '/a', options: [{ name: 'awslogs-group', mark: '1' }] } }),
      after: withApp({ log: { driver: 'awslogs', group: '/b', options: [{ name: 'awslogs-group', mark: '2' }] } }),
      expected: [{ what: 'log', container: 'app', from: 'awslogs /a', to: 'awslogs /b' }],
    },
    {
      name: 'an option of another log driver',
      before: withApp({ log: { driver: 'splunk', options: [{ name: 'splunk-token', mark: '1' }] } }),
      after: withApp({ log: { driver: 'splunk', options: [{ name: 'splunk-token', mark: '2' }] } }),
      expected: [{ what: 'log', container: 'app', altered: ['splunk-token'] }],
    },
    {
      name: 'anything else, by name',
      after: withApp({ others: [{ name: 'user', mark: 'x' }], startTimeoutSeconds: 10 }),
      expected: [{ what: 'other', container: 'app', added: ['startTimeout', 'user'] }],
    },
    {
      name: 'several things: the image first',
      after: { ...withApp({ image: 'acme/orders:v2', essential: false, secrets: [] }), cpuUnits: 1 },
      expected: [{ what: 'image' }, { what: 'secrets' }, { what: 'cpu' }, { what: 'essential' }],
    },
  ];
  test.each(cases)('$name', ({ before = base, after, expected }) => {
    const changes = compareRevisions(before, after);
    expect(changes).toHaveLength(expected.length);
    expect(changes).toMatchObject(expected);
  });

  test('compared with themselves are the same', () => {
    for (const { after } of cases) expect(compareRevisions(after, after)).toEqual([]);
  });
});

describe('a link into the console', () => {
  const at = { account: '123456789012', region: 'eu-west-1' };
  const cases = [
    {
      name: 'a service',
      page: consolePages.service('web', 'orders-api'),
      expected:
        'https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/web/services/orders-api/health?region=eu-west-1',
    },
    {
      name: 'a task by ARN',
      page: consolePages.task('web', 'arn:aws:ecs:eu-west-1:123456789012:task/web/4c1e'),
      expected:
        'https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/web/tasks/4c1e/configuration?region=eu-west-1',
    },
    {
      name: 'a log stream, encoded twice with $',
      page: consolePages.logStream('/ecs/orders', 'app/app/4c1e'),
      expected:
        'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Fecs$252Forders/log-events/app$252Fapp$252F4c1e',
    },
    {
      name: 'a target group',
      page: consolePages.targetGroup('arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/o/1'),
      expected:
        'https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#TargetGroup:targetGroupArn=arn%3Aaws%3Aelasticloadbalancing%3Aeu-west-1%3A123456789012%3Atargetgroup%2Fo%2F1',
    },
    {
      name: 'a repository with slashes',
      page: consolePages.repository('123456789012', 'team/orders'),
      expected:
        'https://eu-west-1.console.aws.amazon.com/ecr/repositories/private/123456789012/team/orders?region=eu-west-1',
    },
    {
      name: 'a service named with signs',
      page: consolePages.service('web', 'a b/*(🙂)'),
      expected:
        'https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/web/services/a%20b%2F%2A%28%F0%9F%99%82%29/health?region=eu-west-1',
    },
  ];
  test.each(cases)('to $name', ({ page, expected }) => {
    expect(consoleLink(page, at)).toBe(expected);
  });

  test('in the other partitions', () => {
    const page = consolePages.cluster('web');
    expect(consoleLink(page, { ...at, region: 'cn-north-1' })).toBe(
      'https://cn-north-1.console.amazonaws.cn/ecs/v2/clusters/web/services?region=cn-north-1',
    );
    expect(consoleLink(page, { ...at, region: 'us-gov-west-1' })).toBe(
      'https://console.amazonaws-us-gov.com/ecs/v2/clusters/web/services?region=us-gov-west-1',
    );
  });

  test.each(['https://acme.awsapps.com/start', 'https://acme.awsapps.com/start/', 'https://acme.awsapps.com/start/#/'])(
    'through the portal %s',
    (url) => {
      const link = new URL(
        consoleLink(consolePages.logGroup('/ecs/a&b'), { ...at, portal: { url, role: 'OncallReadOnly' } }),
      );
      expect(`${link.origin}${link.pathname}`).toBe('https://acme.awsapps.com/start/');
      const asked = new URLSearchParams(link.hash.slice('#/console?'.length));
      expect(asked.get('account_id')).toBe('123456789012');
      expect(asked.get('role_name')).toBe('OncallReadOnly');
      expect(asked.get('destination')).toBe(consoleLink(consolePages.logGroup('/ecs/a&b'), at));
    },
  );

  test('by template, unless something in it is not known', () => {
    const template = 'https://logs.example.com/s?q=task:{taskId}&c={container}';
    expect(templateLink(template, { taskId: '4c1e', container: 'a b' })).toBe(
      'https://logs.example.com/s?q=task:4c1e&c=a%20b',
    );
    expect(templateLink(template, { taskId: '4c1e' })).toBeUndefined();
  });

  test('is a link, whatever the names are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (group, stream) => {
        const link = consoleLink(consolePages.logStream(group, stream), at);
        expect(URL.canParse(link)).toBe(true);
        expect(link).toMatch(/^[\w./:?=#$%~-]+$/);
      }),
    );
  });
});

describe('a command', () => {
  const place = { region: 'eu-west-1', cluster: 'web' };
  const arn = 'arn:aws:ecs:eu-west-1:123456789012:service-deployment/web/orders/Xk3';
  const cases = [
    {
      name: 'rolls back',
      given: commands.rollBack(place, arn),
      expected: `aws ecs stop-service-deployment --region eu-west-1 --stop-type ROLLBACK --service-deployment-arn ${arn}`,
    },
    {
      name: 'deploys a revision',
      given: commands.deploy(place, 'payments-api', 'payments-api:87'),
      expected:
        'aws ecs update-service --region eu-west-1 --cluster web --service payments-api --task-definition payments-api:87',
    },
    {
      name: 'follows a log',
      given: commands.tailLog(place, { group: '/ecs/orders', stream: 'app/app/4c1e' }, 1_795_194_720_000),
      expected:
        'aws logs tail /ecs/orders --region eu-west-1 --log-stream-names app/app/4c1e --since 2026-11-20T17:12:00.000Z',
    },
    {
      name: 'answers a hook',
      given: commands.answerHook(place, { id: 'ecs-pause-1', serviceDeploymentArn: arn }, 'CONTINUE'),
      expected: `aws ecs continue-service-deployment --region eu-west-1 --service-deployment-arn ${arn} --hook-id ecs-pause-1 --action CONTINUE`,
    },
    {
      name: 'runs a task again',
      given: commands.runAgain(place, {
        taskDefinition: 'job:3',
        awsvpc: true,
        launchType: 'FARGATE',
        network: { subnets: ['subnet-1', 'subnet-2'], securityGroups: ['sg-1'], publicIp: false },
      }),
      expected:
        "aws ecs run-task --region eu-west-1 --cluster web --task-definition job:3 --launch-type FARGATE --network-configuration 'awsvpcConfiguration={subnets=[subnet-1,subnet-2],securityGroups=[sg-1],assignPublicIp=DISABLED}'",
    },
    {
      name: 'does not exist with parts missing',
      given: commands.runAgain(place, { taskDefinition: 'job:3', awsvpc: true }),
      expected: undefined,
    },
    {
      name: 'takes a name with a dash in front for a name',
      given: commands.describeService(place, '-rf'),
      expected: 'aws ecs describe-services --region eu-west-1 --cluster web --services=-rf',
    },
    {
      name: 'quotes what a shell would understand',
      given: commands.describeService(place, "$(reboot); it's `x`\n&"),
      expected: String.raw`aws ecs describe-services --region eu-west-1 --cluster web --services '$(reboot); it'\''s ${'`x`'}&'`,
    },
  ];
  test.each(cases)('$name', ({ given, expected }) => {
    expect(given).toBe(expected);
  });

  test('passes a word through a real shell unchanged', () => {
    const words = [
      "it's",
      '$HOME',
      '`id`',
      'a b',
      '*',
      '~',
      '=ls',
      '!!',
      '\\',
      '"',
      '#x',
      '',
      '-n',
      'あ🙂',
      '$(exit 1)',
      '{a,b}',
    ];
    const script = `printf '%s\\n' ${words.map(shellQuoted).join(' ')}`;
    const { stdout } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
    expect(stdout.split('\n').slice(0, -1)).toEqual(words);
  });
});
