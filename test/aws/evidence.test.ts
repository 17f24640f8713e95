import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { trailReads } from '../../lib/aws/cloudtrail.ts';
import { codeDeployReads } from '../../lib/aws/codedeploy.ts';
import { registryReads } from '../../lib/aws/ecr.ts';
import { readingOf, targetReads } from '../../lib/aws/elb.ts';
import { logReads, openLogs } from '../../lib/aws/logs.ts';
import type { WireHandlers, WireRequest } from '../../sim/wire.ts';
import { awsError, wire } from '../../sim/wire.ts';

const at = Date.UTC(2026, 10, 21, 3, 0);
const clock = { now: () => at };
const denied = () => {
  throw awsError('AccessDeniedException', { status: 400 });
};

describe('logs', () => {
  const place = { group: '/ecs/orders', stream: 'app/app/4c1e' };

  function logs(handlers: WireHandlers) {
    const client = new CloudWatchLogsClient({ maxAttempts: 2 });
    const requests = wire(client, handlers);
    return { tail: async () => logReads(() => client, clock).tail(place, 50), requests };
  }

  test('the newest lines are asked for, and come oldest first', async () => {
    const { tail, requests } = logs({
      'CloudWatchLogs.GetLogEvents': () => ({
        events: [
          { timestamp: 3, message: 'c' },
          { timestamp: 1, message: 'a' },
          { timestamp: 3, message: 'd' },
        ],
      }),
    });
    expect(await tail()).toEqual({
      state: 'found',
      at,
      lines: [
        { at: 1, text: 'a' },
        { at: 3, text: 'c' },
        { at: 3, text: 'd' },
      ],
    });
    expect(requests[0]?.input).toEqual({
      logGroupName: '/ecs/orders',
      logStreamName: 'app/app/4c1e',
      limit: 50,
      startFromHead: false,
    });
  });

  test('an empty answer is not the end until its token repeats', async () => {
    const { tail, requests } = logs({
      'CloudWatchLogs.GetLogEvents': ({ nextToken }: { nextToken?: string }) =>
        nextToken === undefined
          ? { events: [], nextBackwardToken: 'b/1' }
          : { events: [{ timestamp: 1, message: 'late' }], nextBackwardToken: 'b/2' },
    });
    expect(await tail()).toMatchObject({ state: 'found', lines: [{ text: 'late' }] });
    expect(requests).toHaveLength(2);
  });

  test('an empty stream is found, with no lines', async () => {
    const { tail, requests } = logs({
      'CloudWatchLogs.GetLogEvents': () => ({ events: [], nextBackwardToken: 'b/1' }),
    });
    expect(await tail()).toEqual({ state: 'found', lines: [], at });
    expect(requests).toHaveLength(2);
  });

  const absences = [
    { message: 'The specified log group does not exist.', expected: { state: 'no-group' } },
    { message: 'The specified log stream does not exist.', expected: { state: 'no-stream' } },
  ];
  test.each(absences)('$message', async ({ message, expected }) => {
    const { tail } = logs({
      'CloudWatchLogs.GetLogEvents': () => {
        throw awsError('ResourceNotFoundException', { message });
      },
    });
    expect(await tail()).toEqual(expected);
  });

  test('no right to read', async () => {
    const { tail } = logs({ 'CloudWatchLogs.GetLogEvents': denied });
    expect(await tail()).toEqual({ state: 'failed', reason: 'denied' });
  });

  test('throttled to the end', async () => {
    const { tail, requests } = logs({
      'CloudWatchLogs.GetLogEvents': () => {
        throw awsError('ThrottlingException');
      },
    });
    expect(await tail()).toEqual({ state: 'failed', reason: 'throttled' });
    expect(requests).toHaveLength(2);
  });

  test('one client per region', () => {
    const open = openLogs();
    expect(open('us-east-1')).toBe(open('us-east-1'));
    expect(open('us-east-1')).not.toBe(open());
  });
});

