import type { Alert } from '../../core/alert.ts';
import type { endTitles } from '../texts/ends.ts';

/** How an end is told: by its status, but for a pause that was answered: nothing of it was ever broken. */
export function endKind({ status, causes }: Alert): keyof typeof endTitles {
  const onlyWaited = causes.length > 0 && causes.every((cause) => cause.id === 'hook_awaiting');
  if (status === 'resolved' && onlyWaited) return 'answered';
  return status === 'firing' ? 'resolved' : status;
}
