import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { CodeDeployClient, GetDeploymentCommand, GetDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import type { CodeDeployDeployment, CodeDeployReads } from '../core/evidence-reads.ts';
import type { Clock } from '../core/ports.ts';
import { clientSettings, within } from './client.ts';
import { readFrom } from './errors.ts';
import { present } from '../core/present.ts';

export function openCodeDeploy(): CodeDeployClient {
  return new CodeDeployClient(clientSettings);
}

/** A CodeDeploy deployment, with the ECS services it deploys: its events do not name them. */
export function codeDeployReads(client: CodeDeployClient, clock: Clock): CodeDeployReads {
  return { deployment: async (id) => readFrom(clock, async () => read(client, id)) };
}

async function read(client: CodeDeployClient, id: string): Promise<CodeDeployDeployment> {
  const { deploymentInfo: info = {} } = await client.send(new GetDeploymentCommand({ deploymentId: id }), within());
  const application = info.applicationName ?? '';
  const group = info.deploymentGroupName ?? '';
  return {
    id,
    application,
    group,
    services: application === '' || group === '' ? [] : await servicesOf(client, application, group),
    ...present({
      status: info.status,
      creator: info.creator,
      createdAt: info.createTime?.getTime(),
      completedAt: info.completeTime?.getTime(),
      errorCode: info.errorInformation?.code,
      errorMessage: info.errorInformation?.message,
      rollbackOf: info.rollbackInfo?.rollbackTriggeringDeploymentId,
      rollbackId: info.rollbackInfo?.rollbackDeploymentId,
      readyWaitMinutes: readyWaitOf(info),
    }),
  };
}

/** CONTINUE_DEPLOYMENT shifts the traffic at once; with STOP_DEPLOYMENT somebody has to (API_DeploymentReadyOption). */
function readyWaitOf({ blueGreenDeploymentConfiguration: configuration }: DeploymentInfo): number | undefined {
  const { actionOnTimeout, waitTimeInMinutes } = configuration?.deploymentReadyOption ?? {};
  return actionOnTimeout === 'STOP_DEPLOYMENT' ? waitTimeInMinutes : undefined;
}

async function servicesOf(
  client: CodeDeployClient,
  applicationName: string,
  deploymentGroupName: string,
): Promise<CodeDeployDeployment['services']> {
  const answer = await client.send(new GetDeploymentGroupCommand({ applicationName, deploymentGroupName }), within());
  return (answer.deploymentGroupInfo?.ecsServices ?? []).flatMap(({ clusterName: cluster, serviceName: service }) =>
    cluster === undefined || service === undefined ? [] : [{ cluster, service }],
  );
}
