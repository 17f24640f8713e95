import type { Holds } from '../../lib/core/ports.ts';
import type { Instant } from '../../lib/core/time.ts';
import { minuteMs } from '../../lib/core/time.ts';
import type { AutoScaling } from '../account/autoscaling/group.ts';
import { autoScalingOf } from '../account/autoscaling/group.ts';
import { runHealthChecks } from '../account/autoscaling/health.ts';
import { runManagedDraining } from '../account/autoscaling/managed-draining.ts';
import { registerTaskDefinition } from '../account/definitions.ts';
import { ensureCluster } from '../account/identities.ts';
import type { Account } from '../account/model.ts';
import { runTask } from '../account/run-task.ts';
import type { Service } from '../account/service.ts';
import { createService } from '../account/services/create.ts';
import { runServices } from '../account/services/scheduler.ts';
import { updateService } from '../account/services/update.ts';
import type { ServiceTarget } from '../account/task.ts';
import type { ContainerDefinition, TaskDefinition } from '../account/task-definition.ts';
import { deployByCodeDeploy } from '../account/task-sets/codedeploy.ts';
import { addTaskSet } from '../account/task-sets/sets.ts';
import { addTargetGroup, runLoadBalancers } from '../account/targets.ts';
import type { Random } from '../random.ts';
import { raiseHosts } from './hosts.ts';
import type { JobPlan, Plan, ServicePlan } from './plan.ts';
import type { ProgramName } from './programs.ts';
import { programOf } from './programs.ts';
import { letTasksProtectThemselves } from './protection.ts';
import { providersOf, strategyOf } from './strategy.ts';

/** An account with a plan's things in it, and the hands that change them. */
export type Stage = {
  readonly account: Account;
  readonly scaling: AutoScaling;
  readonly plan: Plan;
  readonly random: Random;
  /** The release each image stands at: `v1.N`. */
  readonly releases: Map<string, number>;
  /** What jobs run from now on. */
  readonly jobPrograms: Map<string, ProgramName>;
  /** What people did to instances, oldest first. */
  readonly acts: PersonsAct[];
  /** Where people write that nobody is to act on something; absent: nobody looks there. */
  readonly holds?: Holds;
};

/** A person's doing, as it was done, whether or not anybody was told. */
export type PersonsAct = {
  readonly at: Instant;
  readonly instance: string;
  readonly did:
    | 'ACTIVE'
    | 'DRAINING'
    | 'completed'
    | 'requested'
    | 'extended'
    | 'forced'
    | 'cancelled'
    | 'planned'
    | 'held'
    | 'let go';
  /** When EC2's maintenance begins. */
  readonly startsAt?: Instant;
};

/** Lets a plan's things come into being. Nothing has happened yet when it returns: let the agenda run for some minutes. */
export function raiseStage(account: Account, plan: Plan, random: Random, holds?: Holds): Stage {
  const stage: Stage = {
    account,
    scaling: autoScalingOf(account),
    plan,
    random,
    releases: new Map(),
    jobPrograms: new Map(),
    acts: [],
    ...(holds !== undefined && { holds }),
  };
  const { scaling } = stage;
  runLoadBalancers(account);
  runServices(account);
  runHealthChecks(scaling);
  runManagedDraining(scaling);
  for (const name of plan.clusters) ensureCluster(account, name);
  for (const host of plan.hosts) raiseHosts(stage, host);
  letTasksProtectThemselves(stage);
  for (const service of plan.services) raiseService(stage, service);
  for (const job of plan.jobs) repeatJob(stage, job);
  return stage;
}

