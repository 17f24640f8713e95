import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TaskChanged } from '../../../lib/core/event.ts';
import { parseEvent } from '../../../lib/ecs/events/parse.ts';
import { diagnose, isStopped } from '../../../lib/ecs/stops/diagnosis.ts';
import { readTaskEvent } from './samples.ts';

/**
 * A directory of published events that is not part of the repository: `task-state-change/*.json`, `sequences/*.jsonl`.
 * The names of the files tell what stopped the task, so they serve as the expectation.
 */
const corpus = process.env['EVENT_CORPUS'];

if (corpus === undefined) process.stdout.write('EVENT_CORPUS is not set: published events are not diagnosed\n');

function bodies(directory: string, extension: string): readonly { file: string; body: string }[] {
  const path = join(corpus ?? '', directory);
  if (corpus === undefined || !existsSync(path)) return [];
  return readdirSync(path)
    .filter((file) => file.endsWith(extension))
    .map((file) => ({ file, body: readFileSync(join(path, file), 'utf8') }));
}

const causeByName = [
  ['-exit-137-fargate-service-v5', 'oom'],
  ['essential-exit', 'essential_exit'],
  ['scaling', 'scale_or_deploy'],
  ['stopped-user', 'user_stop'],
] as const;

describe.skipIf(corpus === undefined)('published events', () => {
  test.each(bodies('task-state-change', '.json'))('$file', ({ file, body }) => {
    const task = readTaskEvent(body);
    const found = diagnose(task);
    const expected = isStopped(task) ? causeByName.find(([part]) => file.includes(part))?.[1] : undefined;
    expect(found?.cause).toBe(expected);
    const failed = expected === 'oom' || (expected === 'essential_exit' && !/exit-0-(nolt-grp|ec2-family)/.test(file));
    expect(found?.failure ?? false).toBe(failed);
  });

  test.each([
    ['success', []],
    ['processexit-failure', [99]],
    ['build-failure', [1]],
  ])('the recorded stream %s has failures with the exit codes %j', (name, exitCodes) => {
    const stream = bodies('sequences', '.jsonl').find(({ file }) => file.includes(name));
    const tasks = (stream?.body ?? '').trim().split('\n').map(parseEvent).flatMap(taskOf);
    const failures = tasks
      .filter(({ lastStatus }) => lastStatus === 'STOPPED')
      .flatMap((task) => {
        const found = diagnose(task);
        return found?.failure === true ? [found.exitCode] : [];
      });
    expect(tasks.length).toBeGreaterThan(10);
    expect([...new Set(failures)]).toEqual(exitCodes);
  });
});

function taskOf(parsed: ReturnType<typeof parseEvent>): TaskChanged[] {
  return 'event' in parsed && parsed.event.kind === 'task' ? [parsed.event] : [];
}
