import { readFileSync } from 'node:fs';
import type { EnrichmentReads } from '../../lib/alert/enrich/look.ts';
import { serviceOf as serviceShape } from '../../lib/aws/ecs-service-shape.ts';
import { taskDefinitionOf as definitionShape } from '../../lib/aws/task-definition-shape.ts';
import type { EcsService } from '../../lib/core/ecs-reads.ts';
import type { Read } from '../../lib/core/ports.ts';
import type { TaskDefinition } from '../../lib/core/task-definition.ts';
import { clusterName } from '../../lib/ecs/arn.ts';
import type { HealthReads } from '../../lib/health/facts.ts';

/** What is taken for true during a replay. Services by `cluster/name`. */
export type ReplayFacts = {
  readonly services: Pick<ReadonlyMap<string, EcsService>, 'get'>;
  readonly taskDefinitions: ReadonlyMap<string, TaskDefinition>;
};

const nothing: ReplayFacts = { services: new Map(), taskDefinitions: new Map() };

/**
 * A snapshot: raw items of DescribeServices and DescribeTaskDefinition under `services` and `taskDefinitions`. Without
 * one, what the stream itself does not say is unknown.
 */
export function readFacts(path: string | undefined): ReplayFacts {
  if (path === undefined) return nothing;
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'), dates);
  if (typeof value !== 'object' || value === null)
    throw new Error(`${path}: expected an object with services and taskDefinitions`);
  const services = itemsOf(value, 'services').map((item) => serviceShape(item));
  const definitions = itemsOf(value, 'taskDefinitions').map((item) =>
    definitionShape('taskDefinition' in item ? (item.taskDefinition as object) : item),
  );
  return {
    services: new Map(services.map((service) => [nameOf(clusterName(service.clusterArn), service.name), service])),
    taskDefinitions: new Map(definitions.map((definition) => [definition.arn, definition])),
  };
}

function itemsOf(value: object, key: string): readonly object[] {
  const items: unknown = Reflect.get(value, key);
  return Array.isArray(items) ? items.filter((item) => typeof item === 'object' && item !== null) : [];
}

/** The SDK gives dates; a file has them as text, or as seconds as the AWS CLI prints them in some versions. */
function dates(key: string, value: unknown): unknown {
  if (!key.endsWith('At')) return value;
  if (typeof value === 'string') return new Date(value);
  return typeof value === 'number' ? new Date(value * 1000) : value;
}

function nameOf(cluster: string, service: string): string {
  return `${cluster}/${service}`;
}

async function unread(): Promise<{ readonly ok: false; readonly reason: 'unreadable' }> {
  return { ok: false, reason: 'unreadable' };
}

/** Reads over a snapshot, as of `now`. */
export function readsFrom(
  facts: ReplayFacts,
  now: () => number,
): { readonly health: HealthReads; readonly enrichment: EnrichmentReads } {
  const known = <Value>(value: Value | undefined): Read<Value> =>
    value === undefined ? { ok: false, reason: 'unreadable' } : { ok: true, value, at: now() };
  const service = async (which: { readonly cluster: string; readonly service: string }): Promise<Read<EcsService>> =>
    known(facts.services.get(nameOf(clusterName(which.cluster), which.service)));
  const taskDefinition = async (arn: string): Promise<Read<TaskDefinition>> => known(facts.taskDefinitions.get(arn));
  return {
    health: { service, taskDefinition, targets: unread, deployment: unread },
    enrichment: {
      ecs: {
        service,
        taskDefinition,
        task: unread,
        tasks: unread,
        previousTaskDefinition: async (arn) => known(previousOf(facts, arn)),
        serviceDeployment: unread,
        serviceDeployments: unread,
        serviceRevision: unread,
      },
      logs: { tail: async () => ({ state: 'failed', reason: 'unreadable' }) },
      images: { image: unread },
      trail: { lastChange: unread },
      targets: { reading: unread },
    },
  };
}

function previousOf(facts: ReplayFacts, arn: string): TaskDefinition | undefined {
  const current = facts.taskDefinitions.get(arn);
  if (current === undefined) return undefined;
  return [...facts.taskDefinitions.values()]
    .filter(({ family, revision }) => family === current.family && revision < current.revision)
    .toSorted((a, b) => b.revision - a.revision)[0];
}
