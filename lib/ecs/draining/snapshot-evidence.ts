import type { Instant } from '../../core/time.ts';
import { present } from '../../core/present.ts';
import { secondMs } from '../../core/time.ts';
import { answerPlacement } from '../placement/answer.ts';
import type { PlacementAnswer } from '../placement/answer.ts';
import { isOnFargate } from '../placement/fargate.ts';
import type { PlacementInstance } from '../placement/instance.ts';
import type { Snapshot } from '../placement/snapshot.ts';
import { askedByService, definitionNamed, serviceNamed } from '../placement/snapshot-asked.ts';
import type { SnapshotTask } from '../placement/snapshot-task.ts';
import type { DrainEvidence, HeldTask, HoldingService } from './evidence.ts';

/** What the items of a cluster do not say: by task ARN, and by ARN of the target group. */
export type Beside = {
  readonly protectedUntil: ReadonlyMap<string, Instant>;
  readonly deregistrationDelayMs: ReadonlyMap<string, number>;
};

/** Why tasks stay on an instance, from the Describe items of its cluster alone. */
export function evidenceIn(
  snapshot: Snapshot,
  { arn }: Pick<PlacementInstance, 'arn'>,
  beside: Beside = { protectedUntil: new Map(), deregistrationDelayMs: new Map() },
): DrainEvidence {
  const cluster = snapshot.cluster ?? '-';
  const here = snapshot.tasks.filter((task) => task.instanceArn === arn && task.lastStatus !== 'STOPPED');
  const names = [...new Set(here.flatMap(({ group }) => serviceIn(group) ?? []))];
  return {
    tasks: here.map((task) => heldTask(task, { snapshot, cluster, beside })),
    services: new Map(
      names.flatMap((name) => {
        const service = holdingService(snapshot, name, beside);
        return service === undefined ? [] : [[`${cluster}/${name}`, service] as const];
      }),
    ),
    stopTimeoutsMs: new Map(
      here.flatMap(({ definition }) => {
        const seconds = definitionNamed(snapshot, definition)?.stopTimeoutSeconds;
        return seconds === undefined ? [] : [[definition, seconds * secondMs] as const];
      }),
    ),
  };
}

const serviceIn = (group: string): string | undefined =>
  group.startsWith('service:') ? group.slice('service:'.length) : undefined;

type Given = { readonly snapshot: Snapshot; readonly cluster: string; readonly beside: Beside };

function heldTask(task: SnapshotTask, { snapshot, cluster, beside }: Given): HeldTask {
  const { arn, group, isLeaving, lastStatus, definition, startedBy, startedAt, stoppingAt } = task;
  const service = serviceIn(group);
  const protectedUntil = beside.protectedUntil.get(arn);
  return {
    arn,
    cluster,
    name: service ?? group.replace(/^family:/, ''),
    isDaemon: service !== undefined && serviceNamed(snapshot, service)?.isDaemon === true,
    isStopping: isLeaving,
    lastStatus,
    taskDefinitionArn: definition,
    ...present({ service, startedBy, startedAt, stoppingAt, protectedUntil }),
  };
}

function holdingService(snapshot: Snapshot, name: string, beside: Beside): HoldingService | undefined {
  const service = serviceNamed(snapshot, name);
  if (service === undefined) return undefined;
  const { desired, running, pending, minimumHealthyPercent, maximumPercent, targetGroupArns } = service;
  const deregistration = targetGroupArns
    .flatMap((arn) => {
      const delayMs = beside.deregistrationDelayMs.get(arn);
      return delayMs === undefined ? [] : [{ targetGroup: arn.split('/')[1] ?? arn, delayMs }];
    })
    .toSorted((a, b) => b.delayMs - a.delayMs)[0];
  return {
    name,
    desired,
    running,
    pending,
    ...present({ minimumHealthyPercent, maximumPercent, deregistration }),
  };
}

/** Where the successor of a task would go: to no instance that is being drained. Undefined: nobody can say. */
export function successorOf(snapshot: Snapshot, service: string): PlacementAnswer | undefined {
  const found = serviceNamed(snapshot, service);
  const asked = found === undefined ? undefined : askedByService(snapshot, found);
  if (asked === undefined || isOnFargate(asked)) return undefined;
  return answerPlacement(
    { ...snapshot, instances: snapshot.instances.filter(({ status }) => status !== 'DRAINING') },
    asked,
  );
}
