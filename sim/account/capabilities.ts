import { parseImage } from './images.ts';
import type { ContainerDefinition, NetworkMode, TaskDefinition } from './task-definition.ts';

const docker = 'com.amazonaws.ecs.capability';
const agent = 'ecs.capability';

/** What an ECS-optimised Amazon Linux 2023 image's agent says it can do (amazon-ecs-agent, agent_capability.go). */
export const agentCapabilities: readonly string[] = [
  ...['json-file', 'syslog', 'awslogs', 'fluentd', 'none'].map((driver) => `${docker}.logging-driver.${driver}`),
  ...[17, 18, 19, 20, 21, 22, 23, 24, 25, 28, 29, 30].map((minor) => `${docker}.docker-remote-api.1.${minor}`),
  `${docker}.privileged-container`,
  `${docker}.task-iam-role`,
  `${docker}.task-iam-role-network-host`,
  `${docker}.ecr-auth`,
  `${agent}.execution-role-awslogs`,
  `${agent}.execution-role-ecr-pull`,
  `${agent}.task-eni`,
  `${agent}.task-cpu-mem-limit`,
  `${agent}.secrets.asm.environment-variables`,
  `${agent}.secrets.ssm.environment-variables`,
  `${agent}.container-health-check`,
  `${agent}.container-ordering`,
];

type Needs = {
  readonly networkMode: NetworkMode;
  readonly cpu?: number | undefined;
  readonly memoryMiB?: number | undefined;
  readonly executionRoleArn?: string | undefined;
  readonly taskRoleArn?: string | undefined;
  readonly containers: readonly ContainerDefinition[];
  readonly architecture: TaskDefinition['architecture'];
};

/**
 * What ECS derives for `requiresAttributes` (names in amazon-ecs-agent; that ECS asks for each of them, and for the
 * architecture of an ARM task, is a guess).
 */
export function requiredCapabilities(needs: Needs): TaskDefinition['requiresAttributes'] {
  const { containers, executionRoleArn, taskRoleArn } = needs;
  const some = (holds: (each: ContainerDefinition) => boolean): boolean => containers.some(holds);
  const secrets = containers.flatMap((each) => Object.values(each.secrets));
  const ecr = some(({ image }) => parseImage(image).host?.includes('.dkr.ecr.') === true);
  const logs = some(({ log }) => log !== undefined);
  const wanted: readonly (readonly [string, boolean])[] = [
    [`${docker}.docker-remote-api.1.18`, true],
    [`${docker}.logging-driver.awslogs`, logs],
    [`${agent}.execution-role-awslogs`, logs && executionRoleArn !== undefined],
    [`${docker}.ecr-auth`, ecr],
    [`${agent}.execution-role-ecr-pull`, ecr && executionRoleArn !== undefined],
    [`${docker}.task-iam-role`, taskRoleArn !== undefined],
    [`${agent}.task-eni`, needs.networkMode === 'awsvpc'],
    [`${agent}.task-cpu-mem-limit`, needs.cpu !== undefined || needs.memoryMiB !== undefined],
    [`${agent}.secrets.asm.environment-variables`, secrets.some((each) => each.includes(':secretsmanager:'))],
    [`${agent}.secrets.ssm.environment-variables`, secrets.some((each) => !each.includes(':secretsmanager:'))],
    [`${agent}.container-health-check`, some(({ healthCheck }) => healthCheck !== undefined)],
    [`${agent}.container-ordering`, some(({ dependsOn }) => dependsOn.length > 0)],
  ];
  const names = wanted.filter(([, needed]) => needed).map(([name]) => ({ name }));
  return needs.architecture === 'ARM64' ? [...names, { name: 'ecs.cpu-architecture', value: 'arm64' }] : names;
}
