import type { Scenario } from '../play.ts';
import { badRelease } from '../strikes.ts';

const configuration = 'health: { "web/*": { deployments: all } }\n';

/** Where somebody wants to hear of every deployment. */
export const announcedCases: readonly Scenario[] = [
  {
    name: 'a deployment that completes, and each is told',
    kind: 'web on Fargate',
    configuration,
    strike: badRelease({ program: 'web' }),
    minutes: 15,
    causes: ['deployment_runs'],
    worst: 'none',
    next: ['deployment_goes_on'],
    end: 'resolved',
    says: {
      first: /orders-api: deployment under way.*Impact.*none/s,
      last: /deployment of rev 2 completed, 3\/3 healthy.*image `v1\.41` → `v1\.42`/s,
    },
  },
  {
    name: 'a blue/green deployment that completes, and each is told',
    kind: 'blue/green',
    configuration,
    strike: badRelease({ program: 'web' }),
    minutes: 25,
    causes: ['deployment_runs'],
    worst: 'none',
    next: ['deployment_goes_on'],
    end: 'resolved',
    says: { between: /the deployment goes on by itself, now at BAKE_TIME/, last: /deployment of rev 2 completed/ },
  },
  {
    name: 'a deployment that fails, and each is told',
    kind: 'web on hosts',
    configuration,
    strike: badRelease({ program: 'crash' }),
    minutes: 25,
    causes: ['essential_exit', 'deployment_failed', 'deployment_rollback', 'deployment_runs'],
    worst: 'none',
    next: ['deployment_goes_on', 'rolling_back'],
    mayComeNext: ['breaker_rolls_back'],
    end: 'rolled-back',
    says: { first: /deployment under way/, last: /deployment 2 failed, rolled back to 1/ },
  },
];
