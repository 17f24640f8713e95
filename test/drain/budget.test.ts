import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EcsHost, ZonedMember } from '../../lib/core/host-reads.ts';
import type { BudgetUse, Read } from '../../lib/core/ports.ts';
import type { GroupPolicy } from '../../lib/drain/policy.ts';
import { defaultGroupPolicy } from '../../lib/drain/policy.ts';
import type { RoomFacts } from '../../lib/drain/room.ts';
import { countOf, roomFor } from '../../lib/drain/room.ts';
import { memoryBudgets } from '../../sim/memory-store.ts';

const ok = <Value>(value: Value): Read<Value> => ({ ok: true, value, at: 1 });
const policy = (of: Partial<GroupPolicy> = {}): GroupPolicy => ({ ...defaultGroupPolicy, mode: 'act', ...of });

type Member = { readonly id: string; readonly zone: string; readonly is?: 'up' | 'out' | 'leaving' | 'booting' };

const hostOf = ({ id, is = 'up' }: Member): readonly EcsHost[] =>
  is === 'booting'
    ? []
    : [
        {
          arn: `arn/${id}`,
          cluster: 'web',
          ec2InstanceId: id,
          status: is === 'up' ? 'ACTIVE' : 'DRAINING',
          agentConnected: true,
          counted: 0,
        },
      ];
const memberOf = ({ id, zone, is }: Member): ZonedMember => ({
  instanceId: id,
  group: 'web',
  state: is === 'leaving' ? 'Terminating:Wait' : 'InService',
  zone,
});

function factsOf(members: readonly Member[], holders: BudgetUse['holders'] = new Map(), releases = 0): RoomFacts {
  return {
    use: ok({ holders, releases }),
    members: ok(members.map(memberOf)),
    hosts: ok(members.flatMap(hostOf)),
  };
}

const [a, b] = ['zone-a', 'zone-b'];
const four: readonly Member[] = [
  { id: '1', zone: a },
  { id: '2', zone: a },
  { id: '3', zone: b },
  { id: '4', zone: b },
];
const with2 = (is: Member['is']) => four.map((each) => (each.id === '2' ? { ...each, ...(is && { is }) } : each));
const held2: BudgetUse['holders'] = new Map([['2', { amount: 1, part: a }]]);

describe('room for one more', () => {
  test.each([
    { name: 'in a group that is well', facts: factsOf(four), limits: [1, 1] },
    { name: 'and a larger budget', facts: factsOf(four), of: { budget: { instances: 3 } }, limits: [3, 1] },
    { name: 'where the zone matters to nobody', facts: factsOf(four), of: { perZone: 0 }, limits: [1, 2] },
    {
      name: 'beside one that holds a place in another zone',
      facts: factsOf(with2('out'), held2),
      id: '3',
      of: { budget: { instances: 2 } },
      limits: [2, 1],
    },
    {
      name: 'whose holder is gone',
      facts: factsOf(four, new Map([['9', { amount: 1, part: a }]])),
      limits: [2, 2],
    },
    {
      name: 'for one that holds its place already',
      facts: factsOf(with2('out'), held2),
      id: '2',
      limits: [1, 1],
    },
  ])('$name', ({ facts, id = '1', of, limits }) => {
    const room = roomFor(id, facts, policy(of));
    expect(room.is === 'room' && [room.budget.limit, room.budget.part?.limit]).toEqual(limits);
  });

  test.each([
    { name: 'another holds the place', facts: factsOf(with2('up'), held2), id: '3', is: 'budget', out: 1 },
    { name: 'Auto Scaling ends another', facts: factsOf(with2('leaving')), id: '3', is: 'budget', out: 1 },
    { name: 'a person drains another', facts: factsOf(with2('out')), id: '3', is: 'budget', out: 1 },
    { name: 'one is not there yet', facts: factsOf(with2('booting')), id: '3', is: 'budget', out: 1 },
    { name: 'nothing may go', facts: factsOf(four), of: { budget: { instances: 0 } }, is: 'budget', out: 0 },
    { name: 'it is the last of its zone', facts: factsOf(four.slice(1)), id: '2', is: 'zone' },
    {
      name: 'the other of its zone holds a place',
      facts: factsOf(with2('up'), held2),
      of: { budget: { instances: 3 } },
      is: 'zone',
    },
    { name: 'its group does not show it', facts: factsOf(four), id: '9', is: 'absent' },
    {
      name: 'the group could not be read',
      facts: { ...factsOf(four), members: { ok: false, reason: 'throttled' } as const },
      is: 'unread',
    },
    {
      name: 'nor its hosts',
      facts: { ...factsOf(four), hosts: { ok: false, reason: 'throttled' } as const },
      is: 'unread',
    },
  ])('none: $name', ({ facts, id = '1', of, is, out }) => {
    const room = roomFor(id, facts, policy(of));
    expect(room).toMatchObject({ is: 'wait', for: { is, ...(out !== undefined && { out }) } });
  });

  test.each([
    { share: { percent: 10 }, of: 3, count: 1 },
    { share: { percent: 10 }, of: 11, count: 2 },
    { share: { percent: 0 }, of: 9, count: 0 },
    { share: { instances: 2 }, of: 9, count: 2 },
  ])('$share of $of', ({ share, of, count }) => expect(countOf(share, of)).toBe(count));
});

