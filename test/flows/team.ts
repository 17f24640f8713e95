import { Engine } from '../../cli/replay/engine.ts';
import { readsFrom } from '../../cli/replay/facts.ts';
import { alertPolicy } from '../../lib/app/config/alert-policy.ts';
import { healthPolicy } from '../../lib/app/config/health-policy.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import { pagerDutyChannel } from '../../lib/channels/pagerduty.ts';
import { slackChannel } from '../../lib/channels/slack.ts';
import type { EcsService } from '../../lib/core/ecs-reads.ts';
import type { CodeDeployDeployment } from '../../lib/core/evidence-reads.ts';
import type { RecordStore } from '../../lib/core/ports.ts';
import type { HealthReads } from '../../lib/health/facts.ts';
import { startPagerDutyServer } from '../../sim/chat/pagerduty.ts';
import { startSlackServer } from '../../sim/chat/slack.ts';
import type { MemoryStore } from '../../sim/memory-store.ts';
import { memoryPaces, memoryStore } from '../../sim/memory-store.ts';

export type Team = {
  readonly engine: Engine;
  readonly slack: Awaited<ReturnType<typeof startSlackServer>>;
  readonly pager: Awaited<ReturnType<typeof startPagerDutyServer>>;
  readonly store: MemoryStore;
  readonly services: Map<string, EcsService>;
  /** What CodeDeploy says of its deployments, by id. */
  readonly deployments: Map<string, CodeDeployDeployment>;
  readonly refused: string[];
  readonly errors: unknown[];
  readonly calls: () => number;
  readonly close: () => Promise<void>;
};

export const night = Date.parse('2026-11-20T17:00:00Z');

const plain =
  'receivers: { team: { slack: C0123456789 }, pager: { pagerduty: /watchkeeper/pagerduty-key } }\npager: live\nroutes:\n  - { impact: [down, degraded], to: [team, pager] }\n  - { to: team }\n';

type TeamOptions = {
  readonly configuration?: string;
  /** Every call of a port goes through here: it may die instead. */
  readonly step?: <Value>(call: () => Promise<Value>) => Promise<Value>;
  readonly run?: (invocation: () => Promise<void>) => Promise<boolean>;
};

/** A team's account at night: the features, a chat and a pager that obey their limits, and services one can set. */
export async function startTeam(options: TeamOptions = {}): Promise<Team> {
  const result = readConfiguration(options.configuration ?? plain);
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  const now = (): number => engine.now();
  const slack = await startSlackServer({ now });
  const pager = await startPagerDutyServer({ now });
  const services = new Map<string, EcsService>();
  const deployments = new Map<string, CodeDeployDeployment>();
  const store = memoryStore();
  const refused: string[] = [];
  const errors: unknown[] = [];
  const reads = readsFrom({ services, taskDefinitions: new Map() }, now);
  const deployment: HealthReads['deployment'] = async (id) => {
    const value = deployments.get(id);
    return value === undefined ? { ok: false, reason: 'unreadable' } : { ok: true, value, at: now() };
  };
  const paces = memoryPaces(1000);
  const secret = async (): Promise<string> => 'xoxb-secret-000000000000000000000000'.slice(0, 32);
  const toSlack = slackChannel({ secret, paces, baseUrl: slack.url });
  const toPager = pagerDutyChannel({ secret, paces, url: pager.url });
  const step = options.step ?? (async (call) => call());
  let calls = 0;
  const stack = { account: '123456789012', region: 'eu-west-1' };
  const engine = new Engine(
    {
      store: stepped(store, step),
      ...(options.run !== undefined && { run: options.run }),
      policies: { health: healthPolicy(result.configuration), alert: alertPolicy(result.configuration, stack) },
      reads: {
        health: { ...reads.health, deployment },
        alert: { enrichment: reads.enrichment, reactions: async () => undefined },
      },
      deliver: async ({ deliver }) => {
        // The wire is real, the time is not: a call gets a second of it.
        const channel = deliver.destination.type === 'pagerduty' ? toPager : toSlack;
        const outcome = await step(async () => channel(deliver, { now, deadline: now() + 5000 }));
        calls += outcome.reason.startsWith('the channel has its pace') ? 0 : 1;
        return outcome;
      },
      log: (level, message, fields) => void (level === 'error' && errors.push([message, fields])),
      refused: (body) => void refused.push(body),
    },
    night,
  );
  const close = async (): Promise<void> => void (await Promise.all([slack.close(), pager.close()]));
  return { engine, slack, pager, store, services, deployments, refused, errors, calls: () => calls, close };
}

