import type { QueryFault, QueryFaultCode } from './fault.ts';
import { faultAt } from './fault.ts';
import type { Condition, Field, Operator, Subject } from './query.ts';
import { fields, operators } from './query.ts';
import type { Scanner } from './scanner.ts';
import { isAtEnd, skipBlanks, take, takeKeyword, takePattern, takeQuoted, takeWord } from './scanner.ts';

type Faulty = { readonly fault: QueryFault };

const attributePrefix = 'attribute:';

const faulty = (scanner: Scanner, code: QueryFaultCode, write?: string): Faulty => ({
  fault: faultAt(scanner.text, scanner.at, code, { write }),
});

/** One condition, which starts here: `subject operator [argument]`. */
export function readCondition(scanner: Scanner): Condition | Faulty {
  const subject = readSubject(scanner);
  if ('fault' in subject) return subject;
  skipBlanks(scanner);
  const operator = readOperator(scanner);
  if (typeof operator !== 'string') return operator;
  skipBlanks(scanner);
  const values = readArguments(scanner, operator);
  return 'fault' in values ? values : { kind: 'condition', subject, operator, arguments: values };
}

function readSubject(scanner: Scanner): Subject | Faulty {
  const start = scanner.at;
  const word = takeWord(scanner);
  if (word.startsWith(attributePrefix) && word.length > attributePrefix.length) {
    return { field: 'attribute', name: word.slice(attributePrefix.length) };
  }
  if (word === attributePrefix) return faulty(scanner, 'attribute-unnamed');
  const field = fields.find((each) => each === word);
  if (field !== undefined) return { field };
  scanner.at = start;
  return word === '' ? faulty(scanner, 'subject-expected') : faulty(scanner, 'subject-unknown', subjectFor(word));
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** What somebody meant who wrote `ecs.instance-type`, `runningtaskscount` or `task-group`. */
function subjectFor(word: string): string {
  const meant: Field | undefined = fields.find((field) => plain(field) === plain(word));
  if (meant !== undefined) return meant;
  return `${attributePrefix}${word.replace(/^attributes?:/i, '').slice(0, 100)}`;
}

const signs: readonly Operator[] = ['==', '!=', '>=', '<=', '=~', '!~', '>', '<'];
const words = Object.entries(operators) as readonly (readonly [Operator, { readonly word: string }])[];

/** What is written for an operator in other languages. */
const misspelt: Readonly<Record<string, Operator>> = {
  '=': '==',
  '~': '=~',
  '<>': '!=',
  is: '==',
  eq: '==',
  ne: '!=',
  like: '=~',
  contains: '=~',
  'not exists': '!exists',
  not: '!in',
  notin: '!in',
  IN: 'in',
  EXISTS: 'exists',
};

function readOperator(scanner: Scanner): Operator | Faulty {
  const start = scanner.at;
  if (take(scanner, '<>')) {
    scanner.at = start;
    return faulty(scanner, 'operator-misspelt', '!=');
  }
  const sign = signs.find((each) => take(scanner, each));
  if (sign !== undefined) return sign;
  const word = words.find(([each, names]) => takeKeyword(scanner, names.word) || takeKeyword(scanner, each));
  if (word !== undefined) return word[0];
  const found = writtenForOperator(scanner);
  scanner.at = start;
  const write = Object.hasOwn(misspelt, found) ? misspelt[found] : undefined;
  return write === undefined ? faulty(scanner, 'operator-expected') : faulty(scanner, 'operator-misspelt', write);
}

function writtenForOperator(scanner: Scanner): string {
  const word = takeWord(scanner);
  if (word === '') return scanner.text.charAt(scanner.at);
  skipBlanks(scanner);
  return word === 'not' && takeKeyword(scanner, 'exists') ? 'not exists' : word;
}

function readArguments(scanner: Scanner, operator: Operator): readonly string[] | Faulty {
  switch (operators[operator].takes) {
    case 'nothing':
      return [];
    case 'list':
      return readList(scanner);
    case 'value':
      return readOne(scanner, takeWord);
    case 'pattern':
      return readOne(scanner, takePattern);
  }
}

function readOne(scanner: Scanner, takeBare: (scanner: Scanner) => string | undefined): readonly [string] | Faulty {
  const quote = scanner.text.charAt(scanner.at);
  if (quote === '"') return faulty(scanner, 'double-quotes');
  if (quote === "'") {
    const quoted = takeQuoted(scanner);
    return quoted === undefined ? faulty(scanner, 'quote-unclosed') : [quoted];
  }
  const start = scanner.at;
  const value = takeBare(scanner);
  if (value === undefined) {
    scanner.at = start;
    return faulty(scanner, 'pattern-unclosed');
  }
  return value === '' ? faulty(scanner, 'value-expected') : [value];
}

function readList(scanner: Scanner): readonly string[] | Faulty {
  if (!take(scanner, '[')) return faulty(scanner, 'list-expected');
  const values: string[] = [];
  for (;;) {
    skipBlanks(scanner);
    const value = readOne(scanner, takeWord);
    if ('fault' in value) return value;
    values.push(value[0]);
    skipBlanks(scanner);
    if (take(scanner, ']')) return values;
    if (isAtEnd(scanner) || !take(scanner, ',')) return faulty(scanner, 'list-unclosed');
  }
}
