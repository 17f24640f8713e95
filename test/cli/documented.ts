import { hourMs, minuteMs } from '../../lib/core/time.ts';
import { memoryHolds, memoryStore } from '../../sim/memory-store.ts';
import { bucketWith } from './bucket.ts';
import { drainKept, drainOf } from './drain-records.ts';
import { alertOf, configurationKept, incidentOf, keepAll, mute, mutesKept, recordOf, region } from './kept.ts';
import { pastKept, pastOfExamples } from './past-records.ts';
import type { Setting } from './run.ts';
import { directory, now } from './run.ts';
import { watched } from './watched.ts';
import { webCluster } from './web-cluster.ts';

const live = `timezone: Asia/Tokyo
environments:
  staging: { clusters: [stg-*] }
receivers:
  team: { slack: C01ORDERS }
`;

const local = `${live}  pager: { pagerduty: /watchkeeper/pagerduty-key }
routes:
  - { impact: down, to: [team, pager] }
  - { to: team }
`;

const bad = `${live}routes:
  - { impact: down, to: [team, pagr] }
repeat: 4 hours
`;

/** As a pipeline keeps it, with a size Fargate does not have, and a secret in the open. */
const taskDefinition = `{
  "family": "orders-api",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "512",
  "memory": "512",
  "containerDefinitions": [
    {
      "name": "app",
      "image": "nginx:latest",
      "portMappings": [{ "containerPort": 8080 }],
      "environment": [{ "name": "DATABASE_PASSWORD", "value": "correct-horse" }],
      "logConfiguration": { "logDriver": "awsfirelens" }
    }
  ]
}
`;

const down = incidentOf(alertOf());

const drainedId = 'i-021c7be7777777777';

type AskedHooks = { readonly AutoScalingGroupName?: string };

/** The groups of the cluster's instances: one as it should be, one whose hook was made in a hurry, one without any. */
const documentedGroups = {
  'AutoScaling.DescribeAutoScalingGroups': () => ({
    AutoScalingGroups: [
      groupOf('web-asg', ['i-0c4f9177777777777', drainedId]),
      groupOf('web-spot-asg', ['i-0e433877777777777']),
      groupOf('batch-asg', ['i-01036df7777777777']),
    ],
  }),
  'AutoScaling.DescribeLifecycleHooks': ({ AutoScalingGroupName: group = '' }: AskedHooks) => ({
    LifecycleHooks: documentedHooks[group] ?? [],
  }),
};

const hook = {
  LifecycleHookName: 'watchkeeper-drain',
  LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
  HeartbeatTimeout: 300,
  GlobalTimeout: 30_000,
  DefaultResult: 'CONTINUE',
};

const documentedHooks: Readonly<Record<string, readonly object[]>> = {
  'web-asg': [hook],
  'web-spot-asg': [{ ...hook, HeartbeatTimeout: 60, GlobalTimeout: 6000, DefaultResult: 'ABANDON' }],
};

function groupOf(name: string, ids: readonly string[]) {
  return { AutoScalingGroupName: name, Instances: ids.map((InstanceId) => ({ InstanceId })) };
}

/** The account the examples of the documentation were run in, at 03:41 in Tokyo. */
export async function documentedAccount(): Promise<Setting> {
  const store = memoryStore();
  const atRisk = incidentOf(
    alertOf({
      name: 'search-api',
      severity: 'warning',
      impact: { level: 'at-risk', desired: 3, running: 2, healthy: 2 },
      causes: [
        {
          id: 'spot_task',
          severity: 'warning',
          certainty: 'certain',
          count: 1,
          firstAt: now - 2 * hourMs,
          lastAt: now - 2 * hourMs,
        },
      ],
      startedAt: now - 2 * hourMs,
      at: now - 40 * minuteMs,
    }),
    { acknowledged: { by: 'ken', at: now - 100 * minuteMs } },
  );
  await keepAll(store, [
    configurationKept(`${live}drain:\n  web-*: { mode: act }\n  batch-*: { mode: act }\n`),
    recordOf(down),
    recordOf(atRisk),
    mutesKept([{ ...mute, target: 'web/search-api' }]),
    drainKept(drainOf(drainedId)),
    ...pastOfExamples.map(pastKept),
  ]);
  const holds = memoryHolds(() => now);
  await holds.take('service/web/search', {
    holder: 'person/ana',
    feature: 'person',
    why: 'moving the index by hand',
    since: now - hourMs,
  });
  const web = webCluster();
  return {
    store,
    scaling: documentedGroups,
    watchers: watched,
    elb: {},
    holds,
    ecs: { ...web.answers(), 'ECS.ListAccountSettings': () => ({ settings: [] }) },
    s3: bucketWith([live, `language: ja\n${live}`, live]).handlers,
    cwd: directory({
      'watchkeeper.yml': local,
      'bad.yml': bad,
      'web.json': await web.snapshot(),
      'task-definition.json': taskDefinition,
    }),
    env: {
      TZ: 'Asia/Tokyo',
      USER: 'ana',
      AWS_REGION: region,
      WATCHKEEPER_TABLE: 'watchkeeper-prod-Table',
      WATCHKEEPER_QUEUE_URL: `https://sqs.${region}.amazonaws.com/123456789012/watchkeeper-prod-alert`,
      WATCHKEEPER_CONFIG: 's3://watchkeeper-configuration/watchkeeper.yml',
    },
  };
}
