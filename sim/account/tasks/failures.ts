import { parseImage } from '../images.ts';
import type { PullFault } from '../images.ts';
import type { Account } from '../model.ts';
import type { Task } from '../task.ts';

/** What a task that cannot start says: of itself and, usually on EC2, of the container. */
export type FailureText = { readonly reason: string; readonly containerReason?: string };

type PullTexts = (image: string, account: Account) => string;

/** The words of Fargate, for the whole task (task_cannot_pull_image, Amazon ECS developer guide). */
const fargatePulls: Readonly<Record<Exclude<PullFault, 'none'>, PullTexts>> = {
  'no tag': (image) =>
    `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${image}: not found`,
  'no repository': (image, { id }) =>
    `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: unexpected status from HEAD request to registry ${id}: 404 Not Found: name unknown: The repository with name '${parseImage(image).repository}' does not exist in the registry with id '${id}'`,
  unreachable: (_image, { region }) =>
    `ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. RequestError: send request failed caused by: Post "https://api.ecr.${region}.amazonaws.com/": dial tcp 10.0.3.19:443: i/o timeout`,
};

/** The words of Docker and the agent, for one container (amazon-ecs-agent, `CannotPullContainerError`). */
const hostPulls: typeof fargatePulls = {
  'no tag': (image) =>
    `CannotPullContainerError: Error response from daemon: manifest for ${image} not found: manifest unknown: Requested image not found`,
  'no repository': (image, { id }) => {
    const { host = '', repository } = parseImage(image);
    return `CannotPullContainerError: Error response from daemon: repository ${host}/${repository} not found: name unknown: The repository with name '${repository}' does not exist in the registry with id '${id}'`;
  },
  unreachable: (image) =>
    `CannotPullContainerError: Error response from daemon: Get "https://${parseImage(image).host ?? ''}/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)`,
};

export function pullFailure(
  account: Account,
  task: Task,
  image: string,
  fault: Exclude<PullFault, 'none'>,
): FailureText {
  const onFargate = task.launchType === 'FARGATE';
  const text = (onFargate ? fargatePulls : hostPulls)[fault](image, account);
  const ofTask = onFargate !== account.switches.pullErrorChangesPlace;
  return ofTask ? { reason: text } : { reason: 'Task failed to start', containerReason: text };
}

/** A secret that is not there (resource-initialization-error, Amazon ECS developer guide). */
export function secretFailure(account: Account, task: Task, secret: string): FailureText {
  const manager = secret.includes(':secretsmanager:');
  if (task.launchType === 'EC2') {
    const reason = manager
      ? `Fetching secret data from AWS Secrets Manager in region ${account.region}: secret ${secret}: ResourceNotFoundException: Secrets Manager can't find the specified secret.`
      : `ResourceInitializationError: fetching secret data from SSM Parameter Store in ${account.region}: invalid parameters: ${secret}`;
    return { reason };
  }
  const start =
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed:';
  const reason = manager
    ? `${start} unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${secret} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.`
    : `${start} unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: ${secret}`;
  return { reason };
}

export const outOfMemory = 'OutOfMemoryError: Container killed due to memory usage';

/** As the agent words it (amazon-ecs-agent, dependencygraph). */
export function dependencyFailure(dependency: string, target: string, how: 'exit' | 'time'): FailureText {
  const end = how === 'exit' ? 'as dependency did not exit successfully.' : 'as dependency has timed out.';
  return {
    reason: `TaskDependencyError: dependency graph: failed to resolve container ordering dependency [${dependency}] for target [${target}] ${end}`,
  };
}
