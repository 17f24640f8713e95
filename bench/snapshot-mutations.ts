import { rawDefinition, rawInstance, rawService, rawTask } from '../test/ecs/placement/raw-items.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A cluster that uses every field the engine reads. */
export const wholeSnapshot: object = {
  cluster: { clusterName: 'shop', defaultCapacityProviderStrategy: [{ capacityProvider: 'cp', weight: 1 }] },
  containerInstances: [
    rawInstance('a', { tcp: [8080] }, { runningTasksCount: 1, capacityProviderName: 'cp' }),
    rawInstance(
      'b',
      {},
      {
        capacityProviderName: 'cp',
        attributes: [...(rawInstance('b')['attributes'] as Json[]), { name: 'stack', value: 'prod' }],
        gpuDevices: [{ gpuId: 'GPU-0', sharingMode: 'IDLE', remainingMemoryInMiB: 9000 }],
      },
    ),
  ],
  tasks: [
    rawTask('1', 'a', {
      attachments: [{ type: 'ElasticNetworkInterface', status: 'ATTACHED' }],
      containers: [{ networkBindings: [{ hostPort: 8080, protocol: 'tcp' }], gpuIds: ['GPU-0'] }],
    }),
    rawTask('2', 'b', { desiredStatus: 'STOPPED' }),
  ],
  services: [
    rawService({
      enableExecuteCommand: true,
      placementConstraints: [
        { type: 'distinctInstance' },
        { type: 'memberOf', expression: 'attribute:ecs.instance-type =~ c5.* and runningTasksCount < 3' },
        { type: 'memberOf', expression: 'not (task:group == service:api)' },
      ],
      placementStrategy: [
        { type: 'spread', field: 'attribute:ecs.availability-zone' },
        { type: 'binpack', field: 'memory' },
      ],
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a', 'subnet-0b'] } },
    }),
    rawService({ serviceArn: 'arn:x/agent', serviceName: 'agent', schedulingStrategy: 'DAEMON' }),
  ],
  taskDefinitions: [
    rawDefinition(
      [
        {
          cpu: 256,
          memory: 512,
          memoryReservation: 128,
          portMappings: [{ containerPort: 80, hostPort: 8080, protocol: 'tcp' }],
          resourceRequirements: [{ type: 'GPU', value: '1' }],
          restartPolicy: { enabled: false },
        },
        {
          cpu: 64,
          memory: 64,
          resourceRequirements: [{ type: 'GPU', sharingStrategy: { nvidiaMps: { memory: 100 } } }],
        },
      ],
      {
        requiresAttributes: [{ name: 'ecs.capability.task-eni' }, { name: 'stack', value: 'prod' }],
        placementConstraints: [{ type: 'memberOf', expression: 'attribute:stack != test' }],
      },
    ),
  ],
  instanceTypes: [{ InstanceType: 'c5.large', NetworkInfo: { MaximumNetworkInterfaces: 3 } }],
  capacityProviders: [{ name: 'cp', autoScalingGroupProvider: { managedScaling: { status: 'ENABLED' } } }],
  subnets: [{ SubnetId: 'subnet-0b', AvailabilityZone: 'eu-west-1b', VpcId: 'vpc-0a' }],
};

/** What stands in a file that nobody expects there. */
const oddities: readonly Json[] = [
  null,
  true,
  0,
  -1,
  0.1,
  1e308,
  -1e308,
  2 ** 53,
  '',
  ' ',
  '0',
  '-5',
  '1e999',
  'ALL',
  'DRAINING',
  'awsvpc',
  'host',
  'attribute:x == y or',
  "attribute:x =~ '(a*)*b'",
  'runningTasksCount > 99999999999999999999',
  'x'.repeat(3000),
  '\u0000\ud800😀',
  '__proto__',
  'constructor',
  [],
  {},
  [[[[]]]],
];

/** What a file would say with some of this changed, taken out, or there several times. */
export function mutated(value: object, random: () => number): unknown {
  const below = (limit: number): number => Math.floor(random() * limit);
  const copy = JSON.parse(JSON.stringify(value)) as Json;
  for (let changes = 1 + below(4); changes > 0; changes -= 1) change(copy, below);
  return JSON.parse(JSON.stringify(copy));
}

function change(root: Json, below: (limit: number) => number): void {
  let at: Json = root;
  for (let depth = 1 + below(7); ; depth -= 1) {
    if (typeof at !== 'object' || at === null) return;
    const keys = Object.keys(at);
    const key = keys[below(keys.length)];
    if (key === undefined) return;
    const holder: { [key: string]: Json } = at as { [key: string]: Json };
    const inside: Json = holder[key] ?? null;
    if (depth > 0 && typeof inside === 'object' && inside !== null) {
      at = inside;
      continue;
    }
    disturb(holder, key, below);
    return;
  }
}

function disturb(holder: { [key: string]: Json }, key: string, below: (limit: number) => number): void {
  const value = holder[key] ?? null;
  const kind = below(10);
  if (kind === 0) delete holder[key];
  else if (kind === 1 && Array.isArray(value)) value.push(...structuredClone(value));
  else if (kind === 2) holder[`${key}${below(9)}`] = value;
  else if (kind === 3 && typeof value === 'number') holder[key] = value * (below(5) - 2);
  else if (kind === 4 && typeof value === 'string') holder[key] = value.slice(0, below(value.length + 1));
  else holder[key] = structuredClone(oddities[below(oddities.length)] ?? null);
}
