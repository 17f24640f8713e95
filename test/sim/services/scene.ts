import { secondMs } from '../../../lib/core/time.ts';
import { emptyAccount } from '../../../sim/account/account.ts';
import { registerTaskDefinition } from '../../../sim/account/definitions.ts';
import type { ContainerRequest } from '../../../sim/account/definitions.ts';
import { ensureCluster } from '../../../sim/account/identities.ts';
import type { Account, Cluster, ContainerInstance, Emitted } from '../../../sim/account/model.ts';
import type { Service } from '../../../sim/account/service.ts';
import type { ServiceRequest } from '../../../sim/account/services/create.ts';
import { createService } from '../../../sim/account/services/create.ts';
import { joinInstance } from '../../../sim/account/services/join.ts';
import { runServices } from '../../../sim/account/services/scheduler.ts';
import type { Program } from '../../../sim/account/surroundings.ts';
import { runLoadBalancers } from '../../../sim/account/targets.ts';
import type { TaskDefinition } from '../../../sim/account/task-definition.ts';
import { Agenda } from '../../../sim/agenda.ts';
import { seeded } from '../../../sim/random.ts';
import type { Switches } from '../../../sim/switches.ts';
import { usualSwitches } from '../../../sim/switches.ts';

const startsAt = Date.parse('2026-11-21T03:00:00Z');
const registry = '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com';

export type Heard = Emitted & { readonly at: number };

/** An account with one cluster and schedulers, whose events are kept. */
export type Scene = {
  readonly account: Account;
  readonly cluster: Cluster;
  readonly events: Heard[];
  /** Lets so many seconds pass; `each` is called after every entry. */
  readonly run: (seconds: number, each?: () => void) => void;
};

export function scene(seed = 'services', switches: Partial<Switches> = {}): Scene {
  const agenda = new Agenda(startsAt);
  const events: Heard[] = [];
  const account = emptyAccount({
    agenda,
    random: seeded(seed),
    emit: (event) => void events.push({ ...event, at: agenda.now() }),
    switches: { ...usualSwitches, ...switches },
  });
  runLoadBalancers(account);
  runServices(account);
  const cluster = ensureCluster(account, 'prod');
  account.repositories.set('shop', { name: 'shop', tags: new Map() });
  const run = (seconds: number, each?: () => void): void => {
    const until = agenda.now() + seconds * secondMs;
    while (agenda.step(until) !== undefined) each?.();
    agenda.idle(until);
  };
  return { account, cluster, events, run };
}

/** A pushed image that does this, and a Fargate task definition of it. */
export function release(
  { account }: Scene,
  tag: string,
  program: Partial<Program> = {},
  container: Partial<ContainerRequest> = {},
): TaskDefinition {
  push(account, tag, program);
  return registerTaskDefinition(account, {
    family: 'shop',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: 256,
    memoryMiB: 512,
    executionRoleArn: `arn:aws:iam::${account.id}:role/execution`,
    containers: [containerOf(tag, container)],
  });
}

export function releaseOnHosts(
  { account }: Scene,
  tag: string,
  program: Partial<Program> = {},
  container: Partial<ContainerRequest> = {},
): TaskDefinition {
  push(account, tag, program);
  return registerTaskDefinition(account, {
    family: 'shop',
    executionRoleArn: `arn:aws:iam::${account.id}:role/execution`,
    containers: [containerOf(tag, { cpu: 256, memoryMiB: 512, ...container })],
  });
}

/** One that names an image nobody has pushed. */
export function releaseMissing(here: Scene, tag: string): TaskDefinition {
  const definition = release(here, tag);
  here.account.repositories.get('shop')?.tags.delete(tag);
  return definition;
}

function containerOf(tag: string, container: Partial<ContainerRequest>): ContainerRequest {
  return {
    name: 'app',
    image: `${registry}/shop:${tag}`,
    portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
    ...container,
  };
}

function push(account: Account, tag: string, program: Partial<Program>): void {
  const digest = `sha256:${tag.padEnd(64, '0')}`;
  account.repositories.get('shop')?.tags.set(tag, { pushedAt: account.agenda.now(), digest });
  account.programs.set(`shop:${tag}`, {
    pullMs: 2_000,
    startMs: 400,
    healthyAfterMs: 3_000,
    stopMs: 500,
    stopExitCode: 0,
    lines: [],
    lastLines: [],
    ...program,
  });
}

export function fargateService(
  here: Scene,
  definition: TaskDefinition,
  request: Partial<ServiceRequest> = {},
): Service {
  const base = { cluster: here.cluster, name: 'web', definition, desired: 2 };
  const launch = request.capacityProviderStrategy === undefined ? ({ launchType: 'FARGATE' } as const) : {};
  return createService(here.account, { ...base, ...launch, ...request });
}

/** As `fargateService`, ten minutes later, when it has long been steady. */
export function steadyService(here: Scene, request: Partial<ServiceRequest> = {}): Service {
  const service = fargateService(here, release(here, 'good'), request);
  here.run(600);
  here.events.length = 0;
  return service;
}

export function host({ account, cluster, run }: Scene, zone = 0): ContainerInstance {
  const instance = joinInstance(account, {
    cluster,
    instanceType: 'm5.large',
    zone: account.zones[zone] ?? '',
    cpu: 2_048,
    memoryMiB: 7_680,
  });
  run(3);
  return instance;
}

/** The events of services and deployments, without the noise of capacity providers. */
export function story(events: readonly Heard[]): string[] {
  return events.flatMap(({ detail }) => {
    const name = detail['eventName'];
    return typeof name === 'string' && name !== 'CAPACITY_PROVIDER_STEADY_STATE' ? [name.replace('SERVICE_', '')] : [];
  });
}

export function messages(service: Service): string[] {
  return service.events.map(({ message }) => message).toReversed();
}

export function statusesOf({ account }: Scene): string[] {
  return [...account.serviceDeployments.values()].map(({ status }) => status);
}

/** Makes the program of an image fail its checks for good. */
export function neverHealthy({ account }: Scene, name: string): void {
  const program = account.programs.get(name);
  if (program === undefined) throw new Error(`no ${name}`);
  const { healthyAfterMs: _never, ...sick } = program;
  account.programs.set(name, sick);
}

export const breaker = { enabled: true, rollback: true };
