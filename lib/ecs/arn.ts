import { lastPart } from '../core/last-part.ts';

/**
 * Reading of ECS ARNs and names, of every partition, long and short (before 2018 task, service and container instance
 * ARNs had no cluster: "Amazon Resource Names (ARNs) and IDs", Amazon ECS developer guide).
 */
type ServiceName = { readonly cluster?: string; readonly name: string };

/** `arn:aws:ecs:R:A:cluster/NAME` or a bare name. */
export function clusterName(arn: string): string {
  return nameIn(arn);
}

/** Service and daemon ARNs: `…:service/CLUSTER/NAME` or `…:service/NAME`; a bare name has no cluster. */
export function serviceOf(arn: string): ServiceName {
  const parts = resourceOf(arn).split('/');
  const name = parts.at(-1) ?? arn;
  const cluster = parts.length >= 3 ? parts[1] : undefined;
  return cluster === undefined ? { name } : { cluster, name };
}

/** `…:service-deployment/CLUSTER/SERVICE/ID`: its service's ARN is not in it, its names are. */
export function serviceOfDeployment(arn: string): ServiceName {
  const [, cluster, name] = resourceOf(arn).split('/');
  return cluster === undefined || name === undefined ? { name: nameIn(arn) } : { cluster, name };
}

/** The task's id: the last part, with or without a cluster before it. */
export function taskId(arn: string): string {
  return nameIn(arn);
}

export function containerInstanceId(arn: string): string {
  return nameIn(arn);
}

/** `…:task-definition/FAMILY:REVISION`. The revision is absent where only the family is named. */
export function taskDefinitionOf(arn: string): { readonly family: string; readonly revision?: number } {
  const name = nameIn(arn);
  const colon = name.lastIndexOf(':');
  if (colon < 0) return { family: name };
  const revision = Number(name.slice(colon + 1));
  return Number.isInteger(revision) ? { family: name.slice(0, colon), revision } : { family: name.slice(0, colon) };
}

/** `aws`, `aws-cn`, `aws-us-gov`; `aws` where it cannot be told. */
export function partitionOf(arn: string): string {
  const partition = arn.startsWith('arn:') ? arn.split(':')[1] : undefined;
  return partition === undefined || partition === '' ? 'aws' : partition;
}

function resourceOf(arn: string): string {
  return arn.startsWith('arn:') ? arn.split(':').slice(5).join(':') : arn;
}

function nameIn(arn: string): string {
  return lastPart(resourceOf(arn));
}

/**
 * Whether an instance is one of ECS Anywhere. Its `ec2InstanceId` is then the id Systems Manager gave it
 * (API_ContainerInstance): EC2 and Auto Scaling know nothing of it.
 */
export function isExternalInstance(ec2InstanceId: string | undefined): ec2InstanceId is string {
  return ec2InstanceId?.startsWith('mi-') === true;
}
