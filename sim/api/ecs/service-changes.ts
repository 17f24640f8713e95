import type {
  CreateServiceRequest,
  CreateServiceResponse,
  DeleteServiceRequest,
  DeleteServiceResponse,
  DeploymentConfiguration,
  LoadBalancer,
  Service as AwsService,
  UpdateServiceRequest,
  UpdateServiceResponse,
} from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import { Refusal } from '../../account/refusal.ts';
import type { Service } from '../../account/service.ts';
import type { ServiceRequest } from '../../account/services/create.ts';
import { createService } from '../../account/services/create.ts';
import { deleteService, updateService } from '../../account/services/update.ts';
import type { ServiceTarget } from '../../account/task.ts';
import type { Actor } from '../../account/trail.ts';
import type { Api } from '../api.ts';
import { refuseUnsupported } from '../api.ts';
import { arnOf, clusterOf, serviceNamed } from './find.ts';
import { constraintsOf, definitionNamed, sharesOf, strategiesOf, zonesOf } from './run-input.ts';
import { serviceShape } from './service-shape.ts';

const neverKnown = ['serviceConnectConfiguration', 'volumeConfigurations', 'vpcLatticeConfigurations'] as const;

/** Could be changed in AWS, but not here. */
const neverChanged = [
  'capacityProviderStrategy',
  'loadBalancers',
  'networkConfiguration',
  'placementConstraints',
  'placementStrategy',
  'serviceRegistries',
] as const;

/** Services here have ECS's own rolling deployments. */
function checkRolling({
  deploymentController,
  deploymentConfiguration,
}: UpdateServiceRequest | CreateServiceRequest): void {
  const { type = 'ECS' } = deploymentController ?? {};
  const { strategy = 'ROLLING' } = deploymentConfiguration ?? {};
  if (type === 'ECS' && strategy === 'ROLLING') return;
  throw new Refusal(
    'UnsupportedFeatureException',
    `The simulated account deploys by ECS, ROLLING, not ${type}, ${strategy}.`,
  );
}

/** `by`: who calls, for CloudTrail. */
export function serviceChanges(api: Api, by: Actor | undefined) {
  const caller: Caller = { tokens: new Map(), actor: by === undefined ? {} : { by } };
  return {
    'ECS.CreateService': (input: CreateServiceRequest) => create(api, input, caller),
    'ECS.UpdateService': (input: UpdateServiceRequest) => update(api, input, caller),
    'ECS.DeleteService': (input: DeleteServiceRequest) => remove(api, input, caller),
  };
}

type Caller = {
  /** The client token each service was created with. */
  readonly tokens: Map<string, string>;
  readonly actor: { readonly by?: Actor };
};

/** The same client token again answers with the service there is (API_CreateService). */
function create(api: Api, input: CreateServiceRequest, { tokens, actor }: Caller): CreateServiceResponse {
  const { account } = api;
  const { serviceName: name = '', clientToken } = input;
  refuseUnsupported(input, ['serviceRegistries', ...neverKnown]);
  checkRolling(input);
  const cluster = clusterOf(account, input.cluster);
  const arn = arnOf(account, cluster, 'service', name);
  const known = account.services.get(arn);
  const repeated = clientToken !== undefined && tokens.get(arn) === clientToken;
  if (repeated && known?.status === 'ACTIVE') return answer(api, known);
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
  return answer(api, service);
}

function update(api: Api, input: UpdateServiceRequest, { actor }: Caller): UpdateServiceResponse {
  const { account } = api;
  const service = serviceNamed(account, clusterOf(account, input.cluster), input.service ?? '');
  const { taskDefinition, desiredCount: desired, forceNewDeployment } = input;
  refuseUnsupported(input, [...neverChanged, ...neverKnown]);
  checkRolling(input);
  updateService(account, service, {
    ...actor,
    ...present({ desired, forceNewDeployment, healthCheckGracePeriodS: input.healthCheckGracePeriodSeconds }),
    ...(taskDefinition !== undefined && { definition: definitionNamed(account, taskDefinition) }),
    ...limitsOf(input.deploymentConfiguration),
  });
  return answer(api, service);
}

function remove(api: Api, input: DeleteServiceRequest, { actor }: Caller): DeleteServiceResponse {
  const service = serviceNamed(api.account, clusterOf(api.account, input.cluster), input.service ?? '');
  deleteService(api.account, service, { force: input.force ?? false, ...actor });
  return answer(api, service);
}

function answer(api: Api, service: Service): { service: AwsService } {
  api.past.noteService(service);
  return { service: serviceShape(api.account, service) };
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
