import { present } from '../../../core/present.ts';
import { secondMs } from '../../../core/time.ts';
import type { Instant } from '../../../core/time.ts';
import { instantOf } from '../../events/timestamp.ts';
import type { Fields } from '../../events/reader.ts';
import { MalformedError, objects, optionalNumber, optionalText, texts } from '../../events/reader.ts';
import type { AdviceFacts, AdviceTargetGroup, Ami, IngressRule, Permission, SecurityGroup } from '../facts.ts';

/** Beside the lists of a snapshot, and in the shapes of these calls; each may be left out. */
export const surroundingKeys = [
  'targetGroups',
  'loadBalancers',
  'securityGroups',
  'instances',
  'accountSettings',
  'images',
  'policySimulations',
  'protectedTasks',
] as const;

type Surroundings = Pick<
  AdviceFacts,
  | 'targetGroups'
  | 'loadBalancers'
  | 'securityGroups'
  | 'instanceSecurityGroups'
  | 'accountSettings'
  | 'amis'
  | 'permissions'
  | 'protectedTasks'
>;

/** Which tasks and instances are meant: the service's, the cluster's. Undefined: not known. */
export type Inside = { readonly tasks?: ReadonlySet<string>; readonly ec2InstanceIds: ReadonlySet<string> };

/**
 * Raw items of DescribeTargetGroups and DescribeLoadBalancers (ELBv2), DescribeSecurityGroups, DescribeInstances and
 * DescribeImages (EC2), ListAccountSettings and GetTaskProtection (ECS), SimulatePrincipalPolicy (IAM). A list that is
 * absent is not known. Throws MalformedError.
 */
export function surroundingsOf(whole: Fields, { tasks, ec2InstanceIds }: Inside): Surroundings {
  const list = <Item>(key: string, read: (item: Fields) => Item): readonly Item[] | undefined =>
    whole.value[key] === undefined ? undefined : objects(whole, key, read);
  const instances = list('instances', instanceOf)?.filter(([id]) => ec2InstanceIds.has(id));
  const settings = list('accountSettings', settingOf);
  const protectedTasks = tasks === undefined ? undefined : list('protectedTasks', protectedOf)?.flat();
  return present({
    targetGroups: list('targetGroups', targetGroupOf),
    loadBalancers: list('loadBalancers', (each) => ({
      arn: needed(each, 'LoadBalancerArn'),
      securityGroups: texts(each, 'SecurityGroups'),
    })),
    securityGroups: list('securityGroups', securityGroupOf),
    instanceSecurityGroups: instances === undefined ? undefined : new Map(instances),
    accountSettings: settings === undefined ? undefined : Object.fromEntries(settings),
    amis: list('images', amiOf),
    permissions: list('policySimulations', permissionOf),
    protectedTasks: protectedTasks?.filter(({ arn }) => tasks?.has(arn) === true),
  });
}

function needed(fields: Fields, key: string): string {
  const value = optionalText(fields, key);
  if (value === undefined) throw new MalformedError(`${fields.at}[${fields.index ?? 0}].${key}`, 'is missing');
  return value;
}

const targetGroupOf = (fields: Fields): AdviceTargetGroup => ({
  arn: needed(fields, 'TargetGroupArn'),
  targetType: optionalText(fields, 'TargetType') ?? 'instance',
  loadBalancerArns: texts(fields, 'LoadBalancerArns'),
  ...present({
    intervalSeconds: optionalNumber(fields, 'HealthCheckIntervalSeconds'),
    unhealthyThreshold: optionalNumber(fields, 'UnhealthyThresholdCount'),
  }),
});

const securityGroupOf = (fields: Fields): SecurityGroup => ({
  id: needed(fields, 'GroupId'),
  ingress: objects(fields, 'IpPermissions', ingressOf),
});

function ingressOf(fields: Fields): IngressRule {
  const addresses = ['IpRanges', 'Ipv6Ranges', 'PrefixListIds'].flatMap((key) => objects(fields, key, (each) => each));
  return {
    protocol: optionalText(fields, 'IpProtocol') ?? '-1',
    fromGroups: objects(fields, 'UserIdGroupPairs', (each) => optionalText(each, 'GroupId') ?? []).flat(),
    fromAddresses: addresses.length > 0,
    ...present({ fromPort: optionalNumber(fields, 'FromPort'), toPort: optionalNumber(fields, 'ToPort') }),
  };
}

const instanceOf = (fields: Fields): readonly [string, readonly string[]] => [
  needed(fields, 'InstanceId'),
  objects(fields, 'SecurityGroups', (each) => optionalText(each, 'GroupId') ?? []).flat(),
];

const settingOf = (fields: Fields): readonly [string, string] => [
  needed(fields, 'name'),
  optionalText(fields, 'value') ?? '',
];

const amiOf = (fields: Fields): Ami => ({
  id: needed(fields, 'ImageId'),
  ...present({ name: optionalText(fields, 'Name'), createdAt: momentOf(fields.value['CreationDate']) }),
});

const permissionOf = (fields: Fields): Permission => ({
  action: needed(fields, 'EvalActionName'),
  resource: optionalText(fields, 'EvalResourceName') ?? '*',
  isAllowed: optionalText(fields, 'EvalDecision') === 'allowed',
});

function protectedOf(fields: Fields): readonly { readonly arn: string; readonly until?: Instant }[] {
  if (fields.value['protectionEnabled'] !== true) return [];
  return [{ arn: needed(fields, 'taskArn'), ...present({ until: momentOf(fields.value['expirationDate']) }) }];
}

/** What a Date can hold (ECMA-262, time values). */
const lastInstant = 8.64e15;

/** The command line prints seconds in some versions. A time that cannot be read is as good as none. */
function momentOf(value: unknown): Instant | undefined {
  const at = typeof value === 'number' ? value * secondMs : typeof value === 'string' ? instantOf(value) : undefined;
  return at !== undefined && Math.abs(at) <= lastInstant ? at : undefined;
}
