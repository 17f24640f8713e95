import type {
  CreateServiceRequest,
  CreateServiceResponse,
  DeleteServiceRequest,
  DeleteServiceResponse,
  DeploymentConfiguration,
  DeploymentLifecycleHook,
  LoadBalancer,
  Service as AwsService,
  UpdateServiceRequest,
  UpdateServiceResponse,
} from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import { Refusal } from '../../account/refusal.ts';
import type { LifecycleStage, PauseHook, Service } from '../../account/service.ts';
import { lifecycleStages } from '../../account/service.ts';
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
  'loadBalancers',
  'networkConfiguration',
  'placementConstraints',
  'placementStrategy',
  'serviceRegistries',
] as const;

const strategies: readonly string[] = ['ROLLING', 'BLUE_GREEN'];

/** Services here have ECS's own deployments: rolling, or blue/green as they were made. */
function checkStrategy({
  deploymentController,
  deploymentConfiguration,
}: UpdateServiceRequest | CreateServiceRequest): void {
  const { type = 'ECS' } = deploymentController ?? {};
  const { strategy = 'ROLLING' } = deploymentConfiguration ?? {};
  if (type === 'ECS' && strategies.includes(strategy)) return;
  throw new Refusal(
    'UnsupportedFeatureException',
    `The simulated account deploys by ECS, ${strategies.join(' or ')}, not ${type}, ${strategy}.`,
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
  checkStrategy(input);
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
  const { taskDefinition, desiredCount: desired, forceNewDeployment, capacityProviderStrategy } = input;
  refuseUnsupported(input, [...neverChanged, ...neverKnown]);
  checkStrategy(input);
  const { strategy = service.strategy } = input.deploymentConfiguration ?? {};
  if (strategy !== service.strategy)
    throw new Refusal('UnsupportedFeatureException', 'The simulated account changes no strategy of a service.');
  updateService(account, service, {
    ...actor,
    ...present({ desired, forceNewDeployment, healthCheckGracePeriodS: input.healthCheckGracePeriodSeconds }),
    ...(capacityProviderStrategy !== undefined && { capacityProviderStrategy: sharesOf(capacityProviderStrategy) }),
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
    ...stagesOf(input.deploymentConfiguration),
    targets: (input.loadBalancers ?? []).map(targetOf),
    placementConstraints: constraintsOf(input.placementConstraints),
    placementStrategy: strategiesOf(input.placementStrategy),
    tags: new Map((tags ?? []).map(({ key = '', value = '' }) => [key, value])),
  };
}

type Limits = Partial<Pick<Service, 'minimumHealthyPercent' | 'maximumPercent' | 'circuitBreaker' | 'alarms'>>;

function limitsOf(configuration: DeploymentConfiguration | undefined): Limits {
  const { minimumHealthyPercent, maximumPercent, deploymentCircuitBreaker: breaker, alarms } = configuration ?? {};
  return present({
    minimumHealthyPercent,
    maximumPercent,
    circuitBreaker:
      breaker === undefined ? undefined : { enabled: breaker.enable === true, rollback: breaker.rollback === true },
    alarms:
      alarms === undefined
        ? undefined
        : { names: alarms.alarmNames ?? [], enabled: alarms.enable === true, rollback: alarms.rollback === true },
  });
}

/** Of hooks only those that pause. */
function stagesOf(
  configuration: DeploymentConfiguration | undefined,
): Partial<Pick<Service, 'strategy' | 'bakeMinutes' | 'pauseHooks'>> {
  const { strategy, bakeTimeInMinutes: bakeMinutes, lifecycleHooks = [] } = configuration ?? {};
  return {
    ...present({ bakeMinutes }),
    strategy: strategy === 'BLUE_GREEN' ? strategy : 'ROLLING',
    pauseHooks: lifecycleHooks.flatMap((hook) => lifecycleStages.flatMap((stage) => pauseAt(stage, hook))),
  };
}

/** A day, and then back, unless told otherwise (API_DeploymentLifecycleHookTimeoutConfiguration). */
function pauseAt(stage: LifecycleStage, hook: DeploymentLifecycleHook): readonly PauseHook[] {
  if (hook.targetType !== 'PAUSE' || !(hook.lifecycleStages ?? []).some((each) => each === stage)) return [];
  const { timeoutInMinutes: timeoutMinutes = 1440, action = 'ROLLBACK' } = hook.timeoutConfiguration ?? {};
  return [{ stage, timeoutMinutes, action: action === 'CONTINUE' ? 'CONTINUE' : 'ROLLBACK' }];
}

function targetOf({
  targetGroupArn = '',
  containerName = '',
  containerPort = 0,
  advancedConfiguration,
}: LoadBalancer): ServiceTarget {
  const { alternateTargetGroupArn } = advancedConfiguration ?? {};
  return { targetGroupArn, container: containerName, containerPort, ...present({ alternateTargetGroupArn }) };
}
