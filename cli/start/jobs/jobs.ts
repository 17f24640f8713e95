import type { FaultView } from '../../../console/view.ts';
import { jobsOf } from '../../../lib/app/config/batch-policy.ts';
import type { Configuration } from '../../../lib/app/config/schema.ts';
import type { Job } from '../../../lib/batch/job.ts';
import { present } from '../../../lib/core/present.ts';
import type { Instant } from '../../../lib/core/time.ts';
import { nextSlots } from '../../../lib/ecs/schedule/slots.ts';
import { findTaskDefinition, registerTaskDefinition } from '../../../sim/account/definitions.ts';
import { ensureCluster } from '../../../sim/account/identities.ts';
import { parseImage } from '../../../sim/account/images.ts';
import type { Account } from '../../../sim/account/model.ts';
import type { Program } from '../../../sim/account/surroundings.ts';
import type { Random } from '../../../sim/random.ts';
import { stackName } from '../../../sim/cloud/names.ts';
import { failingProgram, goodProgram, hangingProgram, jobRoles, stumblingProgram, workOf } from './examples.ts';

type JobFault = 'job-fail' | 'job-hang' | 'job-starve';

/** `broken`: what it makes of a job. */
const buttons: Readonly<Record<JobFault, Pick<FaultView, 'label' | 'hint'> & { readonly broken: string }>> = {
  'job-fail': {
    label: 'Fail a job',
    hint: 'Its program ends with exit code 1 until you end it.',
    broken: 'made to fail',
  },
  'job-hang': {
    label: 'Hang a job',
    hint: 'Its program never ends: the run time-out has to stop it.',
    broken: 'made to hang',
  },
  'job-starve': {
    label: 'Starve a job',
    hint: 'No capacity for its tasks: launches are refused, and tried again.',
    broken: 'starved',
  },
};

/** How far a run is from its usual length, at most. */
const unrest = 0.15;

/** The jobs of the configuration, with what they run, and what a visitor does to them. */
export class Jobs {
  private readonly account: Account;
  private readonly random: Random;
  private readonly broken = new Map<string, JobFault>();
  private readonly since = new Map<string, Instant>();
  jobs: readonly Job[] = [];

  constructor(account: Account, random: Random) {
    this.account = account;
    this.random = random;
    account.schedules.groups.set(`${stackName}-jobs`, account.agenda.now());
    account.taskListeners.push(({ definition: { family }, lastStatus }) => {
      if (lastStatus === 'STOPPED') for (const job of this.jobs) if (familyOf(job) === family) this.work(job, true);
    });
  }

  /** Those of this configuration, in force since then. What they name and is not there is made. */
  configure(configuration: Configuration, since: Instant): void {
    this.jobs = jobsOf(configuration, 'act');
    for (const job of this.jobs) {
      if (!this.since.has(job.name)) this.since.set(job.name, since);
      this.ensure(job);
      this.work(job);
    }
  }

  /** When it came into the configuration. */
  sinceOf(job: string): Instant {
    return this.since.get(job) ?? Infinity;
  }

  views(): readonly FaultView[] {
    if (this.jobs.length === 0) return [];
    const standing = new Set(this.broken.values());
    return (Object.keys(buttons) as JobFault[]).map((id) => ({
      id,
      label: buttons[id].label,
      hint: buttons[id].hint,
      group: 'Jobs',
      active: standing.has(id),
      aimsAt: 'job',
    }));
  }

  /** Whether it is a button of these. It breaks the job it is aimed at, or the one that is due next; or mends. */
  press(id: string, target?: unknown): boolean {
    if (!isFault(id)) return false;
    const aimed = this.jobs.find(({ name }) => name === target);
    const standing = this.jobs.filter(({ name }) => this.broken.get(name) === id && (aimed?.name ?? name) === name);
    for (const { name } of standing) this.broken.delete(name);
    const struck = aimed ?? this.soonest();
    if (standing.length === 0 && struck !== undefined) this.broken.set(struck.name, id);
    for (const job of this.jobs) this.work(job);
    return true;
  }

  /** What stands in the way of a job. */
  brokenBy(job: string): string | undefined {
    const fault = this.broken.get(job);
    return fault && buttons[fault].broken;
  }

  /** There is no room for tasks of this definition, by ARN. */
  readonly starves = (definition: string): boolean =>
    this.jobs.some(
      (job) => this.broken.get(job.name) === 'job-starve' && definition.includes(`task-definition/${familyOf(job)}:`),
    );

  private soonest(): Job | undefined {
    const now = this.account.agenda.now();
    const dueAt = ({ schedule }: Job): number =>
      schedule === undefined ? Infinity : (nextSlots(schedule, now, 1)[0]?.at ?? Infinity);
    const free = this.jobs.filter(({ name, enabled }) => enabled && !this.broken.has(name));
    return free.toSorted((a, b) => dueAt(a) - dueAt(b))[0] ?? this.jobs[0];
  }

  /** What its image does from the next start on. `hasRun`: who has stumbled does not stumble again at once. */
  private work(job: Job, hasRun = false): void {
    const image = findTaskDefinition(this.account, job.task.definition)?.containers[0]?.image;
    if (image === undefined) return;
    const { repository, tag = 'latest' } = parseImage(image);
    const key = `${repository}:${tag}`;
    const stumbled = this.account.programs.get(key) === stumblingProgram && hasRun;
    this.account.programs.set(key, this.programOf(job, stumbled));
  }

  private programOf({ name }: Job, stumbled: boolean): Program {
    const fault = this.broken.get(name);
    if (fault === 'job-fail') return failingProgram;
    if (fault === 'job-hang') return hangingProgram;
    const work = workOf(name);
    if (!stumbled && this.random.chance(work.stumbles)) return stumblingProgram;
    return goodProgram(work, 1 + unrest * (2 * this.random.next() - 1));
  }

  private ensure(job: Job): void {
    const { account } = this;
    const { cluster, definition, roles } = job.task;
    ensureCluster(account, cluster);
    if (findTaskDefinition(account, definition) !== undefined) return;
    const family = familyOf(job);
    const role = (name: string): string | undefined =>
      roles.includes(name) ? `arn:aws:iam::${account.id}:role/${name}` : undefined;
    account.repositories.set(family, {
      name: family,
      tags: new Map([['v1', { pushedAt: account.agenda.now(), digest: `sha256:${this.random.hex(64)}` }]]),
    });
    registerTaskDefinition(account, {
      family,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: 256,
      memoryMiB: 512,
      ...present({ taskRoleArn: role(jobRoles.task), executionRoleArn: role(jobRoles.execution) }),
      containers: [
        {
          name: job.task.container ?? 'app',
          image: `${account.id}.dkr.ecr.${account.region}.amazonaws.com/${family}:v1`,
          log: { group: `/ecs/${family}`, streamPrefix: 'ecs' },
        },
      ],
    });
  }
}

function familyOf({ task }: Job): string {
  return task.definition.replace(/^.*\//, '').replace(/:\d+$/, '');
}

function isFault(id: string): id is JobFault {
  return Object.hasOwn(buttons, id);
}
