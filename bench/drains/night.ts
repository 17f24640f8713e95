import { minuteMs, secondMs } from '../../lib/core/time.ts';
import type {
  AutoScaling,
  AutoScalingGroup,
  EndedAction,
  GroupInstance,
  LifecycleHook,
} from '../../sim/account/autoscaling/group.ts';
import { addGroup, autoScalingOf } from '../../sim/account/autoscaling/group.ts';
import { stand } from '../../sim/account/autoscaling/lifecycle.ts';
import { terminateInstance } from '../../sim/account/autoscaling/scale.ts';
import { registerTaskDefinition } from '../../sim/account/definitions.ts';
import { ensureCluster } from '../../sim/account/identities.ts';
import type { Account, Cluster } from '../../sim/account/model.ts';
import { createService } from '../../sim/account/services/create.ts';
import { runServices } from '../../sim/account/services/scheduler.ts';
import { addTargetGroup, runLoadBalancers } from '../../sim/account/targets.ts';
import { awsApi } from '../../sim/api/aws-api.ts';
import type { Random } from '../../sim/random.ts';
import type { WireHandlers } from '../../sim/wire.ts';

/** What is drained. The last task of an instance stops about `drainS` seconds after its hook has begun. */
export type Case = {
  readonly name: string;
  /** In the cluster, those that leave included. */
  readonly hosts: number;
  /** All in the same moment. */
  readonly leaving: number;
  readonly drainS: number;
  /**
   * Why it takes so long. `starts`: successors are healthy late, and until then nothing is stopped. `stops`: successors
   * are there at once, and the old ones, which ECS does not count any more, end late (deregistration delay).
   */
  readonly slow: 'starts' | 'stops';
  readonly clusters?: number;
};

/** Enough of each service's tasks on an instance to make ten of them. */
export const services = 5;
const tasksOfEach = 2;

export const hook: LifecycleHook = {
  name: 'watchkeeper-drain',
  transition: 'autoscaling:EC2_INSTANCE_TERMINATING',
  // As long as all of them wait at most.
  heartbeatTimeoutS: 900,
  defaultResult: 'CONTINUE',
};

export type Call = { readonly at: number; readonly operation: string };

/** An instance that left, in virtual time. */
export type Leave = {
  readonly instance: GroupInstance;
  lastStopAt: number;
  /** Of its lifecycle action, and with it of the instance. */
  end?: { readonly at: number; readonly how: EndedAction['how'] };
  /** Tasks on it that were not STOPPED then. */
  killed: number;
};

export type Night = {
  readonly account: Account;
  readonly scaling: AutoScaling;
  readonly cluster: Cluster;
  readonly group: AutoScalingGroup;
  /** Of the drainer, all attempts. */
  readonly calls: Call[];
  readonly leaves: Map<string, Leave>;
};

/** Raises the case's cluster; it is up after `settlesMs`. */
export function raise(account: Account, { hosts, leaving, drainS, slow, clusters = 1 }: Case): Night {
  const scaling = autoScalingOf(account);
  runLoadBalancers(account);
  runServices(account);
  for (let at = 1; at < clusters; at += 1) ensureCluster(account, `other-${at}`);
  const cluster = ensureCluster(account, 'prod');
  const group = addGroup(scaling, { name: 'hosts', desired: hosts, max: hosts, cluster, hooks: [hook] });
  const night: Night = { account, scaling, cluster, group, calls: [], leaves: new Map() };
  standSome(night, leaving);
  account.repositories.set('shop', { name: 'shop', tags: new Map() });
  for (let at = 0; at < services; at += 1) {
    // The longest fills the drain; the others end one after the other before it.
    const longS = (drainS * (at + 1)) / services;
    serve(night, `service-${at}`, { desired: tasksOfEach * leaving, longS, slow });
  }
  // They come when all tasks have their places: so each that leaves has the same number.
  account.agenda.after(3 * minuteMs, 'the other hosts are there', () => standSome(night, hosts - leaving));
  watch(night);
  return night;
}

function standSome({ scaling, group }: Night, count: number): void {
  for (let at = 0; at < count; at += 1) stand(scaling, group, group.zones[at % group.zones.length] ?? '');
}

type Load = { readonly desired: number; readonly longS: number; readonly slow: Case['slow'] };

/** What a drain takes besides: the scheduler looks, a task is pulled, checked and signalled. */
const besidesS = 35;
const shortS = 5;

function serve({ account, cluster }: Night, name: string, { desired, longS, slow }: Load): void {
  const slowS = Math.max(shortS, longS - besidesS);
  account.repositories.get('shop')?.tags.set(name, { pushedAt: 0, digest: `sha256:${name.padEnd(64, '0')}` });
  account.programs.set(`shop:${name}`, {
    pullMs: 2_000,
    startMs: 400,
    healthyAfterMs: (slow === 'starts' ? slowS : shortS) * secondMs,
    stopMs: 2_000,
    stopExitCode: 0,
    lines: [],
    lastLines: [],
  });
  const balancer = addTargetGroup(account, name, {
    deregistrationDelayS: slow === 'stops' ? slowS : shortS,
    healthCheck: { intervalS: 5, healthyThreshold: 2, unhealthyThreshold: 2, path: '/' },
  });
  const definition = registerTaskDefinition(account, {
    family: name,
    executionRoleArn: `arn:aws:iam::${account.id}:role/execution`,
    containers: [
      {
        name: 'app',
        image: `123456789012.dkr.ecr.${account.region}.amazonaws.com/shop:${name}`,
        cpu: 128,
        memoryMiB: 256,
        portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
      },
    ],
  });
  createService(account, {
    cluster,
    name,
    definition,
    desired,
    launchType: 'EC2',
    targets: [{ targetGroupArn: balancer.arn, container: 'app', containerPort: 8080 }],
    healthCheckGracePeriodS: longS + 10 * 60,
  });
}

/** Until all tasks run and are healthy. */
export function settlesMs({ drainS }: Case): number {
  return drainS * secondMs + 8 * minuteMs;
}

/** Ends the instances that have tasks: as a scale-in does, with their hooks. */
export function begin({ scaling, group, leaves }: Night, { leaving }: Case): void {
  const those = [...group.instances.values()].slice(0, leaving);
  for (const instance of those) leaves.set(instance.id, { instance, lastStopAt: 0, killed: 0 });
  for (const { id } of those) terminateInstance(scaling, id, { decrement: true });
}

/** Sees the last stop of each instance, and its end. */
function watch({ account, leaves }: Night): void {
  account.taskListeners.push(({ instance, lastStatus }) => {
    const leave = leaves.get(instance?.ec2InstanceId ?? '');
    if (lastStatus === 'STOPPED' && leave !== undefined && leave.end === undefined)
      leave.lastStopAt = account.agenda.now();
  });
  account.actionEndListeners.push(({ instance, how }) => {
    const leave = leaves.get(instance.id);
    if (leave === undefined) return;
    leave.end = { at: account.agenda.now(), how };
    leave.killed = instance.host?.tasks.size ?? 0;
  });
}

/** With AWS's own page sizes and throttle buckets, and answers that are a little old now and then. */
export function operationsFor(account: Account, random: Random): WireHandlers {
  const parameters = new Map([['/watchkeeper/acting', { value: 'on' }]]);
  return awsApi(account, { random, consistency: { mostMs: 3000, share: 0.2 }, throttle: true, parameters });
}
