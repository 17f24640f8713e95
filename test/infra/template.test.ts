import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../architecture/modules.ts';
import { actionOf, commandsOf, reachedFrom } from './commands.ts';
import type { ServerlessFunction } from './stack.ts';
import {
  actionsOf,
  functions,
  listOf,
  resource,
  resourcesOf,
  serverless,
  stack,
  statementsOf,
  title,
  withoutResource,
} from './stack.ts';

const consumers = ['health', 'drain', 'scale', 'batch', 'alert'];

function functionOf(name: string): ServerlessFunction {
  const found = serverless.functions[name];
  if (found === undefined) throw new Error(`serverless.yml has no function ${name}`);
  return found;
}

const arnOf = (logicalId: string): unknown => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
const queuesOf = (name: string): string[] =>
  functionOf(name).events.flatMap((event) => {
    if (!('sqs' in event)) return [];
    const arn = event.sqs.arn as { readonly 'Fn::GetAtt': readonly [string, string] };
    return [arn['Fn::GetAtt'][0]];
  });

describe('every function', () => {
  test('is in serverless.yml, in infra/ and in handlers/ alike', () => {
    expect(Object.keys(serverless.functions).sort()).toEqual([...functions].sort());
    for (const name of functions) expect(reachedFrom(`handlers/${name}.ts`).length).toBeGreaterThan(3);
  });

  test.each(functions)('%s has a role of its own, which only Lambda of this account may take', (name) => {
    expect(functionOf(name).role).toEqual({ 'Fn::Sub': `\${${title(name)}Role.Arn}` });
    const { AssumeRolePolicyDocument, PermissionsBoundary, Path } = resource(`${title(name)}Role`).Properties;
    expect(AssumeRolePolicyDocument).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    });
    expect(PermissionsBoundary).toEqual({
      'Fn::If': ['HasBoundary', { Ref: 'PermissionsBoundary' }, { Ref: 'AWS::NoValue' }],
    });
    expect(Path).toEqual({ Ref: 'RolePath' });
  });

  test.each(functions)('%s writes to a log group of its own, which forgets', (name) => {
    expect(functionOf(name).disableLogs).toBe(true);
    expect(resource(`${title(name)}Logs`).Properties).toMatchObject({
      LogGroupName: { 'Fn::Sub': `/aws/lambda/\${AWS::StackName}-${name}` },
      RetentionInDays: { Ref: 'LogRetentionDays' },
    });
  });

  test.each(functions)('%s takes key and VPC from the parameters', (name) => {
    expect(stack.extensions[`${title(name)}LambdaFunction`]?.Properties).toMatchObject({
      KmsKeyArn: { 'Fn::If': ['HasKey', { Ref: 'KmsKeyArn' }, { Ref: 'AWS::NoValue' }] },
      VpcConfig: { 'Fn::If': ['HasVpc', expect.anything(), { Ref: 'AWS::NoValue' }] },
    });
  });

  test.each(consumers)('%s is fed by queues, a few at a time, and gives back what it could not do', (name) => {
    const queues = functionOf(name).events;
    expect(queuesOf(name)).toContain(`${title(name)}Queue`);
    for (const event of queues) {
      expect(event).toMatchObject({ sqs: { functionResponseType: 'ReportBatchItemFailures' } });
      const sqs = 'sqs' in event ? event.sqs : undefined;
      expect(sqs?.maximumConcurrency).toBeGreaterThanOrEqual(2);
      expect(sqs?.maximumConcurrency).toBeLessThanOrEqual(10);
      expect(sqs?.batchSize).toBeGreaterThan(0);
    }
  });

  test('tick is fed by the clock alone', () => {
    expect(functionOf('tick').events).toEqual([{ schedule: 'rate(1 minute)' }]);
  });
});

