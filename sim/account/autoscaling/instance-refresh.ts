import { minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { AutoScaling, AutoScalingGroup, GroupInstance } from './group.ts';
import { isLeaving, paceOf } from './group.ts';
import { end, replaceInstance, scaleGroup } from './scale.ts';

/** It looks this often whether it may go on (a guess), and waits so long after the last instance came (the warm-up). */
const lookMs = 20 * secondMs;
const warmUpMs = minuteMs;

/**
 * StartInstanceRefresh: one instance after the other is replaced, protected ones, too. `launchFirst`: the new one is in
 * service before the old one goes; else both at once (asg-instance-refresh, "Instance maintenance policy"). Returns what
 * cancels it: what was replaced by then stays so.
 */
export function refreshInstances(scaling: AutoScaling, group: AutoScalingGroup, launchFirst: boolean): () => void {
  const { agenda } = scaling.account;
  const old = [...group.instances.values()].filter((each) => !isLeaving(each));
  let cancelled = false;
  const look = (): void => {
    if (cancelled) return;
    if (isWhole(scaling, group)) {
      const next = old.shift();
      if (next === undefined) return;
      if (group.instances.has(next.id) && !isLeaving(next)) replace(scaling, group, { next, launchFirst });
    }
    agenda.after(lookMs * paceOf(scaling.account), `instance refresh of ${group.name}`, look);
  };
  look();
  return () => {
    cancelled = true;
  };
}

/** As many as wanted are in service, none of them new. */
function isWhole({ account }: AutoScaling, group: AutoScalingGroup): boolean {
  const now = account.agenda.now();
  const settled = [...group.instances.values()].filter(
    ({ state, host, launchedAt }) =>
      state === 'InService' && host?.agentConnected === true && now - launchedAt >= warmUpMs,
  );
  return group.replacing.size === 0 && settled.length >= group.desired;
}

function replace(
  scaling: AutoScaling,
  group: AutoScalingGroup,
  { next, launchFirst }: { readonly next: GroupInstance; readonly launchFirst: boolean },
): void {
  if (launchFirst) {
    replaceInstance(scaling, group, next);
    return;
  }
  end(scaling, group, next, 'An instance was taken out of service in response to an instance refresh.');
  scaleGroup(scaling, group);
}
