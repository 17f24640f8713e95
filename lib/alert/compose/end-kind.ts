import type { Alert } from '../../core/alert.ts';
import type { endTitles } from '../texts/ends.ts';

/** Ends that the sender of a level names itself. */
const toldEnds = ['gone', 'unwanted', 'drained', 'forced', 'scaled'] as const;

/**
 * How an end is told: by its status, but for a pause that was answered, since nothing of it was ever broken, and for an
 * instance that has left its cluster and what nobody wants any more, since nothing of it works again. What followed a
 * failed deployment may be its roll-back or not: `undone` is true of both. Where room was short, nothing had failed.
 */
export function endKind({
  status,
  causes,
  impact,
  deployment,
}: Pick<Alert, 'status' | 'causes' | 'impact' | 'deployment'>): keyof typeof endTitles {
  const told = status === 'resolved' ? toldEnds.find((kind) => kind === impact.because) : undefined;
  if (told !== undefined) return told;
  if (status === 'rolled-back' && deployment?.unproven === true) return 'undone';
  if (status === 'resolved' && causes.length > 0 && causes.every(({ id }) => id.startsWith('no_room_'))) return 'roomy';
  const onlyWaited = causes.length > 0 && causes.every((cause) => cause.id === 'hook_awaiting');
  if (status === 'resolved' && onlyWaited) return 'answered';
  return status === 'firing' ? 'resolved' : status;
}

/** Ends that prove nothing: nothing of it fails any more, and nothing of it works again. */
export function isGone({ status, impact }: Pick<Alert, 'status' | 'impact'>): boolean {
  return status === 'resolved' && (impact.because === 'gone' || impact.because === 'unwanted');
}
