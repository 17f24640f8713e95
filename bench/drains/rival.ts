import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { emptyAccount } from '../../sim/account/account.ts';
import { Agenda } from '../../sim/agenda.ts';
import type { Random } from '../../sim/random.ts';
import { seeded } from '../../sim/random.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import type { Call, Case } from './night.ts';
import { begin, hook, operationsFor, raise, settlesMs } from './night.ts';
import type { Outcome } from './outcome.ts';
import { outcomeOf } from './outcome.ts';

export const start = Date.parse('2026-11-20T17:00:00Z');

/** After the drain's time everybody has this long to come to an end. */
export const afterwardsMs = 25 * minuteMs;

/** What stands for a function's own work in each invocation, theirs and ours. */
export const ownWorkMs = 10;

/** One invocation's way out. Answers are AWS's shapes as far as a scheme looks into them. */
export type Cloud = {
  readonly call: (operation: string, input: object) => Promise<Answer>;
  readonly sleep: (seconds: number) => Promise<void>;
  readonly now: () => number;
  /** A message to its own queue. */
  readonly send: (message: Message, delayS: number) => void;
};

export type Message = { readonly instanceId: string; readonly group: string; readonly startedAt: number };

export type Answer = {
  readonly containerInstanceArns?: readonly string[];
  readonly containerInstances?: readonly {
    readonly containerInstanceArn?: string;
    readonly ec2InstanceId?: string;
    readonly status?: string;
    readonly pendingTasksCount?: number;
  }[];
  readonly taskArns?: readonly string[];
  readonly tasks?: readonly { readonly taskArn?: string; readonly lastStatus?: string }[];
  readonly nextToken?: string;
};

/** A drainer of somebody else's. */
export type Scheme = {
  readonly name: string;
  readonly timeoutS: number;
  /** At the same time. */
  readonly concurrency: number;
  /** After a failure it is invoked again so long after, one after the other. */
  readonly retriesS: readonly number[];
  readonly drain: (message: Message, cloud: Cloud) => Promise<void>;
};

/** The lifecycle action, done. */
export async function complete(cloud: Cloud, { instanceId, group }: Message): Promise<void> {
  await cloud.call('AutoScaling.CompleteLifecycleAction', {
    AutoScalingGroupName: group,
    LifecycleHookName: hook.name,
    InstanceId: instanceId,
    LifecycleActionResult: 'CONTINUE',
  });
}

/** boto3's retries: five attempts, waits that double (Boto3 documentation, "Retries", legacy mode). */
const attempts = 5;

type Setting = {
  readonly scheme: Scheme;
  readonly operations: WireHandlers;
  readonly agenda: Agenda;
  readonly random: Random;
  readonly calls: Call[];
};

/** Lambda as far as a scheme needs it: invocations, their time-outs and retries, and what they cost. */
class Invocations {
  lambdaMs = 0;
  throttled = 0;
  private readonly setting: Setting;
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(setting: Setting) {
    this.setting = setting;
  }

  after(waitMs: number, message: Message, tried = 0): void {
    this.setting.agenda.after(waitMs, 'a message arrives', () => {
      this.waiting.push(() => this.invoke(message, tried));
      this.next();
    });
  }

  private next(): void {
    while (this.running < this.setting.scheme.concurrency) {
      const run = this.waiting.shift();
      if (run === undefined) return;
      this.running += 1;
      run();
    }
  }

  private invoke(message: Message, tried: number): void {
    const { agenda, scheme } = this.setting;
    const began = agenda.now();
    const invocation = { isOver: false };
    const over = (failed: boolean): void => {
      if (invocation.isOver) return;
      invocation.isOver = true;
      agenda.cancel(timeout);
      this.lambdaMs += agenda.now() - began + ownWorkMs;
      this.running -= 1;
      const retryS = scheme.retriesS[tried];
      if (failed && retryS !== undefined) this.after(retryS * secondMs, message, tried + 1);
      this.next();
    };
    const timeout = agenda.after(scheme.timeoutS * secondMs, 'a function runs out of time', () => over(true));
    scheme.drain(message, this.cloud(invocation)).then(
      () => over(false),
      () => over(true),
    );
  }

  private cloud(invocation: { readonly isOver: boolean }): Cloud {
    const { agenda, random, operations, calls } = this.setting;
    const wait = async (waitMs: number): Promise<void> =>
      new Promise((resolve) => {
        // What has run out of time goes no further.
        agenda.after(waitMs, 'a function waits', () => invocation.isOver || resolve());
      });
    return {
      now: agenda.now,
      sleep: async (seconds) => wait(seconds * secondMs),
      send: (message, delayS) => this.after(delayS * secondMs + random.whole(20, 200), message),
      call: async (operation, input) => {
        for (let attempt = 1; ; attempt += 1) {
          calls.push({ at: agenda.now(), operation });
          await wait(random.whole(2, 40));
          try {
            const handler = operations[operation] as (asked: object, call: object) => Answer | Promise<Answer>;
            return await handler(input, { operation, attempt, signal: undefined });
          } catch (error) {
            if (!isThrottling(error)) throw error;
            this.throttled += 1;
            if (attempt >= attempts) throw error;
            await wait(random.whole(0, 1000 * 2 ** (attempt - 1)));
          }
        }
      },
    };
  }
}

function isThrottling(error: unknown): boolean {
  return error instanceof Error && /throttl/i.test(error.name);
}

/** Lets somebody else's scheme drain a case. The account, its chance and its limits are those Watchkeeper has. */
export async function playRival(given: Case, scheme: Scheme): Promise<Outcome> {
  const agenda = new Agenda(start);
  const random = seeded(given.name);
  const account = emptyAccount({ agenda, random: random.fork('account'), emit: () => {} });
  const night = raise(account, given);
  const operations = {
    ...operationsFor(account, random.fork('api')),
    // The simulated account has no user data: that it is asked for is counted.
    'EC2.DescribeInstanceAttribute': () => ({}),
  };
  const lambda = new Invocations({ scheme, operations, agenda, random: random.fork('rival'), calls: night.calls });
  account.actionListeners.push(({ instance, group }) => {
    const message = { instanceId: instance.id, group: group.name, startedAt: agenda.now() };
    lambda.after(random.whole(200, 900), message);
  });
  await pass(agenda, start + settlesMs(given));
  const from = agenda.now();
  begin(night, given);
  await pass(agenda, from + given.drainS * secondMs + afterwardsMs);
  return outcomeOf(night, { from, lambdaMs: lambda.lambdaMs, throttled: lambda.throttled });
}

/** One entry after the other; what a function does between two waits is done at once. */
async function pass(agenda: Agenda, until: number): Promise<void> {
  while (agenda.step(until) !== undefined) await new Promise<void>((go) => void setImmediate(go));
  agenda.idle(until);
}
