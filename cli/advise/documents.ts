import { oneLine } from '../../lib/channels/untrusted.ts';
import type { RawItem } from '../../lib/core/cluster-reads.ts';
import { isObject } from '../../lib/core/json.ts';
import type { AdvicePath } from '../../lib/ecs/advice/rule.ts';
import { surroundingKeys } from '../../lib/ecs/advice/read/surroundings.ts';
import { snapshotKeys } from '../../lib/ecs/placement/snapshot.ts';
import { fault } from '../failure.ts';
import { fileText } from '../file.ts';
import type { Io } from '../io.ts';
import { itemsIn } from './json-place.ts';

/** Where something stands in a file: a part of its text, the line that begins in, and the way from there. */
export type Place = { readonly file: string; readonly text: string; readonly line: number; readonly path: AdvicePath };

export type Document = { readonly item: RawItem; readonly place: Place };

/** What a file holds: a task definition, a service, or an account. */
export type Content =
  | ({ readonly kind: 'taskDefinition' | 'service' } & Document)
  | ({ readonly kind: 'account' } & Document);

const forms =
  'it must be JSON: what `aws ecs register-task-definition` or `create-service` takes, what describe-task-definition or describe-services answers, or a file of `watchkeeper snapshot`';

/** What is in a file: mostly one thing; a task definition and its service may stand in one. */
export async function contentsOf(file: string, io: Io): Promise<readonly Content[]> {
  const text = await fileText(file, io, `name a file; ${forms}`);
  const value = parsed(file, text);
  const found = isObject(value) ? recognised(value) : [];
  if (found.length === 0) throw fault(`${file} is nothing to advise on`, forms);
  return found.map(({ kind, item, path }) => ({ kind, item, place: { file, text, line: 1, path } }));
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw fault(`${file} is not JSON (${oneLine(error instanceof Error ? error.message : '')})`, forms);
  }
}

type Found = { readonly kind: Content['kind']; readonly item: RawItem; readonly path: AdvicePath };

/** With the wrapper that the command line puts around an answer, or without. */
function recognised(value: RawItem): readonly Found[] {
  if (Array.isArray(value['containerDefinitions'])) return [{ kind: 'taskDefinition', item: value, path: [] }];
  if (typeof value['serviceName'] === 'string') return [{ kind: 'service', item: value, path: [] }];
  const { taskDefinition, service, services } = value;
  const wrapped: readonly Found[] = [
    ...(isObject(taskDefinition) && Array.isArray(taskDefinition['containerDefinitions'])
      ? [{ kind: 'taskDefinition', item: taskDefinition, path: ['taskDefinition'] } as const]
      : []),
    ...(isObject(service) ? [{ kind: 'service', item: service, path: ['service'] } as const] : []),
  ];
  if (wrapped.length > 0) return wrapped;
  const [only, second] = Array.isArray(services) ? (services as unknown[]) : [];
  const isAnswer = Object.keys(value).every((key) => key === 'services' || key === 'failures');
  if (isAnswer && isObject(only) && second === undefined) {
    return [{ kind: 'service', item: only, path: ['services', 0] }];
  }
  const isAccount = [...snapshotKeys, ...surroundingKeys].some((key) => key in value);
  return isAccount ? [{ kind: 'account', item: value, path: [] }] : [];
}

/** Items of a list of an account, each with its place. */
export function listed({ item, place: { file, text } }: Document, key: string): readonly Document[] {
  const list = item[key];
  if (!Array.isArray(list)) return [];
  const texts = itemsIn(text, key);
  return (list as unknown[]).flatMap((each, at) =>
    isObject(each) ? [{ item: each, place: { file, text: '', line: 1, ...texts[at], path: [] } }] : [],
  );
}
