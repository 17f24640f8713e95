import { parseImageReference } from '../../image-reference.ts';
import type { AdviceFacts } from '../facts.ts';
import type { AdviceRule, Hit } from '../rule.ts';
import { missing } from '../rule.ts';
import { eachContainer, eachWithSettings, few, homeOf, inContainer, isForFargate } from './terms.ts';

/** Logs, images, limits. */
export const hygieneRules: readonly AdviceRule[] = [
  {
    id: 'no-log-configuration',
    severity: 'warning',
    makesDeploymentFail: false,
    check: (facts) =>
      eachWithSettings(facts, (container, { logDriver }) =>
        logDriver === undefined
          ? [{ ...inContainer(container, []), ...(!container.isEssential && { severity: 'info' as const }) }]
          : [],
      ),
  },
  {
    id: 'image-latest',
    severity: 'warning',
    makesDeploymentFail: false,
    check: (facts) =>
      eachContainer(facts, (container) => {
        const { tag, digest } = parseImageReference(container.image ?? '');
        const isMoving =
          container.image !== undefined && digest === undefined && (tag === undefined || tag === 'latest');
        return isMoving ? [inContainer(container, ['image'], { image: container.image })] : [];
      }),
  },
  {
    id: 'image-missing',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      withImages(facts, (image, found) =>
        found.state === 'exists'
          ? undefined
          : { fills: { image: parseImageReference(image).repository + versionIn(image) } },
      ),
  },
  {
    id: 'image-architecture',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) => {
      const { definition } = facts;
      // Only Fargate runs what the definition says; an instance has its own processor, and placement sees to it.
      if (definition !== undefined && homeOf(facts) !== 'fargate') return [];
      const wanted = definition?.placed.cpuArchitecture === 'arm64' ? 'arm64' : 'amd64';
      return withImages(facts, (_, { architectures }) =>
        architectures === undefined || architectures.length === 0 || architectures.includes(wanted)
          ? undefined
          : { fills: { architectures: few(architectures), wanted } },
      );
    },
  },
  {
    id: 'nofile-default',
    severity: 'info',
    makesDeploymentFail: false,
    check: (facts) =>
      eachWithSettings(facts, (container, { ulimits }) => {
        const isOnLinuxInstance =
          homeOf(facts) === 'instances' && !isForFargate(facts) && facts.definition?.isWindows === false;
        const isServer = container.ports.length > 0;
        return isOnLinuxInstance && isServer && !ulimits.includes('nofile') ? [inContainer(container, [])] : [];
      }),
  },
];

type Found = NonNullable<AdviceFacts['images']>[number];

/** Only images in ECR can be asked about; of the others nobody said anything. */
function withImages(facts: AdviceFacts, judge: (image: string, found: Found) => Hit | undefined) {
  const { images, definition } = facts;
  if (definition === undefined) return missing('taskDefinition');
  const ofEcr = definition.containers.filter(({ image = '' }) => parseImageReference(image).ecr !== undefined);
  if (ofEcr.length === 0) return [];
  if (images === undefined) return missing('images');
  return ofEcr.flatMap((container) => {
    const found = images.find(({ image }) => image === container.image);
    const hit = found && judge(found.image, found);
    return hit === undefined ? [] : [{ ...inContainer(container, ['image'], hit.fills) }];
  });
}

const versionIn = (image: string): string => {
  const { tag, digest } = parseImageReference(image);
  return digest === undefined ? `:${tag ?? 'latest'}` : `@${digest.slice(0, 19)}`;
};
