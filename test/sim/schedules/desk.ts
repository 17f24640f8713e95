import { emptyAccount } from '../../../sim/account/account.ts';
import { registerTaskDefinition } from '../../../sim/account/definitions.ts';
import { ensureCluster } from '../../../sim/account/identities.ts';
import type { Account, Cluster, Emitted } from '../../../sim/account/model.ts';
import { Agenda } from '../../../sim/agenda.ts';
import { awsApi } from '../../../sim/api/aws-api.ts';
import type { ScheduleInput, TargetInput } from '../../../sim/api/schedules/shapes.ts';
import type { Received } from '../../../sim/cloud/queue.ts';
import { Queue } from '../../../sim/cloud/queue.ts';
import { toQueues } from '../../../sim/cloud/queues-api.ts';
import { seeded } from '../../../sim/random.ts';
import type { Switches } from '../../../sim/switches.ts';
import { usualSwitches } from '../../../sim/switches.ts';
import type { WireHandlers } from '../../../sim/wire.ts';

export const jobs = 'arn:aws:sqs:ap-northeast-1:123456789012:jobs';
export const role = 'arn:aws:iam::123456789012:role/scheduler';
export const deadLetters = 'arn:aws:sqs:ap-northeast-1:123456789012:dead';

/** The queue of jobs as a target; undefined leaves a member out. */
export function target(
  changes: { readonly [Name in keyof TargetInput]?: TargetInput[Name] | undefined } = {},
): TargetInput {
  const all = { Arn: jobs, RoleArn: role, Input: '{}', ...changes };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

export type Desk = {
  readonly account: Account;
  readonly agenda: Agenda;
  readonly cluster: Cluster;
  readonly operations: WireHandlers;
  readonly startsAt: number;
  readonly events: Emitted[];
  readonly dead: Queue;
  readonly fifo: Queue;
  readonly create: (input: ScheduleInput) => void;
  readonly update: (input: ScheduleInput) => void;
  readonly remove: (Name: string) => void;
  readonly get: (Name: string) => ScheduleInput;
  readonly names: () => string[];
  /** Messages to jobs, oldest first; they are hidden for a long time. */
  readonly received: (most?: number) => readonly Received[];
  readonly fargate: () => void;
  readonly pass: (ms: number) => void;
  readonly watch: (each: (what: string, at: number) => void) => void;
};

type Options = { readonly startsAt?: number; readonly switches?: Partial<Switches>; readonly seed?: string };

/** An account with some queues, and schedules made over its API. What is left out of a schedule is as usual; its name is `a`. */
export function desk({ startsAt = Date.UTC(2026, 10, 21, 3), switches = {}, seed = 'desk' }: Options = {}): Desk {
  const agenda = new Agenda(startsAt);
  const events: Emitted[] = [];
  const queueOf = (name: string, fifo = false): Queue => new Queue({ name, fifo, visibilityMs: 1e12 }, agenda);
  const [queue, dead, fifo] = [queueOf('jobs'), queueOf('dead'), queueOf('jobs.fifo', true)];
  const account = emptyAccount({
    agenda,
    random: seeded(seed),
    emit: (event) => void events.push(event),
    sendToQueue: toQueues(new Map([queue, dead, fifo].map((each) => [each.options.name, each]))),
    switches: { ...usualSwitches, ...switches },
  });
  const operations = awsApi(account, { random: seeded(seed) });
  const ask = (name: string, input: object): unknown =>
    (operations[`Scheduler.${name}`] as ((asked: object) => unknown) | undefined)?.(input);
  const usual = { Name: 'a', FlexibleTimeWindow: { Mode: 'OFF' }, Target: target() };
  const kept: Received[] = [];
  let watching: (what: string, at: number) => void = () => {};
  return {
    account,
    agenda,
    operations,
    startsAt,
    events,
    dead,
    fifo,
    cluster: ensureCluster(account, 'batch'),
    create: (input) => void ask('CreateSchedule', { ...usual, ...input }),
    update: (input) => void ask('UpdateSchedule', { ...usual, ...input }),
    remove: (Name) => void ask('DeleteSchedule', { Name }),
    get: (Name) => ask('GetSchedule', { Name }) as ScheduleInput,
    names: () => (ask('ListSchedules', {}) as { Schedules: { Name: string }[] }).Schedules.map(({ Name }) => Name),
    received: (most = 50) => {
      kept.push(...queue.receive(most));
      return kept;
    },
    fargate: () =>
      void registerTaskDefinition(account, {
        family: 'web',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: 256,
        memoryMiB: 512,
        containers: [{ name: 'web', image: 'web:v1' }],
      }),
    pass: (ms) => {
      const until = agenda.now() + ms;
      for (let entry = agenda.step(until); entry !== undefined; entry = agenda.step(until))
        watching(entry.what, entry.at);
      agenda.idle(until);
    },
    watch: (each) => {
      watching = each;
    },
  };
}
