import { describe, expect, test } from 'vitest';
import { costLines } from '../../lib/alert/compose/cost.ts';
import { plainOf } from '../../lib/alert/compose/phrase.ts';
import { readSizes } from '../../lib/alert/weekly/sizes.ts';
import type { SizeFacts } from '../../lib/alert/weekly/sizes.ts';
import { alertPolicy } from '../../lib/app/config/alert-policy.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import type { EcsService } from '../../lib/core/ecs-reads.ts';
import type { SizeReads, UseSeries } from '../../lib/core/size-reads.ts';
import type { TaskDefinition } from '../../lib/core/task-definition.ts';
import { knownPrices, monthlyCost } from '../../lib/ecs/fargate-prices.ts';
import { smallerSize } from '../../lib/ecs/fargate-size.ts';

const at = Date.parse('2026-11-30T00:00:00Z');

function policyOf(more = '', region = 'us-east-1') {
  const read = readConfiguration(
    `receivers: { team: { slack: C0123456789 } }\nenvironments: { staging: { clusters: [stg-*] } }\n${more}`,
  );
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return alertPolicy(read.configuration, { account: '123456789012', region });
}

type Given = {
  readonly use: UseSeries;
  readonly hours?: UseSeries;
  readonly service?: Partial<EcsService>;
  readonly size?: readonly [number, number];
};

const flat = (count: number, cpu: number, memory: number): UseSeries => ({
  cpu: Array.from({ length: count }, () => cpu),
  memory: Array.from({ length: count }, () => memory),
});

/** Services by `cluster/name`, and what is asked about them. */
function account(services: Readonly<Record<string, Given>>, more: Partial<SizeReads> = {}) {
  const asked: string[] = [];
  const known = <Value>(value: Value | undefined) =>
    value === undefined ? ({ ok: false, reason: 'not-found' } as const) : ({ ok: true, value, at } as const);
  const find = (cluster: string, service: string): Given | undefined => services[`${cluster}/${service}`];
  const nothing: UseSeries = { cpu: [], memory: [] };
  const read: SizeReads = {
    allServices: async () =>
      known(
        Object.keys(services).map((name) => ({ cluster: name.split('/')[0] ?? '', service: name.split('/')[1] ?? '' })),
      ),
    daysOf: async (all) => known(all.map(({ cluster, service }) => find(cluster, service)?.use ?? nothing)),
    hoursOf: async (all) => {
      asked.push(...all.map(({ service }) => service));
      return known(all.map(({ cluster, service }) => find(cluster, service)?.hours ?? flat(300, 5, 6)));
    },
    fargateVcpus: async () => known([]),
    service: async ({ cluster, service }) => {
      const given = find(cluster, service);
      if (given === undefined) return known<EcsService>(undefined);
      return known({
        desired: 4,
        launchType: 'FARGATE',
        capacityProviders: [],
        taskDefinitionArn: `${cluster}/${service}`,
        ...given.service,
      } as unknown as EcsService);
    },
    taskDefinition: async (arn) => {
      const [cpuUnits, memoryMiB] = services[arn]?.size ?? [1024, 4096];
      return known({ cpuUnits, memoryMiB } as unknown as TaskDefinition);
    },
    ...more,
  };
  return { read, asked };
}

const low = { use: flat(14, 20, 12) };

describe('what is larger than it need be', () => {
  test('is told with what it used, and the next size that holds it', async () => {
    const { read } = account({ 'web/api': low });
    expect((await readSizes(read, policyOf()))?.large).toEqual([
      {
        cluster: 'web',
        service: 'api',
        tasks: 4,
        size: { cpuUnits: 1024, memoryMiB: 4096 },
        next: { cpuUnits: 256, memoryMiB: 1024 },
        cpu: { p50: 5, p95: 5, max: 20 },
        memory: { p50: 6, p95: 6, max: 12 },
      },
    ]);
  });

  test.each([
    ['was used once', { use: { ...flat(14, 20, 12), cpu: [...flat(13, 20, 12).cpu, 90] } }],
    ['was measured for some days only', { use: flat(6, 20, 12) }],
    ['was never measured', { use: flat(0, 0, 0) }],
    ['runs on instances', { ...low, service: { launchType: 'EC2' } }],
    ['is scaled to nothing', { ...low, service: { desired: 0 } }],
    ['is the smallest already', { ...low, size: [256, 512] as const }],
  ])('what %s is not told', async (_, given) => {
    const { read } = account({ 'web/api': given });
    expect((await readSizes(read, policyOf()))?.large).toEqual([]);
  });

  test('only the lowest are read closer, however many there are', async () => {
    const many = Array.from(
      { length: 400 },
      (_, index) => [`web/s${index}`, { use: flat(14, (index % 40) + 1, 10) }] as const,
    );
    const { read, asked } = account(Object.fromEntries(many));
    const sizes = await readSizes(read, policyOf());
    expect(asked).toHaveLength(25);
    expect(sizes?.large.length).toBeLessThanOrEqual(25);
  });

  test.each(['denied', 'throttled'] as const)('nothing is said where what there is was %s', async (reason) => {
    const { read } = account({ 'web/api': low }, { allServices: async () => ({ ok: false, reason }) });
    expect(await readSizes(read, policyOf())).toBeUndefined();
  });
});

