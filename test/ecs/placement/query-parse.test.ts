import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { languages, placesOf } from '../../../lib/core/language.ts';
import { faultAt, sayFault } from '../../../lib/ecs/placement/query/fault.ts';
import { queryFaultTexts } from '../../../lib/ecs/placement/query/fault-texts.ts';
import { parseQuery, readQuery } from '../../../lib/ecs/placement/query/parse.ts';
import { conditionsOf } from '../../../lib/ecs/placement/query/parts.ts';
import { printQuery } from '../../../lib/ecs/placement/query/print.ts';
import type { Query } from '../../../lib/ecs/placement/query/query.ts';
import { scannerOf } from '../../../lib/ecs/placement/query/scanner.ts';
import { nearExpression, query } from './query-arbitraries.ts';

function queryOf(text: string): Query {
  const parsed = parseQuery(text);
  if ('fault' in parsed) throw new Error(sayFault(parsed.fault, 'en'));
  return parsed;
}

const printed = (text: string): string => printQuery(queryOf(text));

describe('expressions of the guide', () => {
  test.each([
    ['attribute:ecs.instance-type == t2.small', 'attribute:ecs.instance-type == t2.small'],
    [
      'attribute:ecs.availability-zone in [us-east-1a, us-east-1b]',
      'attribute:ecs.availability-zone in [us-east-1a, us-east-1b]',
    ],
    [
      'attribute:ecs.instance-type =~ g2.* and attribute:ecs.availability-zone != us-east-1d',
      'attribute:ecs.instance-type =~ g2.* and attribute:ecs.availability-zone != us-east-1d',
    ],
    ['task:group == service:production', 'task:group == service:production'],
    ['not(task:group == database)', 'not (task:group == database)'],
    ['runningTasksCount == 1', 'runningTasksCount == 1'],
    ['agentVersion < 1.14.5', 'agentVersion < 1.14.5'],
    ['registeredAt < 2018-02-13', 'registeredAt < 2018-02-13'],
    ['registeredAt >= 2018-06-18T22:28:28+00:00', 'registeredAt >= 2018-06-18T22:28:28+00:00'],
    ["ec2InstanceId in ['i-abcd1234', 'i-wxyx7890']", 'ec2InstanceId in [i-abcd1234, i-wxyx7890]'],
    [
      '(attribute:a exists or attribute:b exists) and attribute:c exists',
      '(attribute:a exists or attribute:b exists) and attribute:c exists',
    ],
  ])('%s', (text, print) => expect(printed(text)).toBe(print));
});

/** Seen in public repositories: task definitions, services, filters of ListContainerInstances. */
describe('expressions of the wild', () => {
  test.each([
    ['attribute:ecs.instance-type==t2.nano', 'attribute:ecs.instance-type == t2.nano'],
    ['attribute:ecs.instance-type matches g4dn.*', 'attribute:ecs.instance-type =~ g4dn.*'],
    [
      'attribute:ecs.instance-type =~ (p[2,3]|g[3,4]|f[1]).*',
      "attribute:ecs.instance-type =~ '(p[2,3]|g[3,4]|f[1]).*'",
    ],
    ['attribute:ecs.availability-zone =~ us-east-1*', 'attribute:ecs.availability-zone =~ us-east-1*'],
    ['attribute:ecs.availability-zone in [eu-west-1a]', 'attribute:ecs.availability-zone in [eu-west-1a]'],
    ['attribute:ecs.availability-zone =~ .*', 'attribute:ecs.availability-zone =~ .*'],
    ['attribute:ecs.capability.external exists', 'attribute:ecs.capability.external exists'],
    ['attribute:ecs.capability.external !exists', 'attribute:ecs.capability.external !exists'],
    ['attribute:ecs.capability.gpu == true', 'attribute:ecs.capability.gpu == true'],
    [
      'attribute:ecs.capability.gpu-driver-version =~ 595\\..*',
      "attribute:ecs.capability.gpu-driver-version =~ '595\\..*'",
    ],
    ['attribute:lock == OPEN or attribute:lock not_exists', 'attribute:lock == OPEN or attribute:lock !exists'],
    [
      'attribute:ecs.os-type == linux and attribute:ecs.instance-type in [m5.large,m5.xlarge]',
      'attribute:ecs.os-type == linux and attribute:ecs.instance-type in [m5.large, m5.xlarge]',
    ],
    ['attribute:ecs.os-type==linux', 'attribute:ecs.os-type == linux'],
    ['not(task:group == task:consulServer)', 'not (task:group == task:consulServer)'],
    ['task:group != service:telegraf', 'task:group != service:telegraf'],
    ['runningTasksCount<8', 'runningTasksCount < 8'],
    ['agentConnected==true', 'agentConnected == true'],
    ['agentConnected == false', 'agentConnected == false'],
    [
      "ec2InstanceId in ['i-0123456789abcdef0'] and agentConnected==true",
      'ec2InstanceId in [i-0123456789abcdef0] and agentConnected == true',
    ],
    [
      'ec2InstanceId == i-0123456789abcdef0 and agentConnected == true',
      'ec2InstanceId == i-0123456789abcdef0 and agentConnected == true',
    ],
  ])('%s', (text, print) => expect(printed(text)).toBe(print));

  test.each([
    ['attribute:ecs.os-family == linux && attribute:ecs.capability.nvidia.gpu', 'operator-expected', 71],
    ['blieptuut', 'subject-unknown', 0],
  ])('%s is none', (text, code, at) => expect(parseQuery(text)).toMatchObject({ fault: { code, at } }));
});

