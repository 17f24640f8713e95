import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adviceOf } from '../../../lib/ecs/advice/advise.ts';
import type { AdviceFacts } from '../../../lib/ecs/advice/facts.ts';
import { readAdvice } from '../../../lib/ecs/advice/read/facts.ts';
import type { AdviceSettings } from '../../../lib/ecs/advice/settings.ts';
import { defaultAdviceSettings } from '../../../lib/ecs/advice/settings.ts';
import type { Item } from '../placement/raw-items.ts';
import { ruleCases } from './cases.ts';
import { container, definition, factsOf, now, service } from './sources.ts';

const rulesOf = (facts: AdviceFacts, settings: AdviceSettings = defaultAdviceSettings) =>
  new Set(adviceOf(facts, settings, now).findings.map(({ rule }) => rule));

const every = ruleCases.flatMap(({ fires }) => fires);

describe('what is not known', () => {
  test('of nothing nothing is said, and every rule says what it lacks', () => {
    const { findings, unchecked } = adviceOf({}, defaultAdviceSettings, now);
    expect(findings).toEqual([]);
    expect(unchecked.length).toBe(ruleCases.length);
  });

  test('never makes a finding: with any part taken away, only findings go, or soften', () => {
    const parts = fc.subarray<keyof AdviceFacts>([
      'definition',
      'before',
      'service',
      'placement',
      'targetGroups',
      'loadBalancers',
      'securityGroups',
      'instanceSecurityGroups',
      'subnets',
      'accountSettings',
      'observedStartSeconds',
      'images',
      'permissions',
      'amis',
      'protectedTasks',
      'usage',
      'cluster',
    ]);
    // What a task runs on and how long it takes to start calm other rules.
    const calming = new Set(['task-cpu-range', 'memory-without-reservation', 'nofile-default', 'grace-period-zero']);
    fc.assert(
      fc.property(fc.constantFrom(...every), parts, (source, gone) => {
        const facts = factsOf(source);
        const less = Object.fromEntries(Object.entries(facts).filter(([key]) => !gone.some((part) => part === key)));
        const before = rulesOf(facts);
        const added = [...rulesOf(less)].filter((rule) => !before.has(rule) && !calming.has(rule));
        expect(added).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('an error needs the same facts as without it: taking the service away adds no error', () => {
    for (const source of every) {
      const { service: _, placement: __, ...rest } = factsOf(source);
      const errors = (facts: AdviceFacts) =>
        new Set(
          adviceOf(facts, defaultAdviceSettings, now)
            .findings.filter(({ severity }) => severity === 'error')
            .map(({ key }) => key),
        );
      const before = errors(factsOf(source));
      expect([...errors(rest)].filter((key) => !before.has(key))).toEqual([]);
    }
  });
});

test('the order of containers changes nothing but the places', () => {
  const containers = [
    container({ name: 'a', logConfiguration: undefined, image: 'nginx' }),
    container({ name: 'b', environment: [{ name: 'API_TOKEN', value: 'x1' }] }),
    container({
      name: 'c',
      essential: false,
      memoryReservation: undefined,
      dependsOn: [{ containerName: 'zz', condition: 'START' }],
    }),
    container({ name: 'd', ulimits: [] }),
  ];
  const findings = (of: readonly Item[]) =>
    adviceOf(factsOf({ definition: definition({}, of), service: service() }), defaultAdviceSettings, now).findings.map(
      (each) => ({ ...each, at: undefined }),
    );
  const straight = findings(containers);
  expect(straight.length).toBeGreaterThan(5);
  fc.assert(
    fc.property(fc.shuffledSubarray(containers, { minLength: 4, maxLength: 4 }), (shuffled) => {
      expect(findings(shuffled)).toEqual(straight);
    }),
  );
});

describe('values of the environment', () => {
  test('are in no finding and in no fact', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{12,24}$/), (value) => {
        const secret = `AKIAQQQQQQQQQQQQQQQQ${value}`;
        const facts = factsOf({
          definition: definition({}, [
            container({
              environment: [
                { name: 'DB_PASSWORD', value: secret },
                { name: 'OTHER', value: secret },
              ],
            }),
          ]),
        });
        expect(JSON.stringify(facts)).not.toContain(value);
        expect(JSON.stringify(adviceOf(facts, defaultAdviceSettings, now))).not.toContain(value);
        expect(rulesOf(facts)).toContain('plain-secret');
      }),
    );
  });
});

describe('keys', () => {
  const registered = (revision: number): Item =>
    definition(
      {
        revision,
        taskDefinitionArn: `arn:aws:ecs:eu-west-1:123456789012:task-definition/web:${revision}`,
        volumes: [],
      },
      [container({ image: 'nginx', environment: [] })],
    );
  const findings = (item: Item) => adviceOf(factsOf({ definition: item }), defaultAdviceSettings, now).findings;

  test('are the same for the same revision, and new with the next', () => {
    const first = findings(registered(7));
    expect(first.map(({ key }) => key)).toEqual(['image-latest web:7 app']);
    expect(findings(registered(7))).toEqual(first);
    expect(findings(registered(8)).map(({ key }) => key)).toEqual(['image-latest web:8 app']);
  });

  test('tell findings of one rule apart', () => {
    for (const source of every) {
      const keys = adviceOf(factsOf(source), defaultAdviceSettings, now).findings.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});

describe('turning off', () => {
  const facts: AdviceFacts = {
    ...factsOf({
      definition: definition({}, [container({ image: 'nginx', logConfiguration: undefined })]),
      service: service(),
    }),
    cluster: 'shop',
    tags: { Stage: 'dev', Team: 'orders' },
  };
  const said = rulesOf(facts);

  test.each([
    ['a rule', [{ rule: ['image-latest'] }], ['no-log-configuration']],
    ['rules by pattern', [{ rule: ['image-*'] }, { rule: ['no-*'] }], []],
    ['a rule in a cluster', [{ rule: ['image-latest'], cluster: ['sh*'] }], ['no-log-configuration']],
    ['a cluster', [{ cluster: ['shop'] }], []],
    ['a service', [{ service: ['web'] }], []],
    ['a tag', [{ tag: ['Stage=dev'] }], []],
    ['a tag of any value', [{ tag: ['Stage'] }], []],
    ['a tag of another value', [{ tag: ['Stage=prod'] }], ['image-latest', 'no-log-configuration']],
    ['both must fit', [{ cluster: ['shop'], tag: ['Stage=prod'] }], ['image-latest', 'no-log-configuration']],
  ] as const)('%s', (_, off, left) => {
    expect([...said].toSorted()).toEqual(['image-latest', 'no-log-configuration']);
    expect([...rulesOf(facts, { off })].toSorted()).toEqual(left);
  });

  test('what is not known is not turned off', () => {
    const { cluster: _, tags: __, ...less } = facts;
    expect(rulesOf(less, { off: [{ cluster: ['*'] }, { tag: ['*'] }] })).toEqual(said);
  });

  test('a rule that is off is not unchecked either', () => {
    expect(adviceOf({}, { off: [{ rule: ['*'] }] }, now)).toEqual({ findings: [], unchecked: [] });
  });
});

test.each([
  [
    'a container without a name',
    { containerDefinitions: [{ image: 'x' }] },
    'taskDefinition.containerDefinitions[0].name',
  ],
  ['a list that is none', { containerDefinitions: {} }, 'taskDefinition.containerDefinitions'],
  ['a size that is no number', { containerDefinitions: [], cpu: 'many' }, 'taskDefinition.cpu'],
])('%s is a fault with its place', (_, item, path) => {
  expect(readAdvice({ definition: item })).toMatchObject({ faults: [{ path }] });
});

test('a deployment that has its new tasks already is not told that there is no room', () => {
  const full = ruleCases.find(({ rule }) => rule === 'surge-not-placeable')?.fires[0];
  if (full === undefined) throw new Error('no case');
  const arn = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:7';
  const deployments = ['PRIMARY', 'ACTIVE'].map((status) => ({ id: status, status, taskDefinition: arn }));
  const there = (runningCount: number): Item => ({
    ...service({ serviceArn: 'arn:aws:ecs:eu-west-1:123456789012:service/shop/web', taskDefinition: arn }),
    runningCount,
    deployments,
    status: 'ACTIVE',
  });
  const advised = (runningCount: number) =>
    rulesOf(
      factsOf({
        service: there(runningCount),
        items: {
          ...full.items,
          services: [there(runningCount)],
          taskDefinitions: [{ ...definition(), taskDefinitionArn: arn, revision: 7 }],
        },
      }),
    );
  expect(advised(2)).toContain('surge-not-placeable');
  expect(advised(3)).not.toContain('surge-not-placeable');
});

test.each([[-1e300], [1e300], ['never'], [null]])('an AMI of %s is of no known age', (CreationDate) => {
  const source = ruleCases.find(({ rule }) => rule === 'ami-outdated')?.fires[1];
  const image = { ImageId: 'ami-0a', CreationDate };
  expect(rulesOf(factsOf({ ...source, items: { ...source?.items, images: [image] } }))).not.toContain('ami-outdated');
});
