import type { EcsService, ServiceDeployment } from '../core/ecs-reads.ts';
import type { Read } from '../core/ports.ts';
import type { Subject } from '../core/subject.ts';
import type { Instant } from '../core/time.ts';
import { deploymentControllerOf } from '../ecs/deployment-controllers.ts';
import type { HealthFacts, HealthReads } from './facts.ts';
import { alarmsToRead } from './rollback-alarm.ts';
import type { HealthState } from './state.ts';
import { targetsOfService } from './targets.ts';

type Setting = { readonly state: HealthState | undefined; readonly read: HealthReads; readonly now: Instant };

/** What is true now of a service: its counts, its targets, and what a deployment of it waits for. */
export async function readService(
  subject: Subject,
  { state, read, now }: Setting,
): Promise<Pick<HealthFacts, 'service' | 'targets' | 'inAlarm' | 'rollOut'>> {
  const service = await read.service({ cluster: subject.cluster, service: subject.name });
  if (!service.ok) return { service };
  const alarms = alarmsToRead(state, service.value, now);
  const [targets, inAlarm, rollOut] = await Promise.all([
    targetsOfService(service.value, read),
    alarms.length === 0 ? undefined : read.inAlarm(alarms),
    rollOutOf(service.value, state, read),
  ]);
  return {
    service,
    ...(targets !== undefined && { targets }),
    ...(inAlarm !== undefined && { inAlarm }),
    ...(rollOut !== undefined && { rollOut }),
  };
}

/** Stages and hooks stand in the service deployment only: of one that goes on, and of one whose hook was told to wait. */
async function rollOutOf(
  service: EcsService,
  state: HealthState | undefined,
  read: HealthReads,
): Promise<Read<ServiceDeployment> | undefined> {
  if (!deploymentControllerOf(service).hasStages) return undefined;
  const arn = service.currentServiceDeploymentArn ?? state?.incident?.hook?.serviceDeploymentArn;
  return arn === undefined ? undefined : read.serviceDeployment(arn);
}
