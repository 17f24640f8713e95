import type { Alert } from '../../core/alert.ts';

/** Causes that say that a task found no place, will find none, or that its successor may have found none. */
export const placementCauses = /^(?:placement_failure|no_room_|drain_held)/;

/** Whether the verdict of the placement engine belongs to an incident. */
export const asksForPlacement = ({ subject, causes }: Pick<Alert, 'subject' | 'causes'>): boolean =>
  ['service', 'cluster', 'instance'].includes(subject.kind) &&
  subject.cluster !== '-' &&
  causes.some(({ id }) => placementCauses.test(id));
