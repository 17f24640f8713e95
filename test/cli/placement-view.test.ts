import { expect, test } from 'vitest';
import { placementsIn } from '../../cli/start/views/placement-view.ts';
import { managedFleet, onFleet } from '../sim/autoscaling/fleet.ts';

/** Each of its three hosts takes two tasks. */
test.each([
  [
    'six tasks, and managed scaling',
    6,
    true,
    'no',
    /^The next copy waits in PROVISIONING until capacity provider hosts/,
  ],
  ['six tasks, and nothing that scales', 6, false, 'no', /^The next copy waits until others leave/],
  ['five tasks', 5, true, 'yes', /^The next copy is placed at once/],
] as const)('the page, of a full cluster: %s', (_, desired, managedScaling, fits, outlook) => {
  const here = managedFleet({ max: 3 }, { managedScaling });
  const service = onFleet(here, { desired });
  here.run(300);
  const view = placementsIn(here.account, here.cluster, [service])(service);
  expect(view?.fits).toBe(fits);
  expect(view?.outlook).toMatch(outlook);
});
