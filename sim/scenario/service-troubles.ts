import { updateService } from '../account/services/update.ts';
import { interruptTask, stopTask } from '../account/tasks/stop.ts';
import type { ServicePlan } from './plan.ts';
import type { ProgramName } from './programs.ts';
import type { Stage } from './stage.ts';
import { deploy, serviceNamed, startJob } from './stage.ts';
import { waitsForCapacity } from './strategy.ts';
import type { Aim, Mend } from './trouble.ts';

export function badRelease(
  stage: Stage,
  aim: Aim,
  how: { readonly program: ProgramName; readonly notPushed?: boolean; readonly missingSecret?: boolean },
  fits: (plan: ServicePlan) => boolean = () => true,
): Mend | undefined {
  const plan = pickService(stage, aim, (each) => each.kind !== 'daemon' && fits(each));
  if (plan === undefined) return undefined;
  deploy(stage, plan, how);
  return () => deploy(stage, plan, { program: plan.program });
}

export function scaleBeyondPorts(stage: Stage): Mend | undefined {
  const plan = pickService(stage, {}, (each) => each.hostPort !== undefined && !waitsForCapacity(stage.plan, each));
  const service = plan === undefined ? undefined : serviceNamed(stage, plan);
  if (plan === undefined || service?.status !== 'ACTIVE') return undefined;
  const hosts = [...stage.account.instances.values()].filter(
    ({ clusterArn, status }) => clusterArn === service.clusterArn && status === 'ACTIVE',
  ).length;
  const by = { role: 'Developer', session: 'kaori' };
  updateService(stage.account, service, { desired: hosts + 1, by });
  return () => updateService(stage.account, service, { desired: plan.desired, by });
}

export function stopByHand(stage: Stage, aim: Aim): Mend | undefined {
  const plan = pickService(stage, aim, ({ kind }) => kind !== 'daemon');
  const [task] = plan === undefined ? [] : (serviceNamed(stage, plan)?.tasks ?? []);
  if (task === undefined) return undefined;
  stopTask(stage.account, task, { stopCode: 'UserInitiated', reason: 'Task stopped by user' });
  return () => {};
}

export function spotWave({ account }: Stage): Mend | undefined {
  const tasks = [...account.tasks.values()].filter(
    ({ capacityProvider, lastStatus }) => capacityProvider === 'FARGATE_SPOT' && lastStatus === 'RUNNING',
  );
  if (tasks.length === 0) return undefined;
  account.weather.fargateSpotFull.add('*');
  for (const task of tasks) interruptTask(account, task);
  return () => account.weather.fargateSpotFull.delete('*');
}

export function breakJob(stage: Stage): Mend | undefined {
  if (stage.plan.jobs.length === 0) return undefined;
  const job = stage.random.pick(stage.plan.jobs);
  stage.jobPrograms.set(job.family, 'brokenJob');
  startJob(stage, job);
  return () => {
    stage.jobPrograms.delete(job.family);
    startJob(stage, job);
  };
}

export function fillFargate(stage: Stage): Mend | undefined {
  const { account } = stage;
  const plan = pickService(stage, {}, ({ runsOn }) => runsOn === 'FARGATE');
  const [task] = plan === undefined ? [] : (serviceNamed(stage, plan)?.tasks ?? []);
  if (task === undefined) return undefined;
  account.weather.fargateFull.add('*');
  stopTask(account, task, { stopCode: 'UserInitiated', reason: 'Task stopped by user' });
  return () => account.weather.fargateFull.delete('*');
}

export function pickService(stage: Stage, aim: Aim, fits: (plan: ServicePlan) => boolean): ServicePlan | undefined {
  const aimed = stage.plan.services.find(({ cluster, name }) => `${cluster}/${name}` === aim.service);
  const fitting = stage.plan.services.filter((plan) => fits(plan));
  if (aim.service !== undefined) return aimed !== undefined && fits(aimed) ? aimed : undefined;
  return fitting.length === 0 ? undefined : stage.random.pick(fitting);
}
