import type { Finding, Path } from './fault.ts';
import { isObject } from '../../core/json.ts';

type Jobs = ReadonlyMap<string, unknown>;

/** A job that starts itself in the end, however long the way: told at the first job of the circle in the file. */
export function circleFindings(name: string, jobs: Jobs, path: Path): Finding[] {
  const way = wayBack(name, jobs);
  if (way === undefined) return [];
  const first = [...jobs.keys()].find((each) => way.includes(each));
  if (first !== name) return [];
  const key = ['after', 'onSuccess', 'onFailure'].find((each) => Object.hasOwn(fieldsOf(jobs, name), each)) ?? 'after';
  const problem = `it starts itself: ${[...way, name].join(', then ')}`;
  return [{ path: [...path, key], problem, fix: 'take one of them out of the circle' }];
}

/** From a job over those it starts back to itself. */
function wayBack(name: string, jobs: Jobs): readonly string[] | undefined {
  const ways: (readonly string[])[] = [[name]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const next of startedBy(way.at(-1) ?? '', jobs)) {
      if (next === name) return way;
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

function startedBy(name: string, jobs: Jobs): string[] {
  const { onSuccess, onFailure } = fieldsOf(jobs, name);
  const named = [onSuccess, onFailure].flat().filter((each) => typeof each === 'string');
  return [...named, ...[...jobs.keys()].filter((other) => fieldsOf(jobs, other)['after'] === name)];
}

function fieldsOf(jobs: Jobs, name: string): Readonly<Record<string, unknown>> {
  const job = jobs.get(name);
  return isObject(job) ? job : {};
}
