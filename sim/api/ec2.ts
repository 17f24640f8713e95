import { present } from '../../lib/core/present.ts';
import type { Ec2Instance } from '../account/ec2-instance.ts';
import { subnetOf, vpcId } from '../account/identities.ts';
import { Refusal } from '../account/refusal.ts';
import type { Api } from './api.ts';
import { date } from './api.ts';
import type { Ec2Type } from './ec2-types.ts';
import { ec2Types } from './ec2-types.ts';
import { pageOf } from './pages.ts';

type Filter = { readonly Name?: string; readonly Values?: readonly string[] };
type Asked = { readonly Filters?: readonly Filter[]; readonly MaxResults?: number; readonly NextToken?: string };
type AskedInstances = Asked & { readonly InstanceIds?: readonly string[] };
type AskedTypes = Asked & { readonly InstanceTypes?: readonly string[] };
type AskedSubnets = Asked & { readonly SubnetIds?: readonly string[] };

/** What EC2 answers of hosts, their types and subnets: as much as a picture of a cluster takes. */
export function ec2Operations(api: Api) {
  return {
    'EC2.DescribeInstances': (input: AskedInstances) => describeInstances(api, input),
    'EC2.DescribeInstanceTypes': (input: AskedTypes) => describeTypes(api, input),
    'EC2.DescribeSubnets': (input: AskedSubnets) => describeSubnets(api, input),
  };
}

