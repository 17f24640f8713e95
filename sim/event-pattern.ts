/**
 * EventBridge's event patterns, as its user guide describes them ("Comparison operators for use in event patterns"):
 * exact values, prefix, suffix, equals-ignore-case, wildcard, numeric, exists, anything-but and $or. No cidr.
 */
export type EventPattern = { readonly [key: string]: unknown };

type Leaf = string | number | boolean | null;
type Condition = (value: Leaf) => boolean;

/** Whether EventBridge would deliver the event. Throws a TypeError for a pattern EventBridge would refuse. */
export function matchesPattern(pattern: EventPattern, event: unknown): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or') return alternatives(wanted).some((each) => matchesPattern(each, event));
    const value = isObject(event) ? event[key] : undefined;
    if (Array.isArray(wanted)) return matchesLeaf(wanted, value);
    if (!isObject(wanted))
      throw new TypeError(`${key}: a pattern holds lists and objects, not ${JSON.stringify(wanted)}`);
    return matchesBranch(wanted, value);
  });
}

/** In a list of objects, one of them must fulfil the whole branch. */
function matchesBranch(pattern: EventPattern, value: unknown): boolean {
  return Array.isArray(value) && value.length > 0
    ? value.some((each) => matchesBranch(pattern, each))
    : matchesPattern(pattern, value);
}

function alternatives(wanted: unknown): readonly EventPattern[] {
  if (!Array.isArray(wanted) || wanted.length < 2 || !wanted.every(isObject)) {
    throw new TypeError('$or: expected at least two patterns');
  }
  return wanted;
}

/** A list in the event matches when one of its values does; an absent field matches `exists: false` alone. */
function matchesLeaf(wanted: readonly unknown[], value: unknown): boolean {
  if (wanted.length === 0) throw new TypeError('an empty list matches nothing');
  const values = leavesOf(value);
  const there = values.length > 0;
  return wanted
    .map((each) => {
      if (isObject(each) && typeof each['exists'] === 'boolean') return each['exists'] === there;
      return values.some(conditionOf(each));
    })
    .includes(true);
}

function leavesOf(value: unknown): readonly Leaf[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return isLeaf(value) ? [value] : [];
}

function conditionOf(wanted: unknown): Condition {
  if (isLeaf(wanted)) return (value) => value === wanted;
  const [[operator, operand] = ['nothing', undefined], ...others] = isObject(wanted) ? Object.entries(wanted) : [];
  const make = operators[operator];
  if (make === undefined || others.length > 0) throw new TypeError(`no such condition: ${JSON.stringify(wanted)}`);
  return make(operand);
}

const operators: Readonly<Record<string, (operand: unknown) => Condition>> = {
  prefix: (operand) => onText(operand, (value, start) => value.startsWith(start)),
  suffix: (operand) => onText(operand, (value, end) => value.endsWith(end)),
  'equals-ignore-case': (operand) => onText(operand, (value, text) => value.toLowerCase() === text.toLowerCase()),
  wildcard: (operand) => {
    const shape = wildcardShape(textOf(operand));
    return (value) => typeof value === 'string' && shape.test(value);
  },
  numeric: (operand) => {
    const bounds = boundsOf(operand);
    return (value) => typeof value === 'number' && bounds.every((holds) => holds(value));
  },
  'anything-but': anythingBut,
};

/** `"init"`, or `{ "equals-ignore-case": "init" }`, which prefix and suffix take, too. */
function onText(operand: unknown, holds: (value: string, wanted: string) => boolean): Condition {
  if (isObject(operand)) {
    const wanted = textOf(operand['equals-ignore-case']).toLowerCase();
    return (value) => typeof value === 'string' && holds(value.toLowerCase(), wanted);
  }
  const wanted = textOf(operand);
  return (value) => typeof value === 'string' && holds(value, wanted);
}

/** A value, a list of values, or prefix, suffix, wildcard or equals-ignore-case with one text or a list. */
function anythingBut(operand: unknown): Condition {
  if (!isObject(operand)) {
    const refused = (Array.isArray(operand) ? operand : [operand]).map(conditionOf);
    return (value) => !refused.some((holds) => holds(value));
  }
  const [[operator, texts] = ['nothing', undefined]] = Object.entries(operand);
  const make = operators[operator];
  if (make === undefined || operator === 'numeric' || operator === 'anything-but') {
    throw new TypeError(`anything-but: no such condition: ${JSON.stringify(operand)}`);
  }
  const refused = (Array.isArray(texts) ? texts : [texts]).map(make);
  return (value) => !refused.some((holds) => holds(value));
}

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function boundsOf(operand: unknown): ((value: number) => boolean)[] {
  const parts: readonly unknown[] = Array.isArray(operand) ? operand : [];
  if (parts.length === 0 || parts.length % 2 === 1)
    throw new TypeError('numeric: expected pairs of comparison and number');
  return Array.from({ length: parts.length / 2 }, (_, at) => {
    const compare = comparisons[String(parts[2 * at])];
    const bound = parts[2 * at + 1];
    if (compare === undefined || typeof bound !== 'number') throw new TypeError(`numeric: ${JSON.stringify(operand)}`);
    return (value) => compare(value, bound);
  });
}

/** `*` is any text, `\*` and `\\` stand for themselves; two stars in a row are refused. */
function wildcardShape(wildcard: string): RegExp {
  if (wildcard.includes('**')) throw new TypeError('wildcard: two stars in a row');
  const parts = wildcard.match(/\\[*\\]|\*|[^*\\]+|\\/g) ?? [];
  const shape = parts.map((part) => {
    if (part === '\\') throw new TypeError('wildcard: a backslash stands before a star or a backslash');
    return part === '*' ? '.*' : literally(part.startsWith('\\') ? part.slice(1) : part);
  });
  return new RegExp(`^${shape.join('')}$`, 's');
}

const literally = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

function textOf(operand: unknown): string {
  if (typeof operand === 'string') return operand;
  throw new TypeError(`expected text, got ${JSON.stringify(operand)}`);
}

function isLeaf(value: unknown): value is Leaf {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
