import { describe, expect, test } from 'vitest';
import { hourMs } from '../../lib/core/time.ts';
import { terminateInstance } from '../../sim/account/autoscaling/scale.ts';
import type { GroupInstance } from '../../sim/account/autoscaling/group.ts';
import { setInstanceStatus } from '../../sim/account/instances.ts';
import type { Yard, YardOptions } from './yard.ts';
import { countOf, openYard, serve, writes } from './yard.ts';

type Detail = Readonly<Record<string, unknown>>;

function say(yard: Yard, detailType: string, { id }: GroupInstance, more: Detail = {}): void {
  const detail = { instanceId: id, by: 'a test', ...more };
  yard.simulation.bus.emit({ source: 'watchkeeper', detailType, resources: [], detail });
}

async function yardWith(
  options: YardOptions = {},
): Promise<{ readonly yard: Yard; readonly all: readonly GroupInstance[] }> {
  const yard = await openYard({ hosts: 6, ...options });
  serve(yard, 'shop', { desired: 6 });
  await yard.run(120);
  yard.calls.length = 0;
  return { yard, all: [...yard.group.instances.values()] };
}

const draining = (all: readonly GroupInstance[]): number =>
  all.filter(({ host }) => host?.status === 'DRAINING').length;

const waits = (yard: Yard, instance: GroupInstance | undefined) =>
  instance === undefined ? undefined : yard.drainOf(instance)?.waits?.for;

async function holdersOf({ simulation }: Yard): Promise<readonly string[]> {
  const { region } = simulation.account;
  return [...(await simulation.storage.budgets.read(`drain#${region}#budget/group/web`)).holders.keys()];
}

function checkWell({ simulation, killed }: Yard): void {
  expect(simulation.errors).toEqual([]);
  expect(killed).toEqual([]);
}

