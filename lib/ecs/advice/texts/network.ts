import type { AdviceText } from '../text.ts';

/** Network modes, ports and subnets. */
export const networkTexts: readonly AdviceText[] = [
  {
    id: 'fargate-network-mode',
    source: 'fargate-tasks-services (networkMode)',
    title: { en: 'Fargate needs network mode awsvpc', ja: 'Fargate には awsvpc が必要' },
    why: { en: 'The task has network mode {mode}.', ja: 'タスクのネットワークモードが {mode} です。' },
    fix: { en: 'Set networkMode to awsvpc.', ja: 'networkMode を awsvpc にします。' },
  },
  {
    id: 'network-configuration-missing',
    source: 'API_CreateService (networkConfiguration)',
    title: { en: 'awsvpc without a network configuration', ja: 'awsvpc なのに networkConfiguration がない' },
    why: {
      en: 'The task gets a network interface of its own, and the service names no subnets for it.',
      ja: 'タスクごとにネットワークインターフェイスが必要ですが、サービスにサブネットの指定がありません。',
    },
    fix: {
      en: 'Give the service networkConfiguration.awsvpcConfiguration with subnets.',
      ja: 'サービスに networkConfiguration.awsvpcConfiguration(subnets)を設定します。',
    },
  },
  {
    id: 'network-limits',
    source: 'API_AwsVpcConfiguration',
    title: { en: 'too many subnets or security groups', ja: 'サブネットまたはセキュリティグループが多すぎる' },
    why: {
      en: 'At most {most} {setting} can be named, and there are {count}.',
      ja: '{setting} の上限は {most} 個ですが、{count} 個あります。',
    },
    fix: { en: 'Name fewer.', ja: '数を減らします。' },
  },
  {
    id: 'subnets-of-several-vpcs',
    source: 'API_AwsVpcConfiguration (subnets)',
    title: { en: 'subnets of several VPCs', ja: '複数の VPC のサブネット' },
    why: {
      en: 'All subnets of a service must be in one VPC; these are in {vpcs}.',
      ja: 'サービスのサブネットは 1 つの VPC に揃える必要がありますが、{vpcs} にまたがっています。',
    },
    fix: { en: 'Name subnets of one VPC.', ja: '1 つの VPC のサブネットに揃えます。' },
  },
  {
    id: 'one-zone',
    source: 'AmazonECS developer guide, availability (best practices); API_AwsVpcConfiguration',
    title: { en: 'all subnets in one zone', ja: 'サブネットが 1 つのゾーンに集中' },
    why: {
      en: 'Every task runs in {zone}: if it fails, there is nowhere else to start.',
      ja: 'すべてのタスクが {zone} で動くため、障害時にほかで起動できません。',
    },
    fix: {
      en: 'Add a subnet in another Availability Zone.',
      ja: '別のアベイラビリティーゾーンのサブネットを追加します。',
    },
  },
  {
    id: 'awsvpc-host-port',
    source: 'API_PortMapping (hostPort)',
    title: { en: 'host port other than the container port', ja: 'ホストポートがコンテナポートと異なる' },
    why: {
      en: '`{container}`: in network mode {mode} host port {host} must be container port {port}, or left out.',
      ja: '`{container}`: {mode} モードではホストポート {host} をコンテナポート {port} と同じにするか、省略する必要があります。',
    },
    fix: { en: 'Leave hostPort out.', ja: 'hostPort を省略します。' },
  },
  {
    id: 'none-port-mappings',
    source: 'API_RegisterTaskDefinition (networkMode)',
    title: { en: 'ports without a network', ja: 'ネットワークなしのポート指定' },
    why: {
      en: '`{container}` maps ports, and network mode none has no network.',
      ja: '`{container}` にポートの指定がありますが、ネットワークモードが none です。',
    },
    fix: {
      en: 'Take portMappings out, or choose another networkMode.',
      ja: 'portMappings を外すか、networkMode を変えます。',
    },
  },
];
