import { expect, test } from 'vitest';
import { casesOf } from './cluster-cases.ts';
import { Coverage, compare } from './engine-agreement.ts';

test(
  'the engine and the simulator agree on verdict, count, reasons and choice of 2,000 random clusters',
  {
    timeout: 120_000,
  },
  () => {
    const coverage = new Coverage();
    for (const given of casesOf(2000, 4)) {
      const agreement = compare(given);
      coverage.add(agreement);
      if (agreement.disagreement !== undefined) expect.fail(`${JSON.stringify(given)}\n${agreement.disagreement}`);
    }
    // Each answer and each reason was tried often enough to mean something.
    const rare = [...expected].filter(([what, least]) => coverage.of(what) < least);
    expect(rare.map(([what]) => `${what}: ${coverage.of(what)}`)).toEqual([]);
  },
);

/** Of 2,000 cases, in how many it must come up. */
const expected: ReadonlyMap<string, number> = new Map([
  ['yes', 400],
  ['no', 400],
  ['unverifiable', 40],
  ['several copies', 200],
  ['choice', 300],
  // What the simulator names first.
  ['AGENT', 100],
  ['RESOURCE:CPU', 100],
  ['RESOURCE:MEMORY', 100],
  ['RESOURCE:PORTS', 50],
  ['RESOURCE:GPU', 50],
  ['RESOURCE:ENI', 20],
  ['LOCATION', 50],
  ['ATTRIBUTE', 50],
  ['MemberOf placement constraint unsatisfied.', 100],
  ['DistinctInstance placement constraint unsatisfied.', 30],
  // What the engine names, and of these what it is not sure of.
  ['status no', 50],
  ['capacityProvider no', 50],
  ['reservedPorts no', 15],
  ['reservedPorts unverifiable', 15],
  ['eni unverifiable', 50],
  ['memberOf unverifiable', 30],
  ['distinctInstance unverifiable', 10],
]);
