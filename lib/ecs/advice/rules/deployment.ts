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
    source: 'API_DeploymentConfiguration; service-event-messages-list (was unable to stop or start tasks)',
    title: { en: 'the deployment can neither start nor stop', ja: '起動も停止もできないデプロイ設定' },
    why: {
      en: 'Of {desired} at least {least} must stay and at most {most} may run: ECS can start no new task and stop no old one.',
      ja: '必要数 {desired} に対して下限 {least}・上限 {most} のため、新しいタスクを起動できず、古いタスクも停止できません。',
    },
    fix: {
      en: 'Raise maximumPercent (200 is usual) or lower minimumHealthyPercent.',
      ja: 'maximumPercent を上げる(通常 200)か、minimumHealthyPercent を下げます。',
    },
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
    source: 'API_DeploymentConfiguration (minimumHealthyPercent)',
    title: { en: 'a deployment may stop every task', ja: 'デプロイ中に全タスクが停止しうる' },
    why: {
      en: 'minimumHealthyPercent {percent} lets ECS stop all {desired} before a new one is healthy.',
      ja: 'minimumHealthyPercent が {percent} のため、新しいタスクが正常になる前に {desired} 個すべてが停止しえます。',
    },
    fix: {
      en: 'Set minimumHealthyPercent to 100 and maximumPercent to 200, where there is room for both.',
      ja: '空きがあれば minimumHealthyPercent を 100、maximumPercent を 200 にします。',
    },
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
    source: 'API_DeploymentConfiguration (minimumHealthyPercent: rounded up)',
    title: { en: 'a minimum that does nothing for one task', ja: '1 タスクでは効かない下限設定' },
    why: {
      en: 'minimumHealthyPercent {percent} of one task is rounded up to one: ECS still starts the new task before it stops the old one, and needs room for both.',
      ja: '必要数 1 では minimumHealthyPercent {percent} も切り上げで 1 になります。新しいタスクの起動が先になり、2 つ分の空きが必要です。',
    },
    fix: {
      en: 'Write 100, which is the same; or 0, if the task may be away for the length of a deployment.',
      ja: '同じ意味の 100 にするか、デプロイ中の停止を許容できるなら 0 にします。',
    },
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
    source: 'deployment-circuit-breaker',
    title: { en: 'no deployment circuit breaker', ja: 'デプロイサーキットブレーカーが無効' },
    why: {
      en: 'A deployment whose tasks keep failing goes on for ever, and nothing puts the old revision back.',
      ja: '新しいタスクが失敗し続けてもデプロイは終わらず、元のリビジョンにも戻りません。',
    },
    fix: {
      en: 'Set deploymentCircuitBreaker to enable and rollback.',
      ja: 'deploymentCircuitBreaker の enable と rollback を true にします。',
    },
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
    source: 'deployment-circuit-breaker',
    title: { en: 'the circuit breaker does not roll back', ja: 'サーキットブレーカーがロールバックしない' },
    why: {
      en: 'It ends a failing deployment and leaves the service with what was started by then.',
      ja: '失敗したデプロイを止めるだけで、サービスは途中の状態のまま残ります。',
    },
    fix: { en: 'Set rollback to true as well.', ja: 'rollback も true にします。' },
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
    source: 'deployment-circuit-breaker (threshold); API_ThresholdConfiguration',
    title: { en: 'the circuit breaker takes long', ja: 'サーキットブレーカーの作動が遅い' },
    why: {
      en: 'It waits for {threshold} failed tasks, {atOnce} at a time of {seconds} s each: about {minutes} minutes.',
      ja: '失敗 {threshold} 回で作動しますが、一度に {atOnce} タスク・各 {seconds} 秒かかるため、約 {minutes} 分後になります。',
    },
    fix: {
      en: 'Set thresholdConfiguration lower, or shorten the grace period.',
      ja: 'thresholdConfiguration を下げるか、猶予期間を短くします。',
    },
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
    source: 'API_CreateService (healthCheckGracePeriodSeconds)',
    title: { en: 'no health check grace period', ja: 'ヘルスチェック猶予期間が 0' },
    why: {
      en: 'The load balancer may call a task unhealthy while it still starts, and ECS then stops it.',
      ja: '起動中のタスクがロードバランサーに異常と判定され、ECS に停止されることがあります。',
    },
    fix: {
      en: 'Set healthCheckGracePeriodSeconds to longer than a task takes to become healthy.',
      ja: 'healthCheckGracePeriodSeconds を、タスクが正常になるまでの時間より長くします。',
    },
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
    source: 'API_CreateService (healthCheckGracePeriodSeconds); ELBv2 API_TargetGroup (UnhealthyThresholdCount)',
    title: { en: 'tasks start more slowly than they are given', ja: '起動に猶予期間より長くかかる' },
    why: {
      en: 'Tasks took up to {start} s to become healthy; the grace period and the load balancer together allow {allowed} s.',
      ja: 'タスクが正常になるまで最長 {start} 秒かかりましたが、猶予期間とロードバランサーの判定を合わせて {allowed} 秒しかありません。',
    },
    fix: {
      en: 'Set healthCheckGracePeriodSeconds to at least {start}.',
      ja: 'healthCheckGracePeriodSeconds を {start} 以上にします。',
    },
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
  return {
    least: Math.ceil((desired * minimumHealthyPercent) / 100),
    most: Math.floor((desired * maximumPercent) / 100),
  };
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
