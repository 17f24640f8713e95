import { openingOf } from '../opening.ts';
import type { AdviceRule } from '../rule.ts';
import { missing } from '../rule.ts';
import { inService, ofDefinition, ofServiceDetails } from './terms.ts';

/** Whether traffic gets to the tasks. */
export const loadBalancerRules: readonly AdviceRule[] = [
  {
    id: 'load-balancer-target',
    severity: 'error',
    makesDeploymentFail: true,
    source: 'API_LoadBalancer (containerName, containerPort)',
    title: { en: 'the load balancer points at nothing', ja: 'ロードバランサーの転送先がない' },
    why: {
      en: 'The service sends traffic to {name}:{port}, which the task definition does not have.',
      ja: 'サービスの転送先 {name}:{port} がタスク定義にありません。',
    },
    fix: {
      en: 'Name a container of the task and one of its container ports.',
      ja: 'タスク定義にあるコンテナとそのコンテナポートを指定します。',
    },
    check: (facts) =>
      ofServiceDetails(facts, ({ loadBalancers }) =>
        ofDefinition(facts, ({ containers }) =>
          loadBalancers.flatMap(({ containerName: name, containerPort: port }, at) => {
            if (name === undefined || port === undefined) return [];
            const ports = containers.find((each) => each.name === name)?.ports;
            // A range may hold it: that is for ECS to say.
            const has = ports?.some((each) => each.containerPort === port || each.containerPort === undefined);
            return has === true
              ? []
              : [{ what: `${name}:${port}`, ...inService(['loadBalancers', at], { name, port }) }];
          }),
        ),
      ),
  },
  {
    id: 'target-type',
    severity: 'error',
    makesDeploymentFail: true,
    source: 'API_LoadBalancer; create-service (target type and network mode)',
    title: { en: 'target group of the wrong type', ja: 'ターゲットグループの種類が合わない' },
    why: {
      en: 'Network mode {mode} needs targets of type {wanted}; the target group {group} has {type}.',
      ja: 'ネットワークモード {mode} にはターゲットタイプ {wanted} が必要ですが、ターゲットグループ {group} は {type} です。',
    },
    fix: {
      en: 'Create a target group of type {wanted}: the type of an existing one cannot be changed.',
      ja: 'タイプ {wanted} のターゲットグループを新しく作成します(既存のものは変更できません)。',
    },
    check: (facts) =>
      ofServiceDetails(facts, ({ loadBalancers }) => {
        const arns = loadBalancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []);
        if (arns.length === 0) return [];
        const { targetGroups } = facts;
        if (targetGroups === undefined) return missing('targetGroups');
        return ofDefinition(facts, ({ networkMode: mode = 'bridge' }) => {
          const wanted = mode === 'awsvpc' ? 'ip' : 'instance';
          // What becomes of addresses in host mode is not documented.
          if (mode === 'host') return [];
          return targetGroups.flatMap(({ arn, targetType: type }) =>
            !arns.includes(arn) || type === wanted
              ? []
              : [{ what: nameIn(arn), ...inService(['loadBalancers'], { mode, wanted, type, group: nameIn(arn) }) }],
          );
        });
      }),
  },
  {
    id: 'classic-load-balancer',
    severity: 'error',
    makesDeploymentFail: true,
    source: 'API_LoadBalancer (awsvpc)',
    title: { en: 'awsvpc behind a Classic Load Balancer', ja: 'awsvpc と Classic Load Balancer の併用' },
    why: {
      en: 'Tasks with awsvpc can only stand behind Application and Network Load Balancers, and {name} is a classic one.',
      ja: 'awsvpc のタスクに使えるのは Application/Network Load Balancer のみで、{name} は Classic です。',
    },
    fix: {
      en: 'Use a target group instead of loadBalancerName.',
      ja: 'loadBalancerName の代わりにターゲットグループを使います。',
    },
    check: (facts) =>
      ofServiceDetails(facts, ({ loadBalancers }) =>
        ofDefinition(facts, ({ networkMode }) =>
          loadBalancers.flatMap(({ classicName: name }, at) =>
            name === undefined || networkMode !== 'awsvpc' ? [] : [inService(['loadBalancers', at], { name })],
          ),
        ),
      ),
  },
  {
    id: 'security-group-closed',
    severity: 'error',
    makesDeploymentFail: true,
    source: 'API_LoadBalancer (containerPort); AmazonECS developer guide, service-load-balancing',
    title: { en: 'the load balancer cannot reach the tasks', ja: 'ロードバランサーからタスクに届かない' },
    why: {
      en: 'No rule of {groups} lets the load balancer in on {ports}: every health check will fail.',
      ja: '{groups} に、ロードバランサーからの {ports} を許可するルールがなく、ヘルスチェックがすべて失敗します。',
    },
    fix: {
      en: "Allow {ports}/tcp from the load balancer's security group ({from}).",
      ja: 'ロードバランサーのセキュリティグループ({from})から {ports}/tcp を許可します。',
    },
    check: (facts) => openingOf(facts),
  },
];

const nameIn = (arn: string): string => arn.split('/')[1] ?? arn;
