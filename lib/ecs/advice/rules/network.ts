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
