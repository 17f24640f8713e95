import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AskedTask } from '../../../lib/ecs/placement/asked.ts';
import { explainOn, roomOn } from '../../../lib/ecs/placement/checks.ts';
import { roomFor } from '../../../lib/ecs/placement/copies.ts';
import { demandOf } from '../../../lib/ecs/placement/demand.ts';
import { explainPlacement } from '../../../lib/ecs/placement/explain.ts';
import type { Reason, Room } from '../../../lib/ecs/placement/finding.ts';
import type { InstanceResources, PlacementInstance } from '../../../lib/ecs/placement/instance.ts';
import { withCopies } from '../../../lib/ecs/placement/occupied.ts';
import { questionOf } from '../../../lib/ecs/placement/question.ts';
import { asked, cluster, constraint, container, instance } from './engine-arbitraries.ts';
import { copiesThatFit, lacking } from './examples.ts';

const runs = { numRuns: 1500 };

const roomOf = (task: AskedTask, on: PlacementInstance): Room => roomOn(questionOf(task), on);

/** Told again in an order of its own: what a permutation may change in the wording. */
const sorted = (reasons: readonly Reason[]) =>
  reasons
    .map(({ need, have, ...rest }) =>
      JSON.stringify({
        ...rest,
        need: [need].flat().map(String).toSorted(),
        have: [have].flat().map(String).toSorted(),
      }),
    )
    .toSorted();

/** How often something interesting came up: a property about what never happens proves nothing. */
function tally() {
  const seen = new Map<string, number>();
  return {
    see: (what: string) => void seen.set(what, (seen.get(what) ?? 0) + 1),
    of: (what: string) => seen.get(what) ?? 0,
  };
}

test('1. a copy fits where the count is at least one, and what explains counts as what counts', () => {
  const seen = tally();
  fc.assert(
    fc.property(asked, cluster, (task, instances) => {
      const explained = explainPlacement(task, instances);
      seen.see(explained.fits);
      const { copies, copiesAtMost } = explained;
      expect(copiesThatFit(task, instances)).toEqual({ copies, ...(copiesAtMost !== undefined && { copiesAtMost }) });
      expect(explained.fits === 'yes').toBe(copies === 'unbounded' || copies >= 1);
      expect(explained.fits === 'no').toBe(copies === 0 && (copiesAtMost ?? 0) === 0);
      for (const one of explained.instances) {
        expect(one.fits === 'yes').toBe(one.copies === 'unbounded' || one.copies >= 1);
      }
    }),
    runs,
  );
  for (const verdict of ['yes', 'no', 'unverifiable']) expect(seen.of(verdict)).toBeGreaterThan(60);
});

test('2. so many copies can be placed one after the other, and one more cannot, for a reason that is named', () => {
  const seen = tally();
  fc.assert(
    fc.property(asked, instance, (task, empty) => {
      const question = questionOf(task);
      const { least, most } = roomOn(question, empty);
      fc.pre(Number.isFinite(least) && least === most);
      let on = empty;
      for (let copy = 0; copy < least; copy += 1) {
        expect(roomOn(question, on).least).toBe(least - copy);
        on = withCopies(on, question, 1);
      }
      const { reasons, ...full } = explainOn(question, on);
      expect(full).toEqual({ least: 0, most: 0 });
      expect(reasons.some(({ verdict }) => verdict === 'no')).toBe(true);
      expect(withCopies(empty, question, least)).toEqual(on);
      seen.see(least === 0 ? 'none' : least === 1 ? 'one' : 'several');
    }),
    { numRuns: 3000 },
  );
  for (const count of ['none', 'one', 'several']) expect(seen.of(count)).toBeGreaterThan(100);
});

