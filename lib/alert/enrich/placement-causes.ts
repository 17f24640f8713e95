import type { Alert } from '../../core/alert.ts';

/** Causes that say that a task found no place, or will find none. */
export const placementCauses = /^(?:placement_failure|no_room_)/;

/** Whether the verdict of the placement engine belongs to an incident. */
export const asksForPlacement = ({ subject, causes }: Pick<Alert, 'subject' | 'causes'>): boolean =>
  (subject.kind === 'service' || subject.kind === 'cluster') &&
  subject.cluster !== '-' &&
  causes.some(({ id }) => placementCauses.test(id));