describe('how an expression is read', () => {
  test.each([
    ['every operator by its word', 'attribute:a equals b', 'attribute:a == b'],
    ['not_equals', 'attribute:a not_equals b', 'attribute:a != b'],
    ['greater_than', 'runningTasksCount greater_than 1', 'runningTasksCount > 1'],
    ['greater_than_equal', 'runningTasksCount greater_than_equal 1', 'runningTasksCount >= 1'],
    ['less_than', 'runningTasksCount less_than 1', 'runningTasksCount < 1'],
    ['less_than_equal', 'runningTasksCount less_than_equal 1', 'runningTasksCount <= 1'],
    ['matches', 'attribute:a matches b.*', 'attribute:a =~ b.*'],
    ['not_matches', 'attribute:a not_matches b.*', 'attribute:a !~ b.*'],
    ['not_in', 'attribute:a not_in [b]', 'attribute:a !in [b]'],
    ['not_exists', 'attribute:a not_exists', 'attribute:a !exists'],
    ['no blanks at all', '!attribute:a!in[b,c]&&attribute:d!~e||attribute:f!exists', undefined],
    ['! of an operator and ! of a condition', '!attribute:a !in [b]', 'not (attribute:a !in [b])'],
    ['two negations', '!!attribute:a exists', 'not (not (attribute:a exists))'],
    [
      'not binds closest',
      'not attribute:a exists and attribute:b exists',
      'not (attribute:a exists) and attribute:b exists',
    ],
    [
      'and binds closer than or',
      'attribute:a exists or attribute:b exists and attribute:c exists',
      'attribute:a exists or (attribute:b exists and attribute:c exists)',
    ],
    [
      'parentheses that change nothing',
      '((attribute:a exists)) and ((attribute:b exists))',
      'attribute:a exists and attribute:b exists',
    ],
    [
      'words as values',
      'attribute:and == and and attribute:not == not',
      'attribute:and == and and attribute:not == not',
    ],
    ['an attribute whose name begins like a word', 'attribute:in in [in]', 'attribute:in in [in]'],
    ['names with signs', 'attribute:a/b-c_d.e\\f == x@y:z', 'attribute:a/b-c_d.e\\f == x@y:z'],
    ['blanks in quotes', "attribute:a == 'x y'", "attribute:a == 'x y'"],
    ['an empty value in quotes', "attribute:a == ''", "attribute:a == ''"],
    ['a pattern up to the parenthesis of its group', '(attribute:a =~ (x|y)z)', "attribute:a =~ '(x|y)z'"],
    ['a pattern up to &&', 'attribute:a =~ x|y&&attribute:b exists', "attribute:a =~ 'x|y' and attribute:b exists"],
    ['a pattern with a parenthesis in a class', '(attribute:a =~ [)])', "attribute:a =~ '[)]'"],
    ['a pattern that opens a parenthesis in a class', 'attribute:a =~ [(]b', "attribute:a =~ '[(]b'"],
    ['a pattern with a parenthesis behind a backslash', '(attribute:a =~ x\\))', "attribute:a =~ 'x\\)'"],
    ['tabs and line breaks', 'attribute:a\t==\nb', 'attribute:a == b'],
  ])('%s: %s', (_, text, print) => expect(printed(text)).toBe(print ?? expectedWithoutBlanks));

  const expectedWithoutBlanks = '(not (attribute:a !in [b, c]) and attribute:d !~ e) or attribute:f !exists';

  test('what is inside', () => {
    const parsed = queryOf('attribute:a == b and (task:group == c or not runningTasksCount > 3)');
    expect(conditionsOf(parsed).map(printQuery)).toEqual([
      'attribute:a == b',
      'task:group == c',
      'runningTasksCount > 3',
    ]);
  });
});

