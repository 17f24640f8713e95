import type { Instant } from '../core/time.ts';
import { isoTime } from '../core/time.ts';

/** Where a command is to run. `cluster` is a name or an ARN. */
export type CommandPlace = { readonly region: string; readonly cluster: string };

/** What a task needs to be run again like the last one. `subnets` and the like only for awsvpc. */
type RunAgain = {
  readonly taskDefinition: string;
  readonly awsvpc: boolean;
  readonly launchType?: string;
  readonly capacityProvider?: string;
  readonly network?: {
    readonly subnets: readonly string[];
    readonly securityGroups: readonly string[];
    readonly publicIp: boolean;
  };
};

/**
 * Commands for the AWS CLI, ready to paste: region, cluster and ids filled in, nothing left to fill. All values are
 * quoted; names are given by people and AWS, and a shell must not take them for anything else.
 */
export const commands = {
  /** Back to the revision before, also for services without a circuit breaker (stop-service-deployment). */
  rollBack: ({ region }: CommandPlace, serviceDeploymentArn: string): string =>
    command('ecs stop-service-deployment', {
      region,
      'stop-type': 'ROLLBACK',
      'service-deployment-arn': serviceDeploymentArn,
    }),
  /** `taskDefinition` as ARN or `family:revision`. */
  deploy: ({ region, cluster }: CommandPlace, service: string, taskDefinition: string): string =>
    command('ecs update-service', { region, cluster, service, 'task-definition': taskDefinition }),
  redeploy: ({ region, cluster }: CommandPlace, service: string): string =>
    `${command('ecs update-service', { region, cluster, service })} --force-new-deployment`,
  setDesired: ({ region, cluster }: CommandPlace, service: string, desired: number): string =>
    command('ecs update-service', { region, cluster, service, 'desired-count': String(desired) }),
  describeTask: ({ region, cluster }: CommandPlace, task: string): string =>
    command('ecs describe-tasks', { region, cluster, tasks: task }),
  describeService: ({ region, cluster }: CommandPlace, service: string): string =>
    command('ecs describe-services', { region, cluster, services: service }),
  describeDaemon: ({ region }: CommandPlace, daemonArn: string): string =>
    command('ecs describe-daemon', { region, 'daemon-arn': daemonArn }),
  describeCodeDeploy: ({ region }: CommandPlace, deploymentId: string): string =>
    command('deploy get-deployment', { region, 'deployment-id': deploymentId }),
  drainInstance: ({ region, cluster }: CommandPlace, containerInstance: string): string =>
    command('ecs update-container-instances-state', {
      region,
      cluster,
      'container-instances': containerInstance,
      status: 'DRAINING',
    }),
  /** Its group begins another one at once; lifecycle hooks are waited for (API_TerminateInstanceInAutoScalingGroup). */
  replaceInstance: ({ region }: CommandPlace, instanceId: string): string =>
    `${command('autoscaling terminate-instance-in-auto-scaling-group', { region, 'instance-id': instanceId })} --no-should-decrement-desired-capacity`,
  /**
   * What runs on it is not stopped, and services start theirs elsewhere (API_DeregisterContainerInstance). That ECS ends a
   * managed instance whose deregistration somebody else has asked for is a guess: it does after its own
   * (managed-instances-infrastructure-optimization: DEREGISTERING begins the clean-up that terminates it).
   */
  deregisterInstance: ({ region, cluster }: CommandPlace, containerInstance: string): string =>
    `${command('ecs deregister-container-instance', { region, cluster, 'container-instance': containerInstance })} --force`,
  /** Whether Systems Manager reaches a server, and since when not (ssm, describe-instance-information). */
  describeServer: ({ region }: CommandPlace, managedId: string): string =>
    command('ssm describe-instance-information', { region, filters: `Key=InstanceIds,Values=${managedId}` }),
  /** The agent is the systemd unit `ecs` (ecs-anywhere-registration). */
  restartAgent: ({ region }: CommandPlace, managedId: string): string =>
    command('ssm send-command', {
      region,
      'instance-ids': managedId,
      'document-name': 'AWS-RunShellScript',
      parameters: 'commands=["systemctl restart ecs"]',
    }),
  /** `since` as ISO 8601 (AWS CLI, logs tail): a relative time would mean something else when it is pasted later. */
  tailLog: (
    { region }: CommandPlace,
    { group, stream }: { readonly group: string; readonly stream: string },
    since: Instant,
  ): string =>
    `${command('logs tail', { region }, group)} ${options({ 'log-stream-names': stream, since: isoTime(since) })}`,
  targetHealth: ({ region }: CommandPlace, targetGroupArn: string): string =>
    command('elbv2 describe-target-health', { region, 'target-group-arn': targetGroupArn }),
  /** Ends the wait of a pause hook, one way or the other (continue-service-deployment). */
  answerHook: (
    { region }: CommandPlace,
    hook: { readonly id: string; readonly serviceDeploymentArn: string },
    action: 'CONTINUE' | 'ROLLBACK',
  ): string =>
    command('ecs continue-service-deployment', {
      region,
      'service-deployment-arn': hook.serviceDeploymentArn,
      'hook-id': hook.id,
      action,
    }),
  /** Ends the wait before CodeDeploy shifts the traffic (CodeDeploy API reference, ContinueDeployment). */
  continueCodeDeploy: ({ region }: CommandPlace, deploymentId: string): string =>
    command('deploy continue-deployment', {
      region,
      'deployment-id': deploymentId,
      'deployment-wait-type': 'READY_WAIT',
    }),
  /** The traffic goes back to the task set before (CodeDeploy API reference, StopDeployment). */
  stopCodeDeploy: ({ region }: CommandPlace, deploymentId: string): string =>
    `${command('deploy stop-deployment', { region, 'deployment-id': deploymentId })} --auto-rollback-enabled`,
  /** Of Watchkeeper itself: the run of one time a job was due, begun once more. */
  runJob: (job: string, slot: Instant): string =>
    `npx watchkeeper run ${shellQuoted(job)} --at ${isoTime(slot).replace(':00.000Z', 'Z')}`,
  importJob: (name: string): string => `npx watchkeeper jobs import ${shellQuoted(name)}`,
  listRuns: (job: string): string => `npx watchkeeper runs ${shellQuoted(job)}`,
  stopJob: (job: string, slot: Instant): string => `${commands.runJob(job, slot)} --stop`,
  listImages: (region: string, registry: string, repository: string): string =>
    command('ecr describe-images', { region, 'registry-id': registry, 'repository-name': repository }),
  /** Undefined when the network is not known: half a command helps nobody. */
  runAgain: ({ region, cluster }: CommandPlace, again: RunAgain): string | undefined => {
    const { taskDefinition, awsvpc, launchType, capacityProvider, network } = again;
    if (awsvpc && network === undefined) return undefined;
    return command('ecs run-task', {
      region,
      cluster,
      'task-definition': taskDefinition,
      ...(capacityProvider !== undefined && { 'capacity-provider-strategy': `capacityProvider=${capacityProvider}` }),
      ...(capacityProvider === undefined && launchType !== undefined && { 'launch-type': launchType }),
      ...(network !== undefined && { 'network-configuration': networkOf(network) }),
    });
  },
} as const;

