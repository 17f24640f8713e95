import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountView, ChatMessage, ConsoleView, DecisionView } from '../../console/view.ts';
import { web, workers } from './sample-clusters.ts';
import { faults } from './sample-faults.ts';
import { jobs } from './sample-jobs.ts';
import { sampleNow, series } from './sample-series.ts';

const minuteMs = 60_000;

const decisions: readonly DecisionView[] = (
  [
    [-220, 'health', 'health#ap-northeast-1#123456789012/web/service/admin-web', 'expected stop: scale_or_deploy', []],
    [
      -198,
      'drain',
      'drain#ap-northeast-1#i-0bb2c81d5f7a0e936',
      'a lifecycle hook asks for it: 3 tasks to move, places for all of them',
      ['set-draining', 'heartbeat'],
    ],
    [
      -152,
      'health',
      'health#ap-northeast-1#123456789012/web/service/orders-api',
      'CannotPullContainerError in a deployment; impact none; sent as version 1',
      ['alert'],
    ],
    [
      -152,
      'alert',
      'alert#ap-northeast-1#incident/123456789012/ap-northeast-1/web/service/orders-api',
      'alerts: a new incident (built-in last route: everything)',
      ['tell alerts'],
    ],
    [
      -118,
      'drain',
      'drain#ap-northeast-1#i-0bb2c81d5f7a0e936',
      '2 of 3 tasks are gone; payments-api waits for its target to deregister',
      ['heartbeat'],
    ],
    [
      -92,
      'health',
      'health#ap-northeast-1#123456789012/web/service/orders-api',
      'the same cause again (4 tasks); counted',
      [],
    ],
    [
      -74,
      'health',
      'health#ap-northeast-1#123456789012/web/service/search-api',
      'OutOfMemoryError: container search was killed; impact at-risk, 2/4; sent as version 1',
      ['alert'],
    ],
    [
      -73,
      'alert',
      'alert#ap-northeast-1#incident/123456789012/ap-northeast-1/web/service/search-api',
      'alerts: a new incident (built-in last route: everything)',
      ['tell alerts'],
    ],
    [
      -40,
      'scale',
      'scale#ap-northeast-1#workers/image-resizer',
      '140 messages at 10 a task: 14 copies, as there are',
      [],
    ],
    [
      -31,
      'batch',
      'batch#ap-northeast-1#billing-close',
      'started 01:00, runs for 2 h 3 min; the usual is 48 min: late',
      ['tell billing'],
    ],
    [
      -4,
      'health',
      'health#ap-northeast-1#123456789012/web/service/search-api',
      'below 0.7 in 2 of 3 minutes: impact degraded, 2/4; sent as version 2',
      ['alert'],
    ],
    [
      -4,
      'alert',
      'alert#ap-northeast-1#incident/123456789012/ap-northeast-1/web/service/search-api',
      'alerts: it got worse (at-risk, now degraded): a reply that rings',
      ['tell alerts'],
    ],
  ] as const
).map(([seconds, feature, record, reason, actions], index) => ({
  id: index + 1,
  at: sampleNow + seconds * 1000,
  feature,
  record,
  reason,
  actions,
}));

const text = `receivers:
  alerts: { slack: C0ALERTS }
  platform: { slack: C0PLATFORM }
routes:
  - match: { cluster: web }
    to: [alerts]
  - to: [platform]
timezone: Asia/Tokyo
`;

const account: AccountView = {
  now: sampleNow,
  speed: 60,
  zone: 'Asia/Tokyo',
  account: '123456789012',
  region: 'ap-northeast-1',
  clusters: [web, workers],
  queues: [
    { name: 'health', visible: 0, inFlight: 2, delayed: 0 },
    { name: 'alerts', visible: 1, inFlight: 0, delayed: 0 },
    { name: 'drain', visible: 0, inFlight: 0, delayed: 1 },
    { name: 'dead letters', visible: 0, inFlight: 0, delayed: 0 },
  ],
  functions: [
    { name: 'health', invocations: 1284, errors: 0, inFlight: 1 },
    { name: 'drain', invocations: 31, errors: 0, inFlight: 0 },
    { name: 'scale', invocations: 190, errors: 0, inFlight: 0 },
    { name: 'batch', invocations: 42, errors: 0, inFlight: 0 },
    { name: 'alert', invocations: 88, errors: 2, inFlight: 0 },
    { name: 'tick', invocations: 186, errors: 0, inFlight: 0 },
  ],
  faults,
  series,
  configuration: {
    file: 'watchkeeper.yml',
    state: 'good',
    readAt: sampleNow - 62 * minuteMs,
    text,
    language: 'en',
    faults: [],
  },
};

/** Messages as lib/channels made them out of recorded events. */
const messages = JSON.parse(
  readFileSync(join(import.meta.dirname, 'sample-chat.json'), 'utf8'),
) as readonly ChatMessage[];

export const sample: ConsoleView = {
  account,
  chat: {
    channels: [
      { id: 'C0ALERTS', name: 'ecs-alerts' },
      { id: 'C0PLATFORM', name: 'platform' },
    ],
    names: { S0SEARCH: 'search-oncall', S0PAYMENTS: 'payments-oncall' },
    messages,
  },
  decisions,
  jobs,
};
