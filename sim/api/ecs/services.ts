import type {
  DescribeServicesRequest,
  DescribeServicesResponse,
  ListServicesRequest,
  ListServicesResponse,
  Service as AwsService,
} from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import type { Api } from '../api.ts';
import { someOf } from '../api.ts';
import { byArn, pageOf } from '../pages.ts';
import { arnOf, clusterOf, failure } from './find.ts';

export function serviceOperations(api: Api) {
  return {
    'ECS.ListServices': (input: ListServicesRequest) => listServices(api, input),
    'ECS.DescribeServices': (input: DescribeServicesRequest) => describeServices(api, input),
  };
}

/** Ten at a time unless more is asked for (API_ListServices); a service that is being deleted is listed, an INACTIVE not. */
function listServices(api: Api, input: ListServicesRequest): ListServicesResponse {
  const cluster = clusterOf(api.account, input.cluster);
  const found = [...api.account.services.values()].filter((service) => {
    if (service.clusterArn !== cluster.arn) return false;
    if (input.launchType !== undefined && (service.launchType ?? 'EC2') !== input.launchType) return false;
    if (input.schedulingStrategy !== undefined && service.scheduling !== input.schedulingStrategy) return false;
    const status = api.past.serviceStatus(service);
    return status !== undefined && status !== 'INACTIVE';
  });
  const page = pageOf(api, byArn(found.map(({ arn }) => arn)), (arn) => arn, {
    wanted: input.maxResults,
    token: input.nextToken,
    most: 100,
    usual: 10,
  });
  return { serviceArns: page.items, ...present({ nextToken: page.nextToken }) };
}

function describeServices(api: Api, input: DescribeServicesRequest): DescribeServicesResponse {
  const cluster = clusterOf(api.account, input.cluster);
  const names = someOf('Services', input.services, 10);
  const tagged = input.include?.includes('TAGS') === true;
  const seen = names.map((name): AwsService | string => {
    const arn = arnOf(api.account, cluster, 'service', name);
    const service = api.account.services.get(arn);
    const shape = service && api.past.service(service);
    if (shape === undefined) return arn;
    const { tags, ...rest } = shape;
    return tagged ? { ...rest, tags } : rest;
  });
  return {
    services: seen.filter((each) => typeof each !== 'string'),
    failures: seen.filter((each) => typeof each === 'string').map((arn) => failure(arn)),
  };
}
