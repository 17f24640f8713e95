import { expect, test } from 'vitest';
import { causes } from '../../lib/ecs/stops/catalogue.ts';
import { runFailureOf } from '../../lib/ecs/run-failures.ts';

test.each([
  ['instance_drain', 'TerminationNotice', 'interrupted'],
  ['instance_drain', 'EssentialContainerExited', 'interrupted'],
  ['secrets_json', 'TaskFailedToStart', 'configuration'],
  ['log_firelens', 'TaskFailedToStart', 'configuration'],
  ['volume_copy', 'TaskFailedToStart', 'start'],
  ['a cause of tomorrow', 'TaskFailedToStart', 'start'],
  ['a cause of tomorrow', undefined, 'interrupted'],
])('a run that ended by %s (%s) failed as %s', (cause, stopCode, failure) => {
  expect(runFailureOf(cause, stopCode, true)).toBe(failure);
});

/** What only a service meets, and rows of last resort: the stop code tells what they were for a run. */
const leftToTheCode = new Set(['scale_or_deploy', 'elb_health', 'fb_sched', 'fb_any']);

test('every cause that a run can meet has a kind of its own', () => {
  const told = (id: string): string => `${runFailureOf(id, undefined, true)} ${runFailureOf(id, undefined, false)}`;
  const untold = causes.map(({ id }) => id).filter((id) => told(id) === told('a cause of tomorrow'));
  expect(untold.filter((id) => !leftToTheCode.has(id))).toEqual([]);
});
