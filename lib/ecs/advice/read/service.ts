import { present } from '../../../core/present.ts';
import { isObject } from '../../../core/json.ts';
import { lastPart } from '../../../core/last-part.ts';
import type { Fields } from '../../events/reader.ts';
import { objects, optionalFlag, optionalNumber, optionalText, texts } from '../../events/reader.ts';
import type { AdviceBreaker, AdviceLoadBalancer, AdviceService } from '../facts.ts';

/** A service: what CreateService takes, or an item of DescribeServices. Throws MalformedError. */
export function adviceServiceOf(fields: Fields): AdviceService {
  const isDescribed = fields.value['serviceArn'] !== undefined;
  const percents = within(fields, 'deploymentConfiguration');
  const providers = objects(fields, 'capacityProviderStrategy', (each) => optionalText(each, 'capacityProvider') ?? []);
  const launchType = optionalText(fields, 'launchType');
  // ECS answers a list of load balancers for every service, also an empty one; without it somebody left things out.
  const isWhole = !isDescribed || Array.isArray(fields.value['loadBalancers']);
  return {
    name: optionalText(fields, 'serviceName') ?? lastPart(optionalText(fields, 'serviceArn') ?? 'service'),
    providers: providers.flat(),
    namesTypeAndProviders: !isDescribed && launchType !== undefined && providers.length > 0,
    controller: controllerOf(fields),
    strategy: optionalText(percents, 'strategy') ?? 'ROLLING',
    isDaemon: optionalText(fields, 'schedulingStrategy') === 'DAEMON',
    constraintTypes: objects(fields, 'placementConstraints', (each) => optionalText(each, 'type') ?? ''),
    strategyCount: objects(fields, 'placementStrategy', (each) => each).length,
    ...(isWhole && { details: detailsOf(fields, percents) }),
    ...present({
      desired: optionalNumber(fields, 'desiredCount'),
      launchType,
      platformVersion: optionalText(fields, 'platformVersion'),
      minimumHealthyPercent: optionalNumber(percents, 'minimumHealthyPercent'),
      maximumPercent: optionalNumber(percents, 'maximumPercent'),
      network: networkOf(fields),
    }),
  };
}

function detailsOf(fields: Fields, percents: Fields): NonNullable<AdviceService['details']> {
  return {
    loadBalancers: objects(fields, 'loadBalancers', loadBalancerOf),
    breaker: breakerOf(within(percents, 'deploymentCircuitBreaker')),
    // "If you don't specify a health check grace period value, the default value of 0 is used" (API_CreateService).
    gracePeriodSeconds: optionalNumber(fields, 'healthCheckGracePeriodSeconds') ?? 0,
  };
}

const loadBalancerOf = (fields: Fields): AdviceLoadBalancer =>
  present({
    targetGroupArn: optionalText(fields, 'targetGroupArn'),
    classicName: optionalText(fields, 'loadBalancerName'),
    containerName: optionalText(fields, 'containerName'),
    containerPort: optionalNumber(fields, 'containerPort'),
  });

function breakerOf(fields: Fields): AdviceBreaker {
  const threshold = within(fields, 'thresholdConfiguration');
  const [type, value] = [optionalText(threshold, 'type'), optionalNumber(threshold, 'value')];
  return {
    isEnabled: optionalFlag(fields, 'enable') === true,
    rollsBack: optionalFlag(fields, 'rollback') === true,
    ...(type !== undefined && value !== undefined && { threshold: { type, value } }),
  };
}

const controllerOf = (fields: Fields): string => optionalText(within(fields, 'deploymentController'), 'type') ?? 'ECS';

function networkOf(fields: Fields): AdviceService['network'] {
  const network = within(fields, 'networkConfiguration');
  if (!isObject(network.value['awsvpcConfiguration'])) return undefined;
  const vpc = within(network, 'awsvpcConfiguration');
  const groups = vpc.value['securityGroups'] === undefined ? undefined : texts(vpc, 'securityGroups');
  return { subnets: texts(vpc, 'subnets'), ...present({ securityGroups: groups }) };
}

/** An object inside; an empty one where there is none. */
function within({ value, at }: Fields, key: string): Fields {
  const inner = value[key];
  return { value: isObject(inner) ? inner : {}, at: at === '' ? key : `${at}.${key}` };
}
