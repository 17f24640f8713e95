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
    check: (facts) => openingOf(facts),
  },
];

const nameIn = (arn: string): string => arn.split('/')[1] ?? arn;
