import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { resources } from '../../infra/resources.js';
import type { EventPattern } from '../event-pattern.ts';

/** What the stack's template says of queues, rules and functions, with their names in this account. */
export type Stack = {
  readonly queues: readonly {
    readonly name: string;
    readonly fifo: boolean;
    readonly visibilityMs: number;
    readonly maxReceives?: number;
    readonly deadLetters?: string;
  }[];
  readonly rules: readonly { readonly name: string; readonly pattern: EventPattern; readonly queue: string }[];
  readonly functions: readonly {
    readonly name: string;
    readonly timeoutMs: number;
    readonly sources: readonly {
      readonly queue: string;
      readonly batchSize: number;
      readonly windowMs: number;
      readonly concurrency: number;
    }[];
    /** Runs every so often. */
    readonly everyMs?: number;
  }[];
};

/** A CloudFormation template, as far as it is read here. */
export type Template = { readonly Resources: Readonly<Record<string, Resource>> };
type Resource = { readonly Type: string; readonly Properties?: Properties };
type Properties = Readonly<Record<string, unknown>>;

/**
 * The stack as its packaged template describes it. References are followed as far as queues need: `Ref`, `Fn::GetAtt`
 * and `Fn::Sub` of a queue. Throws an Error for what it does not understand: a stack read wrongly proves nothing.
 */
export function stackOf(template: Template, stackName: string): Stack {
  const of = (type: string): [string, Properties][] =>
    Object.entries(template.Resources).flatMap(([id, { Type, Properties: held = {} }]): [string, Properties][] =>
      Type === type ? [[id, held]] : [],
    );
  const nameOf = (id: string): string =>
    textOf(template.Resources[id]?.Properties?.['QueueName']).replace('${AWS::StackName}', stackName);
  const queueNamed = (reference: unknown): string => nameOf(logicalId(reference));
  return {
    queues: of('AWS::SQS::Queue').map(([id, held]) => {
      const redrive = held['RedrivePolicy'] as Properties | undefined;
      return {
        name: nameOf(id),
        fifo: held['FifoQueue'] === true,
        // SQS's default (API_SetQueueAttributes).
        visibilityMs: Number(held['VisibilityTimeout'] ?? 30) * 1000,
        ...(redrive !== undefined && {
          maxReceives: Number(redrive['maxReceiveCount']),
          deadLetters: queueNamed(redrive['deadLetterTargetArn']),
        }),
      };
    }),
    rules: of('AWS::Events::Rule').flatMap(([id, held]) => {
      if (held['EventPattern'] === undefined) return [];
      const targets = held['Targets'] as readonly Properties[];
      return targets.map((target) => ({
        name: id,
        pattern: held['EventPattern'] as EventPattern,
        queue: queueNamed(target['Arn']),
      }));
    }),
    functions: functionsOf(template, queueNamed),
  };
}

function functionsOf(template: Template, queueNamed: (reference: unknown) => string): Stack['functions'] {
  const all = Object.entries(template.Resources);
  return all.flatMap(([id, { Type, Properties: held = {} }]) => {
    if (Type !== 'AWS::Lambda::Function') return [];
    const sources = all.flatMap(([, mapping]) => {
      const properties = mapping.Properties ?? {};
      if (mapping.Type !== 'AWS::Lambda::EventSourceMapping') return [];
      if (logicalId(properties['FunctionName']) !== id) return [];
      const scaling = properties['ScalingConfig'] as Properties | undefined;
      return [
        {
          queue: queueNamed(properties['EventSourceArn']),
          batchSize: Number(properties['BatchSize']),
          windowMs: Number(properties['MaximumBatchingWindowInSeconds'] ?? 0) * 1000,
          concurrency: Number(scaling?.['MaximumConcurrency'] ?? 10),
        },
      ];
    });
    const schedule = all.find(
      ([, { Type: type, Properties: rule }]) =>
        type === 'AWS::Events::Rule' &&
        rule?.['ScheduleExpression'] !== undefined &&
        (rule['Targets'] as readonly Properties[]).some((target) => logicalId(target['Arn']) === id),
    );
    return [
      {
        name: id.replace(/LambdaFunction$/, '').toLowerCase(),
        timeoutMs: Number(held['Timeout']) * 1000,
        sources,
        ...(schedule !== undefined && { everyMs: rateOf(textOf(schedule[1].Properties?.['ScheduleExpression'])) }),
      },
    ];
  });
}

const project = join(import.meta.dirname, '..', '..');

/** The part of serverless.yml that becomes functions and their mappings. */
type Service = {
  readonly provider: { readonly timeout: number };
  readonly functions: Readonly<
    Record<
      string,
      { readonly timeout?: number; readonly events?: readonly Readonly<Record<string, Properties | string>>[] }
    >
  >;
};

/**
 * The template without packaging it, which takes seconds: `infra/` as it is, and the functions of serverless.yml as
 * the Serverless Framework turns them into resources. A test holds it against the packaged one.
 */
export function projectTemplate(): Template {
  const service = parse(readFileSync(join(project, 'serverless.yml'), 'utf8')) as Service;
  const made = Object.entries(service.functions).flatMap(([name, each]) => {
    const id = `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`;
    const own: [string, Resource] = [
      id,
      { Type: 'AWS::Lambda::Function', Properties: { Timeout: each.timeout ?? service.provider.timeout } },
    ];
    return [own, ...(each.events ?? []).map((event, at) => eventResource(id, event, at))];
  });
  return { Resources: { ...(resources.Resources as Template['Resources']), ...Object.fromEntries(made) } };
}

function eventResource(
  id: string,
  event: Readonly<Record<string, Properties | string>>,
  at: number,
): [string, Resource] {
  const { sqs, schedule } = event;
  if (typeof sqs === 'object') {
    const mapping = {
      FunctionName: { 'Fn::GetAtt': [id, 'Arn'] },
      EventSourceArn: sqs['arn'],
      BatchSize: sqs['batchSize'],
      MaximumBatchingWindowInSeconds: sqs['maximumBatchingWindow'],
      ScalingConfig: { MaximumConcurrency: sqs['maximumConcurrency'] },
    };
    return [`${id}Mapping${at}`, { Type: 'AWS::Lambda::EventSourceMapping', Properties: mapping }];
  }
  const rate = typeof schedule === 'object' ? textOf(schedule['rate']) : schedule;
  if (rate === undefined) throw new Error(`serverless.yml: no way to simulate ${JSON.stringify(event)}`);
  const rule = { ScheduleExpression: rate, Targets: [{ Arn: { 'Fn::GetAtt': [id, 'Arn'] } }] };
  return [`${id}Schedule${at}`, { Type: 'AWS::Events::Rule', Properties: rule }];
}

function logicalId(reference: unknown): string {
  const { Ref, 'Fn::GetAtt': attribute } = (reference ?? {}) as { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
  const id = Ref ?? attribute?.[0];
  if (id === undefined) throw new Error(`no reference to a resource: ${JSON.stringify(reference)}`);
  return id;
}

function textOf(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? (value as Properties)['Fn::Sub'] : value;
  if (typeof text !== 'string') throw new Error(`no text: ${JSON.stringify(value)}`);
  return text;
}

function rateOf(expression: string): number {
  const minutes = /^rate\((\d+) minutes?\)$/.exec(expression)?.[1];
  if (minutes === undefined) throw new Error(`no way to simulate ${expression}`);
  return Number(minutes) * 60_000;
}
