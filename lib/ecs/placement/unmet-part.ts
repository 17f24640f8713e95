import { present } from '../../core/present.ts';
import { decidingPart } from './query/deciding.ts';
import type { QueryInstance } from './query/instance.ts';
import { printQuery } from './query/print.ts';
import type { Query } from './query/query.ts';

/** What an expression that is not met fails at. */
export type UnmetPart = {
  /** In the printer's spelling: `attribute:ecs.instance-type =~ m5.*`. */
  readonly part: string;
  /** What the instance has there, where it is one condition; null: it has no such attribute. */
  readonly have?: string | null;
};

/** Of a query that an instance does not satisfy. */
export function unmetPart(query: Query, instance: QueryInstance): UnmetPart {
  const part = decidingPart(query, instance);
  return { part: printQuery(part), ...present({ have: haveOf(part, instance) }) };
}

function haveOf(part: Query, instance: QueryInstance): string | null | undefined {
  const condition = part.kind === 'not' ? part.part : part;
  if (condition.kind !== 'condition') return undefined;
  const { subject, operator } = condition;
  switch (subject.field) {
    case 'attribute':
      if (!instance.attributes.has(subject.name)) return operator === 'exists' ? undefined : null;
      return instance.attributes.get(subject.name);
    case 'agentConnected':
    case 'runningTasksCount':
      return instance[subject.field]?.toString();
    case 'agentVersion':
      return instance.agentVersion;
    // Its own id is the name of the row, and a list of groups or a moment is no value to compare at a glance.
    case 'ec2InstanceId':
    case 'registeredAt':
    case 'task:group':
      return undefined;
  }
}
