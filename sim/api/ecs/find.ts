import { clusterArn, ecsArn, nameIn } from '../../account/identities.ts';
import type { Account, Cluster, ContainerInstance } from '../../account/model.ts';
import { Refusal } from '../../account/refusal.ts';
import type { Service } from '../../account/service.ts';
import type { Task } from '../../account/task.ts';
import { invalid } from '../api.ts';

/** An active cluster by name or ARN; none given is `default`. Throws ClusterNotFoundException. */
export function clusterOf(account: Account, name = 'default'): Cluster {
  const cluster = account.clusters.get(name.startsWith('arn:') ? name : clusterArn(account, name));
  if (cluster === undefined || cluster.status === 'INACTIVE') {
    throw new Refusal('ClusterNotFoundException', 'Cluster not found.');
  }
  return cluster;
}

type Kind = 'task' | 'container-instance' | 'service';

/** The ARN of what is named by an id, a name or an ARN. Throws InvalidParameterException for another cluster's. */
export function arnOf(account: Account, cluster: Cluster, kind: Kind, name: string): string {
  if (!name.startsWith('arn:')) return ecsArn(account, `${kind}/${cluster.name}/${name}`);
  const [, place = '', id] = /:(?:task|container-instance|service)\/(?:([^/]+)\/)?([^/]+)$/u.exec(name) ?? [];
  if (id === undefined) throw invalid(`Invalid identifier: ${name}`);
  if (place !== '' && place !== cluster.name) {
    throw invalid(`Invalid identifier: Identifier is for cluster ${place}. Your cluster is ${cluster.name}`);
  }
  return ecsArn(account, `${kind}/${cluster.name}/${id}`);
}

/** Ids of tasks and instances are 32 hexadecimal digits, or 36 characters in accounts of before 2018. */
export function checkId(kind: 'task' | 'container-instance', name: string): void {
  const id = nameIn(name);
  const what = kind === 'task' ? 'taskId' : 'Container instance ID';
  if (id.length !== 32 && id.length !== 36) throw invalid(`${what} length should be one of [32,36]`);
}

/** Throws InvalidParameterException for one that is not there, as StopTask does. */
export function taskOf(account: Account, cluster: Cluster, name: string): Task {
  checkId('task', name);
  const task = account.tasks.get(arnOf(account, cluster, 'task', name));
  if (task === undefined) throw invalid('The referenced task was not found.');
  return task;
}

export function instanceOf(account: Account, cluster: Cluster, name: string): ContainerInstance | undefined {
  checkId('container-instance', name);
  return account.instances.get(arnOf(account, cluster, 'container-instance', name));
}

/** Throws ServiceNotFoundException, and ServiceNotActiveException unless an inactive one will do. */
export function serviceNamed(
  account: Account,
  cluster: Cluster,
  name: string,
  { inactive = false }: { readonly inactive?: boolean } = {},
): Service {
  const service = account.services.get(arnOf(account, cluster, 'service', name));
  if (service === undefined) throw new Refusal('ServiceNotFoundException', 'Service not found.');
  if (service.status !== 'ACTIVE' && !inactive) {
    throw new Refusal('ServiceNotActiveException', 'Service was not ACTIVE.');
  }
  return service;
}

export function failure(arn: string, reason = 'MISSING'): { arn: string; reason: string } {
  return { arn, reason };
}
