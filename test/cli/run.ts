import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Account, Io } from '../../cli/io.ts';
import { main } from '../../cli/main.ts';
import { adviceReads } from '../../lib/aws/advice.ts';
import { registryReads } from '../../lib/aws/ecr.ts';
import { codeDeployReads } from '../../lib/aws/codedeploy.ts';
import { ecsReads } from '../../lib/aws/ecs.ts';
import { targetReads } from '../../lib/aws/elb.ts';
import { clusterReads } from '../../lib/aws/placement-snapshot.ts';
import { deregistrationReads } from '../../lib/aws/deregistration.ts';
import { ecsHoldReads } from '../../lib/aws/hold-reads.ts';
import { foreignTarget } from '../../lib/aws/foreign-schedules.ts';
import { groupReads } from '../../lib/aws/instance-groups.ts';
import { textObjects } from '../../lib/aws/s3.ts';
import { sqsSender } from '../../lib/aws/sqs.ts';
import { runReads } from '../../lib/aws/task-launches.ts';
import { watcherReads } from '../../lib/aws/watchers.ts';
import type { HeldThings, Holds, RecordStore } from '../../lib/core/ports.ts';
import { memoryHolds, memoryStore } from '../../sim/memory-store.ts';
import { allSent, wire } from '../../sim/wire.ts';
import type { WireHandlers } from '../../sim/wire.ts';

/** 03:41 in Tokyo. */
export const now = Date.parse('2026-11-20T18:41:00Z');

type Ran = { readonly code: number; readonly out: string; readonly err: string };

export type Setting = {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly store?: RecordStore;
  readonly holds?: Holds & HeldThings;
  readonly s3?: WireHandlers;
  readonly sqs?: WireHandlers;
  readonly ecs?: WireHandlers;
  readonly scaling?: WireHandlers;
  readonly elb?: WireHandlers;
  readonly ecr?: WireHandlers;
  readonly codeDeploy?: WireHandlers;
  /** Alarms, rules, topics, schedules: of all services that watch or start something. */
  readonly watchers?: WireHandlers;
  /** Whoever waits, waits so. */
  readonly pause?: (ms: number) => void;
  readonly clock?: () => number;
  readonly columns?: number;
  readonly region?: string;
};

