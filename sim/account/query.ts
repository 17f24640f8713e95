import type { Switches } from '../switches.ts';
import type { ContainerInstance } from './model.ts';
import { Refusal } from './refusal.ts';

/** What is asked, and how the language is read where nobody has said. */
type Asked = {
  readonly instance: ContainerInstance;
  readonly switches: Pick<Switches, 'patternsMatchWhole' | 'absentAttributeDiffers'>;
};

/** The cluster query language (cluster-query-language, Amazon ECS developer guide). Throws a Refusal for bad grammar. */
export function matchesQuery(expression: string, asked: Asked): boolean {
  const reader = new Reader(tokensOf(expression), expression);
  const result = either(reader, asked);
  reader.end();
  return result;
}

/** Words and quoted values, operators, brackets. `!in` and `!exists` are one token; a `!` alone negates. */
function tokensOf(expression: string): string[] {
  const shape = /'[^']*'|!(?:in|exists)\b|==|!=|>=|<=|=~|!~|&&|\|\||[()[\],<>!]|[^\s()[\],<>=!~&|']+/gu;
  return expression.match(shape) ?? [];
}

class Reader {
  private at = 0;
  private readonly tokens: readonly string[];
  private readonly expression: string;

  constructor(tokens: readonly string[], expression: string) {
    this.tokens = tokens;
    this.expression = expression;
  }

  accept(...wanted: readonly string[]): boolean {
    const there = wanted.includes(this.tokens[this.at] ?? '');
    if (there) this.at += 1;
    return there;
  }

  expect(wanted: string): void {
    if (!this.accept(wanted)) throw this.fault();
  }

  word(): string {
    const token = this.tokens[this.at];
    if (token === undefined || /^[()[\],]$/u.test(token)) throw this.fault();
    this.at += 1;
    return token.replaceAll("'", '');
  }

  end(): void {
    if (this.at < this.tokens.length) throw this.fault();
  }

  private fault(): Refusal {
    return new Refusal('InvalidParameterException', `Invalid expression: ${this.expression}`);
  }
}

function either(reader: Reader, asked: Asked): boolean {
  let result = both(reader, asked);
  while (reader.accept('or', '||')) result = [both(reader, asked), result].includes(true);
  return result;
}

function both(reader: Reader, asked: Asked): boolean {
  let result = unary(reader, asked);
  while (reader.accept('and', '&&')) result = ![unary(reader, asked), result].includes(false);
  return result;
}

function unary(reader: Reader, asked: Asked): boolean {
  if (reader.accept('not', '!')) return !unary(reader, asked);
  if (!reader.accept('(')) return simple(reader, asked);
  const result = either(reader, asked);
  reader.expect(')');
  return result;
}

function simple(reader: Reader, asked: Asked): boolean {
  const subject = reader.word();
  const values = valuesOf(subject, asked.instance);
  if (reader.accept('exists')) return values.length > 0;
  if (reader.accept('!exists', 'not_exists')) return values.length === 0;
  const absent = values.length === 0 && subject.startsWith('attribute:');
  const lacking = absent && !asked.switches.absentAttributeDiffers;
  if (reader.accept('in')) {
    const allowed = list(reader);
    return values.some((value) => allowed.includes(value));
  }
  if (reader.accept('!in', 'not_in')) {
    const refused = list(reader);
    return !lacking && !values.some((value) => refused.includes(value));
  }
  const operator = reader.word();
  const holds = comparisons[names[operator] ?? operator];
  if (holds === undefined) throw new Refusal('InvalidParameterException', `Invalid operator: ${operator}`);
  const wanted = reader.word();
  return !lacking && holds(values, wanted, { subject, whole: asked.switches.patternsMatchWhole });
}

function list(reader: Reader): string[] {
  reader.expect('[');
  const values = [reader.word()];
  while (reader.accept(',')) values.push(reader.word());
  reader.expect(']');
  return values;
}

type How = { readonly subject: string; readonly whole: boolean };
type Comparison = (values: readonly string[], wanted: string, how: How) => boolean;

const comparisons: Readonly<Record<string, Comparison>> = {
  '==': (values, wanted) => values.includes(wanted),
  '!=': (values, wanted) => !values.includes(wanted),
  '=~': (values, wanted, { whole }) => values.some((value) => pattern(wanted, whole).test(value)),
  '!~': (values, wanted, { whole }) => !values.some((value) => pattern(wanted, whole).test(value)),
  '>': (values, wanted, { subject }) => values.some((value) => order(subject, value, wanted) > 0),
  '>=': (values, wanted, { subject }) => values.some((value) => order(subject, value, wanted) >= 0),
  '<': (values, wanted, { subject }) => values.some((value) => order(subject, value, wanted) < 0),
  '<=': (values, wanted, { subject }) => values.some((value) => order(subject, value, wanted) <= 0),
};

const names: Readonly<Record<string, string>> = {
  equals: '==',
  not_equals: '!=',
  greater_than: '>',
  greater_than_equal: '>=',
  less_than: '<',
  less_than_equal: '<=',
  matches: '=~',
  not_matches: '!~',
};

function pattern(source: string, whole: boolean): RegExp {
  try {
    return new RegExp(whole ? `^(?:${source})$` : source, 'u');
  } catch {
    throw new Refusal('InvalidParameterException', `Invalid pattern: ${source}`);
  }
}

/** Versions and numbers by their parts, times by their moment. */
function order(subject: string, value: string, wanted: string): number {
  if (subject === 'registeredAt') return Date.parse(value) - Date.parse(wanted);
  const [a, b] = [value, wanted].map((each) => each.replace(/^v/u, '').split('.').map(Number));
  for (let at = 0; at < Math.max(a?.length ?? 0, b?.length ?? 0); at += 1) {
    const difference = (a?.[at] ?? 0) - (b?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function valuesOf(subject: string, instance: ContainerInstance): readonly string[] {
  const attribute = /^attribute:(.+)$/u.exec(subject)?.[1];
  if (attribute !== undefined) {
    return instance.attributes.has(attribute) ? [instance.attributes.get(attribute) ?? ''] : [];
  }
  const tasks = [...instance.tasks];
  switch (subject) {
    case 'task:group':
      return [...new Set(tasks.map(({ group }) => group))];
    case 'agentConnected':
      return [String(instance.agentConnected)];
    case 'agentVersion':
      return [instance.agentVersion];
    case 'ec2InstanceId':
      return [instance.ec2InstanceId];
    case 'registeredAt':
      return [new Date(instance.registeredAt).toISOString()];
    case 'runningTasksCount':
      return [String(tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING').length)];
    default:
      throw new Refusal('InvalidParameterException', `Invalid subject: ${subject}`);
  }
}