describe('every queue', () => {
  const queues = resourcesOf('AWS::SQS::Queue');
  const [working, dead] = [
    queues.filter(([id]) => id.endsWith('Queue')),
    queues.filter(([id]) => id.endsWith('DeadLetters')),
  ];

  test('is a queue of work or one of dead letters', () => {
    expect(working.map(([id]) => id).sort()).toEqual(consumers.flatMap(queuesOf).sort());
    expect(dead).toHaveLength(working.length);
    expect(queues).toHaveLength(working.length + dead.length);
  });

  test.each(queues)('%s is encrypted and keeps messages as long as it can', (_, { Properties }) => {
    expect(Properties).toMatchObject({
      SqsManagedSseEnabled: { 'Fn::If': ['HasKey', { Ref: 'AWS::NoValue' }, true] },
      KmsMasterKeyId: { 'Fn::If': ['HasKey', { Ref: 'KmsKeyArn' }, { Ref: 'AWS::NoValue' }] },
      MessageRetentionPeriod: 1_209_600,
    });
  });

  test.each(working)(
    '%s puts aside what fails, and hides a message six times as long as its function may run',
    (id, { Properties }) => {
      const letters = id.replace(/Queue$/, 'DeadLetters');
      expect(Properties['RedrivePolicy']).toEqual({ deadLetterTargetArn: arnOf(letters), maxReceiveCount: 1000 });
      expect(resource(letters).Properties['FifoQueue']).toEqual(Properties['FifoQueue']);
      const reader = consumers.find((name) => queuesOf(name).includes(id));
      const timeout = functionOf(reader ?? '').timeout ?? serverless.provider.timeout;
      expect(Properties['VisibilityTimeout']).toBeGreaterThanOrEqual(6 * timeout);
    },
  );

  test.each(dead)('%s is watched by an alarm', (id) => {
    const alarms = resourcesOf('AWS::CloudWatch::Alarm').filter(([name]) => name.endsWith('DeadLettersAlarm'));
    expect(JSON.stringify(alarms)).toContain(JSON.stringify({ 'Fn::GetAtt': [id, 'QueueName'] }));
  });
});

describe('the table', () => {
  test('outlives the stack, and can be put back', () => {
    expect(resource('Table')).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
    });
  });

  test('the bucket of the configuration outlives the stack, keeps versions and is nobody else’s', () => {
    expect(resource('ConfigurationBucket')).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    });
  });
});

describe('the environment', () => {
  const documented = {
    health: ['WATCHKEEPER_ALERTS_QUEUE_URL', 'WATCHKEEPER_CONFIG', 'WATCHKEEPER_QUEUE_URL'],
    drain: ['WATCHKEEPER_ALERTS_QUEUE_URL', 'WATCHKEEPER_CONFIG', 'WATCHKEEPER_QUEUE_URL'],
    scale: ['WATCHKEEPER_ALERTS_QUEUE_URL', 'WATCHKEEPER_CONFIG', 'WATCHKEEPER_QUEUE_URL'],
    alert: [
      'WATCHKEEPER_ALARM_TOPIC_ARN',
      'WATCHKEEPER_ALERTS_QUEUE_URL',
      'WATCHKEEPER_CONFIG',
      'WATCHKEEPER_QUEUE_URL',
    ],
    batch: [
      'WATCHKEEPER_ALERTS_QUEUE_URL',
      'WATCHKEEPER_CONFIG',
      'WATCHKEEPER_QUEUE_URL',
      'WATCHKEEPER_SCHEDULE_GROUP',
      'WATCHKEEPER_SCHEDULE_ROLE_ARN',
    ],
    tick: ['WATCHKEEPER_QUEUE_URL'],
  };

  test('is what the documentation says, and nothing else', () => {
    expect(Object.keys(serverless.provider.environment).sort()).toEqual(['WATCHKEEPER_MODE', 'WATCHKEEPER_TABLE']);
    const own = Object.entries(serverless.functions).map(([name, { environment }]) => [
      name,
      Object.keys(environment).sort(),
    ]);
    expect(Object.fromEntries(own)).toEqual(documented);
  });

  test('holds references and addresses, no secrets', () => {
    const values = [
      serverless.provider.environment,
      ...Object.values(serverless.functions).map((each) => each.environment),
    ];
    for (const value of values.flatMap((each) => Object.values(each))) {
      expect(['Ref', 'Fn::Sub', 'Fn::GetAtt']).toContain(Object.keys(value as object)[0]);
      expect(JSON.stringify(value)).not.toMatch(/xox[a-z]-|hooks\.slack|resolve:|[A-Za-z0-9+/]{32}/);
    }
  });
});

/** What Lambda itself does with a function's role: write its log, read its queue, decrypt, give it network interfaces. */
const platform = {
  logs: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  queue: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
  key: ['kms:Decrypt', 'kms:GenerateDataKey'],
  vpc: [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ],
};

