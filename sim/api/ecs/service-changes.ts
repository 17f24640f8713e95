import type {
  CreateServiceRequest,
  CreateServiceResponse,
  DeleteServiceRequest,
  DeleteServiceResponse,
  DeploymentConfiguration,
  LoadBalancer,
  UpdateServiceRequest,
  UpdateServiceResponse,
} from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import type { Service } from '../../account/service.ts';
import type { ServiceRequest } from '../../account/services/create.ts';
import { createService } from '../../account/services/create.ts';
import { deleteService, updateService } from '../../account/services/update.ts';
import type { ServiceTarget } from '../../account/task.ts';
import type { Actor } from '../../account/trail.ts';
import type { Api } from '../api.ts';
import { clusterOf, serviceNamed } from './find.ts';
import { constraintsOf, definitionNamed, sharesOf, strategiesOf, zonesOf } from './run-input.ts';
import { serviceShape } from './service-shape.ts';

/** `by`: who calls, for CloudTrail. */
export function serviceChanges(api: Api, by: Actor | undefined) {
  const { account } = api;
  const tokens = new Map<string, string>();
  const actor = by === undefined ? {} : { by };

  const answer = (service: Service): { service: ReturnType<typeof serviceShape> } => {
    api.past.noteService(service);
    return { service: serviceShape(account, service) };
  };

  return {
    /** The same client token again answers with the service there is (API_CreateService). */
    'ECS.CreateService': (input: CreateServiceRequest): CreateServiceResponse => {
      const { serviceName: name = '', clientToken } = input;
      const cluster = clusterOf(account, input.cluster);
      const arn = `${cluster.arn.replace(':cluster/', ':service/')}/${name}`;
      const known = account.services.get(arn);
      if (clientToken !== undefined && known?.status === 'ACTIVE' && tokens.get(arn) === clientToken) {
        return answer(known);
      }
      const definition = definitionNamed(account, input.taskDefinition);
      const service = createService(account, {
        cluster,
        name,
        definition,
        ...actor,
        ...wishesOf(input),
        ...zonesOf(account, definition, input.networkConfiguration),
      });
      if (clientToken !== undefined) tokens.set(arn, clientToken);
      return answer(service);
    },

    'ECS.UpdateService': (input: UpdateServiceRequest): UpdateServiceResponse => {
      const service = serviceNamed(account, clusterOf(account, input.cluster), input.service ?? '');
      const { taskDefinition, desiredCount: desired, forceNewDeployment } = input;
      updateService(account, service, {
        ...actor,
        ...present({ desired, forceNewDeployment, healthCheckGracePeriodS: input.healthCheckGracePeriodSeconds }),
        ...(taskDefinition !== undefined && { definition: definitionNamed(account, taskDefinition) }),
        ...limitsOf(input.deploymentConfiguration),
      });
      return answer(service);
    },

    'ECS.DeleteService': (input: DeleteServiceRequest): DeleteServiceResponse => {
      const service = serviceNamed(account, clusterOf(account, input.cluster), input.service ?? '');
      deleteService(account, service, { force: input.force ?? false, ...actor });
      return answer(service);
    },
  };
}

/** What is left out stays out: the account fills it in as AWS does. */
function wishesOf(input: CreateServiceRequest): Partial<ServiceRequest> {
  const { launchType, schedulingStrategy: scheduling, desiredCount: desired, tags } = input;
  const shares = sharesOf(input.capacityProviderStrategy);
  return {
    ...present({ scheduling, desired, healthCheckGracePeriodS: input.healthCheckGracePeriodSeconds }),
    ...(launchType !== undefined && { launchType: launchType === 'FARGATE' ? 'FARGATE' : 'EC2' }),
    ...(shares.length > 0 && { capacityProviderStrategy: shares }),
    ...limitsOf(input.deploymentConfiguration),
    targets: (input.loadBalancers ?? []).map(targetOf),
    placementConstraints: constraintsOf(input.placementConstraints),
    placementStrategy: strategiesOf(input.placementStrategy),
    tags: new Map((tags ?? []).map(({ key = '', value = '' }) => [key, value])),
  };
}

type Limits = Partial<Pick<Service, 'minimumHealthyPercent' | 'maximumPercent' | 'circuitBreaker'>>;

function limitsOf(configuration: DeploymentConfiguration | undefined): Limits {
  const { minimumHealthyPercent, maximumPercent, deploymentCircuitBreaker: breaker } = configuration ?? {};
  return present({
    minimumHealthyPercent,
    maximumPercent,
    circuitBreaker:
      breaker === undefined ? undefined : { enabled: breaker.enable === true, rollback: breaker.rollback === true },
  });
}

function targetOf({ targetGroupArn = '', containerName = '', containerPort = 0 }: LoadBalancer): ServiceTarget {
  return { targetGroupArn, container: containerName, containerPort };
}
