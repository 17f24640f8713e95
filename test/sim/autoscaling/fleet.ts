import type {
  AutoScaling,
  AutoScalingGroup,
  GroupInstance,
  LifecycleHook,
} from '../../../sim/account/autoscaling/group.ts';
import { addGroup, autoScalingOf } from '../../../sim/account/autoscaling/group.ts';
import { runManagedDraining } from '../../../sim/account/autoscaling/managed-draining.ts';
import { scaleGroup } from '../../../sim/account/autoscaling/scale.ts';
import type { Scene } from '../services/scene.ts';
import { scene } from '../services/scene.ts';

export const drain: LifecycleHook = {
  name: 'drain',
  transition: 'autoscaling:EC2_INSTANCE_TERMINATING',
  heartbeatTimeoutS: 300,
  defaultResult: 'CONTINUE',
};

export type Fleet = Scene & { readonly scaling: AutoScaling; readonly group: AutoScalingGroup };

/** A group of three that is in service. */
export function fleet(request: Partial<Parameters<typeof addGroup>[1]> = {}): Fleet {
  const here = scene('fleet');
  const scaling = autoScalingOf(here.account);
  runManagedDraining(scaling);
  const group = addGroup(scaling, { name: 'web', desired: 3, max: 6, cluster: here.cluster, ...request });
  scaleGroup(scaling, group);
  here.run(300);
  return { ...here, scaling, group };
}

export const states = ({ group }: Fleet): string[] => [...group.instances.values()].map(({ state }) => state);
export const kinds = ({ events }: Scene): string[] => events.map(({ detailType }) => detailType);

export function first({ group }: Fleet): GroupInstance {
  const [instance] = group.instances.values();
  if (instance === undefined) throw new Error('no instance');
  return instance;
}
