import type { ContainerInstance as AwsInstance, Resource } from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import type { ContainerInstance, Resources } from '../../account/model.ts';
import { remainingOf } from '../../account/resources.ts';
import { date } from '../api.ts';

/** A container instance as DescribeContainerInstances answers it (API_ContainerInstance). */
export function instanceShape(instance: ContainerInstance): AwsInstance {
  const gpus = instance.registered.gpus.length > 0;
  const tasks = [...instance.tasks];
  return {
    containerInstanceArn: instance.arn,
    ec2InstanceId: instance.ec2InstanceId,
    version: instance.version,
    versionInfo: { agentHash: '9e2d1c5b', agentVersion: instance.agentVersion, dockerVersion: 'DockerVersion: 25.0.8' },
    status: instance.status,
    agentConnected: instance.agentConnected,
    registeredResources: resourcesShape(instance.registered, gpus),
    remainingResources: resourcesShape(remainingOf(instance), gpus),
    // Of the tasks that are wanted here, those on their way out are in neither count (API_ContainerInstance).
    runningTasksCount: tasks.filter((task) => task.desiredStatus === 'RUNNING' && task.lastStatus === 'RUNNING').length,
    pendingTasksCount: tasks.filter((task) => task.desiredStatus === 'RUNNING' && isPending(task.lastStatus)).length,
    attributes: [...instance.attributes].map(([name, value]) => ({ name, ...present({ value }) })),
    attachments: [],
    registeredAt: date(instance.registeredAt),
    ...present({ capacityProviderName: instance.capacityProvider }),
  };
}

function isPending(status: string): boolean {
  return status === 'PROVISIONING' || status === 'PENDING' || status === 'ACTIVATING';
}

/** Numbers as INTEGER; ports that are taken, and GPUs that are free, as STRINGSET (API_Resource). */
function resourcesShape(resources: Resources, gpus: boolean): Resource[] {
  return [
    whole('CPU', resources.cpu),
    whole('MEMORY', resources.memoryMiB),
    set('PORTS', resources.tcpPorts),
    set('PORTS_UDP', resources.udpPorts),
    ...(gpus ? [set('GPU', resources.gpus)] : []),
  ];
}

function whole(name: string, value: number): Resource {
  return { name, type: 'INTEGER', doubleValue: 0, longValue: 0, integerValue: value };
}

function set(name: string, values: readonly (number | string)[]): Resource {
  return { name, type: 'STRINGSET', doubleValue: 0, longValue: 0, integerValue: 0, stringSetValue: values.map(String) };
}