function raiseService(stage: Stage, plan: ServicePlan): void {
  const { account } = stage;
  const { circuitBreaker: breaker } = plan;
  const strategy = strategyOf(stage.plan, plan);
  createService(account, {
    cluster: ensureCluster(account, plan.cluster),
    name: plan.name,
    definition: release(stage, plan, { program: plan.program }),
    desired: plan.desired,
    ...(strategy.length > 0
      ? { capacityProviderStrategy: strategy }
      : { launchType: plan.runsOn === 'EC2' ? 'EC2' : 'FARGATE' }),
    scheduling: plan.kind === 'daemon' ? 'DAEMON' : 'REPLICA',
    minimumHealthyPercent: plan.minimumHealthyPercent,
    maximumPercent: plan.maximumPercent,
    circuitBreaker: { enabled: breaker !== 'none', rollback: breaker === 'rollback' },
    targets: targetsOf(account, plan),
    ...(plan.blueGreen !== undefined && { strategy: 'BLUE_GREEN', ...plan.blueGreen }),
    ...(plan.deployedBy !== undefined && { controller: plan.deployedBy === 'external' ? 'EXTERNAL' : 'CODE_DEPLOY' }),
    ...(plan.alarms !== undefined && { alarms: { names: plan.alarms, enabled: true, rollback: true } }),
    healthCheckGracePeriodS: plan.kind === 'web' ? 30 : 0,
    ...(plan.team !== undefined && { tags: new Map([['Team', plan.team]]) }),
  });
}

function targetsOf(account: Account, plan: ServicePlan): readonly ServiceTarget[] {
  if (plan.kind !== 'web') return [];
  const target = { targetGroupArn: groupOf(account, plan), container: 'app', containerPort: 8080 };
  if (plan.blueGreen === undefined && plan.deployedBy === undefined) return [target];
  return [{ ...target, alternateTargetGroupArn: groupOf(account, { ...plan, name: `${plan.name}-green` }) }];
}

/** Quicker than the console's settings: a team that deploys often would not wait five minutes for a target. */
function groupOf(account: Account, { name, deregistrationDelayS = 15 }: ServicePlan): string {
  const settings = {
    deregistrationDelayS,
    healthCheck: { intervalS: 10, healthyThreshold: 2, unhealthyThreshold: 2, path: '/healthz' },
  };
  return addTargetGroup(account, name, settings).arn;
}

export type Release = {
  readonly program: ProgramName;
  /** The image was never pushed. */
  readonly notPushed?: boolean;
  /** Asks for a secret that is not there. */
  readonly missingSecret?: boolean;
};

/** Pushes the next image of a service and registers the revision that runs it. */
export function release(stage: Stage, plan: ServicePlan | JobPlan, how: Release): TaskDefinition {
  const { account } = stage;
  const family = 'family' in plan ? plan.family : plan.name;
  const number = (stage.releases.get(family) ?? 40) + 1;
  stage.releases.set(family, number);
  const tag = `v1.${number}`;
  account.programs.set(`${family}:${tag}`, programOf(how.program));
  const repository = account.repositories.get(family) ?? { name: family, tags: new Map() };
  account.repositories.set(family, repository);
  const digest = `sha256:${stage.random.hex(64)}`;
  if (how.notPushed !== true) repository.tags.set(tag, { pushedAt: account.agenda.now(), digest });
  const onFargate = 'runsOn' in plan ? plan.runsOn !== 'EC2' : providersOf(stage.plan, plan).length === 0;
  return registerTaskDefinition(account, {
    family,
    networkMode: onFargate ? 'awsvpc' : 'bridge',
    ...(onFargate && { requiresCompatibilities: ['FARGATE'] as const, cpu: 256, memoryMiB: 512 }),
    executionRoleArn: `arn:aws:iam::${account.id}:role/ecs-execution`,
    taskRoleArn: `arn:aws:iam::${account.id}:role/${family}`,
    containers: [containerOf(stage, plan, { family, tag, missingSecret: how.missingSecret === true })],
  });
}

