/** A feature of a service or task that needs more of an instance than `requiresAttributes` says. */
export type RequiringFeature =
  | 'execute-command'
  | 'service-connect'
  | 'ebs-volume'
  | 'awsvpc'
  | 'fault-injection'
  | 'restart-policy';

type HiddenRequirement = {
  readonly feature: RequiringFeature;
  readonly attribute: string;
  /** Where the feature is turned on, as AWS names it. */
  readonly setting: string;
  /** That ECS asks for the attribute is documented or was seen (`known`), or follows from the agent's code (`inferred`). */
  readonly basis: 'known' | 'inferred';
  readonly source: string;
};

/**
 * Attributes that ECS asks for though they need not stand in the task definition's `requiresAttributes`: ECS then says
 * that an instance "is missing an attribute required by your task" while a comparison finds none missing.
 */
export const hiddenRequirements: readonly HiddenRequirement[] = [
  {
    feature: 'execute-command',
    attribute: 'ecs.capability.execute-command',
    setting: 'enableExecuteCommand',
    // ECS said "is missing an attribute" once it was turned on, and nothing else had changed.
    basis: 'known',
    source: 'https://github.com/aws/aws-cli/issues/7548; agent/app/agent_capability.go',
  },
  {
    feature: 'service-connect',
    attribute: 'ecs.capability.service-connect-v1',
    setting: 'serviceConnectConfiguration',
    basis: 'inferred',
    source: 'agent/app/agent_capability.go',
  },
  {
    feature: 'ebs-volume',
    attribute: 'ecs.capability.storage.ebs-task-volume-attach',
    setting: 'volumeConfigurations',
    basis: 'inferred',
    source: 'agent/app/agent_capability.go',
  },
  {
    feature: 'awsvpc',
    attribute: 'ecs.capability.task-eni',
    setting: 'networkMode awsvpc',
    basis: 'known',
    source: 'task-networking; api_failures_messages (ATTRIBUTE)',
  },
  {
    feature: 'fault-injection',
    attribute: 'ecs.capability.fault-injection',
    setting: 'enableFaultInjection',
    basis: 'inferred',
    source: 'agent/app/agent_capability.go',
  },
  {
    feature: 'restart-policy',
    attribute: 'ecs.capability.container-restart-policy',
    setting: 'restartPolicy',
    basis: 'inferred',
    source: 'agent/app/agent_capability.go',
  },
];

/** What the agent never reports on an external instance (agent/app/agent_capability.go, externalUnsupportedCapabilities). */
export const neverOnExternalInstances: ReadonlySet<string> = new Set([
  'ecs.capability.task-eni',
  'ecs.capability.cni-plugin-version',
  'ecs.capability.task-eni.ipv6',
  'ecs.capability.task-eni-block-instance-metadata',
  'ecs.capability.task-eni-trunking',
  'ecs.capability.aws-appmesh',
  'ecs.capability.task-eia',
  'ecs.capability.task-eia.optimized-cpu',
  'ecs.capability.service-connect-v1',
  'ecs.capability.storage.ebs-task-volume-attach',
  'ecs.capability.fault-injection',
]);
