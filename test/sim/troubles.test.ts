import { describe, expect, test } from 'vitest';
import { minuteMs } from '../../lib/core/time.ts';
import { emptyAccount } from '../../sim/account/account.ts';
import type { Emitted } from '../../sim/account/model.ts';
import { countsOf } from '../../sim/account/services/standing.ts';
import { Agenda } from '../../sim/agenda.ts';
import { seeded } from '../../sim/random.ts';
import type { Plan, ServicePlan } from '../../sim/scenario/plan.ts';
import { shopPlan } from '../../sim/scenario/plan.ts';
import { troubleNames } from '../../sim/scenario/faults.ts';
import type { Stage } from '../../sim/scenario/stage.ts';
import { mendServices, raiseStage } from '../../sim/scenario/stage.ts';
import type { Trouble } from '../../sim/scenario/trouble.ts';
import { troubles } from '../../sim/scenario/troubles.ts';
import type { SwitchName, Switches } from '../../sim/switches.ts';
import { usualSwitches } from '../../sim/switches.ts';

const startsAt = Date.UTC(2026, 2, 2);

type Raised = { readonly stage: Stage; readonly events: Emitted[]; readonly pass: (minutes: number) => void };

function raised(seed: string, plan: Plan, flip: Partial<Switches> = {}): Raised {
  const agenda = new Agenda(startsAt);
  const events: Emitted[] = [];
  const account = emptyAccount({
    agenda,
    random: seeded(seed),
    emit: (event) => void events.push(event),
    switches: { ...usualSwitches, ...flip },
  });
  const stage = raiseStage(account, plan, seeded(`${seed} stage`));
  const pass = (minutes: number): void => {
    const until = agenda.now() + minutes * minuteMs;
    while (agenda.step(until) !== undefined);
    agenda.idle(until);
  };
  pass(10);
  events.length = 0;
  return { stage, events, pass };
}

/** What is not as it should be. */
function wrongIn({ account }: Stage): string[] {
  const services = [...account.services.values()]
    .filter((service) => countsOf(service).running < service.desired)
    .map(({ name }) => `${name} is not whole`);
  const groups = [...account.groups.values()]
    .filter(({ instances, desired }) => {
      const inService = [...instances.values()].filter(
        ({ state, host }) => state === 'InService' && host !== undefined,
      );
      return inService.length !== desired || instances.size !== desired;
    })
    .map(({ name }) => `${name} is not at its size`);
  return [...services, ...groups, ...(account.waiting.size > 0 ? ['tasks wait'] : [])];
}

/** A hold stands in Watchkeeper's own table: nothing of the account is changed by it. */
const struck = troubleNames.filter((name) => name !== 'instance-held' && name !== 'held-and-asked-for');

describe('each trouble strikes a shop on Fargate and on groups, and an hour after it is mended nothing is wrong', () => {
  test.each(struck)('%s', (name) => {
    for (const seed of ['one', 'two', 'three']) {
      const { stage, events, pass } = raised(`${name} ${seed}`, shopPlan);
      const before = wrongIn(stage);
      const trouble: Trouble = troubles[name];
      const mend = trouble.strike(stage, {});
      expect({ before, struck: mend !== undefined }).toEqual({ before: [], struck: true });
      pass(8);
      expect(events.length).toBeGreaterThan(0);
      mend?.();
      mendServices(stage);
      pass(75);
      expect({ seed, wrong: wrongIn(stage) }).toEqual({ seed, wrong: [] });
    }
  });
});

const worker: ServicePlan = {
  cluster: 'web',
  name: 'mail-worker',
  runsOn: 'EC2',
  kind: 'worker',
  program: 'worker',
  byStrategy: true,
  protectsMinutes: 40,
  desired: 3,
  cpu: 512,
  memoryMiB: 512,
  circuitBreaker: 'none',
  minimumHealthyPercent: 50,
  maximumPercent: 200,
};

const spotPlan: Plan = {
  clusters: ['web'],
  hosts: [
    {
      cluster: 'web',
      instanceType: 'm5.large',
      count: 3,
      group: {
        name: 'web-hosts',
        least: 3,
        most: 6,
        spot: true,
        rebalances: false,
        drainsAtWarning: false,
        provider: { managedScaling: true, managedDraining: true, managedTerminationProtection: false },
      },
    },
  ],
  services: [worker],
  jobs: [],
};

describe('what groups tell depends on the switches of hosts', () => {
  const names: readonly SwitchName[] = [
    'spotWarningNamesRegion',
    'lifecycleNamesOrigin',
    'autoScalingTakesLong',
    'drainingEmitsInstanceEvent',
    'protectionHoldsDrain',
  ];
  /** All that is told of a scale-in under protected tasks, and of Spot hosts that are taken back. */
  const told = (switches: Partial<Switches>): string => {
    const { stage, events, pass } = raised('switches', spotPlan, switches);
    troubles['group-scaled-in'].strike(stage);
    pass(15);
    troubles['spot-hosts-gone'].strike(stage);
    pass(15);
    return JSON.stringify(events);
  };
  test.each(names)('%s', (name) => {
    expect(told({ [name]: false })).not.toBe(told({ [name]: true }));
  });
});
