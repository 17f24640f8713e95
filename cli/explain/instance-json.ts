import type { InstanceAnswer, TaskVerdict } from '../../lib/ecs/placement/instance-answer.ts';
import type { JsonLine } from '../terminal.ts';
import type { JsonBeside, Subject } from './answer-json.ts';
import { besideJson, fixJson, instanceJson, reasonJson } from './answer-json.ts';

/** `copies`: of the task of which most fit. `reasons` of the instance: what keeps every task away. */
export function instanceAnswerJson(subject: Subject, answer: InstanceAnswer, beside: JsonBeside): JsonLine {
  const { instance, tasks, shared } = answer;
  const best = tasks.map(({ verdict }) => verdict).toSorted((a, b) => numberOf(b.copies) - numberOf(a.copies))[0];
  const fits = tasks[0]?.verdict.fits ?? 'no';
  const copies = best?.copies ?? 0;
  return {
    type: 'explanation',
    subject,
    fits,
    copies,
    instances: [instanceJson({ arn: instance.arn, fits, copies, reasons: shared }, instance)],
    tasks: tasks.map(taskJson),
    fixes: tasks.flatMap(({ asked, change }) =>
      change === undefined ? [] : [{ ...fixJson(change), task: asked.group }],
    ),
    ...besideJson(beside),
  };
}

const numberOf = (copies: number | 'unbounded'): number => (copies === 'unbounded' ? Infinity : copies);

function taskJson({ asked, verdict }: TaskVerdict): object {
  const { fits, copies, copiesAtMost, reasons } = verdict;
  return {
    task: asked.group,
    taskDefinition: asked.definition.arn,
    fits,
    copies,
    ...(copiesAtMost !== undefined && { copiesAtMost }),
    reasons: reasons.map(reasonJson),
  };
}
