import type {
  ContinueServiceDeploymentRequest,
  ContinueServiceDeploymentResponse,
  DescribeServiceDeploymentsRequest,
  DescribeServiceDeploymentsResponse,
  DescribeServiceRevisionsRequest,
  DescribeServiceRevisionsResponse,
  ListServiceDeploymentsRequest,
  ListServiceDeploymentsResponse,
  StopServiceDeploymentRequest,
  StopServiceDeploymentResponse,
} from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import { continueDeployment } from '../../account/deployments/stages.ts';
import { stopServiceDeployment as stopRollOut } from '../../account/deployments/stop.ts';
import type { Service, ServiceDeployment, ServiceRevision } from '../../account/service.ts';
import type { Api } from '../api.ts';
import { someOf } from '../api.ts';
import { pageOf } from '../pages.ts';
import { serviceDeploymentBrief, serviceDeploymentShape, serviceRevisionShape } from './deployment-shape.ts';
import { clusterOf, failure, serviceNamed } from './find.ts';

export function deploymentOperations(api: Api) {
  return {
    'ECS.ListServiceDeployments': (input: ListServiceDeploymentsRequest) => listServiceDeployments(api, input),
    'ECS.DescribeServiceDeployments': (input: DescribeServiceDeploymentsRequest) =>
      describeServiceDeployments(api, input),
    'ECS.DescribeServiceRevisions': (input: DescribeServiceRevisionsRequest) => describeServiceRevisions(api, input),
    'ECS.ContinueServiceDeployment': (input: ContinueServiceDeploymentRequest) => continueServiceDeployment(api, input),
    'ECS.StopServiceDeployment': (input: StopServiceDeploymentRequest) => stopServiceDeployment(api, input),
  };
}

/** Newest first, 20 unless told (API_ListServiceDeployments). */
function listServiceDeployments(api: Api, input: ListServiceDeploymentsRequest): ListServiceDeploymentsResponse {
  const cluster = clusterOf(api.account, input.cluster);
  const service = serviceNamed(api.account, cluster, input.service ?? '', { inactive: true });
  const { status = [], createdAt: { after, before } = {} } = input;
  const found = deploymentsOf(api, service).filter(
    (each) =>
      (status.length === 0 || status.includes(each.status)) &&
      (after === undefined || each.createdAt >= after.getTime()) &&
      (before === undefined || each.createdAt <= before.getTime()),
  );
  const page = pageOf(api, found, ({ arn }) => arn, {
    wanted: input.maxResults,
    token: input.nextToken,
    most: 100,
    usual: 20,
  });
  return {
    serviceDeployments: page.items.map(serviceDeploymentBrief),
    ...present({ nextToken: page.nextToken }),
  };
}

function describeServiceDeployments(
  api: Api,
  input: DescribeServiceDeploymentsRequest,
): DescribeServiceDeploymentsResponse {
  const arns = someOf('Service deployment ARNs', input.serviceDeploymentArns, 20);
  const found = arns.flatMap((arn) => api.account.serviceDeployments.get(arn) ?? []);
  return {
    serviceDeployments: found.map((each) => serviceDeploymentShape(api.account, each)),
    failures: arns.filter((arn) => !api.account.serviceDeployments.has(arn)).map((arn) => failure(arn)),
  };
}

function describeServiceRevisions(api: Api, input: DescribeServiceRevisionsRequest): DescribeServiceRevisionsResponse {
  const arns = someOf('Service revision ARNs', input.serviceRevisionArns, 20);
  const found = arns.map((arn) => revisionOf(api, arn));
  return {
    serviceRevisions: found.flatMap((each) =>
      each === undefined ? [] : [serviceRevisionShape(api.account, each.service, each.revision)],
    ),
    failures: arns.filter((_, at) => found[at] === undefined).map((arn) => failure(arn)),
  };
}

/** A roll-back unless told otherwise (API_StopServiceDeployment). */
function stopServiceDeployment(api: Api, input: StopServiceDeploymentRequest): StopServiceDeploymentResponse {
  const { arn } = stopRollOut(api.account, input.serviceDeploymentArn ?? '', input.stopType ?? 'ROLLBACK');
  return { serviceDeploymentArn: arn };
}

function continueServiceDeployment(
  api: Api,
  { serviceDeploymentArn: arn = '', hookId = '', action = 'CONTINUE' }: ContinueServiceDeploymentRequest,
): ContinueServiceDeploymentResponse {
  continueDeployment(api.account, arn, { hookId, action });
  return { serviceDeploymentArn: arn };
}

function deploymentsOf(api: Api, { arn }: Service): ServiceDeployment[] {
  return [...api.account.serviceDeployments.values()]
    .filter(({ serviceArn }) => serviceArn === arn)
    .sort((a, b) => b.createdAt - a.createdAt);
}

function revisionOf(
  api: Api,
  arn: string,
): { readonly service: Service; readonly revision: ServiceRevision } | undefined {
  for (const { serviceArn, sourceRevisions, targetRevision } of api.account.serviceDeployments.values()) {
    const revision = [targetRevision, ...sourceRevisions].find((each) => each.arn === arn);
    const service = api.account.services.get(serviceArn);
    if (revision !== undefined && service !== undefined) return { service, revision };
  }
  return undefined;
}
