import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { readEnvironment } from '../../lib/app/environment.ts';
import type { Handler } from '../../lib/app/lambda.ts';
import { sqsHandler, tickHandler } from '../../lib/app/lambda.ts';
import type { Host } from '../../lib/app/world/host.ts';
import { scaleWorld } from '../../lib/app/world/scale.ts';
import { tickWorld } from '../../lib/app/world/tick.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { serviceKey } from '../../lib/scale/names.ts';
import { scale } from '../../lib/scale/feature.ts';
import { inProcess } from '../../sim/cloud/transport.ts';
import { memoryStorage } from '../../sim/memory-store.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import { allSent } from '../../sim/wire.ts';
import { median, row } from '../measure.ts';

/** A tick wakes 500 policies at one GetMetricData; what it costs is to grow as their number does. */
const sizes = [500, 1000, 2000] as const;
const rounds = 6;

const arn = (kind: string, name: string): string => `arn:aws:ecs:eu-west-1:123456789012:${kind}/${name}`;

type Queries = { readonly MetricDataQueries?: readonly { readonly Id?: string }[] };
type Described = { readonly services?: readonly string[] };
type Sent = { readonly QueueUrl?: string; readonly Entries?: readonly { Id?: string; MessageBody?: string }[] };

/** An account of services with as much to do as they can: nothing is to be set, and everything to be read. */
function account(clock: Host['clock'], bodies: string[], calls: Map<string, number>): WireHandlers {
  const answers: WireHandlers = {
    'ECS.DescribeServices': ({ services = [] }: Described) => ({ services: services.map(serviceItem), failures: [] }),
    'CloudWatch.GetMetricData': ({ MetricDataQueries = [] }: Queries) => ({
      MetricDataResults: MetricDataQueries.map(({ Id }) => ({
        Id,
        StatusCode: 'Complete',
        Timestamps: [1, 2, 3].map((ago) => new Date(clock.now() - ago * minuteMs)),
        Values: [61, 60, 59],
      })),
    }),
    'ApplicationAutoScaling.DescribeScalableTargets': () => ({ ScalableTargets: [] }),
    'ApplicationAutoScaling.DescribeScalingPolicies': () => ({ ScalingPolicies: [] }),
    'SSM.GetParameter': () => ({ Parameter: { Value: 'on' } }),
    'SQS.SendMessageBatch': (input: Sent) => {
      if (input.QueueUrl?.endsWith('-scale') === true)
        bodies.push(...(input.Entries ?? []).flatMap(({ MessageBody = '' }) => MessageBody));
      return allSent(input);
    },
  };
  return Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      (...call: Parameters<typeof answer>) => {
        calls.set(name, (calls.get(name) ?? 0) + 1);
        return answer(...call);
      },
    ]),
  );
}

const serviceItem = (name: string): object => ({
  serviceName: name,
  serviceArn: arn('service', `web/${name}`),
  clusterArn: arn('cluster', 'web'),
  status: 'ACTIVE',
  desiredCount: 4,
  runningCount: 4,
  pendingCount: 0,
  launchType: 'FARGATE',
  schedulingStrategy: 'REPLICA',
  deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', rolloutState: 'COMPLETED', desiredCount: 4, runningCount: 4 }],
});

type Ticks = { readonly calls: ReadonlyMap<string, number>; readonly saves: number; readonly ms: number };

/** So many policies, a minute after the other: the calls and saves of the last minute, and the median time of each. */
async function ticksOf(policies: number, folder: string): Promise<Ticks> {
  let now = Date.UTC(2026, 10, 21, 3);
  const clock = { now: () => now };
  const storage = memoryStorage(() => {}, clock.now);
  const bodies: string[] = [];
  const calls = new Map<string, number>();
  const { prepared } = inProcess(account(clock, bodies, calls));
  const host = hostOf({ clock, storage, client: prepared, configuration: join(folder, 'watchkeeper.json') });
  const tick = tickHandler(() => tickWorld(host));
  const handler = sqsHandler(scale, async () => scaleWorld(host));
  await invoke(handler, [wakeOf(policies)]);
  const times: number[] = [];
  let saves = 0;
  for (let round = 0; round < rounds; round += 1) {
    now += minuteMs;
    calls.clear();
    bodies.length = 0;
    const [before, began] = [storage.store.writes(), performance.now()];
    await tick();
    await invoke(handler, bodies);
    times.push(performance.now() - began);
    saves = storage.store.writes() - before;
  }
  return { calls: new Map(calls), saves, ms: median(times) };
}

