import { minuteMs } from '../../../lib/core/time.ts';
import type { HealthState } from '../../../lib/health/state.ts';
import type { Intervention } from '../../../lib/health/stopping/state.ts';
import { ensureCluster } from '../../../sim/account/identities.ts';
import type { Cluster } from '../../../sim/account/model.ts';
import type { Service } from '../../../sim/account/service.ts';
import { createService } from '../../../sim/account/services/create.ts';
import { runServices } from '../../../sim/account/services/scheduler.ts';
import { updateService } from '../../../sim/account/services/update.ts';
import type { Program } from '../../../sim/account/surroundings.ts';
import { runLoadBalancers } from '../../../sim/account/targets.ts';
import type { TaskDefinition } from '../../../sim/account/task-definition.ts';
import { postsOf, threadOf } from '../../../sim/chat/slack-state.ts';
import { operationsOf } from '../../../sim/scenario/operations.ts';
import type { SimulationOptions } from '../../../sim/simulation.ts';
import { Simulation } from '../../../sim/simulation.ts';
import type { WireHandlers } from '../../../sim/wire.ts';
import { release } from '../../sim/services/scene.ts';
import type { Call } from '../../noted-calls.ts';
import { noting } from '../../noted-calls.ts';

/** A Saturday at noon in Tokyo. */
export const noon = Date.parse('2026-11-21T03:00:00Z');

/** Dies a few seconds after its start. */
export const broken: Partial<Program> = { ends: { afterMs: 6_000, exitCode: 1 } };

/** The same, but seldom: an hour of it is soon played. */
export const slow: Partial<Program> = { pullMs: 90_000, ends: { afterMs: 20_000, exitCode: 1 } };

export type Shop = {
  readonly simulation: Simulation;
  readonly cluster: Cluster;
  readonly calls: readonly Call[];
  readonly serve: (name: string, program?: Partial<Program>, more?: Partial<Service>) => Service;
  readonly release: (tag: string, program?: Partial<Program>) => TaskDefinition;
  readonly deploy: (service: Service, tag: string, program?: Partial<Program>) => void;
  readonly run: (minutes: number) => Promise<void>;
  readonly intervention: (service: string) => Intervention | undefined;
  /** What was written of what is Watchkeeper's alone to write here, in its order. */
  readonly writes: () => readonly string[];
  readonly post: (service: string) => string;
  readonly thread: (service: string) => string;
};

export type ShopOptions = {
  readonly loops?: string;
  readonly more?: string;
  readonly mode?: 'watch' | 'act';
  readonly seed?: string;
  readonly options?: Partial<SimulationOptions>;
  readonly answers?: (operations: WireHandlers) => WireHandlers;
};

const writing = /\.(UpdateService|StopServiceDeployment|RegisterScalableTarget|StopTask|DeleteService)$/;

/** An account whose services one can break, and Watchkeeper's functions. */
export function openShop(given: ShopOptions = {}): Shop {
  const { loops = '', more = '', mode = 'act', seed = 'shop' } = given;
  const calls: Call[] = [];
  const section = loops === '' ? '' : `crashLoops:\n  ${loops}\n`;
  const simulation = new Simulation({
    seed,
    start: noon,
    configuration: `receivers: { alerts: { slack: C0ALERTS } }\npager: live\ntimezone: Asia/Tokyo\n${section}${more}`,
    operations: (each) => {
      const known = operationsOf(each);
      return noting(given.answers === undefined ? known : given.answers(known), calls, each);
    },
    mode,
    ...given.options,
  });
  const { account, agenda, slack } = simulation;
  runLoadBalancers(account);
  runServices(account);
  const cluster = ensureCluster(account, 'shop');
  account.repositories.set('shop', { name: 'shop', tags: new Map() });
  const scene = { account, cluster, events: [], run: () => {} };
  const released = (tag: string, program?: Partial<Program>): TaskDefinition => release(scene, tag, program);
  const rootOf = (name: string) =>
    postsOf(slack.state, 'C0ALERTS').find(({ content }) => JSON.stringify(content).includes(name));
  return {
    simulation,
    cluster,
    calls,
    release: released,
    serve: (name, program, settings) =>
      createService(account, {
        cluster,
        name,
        definition: released(`${name}-v1`, program),
        desired: 2,
        launchType: 'FARGATE',
        ...settings,
      }),
    deploy: (service, tag, program) => updateService(account, service, { definition: released(tag, program) }),
    run: async (minutes) => simulation.run(agenda.now() + minutes * minuteMs),
    intervention: (service) => {
      const record = simulation.store.all().find(({ key }) => key.endsWith(`/shop/service/${service}`));
      return (record?.state as HealthState | undefined)?.intervention;
    },
    writes: () => calls.filter(({ operation }) => writing.test(operation)).map(wordsOf),
    post: (service) => JSON.stringify(rootOf(service)?.content ?? ''),
    thread: (service) => {
      const root = rootOf(service);
      return root === undefined ? '' : JSON.stringify(threadOf(slack.state, root.ts).map(({ content }) => content));
    },
  };
}

function wordsOf({ operation, input }: Call): string {
  const [, name = ''] = operation.split('.');
  const which =
    textOf(input['service'] ?? input['ResourceId'])
      .split('/')
      .at(-1) ?? '';
  const suspended = input['SuspendedState'] as { readonly DynamicScalingInSuspended?: boolean } | undefined;
  const how = input['desiredCount'] ?? input['stopType'] ?? suspended?.DynamicScalingInSuspended ?? '';
  return [name, which, textOf(how)].filter((part) => part !== '').join(' ');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? `${value}` : '';
}
