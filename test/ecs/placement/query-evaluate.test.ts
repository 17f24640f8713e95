import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { languages } from '../../../lib/core/language.ts';
import { doubtTexts } from '../../../lib/ecs/placement/query/doubts.ts';
import { evaluateQuery } from '../../../lib/ecs/placement/query/evaluate.ts';
import type { QueryInstance } from '../../../lib/ecs/placement/query/instance.ts';
import { parseQuery } from '../../../lib/ecs/placement/query/parse.ts';
import { foldQuery } from '../../../lib/ecs/placement/query/parts.ts';
import type { Condition, Operator, Query } from '../../../lib/ecs/placement/query/query.ts';
import { condition, instance, query, queryOver } from './query-arbitraries.ts';

const host: QueryInstance = {
  attributes: new Map([
    ['ecs.instance-type', 't2.small'],
    ['ecs.availability-zone', 'us-east-1a'],
    ['ecs.os-type', 'linux'],
    ['ecs.capability.execute-command', undefined],
    ['stack', 'prod'],
    ['disk', '9'],
    ['rack', 'b'],
  ]),
  taskGroups: new Set(['service:production', 'family:cron']),
  agentConnected: true,
  agentVersion: '1.14.4',
  ec2InstanceId: 'i-0aa1',
  registeredAt: Date.parse('2018-02-12T12:00:00Z'),
  runningTasksCount: 3,
};

const unknownHost: QueryInstance = { attributes: new Map(), taskGroups: new Set() };
const oneService: QueryInstance = { ...host, taskGroups: new Set(['service:production']) };

/** `yes`, `no`, or the code of the doubt. */
function answer(text: string, of: QueryInstance = host): string {
  const parsed = parseQuery(text);
  if ('fault' in parsed) return `fault ${parsed.fault.code}`;
  return answerOf(parsed, of);
}

function answerOf(parsed: Query, of: QueryInstance): string {
  const verdict = evaluateQuery(parsed, of);
  return verdict.answer === 'unverifiable' ? verdict.doubt.code : verdict.answer;
}

describe('attributes', () => {
  test.each([
    ['equal', 'attribute:stack == prod', 'yes'],
    ['not equal', 'attribute:stack == dev', 'no'],
    ['case counts', 'attribute:stack == Prod', 'no'],
    ['!= of the value', 'attribute:stack != prod', 'no'],
    ['!= of another', 'attribute:stack != dev', 'yes'],
    ['in', 'attribute:stack in [dev, prod]', 'yes'],
    ['not in', 'attribute:stack in [dev]', 'no'],
    ['!in of the value', 'attribute:stack !in [dev, prod]', 'no'],
    ['!in of others', 'attribute:stack !in [dev]', 'yes'],
    ['matches', 'attribute:ecs.instance-type =~ t2.*', 'yes'],
    ['does not match', 'attribute:ecs.instance-type =~ g2.*', 'no'],
    ['!~ of what matches', 'attribute:ecs.instance-type !~ t2.*', 'no'],
    ['!~ of what does not', 'attribute:ecs.instance-type !~ g2.*', 'yes'],
    ['exists', 'attribute:stack exists', 'yes'],
    ['!exists', 'attribute:stack !exists', 'no'],
    ['> of numbers that agree with text', 'attribute:disk > 5', 'yes'],
    ['> of numbers that do not', 'attribute:disk > 10', 'order-of-values'],
    ['>= of the same', 'attribute:disk >= 9', 'yes'],
    ['> of the same', 'attribute:disk > 9', 'no'],
    ['< of a number and a word', 'attribute:disk < x', 'order-of-values'],
    ['> of a word and a number', 'attribute:rack > 5', 'order-of-values'],
    ['< of words', 'attribute:rack < c', 'yes'],
    ['<= of words', 'attribute:rack <= a', 'no'],
  ])('there: %s', (_, text, expected) => expect(answer(text)).toBe(expected));

  test.each([
    ['==', 'attribute:gone == prod', 'no'],
    // "instances with the custom attribute stack unless the value is prod": task-placement-constraints.
    ['!=', 'attribute:gone != prod', 'no'],
    ['in', 'attribute:gone in [prod]', 'no'],
    ['!in', 'attribute:gone !in [prod]', 'attribute-absent'],
    ['=~', 'attribute:gone =~ .*', 'no'],
    ['!~', 'attribute:gone !~ p.*', 'attribute-absent'],
    ['exists', 'attribute:gone exists', 'no'],
    ['!exists', 'attribute:gone !exists', 'yes'],
    ['>', 'attribute:gone > 1', 'no'],
    ['<=', 'attribute:gone <= 1', 'no'],
    ['not ==', 'not attribute:gone == prod', 'yes'],
    ['not !=', 'not attribute:gone != prod', 'yes'],
  ])('absent: %s', (_, text, expected) => expect(answer(text)).toBe(expected));

  test.each([
    ['exists', 'yes'],
    ['!exists', 'no'],
    ['== true', 'no'],
    ["== ''", 'attribute-without-value'],
    ['in [a, b]', 'no'],
    ['!= true', 'attribute-without-value'],
    ['!in [a]', 'attribute-without-value'],
    ['=~ .*', 'attribute-without-value'],
    ['!~ a.*', 'attribute-without-value'],
    ['< 1', 'attribute-without-value'],
  ])('with a name alone: %s', (rest, expected) =>
    expect(answer(`attribute:ecs.capability.execute-command ${rest}`)).toBe(expected),
  );
});