function networkOf({ subnets, securityGroups, publicIp }: NonNullable<RunAgain['network']>): string {
  const parts = [
    `subnets=[${subnets.join(',')}]`,
    ...(securityGroups.length > 0 ? [`securityGroups=[${securityGroups.join(',')}]`] : []),
    `assignPublicIp=${publicIp ? 'ENABLED' : 'DISABLED'}`,
  ];
  return `awsvpcConfiguration={${parts.join(',')}}`;
}

/** `aws NAME --option value …`, every value quoted. */
export function command(
  name: string,
  given: Readonly<Record<string, string>>,
  ...positional: readonly string[]
): string {
  return ['aws', name, ...positional.map(shellQuoted), options(given)].join(' ');
}

/** A value that starts with a dash would be taken for an option: it is joined to its own. */
function options(given: Readonly<Record<string, string>>): string {
  const all = Object.entries(given).map(
    ([name, value]) => `--${name}${value.startsWith('-') ? '=' : ' '}${shellQuoted(value)}`,
  );
  return all.join(' ');
}

/**
 * One word for a POSIX shell. Bare where nothing in it means anything to a shell, else in single quotes, inside which
 * nothing does. Control characters are dropped: pasted, a line end is a key pressed.
 */
export function shellQuoted(text: string): string {
  const clean = text.replace(/\p{Cc}/gu, '');
  return /^[\w./:@%+,-][\w./:=@%+,-]*$/.test(clean) ? clean : `'${clean.replaceAll("'", String.raw`'\''`)}'`;
}
