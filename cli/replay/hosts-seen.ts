import type { EcsHost, HostReads, TaskOnHost } from '../../lib/core/host-reads.ts';
import { clusterName } from '../../lib/ecs/arn.ts';
import { parseEvent } from '../../lib/ecs/events/parse.ts';
import { present } from '../../lib/core/present.ts';
import type { ReplayFacts } from './facts.ts';
import { knownAt, notAsked } from './not-asked.ts';

type SeenTask = TaskOnHost & { readonly host: string };

/** Container instances and their tasks as a snapshot and the stream have shown them until now. */
export type HostsSeen = { readonly note: (body: string) => void; readonly reads: (now: () => number) => HostReads };

/**
 * What a stream implies: an instance is where its own events were, and what was seen to run there holds it until it was
 * seen to stop. That nothing else is there, only a snapshot says.
 */
export function hostsSeen({ cluster, services }: ReplayFacts): HostsSeen {
  const hosts = new Map<string, EcsHost>();
  const tasks = new Map<string, SeenTask>();
  for (const item of cluster?.containerInstances ?? []) noteHost(hosts, item);
  for (const item of cluster?.tasks ?? []) noteTask(tasks, item);
  const whole = new Set(cluster?.tasks === undefined ? [] : hosts.keys());
  return {
    note: (body) => {
      const parsed = parseEvent(body);
      if (!('event' in parsed)) return;
      if (parsed.event.kind === 'container-instance') noteHost(hosts, parsed.event);
      if (parsed.event.kind === 'task') noteTask(tasks, parsed.event);
    },
    reads: (now) => ({
      hostsOf: async (id) => {
        const known = [...hosts.values()].filter(({ ec2InstanceId }) => ec2InstanceId === id);
        if (known.length === 0) return notAsked;
        return { ok: true, value: known.filter(({ status }) => status !== 'INACTIVE'), at: now() };
      },
      hostsIn: async () => notAsked,
      tasksListed: async ({ containerInstance }, desired) => {
        const seen = [...tasks.values()].filter(
          ({ host, desiredStatus }) => host === containerInstance && desiredStatus === desired,
        );
        const isKnown = whole.has(containerInstance) || (desired === 'RUNNING' && seen.length > 0);
        return isKnown ? { ok: true, value: seen.map(({ arn }) => arn), at: now() } : notAsked;
      },
      tasksNamed: async (_, arns) => ({
        ok: true,
        value: {
          tasks: arns.flatMap((arn) => tasks.get(arn) ?? []),
          missing: arns.filter((arn) => !tasks.has(arn)),
        },
        at: now(),
      }),
      schedulingOf: async ({ cluster: name, service }) =>
        knownAt(services.get(`${clusterName(name)}/${service}`)?.schedulingStrategy, now()),
    }),
  };
}

/** An event has no agent's state where nothing is wrong with it. */
function noteHost(hosts: Map<string, EcsHost>, item: object): void {
  const arn = textOf(item, 'containerInstanceArn');
  if (arn === undefined) return;
  const known = hosts.get(arn);
  const counts = ['runningTasksCount', 'pendingTasksCount'].map((name) => Number(Reflect.get(item, name) ?? 0));
  hosts.set(arn, {
    arn,
    cluster: clusterName(textOf(item, 'clusterArn') ?? arn.split('/').at(-2) ?? ''),
    ec2InstanceId: textOf(item, 'ec2InstanceId') ?? known?.ec2InstanceId ?? '',
    status: textOf(item, 'status') ?? known?.status ?? 'ACTIVE',
    agentConnected: Reflect.get(item, 'agentConnected') !== false,
    counted: counts.reduce((sum, each) => sum + each, 0),
    ...present({ capacityProvider: textOf(item, 'capacityProviderName') ?? known?.capacityProvider }),
  });
}

function noteTask(tasks: Map<string, SeenTask>, item: object): void {
  const [arn, host] = [textOf(item, 'taskArn'), textOf(item, 'containerInstanceArn')];
  if (arn === undefined || host === undefined) return;
  tasks.set(arn, {
    arn,
    host,
    lastStatus: textOf(item, 'lastStatus') ?? '',
    desiredStatus: textOf(item, 'desiredStatus') ?? '',
    ...present({ group: textOf(item, 'group'), startedBy: textOf(item, 'startedBy') }),
  });
}

function textOf(item: object, name: string): string | undefined {
  const value: unknown = Reflect.get(item, name);
  return typeof value === 'string' ? value : undefined;
}
