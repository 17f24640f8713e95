import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../lib/app/record-size.ts';
import type { EcsService } from '../../lib/core/ecs-reads.ts';
import type { LostAgent } from '../../lib/core/sweep-reads.ts';
import type { ServiceFound } from '../../lib/core/event.ts';
import { minuteMs } from '../../lib/core/time.ts';
import type { HealthReads } from '../../lib/health/facts.ts';
import { defaultHealthPolicy } from '../../lib/health/policy.ts';
import { decideSweep, noSweepYet } from '../../lib/health/sweep/decide.ts';
import { lookAround } from '../../lib/health/sweep/look.ts';
import { sweepKey } from '../../lib/health/sweep/names.ts';
import type { SweepState } from '../../lib/health/sweep/state.ts';
import { service } from '../flows/team.ts';

const start = Date.parse('2026-11-20T17:00:00Z');
const unread = async () => ({ ok: false, reason: 'unreadable' }) as const;

type Given = { readonly [cluster: string]: Map<string, EcsService> };

type Call = 'list' | 'describe' | 'clusters' | 'targets' | 'agents' | 'alone';

/** One region under a clock: its services, how many calls the sweep made in each minute, and what it found. */
class Region {
  readonly found: (ServiceFound & { readonly minute: number })[] = [];
  readonly counts: Readonly<Record<string, number>>[] = [];
  readonly calls: { readonly at: number; readonly what: Call; readonly cluster?: string }[] = [];
  state: SweepState = noSweepYet;
  now = start;
  refuses: string | undefined;
  policy = defaultHealthPolicy;
  lost: readonly LostAgent[] = [];
  instances = 0;
  readonly away: string[] = [];
  private readonly clusters: Given;

  constructor(clusters: Given) {
    this.clusters = clusters;
  }

  get minute(): number {
    return Math.round((this.now - start) / minuteMs);
  }

  service(cluster: string, name: string): EcsService {
    const found = this.clusters[cluster]?.get(name);
    if (found === undefined) throw new Error(name);
    return found;
  }

  change(cluster: string, name: string, more: Partial<EcsService>): void {
    this.clusters[cluster]?.set(name, { ...this.service(cluster, name), ...more });
  }

  /** Looks again and again until then. */
  async until(minute: number): Promise<void> {
    const end = start + minute * minuteMs;
    for (; this.state.lookAt <= end; this.now = this.state.lookAt) await this.look();
    this.now = end;
  }

  callsIn(minute: number, ...kinds: readonly string[]): number {
    const from = start + minute * minuteMs;
    return this.calls.filter(({ at, what }) => at >= from && at < from + minuteMs && kinds.includes(what)).length;
  }

  private async look(): Promise<void> {
    this.now = Math.max(this.now, this.state.lookAt);
    const context = { policy: this.policy, now: this.now };
    const sweep = await lookAround(this.state, this.reads(), context);
    const decision = decideSweep({
      key: sweepKey('eu-west-1'),
      events: [{ kind: 'wake' }],
      state: this.state,
      endedAt: undefined,
      unfinished: [],
      takenOver: false,
      inFlight: [],
      facts: { essential: new Map(), sweep },
      ...context,
    });
    this.state = decision.state;
    this.counts.push(decision.counts ?? {});
    for (const { target } of decision.actions)
      if ('pass' in target && target.pass.kind === 'container-instance')
        this.away.push(`${this.minute} ${target.pass.ec2InstanceId}`);
    for (const { target } of decision.actions)
      if ('pass' in target && target.pass.kind === 'service-found')
        this.found.push({ ...target.pass, minute: this.minute });
  }

