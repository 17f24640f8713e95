import { incidentKey } from '../lib/core/subject.ts';
import type { Alert } from '../lib/core/alert.ts';
import type { WireHandlers, WireRequest } from './wire.ts';
import { allSent } from './wire.ts';

const cluster = 'arn:aws:ecs:eu-west-1:123456789012:cluster/web';
let serial = 0;

export const answers: WireHandlers = {
  'SQS.SendMessageBatch': allSent,
  'SSM.GetParameter': () => ({
    Parameter: { Name: '/watchkeeper/slack-token', Type: 'SecureString', Value: 'xoxb-bench' },
  }),
  'ECS.DescribeServices': () => ({
    services: [
      {
        serviceArn: `${cluster.replace('cluster', 'service')}/orders-api`,
        serviceName: 'orders-api',
        clusterArn: cluster,
        status: 'ACTIVE',
        desiredCount: 4,
        runningCount: 3,
        pendingCount: 0,
        deployments: [],
        loadBalancers: [],
      },
    ],
    failures: [],
  }),
};

type Sent = { readonly QueueUrl: string; readonly Entries: readonly { readonly MessageBody: string }[] };

/** The messages that were sent, among other requests, to the queue whose address ends so. */
export function bodiesSentTo(suffix: string, requests: readonly WireRequest[]): string[] {
  return requests
    .filter(({ operation }) => operation === 'SQS.SendMessageBatch')
    .map(({ input }) => input as Sent)
    .filter(({ QueueUrl }) => QueueUrl.endsWith(suffix))
    .flatMap(({ Entries }) => Entries.map(({ MessageBody }) => MessageBody));
}

export function stoppedTask(service = 'orders-api'): string {
  const id = (serial += 1).toString(16).padStart(32, '0');
  const time = new Date().toISOString();
  return JSON.stringify({
    version: '0',
    id: `bench-${id}`,
    'detail-type': 'ECS Task State Change',
    source: 'aws.ecs',
    account: '123456789012',
    time,
    region: 'eu-west-1',
    resources: [`arn:aws:ecs:eu-west-1:123456789012:task/web/${id}`],
    detail: {
      clusterArn: cluster,
      taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/web/${id}`,
      version: 6,
      taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/orders-api:42',
      group: `service:${service}`,
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      stoppedAt: time,
      containers: [{ name: 'app', lastStatus: 'STOPPED', exitCode: 3, image: 'orders-api:v1' }],
    },
  });
}

function records(bodies: readonly string[]): unknown {
  return { Records: bodies.map((body, at) => ({ messageId: `m${at}`, body })) };
}

/** An event of AWS's that no function listens to. */
export function ignoredEvent(): unknown {
  return records([
    JSON.stringify({ source: 'aws.ec2', 'detail-type': 'EC2 Instance State-change Notification', detail: {} }),
  ]);
}

export function healthEvent(): unknown {
  return records([stoppedTask()]);
}

export function alertEvent(): unknown {
  const at = Date.now();
  const subject = {
    account: '123456789012',
    region: 'eu-west-1',
    cluster: 'web',
    kind: 'service',
    name: 'orders-api',
  } as const;
  const alert: Alert = {
    kind: 'alert',
    key: incidentKey(subject),
    version: 1,
    at,
    status: 'firing',
    subject,
    severity: 'error',
    startedAt: at,
    impact: { level: 'at-risk', desired: 4, running: 3, healthy: 3, readAt: at },
    next: { code: 'scheduler_replaces' },
    causes: [
      {
        id: 'essential_exit',
        severity: 'error',
        certainty: 'certain',
        count: 1,
        firstAt: at,
        lastAt: at,
        container: 'app',
        exitCode: 3,
      },
    ],
    pointers: {},
  };
  return records([JSON.stringify(alert)]);
}