function stepped(store: MemoryStore, step: NonNullable<TeamOptions['step']>): RecordStore {
  return {
    ...store,
    load: async (keys) => step(async () => store.load(keys)),
    save: async (record, loaded) => step(async () => store.save(record, loaded)),
  };
}

let serial = 0;

/** A hexadecimal id of 32 digits, another one each time. */
export function newTaskId(): string {
  return (serial += 1).toString(16).padStart(32, '0');
}

type Stop = {
  readonly service: string;
  readonly at: number;
  readonly taskId?: string;
  readonly version?: number;
  readonly cluster?: string;
  readonly zone?: string;
  readonly stopCode?: string;
  readonly reason?: string;
  readonly exitCode?: number;
  readonly lastStatus?: string;
};

/** "ECS Task State Change" of a stopped task of a service, as EventBridge sends it. */
export function taskStopped(stop: Stop): string {
  const { cluster = 'web', taskId = newTaskId(), version = 6, lastStatus = 'STOPPED' } = stop;
  const arn = `arn:aws:ecs:eu-west-1:123456789012:task/${cluster}/${taskId}`;
  const time = new Date(stop.at).toISOString();
  return JSON.stringify({
    version: '0',
    id: `${taskId.slice(0, 8)}-0000-4000-8000-${String(version).padStart(12, '0')}`,
    'detail-type': 'ECS Task State Change',
    source: 'aws.ecs',
    account: '123456789012',
    time: time.replace(/\.\d+Z$/, 'Z'),
    region: 'eu-west-1',
    resources: [arn],
    detail: {
      clusterArn: `arn:aws:ecs:eu-west-1:123456789012:cluster/${cluster}`,
      taskArn: arn,
      taskDefinitionArn: `arn:aws:ecs:eu-west-1:123456789012:task-definition/${stop.service}:42`,
      group: `service:${stop.service}`,
      startedBy: 'ecs-svc/1234567890123456789',
      launchType: 'FARGATE',
      availabilityZone: stop.zone ?? 'eu-west-1a',
      lastStatus,
      desiredStatus: 'STOPPED',
      stopCode: stop.stopCode ?? 'EssentialContainerExited',
      stoppedReason: stop.reason ?? 'Essential container in task exited',
      stoppingAt: time,
      ...(lastStatus === 'STOPPED' && { stoppedAt: time }),
      version,
      containers: [
        {
          name: 'app',
          lastStatus: 'STOPPED',
          image: 'app:v1',
          ...(stop.reason === undefined && { exitCode: stop.exitCode ?? 1 }),
        },
      ],
    },
  });
}

/** A service as DescribeServices would show it. */
export function service(
  name: string,
  counts: { readonly running: number; readonly desired: number },
  more: Partial<EcsService> = {},
): EcsService {
  return {
    name,
    clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/web',
    status: 'ACTIVE',
    pending: 0,
    capacityProviders: [],
    serviceArn: `arn:aws:ecs:eu-west-1:123456789012:service/web/${name}`,
    schedulingStrategy: 'REPLICA',
    deploymentController: 'ECS',
    events: [],
    deployments: [],
    taskSets: [],
    policy: {},
    targetGroupArns: [],
    tags: {},
    ...counts,
    ...more,
  };
}