/** One instance to a reservation, as Auto Scaling launches them. Ids and MaxResults exclude each other. */
function describeInstances(api: Api, input: AskedInstances) {
  const { InstanceIds: ids, MaxResults } = input;
  if (ids !== undefined && MaxResults !== undefined) {
    throw new Refusal(
      'InvalidParameterCombination',
      'The parameter instancesSet cannot be used with the parameter maxResults',
    );
  }
  const named = ids?.map((id) => {
    const instance = api.account.ec2.get(id);
    if (instance === undefined)
      throw new Refusal('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);
    return instance;
  });
  const all = filtered(named ?? [...api.account.ec2.values()], input.Filters, instanceFilters);
  const page = pageOf(api, all, ({ id }) => id, askedFor(input, 1_000));
  return {
    Reservations: page.items.map((each) => ({
      ReservationId: `r-0${each.id.slice(3)}`,
      OwnerId: api.account.id,
      Groups: [],
      Instances: [instanceShape(api, each)],
    })),
    ...present({ NextToken: page.nextToken }),
  };
}

/** API_InstanceState. */
const stateCodes: Readonly<Record<Ec2Instance['ec2State'], number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

function instanceShape({ account }: Api, instance: Ec2Instance) {
  const { id, instanceType, zone, launchedAt, spot, ec2State } = instance;
  const group = [...account.groups.values()].find(({ instances }) => instances.has(id));
  const ended = ec2State === 'terminated';
  return {
    InstanceId: id,
    InstanceType: instanceType,
    ImageId: 'ami-0123456789abcdef0',
    LaunchTime: date(launchedAt),
    Placement: { AvailabilityZone: zone, Tenancy: 'default' },
    State: { Code: stateCodes[ec2State], Name: ec2State },
    Architecture: ec2Types[instanceType]?.architecture ?? 'x86_64',
    // They are an On-Demand instance's by their absence, and a terminated one has no subnet any more.
    ...(spot && { InstanceLifecycle: 'spot' }),
    ...(!ended && { SubnetId: subnetOf(account, zone), VpcId: vpcId }),
    Tags: group === undefined ? [] : [{ Key: 'aws:autoscaling:groupName', Value: group.name }],
  };
}

function describeTypes(api: Api, input: AskedTypes) {
  const names = input.InstanceTypes ?? Object.keys(ec2Types);
  const unknown = names.filter((name) => ec2Types[name] === undefined);
  if (unknown.length > 0) {
    const list = unknown.join(', ');
    throw new Refusal('InvalidInstanceType', `The following supplied instance types do not exist: [${list}]`);
  }
  const found = names.flatMap((name) => {
    const type = ec2Types[name];
    return type === undefined ? [] : [{ name, ...type }];
  });
  const page = pageOf(api, filtered(found, input.Filters, typeFilters), ({ name }) => name, askedFor(input, 100));
  return { InstanceTypes: page.items.map(typeShape), ...present({ NextToken: page.nextToken }) };
}

function typeShape(type: Ec2Type & { readonly name: string }) {
  return {
    InstanceType: type.name,
    CurrentGeneration: true,
    ProcessorInfo: { SupportedArchitectures: [type.architecture] },
    VCpuInfo: { DefaultVCpus: type.vCpus },
    MemoryInfo: { SizeInMiB: type.memoryMiB },
    NetworkInfo: {
      MaximumNetworkInterfaces: type.networkInterfaces,
      Ipv4AddressesPerInterface: type.addressesPerInterface,
    },
  };
}

/** Of 4096 addresses AWS keeps five (subnet-sizing). */
const addressesOfSubnet = 4_091;

function describeSubnets(api: Api, input: AskedSubnets) {
  const { account } = api;
  const all = account.zones.map((zone, at) => ({
    zone,
    id: subnetOf(account, zone),
    cidr: `10.0.${(at + 1) * 16}.0/20`,
  }));
  const missing = input.SubnetIds?.find((id) => !all.some((each) => each.id === id));
  if (missing !== undefined) {
    throw new Refusal('InvalidSubnetID.NotFound', `The subnet ID '${missing}' does not exist`);
  }
  const named = all.filter(({ id }) => input.SubnetIds?.includes(id) ?? true);
  const page = pageOf(api, filtered(named, input.Filters, subnetFilters), ({ id }) => id, askedFor(input, 1_000));
  return {
    Subnets: page.items.map(({ id, zone, cidr }) => ({
      SubnetId: id,
      VpcId: vpcId,
      OwnerId: account.id,
      AvailabilityZone: zone,
      CidrBlock: cidr,
      State: 'available',
      AvailableIpAddressCount: addressesOfSubnet - addressesIn(api, zone),
      Tags: [],
    })),
    ...present({ NextToken: page.nextToken }),
  };
}

/** Of hosts, and of tasks with an interface of their own. */
function addressesIn({ account }: Api, zone: string): number {
  const hosts = [...account.ec2.values()].filter((each) => each.zone === zone && each.ec2State !== 'terminated');
  const tasks = [...account.tasks.values()].filter(
    (task) => task.zone === zone && task.attachments.some(({ type, status }) => type === 'eni' && status !== 'DELETED'),
  );
  return hosts.length + tasks.length;
}

type Filters<Item> = Readonly<Record<string, (item: Item) => string>>;

const instanceFilters: Filters<Ec2Instance> = {
  'instance-id': ({ id }) => id,
  'instance-state-name': ({ ec2State }) => ec2State,
  'instance-type': ({ instanceType }) => instanceType,
  'availability-zone': ({ zone }) => zone,
  'instance-lifecycle': ({ spot }) => (spot ? 'spot' : ''),
};

const typeFilters: Filters<Ec2Type & { readonly name: string }> = {
  'instance-type': ({ name }) => name,
  'processor-info.supported-architecture': ({ architecture }) => architecture,
};

const subnetFilters: Filters<{ readonly id: string; readonly zone: string }> = {
  'subnet-id': ({ id }) => id,
  'availability-zone': ({ zone }) => zone,
  'vpc-id': () => vpcId,
};

/** All filters must fit, by one of their values each; those of AWS that are not known here are refused. */
function filtered<Item>(all: readonly Item[], filters: readonly Filter[] = [], known: Filters<Item>): readonly Item[] {
  return filters.reduce((left, { Name: name = '', Values: values = [] }) => {
    const valueOf = known[name];
    if (valueOf === undefined) throw new Refusal('InvalidParameterValue', `The filter '${name}' is invalid`);
    return left.filter((item) => values.includes(valueOf(item)));
  }, all);
}

function askedFor({ MaxResults, NextToken }: Asked, most: number) {
  return { wanted: MaxResults, token: NextToken, most, fault: 'InvalidParameterValue' };
}
