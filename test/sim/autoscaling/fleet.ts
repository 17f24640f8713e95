import type {
  AutoScaling,
  AutoScalingGroup,
  GroupInstance,
  LifecycleHook,
} from '../../../sim/account/autoscaling/group.ts';
import { addGroup, autoScalingOf } from '../../../sim/account/autoscaling/group.ts';
import { runHealthChecks } from '../../../sim/account/autoscaling/health.ts';
import { runManagedDraining } from '../../../sim/account/autoscaling/managed-draining.ts';
import { runManagedScaling } from '../../../sim/account/autoscaling/managed-scaling.ts';
import { scaleGroup } from '../../../sim/account/autoscaling/scale.ts';
import type { CapacityProvider } from '../../../sim/account/model.ts';
import type { Service } from '../../../sim/account/service.ts';
import type { ServiceRequest } from '../../../sim/account/services/create.ts';
import { createService } from '../../../sim/account/services/create.ts';
import type { Switches } from '../../../sim/switches.ts';
import type { Scene } from '../services/scene.ts';
import { releaseOnHosts, scene } from '../services/scene.ts';

export const drain: LifecycleHook = {
  name: 'drain',
  transition: 'autoscaling:EC2_INSTANCE_TERMINATING',
  heartbeatTimeoutS: 300,
  defaultResult: 'CONTINUE',
};

export type Fleet = Scene & { readonly scaling: AutoScaling; readonly group: AutoScalingGroup };

/** A group of three that is in service. */
export function fleet(request: Partial<Parameters<typeof addGroup>[1]> = {}, switches: Partial<Switches> = {}): Fleet {
  const here = scene('fleet', switches);
  const scaling = autoScalingOf(here.account);
  runManagedDraining(scaling);
  runHealthChecks(scaling);
  const group = addGroup(scaling, { name: 'web', desired: 3, max: 6, cluster: here.cluster, ...request });
  scaleGroup(scaling, group);
  here.run(300);
  return { ...here, scaling, group };
}

/** The same as a capacity provider, with managed scaling unless told. */
export function managedFleet(
  request: Parameters<typeof fleet>[0] = {},
  provider: Partial<CapacityProvider> = {},
  switches: Partial<Switches> = {},
): Fleet {
  const here = fleet({ capacityProvider: 'hosts', ...request }, switches);
  const named = { arn: 'arn:aws:ecs:::capacity-provider/hosts', name: 'hosts', autoScalingGroup: 'web' };
  here.cluster.capacityProviders.set('hosts', { ...named, managedScaling: true, ...provider });
  runManagedScaling(here.scaling, here.group);
  return here;
}

/** A service by the strategy of that provider; each host has room for two of its tasks. */
export function onFleet(here: Fleet, request: Partial<ServiceRequest> = {}): Service {
  const definition = releaseOnHosts(here, 'good', {}, { cpu: 1_024 });
  const capacityProviderStrategy = [{ provider: 'hosts', weight: 1, base: 0 }];
  return createService(here.account, {
    cluster: here.cluster,
    name: 'web',
    definition,
    capacityProviderStrategy,
    ...request,
  });
}

export const states = ({ group }: Fleet): string[] => [...group.instances.values()].map(({ state }) => state);
export const kinds = ({ events }: Scene): string[] => events.map(({ detailType }) => detailType);

export function first({ group }: Fleet): GroupInstance {
  const [instance] = group.instances.values();
  if (instance === undefined) throw new Error('no instance');
  return instance;
}
