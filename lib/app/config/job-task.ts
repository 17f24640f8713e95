import type { CapacityChoice, TaskSpec } from '../../batch/job.ts';
import { present } from '../../core/present.ts';
import type { WrittenJob } from './batch-policy.ts';
import { isLaunchType } from './schema/job-task.ts';

/** ECS's own default (API_RunTask, cluster); `check` asks for a cluster before it comes to that. */
const defaultCluster = 'default';

/** What a job runs. Its task definition has its name, and its cluster is that of `like`, where nothing else is said. */
export function taskOf(name: string, written: WrittenJob): TaskSpec {
  const { cluster, like, network, array, command, container } = written;
  return {
    cluster: cluster ?? like?.split('/')[0] ?? defaultCluster,
    definition: written.task ?? name,
    roles: written.roles ?? [],
    capacity: (written.capacity ?? []).map(capacityOf),
    environment: written.env ?? {},
    ...present({ like, container, command }),
    ...(network !== undefined && {
      network: {
        subnets: network.subnets,
        securityGroups: network.securityGroups ?? [],
        publicIp: network.publicIp ?? false,
      },
    }),
    ...(array !== undefined && {
      array: {
        size: array.size,
        parallelism: array.parallelism ?? array.size,
        maxFailedIndexes: array.maxFailedIndexes ?? 0,
      },
    }),
  };
}

function capacityOf({ name, attempts }: NonNullable<WrittenJob['capacity']>[number]): CapacityChoice {
  return { ...(isLaunchType(name) ? { launchType: name } : { provider: name }), ...present({ attempts }) };
}
