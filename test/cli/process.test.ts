import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoStore } from '../../lib/aws/dynamodb.ts';
import type { EmbeddedDynamo } from '../../sim/dynamodb.ts';
import { startDynamo } from '../../sim/dynamodb.ts';
import type { Front } from '../../sim/front/front.ts';
import { startFront } from '../../sim/front/front.ts';
import { allSent } from '../../sim/wire.ts';
import { alertOf, configurationKept, incidentOf, keepAll, mute, mutesKept, recordOf, region } from './kept.ts';
import { directory, jsonLines } from './run.ts';

const root = join(import.meta.dirname, '..', '..');
const node = join(root, 'node_modules', '.bin', 'node');

let dynamo: EmbeddedDynamo;
let aws: Front;

beforeAll(async () => {
  dynamo = await startDynamo('watchkeeper');
  aws = await startFront({ 'SQS.SendMessageBatch': allSent });
  await keepAll(dynamoStore(dynamo.table), [
    recordOf(incidentOf(alertOf())),
    mutesKept([{ ...mute, until: Date.now() + 3_600_000 }]),
    configurationKept('timezone: Asia/Tokyo\nreceivers: { team: { slack: C0123456789 } }\n'),
  ]);
});

afterAll(async () => {
  await Promise.all([dynamo.close(), aws.close()]);
});

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** The command as it is installed: by the bin, with whatever Node is asked for. */
async function watchkeeper(
  args: readonly string[],
  options: { readonly node?: string; readonly cwd?: string } = {},
): Promise<Ended> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    TZ: 'Asia/Tokyo',
    USER: 'ana',
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: aws.url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
    WATCHKEEPER_TABLE: 'watchkeeper',
    WATCHKEEPER_QUEUE_URL: `${aws.url}/123456789012/watchkeeper-prod-alert`,
  };
  const run = promisify(execFile)(options.node ?? node, [join(root, 'cli', 'watchkeeper.mjs'), ...args], {
    env,
    cwd: options.cwd ?? root,
  });
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Ended) => ({ code: error.code, stdout: error.stdout, stderr: error.stderr }),
  );
}

describe('watchkeeper, as a process', () => {
  test('checks the configuration of the project', async () => {
    const { code, stdout, stderr } = await watchkeeper(['check']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^watchkeeper\.yml: /);
  });

  test.each([
    { name: 'a fault', text: 'receivers: {}\n', code: 1 },
    { name: 'no file', text: undefined, code: 2 },
  ])('ends with $code for $name', async ({ text, code }) => {
    const cwd = directory(text === undefined ? {} : { 'watchkeeper.yml': text });
    expect((await watchkeeper(['check'], { cwd })).code).toBe(code);
  });

  test('reads a table in DynamoDB', async () => {
    const { code, stdout, stderr } = await watchkeeper(['status', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(jsonLines(stdout).map(({ type }) => type)).toEqual(['incident', 'mute', 'status']);
  });

  test('sends to a queue in SQS', async () => {
    const { code, stdout } = await watchkeeper(['ack', 'web/orders-api']);
    expect(code).toBe(0);
    expect(stdout).toContain('is taken by ana');
    expect(aws.requests.at(-1)).toMatchObject({ operation: 'SQS.SendMessageBatch' });
  });

  test('a table that is not there is one line, exit code 1', async () => {
    const { code, stderr } = await watchkeeper(['status', '--table', 'other']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^watchkeeper: .*ResourceNotFoundException — check the name/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  // Where the first `node` of the path is an older one, as on many machines, the project's own is taken.
  test('runs under whatever node starts it', async () => {
    const { code, stdout, stderr } = await watchkeeper(['--version'], { node: 'node' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
