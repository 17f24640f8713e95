import { heldByPerson, heldInstance } from '../../lib/core/hold.ts';
import type { Instant } from '../../lib/core/time.ts';
import { minuteMs } from '../../lib/core/time.ts';
import type { AutoScalingGroup, GroupInstance } from '../account/autoscaling/group.ts';
import type { PersonsAct, Stage } from './stage.ts';
import type { Aim, Mend } from './trouble.ts';

export type Member = { readonly group: AutoScalingGroup; readonly instance: GroupInstance };

export const inService = ({ scaling }: Stage): readonly Member[] =>
  [...scaling.groups.values()].flatMap((group) =>
    [...group.instances.values()]
      .filter(({ state, ec2State }) => state === 'InService' && ec2State === 'running')
      .map((instance) => ({ group, instance })),
  );

export function pickMember(stage: Stage, aim: Aim = {}): Member | undefined {
  const there = inService(stage).filter(({ instance }) => aim.instance === undefined || instance.id === aim.instance);
  return there.length === 0 ? undefined : stage.random.pick(there);
}

export function act({ acts, account }: Stage, { id }: GroupInstance, did: PersonsAct['did'], startsAt?: Instant): void {
  acts.push({ at: account.agenda.now(), instance: id, did, ...(startsAt !== undefined && { startsAt }) });
}

/** As `watchkeeper drain` puts it on the bus. */
export function say(
  stage: Stage,
  instance: GroupInstance,
  did: 'requested' | 'extended' | 'forced' | 'cancelled',
): void {
  const names = {
    requested: 'Drain Requested',
    extended: 'Drain Extended',
    forced: 'Drain Forced',
    cancelled: 'Drain Cancelled',
  };
  const detail = { instanceId: instance.id, by: 'kaori', ...(did === 'extended' && { forMs: 10 * minuteMs }) };
  act(stage, instance, did);
  stage.account.emit({ source: 'watchkeeper', detailType: names[did], resources: [], detail });
}

export function requestDrain(stage: Stage, aim: Aim): Mend | undefined {
  const picked = pickSome(stage, aim);
  for (const { instance } of picked) say(stage, instance, 'requested');
  return picked.length === 0
    ? undefined
    : () => {
        for (const { instance } of picked) say(stage, instance, 'cancelled');
      };
}

/** One mostly, at times some of them. */
function pickSome(stage: Stage, aim: Aim): readonly Member[] {
  const picked = pickMember(stage, aim);
  if (picked === undefined) return [];
  if (aim.instance !== undefined || stage.random.chance(0.5)) return [picked];
  return stage.random.shuffled(inService(stage)).slice(0, stage.random.whole(2, 6));
}

/** Somebody writes that these are theirs: nobody else is to act on them without need. */
export function holdSome(stage: Stage, aim: Aim): Mend | undefined {
  const { holds, account } = stage;
  const picked = holds === undefined ? [] : pickSome(stage, aim);
  if (holds === undefined || picked.length === 0) return undefined;
  const hold = { holder: heldByPerson('kaori'), feature: 'person', why: 'a core dump is being read' } as const;
  for (const { instance } of picked) {
    act(stage, instance, 'held');
    void holds.take(heldInstance(instance.id), { ...hold, since: account.agenda.now() });
  }
  return () => {
    for (const { instance } of picked) {
      act(stage, instance, 'let go');
      void holds.release(heldInstance(instance.id), hold.holder);
    }
  };
}
