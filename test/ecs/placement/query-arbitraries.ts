import fc from 'fast-check';
import type { QueryInstance } from '../../../lib/ecs/placement/query/instance.ts';
import { printQuery } from '../../../lib/ecs/placement/query/print.ts';
import type { Condition, Operator, Query, Subject } from '../../../lib/ecs/placement/query/query.ts';
import { fields, operators } from '../../../lib/ecs/placement/query/query.ts';

const attributeNames = ['stack', 'ecs.instance-type', 'disk/a', 'ecs.capability.external'];
const values = ['prod', 't2.small', '9', '10', 'true', '2018-02-13', '1.14.5', 'a b', 'and', '', 'é', 'x(y)', '日本'];
const patterns = ['t2.*', 'p', '(a|b)+', '[a-z0-9.]+', '*.large', '(?i)x', 'x{2,3}', '^t2$', 'a b', '(', '.*'];

const subject: fc.Arbitrary<Subject> = fc.oneof(
  fc.constantFrom(...attributeNames).map((name) => ({ field: 'attribute' as const, name })),
  fc.constantFrom(...fields).map((field) => ({ field })),
);

function argumentsOf(operator: Operator): fc.Arbitrary<readonly string[]> {
  switch (operators[operator].takes) {
    case 'nothing':
      return fc.constant([]);
    case 'list':
      return fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
    case 'value':
      return fc.constantFrom(...values).map((value) => [value]);
    case 'pattern':
      return fc.constantFrom(...patterns).map((value) => [value]);
  }
}

const anyOperator = fc.constantFrom(...(Object.keys(operators) as readonly Operator[]));

export const condition: fc.Arbitrary<Condition> = fc.tuple(subject, anyOperator).chain(([about, operator]) =>
  argumentsOf(operator).map((values_) => ({
    kind: 'condition' as const,
    subject: about,
    operator,
    arguments: values_,
  })),
);

/** Queries of every form, over the given conditions. */
export function queryOver(leaf: fc.Arbitrary<Condition>): fc.Arbitrary<Query> {
  return fc.letrec<{ query: Query }>((tie) => ({
    query: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      tie('query').map((part) => ({ kind: 'not' as const, part })),
      fc
        .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('query'), { minLength: 2, maxLength: 4 }))
        .map(([kind, parts]) => ({ kind, parts })),
    ),
  })).query;
}

export const query = queryOver(condition);

const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });

export const instance: fc.Arbitrary<QueryInstance> = fc.record({
  attributes: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...attributeNames), maybe(fc.constantFrom(...values))), {
      selector: ([name]) => name,
    })
    .map((entries) => new Map(entries)),
  taskGroups: fc.uniqueArray(fc.constantFrom('service:a', 'family:b', 'prod')).map((groups) => new Set(groups)),
  agentConnected: maybe(fc.boolean()),
  agentVersion: maybe(fc.constantFrom('1.14.5', '1.9.0', '1.100.0', 'dev')),
  ec2InstanceId: maybe(fc.constantFrom('i-0aa1', 'prod')),
  registeredAt: maybe(fc.integer({ min: 0, max: 2_000_000_000_000 })),
  runningTasksCount: maybe(fc.nat({ max: 12 })),
});

/** Pieces of expressions, right and wrong: texts made of them reach deeper into the parser than random characters. */
const pieces = [
  'attribute:x attribute:ecs.instance-type attribute: task:group runningTasksCount',
  '== != =~ !~ !in in exists !exists not_in > <= = <> equals and or && || not ! & | AND',
  '( ) [ ] , \' " \\ { } * + ? ^ $ . a t2.* [a,b] 2018-02-13 1 é \u0000 \ud800 😀',
]
  .flatMap((line) => line.split(' '))
  .concat("'a b'", ' ', '\t', '\n');

const fromPieces = fc
  .array(fc.constantFrom(...pieces), { maxLength: 24 })
  .chain((parts) => fc.constantFrom('', ' ').map((between) => parts.join(between)));

/** An expression with one piece put somewhere, or a character taken out. */
const damaged = fc
  .tuple(query.map(printQuery), fc.nat(), fc.constantFrom('', ...pieces), fc.nat({ max: 1 }))
  .map(([text, place, piece, dropped]) => {
    const at = place % (text.length + 1);
    return text.slice(0, at) + piece + text.slice(at + dropped);
  });

export const nearExpression: fc.Arbitrary<string> = fc.oneof(fromPieces, damaged);
