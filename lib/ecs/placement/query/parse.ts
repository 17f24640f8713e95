import { readCondition } from './condition.ts';
import type { QueryFault, QueryFaultCode } from './fault.ts';
import { faultAt } from './fault.ts';
import type { Query } from './query.ts';
import { queryCharacterLimit } from './query.ts';
import type { Scanner } from './scanner.ts';
import { isAtEnd, scannerOf, skipBlanks, take, takeKeyword, takeWord } from './scanner.ts';

type ParsedQuery = Query | { readonly fault: QueryFault };

/** What was read of the text between two parentheses, or of the whole. */
type Level = {
  /** Where its parenthesis was opened. */
  readonly at: number;
  readonly alternatives: Query[];
  factors: Query[];
  /** How often the next condition or group is negated. */
  negations: number;
};

/**
 * Reads an expression. `and` binds closer than `or`, as everywhere else (the guide is silent), and `not` closest. Takes
 * time in proportion to the length of the text, and does not call itself however deep the text is nested.
 */
export function parseQuery(text: string, characterLimit = queryCharacterLimit): ParsedQuery {
  if (text.length > characterLimit) {
    return { fault: faultAt(text, characterLimit, 'too-long', { limit: characterLimit }) };
  }
  return readQuery(scannerOf(text));
}

/** Reads the expression that starts here and fills the rest of the text. */
export function readQuery(scanner: Scanner): ParsedQuery {
  const levels = [levelAt(scanner)];
  for (;;) {
    readOpening(scanner, levels);
    const condition = readCondition(scanner);
    if ('fault' in condition) return condition;
    addTo(levels.at(-1), condition);
    const fault = readClosing(scanner, levels);
    if (fault !== undefined) return { fault };
    const [outermost] = levels;
    if (levels.length === 1 && outermost !== undefined && isAtEnd(scanner)) return joined(outermost);
    const missing = readConnective(scanner, levels);
    if (missing !== undefined) return { fault: missing };
  }
}

const levelAt = ({ at }: Scanner): Level => ({ at, alternatives: [], factors: [], negations: 0 });

/** Everything that may stand before a condition: parentheses and negations. */
function readOpening(scanner: Scanner, levels: Level[]): void {
  for (;;) {
    skipBlanks(scanner);
    const opened = levelAt(scanner);
    const level = levels.at(-1);
    if (take(scanner, '(')) levels.push(opened);
    else if (level !== undefined && (take(scanner, '!') || takeKeyword(scanner, 'not'))) level.negations += 1;
    else return;
  }
}

function readClosing(scanner: Scanner, levels: Level[]): QueryFault | undefined {
  for (;;) {
    skipBlanks(scanner);
    const { at } = scanner;
    if (!take(scanner, ')')) return undefined;
    const closed = levels.length > 1 ? levels.pop() : undefined;
    if (closed === undefined) return faultAt(scanner.text, at, 'parenthesis-unopened');
    addTo(levels.at(-1), joined(closed));
  }
}

function readConnective(scanner: Scanner, levels: readonly Level[]): QueryFault | undefined {
  const level = levels.at(-1);
  if (level === undefined || isAtEnd(scanner)) {
    return faultAt(scanner.text, scanner.at, 'parenthesis-unclosed', { place: (level?.at ?? 0) + 1 });
  }
  if (take(scanner, '&&') || takeKeyword(scanner, 'and')) return undefined;
  if (!take(scanner, '||') && !takeKeyword(scanner, 'or')) return connectiveFault(scanner);
  level.alternatives.push(joinedBy('and', level.factors));
  level.factors = [];
  return undefined;
}

const misspelt: Readonly<Record<string, string>> = {
  '&': 'and',
  '|': 'or',
  AND: 'and',
  OR: 'or',
  And: 'and',
  Or: 'or',
};

function connectiveFault(scanner: Scanner): QueryFault {
  const { text, at } = scanner;
  const found = takeWord(scanner) || text.charAt(at);
  const write = Object.hasOwn(misspelt, found) ? misspelt[found] : undefined;
  const code: QueryFaultCode = write === undefined ? 'connective-expected' : 'connective-misspelt';
  return faultAt(text, at, code, { write });
}

function addTo(level: Level | undefined, query: Query): void {
  if (level === undefined) return;
  let negated = query;
  for (; level.negations > 0; level.negations -= 1) negated = { kind: 'not', part: negated };
  level.factors.push(negated);
}

const joined = ({ alternatives, factors }: Level): Query => joinedBy('or', [...alternatives, joinedBy('and', factors)]);

function joinedBy(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind, parts };
}