  private reads(): HealthReads {
    const call = (what: Call, cluster?: string): void =>
      void this.calls.push({ at: this.now, what, ...(cluster !== undefined && { cluster }) });
    return {
      service: unread,
      taskDefinition: unread,
      stoppedTasks: unread,
      inAlarm: unread,
      stoppedAlone: async (cluster) => {
        call('alone', cluster);
        call('alone', cluster);
        return { ok: true, value: [], at: this.now };
      },
      serviceDeployment: unread,
      deployment: unread,
      containerInstance: unread,
      image: unread,
      cluster: unread,
      runningTasks: unread,
      holds: unread,
      use: unread,
      scaling: unread,
      lostAgents: async (cluster) => {
        call('agents', cluster);
        return { ok: true, value: this.lost.filter((each) => each.cluster === cluster), at: this.now };
      },
      targets: async () => {
        call('targets');
        return { ok: true, value: [{ state: 'healthy' }, { state: 'healthy' }], at: this.now };
      },
      clusterStandings: async () => {
        call('clusters');
        call('clusters');
        const value = Object.entries(this.clusters).map(([name, services]) => ({
          arn: name,
          name,
          running: [...services.values()].reduce((sum, { running }) => sum + running, 0),
          pending: 0,
          services: services.size,
          instances: this.instances,
        }));
        return { ok: true, value, at: this.now };
      },
      servicePage: async ({ cluster, token, most }) => {
        call('list');
        if (this.refuses === cluster) return { ok: false, reason: 'throttled' };
        const all = [...(this.clusters[cluster]?.values() ?? [])];
        const from = Number(token ?? 0);
        const some = all.slice(from, from + most);
        for (let each = 0; each < some.length; each += 10) call('describe');
        const next = from + most < all.length ? { next: String(from + most) } : {};
        return { ok: true, value: { services: some, ...next }, at: this.now };
      },
    };
  }
}

const many = (count: number, cluster: string, more: Partial<EcsService> = {}): Map<string, EcsService> =>
  new Map(
    Array.from({ length: count }, (_, at) => {
      const name = `service-${String(at).padStart(4, '0')}`;
      const clusterArn = `arn:aws:ecs:eu-west-1:123456789012:cluster/${cluster}`;
      const given = service(name, { running: 2, desired: 2 }, { clusterArn, createdAt: start - 1e9, ...more });
      return [name, given] as const;
    }),
  );

const named = ({ found }: Region): readonly string[] => found.map((each) => each.service);

