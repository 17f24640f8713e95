import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesPattern } from '../../sim/event-pattern.ts';

type Case = readonly [name: string, pattern: Record<string, unknown>, event: unknown, delivered: boolean];

const example = {
  time: '2017-10-02T18:43:48Z',
  source: 'aws.ec2',
  region: 'eu-west-1',
  resources: ['arn:aws:ec2:us-east-1:123456789012:instance/i-1', 'arn:aws:ec2:us-east-1:123456789012:volume/v-2'],
  detail: { state: 'pending', 'c-count': 5, 'd-count': 3, 'x-limit': 301.8, service: 'EventBridge', 'source-ip': null },
};

/** EventBridge user guide, "Comparison operators for use in event patterns" and "Creating event patterns". */
const published: readonly Case[] = [
  ['and', { Location: ['New York'], Day: ['Monday'] }, { Location: ['New York'], Day: 'Monday' }, true],
  ['and, one missing', { Location: ['New York'], Day: ['Monday'] }, { Location: 'New York', Day: 'Tuesday' }, false],
  ['or within a field', { PaymentType: ['Credit', 'Debit'] }, { PaymentType: 'Debit' }, true],
  ['empty', { LastName: [''] }, { LastName: '' }, true],
  ['empty is not absent', { LastName: [''] }, {}, false],
  ['null', { detail: { 'source-ip': [null] } }, example, true],
  ['null is not empty', { UserID: [null] }, { UserID: '' }, false],
  ['equals', { Name: ['Alice'] }, { Name: 'Alice' }, true],
  ['equals, another case', { Name: ['Alice'] }, { Name: 'alice' }, false],
  ['equals, ignoring case', { Name: [{ 'equals-ignore-case': 'alice' }] }, { Name: 'ALICE' }, true],
  ['a list in the event', { resources: ['arn:aws:ec2:us-east-1:123456789012:volume/v-2'] }, example, true],
  ['a number is compared by value', { detail: { 'x-limit': [3.018e2] } }, example, true],
  ['a number is not its text', { 'x-limit': ['301.8'] }, { 'x-limit': 301.8 }, false],
  ['prefix', { time: [{ prefix: '2017-10-02' }] }, example, true],
  ['prefix, not there', { region: [{ prefix: 'us-' }] }, example, false],
  ['prefix, ignoring case', { detail: { service: [{ prefix: { 'equals-ignore-case': 'eventb' } }] } }, example, true],
  ['suffix', { FileName: [{ suffix: '.png' }] }, { FileName: 'a.png' }, true],
  ['suffix, another case', { FileName: [{ suffix: '.png' }] }, { FileName: 'a.PNG' }, false],
  ['suffix, ignoring case', { FileName: [{ suffix: { 'equals-ignore-case': '.png' } }] }, { FileName: 'a.PNG' }, true],
  ['anything-but', { detail: { state: [{ 'anything-but': 'initializing' }] } }, example, true],
  ['anything-but, the value itself', { state: [{ 'anything-but': 'initializing' }] }, { state: 'initializing' }, false],
  ['anything-but, a number', { detail: { 'x-limit': [{ 'anything-but': 123 }] } }, example, true],
  ['anything-but, a list', { s: [{ 'anything-but': ['stopped', 'overloaded'] }] }, { s: 'overloaded' }, false],
  ['anything-but, numbers', { 'x-limit': [{ 'anything-but': [100, 200, 300] }] }, { 'x-limit': 200 }, false],
  ['anything-but, absent', { state: [{ 'anything-but': 'initializing' }] }, {}, false],
  ['anything-but, prefix', { state: [{ 'anything-but': { prefix: 'init' } }] }, { state: 'initializing' }, false],
  [
    'anything-but, prefixes',
    { state: [{ 'anything-but': { prefix: ['init', 'error'] } }] },
    { state: 'error-1' },
    false,
  ],
  [
    'anything-but, suffix',
    { FileName: [{ 'anything-but': { suffix: ['.txt', '.rtf'] } }] },
    { FileName: 'a.doc' },
    true,
  ],
  ['anything-but, case', { s: [{ 'anything-but': { 'equals-ignore-case': ['stopped'] } }] }, { s: 'STOPPED' }, false],
  [
    'anything-but, wildcard',
    { FilePath: [{ 'anything-but': { wildcard: '*/lib/*' } }] },
    { FilePath: 'a/lib/b' },
    false,
  ],
  [
    'anything-but, wildcards',
    { P: [{ 'anything-but': { wildcard: ['*/lib/*', '*/bin/*'] } }] },
    { P: 'a/src/b' },
    true,
  ],
  ['numeric', { detail: { 'c-count': [{ numeric: ['>', 0, '<=', 5] }] } }, example, true],
  ['numeric, out of range', { detail: { 'c-count': [{ numeric: ['>', 5] }] } }, example, false],
  ['numeric, equal', { detail: { 'x-limit': [{ numeric: ['=', 3.018e2] }] } }, example, true],
  ['numeric, a text', { 'd-count': [{ numeric: ['<', 10] }] }, { 'd-count': '3' }, false],
  ['exists', { detail: { state: [{ exists: true }] } }, example, true],
  ['exists, absent', { ProductName: [{ exists: true }] }, {}, false],
  ['exists not', { detail: { 'c-count': [{ exists: false }] } }, { detail: { state: 'on' } }, true],
  ['exists not, there', { detail: { 'c-count': [{ exists: false }] } }, example, false],
  [
    'wildcard',
    { arn: [{ wildcard: 'arn:aws:events:us-east-1:*:event-bus/*' }] },
    { arn: 'arn:aws:events:us-east-1:1:event-bus/b' },
    true,
  ],
  ['wildcard, a path', { FilePath: [{ wildcard: 'dir/*.png' }] }, { FilePath: 'dir/a/b.png' }, true],
  ['wildcard, a dot is a dot', { FilePath: [{ wildcard: 'dir/*.png' }] }, { FilePath: 'dir/aXpng' }, false],
  ['wildcard, a star itself', { s: [{ wildcard: String.raw`a\*b` }] }, { s: 'aXb' }, false],
  ['or', { $or: [{ Location: ['New York'] }, { Day: ['Monday'] }] }, { Location: 'Paris', Day: 'Monday' }, true],
  [
    'or within detail',
    { detail: { $or: [{ 'c-count': [{ numeric: ['>', 5] }] }, { 'd-count': [{ numeric: ['<', 10] }] }] } },
    example,
    true,
  ],
  [
    'or beside and',
    { source: ['aws.cloudwatch'], $or: [{ metricType: ['x'] }, { namespace: ['AWS/EC2', 'AWS/ES'] }] },
    { source: 'aws.ec2', namespace: 'AWS/EC2' },
    false,
  ],
  [
    'several operators',
    {
      time: [{ prefix: '2017-10-02' }],
      detail: {
        state: [{ 'anything-but': 'initializing' }],
        'c-count': [{ numeric: ['>', 0, '<=', 5] }],
        'd-count': [{ numeric: ['<', 10] }],
        'x-limit': [{ 'anything-but': [100, 200, 300] }],
      },
    },
    example,
    true,
  ],
  ['a branch that is not there', { detail: { inner: { deep: [{ exists: false }] } } }, example, true],
  ['a condition on an object', { detail: [{ exists: true }] }, example, false],
  ['objects in a list: one fulfils all', { list: { a: [1], b: [2] } }, { list: [{ a: 1, b: 2 }, { a: 3 }] }, true],
  ['objects in a list: not each its part', { list: { a: [1], b: [2] } }, { list: [{ a: 1 }, { b: 2 }] }, false],
];

