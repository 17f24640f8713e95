import type { Alert } from '../core/alert.ts';
import { shortHash } from '../core/short-hash.ts';
import type { Instant } from '../core/time.ts';
import { hourMs, minuteMs } from '../core/time.ts';
import type { Member, ReceiverState, Storm } from './state.ts';
import { gotWorse } from './worth.ts';

/** More incidents than this in one place within the window are told together. */
export const stormLimit = 10;
export const stormWindowMs = 5 * minuteMs;

/** Jobs fail each at its time: so many of them in a night, and not yet well again, are one story. */
const jobStormWindowMs = 12 * hourMs;

/** So many incidents that are not listed, and of earlier storms, are known again. */
export const nameLimit = 1000;

/** A storm whose members do not end is let go after this long. */
const stormLimitMs = 24 * hourMs;

/** One incident of a subject: the same subject's next incident is another. */
export function incidentName(alert: Pick<Alert, 'key' | 'startedAt'>): string {
  return `${alert.key}#${alert.startedAt}`;
}

/** An incident's name, short. */
export function markOf(alert: Pick<Alert, 'key' | 'startedAt'>): string {
  return shortHash(incidentName(alert));
}

export function isJob({ alert }: Pick<Member, 'alert'>): boolean {
  return alert.subject.kind === 'job';
}

/** For how long after it came it counts for a rush. */
export function windowOf(member: Pick<Member, 'alert'>): number {
  return isJob(member) ? jobStormWindowMs : stormWindowMs;
}

export function isFiring({ alert }: Pick<Member, 'alert'>): boolean {
  return alert.status === 'firing';
}

export function isHurt(alert: Pick<Alert, 'impact'>): boolean {
  return gotWorse(alert, { level: 'none' });
}

/** Over when nobody in it fires any more, or when it has gone on for too long to be one story. */
export function isOver(storm: Storm, now: Instant): boolean {
  if (now - storm.startedAt > stormLimitMs) return true;
  return storm.others.length === 0 && storm.members.length > 0 && !storm.members.some(isFiring);
}

/** What is kept of a storm that is over: for whom it has spoken. */
export function pastOf(storm: Storm, before: readonly string[] = []): readonly string[] {
  const listed = storm.members.filter(({ alone }) => alone === undefined).map(markOf);
  return [...before, ...storm.others, ...listed].slice(-nameLimit);
}

/** Whether this place's umbrella speaks for an incident (`now`), did when it was over (`past`), or never. */
export function spokenFor(
  state: ReceiverState | undefined,
  alert: Pick<Alert, 'key' | 'startedAt'>,
): 'now' | 'past' | undefined {
  const name = incidentName(alert);
  const mark = markOf(alert);
  const listed = state?.storm?.members.find((member) => incidentName(member) === name);
  if (listed !== undefined) return listed.alone === undefined ? 'now' : undefined;
  if (state?.storm?.others.includes(mark) === true) return 'now';
  return state?.past?.includes(mark) === true ? 'past' : undefined;
}