/** One drain that can wait, step by step: others go on between any two. */
type Runner = {
  readonly id: string;
  readonly zone: string;
  step: 'idle' | 'use' | 'facts' | 'claim' | 'draining' | 'out' | 'gone' | 'kept';
  use?: BudgetUse;
  facts?: RoomFacts;
};

test('never more at once than the budget allows, nor too few in a zone, and nothing leaks, whatever comes in between', async () => {
  const aStep = fc.record({
    who: fc.nat(11),
    does: fc.constantFrom('go', 'go', 'go', 'go', 'die', 'repeat', 'keep'),
  });
  const aGroup = fc.record({
    size: fc.integer({ min: 2, max: 12 }),
    zones: fc.integer({ min: 1, max: 3 }),
    budget: fc.oneof(
      fc.record({ instances: fc.integer({ min: 0, max: 5 }) }),
      fc.record({ percent: fc.constantFrom(10, 25, 50, 100) }),
    ),
    perZone: fc.integer({ min: 0, max: 2 }),
    steps: fc.array(aStep, { minLength: 40, maxLength: 300 }),
  });
  let went = 0;
  await fc.assert(
    fc.asyncProperty(aGroup, async ({ size, zones, budget, perZone, steps }) => {
      const budgets = memoryBudgets();
      const rules = policy({ budget, perZone });
      const runners: Runner[] = Array.from({ length: size }, (_, at) => ({
        id: `i-${at}`,
        zone: `zone-${at % zones}`,
        step: 'idle',
      }));
      const there = () => runners.filter(({ step }) => step !== 'gone');
      const isOut = ({ step }: Runner): boolean => step === 'draining' || step === 'out';
      const now = (): Omit<RoomFacts, 'use'> => {
        const members = there().map((each): Member => ({
          id: each.id,
          zone: each.zone,
          is: isOut(each) ? 'out' : 'up',
        }));
        const { members: group, hosts } = factsOf(members);
        return { hosts, ...(group !== undefined && { members: group }) };
      };
      const go = async (runner: Runner): Promise<void> => {
        switch (runner.step) {
          case 'idle':
            runner.use = await budgets.read('web');
            runner.step = 'use';
            return;
          case 'use':
            runner.facts = { ...now(), use: ok(runner.use ?? { holders: new Map(), releases: 0 }) };
            runner.step = 'facts';
            return;
          case 'facts': {
            const room = runner.facts === undefined ? undefined : roomFor(runner.id, runner.facts, rules);
            const isHeld = room?.is === 'room' && (await budgets.claim({ key: 'web', ...room.budget }, runner.id, 1));
            runner.step = isHeld ? 'claim' : 'idle';
            return;
          }
          case 'claim':
            went += 1;
            runner.step = 'draining';
            return;
          case 'draining':
            runner.step = 'out';
            return;
          case 'out':
            runner.step = 'gone';
            return;
          default:
            await budgets.release('web', runner.id);
            if (runner.step === 'kept') runner.step = 'idle';
        }
      };
      const mostEver = countOf(budget, size);
      for (const { who, does } of steps) {
        const runner = runners[who % size];
        if (runner === undefined) continue;
        // Who dies before it is out only knows that it may hold a place.
        if (does === 'die' && ['use', 'facts', 'claim'].includes(runner.step)) runner.step = 'idle';
        else if (does === 'repeat' && runner.step === 'claim') runner.step = 'facts';
        else if (does === 'keep' && isOut(runner)) runner.step = 'kept';
        else await go(runner);
        const out = runners.filter(isOut);
        expect(out.length).toBeLessThanOrEqual(mostEver);
        for (const { zone } of out) {
          const left = there().filter((each) => each.zone === zone && !isOut(each));
          expect(left.length).toBeGreaterThanOrEqual(perZone);
        }
      }
      for (const runner of runners) {
        if (isOut(runner)) runner.step = 'gone';
        await budgets.release('web', runner.id);
      }
      expect((await budgets.read('web')).holders).toEqual(new Map());
    }),
    { numRuns: 600 },
  );
  expect(went).toBeGreaterThan(600);
});
