import type { ClusterItems, RawItem } from '../../lib/core/cluster-reads.ts';
import type { Outcome } from '../../lib/core/outcome.ts';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { decideNodes } from '../../lib/scale/nodes/decide.ts';
import type { NodesFacts } from '../../lib/scale/nodes/facts.ts';
import type { NodesPolicy } from '../../lib/scale/nodes/policy.ts';
import { defaultNodesPolicy } from '../../lib/scale/nodes/policy.ts';
import type { NodesState } from '../../lib/scale/nodes/state.ts';
import type { AutoScaling, AutoScalingGroup } from '../../sim/account/autoscaling/group.ts';
import { runManagedScaling } from '../../sim/account/autoscaling/managed-scaling.ts';
import { setDesiredCapacity, terminateInstance } from '../../sim/account/autoscaling/scale.ts';
import { setInstanceStatus } from '../../sim/account/instances.ts';
import { awsApi } from '../../sim/api/aws-api.ts';
import { seeded } from '../../sim/random.ts';
import type { WireHandlers } from '../../sim/wire.ts';

/** Whoever decides how many instances there are. */
export type Sizer = {
  readonly name: string;
  /** Tasks that have no place wait for one (PROVISIONING), as managed scaling has it. */
  readonly isManaged: boolean;
  /** Services place their tasks where the least memory is left, as whoever saves on instances has them do. */
  readonly isPacked?: boolean;
  readonly begin: (scaling: AutoScaling, group: AutoScalingGroup, begun: Begun) => void;
};

/** Who hears that a task has no place, and that a service of ours wants more than fit. */
export type Begun = { onUnplaced: () => void; onShort: () => void };

/** Our reading of Amazon ECS's cluster auto scaling, with its defaults and managed termination protection. */
export const clusterAutoScaling: Sizer = {
  name: 'ECS cluster auto scaling (our reading)',
  isManaged: true,
  begin: runManagedScaling,
};

type Own = Pick<Sizer, 'isPacked'> & { readonly policy?: Partial<NodesPolicy> };

/** The same, with the placement that lets it find empty instances (task-placement-strategies, binpack). */
export const packedAutoScaling: Sizer = {
  ...clusterAutoScaling,
  name: 'the same, its services placed by binpack',
  isPacked: true,
};

/** Watchkeeper's own decisions, on what the account's APIs say; draining is done at once, by ECS's own rules. */
export function watchkeeper(name: string, { policy = {}, isPacked = false }: Own): Sizer {
  const entry = {
    pattern: '*',
    policy: { ...defaultNodesPolicy, mode: 'act' as const, perZone: 0, ...policy },
  };
  return {
    name,
    isManaged: false,
    isPacked,
    begin: (scaling, group, begun) => {
      const { account } = scaling;
      const api = awsApi(account, { random: seeded('bench') });
      let state: NodesState | undefined;
      const look = (): void => {
        let heard: Outcome[] = [];
        const facts = factsOf(api, group);
        for (let round = 0; round < 4; round += 1) {
          const now = account.agenda.now();
          const decision = decideNodes({
            key: 'scale#ap-northeast-1#nodes/prod',
            events: heard,
            state,
            endedAt: undefined,
            unfinished: [],
            takenOver: false,
            inFlight: [],
            facts,
            policy: { stack: { account: '123456789012', region: 'ap-northeast-1' }, cluster: 'prod', entries: [entry] },
            now,
          });
          if (decision.state.kind !== 'nodes') throw new Error('not a state of nodes');
          state = decision.state;
          heard = decision.actions.map(({ key, target }) => {
            carryOut(target, scaling, group);
            return { kind: 'outcome', action: key, result: 'done', at: now, reason: '' };
          });
          if (heard.length === 0) break;
        }
        const at = Math.max(state?.lookAt ?? 0, account.agenda.now() + secondMs);
        next = account.agenda.at(at, 'a look', look);
      };
      // At a second of its own, as its rival's metric has: what is wanted comes at whole minutes here.
      let next = account.agenda.after(account.random.whole(1, minuteMs), 'a look', look);
      // The service event that a task has no place brings the look forward; ECS sends it once in six hours.
      begun.onUnplaced = () => {
        if (state !== undefined) state = { ...state, lookAt: account.agenda.now() };
        account.agenda.cancel(next);
        next = account.agenda.after(3 * secondMs, 'a look', look);
      };
      // Services are scaled by Watchkeeper, too: what they lack is told at once, and not found at the next tick.
      begun.onShort = begun.onUnplaced;
    },
  };
}