describe('groups of tasks', () => {
  test.each([
    ['one of several', 'task:group == service:production', host, 'yes'],
    ['none of them', 'task:group == database', host, 'no'],
    ['anti-affinity', 'not(task:group == database)', host, 'yes'],
    ['anti-affinity to what is there', 'not(task:group == service:production)', host, 'no'],
    ['in', 'task:group in [a, family:cron]', host, 'yes'],
    ['=~', 'task:group =~ service:.*', host, 'yes'],
    ['=~ of none', 'task:group =~ batch:.*', host, 'no'],
    ['!= of the only one', 'task:group != service:production', oneService, 'no'],
    ['!= of another', 'task:group != database', host, 'yes'],
    ['!= of one of several: none of it, or another too?', 'task:group != service:production', host, 'group-is-a-set'],
    ['!in of one of several', 'task:group !in [service:production]', host, 'group-is-a-set'],
    ['!in of all', 'task:group !in [service:production, family:cron]', host, 'no'],
    ['!~ of all', 'task:group !~ .*', host, 'no'],
    ['exists', 'task:group exists', host, 'yes'],
    ['!exists', 'task:group !exists', host, 'no'],
    ['an order', 'task:group > a', host, 'operator-undocumented'],
    ['== without tasks', 'task:group == a', unknownHost, 'no'],
    ['not == without tasks', 'not(task:group == a)', unknownHost, 'yes'],
    ['=~ without tasks', 'task:group =~ .*', unknownHost, 'no'],
    ['!= without tasks', 'task:group != a', unknownHost, 'no-groups'],
    ['exists without tasks', 'task:group exists', unknownHost, 'no-groups'],
    ['an order without tasks', 'task:group < a', unknownHost, 'operator-undocumented'],
  ])('%s: %s', (_, text, of, expected) => expect(answer(text, of)).toBe(expected));
});

