import type { Decision, Question } from '../core/decision.ts';
import type { HostEvent } from '../core/host-event.ts';
import { minuteMs } from '../core/time.ts';
import type { SweepFacts } from './facts.ts';
import { thingOf } from './names.ts';
import type { DrainTarget } from './orders.ts';
import type { DrainPolicy } from './policy.ts';
import type { DrainState, SweepState } from './state.ts';

/** How often instances are looked for whose events were lost. Without any group there is nothing to lose. */
const everyMs = minuteMs;
const withoutGroupsMs = 15 * minuteMs;

/** Who waits still is told again after this: its record may have left it alone, for reasons that are over. */
const againMs = 10 * minuteMs;

type SweepQuestion = Question<HostEvent, SweepState, DrainTarget, SweepFacts, DrainPolicy>;

/**
 * Auto Scaling tells of terminations by best effort ("EventBridge", Amazon EC2 Auto Scaling user guide): what waits in
 * one is looked for again and again, and told to its record once. It rests on no event.
 */
export function decideSweep({ key, state, facts, policy, now }: SweepQuestion): Decision<DrainState, DrainTarget> {
  const known: SweepState = state ?? { kind: 'sweep', lookAt: now, told: [] };
  const { leaving } = facts;
  if (leaving === undefined || !leaving.ok) {
    const lookAt = leaving === undefined ? Math.max(known.lookAt, now) : now + everyMs;
    const reason = leaving === undefined ? 'it has its time' : `groups could not be read: ${leaving.reason}`;
    return { reason, state: { ...known, lookAt }, actions: [], next: { wakeAt: lookAt } };
  }
  const { members, groups } = leaving.value;
  const { toldAllAt = now } = known;
  const isAgain = now >= toldAllAt + againMs;
  const found = members.filter(({ instanceId }) => isAgain || !known.told.includes(instanceId));
  const told = members.map(({ instanceId }) => instanceId);
  const lookAt = now + (groups === 0 ? withoutGroupsMs : everyMs);
  const { region } = thingOf(key);
  return {
    reason: `${members.length} wait in a termination, ${found.length} of them not told of`,
    state: { kind: 'sweep', lookAt, told, toldAllAt: isAgain ? now : toldAllAt },
    actions: found.map(({ instanceId, group }) => ({
      type: 'telling',
      key: `found ${instanceId}`,
      target: {
        pass: {
          kind: 'found-leaving',
          id: `sweep/${instanceId}/${now}`,
          at: now,
          account: policy.stack.account,
          region,
          instanceId,
          group,
        },
      },
    })),
    next: { wakeAt: lookAt },
    ...(found.length > 0 && { counts: { DrainsFoundBySweep: found.length } }),
  };
}
