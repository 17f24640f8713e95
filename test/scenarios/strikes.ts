import { continueDeployment } from '../../sim/account/deployments/stages.ts';
import type { Account } from '../../sim/account/model.ts';
import type { CodeDeployRun } from '../../sim/account/task-sets/codedeploy.ts';
import { removeTaskSet } from '../../sim/account/task-sets/sets.ts';
import type { Service } from '../../sim/account/service.ts';
import { failTask } from '../../sim/account/tasks/fail.ts';
import { stopTask } from '../../sim/account/tasks/stop.ts';
import type { ProgramName } from '../../sim/scenario/programs.ts';
import { programOf } from '../../sim/scenario/programs.ts';
import type { Release } from '../../sim/scenario/stage.ts';
import { deploy, serviceNamed } from '../../sim/scenario/stage.ts';
import type { Trouble } from '../../sim/scenario/trouble.ts';
import type { TroubleName } from '../../sim/scenario/troubles.ts';
import { troubles } from '../../sim/scenario/troubles.ts';
import type { Scene } from './play.ts';

/** The service that something happens to. */
function struck({ stage }: Scene): Service {
  const [plan] = stage.plan.services;
  const service = plan === undefined ? undefined : serviceNamed(stage, plan);
  if (service === undefined) throw new Error('there is no service');
  return service;
}

/** Deploys a version that fails; with `mendedAfter`, one that works so many minutes later. */
export function badRelease(how: Release, mendedAfter?: number): (scene: Scene) => void {
  return (scene) => {
    const [plan] = scene.stage.plan.services;
    if (plan === undefined) throw new Error('there is no service');
    deploy(scene.stage, plan, how);
    if (mendedAfter !== undefined) scene.after(mendedAfter, () => deploy(scene.stage, plan, { program: plan.program }));
  };
}

/** What runs fails at once, and each time again, without anybody deploying; so many minutes later it is well again. */
export function turnsBad(program: ProgramName, mendedAfter: number): (scene: Scene) => void {
  return (scene) => {
    const { account } = scene.simulation;
    const service = struck(scene);
    const image = service.deployments[0]?.definition.containers[0]?.image.split('/').at(-1) ?? '';
    const good = account.programs.get(image);
    if (good === undefined) throw new Error(`no program of ${image}`);
    account.programs.set(image, programOf(program));
    for (const task of service.tasks)
      failTask(account, task, {
        stopCode: 'EssentialContainerExited',
        reason: 'Essential container in task exited',
        containers: [{ name: 'app', exitCode: 1 }],
      });
    scene.after(mendedAfter, () => void account.programs.set(image, good));
  };
}

export function stopAllTasks(scene: Scene): void {
  for (const task of struck(scene).tasks)
    stopTask(scene.simulation.account, task, { stopCode: 'UserInitiated', reason: 'Task stopped by user' });
}

/** Answers the pause that waits. */
export function answer(action: 'CONTINUE' | 'ROLLBACK', minutes: number): (scene: Scene) => void {
  return (scene) => {
    badRelease({ program: 'web' })(scene);
    scene.after(minutes, () => {
      const { account } = scene.simulation;
      const rollOut = account.serviceDeployments.get(struck(scene).deployments[0]?.serviceDeploymentArn ?? '');
      const hook = rollOut?.hooks.find(({ status }) => status === 'AWAITING_ACTION');
      if (rollOut === undefined || hook === undefined) throw new Error('nothing waits');
      continueDeployment(account, rollOut.arn, { hookId: hook.id, action });
    });
  };
}

/** Deploys by CodeDeploy; so many minutes later something is done to the deployment that goes on. */
export function codeDeploys(
  how: Release,
  act?: { readonly minutes: number; readonly does: (account: Account, run: CodeDeployRun) => void },
): (scene: Scene) => void {
  return (scene) => {
    badRelease(how)(scene);
    if (act === undefined) return;
    scene.after(act.minutes, () => {
      const { account } = scene.simulation;
      const run = [...account.codeDeployRuns.values()].at(-1);
      if (run === undefined) throw new Error('CodeDeploy deploys nothing');
      act.does(account, run);
    });
  };
}

/** A task set that an external controller brings, and takes away so many minutes later. */
export function bringsTaskSet(how: Release, removedAfter: number): (scene: Scene) => void {
  return (scene) => {
    badRelease(how)(scene);
    scene.after(removedAfter, () => {
      const service = struck(scene);
      const set = service.deployments.at(-1);
      if (set === undefined || set.status === 'PRIMARY') throw new Error('there is no set to take away');
      removeTaskSet(scene.simulation.account, service, set);
    });
  };
}

/** One of the troubles of the page, made good again so many minutes later. */
export function trouble(name: TroubleName, mendedAfter: number): (scene: Scene) => void {
  return ({ stage, after }) => {
    const each: Trouble = troubles[name];
    const mend = each.strike(stage, {});
    if (mend === undefined) throw new Error(`${name} had nothing to strike`);
    after(mendedAfter, mend);
  };
}
