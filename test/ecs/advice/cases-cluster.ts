import type { AdviceSource } from '../../../lib/ecs/advice/read/facts.ts';
import type { Item } from '../placement/raw-items.ts';
import { rawInstance, rawTask } from '../placement/raw-items.ts';
import type { RuleCase } from './cases.ts';
import { cluster, container, current, definition, deploying, fargate, network, service } from './sources.ts';

const noInstances = [{ source: { definition: definition(), service: service() }, missing: ['instances'] }] as const;

/** A service of the sample task in a cluster. */
const among = (items: Item, ofTask: Item = definition(), ofService: Item = service()): AdviceSource => ({
  definition: ofTask,
  service: ofService,
  items,
});

const port80 = definition({}, [container({ portMappings: [{ containerPort: 8080, hostPort: 80 }] })]);
const taken = {
  containerInstances: [rawInstance('one', { tcp: [80] }), rawInstance('two', { tcp: [80] })].map(current),
};
const full = {
  containerInstances: [rawInstance('one', { memory: 100 }), rawInstance('two', { cpu: 100 })].map(current),
};
const large = definition({}, [container({ cpu: 4096, memory: 8192, memoryReservation: 8192 })]);
const distinct = service({ placementConstraints: [{ type: 'distinctInstance' }] });
const oneOnEach = { tasks: [rawTask('t1', 'one'), rawTask('t2', 'two')] };
const elsewhere: AdviceSource = {
  definition: fargate(),
  service: service({ launchType: 'FARGATE', ...network() }),
  items: cluster(full),
};

const typed = (id: string, type: string, left: Parameters<typeof rawInstance>[1], more: Item = {}): Item => {
  const instance = rawInstance(id, left);
  const attributes = (instance['attributes'] as readonly Item[]).map((each) =>
    each['name'] === 'ecs.instance-type' ? { ...each, value: type } : each,
  );
  return current({ ...instance, attributes, ...more });
};

const small = (id: string): Item => {
  const registeredResources = [
    { name: 'CPU', type: 'INTEGER', integerValue: 1024 },
    { name: 'MEMORY', type: 'INTEGER', integerValue: 200 },
  ];
  return typed(
    id,
    't3.nano',
    {},
    { registeredResources, remainingResources: registeredResources, capacityProviderName: 'shared' },
  );
};

const byProvider = service({
  launchType: undefined,
  capacityProviderStrategy: [{ capacityProvider: 'shared', weight: 1 }],
});
const provider = (status: string): Item => ({
  capacityProviders: [{ name: 'shared', autoScalingGroupProvider: { managedScaling: { status } } }],
});
const ofProvider = (item: Item): Item => ({ ...item, capacityProviderName: 'shared' });

const awsvpc = definition({ networkMode: 'awsvpc' }, [
  container({ portMappings: [{ containerPort: 8080 }], cpu: 128 }),
]);

const withEfs = (more: Item = {}): Item =>
  definition({ volumes: [{ name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }], ...more });
const withAgent = (agentVersion: string): Item =>
  cluster({ containerInstances: [{ ...rawInstance('one'), versionInfo: { agentVersion } }] });

const withAmi = (image: Item): Item => {
  const instance = current(rawInstance('one'));
  const attributes = [...(instance['attributes'] as readonly Item[]), { name: 'ecs.ami-id', value: 'ami-0a' }];
  return cluster({ containerInstances: [{ ...instance, attributes }], images: [image] });
};

