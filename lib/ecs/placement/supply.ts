import { findEniLimits } from './eni-limits.ts';
import type { HostPort, InstanceTask, PlacementInstance } from './instance.ts';

const trunkAttribute = 'ecs.awsvpc-trunk-id';
const externalAttribute = 'ecs.capability.external';
export const zoneAttribute = 'ecs.availability-zone';

export const zoneOf = ({ attributes }: PlacementInstance): string | undefined => attributes.get(zoneAttribute);

export const instanceTypeOf = ({ attributes }: PlacementInstance): string | undefined =>
  attributes.get('ecs.instance-type');

/** Every instance has some; none at all: nobody listed them. */
export const hasAttributes = ({ attributes }: PlacementInstance): boolean => attributes.size > 0;

export const isExternal = ({ attributes }: PlacementInstance): boolean => attributes.has(externalAttribute);

/**
 * How many tasks of the instance are missing in the list of its tasks: it counts those that run and those about to.
 * Undefined: nobody can say.
 */
export function unlistedTasks({ tasks, runningTasks, pendingTasks }: PlacementInstance): number | undefined {
  // Without a list, tasks on their way out are not known: the counts leave them out (API_ContainerInstance).
  if (runningTasks === undefined || tasks === undefined) return undefined;
  const listed = tasks.filter(({ isLeaving }) => !isLeaving).length;
  return Math.max(0, runningTasks + (pendingTasks ?? 0) - listed);
}

/**
 * How many tasks with a network interface of their own the instance can host: of its type with a trunk interface, else
 * what EC2 attaches, less its own (container-instance-eni). Undefined: no figure for the type.
 */
export function interfaceLimit(instance: PlacementInstance): number | undefined {
  if (!hasAttributes(instance)) return undefined;
  const limits = findEniLimits(instanceTypeOf(instance) ?? '');
  if (instance.attributes.has(trunkAttribute)) return limits?.tasksWithTrunk;
  const most = instance.maximumNetworkInterfaces;
  return most === undefined ? limits?.tasks : most - 1;
}

export const interfacesUsed = ({ tasks = [] }: PlacementInstance): number =>
  tasks.filter(({ hasInterface }) => hasInterface).length;

/** The tasks that hold a port. */
export function holdersOf({ tasks = [] }: PlacementInstance, { port, protocol }: HostPort): readonly InstanceTask[] {
  return tasks.filter(({ hostPorts }) => hostPorts.some((each) => each.port === port && each.protocol === protocol));
}

/** A new instance like this one: connected, empty, its own identity not known. */
export function emptyLike({
  arn,
  capacityProvider,
  attributes,
  registered,
  ...rest
}: PlacementInstance): PlacementInstance {
  const { maximumNetworkInterfaces } = rest;
  return {
    arn,
    status: 'ACTIVE',
    agentConnected: true,
    attributes,
    registered,
    remaining: registered,
    runningTasks: 0,
    pendingTasks: 0,
    tasks: [],
    ...(capacityProvider !== undefined && { capacityProvider }),
    ...(maximumNetworkInterfaces !== undefined && { maximumNetworkInterfaces }),
  };
}
