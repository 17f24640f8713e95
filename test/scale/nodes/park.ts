import type { NodesState } from '../../../lib/scale/nodes/state.ts';
import type { ServiceState } from '../../../lib/scale/state.ts';
import type { AutoScalingGroup } from '../../../sim/account/autoscaling/group.ts';
import type { Yard, YardOptions } from '../../drain/yard.ts';
import { openYard } from '../../drain/yard.ts';
import { releaseOnHosts } from '../../sim/services/scene.ts';
import { createService } from '../../../sim/account/services/create.ts';

type ParkOptions = Omit<YardOptions, 'drain'> & {
  /** The section `nodes`, without its first line. */
  readonly nodes: string;
  readonly drain?: string;
  readonly scale?: string;
};

/** The yard, where instances are also bought and sent away. */
export async function openPark({ nodes, scale, ...given }: ParkOptions): Promise<Yard> {
  const drain = given.drain ?? '"*": { mode: act, budget: 50%, perZone: 0 }';
  const sections = [`${drain}\nnodes:\n  ${nodes}`, ...(scale === undefined ? [] : [`scale:\n  ${scale}`])];
  return openYard({ hooks: [], ...given, drain: sections.join('\n') });
}

export function nodesOf({ simulation }: Yard, cluster = 'prod'): NodesState | undefined {
  return simulation.store.all().find(({ key }) => key.endsWith(`#nodes/${cluster}`))?.state as NodesState | undefined;
}

export function serviceOf({ simulation }: Yard, name: string): ServiceState | undefined {
  return simulation.store.all().find(({ key }) => key.endsWith(`#service/prod/${name}`))?.state as
    | ServiceState
    | undefined;
}

/** What groups were set to, in their order. */
export function raisesIn({ calls }: Yard): readonly (readonly [group: unknown, instances: unknown])[] {
  return calls.flatMap(({ operation, input }) =>
    operation === 'AutoScaling.SetDesiredCapacity'
      ? [[input['AutoScalingGroupName'], input['DesiredCapacity']] as const]
      : [],
  );
}

export function endsIn({ calls }: Yard): readonly unknown[] {
  return calls.flatMap(({ operation, input }) =>
    operation === 'AutoScaling.TerminateInstanceInAutoScalingGroup' ? [input['InstanceId']] : [],
  );
}

/** Instances of a group that are not on their way out. */
export function sizeOf({ instances }: AutoScalingGroup): number {
  return [...instances.values()].filter(({ state }) => !state.startsWith('Terminat')).length;
}

/** A service whose task is larger than any instance. */
export function huge({ simulation: { account }, cluster }: Yard): void {
  const here = { account, cluster, events: [], run: () => {} };
  const definition = releaseOnHosts(here, 'huge-v1', { stopMs: 2_000 }, { cpu: 8192, memoryMiB: 1024 });
  createService(account, { cluster, name: 'huge', definition, desired: 1, launchType: 'EC2' });
}