describe('images', () => {
  const query = { account: '123456789012', region: 'eu-west-1', repository: 'orders-api', tag: 'v1.42.1' };

  type Asked = { imageIds?: { imageTag?: string }[]; nextToken?: string };

  test('that exist say when they were pushed', async () => {
    const { reads, requests } = images({
      'ECR.DescribeImages': () => ({
        imageDetails: [{ imageDigest: 'sha256:a', imageTags: ['v1.42.1'], imagePushedAt: new Date(at) }],
      }),
    });
    expect(await reads.image(query)).toEqual({
      ok: true,
      at,
      value: { state: 'exists', digest: 'sha256:a', tags: ['v1.42.1'], pushedAt: at },
    });
    expect(requests[0]?.input).toMatchObject({ registryId: '123456789012', imageIds: [{ imageTag: 'v1.42.1' }] });
  });

  test('that are missing come with the newest tags, through all pages', async () => {
    const { reads } = images({
      'ECR.DescribeImages': ({ imageIds, nextToken }: Asked) => {
        if (imageIds !== undefined) throw awsError('ImageNotFoundException');
        if (nextToken === undefined) {
          return {
            imageDetails: [
              { imageTags: ['v1.40.0'], imagePushedAt: new Date(1) },
              { imageTags: ['v1.42.0'], imagePushedAt: new Date(4) },
              { imagePushedAt: new Date(9) },
            ],
            nextToken: 'more',
          };
        }
        return {
          imageDetails: [
            { imageTags: ['v1.41.0'], imagePushedAt: new Date(2) },
            { imageTags: ['v1.41.9'], imagePushedAt: new Date(3) },
          ],
        };
      },
    });
    expect(await reads.image(query)).toMatchObject({
      value: {
        state: 'missing',
        newest: [
          { tag: 'v1.42.0', pushedAt: 4 },
          { tag: 'v1.41.9', pushedAt: 3 },
          { tag: 'v1.41.0', pushedAt: 2 },
        ],
      },
    });
  });

  test('in a repository that does not exist', async () => {
    const { reads } = images({
      'ECR.DescribeImages': () => {
        throw awsError('RepositoryNotFoundException');
      },
    });
    expect(await reads.image(query)).toMatchObject({ value: { state: 'no-repository' } });
  });

  test('in a registry that does not let us look', async () => {
    const { reads } = images({ 'ECR.DescribeImages': denied });
    expect(await reads.image(query)).toEqual({ ok: false, reason: 'denied' });
  });

  const index = {
    imageDetails: [{ imageDigest: 'sha256:a', imageManifestMediaType: 'application/vnd.oci.image.index.v1+json' }],
  };
  const manifests = [
    { platform: { architecture: 'arm64' } },
    { platform: { architecture: 'amd64' } },
    { platform: { architecture: 'unknown' } },
  ];

  test('of several platforms name them, but for attestations', async () => {
    const { reads } = images({
      'ECR.DescribeImages': () => index,
      'ECR.BatchGetImage': () => ({ images: [{ imageManifest: JSON.stringify({ manifests }) }] }),
    });
    expect(await reads.image({ ...query, architectures: true })).toMatchObject({
      value: { architectures: ['arm64', 'amd64'] },
    });
  });

  test('exist also when their manifest may not be read', async () => {
    const { reads } = images({ 'ECR.DescribeImages': () => index, 'ECR.BatchGetImage': denied });
    const read = await reads.image({ ...query, architectures: true });
    expect(read).toMatchObject({ value: { state: 'exists' } });
    expect(read.ok && read.value).not.toHaveProperty('architectures');
  });
});

