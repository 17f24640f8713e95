import { oneLine } from '../../lib/channels/untrusted.ts';
import { heldInstance, heldService } from '../../lib/core/hold.ts';
import { serviceOf } from '../../lib/ecs/arn.ts';
import { usageError } from '../failure.ts';

export const targetHelp = 'a service: CLUSTER/SERVICE or its ARN; or an EC2 instance: i-…';

/** What is held: as people write it, and as the table knows it. */
export type HoldTarget = {
  readonly shown: string;
  readonly thing: string;
  readonly service?: { readonly cluster: string; readonly name: string };
};

export function holdTarget(given: string): HoldTarget {
  const text = given.trim();
  if (/^i-[0-9a-f]{8,17}$/.test(text)) return { shown: text, thing: heldInstance(text) };
  if (text.includes('*')) throw usageError('a hold is of one thing', 'name one service or instance');
  const { cluster, name } = named(text);
  if (cluster === undefined || cluster === '' || name === '')
    throw usageError(`${text === '' ? 'nothing' : text} names no service and no instance`, `give ${targetHelp}`);
  return { shown: `${cluster}/${name}`, thing: heldService(cluster, name), service: { cluster, name } };
}

function named(text: string): { readonly cluster?: string; readonly name: string } {
  if (text.startsWith('arn:')) return serviceOf(text);
  const [cluster = '', name = '', ...more] = text.split('/');
  return more.length > 0 ? { name: '' } : { cluster, name };
}

/** `instance/i-…` and `service/CLUSTER/NAME` as people write them. */
export function shownThing(thing: string): string {
  return oneLine(thing.slice(thing.indexOf('/') + 1));
}
