import type { Instant } from '../../../lib/core/time.ts';
import { minuteMs, secondMs } from '../../../lib/core/time.ts';
import { nameIn } from '../identities.ts';
import type { Account } from '../model.ts';
import type { Deployment, Service } from '../service.ts';
import type { TaskDefinition } from '../task-definition.ts';
import { addTaskSet, isWhole, makePrimary, removeTaskSet } from './sets.ts';

/** How a deployment group is set up. */
export type CodeDeploySettings = {
  /** Somebody has to say that traffic is shifted; after so long the deployment is stopped (API_DeploymentReadyOption). */
  readonly readyWaitMinutes?: number;
  /** A deployment that fails or is stopped is rolled back (API_AutoRollbackConfiguration). */
  readonly rollsBack: boolean;
  /** How long the old task set stays after the traffic has been shifted. */
  readonly terminationWaitMinutes: number;
};

/** One deployment of CodeDeploy (API_DeploymentInfo). */
export type CodeDeployRun = {
  readonly id: string;
  readonly application: string;
  readonly group: string;
  readonly service: Service;
  readonly settings: CodeDeploySettings;
  readonly createdAt: Instant;
  readonly rollbackOf?: string;
  readonly set?: Deployment;
  status: 'InProgress' | 'Ready' | 'Succeeded' | 'Failed' | 'Stopped';
  completedAt?: Instant;
  rollbackId?: string;
  error?: { readonly code: 'HEALTH_CONSTRAINTS' | 'MANUAL_STOP' | 'TIMEOUT'; readonly message: string };
};

type Begun = Pick<CodeDeployRun, 'service' | 'settings'> & Pick<Partial<CodeDeployRun>, 'set' | 'rollbackOf'>;

/** How often it looks at the new task set, and how long its listener rules take; guesses. */
const lookMs = 10 * secondMs;
const shiftMs = 20 * secondMs;

/** CreateDeployment: a new task set beside the one that serves. */
export function deployByCodeDeploy(
  account: Account,
  service: Service,
  { definition, settings }: { readonly definition: TaskDefinition; readonly settings: CodeDeploySettings },
): CodeDeployRun {
  const run = begin(account, { service, settings, set: addTaskSet(account, service, definition) });
  lookLater(account, run);
  return run;
}

function begin(account: Account, given: Begun): CodeDeployRun {
  const { service } = given;
  const name = `${nameIn(service.clusterArn)}-${service.name}`;
  const run: CodeDeployRun = {
    id: `d-${account.random.hex(9).toUpperCase()}`,
    // As the console calls them (create-blue-green).
    application: `AppECS-${name}`,
    group: `DgpECS-${name}`,
    createdAt: account.agenda.now(),
    status: 'InProgress',
    ...given,
  };
  account.codeDeployRuns.set(run.id, run);
  emit(account, run, 'START');
  return run;
}

function lookLater(account: Account, run: CodeDeployRun): void {
  account.agenda.after(lookMs, `CodeDeploy looks at ${run.id}`, () => {
    if (run.status !== 'InProgress' || run.set === undefined) return;
    if (isWhole(account, run.service, run.set)) ready(account, run);
    else lookLater(account, run);
  });
}

function ready(account: Account, run: CodeDeployRun): void {
  const { readyWaitMinutes: minutes } = run.settings;
  emit(account, run, 'READY');
  if (minutes === undefined) {
    continueRun(account, run);
    return;
  }
  run.status = 'Ready';
  account.agenda.after(minutes * minuteMs, `${run.id} has waited`, () => {
    if (run.status === 'Ready') stopRun(account, run, { code: 'TIMEOUT', message: 'The wait for traffic timed out.' });
  });
}

/** ContinueDeployment, READY_WAIT. */
export function continueRun(account: Account, run: CodeDeployRun): void {
  run.status = 'InProgress';
  account.agenda.after(shiftMs, `${run.id} shifts its traffic`, () => {
    const { service, set, settings } = run;
    const [old] = service.deployments;
    if (run.status !== 'InProgress' || set === undefined) return;
    makePrimary(account, service, set);
    account.agenda.after(settings.terminationWaitMinutes * minuteMs, `${run.id} ends`, () => {
      if (old !== undefined && old !== set) removeTaskSet(account, service, old);
      end(account, run, 'Succeeded', 'SUCCESS');
    });
  });
}

/** A lifecycle hook's function says that the new version must not serve (reference-appspec-file-structure-hooks). */
export function failRun(account: Account, run: CodeDeployRun): void {
  const message = 'The deployment failed because a validation hook failed: AfterAllowTestTraffic.';
  takeBack(account, run, { code: 'HEALTH_CONSTRAINTS', message });
  end(account, run, 'Failed', 'FAILURE');
  rollBack(account, run);
}

/** StopDeployment, or a wait that is over. */
export function stopRun(account: Account, run: CodeDeployRun, error?: CodeDeployRun['error']): void {
  takeBack(account, run, error ?? { code: 'MANUAL_STOP', message: 'The deployment was stopped by a user.' });
  end(account, run, 'Stopped', 'STOP');
  rollBack(account, run);
}

function takeBack(account: Account, run: CodeDeployRun, error: CodeDeployRun['error']): void {
  if (error !== undefined) run.error = error;
  if (run.set !== undefined) removeTaskSet(account, run.service, run.set);
}

/** The old task set has never stopped to serve: the deployment that rolls back is over soon. */
function rollBack(account: Account, run: CodeDeployRun): void {
  const { service, settings, id } = run;
  if (!settings.rollsBack) return;
  account.agenda.after(lookMs, `${id} is rolled back`, () => {
    const back = begin(account, { service, settings, rollbackOf: id });
    run.rollbackId = back.id;
    account.agenda.after(shiftMs, `${back.id} ends`, () => end(account, back, 'Succeeded', 'SUCCESS'));
  });
}

function end(
  account: Account,
  run: CodeDeployRun,
  status: CodeDeployRun['status'],
  state: 'SUCCESS' | 'FAILURE' | 'STOP',
): void {
  run.status = status;
  run.completedAt = account.agenda.now();
  emit(account, run, state);
}

/** "CodeDeploy Deployment State-change Notification" (CodeDeploy user guide, monitoring-cloudwatch-events). */
function emit(account: Account, { id, application, group }: CodeDeployRun, state: string): void {
  const { region, id: accountId } = account;
  const arn = (rest: string): string => `arn:aws:codedeploy:${region}:${accountId}:${rest}`;
  account.emit({
    source: 'aws.codedeploy',
    detailType: 'CodeDeploy Deployment State-change Notification',
    resources: [arn(`deploymentgroup:${application}/${group}`), arn(`application:${application}`)],
    detail: {
      region,
      deploymentId: id,
      instanceGroupId: `${accountId}-${id}`,
      deploymentGroup: group,
      state,
      application,
    },
  });
}
