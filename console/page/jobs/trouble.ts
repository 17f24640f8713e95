import type { JobsView, JobView, RunLook } from '../../jobs.ts';

const bad: ReadonlySet<RunLook> = new Set(['failed', 'missed', 'skipped', 'late']);
const undecided: ReadonlySet<RunLook> = new Set(['due', 'starting', 'running', 'retrying']);

/** Jobs whose last run that says something did not do its work, or does not come to it. */
export function jobsInTrouble(jobs: JobsView): readonly JobView[] {
  return jobs.filter(({ runs }) => {
    const last = runs.findLast(({ look }) => !undecided.has(look));
    return last !== undefined && bad.has(last.look);
  });
}