/** Without s3:ListBucket, S3 answers "denied" for an object that is not there (API_GetObject). */
const beyondCommands: Readonly<Record<string, readonly string[]>> = {
  health: [...platform.queue, 's3:ListBucket'],
  drain: [...platform.queue, 's3:ListBucket'],
  scale: [...platform.queue, 's3:ListBucket'],
  // What RunTask needs besides: to put tags on a task, and to pass it its roles (Service Authorization Reference, Amazon ECS).
  batch: [...platform.queue, 's3:ListBucket', 'ecs:TagResource', 'iam:PassRole'],
  alert: [...platform.queue, 's3:ListBucket'],
  tick: [],
};

type Idle = Readonly<Record<string, RegExp>>;
const idleConfiguration: Idle = {
  's3:PutObject': /objects\.put\b/,
  's3:ListObjectVersions': /objects\.(versions|list)\b/,
};

/** Commands in a module that a function loads for others: what the function would call to send them. */
const idle: Readonly<Record<string, Idle>> = {
  health: {
    ...idleConfiguration,
    'dynamodb:Query': /store\.(due|open)\b/,
    'ecr:BatchGetImage': /\barchitectures: true\b/,
    'ecs:DescribeServiceRevisions': /(ecs|read)\.serviceRevision\b/,
    'ecs:ListServiceDeployments': /(ecs|read)\.serviceDeployments\b/,
    'ecs:ListTaskDefinitions': /(ecs|read)\.previousTaskDefinition\b/,
  },
  drain: idleConfiguration,
  scale: {
    ...idleConfiguration,
    'dynamodb:Query': /store\.(due|open)\b/,
    'ecs:DescribeServiceDeployments': /(ecs|read)\.serviceDeployments?\b/,
    'ecs:DescribeServiceRevisions': /(ecs|read)\.serviceRevision\b/,
    'ecs:ListServiceDeployments': /(ecs|read)\.serviceDeployments\b/,
    'ecs:ListTaskDefinitions': /(ecs|read)\.previousTaskDefinition\b/,
  },
  batch: { ...idleConfiguration, 'dynamodb:Query': /store\.(due|open)\b/ },
  alert: {
    ...idleConfiguration,
    'ecs:ListServiceDeployments': /(ecs|read)\.serviceDeployments\b/,
  },
  tick: {
    'dynamodb:BatchGetItem': /store\.load\b/,
    'dynamodb:GetItem': /store\.(load|readCounts)\b/,
    'dynamodb:PutItem': /store\.save\b/,
    'dynamodb:UpdateItem': /store\.addCounts\b/,
  },
};

