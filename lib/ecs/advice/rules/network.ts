import type { AdviceFacts } from '../facts.ts';
import type { AdviceRule, Checked, Hit } from '../rule.ts';
import { missing } from '../rule.ts';
import { eachContainer, few, inContainer, inDefinition, inService, ofDefinition, ofService } from './terms.ts';

/** Network modes, ports and subnets. */
export const networkRules: readonly AdviceRule[] = [
  {
    id: 'fargate-network-mode',
    severity: 'error',
    makesDeploymentFail: true,
    source: 'fargate-tasks-services (networkMode)',
    title: { en: 'Fargate needs network mode awsvpc', ja: 'Fargate には awsvpc が必要' },
    why: { en: 'The task has network mode {mode}.', ja: 'タスクのネットワークモードが {mode} です。' },
    fix: { en: 'Set networkMode to awsvpc.', ja: 'networkMode を awsvpc にします。' },
    check: (facts) =>
      ofDefinition(facts, ({ networkMode, requires }) =>
        networkMode === 'awsvpc' || !requires.includes('FARGATE')
          ? []
          : [inDefinition(['networkMode'], { mode: networkMode ?? 'bridge' })],
      ),
  },
  {
    id: 'network-configuration-missing',
    severity: 'error',
    makesDeploymentFail: true,
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
    check: (facts) =>
      ofService(facts, ({ network, controller }) =>
        // An external controller's task sets bring their own (API_CreateTaskSet).
        ofDefinition(facts, ({ networkMode }) =>
          networkMode !== 'awsvpc' || network !== undefined || controller === 'EXTERNAL' ? [] : [inService([])],
        ),
      ),
  },
  {
    id: 'network-limits',
    severity: 'error',
    makesDeploymentFail: true,
    source: 'API_AwsVpcConfiguration',
    title: { en: 'too many subnets or security groups', ja: 'サブネットまたはセキュリティグループが多すぎる' },
    why: {
      en: 'At most {most} {setting} can be named, and there are {count}.',
      ja: '{setting} の上限は {most} 個ですが、{count} 個あります。',
    },
    fix: { en: 'Name fewer.', ja: '数を減らします。' },
    check: (facts) =>
      ofService(facts, ({ network }) => {
        const over = (setting: 'subnets' | 'securityGroups', most: number): readonly Hit[] => {
          const count = network?.[setting]?.length ?? 0;
          const path = ['networkConfiguration', 'awsvpcConfiguration', setting];
          return count > most ? [{ what: setting, ...inService(path, { setting, most, count }) }] : [];
        };
        return [...over('subnets', 16), ...over('securityGroups', 5)];
      }),
  },
  {
    id: 'subnets-of-several-vpcs',
    severity: 'error',
    makesDeploymentFail: true,
    source: 'API_AwsVpcConfiguration (subnets)',
    title: { en: 'subnets of several VPCs', ja: '複数の VPC のサブネット' },
    why: {
      en: 'All subnets of a service must be in one VPC; these are in {vpcs}.',
      ja: 'サービスのサブネットは 1 つの VPC に揃える必要がありますが、{vpcs} にまたがっています。',
    },
    fix: { en: 'Name subnets of one VPC.', ja: '1 つの VPC のサブネットに揃えます。' },
    check: (facts) =>
      withSubnets(facts, (subnets) => {
        const vpcs = new Set(subnets.flatMap(({ vpcId }) => vpcId ?? []));
        return vpcs.size > 1 ? [inService(subnetPath, { vpcs: few([...vpcs]) })] : [];
      }),
  },
  {
    id: 'one-zone',
    severity: 'warning',
    makesDeploymentFail: false,
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
    check: (facts) =>
      withSubnets(facts, (subnets) => {
        const zones = new Set(subnets.map(({ zone }) => zone));
        return zones.size === 1 ? [inService(subnetPath, { zone: [...zones][0] })] : [];
      }),
  },
  {
    id: 'awsvpc-host-port',
    severity: 'error',
    makesDeploymentFail: true,
    source: 'API_PortMapping (hostPort)',
    title: { en: 'host port other than the container port', ja: 'ホストポートがコンテナポートと異なる' },
    why: {
      en: '`{container}`: in network mode {mode} host port {host} must be container port {port}, or left out.',
      ja: '`{container}`: {mode} モードではホストポート {host} をコンテナポート {port} と同じにするか、省略する必要があります。',
    },
    fix: { en: 'Leave hostPort out.', ja: 'hostPort を省略します。' },
    check: (facts) =>
      eachContainer(facts, (container) => {
        const mode = facts.definition?.networkMode ?? 'bridge';
        if (mode !== 'awsvpc' && mode !== 'host') return [];
        return container.ports.flatMap(({ hostPort: host, containerPort: port }, at) =>
          host === undefined || host === 0 || port === undefined || host === port
            ? []
            : [
                {
                  ...inContainer(container, ['portMappings', at, 'hostPort'], { mode, host, port }),
                  what: String(host),
                },
              ],
        );
      }),
  },
  {
    id: 'none-port-mappings',
    severity: 'error',
    makesDeploymentFail: true,
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
    check: (facts) =>
      eachContainer(facts, (container) =>
        facts.definition?.networkMode === 'none' && container.ports.length > 0
          ? [inContainer(container, ['portMappings'])]
          : [],
      ),
  },
];

const subnetPath = ['networkConfiguration', 'awsvpcConfiguration', 'subnets'];

type Subnets = NonNullable<AdviceFacts['subnets']>;

function withSubnets(facts: AdviceFacts, check: (subnets: Subnets) => readonly Hit[]): Checked {
  return ofService(facts, ({ network }) => {
    const wanted = network?.subnets ?? [];
    if (wanted.length === 0) return [];
    const found = wanted.map((id) => facts.subnets?.find((each) => each.id === id));
    const known = found.filter((each) => each !== undefined);
    return known.length < wanted.length ? missing('subnets') : check(known);
  });
}
