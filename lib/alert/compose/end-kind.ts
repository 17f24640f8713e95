import type { Alert } from '../../core/alert.ts';
import { isAnnouncement, isPause } from '../../ecs/other-causes.ts';
import type { endTitles } from '../texts/ends.ts';

/** Ends that the sender of a level names itself. */
const toldEnds = ['gone', 'unwanted', 'drained', 'forced', 'scaled', 'roomy'] as const;

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
  if (status !== 'resolved') return status === 'firing' ? 'resolved' : status;
  return harmlessEnds.find(([, isIt]) => isIt(causes, deployment?.state))?.[0] ?? status;
}

type Harmless = (causes: Alert['causes'], state: NonNullable<Alert['deployment']>['state'] | undefined) => boolean;

/** Nothing was ever broken. */
const harmlessEnds: readonly (readonly [keyof typeof endTitles, Harmless])[] = [
  ['roomy', (causes) => causes.length > 0 && causes.every(({ id }) => id.startsWith('no_room_'))],
  ['answered', (causes) => causes.length > 0 && causes.every(({ id }) => isPause(id))],
  ['deployed', (causes, state) => isAnnouncement(causes) && state === 'completed'],
];

/** Ends that prove nothing: nothing of it fails any more, and nothing of it works again. */
export function isGone({ status, impact }: Pick<Alert, 'status' | 'impact'>): boolean {
  return status === 'resolved' && (impact.because === 'gone' || impact.because === 'unwanted');
}
