import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..', '..');

type Properties = Readonly<Record<string, unknown>>;
export type Resource = {
  readonly Type: string;
  readonly Properties: Properties;
  readonly [attribute: string]: unknown;
};
export type Statement = {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, unknown>>;
};
type Queue = {
  readonly sqs: {
    readonly arn: unknown;
    readonly batchSize: number;
    readonly maximumConcurrency?: number;
    readonly functionResponseType?: string;
  };
};
export type ServerlessFunction = {
  readonly handler: string;
  readonly role: unknown;
  readonly disableLogs?: boolean;
  readonly timeout?: number;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly events: readonly (Queue | { readonly schedule: string })[];
};
type Stack = {
  readonly Parameters: Readonly<Record<string, Properties>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
  readonly extensions: Readonly<Record<string, { readonly Properties: Properties }>>;
};

/** The modules of infra/ are what Serverless Framework reads: JavaScript, without types. */
async function load<Exports>(file: string): Promise<Exports> {
  return (await import(join(root, 'infra', file))) as Exports;
}

export const { resources: stack } = await load<{ resources: Stack }>('resources.js');
export const { functions } = await load<{ functions: readonly string[] }>('names.js');
export const { alarmsOf } = await load<{
  alarmsOf: (all: readonly string[], fed: readonly string[]) => Readonly<Record<string, Resource>>;
}>('alarms.js');
export const { withoutResource } = await load<{ withoutResource: Readonly<Record<string, string>> }>('grants.js');
export const { patterns } = await load<{
  patterns: Readonly<Record<string, Readonly<Record<string, Properties>>>>;
}>('rules.js');

export const serverless = parse(readFileSync(join(root, 'serverless.yml'), 'utf8')) as {
  readonly provider: { readonly environment: Properties; readonly timeout: number; readonly runtime: string };
  readonly functions: Readonly<Record<string, ServerlessFunction>>;
};

export const title = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

export function resource(logicalId: string): Resource {
  const found = stack.Resources[logicalId];
  if (found === undefined) throw new Error(`the stack has no ${logicalId}`);
  return found;
}

export function resourcesOf(type: string): readonly (readonly [logicalId: string, resource: Resource])[] {
  return Object.entries(stack.Resources).filter(([, each]) => each.Type === type);
}

/** Whether something is only there under a condition that asks for `Mode`. */
function asksMode(value: unknown): boolean {
  const [condition] = choiceOf(value);
  return condition !== undefined && JSON.stringify(stack.Conditions[condition]).includes('{"Ref":"Mode"}');
}

function choiceOf(value: unknown): readonly [condition?: string, value?: unknown] {
  if (typeof value !== 'object' || value === null || !('Fn::If' in value)) return [];
  return value['Fn::If'] as [string, unknown];
}

/** The grants of a function, with those that depend on a parameter. `watch`: without those that need `Mode=act`. */
export function statementsOf(feature: string, mode: 'watch' | 'act' = 'act'): readonly Statement[] {
  const policies = resource(`${title(feature)}Role`).Properties['Policies'] as readonly {
    readonly PolicyDocument: { readonly Statement: readonly unknown[] };
  }[];
  return policies
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter((each) => mode === 'act' || !asksMode(each))
    .map((each) => choiceOf(each)[1] ?? each) as Statement[];
}

export const actionsOf = (statements: readonly Statement[]): string[] =>
  [...new Set(statements.flatMap(({ Action }) => listOf(Action)))].sort();

export const listOf = <Item>(value: Item | readonly Item[]): readonly Item[] =>
  Array.isArray(value) ? (value as readonly Item[]) : [value as Item];
