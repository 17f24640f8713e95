import type { AdviceRule } from './rule.ts';
import { containerShapeRules } from './rules/container-shape.ts';
import { deploymentRules } from './rules/deployment.ts';
import { hygieneRules } from './rules/hygiene.ts';
import { loadBalancerRules } from './rules/load-balancer.ts';
import { networkRules } from './rules/network.ts';
import { placementRules } from './rules/placement.ts';
import { platformRules } from './rules/platform.ts';
import { schedulingRules } from './rules/scheduling.ts';
import { secretRules } from './rules/secrets.ts';
import { taskSizeRules } from './rules/task-size.ts';

/** Every rule, by theme. */
export const adviceRules: readonly AdviceRule[] = [
  ...taskSizeRules,
  ...containerShapeRules,
  ...networkRules,
  ...loadBalancerRules,
  ...schedulingRules,
  ...placementRules,
  ...deploymentRules,
  ...hygieneRules,
  ...secretRules,
  ...platformRules,
];
