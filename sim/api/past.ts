import type { ContainerInstance as AwsInstance, Service as AwsService, Task as AwsTask } from '@aws-sdk/client-ecs';
import type { Instant } from '../../lib/core/time.ts';
import type { Account, ContainerInstance, Emitted } from '../account/model.ts';
import type { Service } from '../account/service.ts';
import { serviceOf } from '../account/services/standing.ts';
import type { Task } from '../account/task.ts';
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
  /** To be called after a change that no event tells of. */
  readonly noteService: (service: Service) => void;
  readonly noteInstance: (instance: ContainerInstance) => void;
};

/** Every read sees the present. */
export function alwaysNow(account: Account): Past {
  return {
    task: taskShape,
    service: (service) => serviceShape(account, service),
    instance: instanceShape,
    noteService: () => {},
    noteInstance: () => {},
  };
}

/** Keeps how tasks, services and instances were, as far back as an answer may be old. */
export function sometimesBefore(account: Account, random: Random, consistency: Consistency): Past {
  const reader = { now: account.agenda.now, random, ...consistency };
  const tasks = new Memory(reader, taskShape, (task: Task) => task.createdAt);
  const services = new Memory(
    reader,
    (service: Service) => serviceShape(account, service),
    (service) => service.createdAt,
  );
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
  hearEvents(account, ({ resources: [arn = ''] }) => {
    const service = account.services.get(arn);
    const instance = account.instances.get(arn);
    if (service !== undefined) services.note(service);
    if (instance !== undefined) instances.note(instance);
  });
  return {
    task: tasks.seen,
    service: services.seen,
    instance: instances.seen,
    noteService: services.note,
    noteInstance: instances.note,
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

type Reader = Consistency & { readonly now: () => Instant; readonly random: Random };
type Entry<Shape> = { readonly at: Instant; readonly shape: Shape };

/** How things of one kind looked after each change. What is forgotten elsewhere is forgotten here. */
class Memory<Thing extends object, Shape> {
  private readonly entries = new WeakMap<Thing, Entry<Shape>[]>();
  private readonly reader: Reader;
  private readonly shapeOf: (thing: Thing) => Shape;
  private readonly bornAt: (thing: Thing) => Instant;

  constructor(reader: Reader, shapeOf: (thing: Thing) => Shape, bornAt: (thing: Thing) => Instant) {
    this.reader = reader;
    this.shapeOf = shapeOf;
    this.bornAt = bornAt;
  }

  /** What was there before anything was kept has always looked as it does. */
  begin(thing: Thing): void {
    this.entries.set(thing, [{ at: this.bornAt(thing), shape: this.shapeOf(thing) }]);
  }

  readonly note = (thing: Thing): void => {
    const now = this.reader.now();
    const entries = this.entries.get(thing) ?? [];
    this.entries.set(thing, entries);
    if (entries.at(-1)?.at === now) entries.pop();
    entries.push({ at: now, shape: this.shapeOf(thing) });
    while ((entries[1]?.at ?? Number.POSITIVE_INFINITY) <= now - this.reader.mostMs) entries.shift();
  };

  readonly seen = (thing: Thing): Shape | undefined => {
    const { now, random, mostMs, share } = this.reader;
    if (!random.chance(share)) return this.shapeOf(thing);
    const asOf = now() - random.whole(0, mostMs);
    if (this.bornAt(thing) > asOf) return undefined;
    const entries = this.entries.get(thing) ?? [];
    const next = entries.findIndex(({ at }) => at > asOf);
    // None: nothing has changed since.
    const entry = next < 0 ? undefined : entries[Math.max(0, next - 1)];
    return entry === undefined ? this.shapeOf(thing) : entry.shape;
  };
}