describe('targets', () => {
  const groups: WireHandlers = {
    'ElasticLoadBalancingV2.DescribeTargetHealth': ({ TargetGroupArn }: { TargetGroupArn: string }) => {
      if (TargetGroupArn === 'gone') throw awsError('TargetGroupNotFoundException', { status: 400 });
      if (TargetGroupArn === 'idle') return { TargetHealthDescriptions: [target('unused', 'Target.NotInUse')] };
      return {
        TargetHealthDescriptions: [
          target('healthy'),
          target('unhealthy', 'Target.Timeout'),
          target('unhealthy', 'Target.Timeout'),
          target('initial', 'Elb.InitialHealthChecking'),
          target('draining', 'Target.DeregistrationInProgress'),
        ],
      };
    },
  };

  test('of one group asked for twice are one request', async () => {
    const { reads, requests } = targets(groups);
    const [one, two] = await Promise.all([reads.targets('tg'), reads.targets('tg')]);
    expect(one).toEqual(two);
    expect(requests).toHaveLength(1);
  });

  test('as one number: those leaving do not count, the idle half of a blue/green pair neither', async () => {
    const { reads } = targets(groups);
    expect(await reads.reading(['idle', 'tg'])).toEqual({
      ok: true,
      at,
      value: {
        healthy: 1,
        total: 4,
        reasons: [
          { code: 'Target.Timeout', count: 2 },
          { code: 'Elb.InitialHealthChecking', count: 1 },
        ],
      },
    });
  });

  test('are unknown as a whole when one group is', async () => {
    const { reads } = targets(groups);
    expect(await reads.reading(['tg', 'gone'])).toEqual({ ok: false, reason: 'not-found' });
  });

  test('without health checks are not called healthy', () => {
    expect(readingOf([{ id: 'a', state: 'unavailable', reason: 'Target.HealthCheckDisabled' }])).toMatchObject({
      healthy: 0,
      total: 1,
    });
  });
});

describe('who', () => {
  const role = {
    type: 'AssumedRole',
    arn: 'arn:aws:sts::123456789012:assumed-role/gha-deploy-orders/GitHubActions',
    sessionContext: { sessionIssuer: { userName: 'gha-deploy-orders' } },
  };
  const event = (id: string, when: number, record: object) => ({
    EventId: id,
    EventName: 'UpdateService',
    EventTime: new Date(when),
    CloudTrailEvent: JSON.stringify({ userIdentity: role, ...record }),
  });
  const rollOut = { requestParameters: { service: 'orders', cluster: 'web', taskDefinition: 'orders:142' } };
  const query = { of: 'service', cluster: 'web', service: 'orders', at } as const;

  test('rolled out: the call nearest to the deployment, by role and session', async () => {
    const { reads, requests } = trail(
      lookup(
        event('early', at - 90_000, rollOut),
        event('it', at - 1000, rollOut),
        event('scaled', at, { requestParameters: { service: 'orders', cluster: 'web', desiredCount: 3 } }),
        event('refused', at, { ...rollOut, errorCode: 'AccessDenied' }),
        event('other', at, { requestParameters: { service: 'orders', cluster: 'stg', taskDefinition: 'orders:1' } }),
        { EventId: 'broken', EventTime: new Date(at), CloudTrailEvent: '{' },
      ),
    );
    expect(await reads.lastChange(query)).toEqual({
      ok: true,
      at,
      value: {
        id: 'it',
        name: 'UpdateService',
        at: at - 1000,
        actor: { type: 'role', name: 'gha-deploy-orders', session: 'GitHubActions' },
      },
    });
    expect(requests[0]?.input).toMatchObject({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'UpdateService' }],
      StartTime: new Date(at - 120_000),
    });
  });

  const actors = [
    { name: 'a user', identity: { type: 'IAMUser', userName: 'alice' }, expected: { type: 'user', name: 'alice' } },
    {
      name: 'root',
      identity: { type: 'Root', arn: 'arn:aws:iam::123456789012:root' },
      expected: { type: 'root', name: 'root' },
    },
    {
      name: 'an AWS service',
      identity: { type: 'AWSService', invokedBy: 'codedeploy.amazonaws.com' },
      expected: { type: 'service', name: 'codedeploy' },
    },
    {
      name: 'a role through CloudFormation',
      identity: { ...role, invokedBy: 'cloudformation.amazonaws.com' },
      expected: { type: 'role', name: 'gha-deploy-orders', session: 'GitHubActions', via: 'cloudformation' },
    },
    { name: 'nobody in particular', identity: {}, expected: { type: 'other', name: '' } },
  ];
  test.each(actors)('was it $name', async ({ identity, expected }) => {
    const { reads } = trail(lookup(event('it', at, { ...rollOut, userIdentity: identity })));
    const read = await reads.lastChange(query);
    expect(read.ok && read.value.actor).toEqual(expected);
  });

  test('not there (yet): all calls that start a deployment were looked up, no faster than allowed', async () => {
    const pauses: number[] = [];
    const { reads, requests } = trail(lookup(), pauses);
    expect(await reads.lastChange(query)).toEqual({ ok: false, reason: 'not-found' });
    expect(namesIn(requests)).toEqual(['UpdateService', 'CreateService']);
    expect(pauses.length).toBeGreaterThan(0);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(500);
  });

  test('started a CodeDeploy deployment, on the second page', async () => {
    const asked = { applicationName: 'orders', deploymentGroupName: 'prod' };
    const { reads } = trail({
      'CloudTrail.LookupEvents': ({ NextToken }: { NextToken?: string }) =>
        NextToken === undefined
          ? { Events: [], NextToken: 'more' }
          : { Events: [event('cd', at - 600_000, { requestParameters: asked })] },
    });
    expect(await reads.lastChange({ of: 'codedeploy', application: 'orders', group: 'prod', at })).toMatchObject({
      value: { id: 'cd' },
    });
  });

  test('no right, throttled', async () => {
    expect(await trail({ 'CloudTrail.LookupEvents': denied }).reads.lastChange(query)).toEqual({
      ok: false,
      reason: 'denied',
    });
    const throttled = trail({
      'CloudTrail.LookupEvents': () => {
        throw awsError('ThrottlingException');
      },
    });
    expect(await throttled.reads.lastChange(query)).toEqual({ ok: false, reason: 'throttled' });
  });
});

