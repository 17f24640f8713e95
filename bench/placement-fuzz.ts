import { performance } from 'node:perf_hooks';
import { sayFault } from '../lib/ecs/placement/query/fault.ts';
import { evaluateQuery } from '../lib/ecs/placement/query/evaluate.ts';
import type { QueryInstance } from '../lib/ecs/placement/query/instance.ts';
import { parseQuery } from '../lib/ecs/placement/query/parse.ts';
import { printQuery } from '../lib/ecs/placement/query/print.ts';
import { randomOf } from './random.ts';

// A million short texts through the parser, the printer and the evaluator of the cluster query language:
//   node bench/placement-fuzz.ts [texts] [seed]
const [texts = 1_000_000, seed = 1] = process.argv.slice(2).map(Number);

const random = randomOf(seed);
const below = (limit: number): number => Math.floor(random() * limit);
const oneOf = (choices: readonly string[]): string => choices[below(choices.length)] ?? '';

const words = (text: string): readonly string[] => text.split(' ');
const subjects = words(
  'attribute:x attribute:stack task:group agentConnected agentVersion ec2InstanceId registeredAt runningTasksCount',
);
const values = words('a t2.* 2018-02-13 1.2.3 9 true i-0aa1').concat("'a b'", "''");
const patterns = words('t2.* (a|b)+ *.x [a-c]+ (?i)a (a*)* x{2,3} ^a$ .*').concat("'(a |b)'");
const signs: readonly (readonly [signs: readonly string[], values: readonly string[]])[] = [
  [words('== != > >= < <= equals not_equals less_than greater_than_equal'), values],
  [words('=~ !~ matches not_matches'), patterns],
  [words('in !in not_in'), ['[a]', '[a, t2.small]', "['a b',c]"]],
  [words('exists !exists not_exists'), ['']],
];
const characters = Array.from('attribue:kgopn=!~<>&|()[]{},\'"\\*+?^$.-_/@ \t\n09éあ\u0000😀');

function nextCondition(): string {
  const [operators, fitting] = signs[below(signs.length)] ?? [[], []];
  const text = `${oneOf(subjects)} ${oneOf(operators)} ${oneOf(fitting)}`.trimEnd();
  const negated = random() < 0.2 ? `${oneOf(['!', 'not '])}${text}` : text;
  return random() < 0.2 ? `(${negated})` : negated;
}

/** An expression, in half of all cases with a few characters taken out, put in or changed. */
function nextText(): string {
  let text = nextCondition();
  for (let more = below(4); more > 0; more -= 1) text += `${oneOf([' and ', ' or ', '&&', ' || '])}${nextCondition()}`;
  if (random() < 0.5) return text;
  for (let changes = 1 + below(3); changes > 0; changes -= 1) {
    const at = below(text.length + 1);
    text = text.slice(0, at) + (random() < 0.7 ? oneOf(characters) : '') + text.slice(at + below(2));
  }
  return text;
}

const instance: QueryInstance = {
  attributes: new Map([
    ['x', 'a'],
    ['stack', undefined],
  ]),
  taskGroups: new Set(['a', 'b']),
  agentConnected: true,
  agentVersion: '1.2.3',
  registeredAt: 1_518_480_000_000,
};

const seen = { queries: 0, faults: 0, yes: 0, no: 0, unverifiable: 0 };
let slowestMs = 0;
let slowest = '';
const start = performance.now();
for (let count = 0; count < texts; count += 1) {
  const text = nextText();
  const began = performance.now();
  try {
    const parsed = parseQuery(text);
    if ('fault' in parsed) {
      seen.faults += 1;
      sayFault(parsed.fault, 'ja');
    } else {
      seen.queries += 1;
      seen[evaluateQuery(parsed, instance).answer] += 1;
      const printed = printQuery(parsed);
      const again = parseQuery(printed, Infinity);
      if ('fault' in again || printQuery(again) !== printed) throw new Error(`prints as ${printed}`);
    }
  } catch (error) {
    console.error(`seed ${seed}, text ${count}: ${JSON.stringify(text)}`);
    throw error;
  }
  const tookMs = performance.now() - began;
  if (tookMs > slowestMs) [slowestMs, slowest] = [tookMs, text];
}
const seconds = (performance.now() - start) / 1000;
console.log(`${texts} texts in ${seconds.toFixed(1)} s: ${JSON.stringify(seen)}`);
console.log(`slowest ${slowestMs.toFixed(1)} ms (with whatever else the machine did): ${JSON.stringify(slowest)}`);
