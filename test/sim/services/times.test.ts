import { expect, test } from 'vitest';
import { updateService } from '../../../sim/account/services/update.ts';
import type { Heard, Scene } from './scene.ts';
import { breaker, release, scene, steadyService } from './scene.ts';

/** Times between events of four deployments recorded in 2024, widened to whole seconds. */
const recorded = {
  firstStop: [6, 18],
  /** From `updatedAt` to the event. */
  moved: [26, 40],
  completed: [40, 46],
  replacement: [1, 10],
  failed: [1, 10],
} as const;

const capacityProviderStrategy = [{ provider: 'FARGATE_SPOT', weight: 1, base: 0 }];
const seeds = ['one', 'two', 'three', 'four', 'five', 'six'];

function alone(seed: string): { here: Scene; service: ReturnType<typeof steadyService> } {
  const here = scene(seed);
  const limits = { minimumHealthyPercent: 0, maximumPercent: 100, circuitBreaker: { ...breaker, rollback: false } };
  return { here, service: steadyService(here, { desired: 1, capacityProviderStrategy, ...limits }) };
}

const named = (events: readonly Heard[], name: string): Heard[] =>
  events.filter(({ detail }) => detail['eventName'] === name);
const inStatus = (events: readonly Heard[], status: string): Heard[] =>
  events.filter(({ detail }) => detail['lastStatus'] === status);

function secondsBetween(one: Heard | undefined, other: Heard | undefined): number {
  return ((other?.at ?? NaN) - (one?.at ?? NaN)) / 1_000;
}

function expectWithin(seconds: number, [least, most]: readonly [number, number]): void {
  expect(seconds).toBeGreaterThanOrEqual(least);
  expect(seconds).toBeLessThanOrEqual(most);
}

test.each(seeds)('a deployment takes as long as the recorded ones (%s)', (seed) => {
  const { here, service } = alone(seed);
  updateService(here.account, service, { definition: release(here, 'v2') });
  here.run(300);
  const { events } = here;
  const [begins] = named(events, 'SERVICE_DEPLOYMENT_IN_PROGRESS');
  const [ends] = named(events, 'SERVICE_DEPLOYMENT_COMPLETED');
  expectWithin(secondsBetween(begins, inStatus(events, 'STOPPING')[0]), recorded.firstStop);
  expect(secondsBetween(inStatus(events, 'STOPPING')[0], inStatus(events, 'PROVISIONING')[0])).toBeLessThan(1.5);
  expectWithin(secondsBetween(inStatus(events, 'RUNNING')[0], ends), recorded.completed);
  expectWithin(((ends?.at ?? 0) - Date.parse(String(ends?.detail['updatedAt']))) / 1_000, recorded.moved);
  const noise = named(events, 'CAPACITY_PROVIDER_STEADY_STATE');
  expect(noise.length).toBeGreaterThanOrEqual(3);
  expect(noise.at(-1)?.at).toBe(named(events, 'SERVICE_STEADY_STATE')[0]?.at);
});

test.each(seeds)('a crash loop goes as fast as the recorded one (%s)', (seed) => {
  const { here, service } = alone(seed);
  updateService(here.account, service, { definition: release(here, 'v2', { ends: { afterMs: 9_000, exitCode: 1 } }) });
  here.run(600);
  const events = here.events.filter(({ detail }) => !String(detail['stoppedReason']).startsWith('Scaling'));
  const starts = inStatus(events, 'PROVISIONING');
  const crashes = inStatus(events, 'DEPROVISIONING');
  expect(starts).toHaveLength(4);
  for (const at of [0, 1, 2]) expectWithin(secondsBetween(crashes[at], starts[at + 1]), recorded.replacement);
  const [failed] = named(events, 'SERVICE_DEPLOYMENT_FAILED');
  expectWithin(secondsBetween(inStatus(events, 'STOPPED')[2], failed), recorded.failed);
});