describe('permissions', () => {
  test.each(functions)('%s may do what its code asks of AWS, and nothing else', (name) => {
    const reached = reachedFrom(`handlers/${name}.ts`);
    const commands = new Set(reached.flatMap(commandsOf));
    const unused = idle[name] ?? {};
    expect([...commands]).toEqual(expect.arrayContaining(Object.keys(unused)));
    const asked = [...commands].filter((command) => !(command in unused)).map(actionOf);
    const wanted = [...asked, ...(beyondCommands[name] ?? []), ...platform.logs, ...platform.key, ...platform.vpc];
    expect(actionsOf(statementsOf(name))).toEqual([...new Set(wanted)].sort());
  });

  test.each(functions)('%s calls nothing that sends a command it has no right to', (name) => {
    // The module of the handlers holds the flow of the others, too; what tick is given, it uses in lib/app/tick.ts.
    const flow = /^lib\/app\/[a-z-]+\.ts$/;
    const own = reachedFrom(`handlers/${name}.ts`).filter(
      ({ path }) => !path.startsWith('lib/aws/') && (name !== 'tick' || !flow.test(path) || path === 'lib/app/tick.ts'),
    );
    expect(own.length).toBeGreaterThan(3);
    const callers = Object.values(idle[name] ?? {}).flatMap((call) =>
      own.filter(({ source }) => call.test(source)).map(({ path }) => `${path}: ${call.source}`),
    );
    expect(callers).toEqual([]);
  });

  const all = functions.flatMap((name) => statementsOf(name).map((statement) => ({ name, ...statement })));

  test('no action is a wildcard', () => {
    expect(all.flatMap(({ Action }) => listOf(Action)).filter((action) => action.includes('*'))).toEqual([]);
    expect(all.every(({ Effect }) => Effect === 'Allow')).toBe(true);
  });

  test('every resource is named, but where AWS knows none; there a condition stands', () => {
    const anywhere = all.filter(({ Resource }) => listOf(Resource).includes('*'));
    const free = new Set([...Object.keys(withoutResource), ...platform.vpc]);
    expect(anywhere.flatMap(({ Action }) => listOf(Action)).filter((action) => !free.has(action))).toEqual([]);
    for (const { Condition } of anywhere) {
      expect(Condition).toEqual({ StringEquals: { 'aws:RequestedRegion': { Ref: 'AWS::Region' } } });
    }
    const granted = anywhere.flatMap(({ Action }) => listOf(Action));
    expect(granted).toEqual(expect.arrayContaining(Object.keys(withoutResource)));
  });

  test.each(functions)('%s touches only its own records', (name) => {
    const onTable = statementsOf(name).filter(({ Action }) =>
      listOf(Action).some((action) => action.startsWith('dynamodb:')),
    );
    const queries = onTable.filter(({ Action }) => listOf(Action).join() === 'dynamodb:Query');
    const onItems = onTable.filter((statement) => !queries.includes(statement));
    const keys = onItems.flatMap(({ Condition }) => {
      const { 'ForAllValues:StringLike': like } = Condition as Record<string, Record<string, readonly string[]>>;
      return like?.['dynamodb:LeadingKeys'] ?? [];
    });
    const others = functions.filter((other) => other !== name);
    expect(onTable.length).toBeGreaterThan(0);
    expect(keys.filter((key) => others.some((other) => key.startsWith(`${other}#`)))).toEqual([]);
    expect(keys.every((key) => /^(health|drain|scale|batch|alert|counts|configuration|hold)#\*$/.test(key))).toBe(true);
    // An index holds keys only; a query may name one of them and nothing else.
    const indexes = queries.map(({ Resource }) => JSON.stringify(Resource));
    expect(indexes.every((index) => /Table\.Arn\}\/index\/(due|open)"\}$/.test(index))).toBe(true);
  });

  test.each(functions)('with Mode=watch, %s may change nothing of yours', (name) => {
    const changes = actionsOf(statementsOf(name, 'watch')).filter(
      (action) =>
        /^(ecs|autoscaling|application-autoscaling|events|scheduler|iam|elasticloadbalancing|ecr|cloudtrail|ssm|s3):/.test(
          action,
        ) && !/:(Describe|List|Get|BatchGet|Lookup)[A-Z]/.test(action),
    );
    expect(changes).toEqual([]);
  });

  test('watch is what is deployed unless somebody says otherwise', () => {
    expect(stack.Parameters['Mode']).toMatchObject({ Default: 'watch', AllowedValues: ['watch', 'act'] });
  });

  test('every parameter has a default and says what it is', () => {
    for (const [name, { Default, Description }] of Object.entries(stack.Parameters)) {
      expect({ name, Default: typeof Default, Description: typeof Description }).toEqual({
        name,
        Default: name === 'LogRetentionDays' ? 'number' : 'string',
        Description: 'string',
      });
    }
  });

  test('no template names an account', () => {
    const text = JSON.stringify(stack) + readFileSync(join(root, 'serverless.yml'), 'utf8');
    expect(text).not.toMatch(/\b\d{12}\b/);
  });
});

describe('LogGroupPrefixes', () => {
  const { AllowedPattern } = stack.Parameters['LogGroupPrefixes'] ?? {};
  const allowed = new RegExp(String(AllowedPattern));

  test.each(['', '/ecs/', '/ecs/,/apps/', '/a/,/b/,/c/,/d/,my-app_#1.log'])('takes "%s"', (prefixes) => {
    expect(prefixes).toMatch(allowed);
  });

  test.each([
    { name: 'a sixth, which no place in the role is left for', prefixes: '/a/,/b/,/c/,/d/,/e/,/f/' },
    { name: 'none between two commas, which would allow all', prefixes: '/a/,,/b/' },
    { name: 'a wildcard', prefixes: '/ecs/*' },
    { name: 'a space', prefixes: '/a/, /b/' },
  ])('refuses $name', ({ prefixes }) => expect(prefixes).not.toMatch(allowed));

  test('each of five has its place', () => {
    const reads = statementsOf('alert').find(({ Action }) => listOf(Action).includes('logs:GetLogEvents'));
    expect(reads?.Resource).toHaveLength(5);
  });
});

test('outputs name what the command line must be told', () => {
  expect(Object.keys(stack.Outputs)).toEqual(
    expect.arrayContaining(['TableName', 'ConfigurationAddress', 'AlertQueueUrl', 'DrainQueueUrl']),
  );
});