describe('the budget of a group', () => {
  test('lets one of six go at a time, and the next when it is kept or gone', async () => {
    const { yard, all } = await yardWith();
    for (const each of all.slice(0, 3)) say(yard, 'Drain Requested', each);
    await yard.run(120);
    expect(draining(all)).toBe(1);
    expect(await holdersOf(yard)).toHaveLength(1);
    const [first, ...others] = all.slice(0, 3).toSorted((one) => (one.host?.status === 'DRAINING' ? -1 : 1));
    expect(others.map((each) => waits(yard, each))).toMatchObject(
      others.map(() => ({ is: 'budget', allowed: 1, out: 1, total: 6 })),
    );
    if (first !== undefined) say(yard, 'Drain Cancelled', first);
    await yard.run(120);
    expect(first?.host?.status).toBe('ACTIVE');
    expect(draining(all)).toBe(1);
    for (const each of others) say(yard, 'Drain Cancelled', each);
    await yard.run(120);
    checkWell(yard);
    expect(draining(all)).toBe(0);
    expect(await holdersOf(yard)).toEqual([]);
  });

  test('does not keep back what Auto Scaling ends, and counts it', async () => {
    const { yard, all } = await yardWith({ drain: 'web: { mode: act, budget: 2 }' });
    for (const { id } of all.slice(0, 2)) terminateInstance(yard.scaling, id, { decrement: true });
    const [, , asked] = all;
    if (asked === undefined) throw new Error('too few');
    say(yard, 'Drain Requested', asked);
    await yard.run(8);
    expect(draining(all.slice(0, 2))).toBe(2);
    expect(asked.host?.status).toBe('ACTIVE');
    expect(waits(yard, asked)).toMatchObject({ is: 'budget', allowed: 1 + 1, out: 2 });
    await yard.run(300);
    checkWell(yard);
    expect(asked.host?.status).toBe('DRAINING');
  });

  test('is passed over by force', async () => {
    const { yard, all } = await yardWith({ drain: 'web: { mode: act, budget: 0 }' });
    const [asked] = all;
    if (asked === undefined) throw new Error('too few');
    say(yard, 'Drain Requested', asked);
    await yard.run(300);
    expect(countOf(yard, ...writes)).toBe(0);
    expect(waits(yard, asked)).toMatchObject({ is: 'budget', allowed: 0 });
    say(yard, 'Drain Forced', asked);
    await yard.run(30);
    checkWell(yard);
    expect(asked.host?.status).toBe('DRAINING');
  });

  test('is asked less and less often while there is no room, and within five minutes when there is', async () => {
    const { yard, all } = await yardWith({ drain: 'web: { mode: act, budget: 1, deadline: 2h }' });
    const [asked, other] = all;
    if (asked === undefined || other === undefined) throw new Error('too few');
    if (other.host !== undefined) setInstanceStatus(yard.simulation.account, other.host, 'DRAINING');
    say(yard, 'Drain Requested', asked);
    await yard.run(60 * 60);
    expect(waits(yard, asked)).toMatchObject({ is: 'budget' });
    expect(countOf(yard, 'ECS.DescribeContainerInstances')).toBeLessThan(60);
    if (other.host !== undefined) setInstanceStatus(yard.simulation.account, other.host, 'ACTIVE');
    await yard.run(6 * 60);
    checkWell(yard);
    expect(asked.host?.status).toBe('DRAINING');
  });

  test('does not hold up maintenance past the time when EC2 takes the instance anyway', async () => {
    const { yard, all } = await yardWith({
      drain: 'web: { mode: act, budget: 0, maintenanceLead: 3h, deadline: 30m }',
    });
    const [asked] = all;
    if (asked === undefined) throw new Error('too few');
    const detail = {
      eventArn: 'arn:aws:health:ap-northeast-1::event/EC2/AWS_EC2_INSTANCE_STOP_SCHEDULED/one',
      service: 'EC2',
      eventTypeCode: 'AWS_EC2_INSTANCE_STOP_SCHEDULED',
      eventTypeCategory: 'scheduledChange',
      startTime: new Date(yard.simulation.agenda.now() + 2 * hourMs).toUTCString(),
      affectedEntities: [{ entityValue: asked.id }],
    };
    yard.simulation.bus.emit({ source: 'aws.health', detailType: 'AWS Health Event', resources: [], detail });
    await yard.run(85 * 60);
    expect(countOf(yard, ...writes)).toBe(0);
    await yard.run(10 * 60);
    checkWell(yard);
    expect(asked.host?.status).toBe('DRAINING');
  });

  test('asks nothing where it is only observed', async () => {
    const { yard, all } = await yardWith({ drain: 'web: { mode: observe }' });
    const [asked] = all;
    if (asked === undefined) throw new Error('too few');
    say(yard, 'Drain Requested', asked);
    await yard.run(120);
    expect(await holdersOf(yard)).toEqual([]);
    expect(yard.drainOf(asked)?.hosts[0]?.observedAt).toBeGreaterThan(0);
  });
});

describe('the least of a zone', () => {
  test('keeps its last instance', async () => {
    const { yard, all } = await yardWith({ hosts: 3 });
    const [asked] = all;
    if (asked === undefined) throw new Error('too few');
    say(yard, 'Drain Requested', asked);
    await yard.run(300);
    checkWell(yard);
    expect(countOf(yard, ...writes)).toBe(0);
    expect(waits(yard, asked)).toMatchObject({ is: 'zone', zone: asked.zone, available: 1, least: 1 });
  });

  test('holds also when all of a zone are asked for at once', async () => {
    const { yard, all } = await yardWith({ hosts: 9, drain: 'web: { mode: act, budget: 100% }' });
    for (const each of all) say(yard, 'Drain Requested', each);
    await yard.run(240);
    checkWell(yard);
    for (const zone of yard.group.zones) {
      const left = all.filter((each) => each.zone === zone && each.host?.status === 'ACTIVE');
      expect(left).toHaveLength(1);
    }
  });
});

