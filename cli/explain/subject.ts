import { oneLine } from '../../lib/channels/untrusted.ts';
import { containerInstanceId } from '../../lib/ecs/arn.ts';
import type { AskedTask } from '../../lib/ecs/placement/asked.ts';
import type { PlacementInstance } from '../../lib/ecs/placement/instance.ts';
import { longNameOf } from '../../lib/ecs/placement/instance-names.ts';
import type { Snapshot } from '../../lib/ecs/placement/snapshot.ts';
import {
  askedByDefinition,
  askedByService,
  definitionNamed,
  serviceNamed,
} from '../../lib/ecs/placement/snapshot-asked.ts';
import type { SnapshotService } from '../../lib/ecs/placement/snapshot-service.ts';
import type { CommandFailure } from '../failure.ts';
import { fault } from '../failure.ts';
import { few } from './cluster.ts';
import type { Source } from './source.ts';

/** A service's next task; throws what is wrong, and which services there are. */
export async function askedService(
  name: string,
  source: Source,
): Promise<{ asked: AskedTask; service: SnapshotService }> {
  const { snapshot, live } = source;
  const service = serviceNamed(snapshot, name);
  if (service === undefined) {
    const names = live === undefined ? namesOf(snapshot) : await live.reads.serviceNames(live.name).catch(() => []);
    throw notFound(`service ${name}`, source, names, name);
  }
  if (service.status !== 'ACTIVE') {
    throw fault(`service ${name} is ${oneLine(service.status)}: it was deleted`, 'ECS places no more of its tasks');
  }
  const asked = askedByService(snapshot, service);
  if (asked !== undefined) return { asked, service };
  const { taskDefinition } = service;
  if (taskDefinition === '') throw fault(`service ${name} has no task set, and so no task definition`, 'create one');
  throw fault(
    `task definition ${oneLine(containerInstanceId(taskDefinition))} of service ${name} is not known`,
    live === undefined ? 'put it into the file, under taskDefinitions' : 'it needs ecs:DescribeTaskDefinition',
  );
}

export function askedDefinition(name: string, source: Source): AskedTask {
  const { snapshot } = source;
  const definition = definitionNamed(snapshot, name);
  if (definition !== undefined) return askedByDefinition(definition, snapshot);
  if (source.live !== undefined)
    throw fault(`there is no task definition ${name}`, 'write its family, family:revision, or ARN');
  throw notFound(
    `task definition ${name}`,
    source,
    [...new Set(snapshot.definitions.map(({ family }) => family))],
    name,
  );
}

/** Short names are names, too: the beginning of an id is enough. */
const leastBeginning = 5;

export function askedInstance(name: string, source: Source): PlacementInstance {
  const { instances } = source.snapshot;
  const found = instances.filter((each) => isCalled(each, name));
  const exact = found.find((each) => idsOf(each).includes(name));
  const [first, second] = found;
  if (exact !== undefined) return exact;
  if (first === undefined) throw notFound(`instance ${name}`, source, instances.map(longNameOf), name);
  if (second === undefined) return first;
  throw fault(`${name} fits ${found.length} instances`, `name one: ${few(found.map(longNameOf), name)}`);
}

const idsOf = ({ arn, ec2InstanceId = '' }: PlacementInstance): readonly string[] => [
  arn,
  containerInstanceId(arn),
  ec2InstanceId,
];

const isCalled = (instance: PlacementInstance, name: string): boolean =>
  idsOf(instance).some((id) => id === name || (name.length >= leastBeginning && id.startsWith(name)));

const namesOf = ({ services }: Snapshot): readonly string[] => services.map((each) => each.name);

function notFound(what: string, { snapshot, live }: Source, names: readonly string[], near: string): CommandFailure {
  const where = live?.name ?? snapshot.cluster ?? 'the file';
  const known = names.length === 0 ? 'there is none at all' : `there are ${few(names, near)}`;
  return fault(`there is no ${what} in ${oneLine(where)}`, known);
}
