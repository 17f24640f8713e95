import type { AdvicePart } from '../../../lib/ecs/advice/facts.ts';
import type { AdviceSource } from '../../../lib/ecs/advice/read/facts.ts';
import { clusterCases } from './cases-cluster.ts';
import { serviceCases } from './cases-service.ts';
import { container, definition, fargate, network, service } from './sources.ts';

/** When a rule speaks, when it has nothing to say, and what it cannot do without. */
export type RuleCase = {
  readonly rule: string;
  readonly fires: readonly AdviceSource[];
  readonly silent: readonly AdviceSource[];
  readonly unknown: readonly { readonly source: AdviceSource; readonly missing: readonly AdvicePart[] }[];
};

const noDefinition = [{ source: { service: service() }, missing: ['taskDefinition'] }] as const;

/** As an old snapshot has it: nothing but what placement needs. */
const cut = definition({ taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:7' }, [
  { name: 'app', image: 'web:7', memory: 512, portMappings: [] },
]);

const cutFargate = {
  ...cut,
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
};

const one = (more: object, ofTask: object = {}): AdviceSource => ({
  definition: definition({ ...ofTask }, [container({ ...more })]),
});

const onFargate = (more: object): AdviceSource => ({
  definition: fargate({}, [container({ portMappings: [], ...more })]),
});

const cutOff = [...noDefinition, { source: { definition: cut }, missing: ['containerSettings'] }] as const;

const sizeCases: readonly RuleCase[] = [
  {
    rule: 'fargate-size',
    fires: [
      { definition: fargate({ cpu: '256', memory: '4096' }) },
      { definition: fargate({ cpu: '300', memory: '1024' }) },
      { definition: fargate({ cpu: undefined }) },
      { definition: fargate({ requiresCompatibilities: ['EC2', 'FARGATE'], memory: '600' }) },
      { definition: fargate({ cpu: '512', runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } }) },
    ],
    silent: [
      { definition: fargate() },
      { definition: fargate({ cpu: '.25 vCPU', memory: '0.5GB' }) },
      { definition: fargate({ cpu: '1 vcpu', memory: '2 GB' }) },
      { definition: fargate({ cpu: '16384', memory: '122880' }) },
      { definition: definition({ cpu: '300', memory: '600' }) },
    ],
    unknown: noDefinition,
  },
  {
    rule: 'fargate-storage',
    fires: [
      { definition: fargate({ ephemeralStorage: { sizeInGiB: 20 } }) },
      { definition: fargate({ ephemeralStorage: { sizeInGiB: 201 } }) },
    ],
    silent: [{ definition: fargate({ ephemeralStorage: { sizeInGiB: 21 } }) }, { definition: fargate() }],
    unknown: noDefinition,
  },
  {
    rule: 'task-cpu-range',
    fires: [{ definition: definition({ cpu: '64' }) }, { definition: definition({ cpu: '200000' }) }],
    silent: [{ definition: definition({ cpu: '128' }) }, { definition: definition() }],
    unknown: noDefinition,
  },
  {
    rule: 'container-memory-missing',
    fires: [one({ memory: undefined, memoryReservation: undefined }), one({ memory: 0, memoryReservation: undefined })],
    silent: [one({ memory: undefined }), one({ memory: undefined, memoryReservation: undefined }, { memory: '512' })],
    unknown: noDefinition,
  },
  {
    rule: 'container-memory-order',
    fires: [one({ memory: 128, memoryReservation: 256 })],
    silent: [one({ memory: 256, memoryReservation: 256 }), one({})],
    unknown: noDefinition,
  },
  {
    rule: 'container-memory-minimum',
    fires: [one({ memory: 4, memoryReservation: undefined })],
    silent: [one({ memory: 6, memoryReservation: undefined })],
    unknown: noDefinition,
  },
  {
    rule: 'containers-over-task',
    fires: [
      {
        definition: fargate({ cpu: '256', memory: '512' }, [
          container({ cpu: 200 }),
          container({ name: 'side', cpu: 100 }),
        ]),
      },
      one({ memory: 1024, memoryReservation: 128 }, { memory: '512' }),
    ],
    silent: [
      one({ cpu: 512, memory: 1024, memoryReservation: 512 }, { cpu: '512', memory: '1024' }),
      { definition: fargate({}, [container({ memory: 1024 }), container({ name: 'side', cpu: 0, memory: 1024 })]) },
    ],
    unknown: noDefinition,
  },
  {
    rule: 'memory-without-reservation',
    fires: [one({ memoryReservation: undefined })],
    silent: [
      one({}),
      one({ memoryReservation: undefined }, { memory: '512' }),
      onFargate({ memoryReservation: undefined }),
    ],
    unknown: noDefinition,
  },
  {
    rule: 'fargate-size-far',
    fires: [
      {
        definition: fargate({ cpu: '2048', memory: '8192' }),
        known: { usage: { cpuPercent: 20, memoryPercent: 15, days: 14 } },
      },
    ],
    silent: [
      {
        definition: fargate({ cpu: '2048', memory: '8192' }),
        known: { usage: { cpuPercent: 80, memoryPercent: 90, days: 14 } },
      },
      {
        definition: fargate({ cpu: '2048', memory: '8192' }),
        known: { usage: { cpuPercent: 20, memoryPercent: 15, days: 2 } },
      },
      {
        definition: fargate({ cpu: '256', memory: '512' }),
        known: { usage: { cpuPercent: 1, memoryPercent: 1, days: 14 } },
      },
      { definition: definition(), known: { usage: { cpuPercent: 1, memoryPercent: 1, days: 14 } } },
    ],
    unknown: [...noDefinition, { source: { definition: fargate() }, missing: ['usage'] }],
  },
];

