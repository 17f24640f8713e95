import type { Departure } from '../../core/alert.ts';
import { present } from '../../core/present.ts';
import type { Instant } from '../../core/time.ts';

type Trigger = { readonly by: string; readonly pattern: RegExp; readonly source: string };

/**
 * What sets off the end of an instance, by the words Auto Scaling has for it. They are no interface: what none of these
 * knows is told as a difference in capacity, or not at all. The first that matches counts.
 */
const triggers: readonly Trigger[] = [
  {
    by: 'alarm',
    pattern: /monitor alarm .{1,255}? triggered policy (?<name>.{1,255}?) changing the desired capacity/,
    source: 'Auto Scaling user guide, "Verify a scaling activity for an Auto Scaling group"',
  },
  {
    by: 'schedule',
    pattern: /scheduled action/,
    source: 'Auto Scaling user guide, "Scheduled scaling"; the wording is a guess',
  },
  {
    by: 'refresh',
    pattern: /instance refresh/,
    source: 'Auto Scaling user guide, "Check the status of an instance refresh"; the wording is a guess',
  },
  {
    by: 'health',
    pattern: /health[ -]check|status check failure|unhealthy/,
    source: 'Auto Scaling user guide, "Troubleshoot unhealthy instances in Amazon EC2 Auto Scaling"',
  },
  {
    by: 'maintenance',
    pattern: /EC2 (?:scheduled|maintenance)|scheduled (?:reboot|retirement|maintenance)/,
    source: 'Auto Scaling user guide, "Troubleshoot unhealthy instances in Amazon EC2 Auto Scaling"',
  },
  {
    by: 'spot',
    pattern: /rebalance recommendation|[Ss]pot (?:instance )?interruption/,
    source: 'Auto Scaling user guide, "Use Capacity Rebalancing"; the wording is a guess',
  },
  {
    by: 'lifetime',
    pattern: /maximum instance lifetime/,
    source: 'Auto Scaling user guide, "Replace instances based on maximum instance lifetime"; the wording is a guess',
  },
  {
    by: 'zones',
    pattern: /balance instances in zones/,
    source: 'Auto Scaling user guide, "Rebalancing activities"; the wording is a guess',
  },
  {
    by: 'request',
    pattern: /a user request/,
    source: 'AWS CLI reference, describe-scaling-activities, Example 1',
  },
];

/** What somebody wanted, and else what was done: an instance of several is one step of many. */
const capacities: readonly RegExp[] = [
  /desired capacity from (?<from>\d{1,6}) to (?<to>\d{1,6})/,
  /shrinking the capacity from (?<from>\d{1,6}) to (?<to>\d{1,6})/,
];

/** Why an instance of a group goes. Undefined: nobody has said. */
export function departureOf(group: string, words: string, at: Instant): Departure | undefined {
  const trigger = triggers.find(({ pattern }) => pattern.test(words));
  const capacity = capacities.map((pattern) => pattern.exec(words)?.groups).find((groups) => groups !== undefined);
  if (trigger === undefined && capacity === undefined) return undefined;
  const name = trigger?.pattern.exec(words)?.groups?.['name'];
  const [from, to] = [capacity?.['from'], capacity?.['to']];
  return {
    group,
    by: trigger?.by ?? 'difference',
    at,
    ...present({ name }),
    ...(from !== undefined && to !== undefined && { from: Number(from), to: Number(to) }),
  };
}
