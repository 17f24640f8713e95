import type { Scenario } from '../play.ts';
import { badRelease, stopAllTasks, trouble, turnsBad } from '../strikes.ts';

/** Every event is lost: what people hear was read. */
const cases: readonly Scenario[] = [
  {
    name: 'a job that fails',
    kind: 'job',
    strike: trouble('job-fails', 20),
    minutes: 35,
    causes: ['essential_exit'],
    worst: 'unknown',
    next: ['standalone_nothing'],
    end: 'resolved',
  },
  {
    name: 'a crash after a deployment',
    kind: 'web without a breaker',
    strike: badRelease({ program: 'crash' }, 12),
    minutes: 35,
    causes: ['essential_exit'],
    worst: 'none',
    next: ['no_breaker', 'new_deployment'],
    end: 'resolved',
  },
  {
    name: 'an image that was never pushed',
    kind: 'web on Fargate',
    strike: badRelease({ program: 'web', notPushed: true }),
    minutes: 35,
    causes: ['pull_no_image', 'deployment_failed', 'deployment_rollback'],
    worst: 'none',
    next: [],
    mayComeNext: ['rolling_back'],
    end: 'rolled-back',
  },
  {
    name: 'all tasks of a website crash',
    kind: 'web on Fargate',
    strike: turnsBad('crash', 8),
    minutes: 45,
    causes: ['essential_exit'],
    worst: 'down',
    orWorst: 'degraded',
    next: ['scheduler_replaces'],
    end: 'resolved',
  },
  {
    name: 'all workers on hosts crash',
    kind: 'worker on hosts',
    strike: turnsBad('crash', 8),
    minutes: 45,
    causes: ['essential_exit'],
    worst: 'degraded',
    orWorst: 'down',
    next: ['scheduler_replaces'],
    end: 'resolved',
  },
  {
    name: 'nothing runs, and nothing can be started',
    kind: 'worker on Fargate',
    strike: (scene) => {
      const { weather } = scene.simulation.account;
      weather.fargateFull.add('*');
      stopAllTasks(scene);
      scene.after(15, () => void weather.fargateFull.delete('*'));
    },
    minutes: 40,
    causes: ['nothing_runs'],
    worst: 'down',
    next: ['nothing_known'],
    end: 'resolved',
  },
];

export const silentCases = cases.map((each): Scenario => ({
  ...each,
  name: `no event tells: ${each.name}`,
  isSilent: true,
}));