const shapeCases: readonly RuleCase[] = [
  {
    rule: 'no-essential-container',
    fires: [one({ essential: false })],
    silent: [
      one({ essential: undefined }),
      { definition: definition({}, [container({ essential: false }), container({ name: 'b' })]) },
    ],
    unknown: noDefinition,
  },
  {
    rule: 'fargate-setting',
    fires: [
      onFargate({ privileged: true }),
      onFargate({ links: ['db'] }),
      onFargate({ linuxParameters: { tmpfs: [{ containerPath: '/tmp', size: 64 }] } }),
      { definition: fargate({ ipcMode: 'task' }) },
    ],
    silent: [
      onFargate({ privileged: false, links: [], linuxParameters: { initProcessEnabled: true } }),
      one({ privileged: true }),
    ],
    unknown: [...noDefinition, { source: { definition: cutFargate }, missing: ['containerSettings'] }],
  },
  {
    rule: 'fargate-gpu',
    fires: [onFargate({ resourceRequirements: [{ type: 'GPU', value: '1' }] })],
    silent: [onFargate({}), one({ resourceRequirements: [{ type: 'GPU', value: '1' }] })],
    unknown: noDefinition,
  },
  {
    rule: 'fargate-volume',
    fires: [{ definition: fargate({ volumes: [{ name: 'data', dockerVolumeConfiguration: { scope: 'task' } }] }) }],
    silent: [
      { definition: fargate({ volumes: [{ name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }] }) },
      { definition: definition({ volumes: [{ name: 'data', dockerVolumeConfiguration: { scope: 'task' } }] }) },
    ],
    unknown: [...noDefinition, { source: { definition: cutFargate }, missing: ['containerSettings'] }],
  },
  {
    rule: 'depends-on',
    fires: [
      one({ dependsOn: [{ containerName: 'db', condition: 'START' }] }),
      {
        definition: definition({}, [
          container({ dependsOn: [{ containerName: 'db', condition: 'HEALTHY' }] }),
          container({ name: 'db' }),
        ]),
      },
      {
        definition: definition({}, [
          container({ dependsOn: [{ containerName: 'init', condition: 'SUCCESS' }] }),
          container({ name: 'init', essential: true }),
        ]),
      },
    ],
    silent: [
      {
        definition: definition({}, [
          container({
            dependsOn: [
              { containerName: 'db', condition: 'HEALTHY' },
              { containerName: 'init', condition: 'SUCCESS' },
            ],
          }),
          container({ name: 'db', healthCheck: { command: ['CMD', 'true'] } }),
          container({ name: 'init', essential: false }),
        ]),
      },
    ],
    unknown: cutOff,
  },
  {
    rule: 'volume-missing',
    fires: [one({ mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] })],
    silent: [one({ mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] }, { volumes: [{ name: 'data' }] })],
    unknown: cutOff,
  },
];

