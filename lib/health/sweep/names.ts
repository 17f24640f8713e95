import type { RecordKey } from '../../core/record.ts';
import { recordKey } from '../../core/record.ts';

const sweep = 'sweep';

/** The look at all services of a region. No subject's key is without slashes. */
export function sweepKey(region: string): RecordKey {
  return recordKey('health', region, sweep);
}

export function isSweep(key: RecordKey): boolean {
  return key.split('#').slice(2).join('#') === sweep;
}
