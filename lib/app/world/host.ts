import type { Prepared } from '../../aws/client.ts';
import { asItIs } from '../../aws/client.ts';
import { dynamoBudgets } from '../../aws/dynamodb-budgets.ts';
import { dynamoHolds } from '../../aws/dynamodb-holds.ts';
import { dynamoPaces, dynamoTokenBuckets } from '../../aws/dynamodb-shared.ts';
import { dynamoStore, openTable } from '../../aws/dynamodb.ts';
import type { Send } from '../../channels/http.ts';
import type { Paces } from '../../core/delivery.ts';
import type { Budgets, Clock, Holds, NewId, RecordStore, TokenBuckets } from '../../core/ports.ts';
import { secondMs } from '../../core/time.ts';
import type { Environment } from '../environment.ts';
import { newId, pause, readEnvironment, systemClock } from '../environment.ts';
import type { WriteLine } from '../telemetry.ts';
import { lazyRequests } from './requests.ts';
import { writeLine } from './standard-output.ts';

/** What a function runs on. There is Lambda; and there is the simulated account, which is in no bundle. */
export type Host = {
  readonly environment: (functionName: string) => Environment;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Waits, where AWS wants calls to be apart. */
  readonly pause: (waitMs: number) => Promise<unknown>;
  readonly writeLine: WriteLine;
  /** Takes each client of the SDK before its first use. */
  readonly client: Prepared;
  /** Requests to chat services. */
  readonly send: () => Send;
  readonly storage: (environment: Environment) => Storage;
};

/** The table: records, and what must hold across them. */
export type Storage = {
  readonly store: RecordStore;
  readonly paces: Paces;
  readonly budgets: Budgets;
  readonly holds: Holds;
  readonly buckets: TokenBuckets;
};

/** About one message a second and channel (docs.slack.dev, rate limits); the other channels take more. */
const paceGapMs = secondMs;

export const lambdaHost: Host = {
  environment: (functionName) => readEnvironment(functionName),
  clock: systemClock,
  newId,
  pause,
  writeLine,
  client: asItIs,
  send: lazyRequests,
  storage: ({ table: name, region }) => {
    const table = openTable(name);
    return {
      store: dynamoStore(table),
      paces: dynamoPaces(table, region, paceGapMs),
      budgets: dynamoBudgets(table),
      holds: dynamoHolds(table, region, systemClock),
      buckets: dynamoTokenBuckets(table),
    };
  },
};
