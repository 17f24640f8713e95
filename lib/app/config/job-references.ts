import type { Finding, Path } from './fault.ts';
import { officeCalendar } from './names.ts';
import { entriesOf, unknownNames } from './references.ts';
import { jobStarts } from './schema/jobs.ts';
import { isRecord } from './words.ts';

/** What does not fit together among the scheduled tasks. */
export function jobFindings(root: unknown): Finding[] {
  const file = isRecord(root) ? root : {};
  const jobs = entriesOf(file['jobs']).filter(([name]) => name !== 'defaults');
  const names = jobs.map(([name]) => name);
  const written = isRecord(file['calendars']) ? Object.keys(file['calendars']) : [];
  const calendars = [...new Set([...written, officeCalendar])];
  return jobs.flatMap(([name, job]) => {
    if (!isRecord(job)) return [];
    const path = ['jobs', name];
    const calendar = typeof job['day'] === 'string' ? job['day'].split(' ')[1] : undefined;
    return [
      ...startFindings(job, path),
      ...unknownNames(job['after'], [...path, 'after'], { one: 'job', many: 'jobs', known: names }),
      ...unknownNames(calendar, [...path, 'day'], { one: 'calendar', many: 'calendars', known: calendars }),
      ...circle(name, new Map(jobs), path),
    ];
  });
}

function startFindings(job: Readonly<Record<string, unknown>>, path: Path): Finding[] {
  const [start, second] = jobStarts.filter((key) => Object.hasOwn(job, key));
  const fix = `write exactly one of ${jobStarts.join(', ')}`;
  if (start === undefined) return [{ path, at: 'key', problem: 'nothing starts this job', fix }];
  if (second !== undefined) {
    return [{ path: [...path, second], at: 'key', problem: `${start} and ${second} both start this job`, fix }];
  }
  if (start === 'day' && job['at'] === undefined) {
    return [{ path: [...path, 'day'], problem: 'it is not said at what time', fix: 'write at: "22:00"' }];
  }
  return start !== 'day' && job['at'] !== undefined
    ? [
        {
          path: [...path, 'at'],
          at: 'key',
          problem: `at has no meaning beside ${start}`,
          fix: 'take it out: it belongs to day',
        },
      ]
    : [];
}

function circle(name: string, jobs: ReadonlyMap<string, unknown>, path: Path): Finding[] {
  const passed = [name];
  for (;;) {
    const job = jobs.get(passed.at(-1) ?? '');
    const before = isRecord(job) && typeof job['after'] === 'string' ? job['after'] : undefined;
    if (before === name) {
      const first = [...jobs.keys()].find((each) => passed.includes(each));
      if (first !== name) return [];
      const problem = `it waits for itself: ${[...passed, name].join(' after ')}`;
      return [{ path: [...path, 'after'], problem, fix: 'let one of them start by cron or day' }];
    }
    if (before === undefined || passed.includes(before)) return [];
    passed.push(before);
  }
}
