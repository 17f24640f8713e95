import type { Finding } from './comparison.ts';
import { agreed, anyOf, holds, negated, orderOfCounts, orderOfValues, orderOfVersions } from './comparison.ts';
import { orderOfDates } from './date.ts';
import type { QueryInstance } from './instance.ts';
import type { CompiledPattern } from './pattern/match.ts';
import { compilePattern, matchPattern } from './pattern/match.ts';
import type { Condition, Field } from './query.ts';

/** One expression is asked of every instance of a cluster: its patterns are read once. */
const compiled = new WeakMap<Condition, CompiledPattern>();

function patternOf(condition: Condition): CompiledPattern {
  const known = compiled.get(condition);
  if (known !== undefined) return known;
  const pattern = compilePattern(condition.arguments[0] ?? '');
  compiled.set(condition, pattern);
  return pattern;
}

/** `==`, `in` and `=~` of one text. Other operators are not for text. */
function affirmed(condition: Condition, value: string): Finding {
  switch (condition.operator) {
    case '==':
    case '!=':
    case 'in':
    case '!in':
      return condition.arguments.includes(value);
    case '=~':
    case '!~':
      return matchPattern(patternOf(condition), value);
    case '>':
    case '>=':
    case '<':
    case '<=':
    case 'exists':
    case '!exists':
      return 'operator-undocumented';
  }
}

const isNegative = ({ operator }: Condition): boolean => operator === '!=' || operator === '!in' || operator === '!~';

const textFinding = (condition: Condition, value: string): Finding =>
  isNegative(condition) ? negated(affirmed(condition, value)) : affirmed(condition, value);

/** What a condition about an attribute comes to. */
export function attributeFinding(condition: Condition, attributes: QueryInstance['attributes'], name: string): Finding {
  const isThere = attributes.has(name);
  const value = attributes.get(name);
  if (condition.operator === 'exists') return isThere;
  if (condition.operator === '!exists') return !isThere;
  if (!isThere) return findingOfAbsent(condition);
  if (value === undefined) return findingOfValueless(condition);
  const isOrder = holds(condition.operator, 0) !== 'operator-undocumented' && !isEquality(condition);
  return isOrder
    ? orderOfValues(condition.operator, value, condition.arguments[0] ?? '')
    : textFinding(condition, value);
}

const isEquality = ({ operator }: Condition): boolean => operator === '==' || operator === '!=';

/**
 * Nothing is equal to, in, like or greater than what is not there. `attribute:stack != prod` lists "instances with the
 * custom attribute stack unless the value is prod" (task-placement-constraints): without the attribute, no. The guide has
 * no such words on `!in` and `!~`.
 */
const findingOfAbsent = ({ operator }: Condition): Finding =>
  operator === '!in' || operator === '!~' ? 'attribute-absent' : false;

/** An attribute that only has a name, such as a capability, equals no text that has letters. */
function findingOfValueless({ operator, arguments: values }: Condition): Finding {
  const isCertain = (operator === '==' || operator === 'in') && !values.includes('');
  return isCertain ? false : 'attribute-without-value';
}

/** What a condition about anything but an attribute comes to. */
export function fieldFinding(condition: Condition, instance: QueryInstance, field: Field): Finding {
  const { operator } = condition;
  const [argument = ''] = condition.arguments;
  switch (field) {
    case 'task:group':
      return groupFinding(condition, instance.taskGroups);
    case 'agentConnected':
      return connectionFinding(condition, instance.agentConnected);
    case 'ec2InstanceId':
      return known(instance.ec2InstanceId, (id) => textFinding(condition, id));
    case 'agentVersion':
      return ordered(condition, instance.agentVersion, (version) => orderOfVersions(operator, version, argument));
    case 'registeredAt':
      return ordered(condition, instance.registeredAt, (at) => orderOfDates(operator, at, argument));
    case 'runningTasksCount':
      return ordered(condition, instance.runningTasksCount, (tasks) => orderOfCounts(operator, tasks, argument));
  }
}

const known = <Value>(value: Value | undefined, finding: (value: Value) => Finding): Finding =>
  value === undefined ? 'fact-unknown' : finding(value);

/** The guide lists `== != > >= < <=` for versions, dates and counts, and no others. */
function ordered<Value>(
  { operator }: Condition,
  value: Value | undefined,
  finding: (value: Value) => Finding,
): Finding {
  return holds(operator, 0) === 'operator-undocumented' ? 'operator-undocumented' : known(value, finding);
}

/** The guide shows no values; API_ContainerInstance has a boolean. */
function connectionFinding(condition: Condition, isConnected: boolean | undefined): Finding {
  const isText = condition.operator !== '=~' && condition.operator !== '!~';
  if (isText && condition.arguments.some((value) => value !== 'true' && value !== 'false')) return 'not-a-boolean';
  return known(isConnected, (value) => textFinding(condition, String(value)));
}

/**
 * An instance runs tasks of several groups: `==` asks for any of them. A negative operator can ask that none is such a
 * group, or that some other group is there: an answer where both say the same.
 */
function groupFinding(condition: Condition, groups: ReadonlySet<string>): Finding {
  const { operator } = condition;
  if (operator === 'exists' || operator === '!exists') {
    return groups.size === 0 ? 'no-groups' : operator === 'exists';
  }
  const each = [...groups].map((group) => affirmed(condition, group));
  if (!isNegative(condition)) return groups.size === 0 ? findingOfNoGroup(condition) : anyOf(each);
  if (groups.size === 0) return 'no-groups';
  return agreed(negated(anyOf(each)), anyOf(each.map(negated)), 'group-is-a-set');
}

const findingOfNoGroup = (condition: Condition): Finding => {
  const finding = affirmed(condition, '');
  return finding === 'operator-undocumented' ? finding : false;
};
