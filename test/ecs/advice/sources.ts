import type { AdviceFacts } from '../../../lib/ecs/advice/facts.ts';
import type { AdviceSource } from '../../../lib/ecs/advice/read/facts.ts';
import { readAdvice } from '../../../lib/ecs/advice/read/facts.ts';
import type { Item } from '../placement/raw-items.ts';
import { rawInstance } from '../placement/raw-items.ts';

export const now = Date.parse('2026-11-21T09:00:00Z');

/** In the shape of what RegisterTaskDefinition takes: a web server that no rule has anything against. */
export function container(more: Item = {}): Item {
  return {
    name: 'app',
    image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:v7',
    essential: true,
    cpu: 256,
    memory: 512,
    memoryReservation: 256,
    portMappings: [{ containerPort: 8080, hostPort: 0, protocol: 'tcp' }],
    logConfiguration: { logDriver: 'awslogs' },
    ulimits: [{ name: 'nofile', softLimit: 65_536, hardLimit: 65_536 }],
    ...more,
  };
}

export function definition(more: Item = {}, containers: readonly Item[] = [container()]): Item {
  return {
    family: 'web',
    networkMode: 'bridge',
    requiresCompatibilities: ['EC2'],
    containerDefinitions: containers,
    ...more,
  };
}

export const fargate = (more: Item = {}, containers?: readonly Item[]): Item =>
  definition(
    {
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '512',
      memory: '1024',
      executionRoleArn: 'arn:aws:iam::123456789012:role/run',
      ...more,
    },
    containers ?? [container({ portMappings: [{ containerPort: 8080 }] })],
  );

/** In the shape of what CreateService takes. */
export function service(more: Item = {}): Item {
  return {
    serviceName: 'web',
    taskDefinition: 'web',
    desiredCount: 2,
    launchType: 'EC2',
    deploymentConfiguration: {
      minimumHealthyPercent: 100,
      maximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
    },
    ...more,
  };
}

export const deploying = (more: Item): Item =>
  service({ deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true }, ...more } });

const targetGroup = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0a1b';
const loadBalancer = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/9c';

/** Behind a load balancer. */
export const behind = (more: Item = {}): Item =>
  service({
    healthCheckGracePeriodSeconds: 60,
    loadBalancers: [{ targetGroupArn: targetGroup, containerName: 'app', containerPort: 8080 }],
    ...more,
  });

export const targetGroups = (TargetType = 'instance'): readonly Item[] => [
  {
    TargetGroupArn: targetGroup,
    TargetType,
    LoadBalancerArns: [loadBalancer],
    HealthCheckIntervalSeconds: 10,
    UnhealthyThresholdCount: 3,
  },
];

export const loadBalancers: readonly Item[] = [{ LoadBalancerArn: loadBalancer, SecurityGroups: ['sg-0lb'] }];

export const securityGroup = (from: number, to: number, group = 'sg-0lb'): Item => ({
  GroupId: 'sg-0host',
  IpPermissions: [{ IpProtocol: 'tcp', FromPort: from, ToPort: to, UserIdGroupPairs: [{ GroupId: group }] }],
});

export const network = (more: Item = {}): Item => ({
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a'], securityGroups: ['sg-0host'], ...more } },
});

/** A cluster with room on two instances. */
export function cluster(more: Item = {}): Item {
  return {
    cluster: { clusterName: 'shop' },
    containerInstances: [rawInstance('one', {}), rawInstance('two', {})].map(current),
    tasks: [],
    ...more,
  };
}

/** With an agent of this month. */
export const current = (instance: Item): Item => ({ ...instance, versionInfo: { agentVersion: '1.108.3' } });

export function factsOf(source: AdviceSource): AdviceFacts {
  const facts = readAdvice(JSON.parse(JSON.stringify(source)) as AdviceSource);
  if ('faults' in facts) throw new Error(facts.faults.map(({ path, problem }) => `${path} ${problem}`).join('; '));
  return facts;
}
