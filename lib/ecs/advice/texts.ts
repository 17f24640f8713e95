import type { AdviceText } from './text.ts';
import { containerShapeTexts } from './texts/container-shape.ts';
import { deploymentTexts } from './texts/deployment.ts';
import { hygieneTexts } from './texts/hygiene.ts';
import { loadBalancerTexts } from './texts/load-balancer.ts';
import { networkTexts } from './texts/network.ts';
import { placementTexts } from './texts/placement.ts';
import { platformTexts } from './texts/platform.ts';
import { schedulingTexts } from './texts/scheduling.ts';
import { secretTexts } from './texts/secrets.ts';
import { taskSizeTexts } from './texts/task-size.ts';

/** The words of every rule, by theme. */
export const adviceTexts: readonly AdviceText[] = [
  ...taskSizeTexts,
  ...containerShapeTexts,
  ...networkTexts,
  ...loadBalancerTexts,
  ...schedulingTexts,
  ...placementTexts,
  ...deploymentTexts,
  ...hygieneTexts,
  ...secretTexts,
  ...platformTexts,
];

const textsById = new Map(adviceTexts.map((text) => [text.id, text]));

export function findAdviceText(rule: string): AdviceText | undefined {
  return textsById.get(rule);
}
