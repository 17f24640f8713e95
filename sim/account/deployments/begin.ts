import { emitDeployment } from '../events.ts';
import { digitsOf, ecsArn, nameIn } from '../identities.ts';
import type { Account } from '../model.ts';
import type { Deployment, Service, ServiceDeployment, ServiceRevision } from '../service.ts';
import { forgetThrottle } from '../services/throttle.ts';
import type { TaskDefinition } from '../task-definition.ts';
import { hasAlarm } from './alarms.ts';
import { breakerThreshold } from './breaker-threshold.ts';
import { beginStages } from './stages.ts';

/** Begins to roll out a task definition. What was being rolled out before is superseded. */
export function beginDeployment(account: Account, service: Service, definition: TaskDefinition): Deployment {
  const now = account.agenda.now();
  supersede(account, service);
  const revision: ServiceRevision = { arn: revisionArn(account, service), definition, createdAt: now };
  const serviceDeployment: ServiceDeployment = {
    arn: deploymentArn(account, service),
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    sourceRevisions: [...new Set(service.deployments.map((each) => each.revision))],
    targetRevision: revision,
    status: 'PENDING',
    createdAt: now,
    failures: 0,
    threshold: breakerThreshold(service.desired),
    hooks: [],
    ignoresAlarms: hasAlarm(account, service),
  };
  account.serviceDeployments.set(serviceDeployment.arn, serviceDeployment);
  const isStaged = service.strategy === 'BLUE_GREEN' && service.deployments.length > 0;
  const deployment = addDeployment(account, service, { revision, serviceDeployment, reasonOf: inProgress });
  if (isStaged) beginStages(account, service, serviceDeployment);
  return deployment;
}

const inProgress = (id: string): string => `ECS deployment ${id} in progress.`;

type Planned = {
  readonly revision: ServiceRevision;
  readonly serviceDeployment: ServiceDeployment;
  /** Its rolloutStateReason, given its id. */
  readonly reasonOf: (id: string) => string;
};

/** Makes a new PRIMARY deployment and sends SERVICE_DEPLOYMENT_IN_PROGRESS. */
export function addDeployment(account: Account, service: Service, planned: Planned): Deployment {
  const { revision, serviceDeployment, reasonOf } = planned;
  const id = `ecs-svc/${digitsOf(account.random, 19)}`;
  const now = account.agenda.now();
  const serving = service.deployments.find((each) => each.revision === service.lastCompleted);
  const deployment: Deployment = {
    id,
    definition: revision.definition,
    revision,
    status: 'PRIMARY',
    desired: service.desired,
    failedTasks: 0,
    rolloutState: 'IN_PROGRESS',
    rolloutReason: reasonOf(id),
    createdAt: now,
    updatedAt: now,
    serviceDeploymentArn: serviceDeployment.arn,
    isRollback: serviceDeployment.targetRevision !== revision,
    onAlternate: service.strategy === 'BLUE_GREEN' && serving !== undefined && !serving.onAlternate,
    steady: false,
    progress: 'created',
  };
  for (const older of service.deployments) replace(account, older);
  service.deployments.unshift(deployment);
  forgetThrottle(service, 'all');
  const reason = deployment.rolloutReason;
  emitDeployment(account, service, deployment, {
    eventType: 'INFO',
    eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS',
    reason,
  });
  return deployment;
}

/** Its tasks go. Whether it is told to want none from now on, or until they are gone, is a switch. */
function replace({ switches }: Account, older: Deployment): void {
  older.status = 'ACTIVE';
  older.steady = false;
  if (!switches.olderDeploymentsKeepDesired) older.desired = 0;
}

/** The words are guesses; that a newer one stops it is not (API_ServiceDeployment). */
function supersede(account: Account, service: Service): void {
  const fails = account.switches.supersededDeploymentFails;
  for (const deployment of service.deployments) {
    const before = account.serviceDeployments.get(deployment.serviceDeploymentArn);
    if (before === undefined || before.finishedAt !== undefined) continue;
    before.status = 'STOPPED';
    before.statusReason = fails
      ? 'Replaced.'
      : 'The deployment was stopped because a newer service deployment started.';
    before.finishedAt = account.agenda.now();
    if (!fails || deployment.rolloutState !== 'IN_PROGRESS') continue;
    deployment.rolloutState = 'FAILED';
    deployment.rolloutReason = `ECS deployment ${deployment.id} replaced by a newer deployment.`;
  }
}

function revisionArn(account: Account, service: Service): string {
  return ecsArn(account, `service-revision/${pathOf(service)}/${digitsOf(account.random, 19)}`);
}

function deploymentArn(account: Account, service: Service): string {
  return ecsArn(account, `service-deployment/${pathOf(service)}/${account.random.hex(21)}`);
}

const pathOf = (service: Service): string => `${nameIn(service.clusterArn)}/${service.name}`;
