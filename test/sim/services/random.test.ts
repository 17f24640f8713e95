import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stopServiceDeployment } from '../../../sim/account/deployments/stop.ts';
import type { Service } from '../../../sim/account/service.ts';
import { limitsOf, standingOf } from '../../../sim/account/services/standing.ts';
import { setProtection, updateService } from '../../../sim/account/services/update.ts';
import type { Task } from '../../../sim/account/task.ts';
import { interruptTask, stopTask } from '../../../sim/account/tasks/stop.ts';
import type { Scene } from './scene.ts';
import { fargateService, release, releaseMissing, scene } from './scene.ts';

type Step =
  | { readonly what: 'desired'; readonly count: number }
  | { readonly what: 'deploy'; readonly image: 'good' | 'crash' | 'missing' | 'late crash' }
  | { readonly what: 'limits'; readonly least: number; readonly most: number }
  | { readonly what: 'interrupt' | 'stop' | 'protect'; readonly at: number }
  | { readonly what: 'full' | 'free' | 'abort' | 'roll back' | 'force' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ what: fc.constant('desired' as const), count: fc.nat(6) }),
  fc.record({ what: fc.constant('deploy' as const), image: fc.constantFrom('good', 'crash', 'missing', 'late crash') }),
  fc.record({
    what: fc.constant('limits' as const),
    least: fc.constantFrom(0, 50, 100),
    most: fc.constantFrom(100, 150, 200),
  }),
  fc.record({ what: fc.constantFrom('interrupt' as const, 'stop', 'protect'), at: fc.nat(5) }),
  fc.record({ what: fc.constantFrom('full' as const, 'free', 'abort', 'roll back', 'force') }),
);

const day = fc.record({
  seed: fc.nat(1e6),
  breaker: fc.boolean(),
  steps: fc.array(fc.record({ step, seconds: fc.integer({ min: 1, max: 240 }) }), { maxLength: 14 }),
});

function take(here: Scene, service: Service, each: Step, name: string): void {
  const { account } = here;
  const task = 'at' in each ? [...service.tasks][each.at] : undefined;
  switch (each.what) {
    case 'desired':
      return updateService(account, service, { desired: each.count });
    case 'limits':
      return updateService(account, service, { minimumHealthyPercent: each.least, maximumPercent: each.most });
    case 'deploy':
      return updateService(account, service, { definition: imageOf(here, each.image, name) });
    case 'force':
      return updateService(account, service, { forceNewDeployment: true });
    case 'interrupt':
      return task && interruptTask(account, task);
    case 'stop':
      return task && stopTask(account, task, { stopCode: 'UserInitiated', reason: 'Task stopped by user' });
    case 'protect':
      return task && setProtection(account, task, 3);
    case 'full':
      return void account.weather.fargateFull.add('*');
    case 'free':
      return account.weather.fargateFull.clear();
    case 'abort':
    case 'roll back':
      return stopLast(here, service, each.what === 'abort' ? 'ABORT' : 'ROLLBACK');
  }
}

function imageOf(here: Scene, image: string, name: string): ReturnType<typeof release> {
  if (image === 'missing') return releaseMissing(here, name);
  const afterMs = { crash: 5_000, 'late crash': 90_000 }[image];
  return release(here, name, afterMs === undefined ? {} : { ends: { afterMs, exitCode: 1 } });
}

function stopLast({ account }: Scene, service: Service, type: 'ABORT' | 'ROLLBACK'): void {
  const arn = service.deployments[0]?.serviceDeploymentArn ?? '';
  const status = account.serviceDeployments.get(arn)?.status;
  if (status === 'IN_PROGRESS' || status === 'PENDING') stopServiceDeployment(account, arn, type);
}

/** Collects what the scheduler did that it may not do. */
function watch({ account }: Scene, service: Service): string[] {
  const wrong: string[] = [];
  const wasHealthy = new Set<Task>();
  const known = new Set<Task>();
  account.taskListeners.push((task) => {
    const standings = [...service.tasks, task].map((each) => standingOf(account, service, each));
    const { lower, upper } = limitsOf(service, service.desired);
    const there = new Set([...service.tasks, task].filter(({ desiredStatus }) => desiredStatus === 'RUNNING')).size;
    if (!known.has(task) && task.desiredStatus === 'RUNNING') {
      known.add(task);
      if (there > upper) wrong.push(`started number ${there} of at most ${upper}`);
    }
    const healthy = standings.filter((each) => each === 'healthy').length;
    const byScheduler = task.stoppedReason?.startsWith('Scaling activity') === true;
    if (byScheduler && task.lastStatus === 'STOPPING' && wasHealthy.delete(task) && healthy < lower) {
      wrong.push(`stopped a healthy task and left ${healthy} of at least ${lower}`);
    }
    for (const each of service.tasks) if (standingOf(account, service, each) === 'healthy') wasHealthy.add(each);
  });
  return wrong;
}

type Day = {
  readonly seed: number;
  readonly breaker: boolean;
  readonly steps: readonly { readonly step: Step; readonly seconds: number }[];
};

function live({ seed, breaker, steps }: Day): { here: Scene; service: Service; wrong: string[] } {
  const here = scene(String(seed));
  const circuitBreaker = { enabled: breaker, rollback: seed % 2 === 0 };
  const service = fargateService(here, release(here, 'first'), { desired: 3, circuitBreaker });
  const wrong = watch(here, service);
  steps.forEach(({ step: each, seconds }, at) => {
    take(here, service, each, `v${at}`);
    here.run(seconds);
  });
  return { here, service, wrong };
}

test('limits are kept, and every day ends steady once a good image can be rolled out', () => {
  fc.assert(
    fc.property(day, (each) => {
      const { here, service, wrong } = live(each);
      expect(wrong).toEqual([]);
      here.account.weather.fargateFull.clear();
      const definition = release(here, 'last');
      updateService(here.account, service, { definition, minimumHealthyPercent: 50, maximumPercent: 200 });
      here.run(3_600);
      const kept = [...here.account.tasks.values()].filter(({ lastStatus }) => lastStatus !== 'STOPPED');
      expect(new Set(kept)).toEqual(service.tasks);
      expect(kept).toHaveLength(service.desired);
      expect(kept.every((task) => task.definition === definition)).toBe(true);
      expect(service.deployments).toMatchObject([{ rolloutState: 'COMPLETED', steady: true }]);
      expect([...here.account.serviceDeployments.values()].every(({ finishedAt }) => finishedAt !== undefined)).toBe(
        true,
      );
    }),
    { numRuns: 150 },
  );
});

test('the same seed tells the same story', () => {
  fc.assert(
    fc.property(day, (each) => {
      expect(live(each).here.events).toEqual(live(each).here.events);
    }),
    { numRuns: 30 },
  );
});
