import type { Finding, Path } from './fault.ts';
import { circleFindings } from './job-circles.ts';
import { officeCalendar } from './names.ts';
import { entriesOf, unknownNames } from './references.ts';
import { jobStarts } from './schema/jobs.ts';
import { isObject } from '../../core/json.ts';

type Written = Readonly<Record<string, unknown>>;

/** What does not fit together among the scheduled tasks. */
export function jobFindings(root: unknown): Finding[] {
  const file = isObject(root) ? root : {};
  const jobs = entriesOf(file['jobs']).filter(([name]) => name !== 'defaults');
  const names = jobs.map(([name]) => name);
  const defaults = recordOf(recordOf(file['jobs'])['defaults']);
  const calendars = [...new Set([...Object.keys(recordOf(file['calendars'])), officeCalendar])];
  const started = new Set(jobs.flatMap(([, job]) => followersOf(recordOf(job))));
  return jobs.flatMap(([name, job]) => {
    if (!isObject(job)) return [];
    const path = ['jobs', name];
    const open = typeof job['day'] === 'string' ? job['day'].split(' ')[1] : undefined;
    const known = { one: 'calendar', many: 'calendars', known: calendars };
    return [
      ...nameFindings(name, path),
      ...(started.has(name) && !hasStart(job) ? [] : startFindings(job, path)),
      ...timeFindings(job, path),
      ...unknownNames(open, [...path, 'day'], known),
      ...unknownNames(job['calendar'], [...path, 'calendar'], known),
      ...(['after', 'onSuccess', 'onFailure'] as const).flatMap((key) =>
        unknownNames(job[key], [...path, key], { one: 'job', many: 'jobs', known: names }),
      ),
      ...placeFindings({ ...defaults, ...job }, path),
      ...circleFindings(name, new Map(jobs), path),
    ];
  });
}

function recordOf(value: unknown): Written {
  return isObject(value) ? value : {};
}

function followersOf(job: Written): unknown[] {
  return [job['onSuccess'], job['onFailure']].flat();
}

/** A schedule's name has up to 64 of these (API_CreateSchedule); a slot that is scheduled by itself has its time behind it. */
const jobName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,44}$/;

function nameFindings(name: string, path: Path): Finding[] {
  if (jobName.test(name)) return [];
  const problem = `${JSON.stringify(name)} cannot be the name of a schedule`;
  return [
    { path, at: 'key', problem, fix: 'write up to 45 letters, digits, - and _, beginning with a letter or digit' },
  ];
}

/** `at` starts a job by itself when it holds a date. */
function startsOf(job: Written): string[] {
  const isDate = typeof job['at'] === 'string' && job['at'].includes('T');
  return [...jobStarts.filter((key) => Object.hasOwn(job, key)), ...(isDate ? ['at'] : [])];
}

function hasStart(job: Written): boolean {
  return startsOf(job).length > 0;
}

function startFindings(job: Written, path: Path): Finding[] {
  const [start, second] = startsOf(job);
  const all = [...jobStarts, 'at'].join(', ');
  if (start === undefined) {
    const fix = `write exactly one of ${all}, or name it in onSuccess or onFailure of another job`;
    return [{ path, at: 'key', problem: 'nothing starts this job', fix }];
  }
  if (second !== undefined) {
    const problem = `${start} and ${second} both start this job`;
    return [{ path: [...path, second], at: 'key', problem, fix: `write exactly one of ${all}` }];
  }
  if (start === 'day' && job['at'] === undefined)
    return [{ path: [...path, 'day'], problem: 'it is not said at what time', fix: 'write at: "22:00"' }];
  if (start === 'day' || start === 'at' || job['at'] === undefined) return [];
  return [misplaced('at', start, 'day', path)];
}

function misplaced(key: string, beside: string, owner: string, path: Path): Finding {
  const problem = `${key} has no meaning beside ${beside}`;
  return { path: [...path, key], at: 'key', problem, fix: `take it out: it belongs to ${owner}` };
}

/** Keys that say something of when, where there is nothing to say. */
function timeFindings(job: Written, path: Path): Finding[] {
  const [start = 'nothing'] = startsOf(job);
  const findings: Finding[] = [];
  if (job['shift'] !== undefined && job['calendar'] === undefined) {
    const problem = 'shift moves from the closed days of a calendar, and there is none';
    findings.push({ path: [...path, 'shift'], at: 'key', problem, fix: 'write calendar: office, or take shift out' });
  }
  if (job['calendar'] !== undefined && start !== 'cron') findings.push(misplaced('calendar', start, 'cron', path));
  if (job['catchUp'] !== undefined && (start === 'after' || start === 'nothing'))
    findings.push(misplaced('catchUp', start, 'a schedule', path));
  return findings;
}

function placeFindings(job: Written, path: Path): Finding[] {
  const { cluster, like } = job;
  const pattern: Finding[] =
    typeof like === 'string' && like.includes('*')
      ? [{ path: [...path, 'like'], problem: 'like names one service, not a pattern', fix: 'write cluster/service' }]
      : [];
  if (cluster !== undefined || like !== undefined) return pattern;
  const fix = 'write cluster: … in it, or once for all in jobs.defaults';
  return [{ path, at: 'key', problem: 'it is not said in which cluster it runs', fix }];
}
