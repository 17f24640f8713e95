import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { vi } from 'vitest';
import { readConfiguration } from '../../lib/app/config/load.ts';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { emptyAccount } from '../../sim/account/account.ts';
import type { Account } from '../../sim/account/model.ts';
import { Agenda } from '../../sim/agenda.ts';
import { awsApi } from '../../sim/api/aws-api.ts';
import { Bus } from '../../sim/cloud/bus.ts';
import type { Handler } from '../../sim/cloud/lambda.ts';
import { LambdaFunction } from '../../sim/cloud/lambda.ts';
import { stackName } from '../../sim/cloud/names.ts';
import { Queue } from '../../sim/cloud/queue.ts';
import { queueOperations } from '../../sim/cloud/queues-api.ts';
import { projectTemplate, stackOf } from '../../sim/cloud/stack.ts';
import { startDynamo } from '../../sim/dynamodb.ts';
import type { Front } from '../../sim/front/front.ts';
import { startFront } from '../../sim/front/front.ts';
import { seeded } from '../../sim/random.ts';

const start = Date.parse('2026-11-20T17:00:00Z');

export type BuiltAccount = {
  readonly account: Account;
  readonly agenda: Agenda;
  readonly aws: Front;
  /** What a function threw. */
  readonly errors: readonly unknown[];
  readonly run: (seconds: number) => Promise<void>;
  /** Into the function's own queue. */
  readonly send: (body: object) => void;
  readonly close: () => Promise<void>;
};

/**
 * A simulated account in virtual time, with built functions over it. They reach it over HTTP, as their environment says,
 * and take the system's clock, which is set to the account's; while one of them runs, the account stands still.
 * `configuration`: the text of a watchkeeper.yml. `rules: false`: EventBridge brings them nothing. `name`: the function
 * beside the tick.
 */
export async function openBuilt(
  dist: string,
  {
    configuration,
    rules = true,
    name: feature = 'drain',
  }: { readonly configuration: string; readonly rules?: boolean; readonly name?: 'drain' | 'batch' },
): Promise<BuiltAccount> {
  const agenda = new Agenda(start);
  const random = seeded('built');
  const stack = stackOf(projectTemplate(), stackName);
  const queues = new Map(
    stack.queues.map(({ name, fifo, visibilityMs }) => [name, new Queue({ name, fifo, visibilityMs }, agenda)]),
  );
  const queue = (name: string): Queue => queues.get(name) ?? new Queue({ name, fifo: false, visibilityMs: 0 }, agenda);
  const wired = rules ? stack.rules.map((rule) => ({ ...rule, queue: queue(rule.queue) })) : [];
  const place = { account: '123456789012', region: 'eu-west-1' };
  const bus = new Bus(wired, { agenda, random: random.fork('bus') }, place);
  const account = emptyAccount({ agenda, random, emit: bus.emit, id: place.account, region: place.region });
  const parameters = new Map([['/watchkeeper/acting', { value: 'on' }]]);
  const [dynamo, aws] = await Promise.all([
    startDynamo('watchkeeper'),
    startFront({ ...awsApi(account, { random: random.fork('api'), parameters }), ...queueOperations(queues) }),
  ]);
  const file = join(mkdtempSync(join(tmpdir(), 'watchkeeper-')), 'watchkeeper.json');
  const read = readConfiguration(configuration);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  writeFileSync(file, JSON.stringify(read.configuration));
  const queueUrl = (name: string): string => `${aws.url}/123456789012/${stackName}-${name}`;
  const shared = {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
    WATCHKEEPER_TABLE: 'watchkeeper',
    WATCHKEEPER_MODE: 'act',
    WATCHKEEPER_CONFIG: file,
    WATCHKEEPER_ALERTS_QUEUE_URL: queueUrl('alerts.fifo'),
    WATCHKEEPER_LOG_LEVEL: 'error',
  };
  const errors: unknown[] = [];
  const functions = await Promise.all(
    [feature, 'tick'].map(async (name) => {
      const environment = { ...shared, WATCHKEEPER_QUEUE_URL: queueUrl(name === 'tick' ? '{feature}' : name) };
      const handler = await load(join(dist, name, 'index.js'), environment, aws.url);
      const plan = stack.functions.find((each) => each.name === name);
      if (plan === undefined) throw new Error(`the stack has no function ${name}`);
      const sources = plan.sources.map((source) => ({ ...source, queue: queue(source.queue) }));
      const made = new LambdaFunction({ name, timeoutMs: plan.timeoutMs, sources, open: () => handler }, agenda);
      made.onError = (error) => errors.push(error);
      return made;
    }),
  );
  const tick = (): void => {
    functions[1]?.invoke();
    agenda.after(minuteMs, 'tick', tick);
  };
  agenda.after(minuteMs, 'tick', tick);
  const run = async (seconds: number): Promise<void> => {
    const until = agenda.now() + seconds * secondMs;
    while (agenda.step(until) !== undefined) {
      vi.setSystemTime(agenda.now());
      while (functions.some(({ running }) => running.size > 0)) await new Promise((go) => void setImmediate(go));
    }
    agenda.idle(until);
  };
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  return {
    account,
    agenda,
    aws,
    errors,
    run,
    send: (body) => void queue(`${stackName}-${feature}`).send({ body: JSON.stringify(body) }),
    close: async () => {
      vi.useRealTimers();
      await Promise.all([dynamo.close(), aws.close()]);
    },
  };
}

/** Each function reads its environment with its first event: it is handed it then, and afresh for each account. */
async function load(path: string, environment: Readonly<Record<string, string>>, account: string): Promise<Handler> {
  const { handler } = (await import(`${pathToFileURL(path).href}?account=${encodeURIComponent(account)}`)) as {
    readonly handler: Handler;
  };
  return async (event, context) => {
    Object.assign(process.env, environment);
    const quiet = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    return handler(event, context).finally(() => quiet.mockRestore());
  };
}
