import { serviceOf } from '../../lib/ecs/arn.ts';
import { usageError } from '../failure.ts';
import { lastPart } from '../../lib/core/last-part.ts';

export type ExplainOptions = {
  readonly service?: string;
  readonly taskDefinition?: string;
  readonly instance?: string;
  readonly cluster?: string;
  readonly account?: string;
  readonly region?: string;
  readonly table?: string;
  readonly all?: true;
  readonly json?: true;
};

/** What is asked about. `cluster`: where it was named. */
export type Question = {
  readonly kind: 'service' | 'task-definition' | 'instance';
  readonly name: string;
  readonly cluster?: string;
};

const oneOf = 'give one of --service NAME, --task-definition FAMILY, --instance ID';

export function questionOf(options: ExplainOptions): Question {
  const asked = (
    [
      ['service', options.service],
      ['task-definition', options.taskDefinition],
      ['instance', options.instance],
    ] as const
  ).flatMap(([kind, value]) => (value === undefined ? [] : [{ kind, value: value.trim() }]));
  const [first, second] = asked;
  if (first === undefined) throw usageError('explain needs to know what does not fit', oneOf);
  if (second !== undefined) throw usageError(`--${first.kind} and --${second.kind} are two questions`, oneOf);
  if (first.value === '') throw usageError(`--${first.kind} is empty`, oneOf);
  const { name, cluster } = namesIn(first.kind, first.value);
  const wanted = options.cluster === undefined ? undefined : lastPart(options.cluster);
  if (wanted !== undefined && cluster !== undefined && wanted !== cluster) {
    throw usageError(`${first.value} is in cluster ${cluster}, not in ${wanted}`, 'leave --cluster away');
  }
  const where = cluster ?? wanted;
  return { kind: first.kind, name, ...(where !== undefined && { cluster: where }) };
}

/** A service is written as it is in messages (`web/orders-api`), by its name, or as an ARN, which may name the cluster. */
function namesIn(kind: Question['kind'], value: string): { readonly name: string; readonly cluster?: string } {
  if (kind === 'task-definition') return { name: value };
  const isPlace = kind === 'service' || value.startsWith('arn:');
  if (!isPlace) return { name: value };
  if (value.startsWith('arn:')) return serviceOf(value);
  const [cluster, name] = value.split('/');
  return name === undefined || cluster === undefined ? { name: value } : { name, cluster };
}
