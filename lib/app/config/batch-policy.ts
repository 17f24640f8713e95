import type { Job } from '../../batch/job.ts';
import type { BatchPolicy, SchedulerPlace } from '../../batch/policy.ts';
import { jobDefaults } from '../../batch/policy.ts';
import type { Calendar } from '../../core/calendar/calendar.ts';
import { present } from '../../core/present.ts';
import { shortHash } from '../../core/short-hash.ts';
import { defaultHealthPolicy } from '../../health/policy.ts';
import { calendarsOf } from './calendars.ts';
import { scheduleOf } from './job-schedule.ts';
import { catchUpOf, concurrencyOf, expectationOf, retryOf, timeoutsOf } from './job-rules.ts';
import { taskOf } from './job-task.ts';
import type { Configuration } from './schema.ts';
import { within } from './within.ts';

type Place = {
  readonly account: string;
  readonly region: string;
  /** The stack's own: in `watch` nothing is launched and no schedule written, whatever the file says. */
  readonly mode: 'watch' | 'act';
  /** Absent: jobs become no schedules, as where events are gone through again. */
  readonly scheduler?: SchedulerPlace;
};

/** What the batch feature is told by the configuration and the stack. */
export function batchPolicy(configuration: Configuration, { account, region, mode, scheduler }: Place): BatchPolicy {
  return {
    stack: { account, region },
    jobs: jobsOf(configuration, mode),
    ...(scheduler !== undefined && { scheduler }),
    reconcile: mode === 'act' ? 'act' : 'observe',
    ignoredClusters: configuration.ignore?.clusters ?? defaultHealthPolicy.ignoredClusters,
    ignoredSchedules: configuration.ignore?.schedules ?? [],
    ...(configuration.ping !== undefined && { pingParameter: configuration.ping }),
  };
}

/** A job with what `defaults` says for all. */
export type WrittenJob = NonNullable<Configuration['jobs']>[string];

/** Every job as it is meant, in the order of the file. */
export function jobsOf(configuration: Configuration, mode: Place['mode']): readonly Job[] {
  const calendars = calendarsOf(configuration);
  const written = writtenJobs(configuration);
  const followers = (name: string) => [...written].flatMap(([other, { after }]) => (after === name ? [other] : []));
  return [...written].map(([name, job]) =>
    jobOf(name, job, { calendars, mode, fileZone: configuration.timezone ?? 'UTC', followers: followers(name) }),
  );
}

/** What each job says, with `defaults` below it. */
function writtenJobs({ jobs = {} }: Configuration): ReadonlyMap<string, WrittenJob> {
  const { defaults = {}, ...named } = jobs;
  return new Map(Object.entries(named).map(([name, job]) => [name, { ...defaults, ...job }]));
}

type Around = {
  readonly calendars: Readonly<Record<string, Calendar>>;
  readonly mode: Place['mode'];
  readonly fileZone: string;
  /** Jobs that name this one in `after`. */
  readonly followers: readonly string[];
};

function jobOf(name: string, written: WrittenJob, { calendars, mode, fileZone, followers }: Around): Job {
  const timezone = written.timezone ?? fileZone;
  const { doneBy, onSuccess = [], onFailure = [] } = written;
  const job: Omit<Job, 'spec'> = {
    name,
    mode: within(mode, written.mode ?? 'act'),
    enabled: written.enabled ?? true,
    resume: written.resume ?? 'none',
    ...present({ schedule: scheduleOf(written, { calendars, timezone }) }),
    onSuccess: [...new Set([...onSuccess, ...followers])],
    onFailure,
    catchUp: catchUpOf(written),
    startDeadlineMs: written.startDeadline ?? jobDefaults.startDeadlineMs,
    concurrency: concurrencyOf(name, written),
    task: taskOf(name, written),
    timeouts: timeoutsOf(written),
    retry: retryOf(written),
    expect: expectationOf(written),
    ...present({ doneBy: doneBy !== undefined && 'minute' in doneBy ? { ...doneBy, timezone } : doneBy }),
    pages: written.pages ?? false,
  };
  return { ...job, spec: shortHash(JSON.stringify(job)) };
}
