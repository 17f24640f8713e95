import type { EcsService } from '../../lib/core/ecs-reads.ts';
import type { AwsEvent, TaskChanged } from '../../lib/core/event.ts';
import { taskDefinitionOf } from '../../lib/ecs/arn.ts';
import { subjectOf } from '../../lib/health/subject.ts';

/**
 * What DescribeServices would have shown during a recorded night, worked out from the whole recording: a task whose
 * first event is not its birth was running before it. Desired is how many ran when the recording began; `desired`
 * names services more of whose tasks ran all the while without an event.
 */
export type RecordedAccount = {
  /** Services as of `at`, by `cluster/name`. */
  readonly servicesAt: (at: number) => ReadonlyMap<string, EcsService>;
};

type Life = {
  readonly service: string;
  readonly clusterArn: string;
  readonly from: number;
  readonly until: number;
  readonly definition: string;
  readonly deployment: string;
};

export function recordedAccount(
  events: readonly AwsEvent[],
  desired: Readonly<Record<string, number>>,
): RecordedAccount {
  const lives = livesOf(events.filter((event) => event.kind === 'task'));
  const begin = Math.min(...events.map((event) => event.at));
  const services = Map.groupBy(lives, (life) => life.service);
  return {
    servicesAt: (at) =>
      new Map(
        [...services].map(([name, tasks]) => [name, serviceAt(name, tasks, { at, begin, wanted: desired[name] })]),
      ),
  };
}

/** From when to when each task of a service was RUNNING. */
function livesOf(tasks: readonly TaskChanged[]): readonly Life[] {
  const byTask = Map.groupBy(tasks, (task) => task.taskArn);
  return [...byTask.values()].flatMap((changes): readonly Life[] => {
    const [first] = changes;
    const subject = first === undefined ? undefined : subjectOf(first);
    if (first === undefined || subject?.kind !== 'service') return [];
    const ran = changes.find((change) => change.lastStatus === 'RUNNING');
    const ended = changes.find((change) =>
      ['DEACTIVATING', 'STOPPING', 'DEPROVISIONING', 'STOPPED'].includes(change.lastStatus),
    );
    const born =
      first.lastStatus === 'PROVISIONING' || first.lastStatus === 'PENDING' || first.lastStatus === 'ACTIVATING';
    const from = born ? (ran?.at ?? Infinity) : -Infinity;
    return [
      {
        service: `${subject.cluster}/${subject.name}`,
        clusterArn: first.clusterArn,
        from,
        until: ended?.at ?? Infinity,
        definition: first.taskDefinitionArn,
        deployment: first.startedBy ?? '',
      },
    ];
  });
}

function serviceAt(
  name: string,
  tasks: readonly Life[],
  time: { readonly at: number; readonly begin: number; readonly wanted: number | undefined },
): EcsService {
  const [cluster = '', service = ''] = name.split('/');
  const clusterArn = tasks[0]?.clusterArn ?? '';
  const isThere =
    (at: number) =>
    (life: Life): boolean =>
      life.from <= at && at < life.until;
  const seen = tasks.filter(isThere(time.begin)).length;
  const desired = Math.max(1, time.wanted ?? seen);
  const running = tasks.filter(isThere(time.at)).length + Math.max(0, desired - seen);
  return {
    serviceArn: clusterArn.replace(`cluster/${cluster}`, `service/${cluster}/${service}`),
    name: service,
    clusterArn,
    status: 'ACTIVE',
    desired,
    running,
    pending: 0,
    deployments: [],
    taskSets: [],
    policy: { minimumHealthyPercent: 100, maximumPercent: 200, circuitBreaker: { enabled: true, rollback: true } },
    targetGroupArns: [],
    capacityProviders: [],
    tags: {},
    events: [],
    taskDefinitionArn: newestOf(tasks, time.at),
  };
}

function newestOf(tasks: readonly Life[], at: number): string {
  const known = tasks.filter((life) => life.from <= at);
  return (
    known.toSorted(
      (a, b) => (taskDefinitionOf(b.definition).revision ?? 0) - (taskDefinitionOf(a.definition).revision ?? 0),
    )[0]?.definition ?? ''
  );
}
