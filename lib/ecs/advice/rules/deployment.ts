import { limitsOf } from '../../draining/limits.ts';
import type { AdviceBreaker, AdviceFacts, AdviceService } from '../facts.ts';
import type { AdviceRule } from '../rule.ts';
import { missing } from '../rule.ts';
import { deploymentRange, inService, isRolling, ofService, ofServiceDetails } from './terms.ts';

/** How a service deploys. */
export const deploymentRules: readonly AdviceRule[] = [
  {
    id: 'deployment-deadlock',
    severity: 'error',
    makesDeploymentFail: true,
    onlyWhenReplacing: true,
    check: (facts) =>
      ofService(facts, (service) => {
        const { desired = 0, isDaemon, controller } = service;
        if (controller !== 'ECS' || service.strategy !== 'ROLLING') return [];
        const range = isDaemon ? daemonRange(desired, service) : deploymentRange(desired, service);
        if (range === undefined || desired === 0 || range.most > desired || range.least < desired) return [];
        return [inService(['deploymentConfiguration'], { desired, ...range })];
      }),
  },
  {
    id: 'planned-outage',
    severity: 'warning',
    makesDeploymentFail: false,
    check: (facts) =>
      ofService(facts, (service) => {
        const { desired = 0, minimumHealthyPercent: percent } = service;
        if (!isRolling(service) || desired === 0 || deploymentRange(desired, service).least > 0) return [];
        return [inService(['deploymentConfiguration', 'minimumHealthyPercent'], { percent, desired })];
      }),
  },
  {
    id: 'minimum-healthy-rounded',
    severity: 'info',
    makesDeploymentFail: false,
    check: (facts) =>
      ofService(facts, (service) => {
        const { desired, minimumHealthyPercent: percent = 100 } = service;
        if (!isRolling(service) || desired !== 1 || percent <= 0 || percent >= 100) return [];
        if (deploymentRange(desired, service).most < 2) return [];
        return [inService(['deploymentConfiguration', 'minimumHealthyPercent'], { percent })];
      }),
  },
  {
    id: 'no-circuit-breaker',
    severity: 'warning',
    makesDeploymentFail: false,
    check: (facts) =>
      ofServiceDetails(facts, ({ breaker }, service) =>
        isRolling(service) && !breaker.isEnabled
          ? [inService(['deploymentConfiguration', 'deploymentCircuitBreaker'])]
          : [],
      ),
  },
  {
    id: 'circuit-breaker-no-rollback',
    severity: 'info',
    makesDeploymentFail: false,
    check: (facts) =>
      ofServiceDetails(facts, ({ breaker }, service) =>
        isRolling(service) && breaker.isEnabled && !breaker.rollsBack
          ? [inService(['deploymentConfiguration', 'deploymentCircuitBreaker', 'rollback'])]
          : [],
      ),
  },
  {
    id: 'circuit-breaker-slow',
    severity: 'info',
    makesDeploymentFail: false,
    check: (facts) =>
      ofServiceDetails(facts, (details, service) => {
        const { desired = 0 } = service;
        if (!isRolling(service) || !details.breaker.isEnabled || desired === 0) return [];
        const start = facts.observedStartSeconds;
        if (start === undefined && details.gracePeriodSeconds === 0) return missing('observedStart');
        const seconds = Math.max(start ?? 0, details.gracePeriodSeconds);
        const { least, most } = deploymentRange(desired, service);
        const threshold = thresholdOf(details.breaker, desired);
        const atOnce = Math.max(1, most - least);
        const minutes = Math.round((Math.ceil(threshold / atOnce) * seconds) / 60);
        if (minutes < slowMinutes) return [];
        const path = ['deploymentConfiguration', 'deploymentCircuitBreaker'];
        return [inService(path, { threshold, atOnce, seconds: Math.round(seconds), minutes })];
      }),
  },
  {
    id: 'grace-period-zero',
    severity: 'warning',
    makesDeploymentFail: false,
    check: (facts) =>
      ofServiceDetails(facts, ({ loadBalancers, gracePeriodSeconds }) => {
        if (loadBalancers.length === 0 || gracePeriodSeconds > 0) return [];
        const start = facts.observedStartSeconds;
        // What starts well within the load balancer's own patience needs no grace; what takes longer has its own rule.
        if (start !== undefined && patienceSeconds(facts) !== undefined) return [];
        return [inService(['healthCheckGracePeriodSeconds'])];
      }),
  },
  {
    id: 'grace-period-short',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      ofServiceDetails(facts, ({ loadBalancers, gracePeriodSeconds }) => {
        if (loadBalancers.length === 0) return [];
        const [start, patience] = [facts.observedStartSeconds, patienceSeconds(facts)];
        if (start === undefined) return missing('observedStart');
        if (start <= gracePeriodSeconds) return [];
        if (patience === undefined) return missing('targetGroups');
        const allowed = gracePeriodSeconds + patience;
        if (start <= allowed) return [];
        return [inService(['healthCheckGracePeriodSeconds'], { start: Math.ceil(start), allowed })];
      }),
  },
];

/** Longer than people wait before they look for themselves. */
const slowMinutes = 30;

/** A daemon has one copy an instance, and no room for a second: maximumPercent is 100 (API_DeploymentConfiguration). */
function daemonRange(desired: number, { minimumHealthyPercent, maximumPercent = 100 }: AdviceService) {
  if (minimumHealthyPercent === undefined) return undefined;
  return limitsOf({ desired, minimumHealthyPercent, maximumPercent });
}

/**
 * Failed tasks until the breaker opens: half of desired within 3 to 200, unless set otherwise; which bounds hold for a
 * COUNT or an unbounded percentage is not documented, so that they are taken as written.
 */
function thresholdOf({ threshold }: AdviceBreaker, desired: number): number {
  const { type, value } = threshold ?? { type: 'BOUNDED_PERCENT', value: 50 };
  if (type === 'COUNT') return value;
  const share = Math.ceil((desired * value) / 100);
  return type === 'BOUNDED_PERCENT' ? Math.min(200, Math.max(3, share)) : Math.max(1, share);
}

/** How long the most impatient target group looks before it calls a target unhealthy. */
function patienceSeconds({ targetGroups, service }: AdviceFacts): number | undefined {
  const arns = service?.details?.loadBalancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []) ?? [];
  const times = (targetGroups ?? []).flatMap(({ arn, intervalSeconds, unhealthyThreshold }) =>
    arns.includes(arn) && intervalSeconds !== undefined && unhealthyThreshold !== undefined
      ? [intervalSeconds * unhealthyThreshold]
      : [],
  );
  return times.length === 0 ? undefined : Math.min(...times);
}
