import type { Account } from '../model.ts';
import { countBy } from '../strategies.ts';
import type { AutoScalingGroup } from './group.ts';
import { isLeaving } from './group.ts';

/**
 * The group's zones, that with the fewest instances first: where a launch fails, the next is tried (Amazon EC2 Auto
 * Scaling benefits, "Instance distribution").
 */
export function zonesByNeed(account: Account, group: AutoScalingGroup): readonly string[] {
  const counts = countIn(group);
  const up = group.zones.filter((each) => !account.weather.zonesDown.has(each));
  return (up.length > 0 ? up : group.zones).toSorted((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
}

/** How many instances that stay are in each zone. */
export function countIn(group: AutoScalingGroup): Map<string, number> {
  return countBy(
    [...group.instances.values()].filter((each) => !isLeaving(each)),
    ({ zone }) => zone,
  );
}

/** Why EC2 launches nothing there now (InsufficientInstanceCapacity, ts-as-capacity); undefined: it does. */
export function refusalIn({ weather }: Account, group: AutoScalingGroup, zone: string): string | undefined {
  if (group.refusedBecause !== undefined) return group.refusedBecause;
  const full = group.spot ? weather.ec2SpotFull : weather.ec2Full;
  if (!full.has(zone) && !full.has('*') && !weather.zonesDown.has(zone)) return undefined;
  if (group.spot)
    return 'There is no Spot capacity available that matches your request. Launching EC2 instance failed.';
  const { instanceType } = group.machine;
  return `We currently do not have sufficient ${instanceType} capacity in the Availability Zone you requested (${zone}). Our system will be working on provisioning additional capacity. Launching EC2 instance failed.`;
}
