import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { loseInstance, setAgent } from '../account/instances.ts';
import type { ContainerInstance } from '../account/model.ts';
import { noticeInstance } from '../account/services/scheduler.ts';
import { updateService } from '../account/services/update.ts';
import { interruptTask, stopTask } from '../account/tasks/stop.ts';
import { loseZone, restoreZone } from '../account/zones.ts';
import type { ServicePlan } from './plan.ts';
import type { ProgramName } from './programs.ts';
import type { Stage } from './stage.ts';
import { addHost, deploy, serviceNamed, startJob } from './stage.ts';

/** What it strikes: a service by `cluster/name`, or an instance by its EC2 id. Absent: whatever chance picks. */
export type Aim = { readonly service?: string; readonly instance?: string };

/**
 * Something that goes wrong in an account. `strike` returns how it is made good again, or nothing when there was nothing
 * to strike.
 */
export type Trouble = {
  readonly label: string;
  readonly hint: string;
  readonly group: 'Deployments' | 'Tasks' | 'Hosts' | 'Account';
  readonly aimsAt?: 'service' | 'instance';
  /** Over as soon as it has happened: there is nothing to make good. */
  readonly momentary?: boolean;
  readonly strike: (stage: Stage, aim: Aim) => (() => void) | undefined;
};

export const troubles = {
  'bad-image': {
    label: 'Deploy a bad image',
    hint: 'The new revision names a tag nobody pushed.',
    group: 'Deployments',
    aimsAt: 'service',
    strike: (stage, aim) => badRelease(stage, aim, { program: 'web', notPushed: true }),
  },
  'crash-after-start': {
    label: 'Deploy a crash',
    hint: 'The new version ends six seconds after its start, with exit code 1.',
    group: 'Deployments',
    aimsAt: 'service',
    strike: (stage, aim) => badRelease(stage, aim, { program: 'crash' }),
  },
  'failing-health-check': {
    label: 'Deploy a sick version',
    hint: 'The new version starts and answers 503 for ever.',
    group: 'Deployments',
    aimsAt: 'service',
    strike: (stage, aim) => badRelease(stage, aim, { program: 'unhealthy' }, ({ kind }) => kind === 'web'),
  },
  'missing-secret': {
    label: 'Deploy without its secret',
    hint: 'The new revision asks for a secret that is not there.',
    group: 'Deployments',
    aimsAt: 'service',
    strike: (stage, aim) => badRelease(stage, aim, { program: 'web', missingSecret: true }),
  },
  'out-of-memory': {
    label: 'Deploy a memory leak',
    hint: 'The new version is killed for its memory after two minutes, again and again.',
    group: 'Deployments',
    aimsAt: 'service',
    strike: (stage, aim) => badRelease(stage, aim, { program: 'leak' }),
  },
  'port-taken': {
    label: 'More copies than hosts',
    hint: 'A service with a host port is scaled beyond the number of its hosts.',
    group: 'Deployments',
    strike: scaleBeyondPorts,
  },
  'task-stopped': {
    label: 'Stop a task by hand',
    hint: 'Somebody stops one task. ECS replaces it; nobody should be woken.',
    group: 'Tasks',
    aimsAt: 'service',
    momentary: true,
    strike: stopByHand,
  },
  'spot-wave': {
    label: 'Spot wave',
    hint: 'Fargate takes all Spot tasks back, and has no Spot capacity for five minutes.',
    group: 'Tasks',
    strike: spotWave,
  },
  'job-fails': {
    label: 'Break a job',
    hint: 'The next run of a scheduled task fails with exit code 2.',
    group: 'Tasks',
    strike: breakJob,
  },
  'instance-dies': {
    label: 'A host dies',
    hint: 'An instance is terminated under its tasks; another comes after four minutes.',
    group: 'Hosts',
    aimsAt: 'instance',
    momentary: true,
    strike: killHost,
  },
  'agent-gone': {
    label: 'An agent is gone',
    hint: 'The agent of an instance no longer answers.',
    group: 'Hosts',
    aimsAt: 'instance',
    strike: (stage, aim) => {
      const instance = pickInstance(stage, aim);
      if (instance === undefined) return undefined;
      setAgent(stage.account, instance, false);
      return () => {
        if (instance.status === 'INACTIVE' || instance.lostAt !== undefined) return;
        setAgent(stage.account, instance, true);
        noticeInstance(stage.account, instance);
      };
    },
  },
  'no-capacity': {
    label: 'Fargate is full',
    hint: 'Nothing new can be started on Fargate, and one task of a service is lost.',
    group: 'Account',
    strike: fillFargate,
  },
  'zone-outage': {
    label: 'A zone goes down',
    hint: 'Everything in one availability zone is gone, and nothing can be placed there.',
    group: 'Account',
    strike: zoneOutage,
  },
} as const satisfies Readonly<Record<string, Trouble>>;

export type TroubleName = keyof typeof troubles;

function badRelease(
  stage: Stage,
  aim: Aim,
  how: { readonly program: ProgramName; readonly notPushed?: boolean; readonly missingSecret?: boolean },
  fits: (plan: ServicePlan) => boolean = () => true,
): (() => void) | undefined {
  const plan = pickService(stage, aim, (each) => each.kind !== 'daemon' && fits(each));
  if (plan === undefined) return undefined;
  deploy(stage, plan, how);
  return () => deploy(stage, plan, { program: plan.program });
}

