import type { RunWish } from '../../lib/core/batch-event.ts';
import { isoTime, minuteMs, secondMs } from '../../lib/core/time.ts';
import type { BatchState, JobState, RunState } from '../../lib/batch/state.ts';
import type { LeaseState } from '../../lib/batch/lease.ts';
import { registerTaskDefinition } from '../../sim/account/definitions.ts';
import type { TaskDefinitionRequest } from '../../sim/account/definitions.ts';
import { ensureCluster } from '../../sim/account/identities.ts';
import type { Cluster } from '../../sim/account/model.ts';
import type { Program } from '../../sim/account/surroundings.ts';
import type { Task } from '../../sim/account/task.ts';
import type { TaskDefinition } from '../../sim/account/task-definition.ts';
import { quietProgram } from '../../sim/account/images.ts';
import { operationsOf } from '../../sim/scenario/operations.ts';
import type { SimulationOptions } from '../../sim/simulation.ts';
import { Simulation } from '../../sim/simulation.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import { stackName } from '../../sim/cloud/names.ts';
import { runOf } from '../../lib/ecs/own-launch.ts';

export const nightfall = Date.parse('2026-11-20T15:50:00Z');
export const account = '123456789012';
export const region = 'ap-northeast-1';

export const receivers = 'receivers: { alerts: { slack: C0ALERTS } }\npager: live\n';

const registry = `${account}.dkr.ecr.${region}.amazonaws.com`;

type Call = {
  readonly at: number;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly answer?: unknown;
  readonly error?: unknown;
};

export type Night = {
  readonly simulation: Simulation;
  readonly cluster: Cluster;
  readonly calls: Call[];
  readonly lines: string[];
  readonly run: (seconds: number) => Promise<void>;
  /** A task definition whose container `app` does this. */
  readonly define: (family: string, program: Partial<Program>, more?: Partial<TaskDefinitionRequest>) => TaskDefinition;
  readonly trigger: (job: string, slot: number, attempt?: number) => void;
  readonly request: (job: string, wish: RunWish, slot: number, isExtra?: boolean) => void;
  readonly runs: () => readonly RunState[];
  readonly job: (name: string) => JobState | undefined;
  readonly lease: (key: string) => LeaseState | undefined;
  /** Tasks by what started them: those of runs. */
  readonly tasks: () => readonly Task[];
  readonly launches: () => readonly Call[];
};

export type NightOptions = {
  readonly jobs: string;
  readonly mode?: 'watch' | 'act';
  readonly seed?: string;
  readonly options?: Partial<SimulationOptions>;
  readonly answers?: ((operations: WireHandlers, night: () => Night) => WireHandlers) | undefined;
};

/** As the simulated account has them, one in each zone. */
export const subnets = ['1', '2', '3'].map((digit) => `subnet-0${digit.repeat(16)}`);

/** What most jobs of these tests have in common. */
export const defaults = `{ cluster: batch, capacity: [FARGATE], network: { subnets: [${subnets.join(', ')}] } }`;

