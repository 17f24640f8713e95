import { fargateProviders } from '../../placement/fargate.ts';
import type { AdviceRule } from '../rule.ts';
import { missing } from '../rule.ts';
import { few, homeOf, inDefinition, inService, ofDefinition, ofService } from './terms.ts';

/** Settings of the scheduler that do not go together. */
export const schedulingRules: readonly AdviceRule[] = [
  {
    id: 'distinct-instance-in-definition',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      ofDefinition(facts, ({ constraints }) =>
        constraints.flatMap(({ type }, at) =>
          type === 'distinctInstance' ? [inDefinition(['placementConstraints', at])] : [],
        ),
      ),
  },
  {
    id: 'fargate-placement',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      ofDefinition(facts, ({ constraints, requires }) => {
        const onFargate = homeOf(facts) === 'fargate';
        const ofTask = constraints.length > 0 && (onFargate || requires.includes('FARGATE'));
        const { constraintTypes = [], strategyCount = 0 } = facts.service ?? {};
        const settings = [
          ...(constraintTypes.length > 0 ? ['placementConstraints'] : []),
          ...(strategyCount > 0 ? ['placementStrategy'] : []),
        ];
        return [
          ...(ofTask
            ? [{ what: 'task', ...inDefinition(['placementConstraints'], { settings: 'placementConstraints' }) }]
            : []),
          ...(onFargate && settings.length > 0
            ? [{ what: 'service', ...inService([settings[0] ?? ''], { settings: few(settings) }) }]
            : []),
        ];
      }),
  },
  {
    id: 'launch-type-and-providers',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      ofService(facts, ({ namesTypeAndProviders }) => (namesTypeAndProviders ? [inService(['launchType'])] : [])),
  },
  {
    id: 'provider-mix',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      ofService(facts, ({ providers }) => {
        const onFargate = providers.filter((each) => fargateProviders.includes(each));
        return onFargate.length === 0 || onFargate.length === providers.length
          ? []
          : [inService(['capacityProviderStrategy'], { providers: few(providers) })];
      }),
  },
  {
    id: 'daemon-unsupported',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      ofService(facts, ({ isDaemon, controller }) => {
        const what = controller !== 'ECS' ? controller : homeOf(facts) === 'fargate' ? 'Fargate' : undefined;
        return isDaemon && what !== undefined ? [inService(['schedulingStrategy'], { what })] : [];
      }),
  },
  {
    id: 'protected-tasks',
    severity: 'warning',
    makesDeploymentFail: false,
    check: (facts) =>
      ofService(facts, () => {
        if (facts.protectedTasks === undefined) return missing('protection');
        const count = facts.protectedTasks.length;
        return count === 0 ? [] : [{ fills: { count } }];
      }),
  },
];