describe('other subjects', () => {
  test.each([
    ['agentConnected == true', 'yes'],
    ['agentConnected != true', 'no'],
    ['agentConnected == false', 'no'],
    ['agentConnected in [true]', 'yes'],
    ['agentConnected !in [false]', 'yes'],
    ['agentConnected =~ t.*', 'yes'],
    ['agentConnected == True', 'not-a-boolean'],
    ['agentConnected in [true, 1]', 'not-a-boolean'],
    ['agentConnected > false', 'operator-undocumented'],
    ['agentConnected exists', 'operator-undocumented'],
    ['ec2InstanceId == i-0aa1', 'yes'],
    ["ec2InstanceId in ['i-0bb2', 'i-0aa1']", 'yes'],
    ['ec2InstanceId !in [i-0aa1]', 'no'],
    ['ec2InstanceId =~ i-0a.*', 'yes'],
    ['ec2InstanceId !~ i-0a.*', 'no'],
    ['ec2InstanceId < i-1', 'operator-undocumented'],
    ['agentVersion < 1.14.5', 'yes'],
    ['agentVersion > 1.9.0', 'yes'],
    ['agentVersion >= 1.14', 'yes'],
    ['agentVersion <= 1.14.4', 'yes'],
    ['agentVersion == 1.14.4', 'yes'],
    ['agentVersion != 1.14.4', 'no'],
    ['agentVersion == 1.14.4.0', 'not-a-version'],
    ['agentVersion <= 1.14.4.0', 'yes'],
    ['agentVersion == 2', 'no'],
    ['agentVersion < latest', 'not-a-version'],
    ['agentVersion =~ 1.*', 'operator-undocumented'],
    ['agentVersion in [1.14.4]', 'operator-undocumented'],
    ['runningTasksCount == 3', 'yes'],
    ['runningTasksCount<8', 'yes'],
    ['runningTasksCount > 10', 'no'],
    ['runningTasksCount >= 3', 'yes'],
    ['runningTasksCount != 3', 'no'],
    ['runningTasksCount <= 2', 'no'],
    ['runningTasksCount < many', 'not-a-count'],
    ['runningTasksCount < 03', 'not-a-count'],
    ['runningTasksCount in [3]', 'operator-undocumented'],
    ['runningTasksCount exists', 'operator-undocumented'],
  ])('%s: %s', (text, expected) => expect(answer(text)).toBe(expected));

  test.each([
    ['the guide: registered before a date', 'registeredAt < 2018-02-14', 'yes'],
    ['half a day before it: in which zone?', 'registeredAt < 2018-02-13', 'date-imprecise'],
    ['after it in every zone', 'registeredAt > 2018-02-11', 'yes'],
    ['a date and time without a zone', 'registeredAt >= 2018-02-10T00:00:00', 'yes'],
    ['near it', 'registeredAt >= 2018-02-12T12:00:00', 'date-imprecise'],
    ['with Z', 'registeredAt >= 2018-02-12T12:00:00Z', 'yes'],
    ['with Z, equal', 'registeredAt == 2018-02-12T12:00:00Z', 'yes'],
    ['with an offset', 'registeredAt == 2018-02-12T21:00:00+09:00', 'yes'],
    ['with an offset to the west', 'registeredAt != 2018-02-12T07:00:00-05:00', 'no'],
    ['a date equal in no zone', 'registeredAt == 2018-03-01', 'no'],
    ['a date equal in some zone', 'registeredAt == 2018-02-12', 'date-imprecise'],
    ['no such day', 'registeredAt < 2018-02-30', 'not-a-date'],
    ['another format', 'registeredAt < 2018/02/13', 'not-a-date'],
    ['no date', 'registeredAt < yesterday', 'not-a-date'],
    ['parts of a second', 'registeredAt < 2018-02-12T12:00:00.5Z', 'not-a-date'],
    ['an operator for text', 'registeredAt =~ 2018.*', 'operator-undocumented'],
  ])('%s: %s', (_, text, expected) => expect(answer(text)).toBe(expected));

  test('parts of a second may count or not', () => {
    const late = { ...host, registeredAt: Date.parse('2018-02-12T12:00:00.500Z') };
    expect(answer('registeredAt == 2018-02-12T12:00:00Z', late)).toBe('date-imprecise');
    expect(answer('registeredAt <= 2018-02-12T12:00:00Z', late)).toBe('date-imprecise');
    expect(answer('registeredAt < 2018-02-12T12:00:00Z', late)).toBe('no');
    expect(answer('registeredAt < 2018-02-12T12:00:01Z', late)).toBe('yes');
  });

  test.each([
    ['agentConnected == true', 'fact-unknown'],
    ['agentVersion < 2', 'fact-unknown'],
    ['ec2InstanceId =~ i.*', 'fact-unknown'],
    ['registeredAt < 2030-01-01', 'fact-unknown'],
    ['runningTasksCount == 0', 'fact-unknown'],
  ])('not known: %s', (text, expected) => expect(answer(text, unknownHost)).toBe(expected));
});

describe('conditions together', () => {
  const doubt = 'attribute:disk > 10';
  test.each([
    ['no and ?', `attribute:a exists and ${doubt}`, 'no'],
    ['? and no', `${doubt} and attribute:a exists`, 'no'],
    ['yes and ?', `attribute:stack exists and ${doubt}`, 'order-of-values'],
    ['yes or ?', `attribute:stack exists or ${doubt}`, 'yes'],
    ['no or ?', `attribute:a exists or ${doubt}`, 'order-of-values'],
    ['not ?', `not ${doubt}`, 'order-of-values'],
    ['the first doubt is named', `${doubt} and attribute:a !in [b]`, 'order-of-values'],
    ['yes or no and no', 'attribute:stack exists or attribute:a exists and attribute:a exists', 'yes'],
    ['(yes or no) and no', '(attribute:stack exists or attribute:a exists) and attribute:a exists', 'no'],
    [
      'G2 in another zone',
      'attribute:ecs.instance-type =~ g2.* and attribute:ecs.availability-zone != us-east-1d',
      'no',
    ],
    ['a lock that nobody holds', 'attribute:lock == OPEN or attribute:lock not_exists', 'yes'],
  ])('%s', (_, text, expected) => expect(answer(text)).toBe(expected));

  test('the doubt is of its condition', () => {
    const parsed = parseQuery(`attribute:stack exists and not (${doubt})`);
    if ('fault' in parsed) throw new Error(parsed.fault.code);
    expect(evaluateQuery(parsed, host)).toMatchObject({
      answer: 'unverifiable',
      doubt: { condition: { subject: { name: 'disk' }, operator: '>' } },
    });
  });
});