describe('holds', () => {
  const person = { holder: 'person/ann', feature: 'person', why: 'a core dump is being read', since: 1 } as const;

  test('draining holds what it drains, until it is gone', async () => {
    const { yard, all } = await yardWith();
    const [leaving] = all;
    if (leaving === undefined) throw new Error('too few');
    const { holds } = yard.simulation.storage;
    terminateInstance(yard.scaling, leaving.id, { decrement: true });
    await yard.run(12);
    expect(await holds.read(`instance/${leaving.id}`)).toMatchObject([{ holder: 'drain', feature: 'drain' }]);
    await yard.run(200);
    checkWell(yard);
    expect(leaving.state).toBe('Terminated');
    expect(await holds.read(`instance/${leaving.id}`)).toEqual([]);
  });

  test("a person's keeps a request waiting, and no hook", async () => {
    const { yard, all } = await yardWith();
    const [asked, leaving] = all;
    if (asked === undefined || leaving === undefined) throw new Error('too few');
    const { holds } = yard.simulation.storage;
    for (const { id } of [asked, leaving]) await holds.take(`instance/${id}`, person);
    say(yard, 'Drain Requested', asked);
    terminateInstance(yard.scaling, leaving.id, { decrement: true });
    await yard.run(240);
    expect(leaving.state).toBe('Terminated');
    expect(asked.host?.status).toBe('ACTIVE');
    expect(waits(yard, asked)).toEqual({ is: 'hold', by: 'person/ann', why: 'a core dump is being read' });
    await holds.release(`instance/${asked.id}`, person.holder);
    await yard.run(120);
    checkWell(yard);
    expect(asked.host?.status).toBe('DRAINING');
  });

  test('what a person takes hold of later is set back, and waits', async () => {
    const { yard, all } = await yardWith();
    const [asked] = all;
    if (asked === undefined) throw new Error('too few');
    say(yard, 'Drain Requested', asked);
    await yard.run(8);
    expect(asked.host?.status).toBe('DRAINING');
    await yard.simulation.storage.holds.take(`instance/${asked.id}`, person);
    await yard.run(120);
    checkWell(yard);
    expect(asked.host?.status).toBe('ACTIVE');
    expect(waits(yard, asked)).toMatchObject({ is: 'hold' });
    expect(await holdersOf(yard)).toEqual([]);
  });
});

test('functions that die in between never let too many go, and nothing leaks', { timeout: 120_000 }, async () => {
  let calls = 0;
  const yard = await openYard({
    hosts: 12,
    drain: 'web: { mode: act, budget: 2 }',
    seed: 'deaths',
    options: {
      everyMinute: true,
      delivery: { latencyMs: [200, 900], lost: 0, doubled: 0.5, late: 0.2 },
      fate: ({ execution }) => {
        if (execution.function !== 'drain') return { kind: 'answered' };
        calls += 1;
        return calls % 71 === 0 ? { kind: 'death', done: calls % 2 === 0 } : { kind: 'answered' };
      },
    },
  });
  serve(yard, 'shop', { desired: 12 });
  await yard.run(120);
  const all = [...yard.group.instances.values()];
  for (const each of all) say(yard, 'Drain Requested', each);
  const begun = new Set<string>();
  for (let second = 0; second < 40 * 60; second += 5) {
    await yard.run(5);
    expect(draining(all)).toBeLessThanOrEqual(2);
    for (const each of all) {
      if (each.host?.status !== 'DRAINING' || each.host.tasks.size > 0 || begun.has(each.id)) continue;
      begun.add(each.id);
      say(yard, 'Drain Cancelled', each);
    }
  }
  for (const each of all) say(yard, 'Drain Cancelled', each);
  await yard.run(20 * 60);
  expect(begun.size).toBeGreaterThan(6);
  expect(draining(all)).toBe(0);
  expect(await holdersOf(yard)).toEqual([]);
  for (const { id } of all) expect(await yard.simulation.storage.holds.read(`instance/${id}`)).toEqual([]);
});