describe('event patterns', () => {
  test.each(published)('%s', (_, pattern, event, delivered) => {
    expect(matchesPattern(pattern, event)).toBe(delivered);
  });

  test.each([
    ['a bare value', { source: 'aws.ecs' }],
    ['an empty list', { source: [] }],
    ['an unknown operator', { source: [{ like: 'aws' }] }],
    ['two operators in one', { source: [{ prefix: 'a', suffix: 'b' }] }],
    ['two stars', { source: [{ wildcard: 'a**b' }] }],
    ['half a range', { n: [{ numeric: ['<'] }] }],
    ['one alternative', { $or: [{ source: ['a'] }] }],
  ])('refused: %s', (_, pattern) => {
    expect(() => matchesPattern(pattern, { source: 'aws.ecs', n: 1 })).toThrow(TypeError);
  });

  test('a value matches itself, and anything-but it does not', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)), (value) => {
        expect(matchesPattern({ x: [value] }, { x: value })).toBe(true);
        expect(matchesPattern({ x: [{ 'anything-but': [value] }] }, { x: value })).toBe(false);
      }),
    );
  });

  test('a wildcard of a text and a star matches what begins so', () => {
    const plain = fc.string().filter((text) => !/[*\\]/.test(text));
    fc.assert(
      fc.property(plain, fc.string(), (start, rest) => {
        expect(matchesPattern({ x: [{ wildcard: `${start}*` }] }, { x: start + rest })).toBe(true);
      }),
    );
  });
});