function containerOf(
  { account }: Stage,
  plan: ServicePlan | JobPlan,
  { family, tag, missingSecret }: { readonly family: string; readonly tag: string; readonly missingSecret: boolean },
): Pick<ContainerDefinition, 'name' | 'image'> & Partial<ContainerDefinition> {
  const service = 'runsOn' in plan ? plan : undefined;
  const secret = `arn:aws:secretsmanager:${account.region}:${account.id}:secret:${family}/database-AbCdEf`;
  if (!missingSecret) account.secrets.add(secret);
  const missing = `arn:aws:secretsmanager:${account.region}:${account.id}:secret:${family}/hmac-key-XyZ123`;
  return {
    name: 'app',
    image: `${account.id}.dkr.ecr.${account.region}.amazonaws.com/${family}:${tag}`,
    cpu: service?.cpu ?? 256,
    memoryMiB: service?.memoryMiB ?? 512,
    portMappings:
      service?.kind === 'web'
        ? [
            {
              containerPort: 8080,
              protocol: 'tcp',
              ...(service.hostPort !== undefined && { hostPort: service.hostPort }),
            },
          ]
        : [],
    environment: { LOG_LEVEL: 'info' },
    secrets: { DATABASE_URL: secret, ...(missingSecret && { PAYMENT_HMAC_KEY: missing }) },
    stopTimeoutS: service?.stopTimeoutS ?? 30,
    log: { group: `/ecs/${family}`, streamPrefix: 'ecs' },
  };
}

/** Rolls a new revision of a service out, as its pipeline would. */
export function deploy(stage: Stage, plan: ServicePlan, how: Release): void {
  const service = serviceNamed(stage, plan);
  if (service?.status !== 'ACTIVE') return;
  const by = { role: 'deploy', session: `gha-deploy-${plan.name}` };
  const definition = release(stage, plan, how);
  const { account } = stage;
  if (plan.deployedBy === undefined) updateService(account, service, { definition, by });
  else if (plan.deployedBy === 'external') addTaskSet(account, service, definition);
  else deployByCodeDeploy(account, service, { definition, settings: plan.deployedBy });
}

/** What no trouble's end has put right: a service whose last deployment did not come to its end gets a good one. */
export function mendServices(stage: Stage): void {
  for (const plan of stage.plan.services) {
    const [primary] = serviceNamed(stage, plan)?.deployments ?? [];
    if (primary !== undefined && primary.rolloutState !== 'COMPLETED') deploy(stage, plan, { program: plan.program });
  }
}

export function serviceNamed(
  { account }: Stage,
  { cluster, name }: Pick<ServicePlan, 'cluster' | 'name'>,
): Service | undefined {
  return [...account.services.values()].find((each) => each.arn.endsWith(`service/${cluster}/${name}`));
}

function repeatJob(stage: Stage, job: JobPlan): void {
  const { account, random } = stage;
  const again = (): void => {
    account.agenda.after(job.everyMinutes * minuteMs, `${job.family} is due`, () => {
      startJob(stage, job);
      again();
    });
  };
  account.agenda.after(random.whole(1, job.everyMinutes) * minuteMs, `${job.family} is due`, () => {
    startJob(stage, job);
    again();
  });
}

/** Starts a job now, with the program it has at this time. */
export function startJob(stage: Stage, job: JobPlan): void {
  const { account } = stage;
  const program = stage.jobPrograms.get(job.family) ?? job.program;
  const running = [...account.taskDefinitions.values()].findLast(({ family }) => family === job.family);
  const last = running?.containers[0]?.image.split(':').at(-1);
  const same = last !== undefined && account.programs.get(`${job.family}:${last}`)?.lines === programOf(program).lines;
  const strategy = strategyOf(stage.plan, job);
  const definition = running !== undefined && same ? running : release(stage, job, { program });
  runTask(account, {
    cluster: ensureCluster(account, job.cluster),
    definition,
    ...(strategy.length > 0 ? { capacityProviderStrategy: strategy } : { launchType: 'FARGATE' }),
    startedBy: 'events-rule/nightly',
  });
}
