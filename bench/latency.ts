import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSlackServer } from '../sim/chat/slack.ts';
import { startDynamo } from '../sim/dynamodb.ts';
import { startFront } from '../sim/front/front.ts';
import { median } from './measure.ts';
import { answers, bodiesSentTo, stoppedTask } from '../sim/sample-calls.ts';

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** Both built functions in this process, the queue between them left out: what remains is our own time. */
export async function benchLatency(): Promise<readonly string[]> {
  const [dynamo, slack, aws] = await Promise.all([
    startDynamo('watchkeeper'),
    startSlackServer({ now: () => Date.now() }),
    startFront(answers),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'watchkeeper-bench-'));
  const configuration = join(folder, 'watchkeeper.json');
  writeFileSync(configuration, JSON.stringify({ receivers: { team: { slack: 'C0123456789' } } }));
  const queue = (name: string): string => `${aws.url}/123456789012/watchkeeper-${name}`;
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_ENDPOINT_URL: aws.url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
    SLACK_API_URL: slack.url,
    WATCHKEEPER_TABLE: 'watchkeeper',
    WATCHKEEPER_CONFIG: configuration,
    WATCHKEEPER_LOG_LEVEL: 'error',
    WATCHKEEPER_QUEUE_URL: queue('health'),
    WATCHKEEPER_ALERTS_QUEUE_URL: `${queue('alerts')}.fifo`,
  });
  const load = async (name: string): Promise<Handler> =>
    ((await import(join(import.meta.dirname, '..', 'dist', name, 'index.js'))) as { handler: Handler }).handler;
  const [health, alert] = [await load('health'), await load('alert')];
  const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 60_000 };
  const samples: number[] = [];
  const loud = process.stdout.write.bind(process.stdout);
  // The functions write their metrics to standard output.
  process.stdout.write = () => true;
  for (let at = 0; at < 8; at += 1) {
    // One post a second and channel is the pace; what waits for it is not our time.
    await sleep(1100);
    const before = aws.requests.length;
    const begin = performance.now();
    await health({ Records: [{ messageId: 'm', body: stoppedTask(`orders-${at}`) }] }, context);
    const bodies = bodiesSentTo('alerts.fifo', aws.requests.slice(before));
    await alert({ Records: bodies.map((body, index) => ({ messageId: `a${index}`, body })) }, context);
    samples.push(performance.now() - begin);
  }
  process.stdout.write = loud;
  await Promise.all([dynamo.close(), slack.close(), aws.close()]);
  const writes = samples.slice(2);
  return [
    `first  ${samples[0]?.toFixed(0) ?? '?'} ms`,
    `then   ${median(writes).toFixed(0)} ms (median of ${writes.length})`,
    `posts  ${slack.state.messages.filter((message) => message.threadTs === undefined).length}`,
  ];
}
