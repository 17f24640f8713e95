import type { EcsService } from '../../core/ecs-reads.ts';
import type { NamedService, SizeReads, UseSeries } from '../../core/size-reads.ts';
import type { FargateTaskSize } from '../../ecs/fargate-size.ts';
import { smallerSize } from '../../ecs/fargate-size.ts';
import { fargateProviders } from '../../ecs/placement/fargate.ts';
import type { AlertPolicy } from '../policy.ts';
import { environmentOf } from '../policy.ts';

/**
 * Use in percent of what is reserved: half of the hours are below `p50` on average, of twenty one is above `p95`. `max`:
 * the highest of any task at any moment.
 */
export type Spread = { readonly p50: number; readonly p95: number; readonly max: number };

/** A service on Fargate whose next smaller size would hold what it used. */
export type LargeService = NamedService & {
  readonly tasks: number;
  readonly size: FargateTaskSize;
  readonly next: FargateTaskSize;
  readonly cpu: Spread;
  readonly memory: Spread;
};

/** `spot`: services on Fargate on demand outside production. `steadyVcpus`: as many ran on demand all the time. */
export type SizeFacts = {
  readonly large: readonly LargeService[];
  readonly spot: readonly NamedService[];
  readonly steadyVcpus?: number;
};

const usageDays = 14;

/** A week without a quiet day says little. */
const leastDays = 7;

/** Where neither was ever higher, a smaller size may fit: only these services are read closer. */
const lowPercent = 45;

/** How many are looked at, within the seconds a function has, and how many of them closer. */
const mostServices = 1000;
const mostCandidates = 25;
const mostForSpot = 50;

/**
 * How much of what is reserved is used. First one value a day of every service, 250 services a request; then the hours,
 * the size and the count of those few that are far from it. Undefined: it could not be read, and nothing is said.
 */
export async function readSizes(read: SizeReads, policy: AlertPolicy): Promise<SizeFacts | undefined> {
  const all = await read.allServices(mostServices);
  if (!all.ok) return undefined;
  const [large, spot, vcpus] = await Promise.all([
    largeOf(all.value, read),
    spotOf(all.value, read, policy),
    read.fargateVcpus(usageDays),
  ]);
  const hours = vcpus.ok && vcpus.value.length >= leastDays * 24 ? vcpus.value : [];
  const steady = hours.length === 0 ? 0 : Math.floor(Math.min(...hours));
  return { large, spot, ...(steady > 0 && { steadyVcpus: steady }) };
}

type Low = { readonly service: NamedService; readonly highest: { readonly cpu: number; readonly memory: number } };

async function largeOf(services: readonly NamedService[], read: SizeReads): Promise<readonly LargeService[]> {
  const days = await read.daysOf(services, usageDays);
  if (!days.ok) return [];
  const low = services
    .flatMap((service, at): readonly Low[] => {
      const use = days.value[at];
      return use !== undefined && isLow(use) ? [{ service, highest: highestOf(use) }] : [];
    })
    .toSorted((a, b) => Math.max(a.highest.cpu, a.highest.memory) - Math.max(b.highest.cpu, b.highest.memory))
    .slice(0, mostCandidates);
  const hours = await read.hoursOf(
    low.map(({ service }) => service),
    usageDays,
  );
  if (!hours.ok) return [];
  const found = await Promise.all(low.map(async (each, at) => largeService(each, hours.value[at], read)));
  return found.flat().toSorted((a, b) => savedBy(b) - savedBy(a));
}

function isLow(use: UseSeries): boolean {
  return (
    use.cpu.length >= leastDays && use.memory.length >= leastDays && Math.max(...use.cpu, ...use.memory) < lowPercent
  );
}

const highestOf = ({ cpu, memory }: UseSeries): Low['highest'] => ({
  cpu: Math.max(...cpu),
  memory: Math.max(...memory),
});

/** CPU units and MiB are of like weight: a vCPU costs some nine times as much as a GB. */
function savedBy({ tasks, size, next }: LargeService): number {
  return tasks * (9 * (size.cpuUnits - next.cpuUnits) + (size.memoryMiB - next.memoryMiB));
}

async function largeService(
  { service: which, highest }: Low,
  use: UseSeries | undefined,
  read: SizeReads,
): Promise<readonly LargeService[]> {
  const service = await read.service(which);
  if (use === undefined || !service.ok || service.value.taskDefinitionArn === undefined) return [];
  if (!isOnFargate(service.value) || service.value.desired === 0) return [];
  const definition = await read.taskDefinition(service.value.taskDefinitionArn);
  if (!definition.ok) return [];
  const { cpuUnits, memoryMiB } = definition.value;
  if (cpuUnits === undefined || memoryMiB === undefined || use.cpu.length === 0 || use.memory.length === 0) return [];
  const [cpu, memory] = [spreadOf(use.cpu, highest.cpu), spreadOf(use.memory, highest.memory)];
  const size = { cpuUnits, memoryMiB };
  const next = smallerSize(size, { cpuPercent: cpu.max, memoryPercent: memory.max });
  return next === undefined ? [] : [{ ...which, tasks: service.value.desired, size, next, cpu, memory }];
}

function spreadOf(values: readonly number[], max: number): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max };
}

function isOnFargate({ launchType, capacityProviders }: EcsService): boolean {
  return launchType === 'FARGATE' || capacityProviders.some((name) => fargateProviders.includes(name));
}

/** Tasks may be taken away with two minutes' notice (fargate-capacity-providers): nobody is hurt by it outside production. */
async function spotOf(
  services: readonly NamedService[],
  read: SizeReads,
  policy: AlertPolicy,
): Promise<readonly NamedService[]> {
  const others = services.filter(({ cluster }) => !environmentOf(policy, cluster).production).slice(0, mostForSpot);
  const found = await Promise.all(others.map(async (which) => ({ which, service: await read.service(which) })));
  return found.flatMap(({ which, service }) => {
    if (!service.ok || service.value.desired === 0 || !isOnFargate(service.value)) return [];
    return service.value.capacityProviders.includes('FARGATE_SPOT') ? [] : [which];
  });
}