const contentCases: readonly RuleCase[] = [
  {
    rule: 'no-log-configuration',
    fires: [one({ logConfiguration: undefined })],
    silent: [one({})],
    unknown: cutOff,
  },
  {
    rule: 'image-latest',
    fires: [one({ image: 'nginx' }), one({ image: 'registry.example.com:5000/web:latest' })],
    silent: [one({}), one({ image: 'nginx@sha256:0f1e' }), one({ image: 'registry.example.com:5000/web:1.2' })],
    unknown: noDefinition,
  },
  {
    rule: 'image-missing',
    fires: [
      { definition: definition(), known: { images: [{ image: String(container()['image']), state: 'missing' }] } },
      {
        definition: definition(),
        known: { images: [{ image: String(container()['image']), state: 'no-repository' }] },
      },
    ],
    silent: [
      { definition: definition(), known: { images: [{ image: String(container()['image']), state: 'exists' }] } },
      { definition: definition(), known: { images: [] } },
      one({ image: 'nginx:1.29' }),
    ],
    unknown: [...noDefinition, { source: { definition: definition() }, missing: ['images'] }],
  },
  {
    rule: 'image-architecture',
    fires: [
      {
        definition: fargate(),
        known: { images: [{ image: String(container()['image']), state: 'exists', architectures: ['arm64'] }] },
      },
      {
        definition: fargate({ runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' } }),
        known: { images: [{ image: String(container()['image']), state: 'exists', architectures: ['amd64'] }] },
      },
    ],
    silent: [
      {
        definition: fargate(),
        known: {
          images: [{ image: String(container()['image']), state: 'exists', architectures: ['amd64', 'arm64'] }],
        },
      },
      { definition: fargate(), known: { images: [{ image: String(container()['image']), state: 'exists' }] } },
      {
        definition: definition(),
        known: { images: [{ image: String(container()['image']), state: 'exists', architectures: ['arm64'] }] },
      },
    ],
    unknown: [...noDefinition, { source: { definition: fargate() }, missing: ['images'] }],
  },
  {
    rule: 'plain-secret',
    fires: [
      one({ environment: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }),
      one({ environment: [{ name: 'STRIPE_API_KEY', value: 'x' }] }),
      one({ environment: [{ name: 'DATABASE', value: 'postgres://web:hunter2@db.internal/shop' }] }),
      one({ environment: [{ name: 'DEPLOYER', value: 'AKIAIOSFODNN7EXAMPLE' }] }),
    ],
    silent: [
      one({
        environment: [
          { name: 'DB_PASSWORD_FILE', value: '/run/secrets/db' },
          { name: 'SECRET_ARN', value: 'arn:aws:x' },
        ],
      }),
      one({
        environment: [
          { name: 'TOKEN_TTL_SECONDS', value: '60' },
          { name: 'LOG_LEVEL', value: 'debug' },
        ],
      }),
      one({
        environment: [
          { name: 'SECRETS_MANAGER_ENDPOINT', value: 'https://x' },
          { name: 'PUBLIC_KEY', value: 'x' },
        ],
      }),
      one({ secrets: [{ name: 'DB_PASSWORD', valueFrom: '/web/db' }] }, { executionRoleArn: 'r' }),
    ],
    unknown: cutOff,
  },
  {
    rule: 'execution-role-missing',
    fires: [
      one({ secrets: [{ name: 'KEY', valueFrom: '/web/key' }] }),
      { definition: fargate({ executionRoleArn: undefined }) },
    ],
    silent: [one({}), { definition: fargate() }, onFargate({ image: 'nginx:1.29', logConfiguration: undefined })],
    unknown: cutOff,
  },
  {
    rule: 'secret-unreadable',
    fires: [
      {
        definition: definition({}, [container({ secrets: [{ name: 'KEY', valueFrom: '/web/key' }] })]),
        items: {
          policySimulations: [
            {
              EvalActionName: 'ssm:GetParameters',
              EvalResourceName: 'arn:aws:ssm:eu-west-1:123456789012:parameter/web/key',
              EvalDecision: 'implicitDeny',
            },
          ],
        },
      },
      {
        definition: definition({}, [
          container({
            secrets: [
              { name: 'KEY', valueFrom: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:web-a1B2c3:key::' },
            ],
          }),
        ]),
        items: {
          policySimulations: [
            {
              EvalActionName: 'secretsmanager:GetSecretValue',
              EvalResourceName: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:web-a1B2c3',
              EvalDecision: 'explicitDeny',
            },
          ],
        },
      },
    ],
    silent: [
      { definition: definition() },
      {
        definition: definition({}, [container({ secrets: [{ name: 'KEY', valueFrom: '/web/key' }] })]),
        items: {
          policySimulations: [
            {
              EvalActionName: 'ssm:GetParameters',
              EvalResourceName: 'arn:aws:ssm:eu-west-1:123456789012:parameter/web/key',
              EvalDecision: 'allowed',
            },
          ],
        },
      },
    ],
    unknown: [
      {
        source: { definition: definition({}, [container({ secrets: [{ name: 'KEY', valueFrom: '/web/key' }] })]) },
        missing: ['permissions'],
      },
    ],
  },
  {
    rule: 'variable-removed',
    fires: [
      {
        definition: definition(),
        before: definition({}, [container({ secrets: [{ name: 'HMAC_KEY', valueFrom: '/web/hmac' }] })]),
      },
    ],
    silent: [
      {
        definition: definition({}, [container({ secrets: [{ name: 'KEY', valueFrom: '/web/key' }] })]),
        before: definition({}, [container({ environment: [{ name: 'KEY', value: 'x' }] })]),
      },
      {
        definition: definition(),
        before: definition({}, [container({ name: 'gone', environment: [{ name: 'A', value: '1' }] })]),
      },
    ],
    unknown: [{ source: { definition: definition() }, missing: ['before'] }],
  },
  {
    rule: 'nofile-default',
    fires: [one({ ulimits: undefined }), one({ ulimits: [{ name: 'nproc', softLimit: 1, hardLimit: 1 }] })],
    silent: [
      one({}),
      one({ ulimits: undefined, portMappings: [] }),
      onFargate({ ulimits: undefined, portMappings: [{ containerPort: 80 }] }),
    ],
    unknown: cutOff,
  },
];

const portCases: readonly RuleCase[] = [
  {
    rule: 'fargate-network-mode',
    fires: [{ definition: fargate({ networkMode: 'bridge' }) }, { definition: fargate({ networkMode: undefined }) }],
    silent: [{ definition: fargate() }, { definition: definition() }],
    unknown: noDefinition,
  },
  {
    rule: 'awsvpc-host-port',
    fires: [
      onFargate({ portMappings: [{ containerPort: 8080, hostPort: 80 }] }),
      one({ portMappings: [{ containerPort: 8080, hostPort: 80 }] }, { networkMode: 'host' }),
    ],
    silent: [
      onFargate({ portMappings: [{ containerPort: 8080, hostPort: 8080 }] }),
      one({ portMappings: [{ containerPort: 8080, hostPort: 80 }] }),
    ],
    unknown: noDefinition,
  },
  {
    rule: 'none-port-mappings',
    fires: [one({}, { networkMode: 'none' })],
    silent: [one({ portMappings: [] }, { networkMode: 'none' }), one({})],
    unknown: noDefinition,
  },
  {
    rule: 'distinct-instance-in-definition',
    fires: [one({}, { placementConstraints: [{ type: 'distinctInstance' }] })],
    silent: [one({}, { placementConstraints: [{ type: 'memberOf', expression: 'attribute:x exists' }] })],
    unknown: noDefinition,
  },
  {
    rule: 'fargate-placement',
    fires: [
      { definition: fargate({ placementConstraints: [{ type: 'memberOf', expression: 'attribute:x exists' }] }) },
      {
        definition: fargate(),
        service: service({
          launchType: 'FARGATE',
          ...network(),
          placementStrategy: [{ type: 'spread', field: 'instanceId' }],
        }),
      },
      {
        definition: fargate(),
        service: service({ launchType: 'FARGATE', placementConstraints: [{ type: 'distinctInstance' }] }),
      },
    ],
    silent: [
      { definition: fargate(), service: service({ launchType: 'FARGATE' }) },
      { definition: definition(), service: service({ placementStrategy: [{ type: 'random' }] }) },
    ],
    unknown: noDefinition,
  },
];

export const ruleCases: readonly RuleCase[] = [
  ...sizeCases,
  ...shapeCases,
  ...contentCases,
  ...portCases,
  ...serviceCases,
  ...clusterCases,
];
