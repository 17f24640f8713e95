import type {
  DeregisterContainerInstanceRequest,
  DeregisterContainerInstanceResponse,
  DescribeContainerInstancesRequest,
  DescribeContainerInstancesResponse,
  ListContainerInstancesRequest,
  ListContainerInstancesResponse,
  UpdateContainerInstancesStateRequest,
  UpdateContainerInstancesStateResponse,
} from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import { deregisterInstance, setInstanceStatus } from '../../account/instances.ts';
import type { ContainerInstance } from '../../account/model.ts';
import { matchesQuery } from '../../account/query.ts';
import { Refusal } from '../../account/refusal.ts';
import { noticeInstance } from '../../account/services/scheduler.ts';
import type { Api } from '../api.ts';
import { invalid, someOf, tagsOf } from '../api.ts';
import { byArn, pageOf } from '../pages.ts';
import { arnOf, clusterOf, failure, instanceOf } from './find.ts';
import { instanceShape } from './instance-shape.ts';

export function instanceOperations(api: Api) {
  return {
    'ECS.ListContainerInstances': (input: ListContainerInstancesRequest) => listContainerInstances(api, input),
    'ECS.DescribeContainerInstances': (input: DescribeContainerInstancesRequest) =>
      describeContainerInstances(api, input),
    'ECS.UpdateContainerInstancesState': (input: UpdateContainerInstancesStateRequest) =>
      updateContainerInstancesState(api, input),
    'ECS.DeregisterContainerInstance': (input: DeregisterContainerInstanceRequest) =>
      deregisterContainerInstance(api, input),
  };
}

/** Without a status all but INACTIVE ones (API_ListContainerInstances: "If you don't specify"; ACTIVE and DRAINING). */
function listContainerInstances(api: Api, input: ListContainerInstancesRequest): ListContainerInstancesResponse {
  const cluster = clusterOf(api.account, input.cluster);
  const found = [...api.account.instances.values()].filter((instance) => {
    const status = api.past.instanceStatus(instance);
    if (instance.clusterArn !== cluster.arn || status === undefined) return false;
    if (input.status === undefined ? status === 'INACTIVE' : status !== input.status) return false;
    return (
      input.filter === undefined ||
      input.filter === '' ||
      matchesQuery(input.filter, { instance, switches: api.account.switches })
    );
  });
  const page = pageOf(api, byArn(found.map(({ arn }) => arn)), (arn) => arn, {
    wanted: input.maxResults,
    token: input.nextToken,
    most: 100,
  });
  return { containerInstanceArns: page.items, ...present({ nextToken: page.nextToken }) };
}

function describeContainerInstances(
  api: Api,
  input: DescribeContainerInstancesRequest,
): DescribeContainerInstancesResponse {
  const cluster = clusterOf(api.account, input.cluster);
  const names = someOf('Container instances', input.containerInstances, 100);
  const tagged = input.include?.includes('TAGS') === true;
  const seen = names.map((name) => {
    const instance = instanceOf(api.account, cluster, name);
    const shape = instance === undefined ? undefined : api.past.instance(instance);
    if (instance === undefined || shape === undefined) return arnOf(api.account, cluster, 'container-instance', name);
    return { ...shape, tags: tagged ? tagsOf(instance.tags) : [] };
  });
  return {
    containerInstances: seen.filter((each) => typeof each !== 'string'),
    failures: seen.filter((each) => typeof each === 'string').map((arn) => failure(arn)),
  };
}

/** At most ten; what cannot be set is a failure in a 200 (API_UpdateContainerInstancesState). */
function updateContainerInstancesState(
  api: Api,
  input: UpdateContainerInstancesStateRequest,
): UpdateContainerInstancesStateResponse {
  const { status } = input;
  const cluster = clusterOf(api.account, input.cluster);
  if (status !== 'ACTIVE' && status !== 'DRAINING') {
    throw invalid('Container instance status should be one of [ACTIVE,DRAINING]');
  }
  const names = someOf('Container instances', input.containerInstances, 10);
  const failures: { arn: string; reason: string }[] = [];
  const set: ContainerInstance[] = [];
  for (const name of names) {
    const instance = instanceOf(api.account, cluster, name);
    const arn = arnOf(api.account, cluster, 'container-instance', name);
    if (instance === undefined) failures.push(failure(arn));
    else if (instance.status === 'INACTIVE') failures.push(failure(arn, 'INACTIVE'));
    else if (trySet(api, instance, status)) set.push(instance);
    else failures.push(failure(arn, instance.status));
  }
  return { containerInstances: set.map(instanceShape), failures };
}

function deregisterContainerInstance(
  api: Api,
  input: DeregisterContainerInstanceRequest,
): DeregisterContainerInstanceResponse {
  const instance = instanceOf(api.account, clusterOf(api.account, input.cluster), input.containerInstance ?? '');
  if (instance === undefined || instance.status === 'INACTIVE') {
    throw invalid('Referenced container instance not found.');
  }
  deregisterInstance(api.account, instance, input.force ?? false);
  noticeInstance(api.account, instance);
  api.past.noteInstance(instance);
  return { containerInstance: instanceShape(instance) };
}

function trySet(api: Api, instance: ContainerInstance, status: 'ACTIVE' | 'DRAINING'): boolean {
  try {
    setInstanceStatus(api.account, instance, status);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
  noticeInstance(api.account, instance);
  api.past.noteInstance(instance);
  return true;
}
