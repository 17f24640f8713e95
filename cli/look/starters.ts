import type { RawItem } from '../../lib/core/cluster-reads.ts';
import { present } from '../../lib/core/present.ts';
import { isObject } from '../../lib/core/json.ts';
import type { Around } from './around.ts';
import { listIn, textIn } from './items.ts';

/** What starts tasks by the clock. */
export type Starter = {
  readonly kind: 'schedule' | 'rule';
  readonly name: string;
  readonly expression: string;
  readonly timezone?: string;
  readonly isOff: boolean;
  readonly cluster?: string;
  readonly family?: string;
  /** What EventBridge could not start is kept in a queue. */
  readonly hasDeadLetters: boolean;
};

export function startersIn({ schedules = [], rules = [] }: Around): readonly Starter[] {
  const ofRules = rules.flatMap((rule) =>
    listIn(rule, 'Targets')
      .filter((target) => isObject(target['EcsParameters']) && textIn(rule, 'ScheduleExpression') !== undefined)
      .map((target) => starterOf('rule', rule, target)),
  );
  const ofScheduler = schedules.map((schedule) => {
    const target = schedule['Target'];
    return starterOf('schedule', schedule, isObject(target) ? target : {});
  });
  return [...ofScheduler, ...ofRules].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function starterOf(kind: Starter['kind'], item: RawItem, target: RawItem): Starter {
  const parameters = target['EcsParameters'];
  const definition = isObject(parameters) ? textIn(parameters, 'TaskDefinitionArn') : undefined;
  const cluster = /:cluster\/(.+)$/.exec(textIn(target, 'Arn') ?? '')?.[1];
  const letters = target['DeadLetterConfig'];
  return {
    kind,
    name: textIn(item, 'Name') ?? '',
    expression: textIn(item, 'ScheduleExpression') ?? '',
    isOff: item['State'] === 'DISABLED',
    hasDeadLetters: isObject(letters) && textIn(letters, 'Arn') !== undefined,
    ...present({
      timezone: textIn(item, 'ScheduleExpressionTimezone'),
      cluster,
      family: definition?.replace(/^.*\//, '').replace(/:\d+$/, ''),
    }),
  };
}
