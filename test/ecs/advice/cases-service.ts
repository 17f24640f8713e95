import type { AdviceSource } from '../../../lib/ecs/advice/read/facts.ts';
import type { RuleCase } from './cases.ts';
import {
  behind,
  container,
  definition,
  deploying,
  fargate,
  loadBalancers,
  network,
  securityGroup,
  service,
  targetGroups,
} from './sources.ts';
import type { Item } from '../placement/raw-items.ts';

const noService = [{ source: { definition: definition() }, missing: ['service'] }] as const;

/** As an old snapshot has it. */
const cut = {
  serviceArn: 'arn:aws:ecs:eu-west-1:123456789012:service/shop/web',
  serviceName: 'web',
  status: 'ACTIVE',
  desiredCount: 2,
  launchType: 'EC2',
};

const cutOff = [...noService, { source: { service: cut }, missing: ['serviceSettings'] }] as const;

const of = (item: Item): AdviceSource => ({ service: item });

const subnets = (zones: readonly string[], vpcs: readonly string[] = []): Item => ({
  subnets: zones.map((AvailabilityZone, at) => ({
    SubnetId: `subnet-0${'abc'[at] ?? ''}`,
    AvailabilityZone,
    ...(vpcs[at] !== undefined && { VpcId: vpcs[at] }),
  })),
});

const inSubnets = (...names: readonly string[]): Item =>
  service({ launchType: 'FARGATE', ...network({ subnets: names }) });

const breaker = (more: Item): Item => deploying({ deploymentCircuitBreaker: more });

const reached = (item: Item, ingress: Item, ofTask = definition()): AdviceSource => ({
  definition: ofTask,
  service: item,
  items: {
    targetGroups: targetGroups(),
    loadBalancers,
    securityGroups: [ingress],
    containerInstances: [],
    instances: [{ InstanceId: 'i-0one', SecurityGroups: [{ GroupId: 'sg-0host' }] }],
  },
});

const onInstance = {
  items: {
    ...reached(behind(), securityGroup(1, 1)).items,
    containerInstances: [
      {
        containerInstanceArn: 'arn:aws:ecs:eu-west-1:123456789012:container-instance/shop/one',
        ec2InstanceId: 'i-0one',
        status: 'ACTIVE',
      },
    ],
  },
};

const withDoor = (ingress: Item, ofTask = definition()): AdviceSource => ({
  definition: ofTask,
  service: behind(),
  items: { ...onInstance.items, securityGroups: [ingress] },
});

const ownDoor = (ingress: Item): AdviceSource => ({
  definition: fargate(),
  service: behind({ launchType: 'FARGATE', ...network() }),
  items: { targetGroups: targetGroups('ip'), loadBalancers, securityGroups: [ingress] },
});