describe('what is wrong, where, and what to write', () => {
  test.each([
    ['', 'subject-expected', 0, '', 'the expression ends'],
    ['   ', 'subject-expected', 3, '', 'the expression ends'],
    ['()', 'subject-expected', 1, ')', 'found `)`'],
    ['attribute:a exists and', 'subject-expected', 22, '', 'the expression ends'],
    ['ecs.instance-type == x', 'subject-unknown', 0, 'ecs.instance-type', 'Write `attribute:ecs.instance-type`'],
    ['runningtaskscount == 1', 'subject-unknown', 0, 'runningtaskscount', 'Write `runningTasksCount`'],
    ['task_group == a', 'subject-unknown', 0, 'task_group', 'Write `task:group`'],
    ['Attribute:a == b', 'subject-unknown', 0, 'Attribute:a', 'Write `attribute:a`'],
    ['attribute: a == b', 'attribute-unnamed', 10, ' ', 'behind the colon'],
    ['attribute:a', 'operator-expected', 11, '', 'write `exists`'],
    ['attribute:a b', 'operator-expected', 12, 'b', 'an operator'],
    ['attribute:a = b', 'operator-misspelt', 12, '=', 'Write `==`'],
    ['attribute:a <> b', 'operator-misspelt', 12, '<>', 'Write `!=`'],
    ['attribute:a not in [b]', 'operator-misspelt', 12, 'not', 'Write `!in`'],
    ['attribute:a not exists', 'operator-misspelt', 12, 'not', 'Write `!exists`'],
    ['attribute:a like b', 'operator-misspelt', 12, 'like', 'Write `=~`'],
    ['attribute:a ==', 'value-expected', 14, '', 'single quotes'],
    ['attribute:a == == b', 'value-expected', 15, '==', 'a value'],
    ['attribute:a in []', 'value-expected', 16, ']', 'a value'],
    ['attribute:a in [b,]', 'value-expected', 18, ']', 'a value'],
    ['attribute:a == "b"', 'double-quotes', 15, '"b"', 'single quotes'],
    ["attribute:a == 'b", 'quote-unclosed', 15, "'b", 'closing single quote'],
    ['attribute:a in b', 'list-expected', 15, 'b', '[us-east-1a, us-east-1b]'],
    ['attribute:a in (b, c)', 'list-expected', 15, '(b,', '[us-east-1a, us-east-1b]'],
    ['attribute:a in [b c]', 'list-unclosed', 18, 'c]', 'a comma'],
    ['attribute:a in [b', 'list-unclosed', 17, '', 'a comma'],
    ['attribute:a =~ (b', 'pattern-unclosed', 15, '(b', 'Close the bracket'],
    ['attribute:a =~ (b |c)', 'pattern-unclosed', 15, '(b', 'in single quotes'],
    ['attribute:a == b c', 'connective-expected', 17, 'c', 'in single quotes'],
    ['attribute:a exists true', 'connective-expected', 19, 'true', 'and, or, or the end'],
    ['attribute:a == b AND attribute:c == d', 'connective-misspelt', 17, 'AND', 'Write `and`'],
    ['attribute:a == b & attribute:c == d', 'connective-misspelt', 17, '&', 'Write `and`'],
    ['attribute:a == b)', 'parenthesis-unopened', 16, ')', 'Take the parenthesis away'],
    ['(attribute:a == b', 'parenthesis-unclosed', 17, '', 'of character 1'],
    ['attribute:a exists or (attribute:a == b', 'parenthesis-unclosed', 39, '', 'of character 23'],
  ])('%s', (text, code, at, found, words) => {
    const parsed = parseQuery(text);
    expect(parsed).toMatchObject({ fault: { code, at, found } });
    if (!('fault' in parsed)) return;
    expect(sayFault(parsed.fault, 'en')).toContain(words);
    expect(sayFault(parsed.fault, 'en')).toContain(`Character ${at + 1}:`);
    for (const language of languages) expect(sayFault(parsed.fault, language)).not.toMatch(/\?|\{|undefined/);
  });

  test('the limit of the API', () => {
    const text = `attribute:a == ${'b'.repeat(1985)}`;
    expect(text).toHaveLength(2000);
    expect(parseQuery(text)).not.toHaveProperty('fault');
    expect(parseQuery(`${text}b`)).toMatchObject({ fault: { code: 'too-long', at: 2000, fills: { limit: 2000 } } });
    expect(parseQuery(`${text}b`, 2001)).not.toHaveProperty('fault');
  });

  test('what is shown of the text is short', () => {
    expect(faultAt('x'.repeat(500), 0, 'connective-expected').found).toHaveLength(40);
  });

  test.each(Object.entries(queryFaultTexts))('%s: both languages, same places', (_, { expected, fix }) => {
    for (const text of [expected, fix]) {
      expect(placesOf(text, 'ja')).toEqual(placesOf(text, 'en'));
      expect(text.ja).toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]|^and、or/u);
    }
  });
});