describe('3. monotone', () => {
  const more: fc.Arbitrary<(on: PlacementInstance) => PlacementInstance> = fc.constantFrom(
    (on) => ({ ...on, remaining: { ...on.remaining, cpuUnits: (on.remaining.cpuUnits ?? 0) + 128 } }),
    (on) => ({ ...on, remaining: { ...on.remaining, cpuUnits: (on.remaining.cpuUnits ?? 0) + 2500 } }),
    (on) => ({ ...on, remaining: { ...on.remaining, memoryMiB: (on.remaining.memoryMiB ?? 0) + 64 } }),
    (on) => ({ ...on, remaining: { ...on.remaining, memoryMiB: (on.remaining.memoryMiB ?? 0) + 4000 } }),
    (on) => ({ ...on, remaining: { ...on.remaining, tcpPorts: new Set([...on.remaining.tcpPorts].slice(1)) } }),
    (on) => ({ ...on, remaining: { ...on.remaining, udpPorts: new Set([...on.remaining.udpPorts].slice(1)) } }),
    (on) => ({ ...on, remaining: { ...on.remaining, gpus: on.registered.gpus } }),
    (on) => ({ ...on, maximumNetworkInterfaces: (on.maximumNetworkInterfaces ?? 2) + 1 }),
    (on) => ({ ...on, tasks: (on.tasks ?? []).map((task) => ({ ...task, hasInterface: false })) }),
  );

  test('more of a resource never means fewer copies', () => {
    const seen = tally();
    fc.assert(
      fc.property(asked, cluster, more, (task, instances, change) => {
        // Where a type's figure is not known, one that is told can be lower than what it might have been.
        const known = instances.map((each) => ({ maximumNetworkInterfaces: 2, ...each }));
        const before = roomFor(questionOf(task), known);
        const after = roomFor(questionOf(task), known.map(change));
        expect(after.least).toBeGreaterThanOrEqual(before.least);
        expect(after.most).toBeGreaterThanOrEqual(before.most);
        if (after.least > before.least) seen.see('more');
      }),
      { numRuns: 3000 },
    );
    expect(seen.of('more')).toBeGreaterThan(40);
  });

  test('a further constraint never means more copies', () => {
    const seen = tally();
    fc.assert(
      fc.property(asked, cluster, constraint, (task, instances, further) => {
        const before = roomFor(questionOf(task), instances);
        const after = roomFor(questionOf({ ...task, constraints: [...task.constraints, further] }), instances);
        expect(after.least).toBeLessThanOrEqual(before.least);
        expect(after.most).toBeLessThanOrEqual(before.most);
        if (after.most < before.most) seen.see('fewer');
      }),
      runs,
    );
    expect(seen.of('fewer')).toBeGreaterThan(100);
  });
});

test('4. the order of instances, containers, attributes, tasks and constraints changes nothing', () => {
  fc.assert(
    fc.property(asked, cluster, fc.infiniteStream(fc.nat()), (task, instances, draws) => {
      const shuffled = <Value>(values: readonly Value[]): Value[] =>
        values
          .map((value) => ({ value, at: draws.next().value }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ value }) => value);
      const { definition } = task;
      const other: AskedTask = {
        ...task,
        constraints: shuffled(task.constraints),
        definition: {
          ...definition,
          containers: shuffled(definition.containers).map((each) => ({
            ...each,
            portMappings: shuffled(each.portMappings),
          })),
          requiresAttributes: shuffled(definition.requiresAttributes),
        },
      };
      const others = shuffled(instances).map((each) => ({
        ...each,
        attributes: new Map(shuffled([...each.attributes])),
        tasks: shuffled(each.tasks ?? []),
        remaining: { ...each.remaining, tcpPorts: new Set(shuffled([...each.remaining.tcpPorts])) },
      }));
      const told = ({ instances: verdicts, ...rest }: ReturnType<typeof explainPlacement>) => ({
        ...rest,
        instances: verdicts.map(({ reasons, ...verdict }) => ({ ...verdict, reasons: sorted(reasons) })),
      });
      expect(told(explainPlacement(other, others))).toEqual(told(explainPlacement(task, instances)));
    }),
    runs,
  );
});

const withDefinition = (task: AskedTask, more: Partial<AskedTask['definition']>): AskedTask => ({
  ...task,
  definition: { ...task.definition, ...more },
});

