import { present } from '../../core/present.ts';
import type { Instant } from '../../core/time.ts';
import { lastPart } from '../../core/last-part.ts';
import type { Fields } from '../events/reader.ts';
import { objects, optionalInstant, optionalNumber, optionalText, text, texts } from '../events/reader.ts';
import type { HostPort, InstanceTask } from './instance.ts';

export type SnapshotTask = InstanceTask & {
  /** Absent on Fargate, and while it waits for an instance in PROVISIONING. */
  readonly instanceArn?: string;
  readonly lastStatus: string;
  readonly definition: string;
  readonly capacityProvider?: string;
  readonly startedBy?: string;
  readonly startedAt?: Instant;
  readonly stoppingAt?: Instant;
};

/** An item of DescribeTasks. */
export function taskOf(fields: Fields): SnapshotTask {
  const instanceArn = optionalText(fields, 'containerInstanceArn');
  const definition = optionalText(fields, 'taskDefinitionArn') ?? '';
  const family = lastPart(definition).replace(/:\d+$/, '');
  const containers = objects(fields, 'containers', containerOf);
  const attachments = objects(fields, 'attachments', (item) => optionalText(item, 'type'));
  return {
    arn: text(fields, 'taskArn'),
    ...(instanceArn !== undefined && { instanceArn }),
    lastStatus: text(fields, 'lastStatus'),
    definition,
    ...present({
      capacityProvider: optionalText(fields, 'capacityProviderName'),
      startedBy: optionalText(fields, 'startedBy'),
      startedAt: optionalInstant(fields, 'startedAt'),
      stoppingAt: optionalInstant(fields, 'stoppingAt'),
    }),
    group: optionalText(fields, 'group') ?? `family:${family}`,
    isLeaving: optionalText(fields, 'desiredStatus') === 'STOPPED',
    // `eni` in events (API_Attachment).
    hasInterface: attachments.some((type) => type === 'ElasticNetworkInterface' || type === 'eni'),
    hostPorts: containers.flatMap(({ hostPorts }) => hostPorts),
    gpuIds: containers.flatMap(({ gpuIds }) => gpuIds),
  };
}

function containerOf(fields: Fields) {
  const bindings = objects(fields, 'networkBindings', (binding): readonly HostPort[] => {
    const port = optionalNumber(binding, 'hostPort');
    const protocol = optionalText(binding, 'protocol') === 'udp' ? 'udp' : 'tcp';
    return port === undefined ? [] : [{ port, protocol }];
  });
  return { hostPorts: bindings.flat(), gpuIds: texts(fields, 'gpuIds') };
}
