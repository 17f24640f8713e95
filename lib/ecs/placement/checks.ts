import { daemonRoom, distinctRoom, memberOfRoom } from './check-constraints.ts';
import { cpuRoom, gpuRoom, interfaceRoom, memoryRoom, portRoom, reservedPortRoom } from './check-resources.ts';
import {
  agentRoom,
  attributeRoom,
  launchTypeRoom,
  providerRoom,
  statusRoom,
  vpcRoom,
  zoneRoom,
} from './check-standing.ts';
import type { Finding, Reason, Room } from './finding.ts';
import { joined } from './finding.ts';
import type { PlacementInstance } from './instance.ts';
import type { Question } from './question.ts';

type Check = (question: Question, instance: PlacementInstance) => Finding;

/**
 * Everything an instance must satisfy: first what keeps it from being asked at all, then in the order of the guide:
 * resources, then constraints (task-placement). Strategies only choose among those that are left.
 */
const checks: readonly Check[] = [
  statusRoom,
  providerRoom,
  launchTypeRoom,
  agentRoom,
  cpuRoom,
  memoryRoom,
  portRoom,
  reservedPortRoom,
  gpuRoom,
  zoneRoom,
  vpcRoom,
  interfaceRoom,
  attributeRoom,
  memberOfRoom,
  distinctRoom,
  daemonRoom,
];

/** How many copies an instance takes, of all checks. */
export function roomOn(question: Question, instance: PlacementInstance): Room {
  let [least, most] = [Infinity, Infinity];
  for (const check of checks) {
    const found = check(question, instance);
    least = Math.min(least, found.least);
    most = Math.min(most, found.most);
    if (most === 0) break;
  }
  return { least, most };
}

/** How many copies an instance takes, and everything that is in the way of one. */
export function explainOn(
  question: Question,
  instance: PlacementInstance,
): Room & { readonly reasons: readonly Reason[] } {
  const { least, most, reasons } = joined(checks.map((check) => check(question, instance)));
  return { least, most, reasons: reasons?.() ?? [] };
}
