import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainOn } from '../../../lib/ecs/placement/checks.ts';
import { decidingPart } from '../../../lib/ecs/placement/query/deciding.ts';
import { evaluateQuery } from '../../../lib/ecs/placement/query/evaluate.ts';
import type { QueryInstance } from '../../../lib/ecs/placement/query/instance.ts';
import { parseQuery } from '../../../lib/ecs/placement/query/parse.ts';
import { conditionsOf } from '../../../lib/ecs/placement/query/parts.ts';
import { printQuery } from '../../../lib/ecs/placement/query/print.ts';
import type { Query } from '../../../lib/ecs/placement/query/query.ts';
import { questionOf } from '../../../lib/ecs/placement/question.ts';
import { unmetPart } from '../../../lib/ecs/placement/unmet-part.ts';
import { asked, attributesOf, hosting, instance as placeable, memberOf, running } from './examples.ts';
import { instance, query } from './query-arbitraries.ts';

const host: QueryInstance = {
  attributes: new Map([
    ['ecs.instance-type', 'c5.large'],
    ['ecs.availability-zone', 'ap-northeast-1a'],
    ['stack', 'prod'],
    ['ecs.capability.execute-command', undefined],
  ]),
  taskGroups: new Set(['service:web']),
  agentConnected: false,
  agentVersion: '1.14.4',
  ec2InstanceId: 'i-0aa1',
  runningTasksCount: 3,
};

function queryOf(text: string): Query {
  const parsed = parseQuery(text);
  if ('fault' in parsed) throw new Error(parsed.fault.code);
  return parsed;
}

const m5 = 'attribute:ecs.instance-type =~ m5.*';
const prod = 'attribute:stack == prod';
const gpu = 'attribute:gpu exists';

describe('what an expression fails at', () => {
  type Case = readonly [name: string, expression: string, part: string, have?: string | null];
  const cases: readonly Case[] = [
    ['one condition: itself', m5, m5, 'c5.large'],
    ['one of two that must hold', `${prod} and ${m5}`, m5, 'c5.large'],
    ['in other words', `${prod} && attribute:ecs.instance-type matches m5.*`, m5, 'c5.large'],
    ['both', `${gpu} and ${m5}`, `${gpu} and ${m5}`],
    ['none of two that would do', `(${m5} or ${gpu}) and ${prod}`, `${m5} or ${gpu}`],
    ['a choice, of each what keeps it', `(${prod} and ${m5}) or ${gpu}`, `${m5} or ${gpu}`],
    ['what must not be', `${m5.replace('m5', 'c5')} and not (${prod})`, `not (${prod})`, 'prod'],
    ['one of what must not be', `not (${gpu} or ${prod})`, `not (${prod})`, 'prod'],
    ['twice denied', `not (not (${m5}))`, m5, 'c5.large'],
    ['an attribute that is not there', 'attribute:rack == b', 'attribute:rack == b', null],
    ['an attribute that has to be there', gpu, gpu],
    [
      'one without a value',
      'attribute:ecs.capability.execute-command == yes',
      'attribute:ecs.capability.execute-command == yes',
    ],
    ['one of a list', 'attribute:stack in [test, dev]', 'attribute:stack in [test, dev]', 'prod'],
    ['the agent', `agentConnected == true and ${prod}`, 'agentConnected == true', 'false'],
    ['its version', 'agentVersion >= 1.20.0', 'agentVersion >= 1.20.0', '1.14.4'],
    ['a count', 'runningTasksCount < 3', 'runningTasksCount < 3', '3'],
    ['a group', 'task:group == service:other', 'task:group == service:other'],
    ['its own id', 'ec2InstanceId == i-0bb2', 'ec2InstanceId == i-0bb2'],
  ];

  test.each(cases.map(([name, expression, part, have]) => ({ name, expression, part, have })))(
    '$name',
    ({ expression, part, have }) => {
      expect(unmetPart(queryOf(expression), host)).toEqual({ part, ...(have !== undefined && { have }) });
    },
  );

  test('has the same answer as the whole, and no condition of its own', () => {
    const seen = { yes: 0, no: 0, unverifiable: 0, shorter: 0 };
    fc.assert(
      fc.property(query, instance, (whole, of) => {
        const part = decidingPart(whole, of);
        const { answer } = evaluateQuery(whole, of);
        expect(evaluateQuery(part, of).answer).toBe(answer);
        const conditions = new Set(conditionsOf(whole));
        expect(conditionsOf(part).filter((each) => !conditions.has(each))).toEqual([]);
        seen[answer] += 1;
        if (conditionsOf(part).length < conditions.size) seen.shorter += 1;
      }),
      { numRuns: 4000 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(100);
  });

  test('every condition of it has its part in the answer', () => {
    fc.assert(
      fc.property(query, instance, (whole, of) => {
        fc.pre(evaluateQuery(whole, of).answer === 'no');
        expect(decidingPart(decidingPart(whole, of), of)).toEqual(decidingPart(whole, of));
        expect(printQuery(decidingPart(whole, of))).toBe(unmetPart(whole, of).part);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the reason of an instance', () => {
  const unmetOn = (expression: string, on = placeable({ attributes: attributesOf({ stack: 'test' }) })) =>
    explainOn(questionOf(asked({ constraints: [memberOf(expression)] })), on).reasons.map(({ unmet }) => unmet);

  test('names the part, of each instance its own', () => {
    const question = questionOf(asked({ constraints: [memberOf(`${prod} and ${m5}`)] }));
    const [one, two, alike] = ['test', 'prod', 'test'].map((stack) =>
      explainOn(question, placeable({ attributes: attributesOf({ stack }) })).reasons.map(({ unmet }) => unmet?.part),
    );
    expect(one).toEqual([`${prod} and ${m5}`]);
    expect(two).toEqual([m5]);
    expect(alike).toEqual(one);
  });

  test('also where the answer hangs on its tasks', () => {
    const on = hosting([running('service:other')], { attributes: attributesOf({ stack: 'test' }) });
    expect(unmetOn(`runningTasksCount < 1 and ${prod.replace('prod', 'test')}`, on)).toEqual([
      { part: 'runningTasksCount < 1', have: '1' },
    ]);
    expect(unmetOn('not task:group == service:other', on)).toEqual([{ part: 'not (task:group == service:other)' }]);
  });

  test('is not there where the answer is open', () => {
    expect(unmetOn('attribute:stack !in [a] and attribute:gone !in [a]')).toEqual([undefined]);
  });
});
