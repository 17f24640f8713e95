import type { ContainerInstance as AwsInstance, Service as AwsService, Task as AwsTask } from '@aws-sdk/client-ecs';
import type { Instant } from '../../lib/core/time.ts';
import type { Account, ContainerInstance, Emitted } from '../account/model.ts';
import type { Service } from '../account/service.ts';
import { serviceOf } from '../account/services/standing.ts';
import type { Task } from '../account/task.ts';
import type { Agenda } from '../agenda.ts';
import type { Random } from '../random.ts';
import { instanceShape } from './ecs/instance-shape.ts';
import { serviceShape } from './ecs/service-shape.ts';
import { taskShape } from './ecs/task-shape.ts';

/** ECS's reads are eventually consistent (API_RunTask): how old an answer may be, and how often one is old. */
export type Consistency = { readonly mostMs: number; readonly share: number };

/** What a read sees of each thing; undefined: that it is not there, because it was made just now. */
export type Past = {
  readonly task: (task: Task) => AwsTask | undefined;
  readonly service: (service: Service) => AwsService | undefined;
  readonly instance: (instance: ContainerInstance) => AwsInstance | undefined;
  /** The same for lists, which need no more: what is wanted of a task, and what a service or an instance is. */
  readonly wanted: (task: Task) => string | undefined;
  readonly serviceStatus: (service: Service) => string | undefined;
  readonly instanceStatus: (instance: ContainerInstance) => string | undefined;
  /** To be called after a change that no event tells of. */
  readonly noteService: (service: Service) => void;
  readonly noteInstance: (instance: ContainerInstance) => void;
};

/** Every read sees the present. */
export function alwaysNow(account: Account): Past {
  return {
    task: (task) => taskShape(account, task),
    service: (service) => serviceShape(account, service),
    instance: instanceShape,
    wanted: ({ desiredStatus }) => desiredStatus,
    serviceStatus: ({ status }) => status,
    instanceStatus: ({ status }) => status,
    noteService: () => {},
    noteInstance: () => {},
  };
}

/** Keeps how tasks, services and instances were, as far back as an answer may be old. */
export function sometimesBefore(account: Account, random: Random, consistency: Consistency): Past {
  const reader = { agenda: account.agenda, random, ...consistency };
  const tasks = new Memory(
    reader,
    (task: Task) => taskShape(account, task),
    (task) => task.createdAt,
  );
  const services = new Memory(
    reader,
    (service: Service) => serviceShape(account, service),
    (service) => service.createdAt,
    (service) => follow(service),
  );
  const follow = lookFollower(account, (service) => services.note(service));
  const instances = new Memory(reader, instanceShape, (instance: ContainerInstance) => instance.registeredAt);
  for (const each of account.tasks.values()) tasks.begin(each);
  for (const each of account.services.values()) services.begin(each);
  for (const each of account.instances.values()) instances.begin(each);
  account.taskListeners.push((task) => {
    tasks.note(task);
    const service = serviceOf(account, task);
    if (service !== undefined) services.note(service);
    if (task.instance !== undefined) instances.note(task.instance);
  });
  hearEvents(account, ({ resources: [arn = ''], detail }) => {
    const service = account.services.get(arn) ?? account.codeDeployRuns.get(String(detail['deploymentId']))?.service;
    const instance = account.instances.get(arn);
    if (service !== undefined) services.note(service);
    if (instance !== undefined) instances.note(instance);
  });
  return {
    task: tasks.seen,
    service: services.seen,
    instance: instances.seen,
    wanted: (task) => tasks.glimpsed(task, task.desiredStatus, (shape) => shape.desiredStatus),
    serviceStatus: (service) => services.glimpsed(service, service.status, ({ status }) => status),
    instanceStatus: (instance) => instances.glimpsed(instance, instance.status, ({ status }) => status),
    noteService: services.note,
    noteInstance: instances.note,
  };
}

