import { stopServiceDeployment } from '../../../sim/account/deployments/stop.ts';
import type { Service } from '../../../sim/account/service.ts';
import { updateService } from '../../../sim/account/services/update.ts';
import type { Switches } from '../../../sim/switches.ts';
import type { Heard, Scene } from '../services/scene.ts';
import { breaker, release, releaseMissing, scene, steadyService, story } from '../services/scene.ts';
import type { SwitchCase } from './switch-case.ts';

type Rolling = Scene & { readonly service: Service };

/** A steady service, and a deployment of a good version on top, so many seconds old. */
function rolling(flip: Partial<Switches>, seconds: number): Rolling {
  const here = scene('switch', flip);
  const service = steadyService(here, { circuitBreaker: breaker });
  updateService(here.account, service, { definition: release(here, 'v2') });
  here.run(seconds);
  return { ...here, service };
}

const failures = ({ events }: Scene): number => story(events).filter((each) => each === 'DEPLOYMENT_FAILED').length;

function completed({ events }: Scene, detailType: string): Heard | undefined {
  return events.find(
    (event) => event.detailType === detailType && event.detail['eventName'] === 'SERVICE_DEPLOYMENT_COMPLETED',
  );
}

const stateChange = 'ECS Deployment State Change';

export const deploymentSwitches: readonly SwitchCase[] = [
  {
    name: 'everyUnplacedTaskCounts',
    off: false,
    on: true,
    see: (flip) => {
      const here = scene('switch', flip);
      const service = steadyService(here, { circuitBreaker: breaker });
      here.account.weather.fargateFull.add('*');
      updateService(here.account, service, { definition: release(here, 'v2') });
      here.run(300);
      return failures(here) > 0;
    },
  },
  {
    name: 'rollBackFailureIsTold',
    off: 1,
    on: 2,
    see: (flip) => {
      const here = scene('switch', flip);
      const service = steadyService(here, { desired: 1, circuitBreaker: breaker });
      updateService(here.account, service, { definition: releaseMissing(here, 'gone') });
      here.account.repositories.get('shop')?.tags.delete('good');
      for (const task of service.tasks) task.health = 'UNHEALTHY';
      here.run(3_600);
      const [, rollOut] = here.account.serviceDeployments.values();
      return rollOut?.status === 'ROLLBACK_FAILED' ? failures(here) : rollOut?.status;
    },
  },
  {
    name: 'stoppedDeploymentIsTold',
    off: 0,
    on: 1,
    see: (flip) => {
      const here = rolling(flip, 20);
      stopServiceDeployment(here.account, here.service.deployments[0]?.serviceDeploymentArn ?? '', 'ABORT');
      here.run(60);
      return failures(here);
    },
  },
  {
    name: 'stagedFailureIsTold',
    off: 0,
    on: 1,
    see: (flip) => {
      const here = scene('switch', flip);
      const pauseHooks = [{ stage: 'POST_SCALE_UP', timeoutMinutes: 10, action: 'ROLLBACK' }] as const;
      const service = steadyService(here, { strategy: 'BLUE_GREEN', pauseHooks });
      updateService(here.account, service, { definition: release(here, 'v2') });
      here.run(1_800);
      return failures(here);
    },
  },
  {
    name: 'supersededDeploymentFails',
    off: 'IN_PROGRESS',
    on: 'FAILED',
    see: (flip) => {
      const here = rolling(flip, 20);
      updateService(here.account, here.service, { definition: release(here, 'v3') });
      return here.service.deployments[1]?.rolloutState;
    },
  },
  {
    name: 'deploymentUpdatedAtIsNow',
    off: false,
    on: true,
    see: (flip) => {
      const event = completed(rolling(flip, 600), stateChange);
      return event?.at === Date.parse(String(event?.detail['updatedAt']));
    },
  },
  {
    name: 'deploymentNamesCluster',
    off: false,
    on: true,
    see: (flip) => 'clusterArn' in (completed(rolling(flip, 600), stateChange)?.detail ?? {}),
  },
  {
    name: 'deploymentsAreActionsToo',
    off: false,
    on: true,
    see: (flip) => completed(rolling(flip, 600), 'ECS Service Action') !== undefined,
  },
  {
    name: 'olderDeploymentsKeepDesired',
    off: 0,
    on: 2,
    see: (flip) => rolling(flip, 20).service.deployments[1]?.desired,
  },
];
