import type { Account, ContainerInstance } from '../model.ts';
import type { PlacementFailure } from '../placement.ts';
import { matchesQuery } from '../query.ts';
import type { Service } from '../service.ts';
import { primaryOf, serviceOf } from './standing.ts';
import { placeOne } from './start.ts';

/**
 * ACTIVE instances whose attributes and the constraints let a daemon's task run there; that one is full is a failure.
 * Those whose agent is not connected count while they hold its task, or by a switch: nothing can be placed there.
 */
export function daemonHosts(account: Account, service: Service): ContainerInstance[] {
  const silentToo = account.switches.daemonsWantSilentHosts;
  return eligibleHosts(account, service).filter(
    (instance) => instance.agentConnected || silentToo || holds(service, instance),
  );
}

/** Whether a host may come to be usable without anybody saying so. */
export function awaitsAgent(account: Account, service: Service): boolean {
  return eligibleHosts(account, service).some((instance) => !instance.agentConnected && !holds(service, instance));
}

function holds({ name }: Service, { tasks }: ContainerInstance): boolean {
  return [...tasks].some(({ group }) => group === `service:${name}`);
}

function eligibleHosts(account: Account, service: Service): ContainerInstance[] {
  const { definition } = primaryOf(service);
  const expressions = [...service.placementConstraints, ...definition.placementConstraints].flatMap(
    ({ type, expression }) => (type === 'memberOf' && expression !== undefined ? [expression] : []),
  );
  return [...account.instances.values()].filter(
    (instance) =>
      instance.clusterArn === service.clusterArn &&
      instance.status === 'ACTIVE' &&
      expressions.every((expression) => matchesQuery(expression, { instance, switches: account.switches })) &&
      definition.requiresAttributes.every(({ name }) => instance.attributes.has(name)),
  );
}

/** Whether it can go on this host now; undefined: yes. */
export function refusalsOn(
  account: Account,
  service: Service,
  host: ContainerInstance,
): readonly PlacementFailure[] | undefined {
  const constraint = { type: 'memberOf', expression: `ec2InstanceId == ${host.ec2InstanceId}` } as const;
  const placement = placeOne(account, service, { deployment: primaryOf(service), launchType: 'EC2', constraint });
  return 'failures' in placement ? placement.failures.filter(({ arn }) => arn === host.arn) : undefined;
}

/** Daemon tasks leave a draining host when nothing but daemons runs on it ("started first, stopped last", ecs_services). */
export function holdsDaemonsOnly(account: Account, instance: ContainerInstance): boolean {
  return [...instance.tasks].every((task) => serviceOf(account, task)?.scheduling === 'DAEMON');
}
