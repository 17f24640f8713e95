import type { AskedTask } from '../lib/ecs/placement/asked.ts';
import type { InstanceTask, PlacementInstance } from '../lib/ecs/placement/instance.ts';

const zones = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
const types = ['c5.large', 'm5.xlarge', 'm5.2xlarge', 'r5.large'];

const capabilities = Array.from({ length: 40 }, (_, at) => `ecs.capability.feature-${at}`);

function taskOf(at: number): InstanceTask {
  const group = `service:s${at % 40}`;
  return { arn: `task/${at}`, group, isLeaving: false, hasInterface: false, hostPorts: [], gpuIds: [] };
}

/** A cluster of some size: six tasks on each instance, and on each third no room for one more. */
export function clusterOf(count: number): readonly PlacementInstance[] {
  return Array.from({ length: count }, (_, at): PlacementInstance => {
    const gpus = new Set<string>();
    const tcpPorts = new Set([22, 2375, 2376, 51_678, 51_679, 8000 + (at % 50)]);
    const rest = { tcpPorts, udpPorts: new Set<number>(), gpus };
    return {
      arn: `arn:aws:ecs:eu-west-1:123456789012:container-instance/shop/${at.toString(16).padStart(32, '0')}`,
      ec2InstanceId: `i-0${at.toString(16).padStart(16, '0')}`,
      status: 'ACTIVE',
      agentConnected: true,
      agentVersion: '1.98.0',
      registeredAt: Date.UTC(2026, 0, 1) + at * 1000,
      attributes: new Map<string, string | undefined>([
        ['ecs.instance-type', types[at % types.length] ?? ''],
        ['ecs.availability-zone', zones[at % zones.length] ?? ''],
        ['ecs.os-type', 'linux'],
        ['ecs.cpu-architecture', 'x86_64'],
        ['stack', at % 10 === 0 ? 'test' : 'prod'],
        ['rack', String(at % 20)],
        ...capabilities.map((name): [string, undefined] => [name, undefined]),
      ]),
      registered: { cpuUnits: 8192, memoryMiB: 31_000, ...rest },
      remaining: { cpuUnits: at % 3 === 0 ? 64 : 4096, memoryMiB: 12_000, ...rest },
      runningTasks: 6,
      pendingTasks: 0,
      tasks: Array.from({ length: 6 }, (_task, place) => taskOf(at * 7 + place)),
    };
  });
}

const expressions = [
  'attribute:ecs.instance-type =~ (c5|m5|r5).*',
  'attribute:ecs.availability-zone in [eu-west-1a, eu-west-1b, eu-west-1c]',
  'attribute:stack == prod or attribute:stack == test',
  'not (task:group == service:web)',
  'runningTasksCount < 40',
  'agentConnected == true and agentVersion >= 1.60.0',
  'registeredAt > 2025-06-18',
  'attribute:ecs.os-type == linux and attribute:ecs.cpu-architecture == x86_64',
  'attribute:ecs.capability.feature-7 exists',
  'ec2InstanceId =~ i-.*',
];

/** A task with so many constraints; each is another expression. */
export function taskWith(constraints: number): AskedTask {
  return {
    definition: {
      arn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:7',
      family: 'web',
      networkMode: 'bridge',
      isWindows: false,
      containers: [
        { name: 'web', cpuUnits: 256, memoryMiB: 512, gpus: 0, portMappings: [{ containerPort: 80, protocol: 'tcp' }] },
        { name: 'log', cpuUnits: 64, memoryReservationMiB: 128, gpus: 0, portMappings: [] },
      ],
      memberOf: [],
      requiresAttributes: capabilities.slice(0, 8).map((name) => ({ name })),
    },
    group: 'service:web-of-nobody',
    launchType: 'EC2',
    capacityProviders: [],
    constraints: Array.from({ length: constraints }, (_, at) => {
      const expression = expressions[at % expressions.length] ?? '';
      return {
        type: 'memberOf',
        expression: at < expressions.length ? expression : `${expression} and attribute:rack exists`,
      };
    }),
    features: [],
    isDaemon: false,
  };
}
