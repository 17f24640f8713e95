import { incidentId } from '../../lib/alert/compose/incident-id.ts';
import { hourMs, minuteMs } from '../../lib/core/time.ts';
import { memoryStore } from '../../sim/memory-store.ts';
import { bucketWith } from './bucket.ts';
import { alertOf, configurationKept, incidentOf, keepAll, mute, mutesKept, recordOf, region } from './kept.ts';
import type { Setting } from './run.ts';
import { directory, now } from './run.ts';
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

export const down = incidentOf(alertOf());

/** The id of the incident the examples are about. */
export const downId = incidentId(down.alert.key, down.alert.startedAt);

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
    configurationKept(live),
    recordOf(down),
    recordOf(atRisk),
    mutesKept([{ ...mute, target: 'web/search-api' }]),
  ]);
  const web = webCluster();
  return {
    store,
    ecs: web.answers(),
    s3: bucketWith([live, `language: ja\n${live}`, live]).handlers,
    cwd: directory({ 'watchkeeper.yml': local, 'bad.yml': bad, 'web.json': await web.snapshot() }),
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
