import { doubts } from './doubt-texts.ts';
import type { Finding } from './finding.ts';
import { condition, joined, unlimited } from './finding.ts';
import type { PlacementInstance } from './instance.ts';
import type { Question } from './question.ts';
import { hasAttributes, isExternal, zoneOf } from './supply.ts';

/** Only ACTIVE instances take tasks; DRAINING ones keep theirs (container-instance-draining). */
export const statusRoom = (_question: Question, { status }: PlacementInstance): Finding =>
  condition('status', status === 'ACTIVE', () => ({
    ...(status === 'INACTIVE' && { code: 'INACTIVE' }),
    need: 'ACTIVE',
    have: status,
  }));

/** A strategy names providers: instances of others, and of none, are not asked. */
export function providerRoom({ asked: { capacityProviders } }: Question, instance: PlacementInstance): Finding {
  if (capacityProviders.length === 0) return unlimited;
  const { capacityProvider } = instance;
  return condition(
    'capacityProvider',
    capacityProvider !== undefined && capacityProviders.includes(capacityProvider),
    () => ({ need: capacityProviders, ...(capacityProvider !== undefined && { have: capacityProvider }) }),
  );
}

/** Instances outside AWS are launch type EXTERNAL, and only they (ecs-anywhere). */
export function launchTypeRoom({ asked }: Question, instance: PlacementInstance): Finding {
  if (asked.capacityProviders.length > 0 || asked.launchType === 'MANAGED_INSTANCES') return unlimited;
  const need = asked.launchType;
  if (!hasAttributes(instance))
    return condition('launchType', { text: doubts['attributes-unknown'] }, () => ({ need }));
  const have = isExternal(instance) ? 'EXTERNAL' : 'EC2';
  return condition('launchType', have === need, () => ({ need, have }));
}

export function agentRoom(_question: Question, { agentConnected }: PlacementInstance): Finding {
  const holds = agentConnected ?? { text: doubts['agent-unknown'] };
  return condition('agent', holds, () => ({
    code: 'AGENT',
    need: 'connected',
    ...(agentConnected === false && { have: 'not connected' }),
  }));
}

/** A task with awsvpc goes to an instance in a zone of its subnets (api_failures_messages, LOCATION). */
export function zoneRoom({ asked: { places }, demand }: Question, instance: PlacementInstance): Finding {
  if (places === undefined || demand.interfaces === 0) return unlimited;
  const zone = zoneOf(instance);
  if (zone !== undefined && places.zones.has(zone)) return unlimited;
  const unknown = zone === undefined ? doubts['zone-unknown'] : doubts['subnet-zone-unknown'];
  const isOpen = zone === undefined || places.unresolved.length > 0;
  const doubt = { text: unknown, fills: { subnets: places.unresolved.join(', ') } };
  return condition('zone', isOpen ? doubt : false, () => ({
    code: 'LOCATION',
    need: [...places.zones],
    ...(zone !== undefined && { have: zone }),
  }));
}

/** "The task must be in the same VPC as the instance" (task-networking); which word ECS has for it is a guess. */
export function vpcRoom({ asked: { places }, demand }: Question, { attributes }: PlacementInstance): Finding {
  const need = places?.vpcId;
  const have = attributes.get('ecs.vpc-id');
  if (need === undefined || have === undefined || demand.interfaces === 0) return unlimited;
  return condition('vpc', need === have, () => ({ code: 'LOCATION', need, have }));
}

/** Every missing attribute by name. Names are compared as they are, values where the task asks for one. */
export function attributeRoom({ attributes: wanted }: Question, instance: PlacementInstance): Finding {
  const { attributes } = instance;
  const code = 'ATTRIBUTE';
  if (!hasAttributes(instance) && wanted.length > 0) {
    const need = wanted.map(({ name }) => name);
    return condition('attribute', { text: doubts['attributes-unknown'] }, () => ({ code, need }));
  }
  const missing = wanted.filter(
    ({ name, value }) => !attributes.has(name) || (value !== undefined && attributes.get(name) !== value),
  );
  if (missing.length === 0) return unlimited;
  return joined(
    missing.map(({ name, value, isInferred = false }) => {
      const have = attributes.get(name);
      const need = value === undefined ? name : `${name}=${value}`;
      return condition('attribute', isInferred ? { text: doubts['requirement-inferred'] } : false, () => ({
        code,
        need,
        ...(attributes.has(name) && { have: have === undefined ? name : `${name}=${have}` }),
      }));
    }),
  );
}