describe('all services are looked at in rounds', () => {
  test('of two minutes, and one that runs too few is found in the next', async () => {
    const region = new Region({ web: many(30, 'web'), batch: many(3, 'batch') });
    await region.until(5);
    expect(region.found).toEqual([]);
    region.change('batch', 'service-0002', { desired: 3 });
    await region.until(8);
    expect(region.found).toMatchObject([
      { cluster: 'batch', service: 'service-0002', signs: ['short'], desiredBefore: 2, account: '123456789012' },
    ]);
    expect(region.found[0]?.isBaseline).toBeUndefined();
  });

  test('2,000 of them in twenty minutes, with 13 calls of ECS a minute and a record of a few kilobytes', async () => {
    const region = new Region({ web: many(2000, 'web') });
    await region.until(61);
    for (let minute = 1; minute < 60; minute += 1)
      expect(region.callsIn(minute, 'list', 'describe', 'clusters')).toBeLessThanOrEqual(15);
    expect(region.state.round.number).toBe(4);
    expect(bytesOf({ state: region.state })).toBeLessThan(40_000);
  });

  test('beside which agents of each cluster, and tasks that stopped alone, have their turn', async () => {
    const clusters = Array.from({ length: 20 }, (_, at) => `web-${at}`);
    const region = new Region(Object.fromEntries(clusters.map((name) => [name, many(100, name)])));
    region.instances = 2;
    await region.until(121);
    for (let minute = 1; minute < 120; minute += 1)
      expect(region.callsIn(minute, 'list', 'describe', 'clusters', 'agents', 'alone')).toBeLessThanOrEqual(15);
    for (const what of ['agents', 'alone'] as const) {
      const asked = region.calls.filter((each) => each.what === what && each.at >= start + 60 * minuteMs);
      expect(new Set(asked.map(({ cluster }) => cluster)).size).toBe(20);
    }
  });

  test('so that 2,000 broken ones still fit into the record', async () => {
    const region = new Region({ web: many(2000, 'web', { running: 0 }) });
    await region.until(45);
    expect(new Set(named(region)).size).toBe(2000);
    expect(bytesOf({ state: region.state })).toBeLessThan(128 * 1024);
  });

  test('first where tasks have just been lost, whoever would have been next', async () => {
    const region = new Region({ web: many(1000, 'web'), zoo: many(50, 'zoo') });
    await region.until(2);
    region.change('zoo', 'service-0049', { running: 1 });
    await region.until(3.5);
    expect(named(region)).toEqual(['service-0049']);
  });

  test('and within minutes where a large cluster has lost some, within a fifth of the bucket', async () => {
    const region = new Region({ web: many(2000, 'web') });
    await region.until(25);
    region.change('web', 'service-1999', { running: 1 });
    await region.until(31);
    expect(named(region)).toContain('service-1999');
    const perMinute = [25, 26, 27, 28, 29].map((minute) => region.callsIn(minute, 'list', 'describe'));
    expect(Math.max(...perMinute)).toBeLessThanOrEqual(240);
  });

  test('a cluster of jobs that loses tasks all the time does not keep the others waiting', async () => {
    const region = new Region({ jobs: many(400, 'jobs'), web: many(300, 'web') });
    for (let minute = 1; minute < 20; minute += 1) {
      region.change('jobs', 'service-0001', { running: 1000 - minute });
      await region.until(minute);
    }
    region.change('web', 'service-0299', { running: 1 });
    await region.until(40);
    expect(named(region)).toContain('service-0299');
  });

  test('a cluster that cannot be read does not keep the others waiting', async () => {
    const region = new Region({ a: many(10, 'a'), web: many(10, 'web') });
    region.refuses = 'a';
    await region.until(3);
    region.change('web', 'service-0003', { running: 0 });
    await region.until(6);
    expect(named(region)).toEqual(['service-0003']);
  });
});

test.each([
  [100, 570, 2500],
  [1000, 900, 12_000],
])('%d services with all well cost %d calls of ECS an hour', async (count, calls, bytes) => {
  const region = new Region({ web: many(count, 'web') });
  await region.until(81);
  const from = start + 20.5 * minuteMs;
  const hour = region.calls.filter(({ at, what }) => what !== 'targets' && at >= from && at < from + 60 * minuteMs);
  expect(hour).toHaveLength(calls);
  expect(bytesOf({ state: region.state })).toBeLessThan(bytes);
});

describe('what is found', () => {
  test('when nobody had looked before is told as such, and not again as long as it is so', async () => {
    const region = new Region({ web: many(10, 'web') });
    region.change('web', 'service-0004', { running: 1 });
    await region.until(15);
    expect(region.found).toMatchObject([{ service: 'service-0004', isBaseline: true }]);
    await region.until(30);
    expect(named(region)).toEqual(['service-0004', 'service-0004']);
  });

  test('is no baseline where the service was made a moment ago', async () => {
    const region = new Region({ web: many(10, 'web') });
    region.change('web', 'service-0004', { running: 1, createdAt: start - minuteMs });
    await region.until(3);
    expect(region.found[0]?.isBaseline).toBeUndefined();
  });

  test('in a cluster that comes later is its own baseline', async () => {
    const later: Record<string, Map<string, EcsService>> = { web: many(10, 'web') };
    const region = new Region(later);
    await region.until(7);
    later['new'] = many(5, 'new', { running: 0 });
    await region.until(12);
    expect(region.found.map(({ cluster, isBaseline }) => [cluster, isBaseline])).toEqual(
      Array.from({ length: 5 }, () => ['new', true]),
    );
  });

  test('is told again when it shows other signs', async () => {
    const region = new Region({ web: many(3, 'web') });
    await region.until(3);
    region.change('web', 'service-0001', { running: 1 });
    await region.until(6);
    const events = [1, 2, 3].map((minutes) => ({
      at: start + minutes * minuteMs,
      message: '(service service-0001) has started 1 tasks: (task 0123).',
    }));
    region.change('web', 'service-0001', { events });
    await region.until(9);
    expect(region.found.map(({ signs }) => signs)).toEqual([['short'], ['short', 'replaced']]);
  });
});

