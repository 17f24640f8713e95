import { DeploymentStatus } from '@aws-sdk/client-codedeploy';
import { present } from '../../lib/core/present.ts';
import { nameIn } from '../account/identities.ts';
import type { Account } from '../account/model.ts';
import type { CodeDeployRun } from '../account/task-sets/codedeploy.ts';
import { date } from './api.ts';
import type { CodeDeployment } from './small-services.ts';

const statuses = {
  InProgress: DeploymentStatus.IN_PROGRESS,
  Ready: DeploymentStatus.READY,
  Succeeded: DeploymentStatus.SUCCEEDED,
  Failed: DeploymentStatus.FAILED,
  Stopped: DeploymentStatus.STOPPED,
} as const satisfies Readonly<Record<CodeDeployRun['status'], string>>;

/** What CodeDeploy knows of the deployments of an account (API_DeploymentInfo, API_DeploymentGroupInfo). */
export function codeDeploymentsOf({ codeDeployRuns }: Account): ReadonlyMap<string, CodeDeployment> {
  return new Map([...codeDeployRuns].map(([id, run]) => [id, shapeOf(run)]));
}

function shapeOf(run: CodeDeployRun): CodeDeployment {
  const { id, application, group, service, settings, rollbackOf, rollbackId, completedAt, error } = run;
  const { readyWaitMinutes, terminationWaitMinutes } = settings;
  return {
    info: {
      deploymentId: id,
      applicationName: application,
      deploymentGroupName: group,
      status: statuses[run.status],
      creator: rollbackOf === undefined ? 'user' : 'codeDeployRollback',
      createTime: date(run.createdAt),
      computePlatform: 'ECS',
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption:
          readyWaitMinutes === undefined
            ? { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 }
            : { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: readyWaitMinutes },
        terminateBlueInstancesOnDeploymentSuccess: {
          action: 'TERMINATE',
          terminationWaitTimeInMinutes: terminationWaitMinutes,
        },
      },
      rollbackInfo: present({ rollbackTriggeringDeploymentId: rollbackOf, rollbackDeploymentId: rollbackId }),
      ...(completedAt !== undefined && { completeTime: date(completedAt) }),
      ...(error !== undefined && { errorInformation: { ...error } }),
    },
    group: {
      applicationName: application,
      deploymentGroupName: group,
      computePlatform: 'ECS',
      ecsServices: [{ clusterName: nameIn(service.clusterArn), serviceName: service.name }],
    },
  };
}
