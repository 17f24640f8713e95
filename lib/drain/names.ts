import type { RecordKey } from '../core/record.ts';
import { recordKey } from '../core/record.ts';

/** What a record of drain is about. */
type RecordKind = 'instance' | 'group' | 'sweep';

/** An EC2 instance that goes or may go. */
export function instanceKey(region: string, ec2InstanceId: string): RecordKey {
  return recordKey('drain', region, `instance/${ec2InstanceId}`);
}

/** What is told of the drains of an Auto Scaling group, or of one instance that is in none. */
export function groupKey(region: string, name: string): RecordKey {
  return recordKey('drain', region, `group/${name}`);
}

/** The look for instances whose events were lost. */
export function sweepKey(region: string): RecordKey {
  return recordKey('drain', region, 'sweep');
}

/** The disruption budget of a group, or of all instances of a cluster that are in none. */
export function budgetKey(region: string, pool: { readonly group: string } | { readonly cluster: string }): string {
  const name = 'group' in pool ? `group/${pool.group}` : `cluster/${pool.cluster}`;
  return recordKey('drain', region, `budget/${name}`);
}

/** What all functions together read of ECS's cluster resources. */
export function readTokensKey(region: string): string {
  return recordKey('drain', region, 'reads');
}

/** A group's name may hold slashes and more. */
export function thingOf(key: RecordKey): { readonly kind: RecordKind; readonly region: string; readonly name: string } {
  const [, region = '', ...rest] = key.split('#');
  const thing = rest.join('#');
  if (thing === 'sweep') return { kind: 'sweep', region, name: '' };
  const slash = thing.indexOf('/');
  const kind = thing.slice(0, slash) === 'group' ? 'group' : 'instance';
  return { kind, region, name: thing.slice(slash + 1) };
}

/** Under this, all live drains are listed in the table's open index. */
export const liveDrains = 'drains';