export const clusterCases: readonly RuleCase[] = [
  {
    rule: 'task-larger-than-instance',
    fires: [among(cluster(), large)],
    silent: [among(cluster()), among(cluster(full)), elsewhere],
    unknown: noInstances,
  },
  {
    rule: 'static-port-no-spare',
    fires: [
      among(cluster(taken), port80),
      among(
        cluster({
          containerInstances: [...taken.containerInstances, rawInstance('three', {}, { status: 'DRAINING' })],
        }),
        port80,
      ),
    ],
    silent: [
      among(cluster(), port80),
      among(cluster({ containerInstances: [...taken.containerInstances, rawInstance('three')] }), port80),
      among(cluster(taken), port80, deploying({ minimumHealthyPercent: 50 })),
      among(cluster(taken)),
      among(cluster(full), port80),
    ],
    unknown: noInstances,
  },
  {
    rule: 'distinct-instance-no-spare',
    fires: [among(cluster(oneOnEach), definition(), distinct)],
    silent: [
      among(cluster({ tasks: [rawTask('t1', 'one')] }), definition(), distinct),
      among(cluster(oneOnEach)),
      among(cluster(oneOnEach), definition(), { ...distinct, desiredCount: 0 }),
    ],
    unknown: noInstances,
  },
  {
    rule: 'surge-not-placeable',
    fires: [
      among(cluster(full)),
      among(cluster({ containerInstances: [] })),
      among(
        cluster({ containerInstances: [rawInstance('one', { memory: 300 })] }),
        definition(),
        service({ deploymentConfiguration: { strategy: 'BLUE_GREEN' } }),
      ),
      among(
        { ...cluster({ containerInstances: full.containerInstances.map(ofProvider) }), ...provider('DISABLED') },
        definition(),
        byProvider,
      ),
    ],
    silent: [
      among(cluster()),
      among(cluster(full), definition(), deploying({ minimumHealthyPercent: 50 })),
      among(cluster(taken), port80),
      among(
        { ...cluster({ containerInstances: full.containerInstances.map(ofProvider) }), ...provider('ENABLED') },
        definition(),
        byProvider,
      ),
      // Whether the provider scales is not known.
      among(cluster({ containerInstances: full.containerInstances.map(ofProvider) }), definition(), byProvider),
      among(cluster(full), definition(), service({ desiredCount: undefined })),
      elsewhere,
    ],
    unknown: noInstances,
  },
  {
    rule: 'smallest-type-gate',
    fires: [
      among(
        {
          ...cluster({ containerInstances: [ofProvider(current(rawInstance('one'))), small('two')] }),
          ...provider('ENABLED'),
        },
        definition(),
        byProvider,
      ),
    ],
    silent: [
      among(
        { ...cluster({ containerInstances: [ofProvider(current(rawInstance('one')))] }), ...provider('ENABLED') },
        definition(),
        byProvider,
      ),
      among(
        {
          ...cluster({ containerInstances: [ofProvider(current(rawInstance('one'))), small('two')] }),
          ...provider('DISABLED'),
        },
        definition(),
        byProvider,
      ),
    ],
    unknown: [
      ...noInstances,
      {
        source: among(
          cluster({ containerInstances: [ofProvider(current(rawInstance('one'))), small('two')] }),
          definition(),
          byProvider,
        ),
        missing: ['capacityProviders'],
      },
    ],
  },
  {
    rule: 'missing-capability',
    fires: [
      among(cluster(), definition({}, [container({ logConfiguration: { logDriver: 'splunk' } })])),
      among(
        cluster({
          containerInstances: [
            rawInstance(
              'one',
              {},
              {
                attributes: [
                  { name: 'ecs.instance-type', value: 'c5.large' },
                  { name: 'com.amazonaws.ecs.capability.logging-driver.awslogs' },
                ],
              },
            ),
          ],
        }),
        definition(),
        service({ enableExecuteCommand: true }),
      ),
      among(cluster(), definition({}, [container({ restartPolicy: { enabled: true } })])),
    ],
    silent: [
      among(cluster()),
      among(cluster(), definition(), service({ enableExecuteCommand: true })),
      // Nobody listed what it has.
      among(cluster({ containerInstances: [rawInstance('one', {}, { attributes: [] })] })),
    ],
    unknown: noInstances,
  },
  {
    rule: 'eni-density',
    fires: [among(cluster(), awsvpc, service(network()))],
    silent: [
      among(cluster()),
      among(
        cluster(),
        definition({ networkMode: 'awsvpc' }, [container({ portMappings: [], cpu: 1024 })]),
        service(network()),
      ),
      among(cluster({ containerInstances: [typed('one', 't3.nano', {})] }), awsvpc, service(network())),
    ],
    unknown: noInstances,
  },
  {
    rule: 'efs-version',
    fires: [
      { definition: withEfs(), service: service(), items: withAgent('1.37.0') },
      {
        definition: fargate({ volumes: [{ name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }] }),
        service: service({ launchType: 'FARGATE', platformVersion: '1.3.0', ...network() }),
      },
      { definition: withEfs({ runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } }) },
    ],
    silent: [
      { definition: withEfs(), service: service(), items: withAgent('1.38.0') },
      { definition: definition(), service: service(), items: withAgent('1.30.0') },
      {
        definition: fargate({ volumes: [{ name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }] }),
        service: service({ launchType: 'FARGATE', ...network() }),
      },
    ],
    unknown: [
      { source: { service: service() }, missing: ['taskDefinition'] },
      { source: { definition: withEfs(), service: service() }, missing: ['instances'] },
    ],
  },
  {
    rule: 'agent-outdated',
    fires: [among(withAgent('1.89.1')), among(withAgent('1.61.0'))],
    silent: [among(withAgent('1.91.2')), among(withAgent('1.98.0')), among(cluster()), among(withAgent('unknown'))],
    unknown: [
      ...noInstances,
      {
        source: among(cluster({ containerInstances: [rawInstance('one', {}, { versionInfo: {} })] })),
        missing: ['instances'],
      },
    ],
  },
  {
    rule: 'ami-outdated',
    fires: [
      among(
        withAmi({
          ImageId: 'ami-0a',
          Name: 'amzn2-ami-ecs-hvm-2.0.20261031-x86_64-ebs',
          CreationDate: '2026-10-31T00:00:00Z',
        }),
      ),
      among(
        withAmi({
          ImageId: 'ami-0a',
          Name: 'al2023-ami-ecs-hvm-2023.0.20260301-x86_64',
          CreationDate: '2026-03-01T00:00:00Z',
        }),
      ),
    ],
    silent: [
      among(
        withAmi({
          ImageId: 'ami-0a',
          Name: 'al2023-ami-ecs-hvm-2023.0.20261113-x86_64',
          CreationDate: '2026-11-13T00:00:00Z',
        }),
      ),
      among(withAmi({ ImageId: 'ami-0a' })),
      among(withAmi({ ImageId: 'ami-0other', CreationDate: '2020-01-01T00:00:00Z' })),
    ],
    unknown: [...noInstances, { source: among(cluster()), missing: ['amis'] }],
  },
];