const networkCases: readonly RuleCase[] = [
  {
    rule: 'network-configuration-missing',
    fires: [{ definition: fargate(), service: service({ launchType: 'FARGATE' }) }],
    silent: [
      { definition: fargate(), service: service({ launchType: 'FARGATE', ...network() }) },
      { definition: definition(), service: service() },
      { definition: fargate(), service: service({ deploymentController: { type: 'EXTERNAL' } }) },
    ],
    unknown: noService,
  },
  {
    rule: 'network-limits',
    fires: [
      of(inSubnets(...Array.from({ length: 17 }, (_, at) => `subnet-${at}`))),
      of(service(network({ securityGroups: ['a', 'b', 'c', 'd', 'e', 'f'] }))),
    ],
    silent: [of(inSubnets('subnet-0a')), of(service())],
    unknown: noService,
  },
  {
    rule: 'subnets-of-several-vpcs',
    fires: [
      { ...of(inSubnets('subnet-0a', 'subnet-0b')), items: subnets(['eu-west-1a', 'eu-west-1b'], ['vpc-1', 'vpc-2']) },
    ],
    silent: [
      { ...of(inSubnets('subnet-0a', 'subnet-0b')), items: subnets(['eu-west-1a', 'eu-west-1b'], ['vpc-1', 'vpc-1']) },
      of(service()),
    ],
    unknown: [...noService, { source: of(inSubnets('subnet-0a')), missing: ['subnets'] }],
  },
  {
    rule: 'one-zone',
    fires: [{ ...of(inSubnets('subnet-0a', 'subnet-0b')), items: subnets(['eu-west-1a', 'eu-west-1a']) }],
    silent: [
      { ...of(inSubnets('subnet-0a', 'subnet-0b')), items: subnets(['eu-west-1a', 'eu-west-1b']) },
      of(service()),
    ],
    unknown: [
      ...noService,
      { source: { ...of(inSubnets('subnet-0a', 'subnet-0b')), items: subnets(['eu-west-1a']) }, missing: ['subnets'] },
    ],
  },
  {
    rule: 'load-balancer-target',
    fires: [
      { definition: definition({}, [container({ name: 'other' })]), service: behind() },
      { definition: definition({}, [container({ portMappings: [{ containerPort: 80 }] })]), service: behind() },
    ],
    silent: [
      { definition: definition(), service: behind() },
      {
        definition: definition({}, [container({ portMappings: [{ containerPortRange: '8000-8100' }] })]),
        service: behind(),
      },
      { definition: definition(), service: service() },
    ],
    unknown: [...cutOff, { source: { service: behind() }, missing: ['taskDefinition'] }],
  },
  {
    rule: 'target-type',
    fires: [
      {
        definition: fargate(),
        service: behind({ launchType: 'FARGATE', ...network() }),
        items: { targetGroups: targetGroups() },
      },
      { definition: definition(), service: behind(), items: { targetGroups: targetGroups('ip') } },
    ],
    silent: [
      { definition: definition(), service: behind(), items: { targetGroups: targetGroups() } },
      {
        definition: definition({ networkMode: 'host' }),
        service: behind(),
        items: { targetGroups: targetGroups('ip') },
      },
      { definition: definition(), service: service() },
    ],
    unknown: [...cutOff, { source: { definition: definition(), service: behind() }, missing: ['targetGroups'] }],
  },
  {
    rule: 'classic-load-balancer',
    fires: [
      {
        definition: fargate(),
        service: service({ loadBalancers: [{ loadBalancerName: 'old', containerName: 'app', containerPort: 8080 }] }),
      },
    ],
    silent: [
      {
        definition: definition(),
        service: service({ loadBalancers: [{ loadBalancerName: 'old', containerName: 'app', containerPort: 8080 }] }),
      },
      { definition: fargate(), service: behind() },
    ],
    unknown: cutOff,
  },
  {
    rule: 'security-group-closed',
    fires: [
      withDoor(securityGroup(443, 443)),
      withDoor(securityGroup(32_768, 60_999, 'sg-0other')),
      withDoor(
        securityGroup(32_768, 60_999),
        definition({}, [container({ portMappings: [{ containerPort: 8080, hostPort: 80 }] })]),
      ),
      ownDoor(securityGroup(80, 80)),
    ],
    silent: [
      withDoor(securityGroup(32_768, 65_535)),
      ownDoor(securityGroup(8080, 8080)),
      ownDoor({
        GroupId: 'sg-0host',
        IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-0lb' }] }],
      }),
      ownDoor({
        GroupId: 'sg-0host',
        IpPermissions: [{ IpProtocol: 'tcp', FromPort: 0, ToPort: 65_535, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
      }),
      { definition: definition(), service: service() },
      reached(behind(), securityGroup(443, 443)),
    ],
    unknown: [
      ...cutOff,
      {
        source: { definition: definition(), service: behind() },
        missing: ['targetGroups', 'loadBalancers', 'securityGroups', 'instanceSecurityGroups'],
      },
    ],
  },
];

const schedulingCases: readonly RuleCase[] = [
  {
    rule: 'launch-type-and-providers',
    fires: [of(service({ capacityProviderStrategy: [{ capacityProvider: 'shared', weight: 1 }] }))],
    silent: [
      of(service()),
      of(
        service({
          serviceArn: 'arn:aws:ecs:eu-west-1:1:service/shop/web',
          capacityProviderStrategy: [{ capacityProvider: 'shared', weight: 1 }],
        }),
      ),
    ],
    unknown: noService,
  },
  {
    rule: 'provider-mix',
    fires: [
      of(
        service({
          launchType: undefined,
          capacityProviderStrategy: [
            { capacityProvider: 'FARGATE_SPOT', weight: 1 },
            { capacityProvider: 'shared', weight: 1 },
          ],
        }),
      ),
    ],
    silent: [
      of(
        service({
          launchType: undefined,
          capacityProviderStrategy: [
            { capacityProvider: 'FARGATE_SPOT', weight: 1 },
            { capacityProvider: 'FARGATE', weight: 1 },
          ],
        }),
      ),
    ],
    unknown: noService,
  },
  {
    rule: 'daemon-unsupported',
    fires: [
      of(service({ schedulingStrategy: 'DAEMON', launchType: 'FARGATE' })),
      of(service({ schedulingStrategy: 'DAEMON', deploymentController: { type: 'CODE_DEPLOY' } })),
    ],
    silent: [of(service({ schedulingStrategy: 'DAEMON' })), of(service({ launchType: 'FARGATE' }))],
    unknown: noService,
  },
  {
    rule: 'protected-tasks',
    fires: [
      {
        service: service(),
        items: {
          tasks: [{ taskArn: 'arn:t1', lastStatus: 'RUNNING', group: 'service:web' }],
          protectedTasks: [{ taskArn: 'arn:t1', protectionEnabled: true, expirationDate: '2026-11-21T10:00:00Z' }],
        },
      },
    ],
    silent: [
      {
        service: service(),
        items: {
          tasks: [{ taskArn: 'arn:t1', lastStatus: 'RUNNING', group: 'service:other' }],
          protectedTasks: [{ taskArn: 'arn:t1', protectionEnabled: true }],
        },
      },
      {
        service: service(),
        items: {
          tasks: [{ taskArn: 'arn:t1', lastStatus: 'RUNNING', group: 'service:web' }],
          protectedTasks: [{ taskArn: 'arn:t1', protectionEnabled: false }],
        },
      },
    ],
    unknown: [...noService, { source: of(service()), missing: ['protection'] }],
  },
];

const deploymentCases: readonly RuleCase[] = [
  {
    rule: 'deployment-deadlock',
    fires: [
      of(deploying({ minimumHealthyPercent: 100, maximumPercent: 100 })),
      of({ ...deploying({ minimumHealthyPercent: 50, maximumPercent: 100 }), desiredCount: 1 }),
      of({ ...deploying({ minimumHealthyPercent: 100, maximumPercent: 125 }), desiredCount: 3 }),
      of({ ...deploying({ minimumHealthyPercent: 100, maximumPercent: 100 }), schedulingStrategy: 'DAEMON' }),
    ],
    silent: [
      of(service()),
      of(deploying({})),
      of({ ...deploying({ minimumHealthyPercent: 50, maximumPercent: 100 }), desiredCount: 2 }),
      of({ ...deploying({ minimumHealthyPercent: 100, maximumPercent: 125 }), desiredCount: 4 }),
      of({ ...deploying({ minimumHealthyPercent: 100, maximumPercent: 100 }), desiredCount: 0 }),
      of({ ...deploying({}), schedulingStrategy: 'DAEMON' }),
      of({
        ...deploying({ minimumHealthyPercent: 100, maximumPercent: 100 }),
        deploymentController: { type: 'CODE_DEPLOY' },
      }),
    ],
    unknown: noService,
  },
  {
    rule: 'planned-outage',
    fires: [
      of(deploying({ minimumHealthyPercent: 0 })),
      of({ ...deploying({ minimumHealthyPercent: 0, maximumPercent: 100 }), desiredCount: 1 }),
    ],
    silent: [
      of(service()),
      // One of one rounded up stays one.
      of({ ...deploying({ minimumHealthyPercent: 50, maximumPercent: 200 }), desiredCount: 1 }),
      of({ ...deploying({ minimumHealthyPercent: 0 }), desiredCount: 0 }),
      of({ ...deploying({ minimumHealthyPercent: 0 }), schedulingStrategy: 'DAEMON' }),
    ],
    unknown: noService,
  },
  {
    rule: 'minimum-healthy-rounded',
    fires: [of({ ...deploying({ minimumHealthyPercent: 50, maximumPercent: 200 }), desiredCount: 1 })],
    silent: [
      of({ ...service(), desiredCount: 1 }),
      of({ ...deploying({ minimumHealthyPercent: 0 }), desiredCount: 1 }),
      of(deploying({ minimumHealthyPercent: 50 })),
      of({ ...deploying({ minimumHealthyPercent: 50, maximumPercent: 100 }), desiredCount: 1 }),
    ],
    unknown: noService,
  },
  {
    rule: 'no-circuit-breaker',
    fires: [of(service({ deploymentConfiguration: {} })), of(breaker({ enable: false, rollback: false }))],
    silent: [
      of(service()),
      of(service({ deploymentConfiguration: { strategy: 'BLUE_GREEN' } })),
      of(service({ deploymentConfiguration: {}, deploymentController: { type: 'CODE_DEPLOY' } })),
    ],
    unknown: cutOff,
  },
  {
    rule: 'circuit-breaker-no-rollback',
    fires: [of(breaker({ enable: true, rollback: false }))],
    silent: [of(service()), of(breaker({ enable: false, rollback: false }))],
    unknown: cutOff,
  },
  {
    rule: 'circuit-breaker-slow',
    fires: [
      { ...of(service({ desiredCount: 1 })), known: { observedStartSeconds: 900 } },
      of(behind({ desiredCount: 1, healthCheckGracePeriodSeconds: 900 })),
      {
        ...of(breaker({ enable: true, rollback: true, thresholdConfiguration: { type: 'COUNT', value: 50 } })),
        known: { observedStartSeconds: 120 },
      },
    ],
    silent: [
      { ...of(service()), known: { observedStartSeconds: 30 } },
      { ...of(breaker({ enable: false, rollback: false })), known: { observedStartSeconds: 9000 } },
    ],
    unknown: [...cutOff, { source: of(service()), missing: ['observedStart'] }],
  },
  {
    rule: 'grace-period-zero',
    fires: [of(behind({ healthCheckGracePeriodSeconds: 0 })), of(behind({ healthCheckGracePeriodSeconds: undefined }))],
    silent: [
      of(behind()),
      of(service()),
      {
        ...of(behind({ healthCheckGracePeriodSeconds: 0 })),
        items: { targetGroups: targetGroups() },
        known: { observedStartSeconds: 5 },
      },
    ],
    unknown: cutOff,
  },
  {
    rule: 'grace-period-short',
    fires: [{ ...of(behind()), items: { targetGroups: targetGroups() }, known: { observedStartSeconds: 95 } }],
    silent: [
      { ...of(behind()), items: { targetGroups: targetGroups() }, known: { observedStartSeconds: 90 } },
      { ...of(behind()), known: { observedStartSeconds: 60 } },
      { ...of(service()), known: { observedStartSeconds: 900 } },
    ],
    unknown: [
      ...cutOff,
      { source: of(behind()), missing: ['observedStart'] },
      { source: { ...of(behind()), known: { observedStartSeconds: 95 } }, missing: ['targetGroups'] },
    ],
  },
  {
    rule: 'platform-retired',
    fires: [
      { definition: fargate(), service: service({ launchType: 'FARGATE', platformVersion: '1.3.0', ...network() }) },
    ],
    silent: [
      { definition: fargate(), service: service({ launchType: 'FARGATE', platformVersion: 'LATEST', ...network() }) },
      {
        definition: fargate({
          cpu: '1024',
          memory: '2048',
          runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' },
        }),
        service: service({ launchType: 'FARGATE', platformVersion: '1.0.0', ...network() }),
      },
      // Whose system is not known.
      { service: service({ launchType: 'FARGATE', platformVersion: '1.0.0' }) },
    ],
    unknown: noService,
  },
];

export const serviceCases: readonly RuleCase[] = [...networkCases, ...schedulingCases, ...deploymentCases];
