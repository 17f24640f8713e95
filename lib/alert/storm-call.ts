import type { Alert } from '../core/alert.ts';
import type { Instant } from '../core/time.ts';
import { hasInCommon } from './compose/shared.ts';
import type { Member, Storm } from './state.ts';
import { incidentName, isFiring, isHurt, isJob, stormLimit, stormWindowMs } from './storm.ts';
import { gotWorse } from './worth.ts';

export type IsProduction = (member: Pick<Member, 'alert'>) => boolean;

/** Whether a member hurts more than it did: it may be worth calling somebody. */
export function hurtMore(member: Member, alert: Alert): boolean {
  if (alert.status !== 'firing' || alert.version < (member.version ?? 0)) return false;
  return gotWorse(alert, { level: isFiring(member) ? member.alert.impact.level : 'none' });
}

/**
 * Who among those that are new, or hurt more than before, the umbrella speaks for. Production that is hurt is never told
 * in silence: the umbrella calls somebody for the first of it; for five minutes after a call, what has in common what
 * the storm has in common is the same story. What is later, or has nothing to do with it, is told by itself, with a
 * call of its own, unless that has just been done for too many.
 */
export function speakFor(
  storm: Storm,
  names: readonly string[],
  { now, isProduction }: { readonly now: Instant; readonly isProduction: IsProduction },
): Storm {
  const hurt = storm.members.filter(
    (member) => names.includes(incidentName(member)) && member.alone === undefined && isCalledFor(member, isProduction),
  );
  return hurt.reduce((before, member) => withHurt(before, member, now), storm);
}

/** A job calls people only where its owner wrote so. */
export function isCalledFor(member: Member, isProduction: IsProduction): boolean {
  if (isJob(member) && member.alert.pages !== true) return false;
  return isFiring(member) && isHurt(member.alert) && isProduction(member);
}

function withHurt(storm: Storm, member: Member, now: Instant): Storm {
  const isShared = hasInCommon(storm.members, member);
  const isMany = storm.members.filter(({ calledAt }) => isLately(calledAt, now)).length >= stormLimit;
  if (isShared || isMany) {
    const isFirst = storm.calledAt === undefined || (isMany && !isLately(storm.calledAt, now));
    const isCalling = storm.calls === true && storm.aloud !== undefined;
    if (isFirst || isCalling) {
      return { ...storm, calledAt: now, calls: true, aloud: [...(storm.aloud ?? []), incidentName(member)] };
    }
    if (isLately(storm.calledAt, now)) return storm;
  }
  const members = storm.members.map((each) =>
    each === member ? { ...member, alone: true as const, calledAt: now } : each,
  );
  return { ...storm, members, ...(isShared && { calledAt: now }) };
}

function isLately(at: Instant | undefined, now: Instant): boolean {
  return at !== undefined && at > now - stormWindowMs;
}
