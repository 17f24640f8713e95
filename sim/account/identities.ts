import { createHash } from 'node:crypto';
import type { Random } from '../random.ts';
import type { Account, Cluster } from './model.ts';

/** `arn:aws:ecs:REGION:ACCOUNT:RESOURCE`. */
export function ecsArn(account: Account, resource: string): string {
  return `arn:aws:ecs:${account.region}:${account.id}:${resource}`;
}

/** As in `7f6e4d5c-1a2b-4c3d-8e9f-0123456789ab`. */
export function uuid(random: Random): string {
  const digits = random.hex(30);
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(12, 15)}`];
  return [...parts, `8${digits.slice(15, 18)}`, digits.slice(18)].join('-');
}

/** So many decimal digits, the first not 0. */
export function digitsOf(random: Random, count: number): string {
  return `${random.whole(1, 9)}${Array.from({ length: count - 1 }, () => random.whole(0, 9)).join('')}`;
}

/** The one subnet of a zone. */
export function subnetOf(account: Account, zone: string): string {
  const at = account.zones.indexOf(zone) + 1;
  return `subnet-0${String(at).repeat(16)}`;
}

/** The id of the account's only VPC. */
export const vpcId = 'vpc-0aaaabbbbccccdddd';

export function clusterArn(account: Account, name: string): string {
  return ecsArn(account, `cluster/${name}`);
}

/** The cluster with that name, made if it is not there. */
export function ensureCluster(account: Account, name: string): Cluster {
  const arn = clusterArn(account, name);
  const known = account.clusters.get(arn);
  if (known !== undefined) return known;
  const cluster: Cluster = { arn, name, capacityProviders: new Map(), status: 'ACTIVE', tags: new Map() };
  account.clusters.set(arn, cluster);
  return cluster;
}

/** Of an application load balancer; its name decides the rest. */
export function loadBalancerArn({ region, id }: Account, name: string): string {
  const digits = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `arn:aws:elasticloadbalancing:${region}:${id}:loadbalancer/app/${name}/${digits}`;
}

/** `shop` of `arn:aws:ecs:…:cluster/shop`. */
export function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
