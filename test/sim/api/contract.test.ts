import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsApi } from '../../../sim/api/aws-api.ts';
import { objectOperations } from '../../../sim/cloud/objects-api.ts';
import { Queue } from '../../../sim/cloud/queue.ts';
import { queueOperations } from '../../../sim/cloud/queues-api.ts';
import type { Front } from '../../../sim/front/front.ts';
import { startFront } from '../../../sim/front/front.ts';
import type { WireHandlers } from '../../../sim/wire.ts';
import { wire } from '../../../sim/wire.ts';
import type { Case } from './cases.ts';
import { ecsCase, otherCases } from './cases.ts';
import type { Clients } from './clients.ts';
import { clientsAt } from './clients.ts';
import { ecsCases } from './ecs-cases.ts';
import { ecsChangeCases } from './ecs-change-cases.ts';
import { messageCases } from './message-cases.ts';
import { metricCases } from './metric-cases.ts';
import { Shop } from './shop.ts';

const cases = [...[...ecsCases, ...ecsChangeCases].map(ecsCase), ...otherCases, ...messageCases, ...metricCases];

function operationsOf(shop: Shop): WireHandlers {
  const { agenda, random, account } = shop;
  const queue = new Queue({ name: 'health', fifo: false, visibilityMs: 30_000 }, agenda);
  return {
    ...awsApi(account, {
      random,
      parameters: new Map([['/slack-token', { value: 'xoxb-1', secret: true }]]),
      topics: new Set(['arn:aws:sns:ap-northeast-1:123456789012:mails']),
      codeDeployments: new Map([
        [
          'd-1',
          {
            info: {
              deploymentId: 'd-1',
              applicationName: 'shop',
              status: 'Failed',
              createTime: new Date(agenda.now()),
            },
            group: {
              applicationName: 'shop',
              deploymentGroupName: 'web',
              ecsServices: [{ clusterName: 'shop', serviceName: 'web' }],
            },
          },
        ],
      ]),
    }),
    ...queueOperations(new Map([['health', queue]])),
    ...objectOperations(new Map([['configuration/a folder/watchkeeper.yml', 'timezone: Asia/Tokyo\n']])),
  };
}

/** These answer with errors of the right names, not classes. */
const plainErrors = new Set<keyof Clients>(['CloudWatch', 'S3', 'SQS']);

type Outcome = { readonly shown: string; readonly error?: string };