test('6. with a size of the task the sizes of its containers do not matter, but on Windows', () => {
  fc.assert(
    fc.property(asked, container, cluster, (task, sizes, instances) => {
      const { cpuUnits = 0, memoryMiB = 0 } = sizes;
      const sized = withDefinition(
        { ...task, overrides: { containers: [] } },
        { cpuUnits: 300, memoryMiB: 200, isWindows: false },
      );
      const other = withDefinition(sized, {
        containers: sized.definition.containers.map((each) => ({
          ...each,
          cpuUnits,
          memoryMiB,
          memoryReservationMiB: 7,
        })),
      });
      expect(explainPlacement(other, instances)).toEqual(explainPlacement(sized, instances));
      const [first] = other.definition.containers;
      fc.pre(first !== undefined);
      const onWindows = demandOf(withDefinition(other, { isWindows: true }));
      expect(onWindows.memoryMiB).toBe(7 * other.definition.containers.length);
      expect(onWindows.cpuUnits).toBe(cpuUnits * other.definition.containers.length);
    }),
    runs,
  );
});

describe('7. network modes', () => {
  test('with awsvpc no host port matters', () => {
    fc.assert(
      fc.property(asked, cluster, (task, instances) => {
        const before = withDefinition(task, { networkMode: 'awsvpc' });
        const after = withDefinition(before, {
          containers: before.definition.containers.map((each) => ({
            ...each,
            portMappings: [{ containerPort: 22, hostPort: 22, protocol: 'tcp' as const }],
          })),
        });
        expect(explainPlacement(after, instances)).toEqual(explainPlacement(before, instances));
      }),
      runs,
    );
  });

  test('without it no network interface, subnet or VPC does', () => {
    fc.assert(
      fc.property(asked, cluster, (task, instances) => {
        const before = withDefinition(task, { networkMode: 'bridge' });
        const after: AskedTask = { ...before, places: { zones: new Set(), unresolved: [], vpcId: 'vpc-0c' } };
        const crowded = instances.map((each) => ({
          ...each,
          maximumNetworkInterfaces: 1,
          tasks: (each.tasks ?? []).map((one) => ({ ...one, hasInterface: true })),
        }));
        expect(explainPlacement(after, crowded)).toEqual(explainPlacement(before, instances));
      }),
      runs,
    );
  });
});

test('8. a port of one protocol is never in the way of the other', () => {
  const seen = tally();
  fc.assert(
    fc.property(asked, instance, fc.integer({ min: 1, max: 65_535 }), (task, on, port) => {
      const only = (protocol: 'tcp' | 'udp') =>
        withDefinition(task, {
          networkMode: 'bridge',
          containers: task.definition.containers.map((each, at) => ({
            ...each,
            portMappings: at === 0 ? [{ containerPort: port, hostPort: port, protocol }] : [],
          })),
        });
      const few = { ...on.remaining, tcpPorts: new Set<number>(), udpPorts: new Set<number>() };
      const free: PlacementInstance = { ...on, remaining: few };
      const taken: PlacementInstance = { ...on, remaining: { ...few, tcpPorts: new Set([port]) } };
      expect(roomOf(only('udp'), taken)).toEqual(roomOf(only('udp'), free));
      const udp: PlacementInstance = { ...on, remaining: { ...few, udpPorts: new Set([port]) } };
      expect(roomOf(only('tcp'), udp)).toEqual(roomOf(only('tcp'), free));
      if (roomOf(only('tcp'), free).least === 0 || task.definition.containers.length === 0) return;
      expect(roomOf(only('tcp'), taken).most).toBe(0);
      seen.see('taken');
    }),
    runs,
  );
  expect(seen.of('taken')).toBeGreaterThan(40);
});

// 9 is about the query language: see query-parse.test.ts and query-evaluate.test.ts.

test('10. every instance is told once: it fits, or at least one check says why not', () => {
  fc.assert(
    fc.property(asked, cluster, (task, instances) => {
      const { instances: told } = explainPlacement(task, instances);
      expect(told.map(({ arn }) => arn).toSorted()).toEqual(instances.map(({ arn }) => arn));
      const eligible = told.filter(({ fits }) => fits === 'yes');
      const refused = told.filter(({ reasons }) => reasons.length > 0);
      expect(eligible.length + refused.length).toBe(instances.length);
      for (const { fits, reasons } of refused) {
        expect(fits).toBe(reasons.some(({ verdict }) => verdict === 'no') ? 'no' : 'unverifiable');
      }
    }),
    runs,
  );
});

