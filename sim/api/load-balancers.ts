import type {
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  LoadBalancer,
  TargetGroup as AwsTargetGroup,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { present } from '../../lib/core/present.ts';
import { loadBalancerArn, subnetOf, vpcId } from '../account/identities.ts';
import { Refusal } from '../account/refusal.ts';
import type { Target, TargetGroup } from '../account/surroundings.ts';
import type { Api } from './api.ts';
import { pageOf } from './pages.ts';

/** What Elastic Load Balancing answers: target groups of instances and addresses behind application load balancers. */
export function loadBalancerOperations(api: Api) {
  return {
    'ElasticLoadBalancingV2.DescribeTargetHealth': (input: DescribeTargetHealthInput) =>
      describeTargetHealth(api, input),
    'ElasticLoadBalancingV2.DescribeTargetGroups': (input: DescribeTargetGroupsInput) =>
      describeTargetGroups(api, input),
    'ElasticLoadBalancingV2.DescribeTargetGroupAttributes': (input: DescribeTargetGroupAttributesInput) =>
      describeAttributes(api, input),
    'ElasticLoadBalancingV2.DescribeLoadBalancers': (input: DescribeLoadBalancersInput) =>
      describeLoadBalancers(api, input),
  };
}

function describeTargetHealth(api: Api, input: DescribeTargetHealthInput): DescribeTargetHealthOutput {
  const group = api.account.targetGroups.get(input.TargetGroupArn ?? '');
  if (group === undefined) throw groupNotFound();
  const all = [...group.targets.values()];
  if (input.Targets === undefined) return { TargetHealthDescriptions: all.map(healthShape) };
  return {
    TargetHealthDescriptions: input.Targets.map(({ Id = '', Port }) => {
      const target = all.find(({ id, port }) => id === Id && (Port === undefined || Port === port));
      return target === undefined ? notRegistered(Id, Port) : healthShape(target);
    }),
  };
}

function describeAttributes(
  api: Api,
  { TargetGroupArn = '' }: DescribeTargetGroupAttributesInput,
): DescribeTargetGroupAttributesOutput {
  const group = api.account.targetGroups.get(TargetGroupArn);
  if (group === undefined) throw groupNotFound();
  const delay = String(group.deregistrationDelayS);
  return { Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: delay }] };
}

function describeTargetGroups(api: Api, input: DescribeTargetGroupsInput): DescribeTargetGroupsOutput {
  const { Names, TargetGroupArns, LoadBalancerArn } = input;
  const found = [...api.account.targetGroups.values()].filter(
    (group) =>
      (Names?.includes(group.name) ?? true) &&
      (TargetGroupArns?.includes(group.arn) ?? true) &&
      (LoadBalancerArn === undefined || loadBalancerArn(api.account, group.loadBalancerName) === LoadBalancerArn),
  );
  const asked = Names?.length ?? TargetGroupArns?.length ?? 0;
  if (found.length < asked) throw groupNotFound();
  const page = pageOf(api, found, ({ arn }) => arn, askedFor(input));
  return { TargetGroups: page.items.map((each) => groupShape(api, each)), ...present({ NextMarker: page.nextToken }) };
}

function describeLoadBalancers(api: Api, input: DescribeLoadBalancersInput): DescribeLoadBalancersOutput {
  const { Names, LoadBalancerArns } = input;
  const found = [
    ...new Set([...api.account.targetGroups.values()].map(({ loadBalancerName }) => loadBalancerName)),
  ].filter(
    (name) =>
      (Names?.includes(name) ?? true) && (LoadBalancerArns?.includes(loadBalancerArn(api.account, name)) ?? true),
  );
  if (found.length < (Names?.length ?? LoadBalancerArns?.length ?? 0)) {
    throw new Refusal('LoadBalancerNotFoundException', 'One or more load balancers not found');
  }
  const page = pageOf(api, found, (name) => name, askedFor(input));
  return {
    LoadBalancers: page.items.map((each) => loadBalancerShape(api, each)),
    ...present({ NextMarker: page.nextToken }),
  };
}

function groupShape(api: Api, group: TargetGroup): AwsTargetGroup {
  const { healthCheck } = group;
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: 'HTTP',
    ProtocolVersion: 'HTTP1',
    Port: 80,
    VpcId: vpcId,
    HealthCheckProtocol: 'HTTP',
    HealthCheckPort: 'traffic-port',
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: healthCheck.intervalS,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: healthCheck.healthyThreshold,
    UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
    HealthCheckPath: healthCheck.path,
    Matcher: { HttpCode: '200' },
    LoadBalancerArns: [loadBalancerArn(api.account, group.loadBalancerName)],
    TargetType: 'ip',
    IpAddressType: 'ipv4',
  };
}

function loadBalancerShape(api: Api, name: string): LoadBalancer {
  return {
    LoadBalancerArn: loadBalancerArn(api.account, name),
    LoadBalancerName: name,
    DNSName: `${name}-1234567890.${api.account.region}.elb.amazonaws.com`,
    Scheme: 'internet-facing',
    VpcId: vpcId,
    State: { Code: 'active' },
    Type: 'application',
    AvailabilityZones: api.account.zones.map((zone) => ({ ZoneName: zone, SubnetId: subnetOf(api.account, zone) })),
    IpAddressType: 'ipv4',
  };
}

/** At most 400 at once (API_DescribeTargetGroups). */
function askedFor({ PageSize, Marker }: { PageSize?: number | undefined; Marker?: string | undefined }) {
  return { wanted: PageSize, token: Marker, most: 400, fault: 'ValidationError' };
}

function groupNotFound(): Refusal {
  return new Refusal('TargetGroupNotFoundException', 'One or more target groups not found');
}

function healthShape(target: Target): TargetHealthDescription {
  return {
    Target: { Id: target.id, Port: target.port, AvailabilityZone: target.task.zone },
    HealthCheckPort: String(target.port),
    TargetHealth: {
      State: target.state,
      ...present({ Reason: target.reason as 'Target.Timeout' | undefined, Description: target.description }),
    },
  };
}

function notRegistered(Id: string, Port: number | undefined): TargetHealthDescription {
  return {
    Target: { Id, ...present({ Port }) },
    TargetHealth: {
      State: 'unused',
      Reason: 'Target.NotRegistered',
      Description: 'Target is not registered to the target group',
    },
  };
}
