import type { ECSClient } from '@aws-sdk/client-ecs';
import { DescribeTaskDefinitionCommand, ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs';
import type { EcsReads } from '../core/ecs-reads.ts';
import type { Clock, Read } from '../core/ports.ts';
import type { TaskDefinition } from '../core/task-definition.ts';
import { lastPart } from '../core/last-part.ts';
import { joined, mostRemembered, remembered } from './batching.ts';
import { within } from './client.ts';
import { nameOf, readFrom } from './errors.ts';
import { taskDefinitionOf } from './task-definition-shape.ts';

/** Revisions of task families: each is read once, for it never changes. */
export function taskDefinitionReads(
  client: ECSClient,
  clock: Clock,
): Pick<EcsReads, 'taskDefinition' | 'previousTaskDefinition'> {
  const taskDefinition = remembered(
    mostRemembered,
    joined(async (arn) => describe(client, clock, arn)),
  );
  return {
    taskDefinition,
    previousTaskDefinition: async (arn) => previousOf(client, clock, arn, taskDefinition),
  };
}

/** A revision that does not exist, or was deleted, is a ClientException (API_DescribeTaskDefinition). */
async function describe(client: ECSClient, clock: Clock, arn: string): Promise<Read<TaskDefinition>> {
  let missing = false;
  const read = await readFrom(clock, async () => {
    try {
      const answer = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }), within());
      return answer.taskDefinition === undefined ? undefined : taskDefinitionOf(answer.taskDefinition);
    } catch (error) {
      missing = nameOf(error) === 'ClientException';
      throw error;
    }
  });
  if (!read.ok) return missing ? { ok: false, reason: 'not-found' } : read;
  return read.value === undefined ? { ok: false, reason: 'not-found' } : { ...read, value: read.value };
}

/** The revision before: nearly always one less, and then one request; else the newest active one that is older. */
async function previousOf(
  client: ECSClient,
  clock: Clock,
  arn: string,
  read: (arn: string) => Promise<Read<TaskDefinition>>,
): Promise<Read<TaskDefinition>> {
  const [family, number] = lastPart(arn).split(':');
  const revision = Number(number);
  if (family === undefined || !(revision > 1)) return { ok: false, reason: 'not-found' };
  const before = await read(`${arn.slice(0, arn.lastIndexOf(':'))}:${revision - 1}`);
  if (before.ok || before.reason !== 'not-found') return before;
  const listed = await readFrom(clock, async () =>
    client.send(new ListTaskDefinitionsCommand({ familyPrefix: family, sort: 'DESC', status: 'ACTIVE' }), within()),
  );
  if (!listed.ok) return listed;
  const older = (listed.value.taskDefinitionArns ?? []).find(
    (each) => Number(each.slice(each.lastIndexOf(':') + 1)) < revision,
  );
  return older === undefined ? before : read(older);
}