/** An account at night: a cluster on Fargate, and Watchkeeper's functions, allowed to act. */
export async function openNight({
  jobs,
  mode = 'act',
  seed = 'night',
  options,
  answers,
}: NightOptions): Promise<Night> {
  const calls: Call[] = [];
  const lines: string[] = [];
  const made: { night?: Night } = {};
  const nightNow = (): Night => {
    if (made.night === undefined) throw new Error('it is not night yet');
    return made.night;
  };
  const simulation = new Simulation({
    seed,
    start: nightfall,
    configuration: `${receivers}${jobs}`,
    operations: (each) => {
      const base = operationsOf(each);
      return noting(answers === undefined ? base : answers(base, nightNow), calls, each);
    },
    mode,
    writeLine: (line) => void lines.push(line),
    ...options,
  });
  const cluster = ensureCluster(simulation.account, 'batch');
  // What is kept, without reading all of it each time somebody looks.
  const kept = new Map<string, BatchState | LeaseState>();
  simulation.onSaved = ({ key, state }) => {
    if (key.startsWith('batch#')) kept.set(key, state as BatchState | LeaseState);
  };
  const queue = simulation.queue(`${stackName}-batch`);
  const say = (body: object): void => void queue.send({ body: JSON.stringify(body) });
  const night: Night = {
    simulation,
    cluster,
    calls,
    lines,
    run: async (seconds) => simulation.run(simulation.agenda.now() + seconds * secondMs),
    define: (family, program, more = {}) => {
      const { account: own } = simulation;
      const tag = `v${(own.families.get(family) ?? 0) + 1}`;
      const repository = own.repositories.get(family) ?? { name: family, tags: new Map() };
      own.repositories.set(family, repository);
      repository.tags.set(tag, { digest: `sha256:${family}-${tag}`, pushedAt: simulation.agenda.now() });
      own.programs.set(`${family}:${tag}`, { ...quietProgram, ...program });
      return registerTaskDefinition(own, {
        family,
        containers: [{ name: 'app', image: `${registry}/${family}:${tag}` }],
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: 256,
        memoryMiB: 512,
        ...more,
      });
    },
    trigger: (job, slot, attempt = 1) =>
      say({
        v: 1,
        job,
        spec: 'x',
        scheduleArn: `arn:aws:scheduler:${region}:${account}:schedule/watchkeeper/${job}`,
        scheduledTime: isoTime(slot).replace('.000', ''),
        executionId: `e-${attempt}`,
        attempt: String(attempt),
      }),
    request: (job, wish, slot, isExtra = false) =>
      say({
        version: '0',
        id: `request-${simulation.agenda.now()}-${wish}`,
        'detail-type': 'Run Requested',
        source: 'watchkeeper',
        account,
        region,
        time: isoTime(simulation.agenda.now()),
        resources: [],
        detail: { wish, job, slot: isoTime(slot), isExtra, by: 'somebody' },
      }),
    runs: () => statesOf(kept, 'run') as readonly RunState[],
    job: (name) => (statesOf(kept, 'job') as readonly JobState[]).find((each) => each.name === name),
    lease: (key) => kept.get(`batch#${region}#lease/${key}`) as LeaseState | undefined,
    tasks: () => [...simulation.account.tasks.values()].filter(({ startedBy }) => runOf(startedBy) !== undefined),
    launches: () => calls.filter(({ operation }) => operation === 'ECS.RunTask'),
  };
  made.night = night;
  await night.run(minuteMs / secondMs);
  return night;
}

function statesOf(kept: ReadonlyMap<string, BatchState | LeaseState>, kind: 'run' | 'job'): readonly object[] {
  return [...kept.values()].filter((state) => (state as BatchState | undefined)?.kind === kind);
}

function noting(operations: WireHandlers, calls: Call[], { agenda }: Simulation): WireHandlers {
  return Object.fromEntries(
    Object.entries(operations).map(([operation, handler]) => [
      operation,
      (input: never, call: Parameters<typeof handler>[1]) => {
        const noted = { at: agenda.now(), operation, input };
        try {
          const answer = handler(input, call);
          calls.push({ ...noted, answer });
          return answer;
        } catch (error) {
          calls.push({ ...noted, error });
          throw error;
        }
      },
    ]),
  );
}

/** A minute of the night in which jobs are due. */
export const one = Date.parse('2026-11-20T16:00:00Z');

export async function until(night: Night, at: number): Promise<void> {
  await night.run((at - night.simulation.agenda.now()) / secondMs);
}

/** What runs for so long, and ends so. */
export const done = (seconds: number, exitCode = 0): Partial<Program> => ({
  ends: { afterMs: seconds * secondMs, exitCode },
});

/** A night with one job, `close`, at the minute it is due. */
export async function nightOfClose(
  job: string,
  program: Partial<Program>,
  more: Partial<NightOptions> = {},
): Promise<Night> {
  const night = await openNight({
    jobs: `jobs:\n  defaults: ${defaults}\n  close: { cron: 0 16 * * ? *, ${job} }\n`,
    ...more,
  });
  night.define('close', program);
  await until(night, one);
  return night;
}
