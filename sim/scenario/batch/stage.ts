import type { RunWish } from '../../../lib/core/batch-event.ts';
import type { Instant } from '../../../lib/core/time.ts';
import { hourMs, isoTime, minuteMs, secondMs } from '../../../lib/core/time.ts';
import { registerTaskDefinition } from '../../account/definitions.ts';
import { ensureCluster } from '../../account/identities.ts';
import { quietProgram } from '../../account/images.ts';
import type { Task } from '../../account/task.ts';
import { configurationPlace, stackName } from '../../cloud/names.ts';
import type { Random } from '../../random.ts';
import type { Simulation } from '../../simulation.ts';
import { heading } from '../setting.ts';
import type { JobSetting } from './job-lines.ts';
import { jobLines } from './job-lines.ts';
import type { BatchPlan } from './plan.ts';
import { runIdIn } from './started-by.ts';

/** Jobs in an account, and the hands that change them. */
export type BatchStage = {
  readonly simulation: Simulation;
  readonly plan: BatchPlan;
  readonly random: Random;
  readonly settings: Map<string, JobSetting>;
  /** How jobs stood in the file, oldest first. */
  readonly edits: JobEdit[];
  /** Slots at which Scheduler's message reached the queue. */
  readonly invoked: { readonly job: string; readonly slot: Instant }[];
  /** Times at which nobody watched; the last may last still. */
  readonly outages: { readonly from: Instant; until: Instant }[];
};

export type JobEdit = { readonly at: Instant; readonly job: string; readonly is: JobSetting['is'] };

/** Nothing has begun when it returns: the schedules come with the configuration. */
export function raiseBatch(simulation: Simulation, plan: BatchPlan, random: Random): BatchStage {
  const { account, agenda } = simulation;
  const stage: BatchStage = { simulation, plan, random, settings: new Map(), edits: [], invoked: [], outages: [] };
  ensureCluster(account, 'batch');
  account.schedules.groups.set(`${stackName}-jobs`, agenda.now());
  account.schedules.onInvoked = ({ name }, dueAt) => void stage.invoked.push({ job: name, slot: dueAt });
  for (const { name } of plan.jobs) define(stage, name);
  return stage;
}

export function settingOf({ settings }: Pick<BatchStage, 'settings'>, job: string): JobSetting {
  return settings.get(job) ?? { is: 'enabled', edition: 1 };
}

/** Somebody edits the file, and pushes it. */
export function edit(stage: BatchStage, job: string, change: Partial<JobSetting>): void {
  const { simulation, settings, edits, plan } = stage;
  const next = { ...settingOf(stage, job), ...change };
  settings.set(job, next);
  edits.push({ at: simulation.agenda.now(), job, is: next.is });
  simulation.objects.set(configurationPlace, `${heading}${jobLines(plan, (name) => settingOf(stage, name))}`);
}

/** A new revision, with a program of its own. */
export function define({ simulation, random }: Pick<BatchStage, 'simulation' | 'random'>, family: string): void {
  const { account, agenda } = simulation;
  const tag = `v${(account.families.get(family) ?? 0) + 1}`;
  const repository = account.repositories.get(family) ?? { name: family, tags: new Map() };
  account.repositories.set(family, repository);
  repository.tags.set(tag, { digest: `sha256:${family}-${tag}`, pushedAt: agenda.now() });
  const ends = {
    afterMs: random.whole(2, random.pick([60, 900])) * secondMs,
    exitCode: random.pick([0, 0, 0, 1, 137]),
  };
  account.programs.set(`${family}:${tag}`, {
    ...quietProgram,
    ...(random.chance(0.85) && { ends }),
    pullMs: random.pick([2_000, 20_000, 200_000]),
    stopMs: random.pick([100, 5_000, 60_000]),
    stopExitCode: random.pick([0, 143]),
  });
  registerTaskDefinition(account, {
    family,
    containers: [{ name: 'app', image: `${account.id}.dkr.ecr.${account.region}.amazonaws.com/${family}:${tag}` }],
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: 256,
    memoryMiB: 512,
  });
}

/** Scheduler still invokes by what it knew before an edit (Scheduler, troubleshooting): for the last time that was due. */
export function invokeLate(stage: BatchStage, job: string): void {
  const { agenda, account } = stage.simulation;
  const now = agenda.now();
  const { minutes = [] } = stage.plan.jobs.find(({ name }) => name === job) ?? {};
  const slot = minutes.map((minute) => now - (now % hourMs) + minute * minuteMs).findLast((at) => at <= now);
  if (slot === undefined || stage.invoked.some((each) => each.job === job && each.slot === slot)) return;
  stage.simulation.queue(`${stackName}-batch`).send({
    body: JSON.stringify({
      v: 1,
      job,
      spec: 'before',
      scheduleArn: `arn:aws:scheduler:${account.region}:${account.id}:schedule/${stackName}-jobs/${job}`,
      scheduledTime: isoTime(slot).replace('.000', ''),
      executionId: `late-${slot}`,
      attempt: '1',
    }),
  });
  stage.invoked.push({ job, slot });
}

/** Somebody at the command line. */
export function request(
  stage: BatchStage,
  wish: RunWish,
  which: { readonly job: string; readonly slot: Instant },
): void {
  const { account, agenda } = stage.simulation;
  const now = agenda.now();
  stage.simulation.queue(`${stackName}-batch`).send({
    body: JSON.stringify({
      version: '0',
      id: `request-${now}-${wish}`,
      'detail-type': 'Run Requested',
      source: 'watchkeeper',
      account: account.id,
      region: account.region,
      time: isoTime(now),
      resources: [],
      detail: { wish, job: which.job, slot: isoTime(which.slot), isExtra: false, by: 'kaori' },
    }),
  });
}

/** Tasks of runs that have not ended. */
export function livingTasks({ simulation }: Pick<BatchStage, 'simulation'>): readonly Task[] {
  return [...simulation.account.tasks.values()].filter(
    ({ startedBy, lastStatus }) => runIdIn(startedBy) !== undefined && lastStatus !== 'STOPPED',
  );
}
