import type { CloudWatchClient, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { paginateGetMetricData } from '@aws-sdk/client-cloudwatch';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { Clock } from '../core/ports.ts';
import type { NamedService, SizeReads, UseSeries } from '../core/size-reads.ts';
import { dayMs, hourMs, secondMs } from '../core/time.ts';
import { pagesOf } from './batching.ts';
import { within } from './client.ts';
import { readFrom } from './errors.ts';
import { fewAtOnce } from './listing.ts';
import { clusterReads } from './placement-snapshot.ts';

/** A request takes 500 queries (API_GetMetricData). */
const mostQueries = 500;

/** One series to be read. */
type Series = Pick<NonNullable<MetricDataQuery['MetricStat']>, 'Metric' | 'Stat'>;

type Reach = { readonly days: number; readonly periodMs: number };

type Clients = { readonly ecs: ECSClient; readonly cloudWatch: CloudWatchClient };

/** How much of what services reserve they use: the metrics ECS publishes for every service by itself (cloudwatch-metrics). */
export function usageReads({ ecs, cloudWatch }: Clients, clock: Clock): Omit<SizeReads, 'service' | 'taskDefinition'> {
  const useOf = async (
    services: readonly NamedService[],
    stat: string,
    reach: Reach,
  ): Promise<readonly UseSeries[]> => {
    const asked = services.flatMap((each) =>
      ['CPUUtilization', 'MemoryUtilization'].map((name) => serviceSeries(each, name, stat)),
    );
    const series = await valuesOf(cloudWatch, asked, reach, clock);
    return services.map((_, at) => ({ cpu: series[2 * at] ?? [], memory: series[2 * at + 1] ?? [] }));
  };
  return {
    allServices: async (most) => readFrom(clock, async () => servicesIn(ecs, most)),
    daysOf: async (services, days) =>
      readFrom(clock, async () => useOf(services, 'Maximum', { days, periodMs: dayMs })),
    hoursOf: async (services, days) =>
      readFrom(clock, async () => useOf(services, 'Average', { days, periodMs: hourMs })),
    fargateVcpus: async (days) =>
      readFrom(clock, async () => {
        const [values = []] = await valuesOf(cloudWatch, [fargateSeries], { days, periodMs: hourMs }, clock);
        return values;
      }),
  };
}

async function servicesIn(client: ECSClient, most: number): Promise<readonly NamedService[]> {
  const reads = clusterReads(client);
  const found = await fewAtOnce(await reads.clusters(), async (cluster) => {
    const names = await reads.serviceNames(cluster);
    return names.map((service) => ({ cluster, service }));
  });
  return found.flat().slice(0, most);
}

function serviceSeries({ cluster, service }: NamedService, name: string, stat: string): Series {
  const Dimensions = [
    { Name: 'ClusterName', Value: cluster },
    { Name: 'ServiceName', Value: service },
  ];
  return { Metric: { Namespace: 'AWS/ECS', MetricName: name, Dimensions }, Stat: stat };
}

/** "AWS Fargate usage metrics" (monitoring-fargate-usage). */
const fargateSeries: Series = {
  Metric: {
    Namespace: 'AWS/Usage',
    MetricName: 'ResourceCount',
    Dimensions: [
      { Name: 'Service', Value: 'Fargate' },
      { Name: 'Type', Value: 'Resource' },
      { Name: 'Resource', Value: 'vCPU' },
      { Name: 'Class', Value: 'Standard/OnDemand' },
    ],
  },
  Stat: 'Minimum',
};

/** Values of each series, oldest first. Whole periods only: today's is not over. */
async function valuesOf(
  client: CloudWatchClient,
  asked: readonly Series[],
  { days, periodMs }: Reach,
  clock: Clock,
): Promise<readonly (readonly number[])[]> {
  const end = Math.floor(clock.now() / periodMs) * periodMs;
  const values = asked.map((): number[] => []);
  const queries = asked.map((series, at): MetricDataQuery => ({
    Id: `q${at}`,
    MetricStat: { ...series, Period: periodMs / secondMs },
    ReturnData: true,
  }));
  await fewAtOnce(pagesOf(queries, mostQueries), async (page) => {
    const input = {
      StartTime: new Date(end - days * dayMs),
      EndTime: new Date(end),
      ScanBy: 'TimestampAscending' as const,
      MetricDataQueries: page,
    };
    for await (const { MetricDataResults = [] } of paginateGetMetricData({ client }, input, within())) {
      for (const { Id = '', Values = [] } of MetricDataResults) values[Number(Id.slice(1))]?.push(...Values);
    }
  });
  return values;
}
