import type { AutoScaling, AutoScalingGroup, GroupInstance } from './group.ts';
import { isLeaving } from './group.ts';
import { replaceInstance } from './scale.ts';
import { countIn } from './zones.ts';

/**
 * Availability Zone rebalancing: where zones differ by more than one, another instance is launched before one of the
 * crowded zone goes (auto-scaling-benefits, "Rebalancing activities"). One at a time; call it when a zone is back.
 */
export function rebalanceZones(scaling: AutoScaling, group: AutoScalingGroup): boolean {
  const counts = countIn(group);
  const sizes = group.zones.map((zone) => counts.get(zone) ?? 0);
  if (Math.max(...sizes) - Math.min(...sizes) < 2) return false;
  const crowded = group.zones.find((zone) => counts.get(zone) === Math.max(...sizes));
  const old = [...group.instances.values()].find((each) => each.zone === crowded && mayGo(group, each));
  return old !== undefined && replaceInstance(scaling, group, old);
}

function mayGo({ replacing }: AutoScalingGroup, instance: GroupInstance): boolean {
  return !isLeaving(instance) && !replacing.has(instance);
}