/** What a caller sees: the output without the SDK's notes, or the exception with its class. */
async function outcomeOf(clients: Clients, shop: Shop, { service, command }: Case): Promise<Outcome> {
  const client = clients[service] as unknown as { readonly send: (command: object) => Promise<object> };
  try {
    const { $metadata: _, Body: body, ...output } = (await client.send(command(shop))) as Record<string, unknown>;
    const text = (body as { transformToString?: () => Promise<string> } | undefined)?.transformToString;
    return { shown: text === undefined ? JSON.stringify(output) : await text.call(body) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { resourceIds } = error as { readonly resourceIds?: unknown };
    const shown = JSON.stringify({ says: `${error.name}: ${error.message}`, resourceIds });
    return plainErrors.has(service) ? { shown } : { shown, error: error.constructor.name };
  }
}

const wired = new Shop();
const fronted = new Shop();
const wiredClients = clientsAt();
let front: Front;
let frontClients: Clients;

beforeAll(async () => {
  for (const client of Object.values(wiredClients)) wire(client, operationsOf(wired));
  front = await startFront(operationsOf(fronted));
  frontClients = clientsAt(front.url);
});

afterAll(async () => {
  await front.close();
});

describe('the same requests over the wire and over HTTP', () => {
  test.each(cases)('$service: $name', async (each) => {
    const overWire = await outcomeOf(wiredClients, wired, each);
    const overHttp = await outcomeOf(frontClients, fronted, each);
    const shows = typeof each.shows === 'string' ? each.shows : each.shows(wired);
    expect(overWire.shown.replaceAll('\\"', '"')).toContain(shows);
    expect(normal(overHttp)).toEqual(normal(overWire));
  });
});

function normal({ shown, error }: Outcome): unknown {
  return { error, shown: shown.startsWith('{') ? (JSON.parse(shown) as unknown) : shown };
}

describe('nothing is left out', () => {
  test('each operation has a case', () => {
    const asked = new Set(front.requests.map(({ operation }) => operation));
    // Their clients are no dependencies: STS is asked by the form below, Scheduler in `../schedules/http.test.ts`, and
    // what EC2 and Auto Scaling answer of hosts in `hosts.test.ts`. Application Auto Scaling and EventBridge are asked by
    // the functions themselves, in `test/scale` and `test/health/loops`.
    asked.add('STS.GetCallerIdentity');
    const names = Object.keys(operationsOf(wired)).filter(
      (name) => !/^(?:AutoScaling|EC2|Scheduler|ApplicationAutoScaling|EventBridge)\./u.test(name),
    );
    expect(names.filter((name) => !asked.has(name))).toEqual([]);
  });

  test('whatever Watchkeeper calls is answered', () => {
    const operations = operationsOf(wired);
    const called = callsIn(join(import.meta.dirname, '../../../lib/aws'));
    expect(called.length).toBeGreaterThan(12);
    expect(called.filter((name) => operations[name] === undefined)).toEqual([]);
  });
});

/**
 * Tables have an emulator of their own, S3's writes are the command line's, and so is what `look` reads of others' alarms,
 * rules and topics: `test/cli/watched.ts` answers those.
 */
const elsewhere =
  /^(?:DynamoDB\.|S3\.(?:PutObject|ListObjectVersions)$|ECS\.ListAccountSettings$|CloudWatch\.DescribeAlarms$|EventBridge\.List|SNS\.ListSubscriptionsByTopic$)/u;
const clientNames: Readonly<Record<string, string>> = {
  'application-auto-scaling': 'ApplicationAutoScaling',
  'auto-scaling': 'AutoScaling',
  cloudtrail: 'CloudTrail',
  cloudwatch: 'CloudWatch',
  'cloudwatch-logs': 'CloudWatchLogs',
  codedeploy: 'CodeDeploy',
  dynamodb: 'DynamoDB',
  ecr: 'ECR',
  ecs: 'ECS',
  'elastic-load-balancing-v2': 'ElasticLoadBalancingV2',
  eventbridge: 'EventBridge',
  s3: 'S3',
  scheduler: 'Scheduler',
  sns: 'SNS',
  sqs: 'SQS',
  ssm: 'SSM',
};

function callsIn(folder: string): string[] {
  const names = readdirSync(folder).flatMap((file) => {
    const source = readFileSync(join(folder, file), 'utf8');
    return [...source.matchAll(/import \{([^}]+)\} from '@aws-sdk\/client-([a-z0-9-]+)'/gu)].flatMap((found) => {
      const [, imported = '', client = ''] = found;
      return [...imported.matchAll(/\b(?:paginate(\w+)|(\w+)Command)\b/gu)].map(
        ([, paged, sent]) => `${clientNames[client] ?? client}.${paged ?? sent ?? ''}`,
      );
    });
  });
  return [...new Set(names)].filter((name) => !elsewhere.test(name));
}

describe('by hand', () => {
  test('a form and a query', async () => {
    const form = new URLSearchParams({ Action: 'GetCallerIdentity', Version: '2011-06-15' });
    const posted = await fetch(front.url, { method: 'POST', body: form });
    expect(await posted.text()).toContain('<Account>123456789012</Account>');
    const got = await fetch(`${front.url}/?${form.toString()}`);
    expect(got.headers.get('content-type')).toBe('text/xml');
  });

  test('what nobody answers is a typed error', async () => {
    const headers = { 'x-amz-target': 'AWSEvents.TestEventPattern', 'content-type': 'application/x-amz-json-1.1' };
    const reply = await fetch(front.url, { method: 'POST', headers, body: '{}' });
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({ __type: 'UnknownOperationException' });
    const form = new URLSearchParams({ Action: 'DescribeNotificationConfigurations', Version: '2011-01-01' });
    const refused = await fetch(front.url, { method: 'POST', body: form });
    expect(await refused.text()).toContain('<Code>UnknownOperation</Code>');
  });

  test('a body that is no JSON', async () => {
    const headers = { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListTasks' };
    const reply = await fetch(front.url, { method: 'POST', headers, body: '{' });
    expect(await reply.json()).toMatchObject({ __type: 'SerializationException' });
  });
});