/** The scheduler changes services when it looks at them, and not every change has an event: it is looked after each look. */
function lookFollower(account: Account, note: (service: Service) => void): (service: Service) => void {
  const followed = new WeakMap<object, true>();
  return ({ memory, arn }) => {
    for (const entry of [memory.look, memory.repeat]) {
      if (entry === undefined || followed.has(entry)) continue;
      followed.set(entry, true);
      account.agenda.at(entry.at, 'what the scheduler did is kept', () => {
        const service = account.services.get(arn);
        if (service !== undefined) note(service);
      });
    }
  };
}

/** An account tells one listener of its events, the bus: this one stands before it. */
function hearEvents(account: Account, heard: (event: Emitted) => void): void {
  const { emit } = account;
  Object.assign(account, {
    emit: (event: Emitted) => {
      emit(event);
      heard(event);
    },
  });
}

type Reader = Consistency & { readonly agenda: Agenda; readonly random: Random };
type Entry<Shape> = { readonly at: Instant; readonly shape: Shape };

/** How things of one kind looked after each change. What is forgotten elsewhere is forgotten here. */
class Memory<Thing extends object, Shape> {
  private readonly entries = new WeakMap<Thing, Entry<Shape>[]>();
  /** What has changed at this moment, and may yet change more. */
  private readonly changing = new Set<Thing>();
  private readonly reader: Reader;
  private readonly shapeOf: (thing: Thing) => Shape;
  private readonly bornAt: (thing: Thing) => Instant;
  private readonly kept: (thing: Thing) => void;

  constructor(
    reader: Reader,
    shapeOf: (thing: Thing) => Shape,
    bornAt: (thing: Thing) => Instant,
    kept: (thing: Thing) => void = () => {},
  ) {
    this.reader = reader;
    this.shapeOf = shapeOf;
    this.bornAt = bornAt;
    this.kept = kept;
  }

  /** What was there before anything was kept has always looked as it does. */
  begin(thing: Thing): void {
    this.entries.set(thing, [{ at: this.bornAt(thing), shape: this.shapeOf(thing) }]);
    this.kept(thing);
  }

  /** It has changed: how it looks is kept when all that happens at this moment has happened. */
  readonly note = (thing: Thing): void => {
    const { agenda } = this.reader;
    if (this.changing.size === 0) agenda.at(agenda.now(), 'what has changed is kept', () => this.keep());
    this.changing.add(thing);
  };

  private keep(): void {
    const now = this.reader.agenda.now();
    for (const thing of this.changing) {
      const entries = this.entries.get(thing) ?? [];
      this.entries.set(thing, entries);
      if (entries.at(-1)?.at === now) entries.pop();
      entries.push({ at: now, shape: this.shapeOf(thing) });
      while ((entries[1]?.at ?? Number.POSITIVE_INFINITY) <= now - this.reader.mostMs) entries.shift();
      this.kept(thing);
    }
    this.changing.clear();
  }

  readonly seen = (thing: Thing): Shape | undefined => {
    const old = this.before(thing);
    return old === 'now' ? this.shapeOf(thing) : old;
  };

  /** One thing about it, without the labour of its whole shape. */
  glimpsed<Value>(thing: Thing, now: Value, valueOf: (shape: Shape) => Value | undefined): Value | undefined {
    const old = this.before(thing);
    if (old === 'now') return now;
    return old === undefined ? undefined : valueOf(old);
  }

  private before(thing: Thing): Shape | 'now' | undefined {
    const { agenda, random, mostMs, share } = this.reader;
    if (!random.chance(share)) return 'now';
    const asOf = agenda.now() - random.whole(0, mostMs);
    if (this.bornAt(thing) > asOf) return undefined;
    const entries = this.entries.get(thing) ?? [];
    const next = entries.findIndex(({ at }) => at > asOf);
    if (next >= 0) return entries[Math.max(0, next - 1)]?.shape ?? 'now';
    const changedSince = this.changing.has(thing) && asOf < agenda.now();
    return changedSince ? (entries.at(-1)?.shape ?? 'now') : 'now';
  }
}