test('11. exactly enough is enough, and one unit less is not', () => {
  const seen = tally();
  fc.assert(
    fc.property(asked, instance, (task, on) => {
      const { cpuUnits, memoryMiB } = demandOf(task);
      const plenty: PlacementInstance = { ...on, remaining: { ...on.remaining, cpuUnits: 9_000, memoryMiB: 90_000 } };
      const exact: PlacementInstance = { ...on, remaining: { ...on.remaining, cpuUnits, memoryMiB } };
      const question = questionOf(task);
      fc.pre(roomOn(question, plenty).least >= 1);
      expect(roomOn(question, exact).least).toBe(cpuUnits + memoryMiB > 0 ? 1 : roomOn(question, plenty).least);
      const short = { ...exact, remaining: { ...exact.remaining, cpuUnits: cpuUnits - 1, memoryMiB: memoryMiB - 1 } };
      const checks = explainOn(question, short).reasons.map(({ check }) => check);
      expect(checks).toEqual([...(cpuUnits > 0 ? ['cpu'] : []), ...(memoryMiB > 0 ? ['memory'] : [])]);
      seen.see('fits');
    }),
    { numRuns: 3000 },
  );
  expect(seen.of('fits')).toBeGreaterThan(200);
});

test('12. what is not known brackets the answer of what is', () => {
  type Forget = (task: AskedTask, on: PlacementInstance) => readonly [AskedTask, PlacementInstance];
  const leaving = (left: InstanceResources, key: 'cpuUnits' | 'memoryMiB'): InstanceResources => {
    const { cpuUnits, memoryMiB, ...rest } = left;
    if (key === 'cpuUnits') return { ...rest, ...(memoryMiB !== undefined && { memoryMiB }) };
    return { ...rest, ...(cpuUnits !== undefined && { cpuUnits }) };
  };
  const without =
    (...keys: readonly (keyof PlacementInstance)[]): Forget =>
    (task, on) => [task, lacking(keys, on)];
  const forget: fc.Arbitrary<Forget> = fc.constantFrom(
    without('agentConnected'),
    without('tasks'),
    without('runningTasks', 'pendingTasks'),
    without('agentVersion', 'registeredAt', 'ec2InstanceId'),
    (task, on) => {
      // One that is about to stop is in no count: that it is missing in the list cannot be seen.
      const lost = on.tasks?.find(({ isLeaving }) => !isLeaving);
      return [task, lost === undefined ? on : { ...on, tasks: (on.tasks ?? []).filter((each) => each !== lost) }];
    },
    (task, on) => [task, { ...on, attributes: new Map() }],
    (task, on) => [task, { ...on, remaining: leaving(on.remaining, 'cpuUnits') }],
    (task, on) => [task, { ...on, remaining: leaving(on.remaining, 'memoryMiB') }],
    ({ places, ...task }, on) => [
      places === undefined
        ? task
        : { ...task, places: { ...places, zones: new Set(), unresolved: ['subnet-0', 'subnet-1'] } },
      on,
    ],
  );
  const seen = tally();
  fc.assert(
    fc.property(asked, instance, fc.array(forget, { minLength: 1, maxLength: 3 }), (task, on, forgets) => {
      const [lessTask, less] = forgets.reduce<readonly [AskedTask, PlacementInstance]>(
        ([eachTask, each], lose) => lose(eachTask, each),
        [task, on],
      );
      const known = roomOf(task, on);
      const unknown = roomOf(lessTask, less);
      expect(unknown.least).toBeLessThanOrEqual(known.least);
      expect(unknown.most).toBeGreaterThanOrEqual(known.most);
      if (unknown.least !== known.least || unknown.most !== known.most) seen.see('wider');
    }),
    { numRuns: 5000 },
  );
  expect(seen.of('wider')).toBeGreaterThan(500);
});
