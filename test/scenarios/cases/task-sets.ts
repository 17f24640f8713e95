import { continueRun, failRun, stopRun } from '../../../sim/account/task-sets/codedeploy.ts';
import type { Scenario } from '../play.ts';
import { bringsTaskSet, codeDeploys } from '../strikes.ts';

const good = { program: 'web' } as const;

/** Deployments that are not ECS's own: CodeDeploy's, and those of external controllers. */
export const taskSetCases: readonly Scenario[] = [
  {
    name: 'CodeDeploy waits for its traffic, and somebody answers',
    kind: 'CodeDeploy that waits',
    strike: codeDeploys(good, { minutes: 12, does: continueRun }),
    minutes: 40,
    causes: ['codedeploy_ready'],
    worst: 'none',
    next: ['ready_waits'],
    end: 'resolved',
    says: {
      first: /CodeDeploy deployment d-[0-9A-F]+ waits for its traffic.*at 09:\d\d it stops the deployment/s,
      thread: /aws deploy continue-deployment/,
      last: /the pause was answered, the deployment goes on/,
    },
  },
  {
    name: 'CodeDeploy waits for its traffic, and nobody answers',
    kind: 'CodeDeploy that waits',
    strike: codeDeploys(good),
    minutes: 60,
    causes: ['codedeploy_stopped', 'codedeploy_ready', 'hook_ends_soon'],
    worst: 'none',
    // It serves as before; that the new version never did is over with the next deployment.
    next: ['ready_waits', 'codedeploy_ends'],
    end: 'firing',
    says: {
      last: /orders-api: CodeDeploy deployment d-[0-9A-F]+ was stopped/,
      thread: /nobody has answered the pause at READY/,
    },
  },
  {
    name: 'CodeDeploy fails, and rolls back',
    kind: 'CodeDeploy',
    strike: codeDeploys({ program: 'unhealthy' }, { minutes: 6, does: failRun }),
    minutes: 40,
    causes: ['elb_health', 'codedeploy_failed'],
    worst: 'none',
    next: ['codedeploy_ends', 'codedeploy_rolls_back'],
    end: 'rolled-back',
    says: { last: /orders-api: deployment 2 failed, rolled back to 1/ },
  },
  {
    name: 'a crash that CodeDeploy deploys, and somebody stops it',
    kind: 'CodeDeploy',
    strike: codeDeploys({ program: 'crash' }, { minutes: 8, does: stopRun }),
    minutes: 40,
    causes: ['essential_exit', 'codedeploy_stopped'],
    worst: 'none',
    next: ['codedeploy_ends', 'codedeploy_rolls_back'],
    end: 'rolled-back',
  },
  {
    name: 'an image that was never pushed, by CodeDeploy, and somebody stops it',
    kind: 'CodeDeploy',
    strike: codeDeploys({ program: 'web', notPushed: true }, { minutes: 8, does: stopRun }),
    minutes: 40,
    causes: ['pull_no_image', 'task_start_impaired', 'codedeploy_stopped', 'deployment_will_fail_image_missing'],
    worst: 'none',
    next: ['codedeploy_ends', 'codedeploy_rolls_back'],
    end: 'rolled-back',
  },
  {
    name: 'a deployment of CodeDeploy with which all is well, and each is told',
    kind: 'CodeDeploy',
    configuration: 'health: { "web/*": { deployments: all } }\n',
    strike: codeDeploys(good),
    minutes: 30,
    causes: ['deployment_runs'],
    worst: 'none',
    next: ['deployment_goes_on'],
    end: 'resolved',
  },
  {
    name: 'an external controller brings a task set that crashes',
    kind: 'external',
    strike: bringsTaskSet({ program: 'crash' }, 12),
    minutes: 45,
    causes: ['essential_exit'],
    worst: 'none',
    next: ['external_ends'],
    end: 'resolved',
  },
  {
    name: 'an external controller brings a task set whose image is not there',
    kind: 'external',
    strike: bringsTaskSet({ program: 'web', notPushed: true }, 12),
    minutes: 45,
    causes: ['pull_no_image', 'task_start_impaired'],
    worst: 'none',
    next: ['external_ends'],
    end: 'resolved',
  },
];
