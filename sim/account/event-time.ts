import type { Instant } from '../../lib/core/time.ts';
import { isoTime } from '../../lib/core/time.ts';

/** ECS writes no trailing zeros: `…:06.96Z`, `…:06Z`. */
export function eventTime(at: Instant): string {
  return isoTime(at).replace(/\.?0+Z$/u, 'Z');
}
