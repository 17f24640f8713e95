import type { AdviceText } from '../text.ts';

/** Whether traffic gets to the tasks. */
export const loadBalancerTexts: readonly AdviceText[] = [
  {
    id: 'load-balancer-target',
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
  },
  {
    id: 'target-type',
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
  },
  {
    id: 'classic-load-balancer',
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
  },
  {
    id: 'security-group-closed',
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
  },
];
