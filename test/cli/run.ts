import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ECSClient } from '@aws-sdk/client-ecs';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Account, Io } from '../../cli/io.ts';
import { main } from '../../cli/main.ts';
import { clusterReads } from '../../lib/aws/placement-snapshot.ts';
import { textObjects } from '../../lib/aws/s3.ts';
import { sqsSender } from '../../lib/aws/sqs.ts';
import type { RecordStore } from '../../lib/core/ports.ts';
import { memoryStore } from '../../sim/memory-store.ts';
import { allSent, wire } from '../../sim/wire.ts';
import type { WireHandlers } from '../../sim/wire.ts';

/** 03:41 in Tokyo. */
export const now = Date.parse('2026-11-20T18:41:00Z');

export type Ran = { readonly code: number; readonly out: string; readonly err: string };

export type Setting = {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly store?: RecordStore;
  readonly s3?: WireHandlers;
  readonly sqs?: WireHandlers;
  readonly ecs?: WireHandlers;
  readonly columns?: number;
  readonly region?: string;
};

/** What a message to the queue was. */
export type Sent = { readonly queue: string; readonly body: Readonly<Record<string, unknown>> };

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
  };
  const io: Io = {
    stdout: {
      write: (text) => (output.out += text),
      ...(setting.columns !== undefined && { columns: setting.columns, isTTY: true }),
    },
    stderr: { write: (text) => (output.err += text) },
    env: setting.env ?? {},
    now: () => now,
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