function scaleBeyondPorts(stage: Stage): (() => void) | undefined {
  const plan = pickService(stage, {}, (each) => each.hostPort !== undefined);
  const service = plan === undefined ? undefined : serviceNamed(stage, plan);
  if (plan === undefined || service?.status !== 'ACTIVE') return undefined;
  const hosts = stage.plan.hosts
    .filter(({ cluster }) => cluster === plan.cluster)
    .reduce((sum, { count }) => sum + count, 0);
  const by = { role: 'Developer', session: 'kaori' };
  updateService(stage.account, service, { desired: hosts + 1, by });
  return () => updateService(stage.account, service, { desired: plan.desired, by });
}

function stopByHand(stage: Stage, aim: Aim): (() => void) | undefined {
  const plan = pickService(stage, aim, ({ kind }) => kind !== 'daemon');
  const [task] = plan === undefined ? [] : (serviceNamed(stage, plan)?.tasks ?? []);
  if (task === undefined) return undefined;
  stopTask(stage.account, task, { stopCode: 'UserInitiated', reason: 'Task stopped by user' });
  return () => {};
}

function spotWave({ account }: Stage): (() => void) | undefined {
  const tasks = [...account.tasks.values()].filter(
    ({ capacityProvider, lastStatus }) => capacityProvider === 'FARGATE_SPOT' && lastStatus === 'RUNNING',
  );
  if (tasks.length === 0) return undefined;
  account.weather.fargateSpotFull.add('*');
  for (const task of tasks) interruptTask(account, task);
  return () => account.weather.fargateSpotFull.delete('*');
}

function breakJob(stage: Stage): (() => void) | undefined {
  if (stage.plan.jobs.length === 0) return undefined;
  const job = stage.random.pick(stage.plan.jobs);
  stage.jobPrograms.set(job.family, 'brokenJob');
  startJob(stage, job);
  return () => {
    stage.jobPrograms.delete(job.family);
    startJob(stage, job);
  };
}

/** How long an Auto Scaling group takes to notice and to have another host up. */
const replacedAfterMs = 4 * minuteMs;

function killHost(stage: Stage, aim: Aim): (() => void) | undefined {
  const instance = pickInstance(stage, aim);
  if (instance === undefined) return undefined;
  loseInstance(stage.account, instance);
  replaceLater(stage, instance);
  return () => {};
}

function replaceLater(stage: Stage, { clusterArn, instanceType }: ContainerInstance): void {
  const cluster = clusterArn.split('/').at(-1) ?? '';
  const plan = stage.plan.hosts.find((each) => each.cluster === cluster && each.instanceType === instanceType);
  if (plan === undefined) return;
  const waitMs = replacedAfterMs + stage.random.whole(0, 60) * secondMs;
  const at = stage.random.whole(0, 2);
  stage.account.agenda.after(waitMs, `a new host for ${cluster}`, () => addHost(stage, plan, at));
}

function fillFargate(stage: Stage): (() => void) | undefined {
  const { account } = stage;
  const plan = pickService(stage, {}, ({ runsOn }) => runsOn === 'FARGATE');
  const [task] = plan === undefined ? [] : (serviceNamed(stage, plan)?.tasks ?? []);
  if (task === undefined) return undefined;
  account.weather.fargateFull.add('*');
  stopTask(account, task, { stopCode: 'UserInitiated', reason: 'Task stopped by user' });
  return () => account.weather.fargateFull.delete('*');
}

function zoneOutage(stage: Stage): (() => void) | undefined {
  const { account } = stage;
  if (account.weather.zonesDown.size > 0) return undefined;
  const zone = stage.random.pick(account.zones);
  const lost = [...account.instances.values()].filter(
    (each) => each.zone === zone && each.status !== 'INACTIVE' && each.lostAt === undefined,
  );
  loseZone(account, zone);
  return () => {
    restoreZone(account, zone);
    for (const instance of lost) replaceLater(stage, instance);
  };
}

function pickService(stage: Stage, aim: Aim, fits: (plan: ServicePlan) => boolean): ServicePlan | undefined {
  const aimed = stage.plan.services.find(({ cluster, name }) => `${cluster}/${name}` === aim.service);
  const fitting = stage.plan.services.filter((plan) => fits(plan));
  if (aim.service !== undefined) return aimed !== undefined && fits(aimed) ? aimed : undefined;
  return fitting.length === 0 ? undefined : stage.random.pick(fitting);
}

function pickInstance({ account, random }: Stage, aim: Aim): ContainerInstance | undefined {
  const alive = [...account.instances.values()].filter(
    ({ status, agentConnected, lostAt }) => status === 'ACTIVE' && agentConnected && lostAt === undefined,
  );
  const aimed = alive.find(({ ec2InstanceId }) => ec2InstanceId === aim.instance);
  if (aim.instance !== undefined) return aimed;
  return aimed ?? (alive.length === 0 ? undefined : random.pick(alive));
}
