import type { Alert } from '../../core/alert.ts';
import type { endTitles } from '../texts/ends.ts';

/**
 * How an end is told: by its status, but for a pause that was answered, since nothing of it was ever broken, and for an
 * instance that has left its cluster, since nothing of it works again.
 */
export function endKind({
  status,
  causes,
  impact,
}: Pick<Alert, 'status' | 'causes' | 'impact'>): keyof typeof endTitles {
  if (status === 'resolved' && impact.because === 'gone') return 'gone';
  const onlyWaited = causes.length > 0 && causes.every((cause) => cause.id === 'hook_awaiting');
  if (status === 'resolved' && onlyWaited) return 'answered';
  return status === 'firing' ? 'resolved' : status;
}
