import { dayMs } from '../../core/time.ts';
import type { Instant } from '../../core/time.ts';
import { leftOutBetween } from '../../ecs/schedule/left-out.ts';
import { nextSlots } from '../../ecs/schedule/slots.ts';
import { jobsOf } from './batch-policy.ts';
import type { Finding } from './fault.ts';
import type { Configuration } from './schema.ts';

/** What is said of jobs, and likely not meant. */
export function jobWarnings(configuration: Configuration, now: Instant | undefined): Finding[] {
  const jobs = jobsOf(configuration, 'act');
  return jobs.flatMap((job) => {
    const path = ['jobs', job.name];
    const roles: Finding[] =
      job.task.roles.length > 0
        ? []
        : [
            {
              path,
              at: 'key',
              problem: 'it names no roles: a task definition with a task or execution role is not launched',
              fix: 'write roles: [task-role, execution-role], here or in jobs.defaults',
            },
          ];
    const { schedule } = job;
    if (schedule === undefined || now === undefined) return roles;
    if (nextSlots(schedule, now, 1).length === 0) {
      const fix = 'correct its date, expression or calendar, or take the job out';
      return [...roles, { path, at: 'key', problem: 'it is never due from now on', fix }];
    }
    const gap = leftOutBetween(schedule, now, now + yearMs).find(({ because }) => because === 'gap');
    if (gap === undefined) return roles;
    const problem = `on ${gap.local.slice(0, 10)} clocks go forward over ${gap.local.slice(11)}: it does not run that day`;
    const fix = 'write dst: { gap: run-after } to run it as soon as they have, or choose another time';
    return [...roles, { path, at: 'key', problem, fix }];
  });
}

const yearMs = 366 * dayMs;
