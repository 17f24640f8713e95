import type { AdviceFacts, AdvicePart, IngressRule, SecurityGroup } from './facts.ts';
import type { Checked, Hit } from './rule.ts';
import { missing } from './rule.ts';

type Ports = { readonly from: number; readonly to: number };

/** Where Docker looks for free host ports: the kernel's own range (API_PortMapping, hostPort). */
const dynamicPorts: Ports = { from: 32_768, to: 60_999 };

/**
 * Whether a load balancer gets through to the tasks: in awsvpc to the service's own groups, else to those of the
 * instances. Only what is sure is a finding: addresses, prefix lists and a load balancer without groups may let it in.
 */
export function openingOf(facts: AdviceFacts): Checked {
  const { service, definition } = facts;
  if (service === undefined) return missing('service');
  if (service.details === undefined) return missing('serviceSettings');
  if (definition === undefined) return missing('taskDefinition');
  const behind = service.details.loadBalancers.filter(({ targetGroupArn }) => targetGroupArn !== undefined);
  if (behind.length === 0) return [];
  const lacking = lackingOf(facts);
  if (lacking.length > 0) return missing(...lacking);
  return behind.flatMap(({ targetGroupArn = '', containerName = '', containerPort }, at) => {
    const from = callersOf(facts, targetGroupArn);
    const ports = portsOf(facts, containerName, containerPort);
    if (from.length === 0 || ports === undefined) return [];
    return doorsOf(facts).flatMap((groups): readonly Hit[] => {
      const found = groups.map((id) => facts.securityGroups?.find((each) => each.id === id));
      const known = found.filter((each) => each !== undefined);
      if (known.length < groups.length || groups.length === 0 || isOpen(known, ports, from)) return [];
      const shown = ports.from === ports.to ? String(ports.from) : `${ports.from}-${ports.to}`;
      const fills = { groups: groups.join(', '), ports: shown, from: from.join(', ') };
      return [{ what: shown, fills, at: { in: 'service', path: ['loadBalancers', at] } }];
    });
  });
}

function lackingOf(facts: AdviceFacts): readonly AdvicePart[] {
  const parts = (['targetGroups', 'loadBalancers', 'securityGroups'] as const).filter(
    (part) => facts[part] === undefined,
  );
  const isOwn = facts.definition?.networkMode === 'awsvpc';
  if (isOwn) return facts.service?.network?.securityGroups === undefined ? [...parts, 'securityGroups'] : parts;
  return facts.instanceSecurityGroups === undefined ? [...parts, 'instanceSecurityGroups'] : parts;
}

/** The security groups that traffic comes from. */
function callersOf({ targetGroups = [], loadBalancers = [] }: AdviceFacts, targetGroupArn: string): readonly string[] {
  const arns = targetGroups.find(({ arn }) => arn === targetGroupArn)?.loadBalancerArns ?? [];
  return loadBalancers.filter(({ arn }) => arns.includes(arn)).flatMap(({ securityGroups }) => securityGroups);
}

/** Each set of groups that stands before tasks: the service's own, or those of each instance. */
function doorsOf({ definition, service, instanceSecurityGroups }: AdviceFacts): readonly (readonly string[])[] {
  if (definition?.networkMode === 'awsvpc') return [service?.network?.securityGroups ?? []];
  const sets = [...(instanceSecurityGroups?.values() ?? [])].map((groups) => groups.toSorted());
  return [...new Map(sets.map((groups) => [groups.join(), groups])).values()];
}

function portsOf({ definition }: AdviceFacts, container: string, port: number | undefined): Ports | undefined {
  if (port === undefined) return undefined;
  const { networkMode = 'bridge', containers = [] } = definition ?? {};
  if (networkMode === 'awsvpc' || networkMode === 'host') return { from: port, to: port };
  const mapping = containers.find(({ name }) => name === container)?.ports.find((each) => each.containerPort === port);
  if (mapping === undefined) return undefined;
  const { hostPort = 0 } = mapping;
  return hostPort > 0 ? { from: hostPort, to: hostPort } : dynamicPorts;
}

const isOpen = (groups: readonly SecurityGroup[], ports: Ports, from: readonly string[]): boolean =>
  groups.some(({ ingress }) => ingress.some((rule) => lets(rule, ports, from)));

function lets(
  { protocol, fromPort = 0, toPort = 65_535, fromGroups, fromAddresses }: IngressRule,
  ports: Ports,
  from: readonly string[],
): boolean {
  const isTcp = protocol === 'tcp' || protocol === '6' || protocol === '-1';
  const overlaps = protocol === '-1' || (fromPort <= ports.to && toPort >= ports.from);
  return isTcp && overlaps && (fromAddresses || fromGroups.some((id) => from.includes(id)));
}
