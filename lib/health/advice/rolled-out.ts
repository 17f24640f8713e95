import type { RawItem } from '../../core/cluster-reads.ts';
import { isObject } from '../../core/json.ts';
import { secondMs } from '../../core/time.ts';
import type { Begun } from './names.ts';

/** A deployment as it stands. `replaces`: there is another one beside it. */
export type RolledOut = { readonly id: string; readonly isGoingOn: boolean; readonly replaces: boolean };

/**
 * A service with the task definition that is being rolled out in it, and its deployment. `isYetToCome`: CodeDeploy has
 * begun, and its task set is not there yet.
 */
type Subject = {
  readonly service: RawItem;
  readonly deployment?: RolledOut;
  readonly isYetToCome?: true;
};

/** CodeDeploy's clock and ECS's. */
const slackMs = 10 * secondMs;

/**
 * What is looked at of a service, an item of DescribeServices. ECS's own deployments stand in it, and its task definition
 * is theirs; CodeDeploy brings a task set, the newest, while the service's task definition is still that of the one that
 * serves (API_Service, API_TaskSet).
 */
export function rolledOutIn(service: RawItem, begun: readonly Begun[]): Subject {
  const { deploymentController: controller } = service;
  if (isObject(controller) && controller['type'] === 'CODE_DEPLOY') return bySets(service, begun);
  const all = itemsIn(service, 'deployments');
  const primary = all.find(({ status }) => status === 'PRIMARY');
  const { id, rolloutState } = primary ?? {};
  if (typeof id !== 'string') return { service };
  return { service, deployment: { id, isGoingOn: rolloutState === 'IN_PROGRESS', replaces: all.length > 1 } };
}

function bySets(service: RawItem, begun: readonly Begun[]): Subject {
  const sets = itemsIn(service, 'taskSets').toSorted((a, b) => timeOf(b) - timeOf(a));
  const [newest] = sets;
  const taskDefinition = newest?.['taskDefinition'];
  const own = begun.find((each) => each.service === service['serviceName']);
  if (newest === undefined || typeof taskDefinition !== 'string' || own === undefined) return { service };
  if (timeOf(newest) < own.at - slackMs) return { service, isYetToCome: true };
  const isGoingOn = sets.length > 1;
  const deployment = { id: own.deploymentId, isGoingOn, replaces: isGoingOn };
  return { service: { ...service, taskDefinition }, deployment };
}

/** A Date of the SDK's, or the text of one. */
function timeOf({ createdAt }: RawItem): number {
  if (createdAt instanceof Date) return createdAt.getTime();
  return typeof createdAt === 'string' ? Date.parse(createdAt) : Number(createdAt ?? 0);
}

function itemsIn(item: RawItem, key: string): readonly RawItem[] {
  const value = item[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}
