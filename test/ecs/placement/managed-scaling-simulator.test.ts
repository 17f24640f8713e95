import { describe, expect, test } from 'vitest';
import { reservationOf } from '../../../sim/account/autoscaling/reservation.ts';
import { capacityProviderShape } from '../../../sim/api/ecs/clusters.ts';
import { instanceShape } from '../../../sim/api/ecs/instance-shape.ts';
import { serviceShape } from '../../../sim/api/ecs/service-shape.ts';
import { taskDefinitionShape } from '../../../sim/api/ecs/task-definition-shape.ts';
import { taskShape } from '../../../sim/api/ecs/task-shape.ts';
import { answerPlacement } from '../../../lib/ecs/placement/answer.ts';
import type { ManagedScaling } from '../../../lib/ecs/placement/managed-scaling.ts';
import type { Fleet } from '../../sim/autoscaling/fleet.ts';
import { managedFleet, onFleet } from '../../sim/autoscaling/fleet.ts';
import { situation } from './raw-items.ts';

/** The engine's reading of the fleet, as AWS would describe it. */
function scalingOf({ account, cluster }: Fleet): ManagedScaling | undefined {
  const definitions = [...account.services.values()].flatMap(({ deployments }) =>
    deployments.map(({ definition }) => definition),
  );
  const { snapshot, asked } = situation({
    containerInstances: [...account.instances.values()]
      .filter(({ status }) => status !== 'INACTIVE')
      .map(instanceShape),
    tasks: [...account.tasks.values()]
      .filter(({ lastStatus }) => lastStatus !== 'STOPPED')
      .map((task) => taskShape(account, task)),
    services: [...account.services.values()].map((service) => serviceShape(account, service)),
    taskDefinitions: definitions.map((definition) => taskDefinitionShape(definition, account.region)),
    capacityProviders: [...cluster.capacityProviders.values()].map((each) => capacityProviderShape(account, each)),
  });
  return answerPlacement(snapshot, asked).scaling;
}

/** Each host has room for two tasks. */
describe('the engine and the simulator agree on what managed scaling measures, and on what it makes of it', () => {
  test.each([
    { hosts: 1, desired: 5, wanted: 3 },
    { hosts: 2, desired: 5, wanted: 3 },
    { hosts: 3, desired: 9, wanted: 5 },
    { hosts: 0, desired: 3, wanted: 2 },
    { hosts: 3, desired: 2, wanted: 2 },
    { hosts: 3, desired: 0, wanted: 0 },
  ])('$desired tasks on $hosts hosts', ({ hosts, desired, wanted }) => {
    const here = managedFleet({ desired: hosts });
    onFleet(here, { desired });
    here.run(30);
    const theirs = reservationOf(here.account, here.group);
    const ours = scalingOf(here);
    expect(ours).toMatchObject({
      there: theirs.running,
      needed: hosts === 0 ? expect.any(Number) : theirs.needed,
      reservationPercent: theirs.percent,
      wanted,
      withNextCopy: false,
    });
    if (wanted <= hosts) return;
    here.run(600);
    expect(here.group.desired).toBeGreaterThanOrEqual(wanted);
  });
});
