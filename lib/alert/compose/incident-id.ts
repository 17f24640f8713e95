import { shortHash } from '../../core/short-hash.ts';
import type { Instant } from '../../core/time.ts';

/**
 * What people call one incident in speech: `INC-7F2C`. Four hex digits of a hash: enough to tell apart what is open on
 * one day, not a key for anything.
 */
export function incidentId(key: string, startedAt: Instant): string {
  const hash = Number.parseInt(shortHash(`${key}#${startedAt}`), 36);
  return `INC-${(hash & 0xffff).toString(16).toUpperCase().padStart(4, '0')}`;
}
