import { minuteMs } from '../../../lib/core/time.ts';
import { carryLoad } from '../../../sim/account/metrics/counts.ts';
import { addTargetGroup } from '../../../sim/account/targets.ts';
import type { Switches } from '../../../sim/switches.ts';
import { cloudWatchOver } from '../metrics/cloudwatch.ts';
import { fargateService, release, scene, steadyService } from '../services/scene.ts';
import type { SwitchCase } from './switch-case.ts';
import { World } from './world.ts';

function put(flip: Partial<Switches>) {
  const here = new World('metrics', flip);
  return { here, from: here.agenda.now(), ...cloudWatchOver(here.account) };
}

export const metricSwitches: readonly SwitchCase[] = [
  {
    name: 'metricsComeLate',
    off: [1, 1],
    on: [0, 1],
    see: async (flip) => {
      const { here, from, put: send, points } = put(flip);
      await send({ Value: 1 });
      const found = async () => (await points({ from, to: from + minuteMs })).length;
      const atOnce = await found();
      here.pass(2 * minuteMs);
      return [atOnce, await found()];
    },
  },
  {
    name: 'newMetricsAreListedLate',
    off: ['Shop latency'],
    on: [],
    see: async (flip) => {
      const { here, put: send, listed } = put(flip);
      await send({ Value: 1 });
      here.pass(14 * minuteMs);
      return listed();
    },
  },
  {
    name: 'percentilesLieBetween',
    off: [['03:00', 1]],
    on: [['03:00', 1.5]],
    see: async (flip) => {
      const { from, put: send, points } = put(flip);
      await send({ Values: [1, 2] });
      return points({ from, to: from + minuteMs, stat: 'p50' });
    },
  },
  {
    name: 'periodsFollowStart',
    off: ['03:05'],
    on: ['03:02'],
    see: async (flip) => {
      const { here, from, put: send, points } = put(flip);
      here.pass(6 * minuteMs);
      await send({ Value: 1 });
      const found = await points({ from: from + 2 * minuteMs, to: from + 10 * minuteMs, period: 300 });
      return found.map(([at]) => at);
    },
  },
  {
    name: 'usageHasPercentiles',
    off: 0,
    on: 1,
    see: async (flip) => {
      const here = scene('switch', flip);
      carryLoad(here.account, steadyService(here), (_, task) => ({ cpuPercent: 10 + task, memoryPercent: 1 }));
      const from = here.account.agenda.now();
      here.run(119);
      const dimensions = { ClusterName: 'prod', ServiceName: 'web' };
      const to = here.account.agenda.now();
      const asked = { namespace: 'AWS/ECS', name: 'CPUUtilization', dimensions, from, to, stat: 'p90' };
      return (await cloudWatchOver(here.account).points(asked)).length;
    },
  },
  {
    name: 'initialTargetsAreUnhealthy',
    off: 0,
    on: 1,
    see: async (flip) => {
      const here = scene('switch', flip);
      const { arn: targetGroupArn } = addTargetGroup(here.account, 'web');
      const targets = [{ targetGroupArn, container: 'app', containerPort: 8080 }];
      const from = here.account.agenda.now();
      fargateService(here, release(here, 'good'), { targets, desired: 1 });
      here.run(120);
      const { client: _, points, listed } = cloudWatchOver(here.account);
      const [name = ''] = await listed({ MetricName: 'UnHealthyHostCount' });
      const dimensions = Object.fromEntries(
        name
          .split(' ')
          .slice(2)
          .map((each) => each.split('=')),
      );
      const range = { from, to: here.account.agenda.now(), stat: 'Maximum' };
      const asked = { namespace: 'AWS/ApplicationELB', name: 'UnHealthyHostCount', dimensions, ...range };
      return Math.max(...(await points(asked)).map(([, value]) => value));
    },
  },
];