/** What a message to the queue was. */
type Sent = { readonly queue: string; readonly body: Readonly<Record<string, unknown>> };

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Runs the command line in this process, against a store in memory and clients without a network. */
export async function cli(
  args: readonly string[],
  setting: Setting = {},
): Promise<Ran & { readonly sent: readonly Sent[] }> {
  const sent: Sent[] = [];
  const output = { out: '', err: '' };
  const sqs = setting.sqs ?? { 'SQS.SendMessageBatch': recorder(sent) };
  const account: Account = {
    region: async () => setting.region,
    store: async () => setting.store ?? memoryStore(),
    heldThings: async () => setting.holds ?? memoryHolds(() => now),
    objects: async () => {
      const client = new S3Client({ region: 'eu-west-1', credentials, maxAttempts: 1 });
      wire(client, setting.s3 ?? {});
      return textObjects(client, { now: () => now });
    },
    sender: async (region) => {
      const client = new SQSClient({ region: region ?? 'none', credentials, maxAttempts: 1 });
      wire(client, sqs);
      return sqsSender(client);
    },
    cluster: async (region) => {
      const client = new ECSClient({ region: region ?? 'none', credentials, maxAttempts: 1 });
      wire(client, setting.ecs ?? {});
      return clusterReads(client);
    },
    schedules: async (region) => {
      const here = { region: region ?? 'none', credentials, maxAttempts: 1 };
      const clients = { scheduler: new SchedulerClient(here), events: new EventBridgeClient(here) };
      for (const client of [clients.scheduler, clients.events]) wire(client, setting.watchers ?? {});
      return { target: async (foreign) => foreignTarget(clients, foreign) };
    },
    launches: async (region) => {
      const client = new ECSClient({ region: region ?? 'none', credentials, maxAttempts: 1 });
      wire(client, setting.ecs ?? {});
      return runReads(client, { now: setting.clock ?? (() => now) });
    },
    advice: async (region) => {
      const here = { region: region ?? 'none', credentials, maxAttempts: 1 };
      const [ecs, elb, ecr] = [new ECSClient(here), new ElasticLoadBalancingV2Client(here), new ECRClient(here)];
      wire(ecs, setting.ecs ?? {});
      wire(elb, setting.elb ?? {});
      wire(ecr, setting.ecr ?? {});
      return { ...adviceReads({ ecs, elb }), images: registryReads(() => ecr, { now: () => now }) };
    },
    groups: async (region) => {
      const here = { region: region ?? 'none', credentials, maxAttempts: 1 };
      const [ecs, scaling] = [new ECSClient(here), new AutoScalingClient(here)];
      wire(ecs, setting.ecs ?? {});
      wire(scaling, setting.scaling ?? {});
      return groupReads({ ecs, scaling });
    },
    watchers: async (region) => {
      const here = { region: region ?? 'none', credentials, maxAttempts: 1 };
      const clients = {
        elb: new ElasticLoadBalancingV2Client(here),
        cloudWatch: new CloudWatchClient(here),
        events: new EventBridgeClient(here),
        sns: new SNSClient(here),
        scheduler: new SchedulerClient(here),
      };
      wire(clients.elb, setting.elb ?? {});
      for (const client of [clients.cloudWatch, clients.events, clients.sns, clients.scheduler])
        wire(client, setting.watchers ?? {});
      return watcherReads(clients);
    },
    deployments: async (region) => {
      const here = { region: region ?? 'none', credentials, maxAttempts: 1 };
      const [ecs, elb] = [new ECSClient(here), new ElasticLoadBalancingV2Client(here)];
      wire(ecs, setting.ecs ?? {});
      wire(elb, setting.elb ?? {});
      const clock = { now: setting.clock ?? (() => now) };
      const codeDeploy = new CodeDeployClient(here);
      wire(codeDeploy, setting.codeDeploy ?? {});
      const { deployment } = codeDeployReads(codeDeploy, clock);
      return { ...ecsReads(ecs, clock), reading: targetReads(elb, clock).reading, codeDeploy: deployment };
    },
    holds: async (region) => {
      const here = { region: region ?? 'none', credentials, maxAttempts: 1 };
      const [ecs, elb] = [new ECSClient(here), new ElasticLoadBalancingV2Client(here)];
      wire(ecs, setting.ecs ?? {});
      wire(elb, setting.elb ?? {});
      const clock = { now: () => now };
      return { ...ecsHoldReads(ecs, clock), ...deregistrationReads(elb, clock) };
    },
  };
  const io: Io = {
    stdout: {
      write: (text) => (output.out += text),
      ...(setting.columns !== undefined && { columns: setting.columns, isTTY: true }),
    },
    stderr: { write: (text) => (output.err += text) },
    env: setting.env ?? {},
    now: setting.clock ?? (() => now),
    pause: async (ms) => setting.pause?.(ms),
    cwd: setting.cwd ?? tmpdir(),
    account,
  };
  const code = await main(args, io);
  return { code, ...output, sent };
}

type Batch = {
  readonly QueueUrl: string;
  readonly Entries: readonly { readonly Id: string; readonly MessageBody: string }[];
};

function recorder(sent: Sent[]): (input: Batch) => object {
  return (input) => {
    for (const { MessageBody } of input.Entries) {
      sent.push({ queue: input.QueueUrl, body: JSON.parse(MessageBody) as Record<string, unknown> });
    }
    return allSent(input);
  };
}

/** A directory with these files in it. */
export function directory(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'watchkeeper-cli-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

export function jsonLines(text: string): readonly Readonly<Record<string, unknown>>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
