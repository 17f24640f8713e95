import type { Finding, Path } from './fault.ts';
import { officeCalendar } from './names.ts';
import { entriesOf, unknownNames } from './references.ts';
import { isObject } from '../../core/json.ts';

type Written = Readonly<Record<string, unknown>>;

/** What does not fit together in the section `scale`. */
export function scaleFindings(root: unknown): Finding[] {
  const file = recordOf(root);
  const known = [...new Set([...Object.keys(recordOf(file['calendars'])), officeCalendar])];
  const calendars = { one: 'calendar', many: 'calendars', known };
  return entriesOf(file['scale']).flatMap(([name, value]) => {
    if (!isObject(value)) return [];
    const path = ['scale', name];
    return [
      ...queueFindings(value, path),
      ...protectFindings(value['protect'], [...path, 'protect']),
      ...listOf(value['metrics']).flatMap((metric, at) => metricFindings(recordOf(metric), [...path, 'metrics', at])),
      ...listOf(value['metrics']).flatMap((metric, at) =>
        stepFindings(recordOf(metric)['steps'], [...path, 'metrics', at, 'steps']),
      ),
      ...unknownNames(recordOf(value['sleep'])['outside'], [...path, 'sleep', 'outside'], calendars),
      ...(['floor', 'ceiling'] as const).flatMap((key) =>
        spansOf(value, key, path).flatMap(([span, at]) => [
          ...spanFindings(span, at),
          ...(['during', 'outside'] as const).flatMap((when) => unknownNames(span[when], [...at, when], calendars)),
        ]),
      ),
    ];
  });
}

function recordOf(value: unknown): Written {
  return isObject(value) ? value : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** One span, or a list of them. */
function spansOf(entry: Written, key: string, path: Path): readonly (readonly [Written, Path])[] {
  const value = entry[key];
  if (Array.isArray(value)) return value.map((each, at) => [recordOf(each), [...path, key, at]] as const);
  return isObject(value) ? [[value, [...path, key]]] : [];
}

function queueFindings({ queue, perTask }: Written, path: Path): Finding[] {
  if (queue !== undefined && perTask === undefined)
    return [
      {
        path: [...path, 'queue'],
        problem: 'a queue says nothing without perTask',
        fix: 'write how many messages one task is good for: perTask: 20',
      },
    ];
  if (queue === undefined && perTask !== undefined)
    return [
      { path: [...path, 'perTask'], problem: 'there is no queue', fix: "write the queue's name: queue: image-jobs" },
    ];
  return [];
}

function metricFindings(metric: Written, path: Path): Finding[] {
  const has = (key: string): boolean => Object.hasOwn(metric, key);
  const findings: Finding[] = [];
  if (has('metric') === has('expression'))
    findings.push({
      path: has('metric') ? [...path, 'expression'] : path,
      problem: has('metric')
        ? 'a metric and an expression are two things'
        : 'neither a metric nor an expression is written',
      fix: 'write metric: NAMESPACE/NAME, or expression: with the series under where:',
    });
  if (has('target') === has('steps'))
    findings.push({
      path: has('target') ? [...path, 'steps'] : path,
      problem: has('target') ? 'a target and steps are two ways' : 'neither a target nor steps are written',
      fix: 'write target: the value one task is good for, or steps: from a threshold',
    });
  if (has('expression') && !has('where'))
    findings.push({
      path,
      problem: 'the expression has no series',
      fix: 'name them under where: { m1: { metric: … } }',
    });
  return findings;
}

/** Each step ends where the next begins: there is no overlap to write, and no gap. What is left is none, or two as one. */
function stepFindings(steps: unknown, path: Path): Finding[] {
  if (!isObject(steps)) return [];
  const sides = (['up', 'down'] as const).map((side) => ({ side, written: Object.keys(recordOf(steps[side])) }));
  if (sides.every(({ written }) => written.length === 0))
    return [
      {
        path,
        problem: 'steps without a step: nothing is ever done',
        fix: 'write up: or down: with how far from the threshold, and how many tasks then: { 0: 1, 20: 3 }',
      },
    ];
  return sides.flatMap(({ side, written }) =>
    written
      .filter((distance, at) => written.findIndex((each) => Number(each) === Number(distance)) < at)
      .map((distance) => ({
        path: [...path, side, distance],
        problem: `two steps begin at ${Number(distance)}`,
        fix: 'leave one of them out',
      })),
  );
}

/** A series of the whole service says nothing of one task. */
function protectFindings(protect: unknown, path: Path): Finding[] {
  if (!isObject(protect) || !isObject(protect['of'])) return [];
  const values = Object.values(protect['of']);
  if (values.some((value) => typeof value === 'string' && value.includes('{task}'))) return [];
  return [
    { path: [...path, 'of'], problem: 'none of its dimensions is a task', fix: "write one, such as TaskId: '{task}'" },
  ];
}

function spanFindings(span: Written, path: Path): Finding[] {
  if (Object.hasOwn(span, 'during') !== Object.hasOwn(span, 'outside')) return [];
  return [{ path, problem: 'when it holds is not clear', fix: 'write one of during: and outside:, with a calendar' }];
}
