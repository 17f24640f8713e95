import { foldQuery } from './parts.ts';
import type { Condition, Query, Subject } from './query.ts';
import { operators } from './query.ts';

/** Values that need no quotes wherever they stand, and are not taken for anything else. */
const bare = /^[\w.:/@+*-]+$/;

const printValue = (value: string): string => (bare.test(value) ? value : `'${value}'`);

/** `attribute:ecs.instance-type`, `task:group`. */
function printSubject(subject: Subject): string {
  return subject.field === 'attribute' ? `attribute:${subject.name}` : subject.field;
}

function printCondition({ subject, operator, arguments: values }: Condition): string {
  const start = `${printSubject(subject)} ${operator}`;
  switch (operators[operator].takes) {
    case 'nothing':
      return start;
    case 'list':
      return `${start} [${values.map(printValue).join(', ')}]`;
    case 'value':
    case 'pattern':
      return `${start} ${values.map(printValue).join(' ')}`;
  }
}

/**
 * The expression in one spelling: signs for operators, words between conditions, and parentheses around every group, as
 * the guide does not say which of `and` and `or` binds closer. It can be longer than what was written.
 */
export function printQuery(query: Query): string {
  return foldQuery<string>(query, (each, parts) => {
    if (each.kind === 'condition') return printCondition(each);
    if (each.kind === 'not') return `not (${parts.join('')})`;
    return each.parts
      .map((part, at) => (part.kind === 'and' || part.kind === 'or' ? `(${parts[at]})` : parts[at]))
      .join(` ${each.kind} `);
  });
}
