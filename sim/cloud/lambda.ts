import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Agenda, Entry } from '../agenda.ts';
import type { Execution } from './gate.ts';
import type { Queue, Received } from './queue.ts';

export type Handler = (
  event: SQSEvent,
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
) => Promise<SQSBatchResponse>;

/** Where a function runs: kept between invocations, gone when it dies. `current` is what it runs now. */
export type Container = { readonly id: string; current: Execution | undefined };

/** A queue a function is fed from (Lambda, event source mappings). */
type Source = {
  readonly queue: Queue;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly concurrency: number;
};

type LambdaOptions = {
  readonly name: string;
  readonly timeoutMs: number;
  readonly sources: readonly Source[];
  /** Starts a container: what its handler touches goes through the container's current execution. */
  readonly open: (container: Container) => Handler;
};

/** `busyMs`: virtual time for which it ran, all invocations together. */
type Tally = { invocations: number; errors: number; deaths: number; timeouts: number; busyMs: number };

type Running = {
  readonly execution: Execution;
  readonly container: Container;
  readonly startedAt: number;
  readonly timeout: Entry;
  readonly free: () => void;
};

/** A Lambda function and the service that polls its queues. Containers are used again, the last one first. */
export class LambdaFunction {
  readonly options: LambdaOptions;
  readonly tally: Tally = { invocations: 0, errors: 0, deaths: 0, timeouts: 0, busyMs: 0 };
  readonly running = new Map<string, Running>();
  /** Invocations that ended before all their calls were answered: the next in their container may wait for the answers. */
  private readonly left = new Set<Execution>();
  /** What an invocation threw: an error of ours, never of the simulation. */
  onError: (error: unknown) => void = () => {};
  /** Told of an invocation before it is ended for having run too long. */
  onTimeout: (execution: Execution) => void = () => {};
  private readonly agenda: Agenda;
  private readonly idle: { readonly container: Container; readonly handler: Handler }[] = [];
  private started = 0;

  constructor(options: LambdaOptions, agenda: Agenda) {
    this.options = options;
    this.agenda = agenda;
    for (const source of options.sources) this.poll(source);
  }

  /** Runs once without a queue: what a schedule does. */
  invoke(): void {
    this.run([], { done: () => {}, free: () => {} });
  }

  /** Whether each invocation waits for an answer: its own, or one that another left behind. */
  get waits(): boolean {
    for (const each of this.left) if (each.waiting === 0) this.left.delete(each);
    return this.left.size > 0 || [...this.running.values()].every(({ execution }) => execution.waiting > 0);
  }

  /** Ends an execution where it stands; its container is gone. */
  kill(execution: Execution): void {
    const running = this.running.get(execution.id);
    if (running === undefined) return;
    this.tally.deaths += 1;
    this.end(running);
    execution.dead = true;
    running.free();
  }

  private poll(source: Source): void {
    let active = 0;
    let planned: Entry | undefined;
    const free = (): void => {
      active -= 1;
      plan(0);
    };
    const take = (): void => {
      planned = undefined;
      while (active < source.concurrency) {
        const batch = source.queue.receive(source.batchSize);
        if (batch.length === 0) return;
        active += 1;
        this.run(batch.map(recordOf), {
          done: (failed) => {
            for (const each of batch) if (!failed.has(each.messageId)) source.queue.delete(each.receiptHandle);
          },
          free,
        });
      }
    };
    const plan = (waitMs: number): void => {
      if (active >= source.concurrency || planned !== undefined) return;
      planned = this.agenda.after(waitMs, `${this.options.name} polls`, take);
    };
    source.queue.onVisible = () => plan(source.windowMs);
  }

  private run(
    records: SQSRecord[],
    then: { readonly done: (failed: ReadonlySet<string>) => void; readonly free: () => void },
  ): void {
    const { container, handler } = this.idle.pop() ?? this.open();
    const id = `${this.options.name}-${(this.tally.invocations += 1)}`;
    const execution: Execution = {
      id,
      function: this.options.name,
      dead: false,
      finished: false,
      waiting: 0,
      calls: 0,
    };
    container.current = execution;
    const endsAt = this.agenda.now() + this.options.timeoutMs;
    const timeout = this.agenda.at(endsAt, `${id} runs out of time`, () => {
      this.tally.timeouts += 1;
      this.onTimeout(execution);
      this.kill(execution);
    });
    const running = { execution, container, startedAt: this.agenda.now(), timeout, free: then.free };
    this.running.set(id, running);
    const context = { awsRequestId: id, getRemainingTimeInMillis: () => endsAt - this.agenda.now() };
    const over = (failed: ReadonlySet<string>): void => {
      if (execution.dead) return;
      this.end(running);
      if (execution.waiting > 0) this.left.add(execution);
      this.idle.push({ container, handler });
      then.done(failed);
      then.free();
    };
    handler({ Records: records }, context).then(
      ({ batchItemFailures }) => over(new Set(batchItemFailures.map((each) => each.itemIdentifier))),
      (error: unknown) => {
        if (execution.dead) return;
        this.tally.errors += 1;
        this.onError(error);
        over(new Set(records.map((record) => record.messageId)));
      },
    );
  }

  private open(): { readonly container: Container; readonly handler: Handler } {
    const container: Container = { id: `${this.options.name}/${(this.started += 1)}`, current: undefined };
    return { container, handler: this.options.open(container) };
  }

  private end({ execution, container, startedAt, timeout }: Running): void {
    this.tally.busyMs += this.agenda.now() - startedAt;
    execution.finished = true;
    container.current = undefined;
    this.agenda.cancel(timeout);
    this.running.delete(execution.id);
  }
}

/** As much of a record as a function may look at. */
function recordOf({ messageId, receiptHandle, body, receives, sentAt, attributes = {} }: Received): SQSRecord {
  return {
    messageId,
    receiptHandle,
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(sentAt),
      SenderId: 'AIDASIMULATED',
      ApproximateFirstReceiveTimestamp: String(sentAt),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, stringValue]) => [name, { stringValue, dataType: 'String' }]),
    ),
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: '',
  };
}
