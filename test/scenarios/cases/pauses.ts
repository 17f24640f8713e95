import { setAlarm } from '../../../sim/account/deployments/alarms.ts';
import type { Scenario } from '../play.ts';
import { answer, badRelease } from '../strikes.ts';

const goodRelease = badRelease({ program: 'web' });

const waits = {
  first: /deployment waits for somebody at POST_TEST_TRAFFIC_SHIFT.*at 09:\d\d ECS rolls back to rev 1 by itself/s,
  thread: /continue-service-deployment .* --action CONTINUE.*--action ROLLBACK/s,
};

/** Blue/green deployments that wait for somebody, and deployments that alarms watch. */
export const pauseCases: readonly Scenario[] = [
  {
    name: 'a pause that somebody answers',
    kind: 'paused blue/green',
    strike: answer('CONTINUE', 15),
    minutes: 35,
    causes: ['hook_awaiting'],
    worst: 'none',
    next: ['hook_waits'],
    end: 'resolved',
    says: { ...waits, last: /the pause was answered, the deployment goes on/ },
  },
  {
    name: 'a pause that somebody answers with a roll-back',
    kind: 'paused blue/green',
    strike: answer('ROLLBACK', 15),
    minutes: 35,
    causes: ['hook_failed', 'hook_awaiting', 'deployment_failed', 'deployment_rollback'],
    worst: 'none',
    next: ['hook_waits', 'rolling_back'],
    end: 'rolled-back',
    says: waits,
  },
  {
    name: 'a pause that nobody answers',
    kind: 'paused blue/green',
    strike: goodRelease,
    minutes: 55,
    causes: ['hook_timed_out', 'hook_awaiting', 'hook_ends_soon', 'deployment_failed', 'deployment_rollback'],
    worst: 'none',
    next: ['hook_waits', 'rolling_back'],
    end: 'rolled-back',
    says: {
      ...waits,
      thread: /nobody has answered the pause at POST_TEST_TRAFFIC_SHIFT · Next: .*ECS rolls back to rev 1/,
    },
  },
  {
    name: 'a pause of which no event tells',
    kind: 'paused blue/green',
    strike: goodRelease,
    minutes: 55,
    isSilent: true,
    causes: ['hook_timed_out', 'hook_awaiting', 'hook_ends_soon'],
    worst: 'none',
    next: ['hook_waits', 'rolling_back'],
    end: 'rolled-back',
    says: waits,
  },
  {
    name: 'an alarm that goes off in a deployment',
    kind: 'web with an alarm',
    strike: (scene) => {
      goodRelease(scene);
      scene.after(0.5, () => setAlarm(scene.simulation.account, 'orders-5xx', 'ALARM'));
    },
    minutes: 25,
    causes: ['deployment_alarm', 'deployment_rollback'],
    worst: 'none',
    next: ['rolling_back'],
    end: 'rolled-back',
  },
  {
    name: 'an alarm that was in ALARM before the deployment',
    kind: 'web with an alarm',
    strike: (scene) => {
      setAlarm(scene.simulation.account, 'orders-5xx', 'ALARM');
      scene.after(1, () => goodRelease(scene));
    },
    minutes: 25,
    causes: ['rollback_alarm_active'],
    worst: 'none',
    next: ['unguarded'],
    end: 'resolved',
    says: { first: /no alarm guards this deployment: orders-5xx was in ALARM when it began/ },
  },
];