describe('CodeDeploy', () => {
  test('a deployment names the services of its group', async () => {
    const reads = deployments({
      'CodeDeploy.GetDeployment': () => ({
        deploymentInfo: {
          applicationName: 'orders',
          deploymentGroupName: 'prod',
          status: 'Failed',
          errorInformation: { code: 'ALARM_ACTIVE', message: 'One or more alarms have been activated' },
          rollbackInfo: { rollbackDeploymentId: 'd-2' },
        },
      }),
      'CodeDeploy.GetDeploymentGroup': () => ({
        deploymentGroupInfo: { ecsServices: [{ clusterName: 'web', serviceName: 'orders' }] },
      }),
    });
    expect(await reads.deployment('d-1')).toEqual({
      ok: true,
      at,
      value: {
        id: 'd-1',
        application: 'orders',
        group: 'prod',
        status: 'Failed',
        errorCode: 'ALARM_ACTIVE',
        errorMessage: 'One or more alarms have been activated',
        rollbackId: 'd-2',
        services: [{ cluster: 'web', service: 'orders' }],
      },
    });
  });

  test('one that does not exist', async () => {
    const reads = deployments({
      'CodeDeploy.GetDeployment': () => {
        throw awsError('DeploymentDoesNotExistException');
      },
    });
    expect(await reads.deployment('d-1')).toEqual({ ok: false, reason: 'not-found' });
  });
});

function deployments(handlers: WireHandlers) {
  const client = new CodeDeployClient({ maxAttempts: 2 });
  wire(client, handlers);
  return codeDeployReads(client, clock);
}

function images(handlers: WireHandlers) {
  const client = new ECRClient({ maxAttempts: 2 });
  const requests = wire(client, handlers);
  return { reads: registryReads(() => client, clock), requests };
}

function namesIn(requests: readonly WireRequest[]): unknown[] {
  return requests.map(
    ({ input }) => (input as { LookupAttributes: { AttributeValue: string }[] }).LookupAttributes[0]?.AttributeValue,
  );
}

function targets(handlers: WireHandlers) {
  const client = new ElasticLoadBalancingV2Client({ maxAttempts: 2 });
  const requests = wire(client, handlers);
  return { reads: targetReads(client, clock), requests };
}

function target(state: string, reason?: string) {
  return {
    Target: { Id: '10.0.0.1', Port: 8080 },
    TargetHealth: { State: state, ...(reason !== undefined && { Reason: reason }) },
  };
}

function trail(handlers: WireHandlers, pauses: number[] = []) {
  const client = new CloudTrailClient({ maxAttempts: 2 });
  const requests = wire(client, handlers);
  const pause = async (waitMs: number): Promise<void> => {
    pauses.push(waitMs);
  };
  return { reads: trailReads(client, clock, pause), requests };
}

function lookup(...events: object[]): WireHandlers {
  return { 'CloudTrail.LookupEvents': () => ({ Events: events }) };
}