const opposites: Readonly<Record<Operator, Operator>> = {
  '==': '!=',
  '!=': '==',
  '>': '<=',
  '<=': '>',
  '<': '>=',
  '>=': '<',
  '=~': '!~',
  '!~': '=~',
  in: '!in',
  '!in': 'in',
  exists: '!exists',
  '!exists': 'exists',
};

/** The opposite of a query with the negation at its conditions' operators. */
function denied(of: Query): Query {
  const pairs = foldQuery<{ readonly same: Query; readonly opposite: Query }>(of, (each, parts) => {
    if (each.kind === 'condition') return { same: each, opposite: { ...each, operator: opposites[each.operator] } };
    const same = parts.map((part) => part.same);
    const opposite = parts.map((part) => part.opposite);
    if (each.kind === 'not') return { same: opposite[0] ?? each, opposite: same[0] ?? each };
    const other = each.kind === 'and' ? 'or' : 'and';
    return { same: { kind: each.kind, parts: same }, opposite: { kind: other, parts: opposite } };
  });
  return pairs.opposite;
}

const aboutPresent: fc.Arbitrary<Condition> = condition.map((each) => ({
  ...each,
  subject: { field: 'attribute' as const, name: 'stack' },
}));

describe('any query', () => {
  test('has one of three answers, and a doubt that has words', () => {
    fc.assert(
      fc.property(query, instance, (asked, of) => {
        const verdict = evaluateQuery(asked, of);
        expect(['yes', 'no', 'unverifiable']).toContain(verdict.answer);
        if (verdict.answer === 'unverifiable') {
          for (const language of languages) expect(doubtTexts[verdict.doubt.code][language].length).toBeGreaterThan(5);
        }
      }),
      { numRuns: 5000 },
    );
  });

  test('denied outside or at its operators is the same, while every attribute has a value', () => {
    fc.assert(
      fc.property(queryOver(aboutPresent), fc.constantFrom('prod', '9', 't2.small'), (asked, value) => {
        const of = { ...unknownHost, attributes: new Map([['stack', value]]) };
        expect(answerOf(denied(asked), of)).toBe(answerOf({ kind: 'not', part: asked }, of));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['!= is not the opposite of ==', 'attribute:gone != a', 'not attribute:gone == a'],
    ['> is not the opposite of <=', 'attribute:gone > 1', 'not attribute:gone <= 1'],
  ])('without the attribute %s', (_, one, other) => {
    expect(answer(one)).not.toBe(answer(other));
  });

  test('a fact that becomes known never turns a yes into a no', () => {
    const unknownAlso = fc.record({
      known: instance,
      forgotten: fc.subarray([
        'agentConnected',
        'agentVersion',
        'ec2InstanceId',
        'registeredAt',
        'runningTasksCount',
      ] as const),
    });
    fc.assert(
      fc.property(query, unknownAlso, (asked, { known, forgotten }) => {
        const less = { ...known, ...Object.fromEntries(forgotten.map((name) => [name, undefined])) };
        const before = evaluateQuery(asked, less).answer;
        if (before !== 'unverifiable') expect(evaluateQuery(asked, known).answer).toBe(before);
      }),
      { numRuns: 2000 },
    );
  });

  test('100,000 negations are answered, too', () => {
    const parsed = parseQuery(`${'!'.repeat(100_001)}attribute:stack exists`, Infinity);
    if ('fault' in parsed) throw new Error(parsed.fault.code);
    expect(evaluateQuery(parsed, host)).toEqual({ answer: 'no' });
  });
});

test.each(Object.entries(doubtTexts))('the doubt %s is said in both languages', (_, text) => {
  expect(text.en).not.toMatch(/\{|\.$/);
  expect(text.ja).toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}]/u);
});
