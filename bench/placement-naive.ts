import type { AskedTask } from '../lib/ecs/placement/asked.ts';
import { demandOf } from '../lib/ecs/placement/demand.ts';
import type { PlacementInstance } from '../lib/ecs/placement/instance.ts';
import { evaluateQuery } from '../lib/ecs/placement/query/evaluate.ts';
import { parseQuery } from '../lib/ecs/placement/query/parse.ts';

/**
 * What the engine is measured against: the straightforward loop. For each copy every constraint is parsed and asked again,
 * and what is left is computed anew, until the copy does not fit.
 */
export function naiveCopies(asked: AskedTask, instances: readonly PlacementInstance[]): number {
  let copies = 0;
  for (const instance of instances) {
    let placed = 0;
    while (fits(asked, instance, placed)) placed += 1;
    copies += placed;
  }
  return copies;
}

/** The same, and for each instance what is in the way. */
export function naiveExplanation(asked: AskedTask, instances: readonly PlacementInstance[]) {
  return instances.map((instance) => {
    const reasons = reasonsOf(asked, instance, 0);
    let copies = 0;
    while (reasonsOf(asked, instance, copies).length === 0) copies += 1;
    return { arn: instance.arn, copies, reasons };
  });
}

const fits = (asked: AskedTask, instance: PlacementInstance, placed: number): boolean =>
  reasonsOf(asked, instance, placed).length === 0;

function reasonsOf(asked: AskedTask, instance: PlacementInstance, placed: number): string[] {
  const reasons: string[] = [];
  const demand = demandOf(asked);
  if (instance.status !== 'ACTIVE') reasons.push('status');
  if (instance.agentConnected !== true) reasons.push('agent');
  if ((instance.remaining.cpuUnits ?? 0) - placed * demand.cpuUnits < demand.cpuUnits) reasons.push('cpu');
  if ((instance.remaining.memoryMiB ?? 0) - placed * demand.memoryMiB < demand.memoryMiB) reasons.push('memory');
  for (const port of demand.tcpPorts) {
    if ([...instance.remaining.tcpPorts].includes(port) || placed > 0) reasons.push(`port ${port}`);
  }
  for (const { name } of asked.definition.requiresAttributes) {
    if (![...instance.attributes.keys()].includes(name)) reasons.push(name);
  }
  const groups = [...(instance.tasks ?? []).map(({ group }) => group), ...(placed > 0 ? [asked.group] : [])];
  for (const constraint of asked.constraints) {
    if (constraint.type !== 'memberOf') continue;
    const query = parseQuery(constraint.expression);
    if ('fault' in query) continue;
    const { attributes, agentConnected, agentVersion, ec2InstanceId, registeredAt, runningTasks = 0 } = instance;
    const { answer } = evaluateQuery(query, {
      attributes,
      taskGroups: new Set(groups),
      agentConnected,
      agentVersion,
      ec2InstanceId,
      registeredAt,
      runningTasksCount: runningTasks + placed,
    });
    if (answer !== 'yes') reasons.push(constraint.expression);
  }
  return reasons;
}