function wakeOf(policies: number): string {
  const keys = Array.from({ length: policies }, (_, at) => serviceKey('eu-west-1', 'web', `service-${at}`));
  return JSON.stringify({ wake: keys, hops: 0 });
}

type Needs = Pick<Host, 'clock' | 'client'> & {
  readonly storage: ReturnType<Host['storage']>;
  readonly configuration: string;
};

function hostOf({ clock, client, storage, configuration }: Needs): Host {
  let names = 0;
  const queue = (name: string): string => `https://sqs.eu-west-1.amazonaws.com/123456789012/watchkeeper-${name}`;
  return {
    environment: (name) =>
      readEnvironment(name, {
        AWS_REGION: 'eu-west-1',
        WATCHKEEPER_TABLE: 'watchkeeper',
        WATCHKEEPER_QUEUE_URL: queue(name === 'tick' ? '{feature}' : name),
        WATCHKEEPER_ALERTS_QUEUE_URL: queue('alerts.fifo'),
        WATCHKEEPER_CONFIG: configuration,
        WATCHKEEPER_LOG_LEVEL: 'error',
      }),
    clock,
    newId: () => `${(names += 1)}`,
    pause: async () => {},
    writeLine: () => {},
    client,
    send: () => () => {
      throw new Error('no chat is asked');
    },
    storage: () => storage,
  };
}

async function invoke(handler: Handler, bodies: readonly string[]): Promise<void> {
  // Lambda hands over no empty batch, and no clocks.
  const Records = bodies.map((body, at) => ({ messageId: `m${at}`, body })) as Parameters<Handler>[0]['Records'];
  const { batchItemFailures } = await handler(
    { Records },
    { awsRequestId: 'bench', getRemainingTimeInMillis: () => 60_000 },
  );
  if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} messages came back`);
}

/** One tick of many policies: its calls and its time, from the tick to the last save. */
export async function benchTick(): Promise<readonly string[]> {
  process.env['AWS_REGION'] = 'eu-west-1';
  process.env['AWS_ACCESS_KEY_ID'] = 'bench';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'bench';
  const folder = mkdtempSync(join(tmpdir(), 'watchkeeper-bench-'));
  const scaled = {
    receivers: { team: { slack: 'C0123456789' } },
    scale: { 'web/*': { tasks: { min: 1, max: 20 }, cpu: 60 } },
  };
  writeFileSync(join(folder, 'watchkeeper.json'), JSON.stringify(scaled));
  const widths = [14, 8, 14, 18, 9, 6, 9, 10];
  const lines = [
    row(['policies', 'ms', 'µs a policy', 'DescribeServices', 'metrics', 'other', 'saves', 'growth'], widths),
  ];
  let first: number | undefined;
  for (const size of sizes) {
    const { calls, saves, ms } = await ticksOf(size, folder);
    first ??= ms / size;
    const of = (name: string): number => calls.get(name) ?? 0;
    const [services, metrics] = [of('ECS.DescribeServices'), of('CloudWatch.GetMetricData')];
    const other = [...calls.values()].reduce((sum, each) => sum + each, 0) - services - metrics;
    const cells = [ms.toFixed(0), ((1000 * ms) / size).toFixed(0), services, metrics, other, saves].map(String);
    lines.push(row([String(size), ...cells, `${(ms / size / first).toFixed(2)} x`], widths));
  }
  rmSync(folder, { recursive: true, force: true });
  return lines;
}