test('targets of each service are read every ten minutes, and at once where its counts differ', async () => {
  const targetGroupArns = ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef'];
  const region = new Region({ web: many(50, 'web', { targetGroupArns }) });
  await region.until(41);
  const hourly = region.calls.filter(({ what }) => what === 'targets').length;
  expect(hourly).toBeGreaterThan(50 * 3);
  expect(hourly).toBeLessThanOrEqual(50 * 5);
});

describe('what is measured', () => {
  const measuredAs = (region: Region, word: string): readonly (readonly [string, number])[] =>
    region.counts.flatMap((counts) => Object.entries(counts).filter(([name]) => name.includes(word)));

  test('of a cluster in which all is well is nothing, else how many are not and how many tasks lack', async () => {
    const region = new Region({ web: many(250, 'web'), batch: many(3, 'batch') });
    await region.until(10);
    expect(measuredAs(region, '|Cluster=')).toEqual([]);
    region.change('web', 'service-0001', { running: 0 });
    region.change('web', 'service-0249', { running: 1 });
    await region.until(30);
    const measured = new Set(measuredAs(region, '|Cluster=').map((each) => each.join(' ')));
    expect([...measured].sort()).toEqual(['MissingTasks|Cluster=web 3', 'UnhealthyServices|Cluster=web 2']);
  });

  test('of a service is what somebody wants to have at all times', async () => {
    const region = new Region({ web: many(3, 'web') });
    region.policy = { ...defaultHealthPolicy, overrides: [{ services: 'web/service-0001', metrics: true }] };
    region.change('web', 'service-0001', { running: 1 });
    await region.until(3);
    expect(measuredAs(region, 'HealthyPercent')[0]).toEqual(['HealthyPercent|Cluster=web|Service=service-0001', 50]);
  });

  test('for the digest is what is forgotten, empty or nearly full: once a day', async () => {
    const old = start - 30 * 24 * 60 * minuteMs;
    const forgotten = {
      desired: 0,
      running: 0,
      events: [{ at: old, message: 'steady' }],
      createdAt: old,
      deployments: [],
    };
    const slept = { ...forgotten, events: [{ at: start - 60 * minuteMs, message: 'has stopped 2 running tasks' }] };
    const region = new Region({ web: many(5, 'web'), old: new Map() });
    region.change('web', 'service-0001', forgotten);
    region.change('web', 'service-0002', slept);
    region.change('web', 'service-0003', { desired: 4600, running: 4600 });
    await region.until(20);
    const quiet = region.counts.flatMap((counts) => Object.keys(counts).filter((name) => name.includes('/')));
    expect(quiet.sort()).toEqual(['empty/old', 'idle/web:service-0001', 'quota/web:service-0003']);
    await region.until(25 * 60);
    expect(measuredAs(region, 'idle/')).toHaveLength(2);
  });
});

test('agents that are disconnected are looked for every ten minutes, and each is told once', async () => {
  const region = new Region({ web: many(3, 'web') });
  region.instances = 2;
  await region.until(5);
  const arn = 'arn:aws:ecs:eu-west-1:123456789012:container-instance/web/0123456789abcdef0123456789abcdef';
  region.lost = [{ arn, cluster: 'web', ec2InstanceId: 'i-0123456789abcdef0' }];
  await region.until(40);
  expect(region.away).toHaveLength(1);
  region.lost = [];
  await region.until(55);
  region.lost = [{ arn, cluster: 'web', ec2InstanceId: 'i-0123456789abcdef0' }];
  await region.until(80);
  expect(region.away).toHaveLength(2);
});
