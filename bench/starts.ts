import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundling } from '../scripts/bundling.ts';
import { startSlackServer } from '../sim/chat/slack.ts';
import { startDynamo } from '../sim/dynamodb.ts';
import { startFront } from '../sim/front/front.ts';
import { alertEvent, answers, healthEvent, ignoredEvent } from '../sim/sample-calls.ts';
import type { ProcessTime } from './measure.ts';
import { median, processTime, row } from './measure.ts';

const runs = 15;
const root = join(import.meta.dirname, '..');

/** The SDK clients each function constructs before its first event is handled. */
const clients: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  health: [
    ['@aws-sdk/client-dynamodb', 'DynamoDBClient'],
    ['@aws-sdk/client-sqs', 'SQSClient'],
    ['@aws-sdk/client-ecs', 'ECSClient'],
  ],
  alert: [
    ['@aws-sdk/client-dynamodb', 'DynamoDBClient'],
    ['@aws-sdk/client-sqs', 'SQSClient'],
  ],
  tick: [
    ['@aws-sdk/client-dynamodb', 'DynamoDBClient'],
    ['@aws-sdk/client-sqs', 'SQSClient'],
  ],
};

type Case = { readonly name: string; readonly what: string; readonly event: () => unknown };

/** A first event that is none of our business shows what starting costs; one that is told shows what working costs. */
const cases: readonly Case[] = [
  { name: 'health', what: 'an event to ignore', event: ignoredEvent },
  { name: 'alert', what: 'an event to ignore', event: ignoredEvent },
  { name: 'health', what: 'a failure, sent on', event: healthEvent },
  { name: 'alert', what: 'an incident, posted', event: alertEvent },
  { name: 'tick', what: 'nothing due', event: () => ({}) },
];

/**
 * Wall and CPU time from process start to the first event handled, against an empty handler and one that only
 * constructs the same SDK clients, interleaved so that the machine's moods fall on all alike.
 */
export async function benchStarts(): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'watchkeeper-bench-'));
  const [dynamo, slack, aws] = await Promise.all([
    startDynamo('watchkeeper'),
    startSlackServer({ now: () => Date.now() }),
    startFront(answers),
  ]);
  const widths = [32, 12, 12, 12, 10, 10, 10, 10];
  const lines = [row(['function', 'empty', 'clients', 'ours', 'wall ×', 'CPU ×', 'of empty', 'KiB'], widths)];
  try {
    const empty = await bundle(folder, 'empty', 'export const handler = async () => ({ batchItemFailures: [] });');
    for (const { name, what, event: sample } of cases) {
      const imports = clients[name] ?? [];
      const only = await bundle(folder, `only-${name}`, clientsOnly(imports));
      const event = join(folder, `${name}.json`);
      writeFileSync(event, JSON.stringify(sample()));
      const env = environment({ aws: aws.url, dynamo: dynamo.url, slack: slack.url, folder, name });
      const paths = [empty, only, join(root, 'dist', name, 'index.js')];
      const times: ProcessTime[][] = [[], [], []];
      for (let run = 0; run < runs; run += 1) {
        for (const [at, path] of paths.entries())
          times[at]?.push(await processTime([join(import.meta.dirname, 'start.mjs'), path, event], env));
      }
      const [bare, sdk, ours] = times.map((each) => ({
        wallMs: median(each.map((one) => one.wallMs)),
        cpuMs: median(each.map((one) => one.cpuMs)),
      }));
      if (bare === undefined || sdk === undefined || ours === undefined) continue;
      const ms = (time: ProcessTime): string => `${time.wallMs.toFixed(0)}/${time.cpuMs.toFixed(0)} ms`;
      const ratio = (a: number, b: number): string => (a / b).toFixed(2);
      lines.push(
        row(
          [
            `${name}: ${what}`,
            ms(bare),
            ms(sdk),
            ms(ours),
            ratio(ours.wallMs, sdk.wallMs),
            ratio(ours.cpuMs, sdk.cpuMs),
            ratio(ours.wallMs, bare.wallMs),
            String(kibibytes(join(root, 'dist', name))),
          ],
          widths,
        ),
      );
    }
  } finally {
    await Promise.all([dynamo.close(), slack.close(), aws.close()]);
  }
  return [
    ...lines,
    'wall/CPU, medians of 15; wall × and CPU × against the handler that only constructs the same clients (goal at most 1.30)',
    'the last three include real work: first connections, reads and writes of DynamoDB, ECS, SQS, Slack on this machine',
  ];
}

function clientsOnly(imports: readonly (readonly [string, string])[]): string {
  const lines = imports.map(([from, name]) => `import { ${name} } from '${from}';`);
  const made = imports.map(([, name]) => `new ${name}({})`).join(', ');
  return `${lines.join('\n')}\nconst clients = [${made}];\nexport const handler = async () => ({ batchItemFailures: [], clients: clients.length });`;
}

/** Bundled exactly as our functions are. */
async function bundle(folder: string, name: string, source: string): Promise<string> {
  const outdir = join(folder, name);
  mkdirSync(outdir, { recursive: true });
  await build({
    ...bundling,
    stdin: { contents: source, resolveDir: root, loader: 'ts' },
    outdir,
    entryNames: 'index',
  });
  writeFileSync(join(outdir, 'package.json'), '{"type":"module"}');
  const file = readdirSync(outdir).find((each) => each === 'index.js' || each === 'stdin.js') ?? 'index.js';
  return join(outdir, file);
}

function environment(at: {
  readonly aws: string;
  readonly dynamo: string;
  readonly slack: string;
  readonly folder: string;
  readonly name: string;
}): Record<string, string> {
  const queue = (feature: string): string => `${at.aws}/123456789012/watchkeeper-${feature}`;
  const configuration = join(at.folder, 'watchkeeper.json');
  writeFileSync(configuration, JSON.stringify({ receivers: { team: { slack: 'C0123456789' } } }));
  return {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_ENDPOINT_URL: at.aws,
    AWS_ENDPOINT_URL_DYNAMODB: at.dynamo,
    SLACK_API_URL: at.slack,
    WATCHKEEPER_TABLE: 'watchkeeper',
    WATCHKEEPER_CONFIG: configuration,
    WATCHKEEPER_LOG_LEVEL: 'error',
    WATCHKEEPER_QUEUE_URL: queue(at.name === 'tick' ? '{feature}' : at.name),
    WATCHKEEPER_ALERTS_QUEUE_URL: `${queue('alerts')}.fifo`,
  };
}

function kibibytes(folder: string): number {
  const bytes = readdirSync(folder)
    .filter((file) => file.endsWith('.js'))
    .reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  return Math.round(bytes / 1024);
}