type Target = Parameters<typeof decideNodes>[0]['unfinished'][number]['target'];

function carryOut(target: Target, scaling: AutoScaling, group: AutoScalingGroup): void {
  if ('raise' in target) setDesiredCapacity(scaling, group, target.raise.instances);
  if ('end' in target) terminateInstance(scaling, target.end.instanceId, { decrement: true });
  if (!('ask' in target)) return;
  const host = group.instances.get(target.ask.instanceId)?.host;
  if (host !== undefined) setInstanceStatus(scaling.account, host, target.ask.wish === 'drain' ? 'DRAINING' : 'ACTIVE');
}

type Answer = Readonly<Record<string, readonly RawItem[] | undefined>>;

function factsOf(api: WireHandlers, group: AutoScalingGroup): NodesFacts {
  const ask = (operation: string, input: object): Answer => {
    const answer = api[operation]?.(input as never, { operation, attempt: 1, signal: undefined });
    return JSON.parse(JSON.stringify(answer)) as Answer;
  };
  const inPages = (list: string, describe: string, input: object, size = 100): readonly RawItem[] => {
    const arns = (Object.values(ask(`ECS.List${list}`, { cluster: 'prod', ...input })).find(Array.isArray) ??
      []) as never[];
    const pages = Array.from({ length: Math.ceil(arns.length / size) }, (_, at) =>
      arns.slice(at * size, (at + 1) * size),
    );
    const key = `${describe.charAt(0).toLowerCase()}${describe.slice(1)}`;
    return pages.flatMap((page) => ask(`ECS.Describe${describe}`, { cluster: 'prod', [key]: page })[key] ?? []);
  };
  const services = inPages('Services', 'Services', {}, 10);
  const definitions = [...new Set(services.map(({ taskDefinition }) => taskDefinition))];
  const items: ClusterItems = {
    cluster: { clusterName: 'prod' },
    containerInstances: inPages('ContainerInstances', 'ContainerInstances', {}),
    tasks: (['RUNNING', 'STOPPED'] as const)
      .flatMap((desiredStatus) => inPages('Tasks', 'Tasks', { desiredStatus }))
      .filter(({ lastStatus }) => lastStatus !== 'STOPPED'),
    services,
    taskDefinitions: definitions.flatMap((taskDefinition) => {
      const { taskDefinition: found } = ask('ECS.DescribeTaskDefinition', { taskDefinition }) as {
        taskDefinition?: RawItem;
      };
      return found === undefined ? [] : [found];
    }),
    instanceTypes: [],
    capacityProviders: [],
    subnets: [],
  };
  const at = 0;
  const members = [...group.instances.values()].map(({ id, state, zone, isProtected }) => ({
    id,
    state,
    zone,
    isProtected,
    isWeighted: false,
  }));
  const { name, min, max, desired, zones } = group;
  return {
    kind: 'nodes',
    items: { ok: true, value: items, at },
    groups: { ok: true, value: [{ name, min, max, desired, zones, members, suspended: [], launches: [] }], at },
    controllers: { ok: true, value: new Map(), at },
    short: { ok: true, value: [], at },
    failed: new Map(),
    holds: new Map(members.map(({ id }) => [id, { ok: true, value: [], at }])),
    protectedUntil: new Map(),
  };
}