test('Spot is for what runs on demand outside production', async () => {
  const { read } = account({
    'stg-web/api': low,
    'stg-web/spot': { ...low, service: { capacityProviders: ['FARGATE_SPOT'] } },
    'stg-web/idle': { ...low, service: { desired: 0 } },
    'stg-web/hosts': { ...low, service: { launchType: 'EC2' } },
    'web/api': low,
  });
  expect((await readSizes(read, policyOf()))?.spot).toEqual([{ cluster: 'stg-web', service: 'api' }]);
});

test.each([
  ['the least of all hours counts', [...Array.from({ length: 200 }, () => 12.5), 9.75], 9],
  ['a few hours say nothing', [12, 12, 12], undefined],
  ['nothing at night is nothing steady', [...Array.from({ length: 200 }, () => 12), 0], undefined],
])('Savings Plan: %s', async (_, hours, wanted) => {
  const { read } = account({}, { fargateVcpus: async () => ({ ok: true, value: hours, at }) });
  expect((await readSizes(read, policyOf()))?.steadyVcpus).toBe(wanted);
});

test.each([
  [
    [1024, 4096],
    [20, 12],
    [256, 1024],
  ],
  [[1024, 2048], [70, 20], undefined],
  [
    [1024, 8192],
    [70, 10],
    [1024, 2048],
  ],
  [[256, 512], [1, 1], undefined],
  [[4096, 8192], [10, 90], undefined],
] as const)('of %j with %j %% the size that fits is %j', ([cpuUnits, memoryMiB], [cpuPercent, memoryPercent], next) => {
  expect(smallerSize({ cpuUnits, memoryMiB }, { cpuPercent, memoryPercent })).toEqual(
    next && { cpuUnits: next[0], memoryMiB: next[1] },
  );
});

describe('the lines', () => {
  const large: SizeFacts['large'][number] = {
    cluster: 'web',
    service: 'api',
    tasks: 4,
    size: { cpuUnits: 1024, memoryMiB: 4096 },
    next: { cpuUnits: 256, memoryMiB: 1024 },
    cpu: { p50: 5.4, p95: 8, max: 20 },
    memory: { p50: 6, p95: 7, max: 12 },
  };
  const sizes: SizeFacts = { large: [large, large], spot: [{ cluster: 'stg', service: 'api' }], steadyVcpus: 12 };
  const told = (more = '', region = 'us-east-1', facts = sizes) => {
    const { lines, replies } = costLines(facts, { policy: policyOf(more, region), region, now: at });
    return [...lines.map(plainOf), ...replies.flatMap((reply) => reply.lines.map(plainOf))];
  };

  test('say money with its date and source, where a table has it', () => {
    expect(told()).toEqual([
      'web/api reserves 1 vCPU / 4 GB ×4 and used CPU 5/8/20 %, memory 6/7/12 % (p50/p95/max of 14 days): 0.25 vCPU / 1 GB would hold it, about 130 USD a month less · 1 more in the thread',
      'Fargate Spot would do for 1 outside production: stg/api',
      'at least 12 vCPU of Fargate ran on demand all the time for 14 days: a Compute Savings Plan may pay (350 USD a month at list price, without memory)',
      'Larger than they need be',
      expect.stringContaining('prices of us-east-1 as of 2026-03 (https://'),
    ]);
  });

  test('say no money where no table has it', () => {
    expect(told('', 'ap-northeast-1').join('\n')).not.toMatch(/USD|prices of|list price/);
  });

  test("say it by the user's own table before all others", () => {
    const own = 'prices: { vcpuHour: 6, gbHour: 0.7, currency: JPY, asOf: "2026-11", source: our contract }\n';
    expect(told(own).at(-1)).toBe('prices of us-east-1 as of 2026-11 (our contract)');
    expect(told(own)[0]).toMatch(/about \d+ JPY a month less/);
  });

  test('are none where there is nothing to say', () => {
    expect(told('', 'us-east-1', { large: [], spot: [] })).toEqual([]);
    expect(costLines(undefined, { policy: policyOf(), region: 'us-east-1', now: at })).toEqual({
      lines: [],
      replies: [],
    });
  });
});

test('each price has its date and its source, and comes to what its pages say', () => {
  for (const prices of knownPrices) {
    expect(prices.asOf).toMatch(/^\d{4}-\d{2}$/);
    expect(prices.source).toMatch(/^https:\/\//);
  }
  const [first] = knownPrices;
  if (first === undefined) throw new Error('no prices');
  // One task of 1 vCPU and 4 GB for a month of 730 hours: (0.04048 + 4 × 0.004445) × 730.
  expect(monthlyCost(first, { cpuUnits: 1024, memoryMiB: 4096 }, 1)).toBeCloseTo(42.53, 2);
});