describe('whatever is written', () => {
  test('what is printed reads as what was printed', () => {
    fc.assert(
      fc.property(query, (each) => {
        expect(parseQuery(printQuery(each), Infinity)).toEqual(each);
      }),
      { numRuns: 2000 },
    );
  });

  test('20,000 texts: a query that prints and reads again, or a fault inside the text', () => {
    fc.assert(
      fc.property(fc.oneof(nearExpression, fc.string({ unit: 'binary', maxLength: 60 })), (text) => {
        const parsed = parseQuery(text);
        if ('fault' in parsed) {
          expect(parsed.fault.at).toBeGreaterThanOrEqual(0);
          expect(parsed.fault.at).toBeLessThanOrEqual(text.length);
          expect(text.slice(parsed.fault.at)).toContain(parsed.fault.found);
          expect(sayFault(parsed.fault, 'ja').length).toBeLessThan(400);
        } else {
          expect(parseQuery(printQuery(parsed), Infinity)).toEqual(parsed);
        }
      }),
      { numRuns: 20_000 },
    );
  });

  /** Texts whose size is chosen; twice the size may take twice the steps. */
  const shapes: readonly (readonly [name: string, make: (size: number) => string])[] = [
    ['many conditions', (size) => Array.from({ length: size }, () => 'attribute:a == b').join(' and ')],
    ['parentheses', (size) => `${'('.repeat(size)}attribute:a exists${')'.repeat(size)}`],
    ['parentheses left open', (size) => '('.repeat(size)],
    ['negations', (size) => `${'!'.repeat(size)}attribute:a exists`],
    ['a long list', (size) => `attribute:a in [${Array.from({ length: size }, () => 'b').join(',')}]`],
    ['a long pattern', (size) => `attribute:a =~ ${'(a'.repeat(size)}${')'.repeat(size)}`],
    ['a pattern left open', (size) => `attribute:a =~ ${'['.repeat(size)}`],
    ['blanks', (size) => `attribute:a${' '.repeat(size)}exists`],
    ['a long word', (size) => 'a'.repeat(size)],
  ];

  test.each(shapes)('steps grow with the length, not faster: %s', (_, make) => {
    const stepsOf = (size: number): number => {
      const scanner = scannerOf(make(size));
      readQuery(scanner);
      return scanner.steps;
    };
    const [once, twice, fourTimes] = [500, 1000, 2000].map(stepsOf);
    expect(once).toBeGreaterThan(0);
    expect(twice).toBeLessThan(2.2 * (once ?? 0));
    expect(fourTimes).toBeLessThan(4.4 * (once ?? 0));
  });

  test('100,000 parentheses and negations are read and printed, too', () => {
    const deep = `${'!('.repeat(100_000)}attribute:a exists${')'.repeat(100_000)}`;
    const parsed = parseQuery(deep, Infinity);
    expect(parsed).toMatchObject({ kind: 'not' });
    if (!('fault' in parsed)) expect(printQuery(parsed)).toHaveLength('not ()'.length * 100_000 + 18);
  });
});
