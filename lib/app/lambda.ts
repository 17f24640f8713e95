import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Feature } from '../core/feature.ts';
import { keep } from './keep.ts';
import type { Tally } from './telemetry.ts';
import type { World } from './world.ts';

/** A function's world, and what it counted. */
export type Built<Event, Target, Read, Policy> = {
  readonly world: World<Event, Target, Read, Policy>;
  readonly tally: Tally;
};

export type Handler = (
  event: SQSEvent,
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
) => Promise<SQSBatchResponse>;

/** A Lambda function over a feature: its world is built at the first invocation, and again should that have failed. */
export function sqsHandler<Event, State, Target, Facts, Read, Policy>(
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  build: () => Promise<Built<Event, Target, Read, Policy>>,
): Handler {
  let building: Promise<Built<Event, Target, Read, Policy>> | undefined;
  return async (event, context) => {
    building ??= build().catch((error: unknown) => {
      building = undefined;
      throw error;
    });
    const { world, tally } = await building;
    const messages = event.Records.map((record) => ({ id: record.messageId, body: record.body }));
    const deadline = world.clock.now() + context.getRemainingTimeInMillis();
    const failed = await keep(messages, feature, world, { worker: context.awsRequestId, deadline });
    await tally.flush();
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/** The clock of the house: what it is called with does not matter. */
export function tickHandler(build: () => () => Promise<void>): () => Promise<SQSBatchResponse> {
  let run: (() => Promise<void>) | undefined;
  return async () => {
    run ??= build();
    await run();
    return { batchItemFailures: [] };
  };
}
