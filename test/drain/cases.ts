import { expect } from 'vitest';
import { secondMs } from '../../lib/core/time.ts';
import type { GroupInstance } from '../../sim/account/autoscaling/group.ts';
import { terminateInstance } from '../../sim/account/autoscaling/scale.ts';
import { startTask } from '../../sim/account/start-task.ts';
import type { Service } from '../../sim/account/service.ts';
import type { Yard, YardOptions } from './yard.ts';
import { firstOf, openYard, serve } from './yard.ts';

/** One thing that happens to an instance, and what has become of it after some minutes. */
export type Case = {
  readonly name: string;
  readonly given?: YardOptions;
  /** What runs there; two tasks of a shop on each of three hosts, unless told. */
  readonly services?: (yard: Yard) => void;
  readonly act: (yard: Yard, leaving: GroupInstance) => void | Promise<void>;
  readonly minutes?: number;
  /** `gone`: its group is rid of it. `waits`: it waits for a hook. Else its state in the group. */
  readonly ends: 'gone' | 'waits' | 'InService' | 'Terminating:Retained' | 'Warmed:Stopped';
  /** How many instances went with a task that ran; none, unless told. */
  readonly kills?: number;
  readonly also?: (yard: Yard, leaving: GroupInstance) => void;
};

/** Plays it, and says where it ended. */
export async function play({
  given = {},
  services = shop,
  act,
  minutes = 8,
  ends,
  kills = 0,
  also,
}: Case): Promise<string> {
  const yard = await openYard(given);
  services(yard);
  await yard.run(150);
  yard.calls.length = 0;
  const leaving = firstOf(yard);
  await act(yard, leaving);
  await yard.run(minutes * 60);
  expect(yard.simulation.errors).toEqual([]);
  expect({ state: stateOf(yard, leaving), kills: yard.killed.length }).toEqual({ state: ends, kills });
  for (const { operation, input } of yard.calls) {
    if (operation !== 'AutoScaling.CompleteLifecycleAction') continue;
    expect(input).toMatchObject({ LifecycleActionResult: 'CONTINUE' });
    expect(String(input['LifecycleHookName'])).toMatch(/^watchkeeper|^ecs-managed/);
  }
  also?.(yard, leaving);
  return stateOf(yard, leaving);
}

function stateOf({ group }: Yard, { id }: GroupInstance): string {
  const instance = group.instances.get(id);
  if (instance === undefined) return 'gone';
  return instance.actions.size > 0 && instance.state === 'Terminating:Wait' ? 'waits' : instance.state;
}

const shop = (yard: Yard): void => void serve(yard, 'shop', { desired: 6 });

export const nothing = (): void => {};

/** As a scale-in ends it. */
export function end(yard: Yard, instance: GroupInstance): void {
  terminateInstance(yard.scaling, instance.id, { decrement: true });
}

export function after(yard: Yard, seconds: number, what: () => void): void {
  yard.simulation.agenda.after(seconds * secondMs, 'what the case does later', what);
}

/** An event on the bus, whoever it is of. */
export function tell(yard: Yard, source: string, detailType: string, detail: Readonly<Record<string, unknown>>): void {
  yard.simulation.bus.emit({ source, detailType, resources: [], detail });
}

export function say(yard: Yard, detailType: string, { id }: GroupInstance): void {
  tell(yard, 'watchkeeper', detailType, { instanceId: id, by: 'a test' });
}

/** A task of no service, on that host. */
export function standalone(yard: Yard, on: GroupInstance): void {
  const definition = definitionOf(serve(yard, 'reindex', { desired: 0 }, 1_000));
  if (on.host === undefined) throw new Error('no host');
  startTask(yard.simulation.account, {
    cluster: yard.cluster,
    definition,
    startedBy: 'somebody',
    containerInstances: [on.host.arn],
  });
}

export function definitionOf({ deployments }: Service) {
  const definition = deployments[0]?.definition;
  if (definition === undefined) throw new Error('no definition');
  return definition;
}

/** Containers of the service may take so long to stop. */
export function patient(service: Service, stopTimeoutS: number): void {
  for (const container of definitionOf(service).containers) Reflect.set(container, 'stopTimeoutS', stopTimeoutS);
}

export function hostOf({ host }: GroupInstance) {
  if (host === undefined) throw new Error('no host');
  return host;
}
