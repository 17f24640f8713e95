import type { AdviceRule } from '../rule.ts';
import { missing } from '../rule.ts';
import { fargateRefusesOfContainers, fargateRefusesOfTasks } from '../fargate-settings.ts';
import {
  eachContainer,
  eachWithSettings,
  few,
  inContainer,
  inDefinition,
  isForFargate,
  ofDefinition,
} from './terms.ts';

/** What a task definition cannot be. */
export const containerShapeRules: readonly AdviceRule[] = [
  {
    id: 'no-essential-container',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      ofDefinition(facts, ({ containers }) =>
        containers.some(({ isEssential }) => isEssential) ? [] : [inDefinition(['containerDefinitions'])],
      ),
  },
  {
    id: 'fargate-setting',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      ofDefinition(facts, ({ details }) => {
        if (!isForFargate(facts)) return [];
        if (details === undefined) return missing('containerSettings');
        const ofTask = details.settings.filter((name) => fargateRefusesOfTasks.includes(name));
        const ofContainers = eachWithSettings(facts, (container, { settings }) => {
          const refused = settings.filter((name) => fargateRefusesOfContainers.includes(name));
          return refused.length === 0
            ? []
            : [inContainer(container, refused[0]?.split('.') ?? [], { settings: few(refused) })];
        });
        if ('missing' in ofContainers) return ofContainers;
        return [
          ...ofTask.map((name) => ({ what: name, ...inDefinition([name], { settings: name }) })),
          ...ofContainers,
        ];
      }),
  },
  {
    id: 'fargate-gpu',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      eachContainer(facts, (container) => {
        const placed = facts.definition?.placed.containers.find(({ name }) => name === container.name);
        const wants = placed !== undefined && (placed.gpus !== 0 || (placed.sharedGpuMemoryMiB ?? 0) > 0);
        return wants && isForFargate(facts) ? [inContainer(container, ['resourceRequirements'])] : [];
      }),
  },
  {
    id: 'fargate-volume',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      ofDefinition(facts, ({ details }) => {
        if (!isForFargate(facts)) return [];
        if (details === undefined) return missing('containerSettings');
        return details.volumes.flatMap(({ name, kind }, at) =>
          kind === 'docker' ? [{ what: name, ...inDefinition(['volumes', at], { volume: name }) }] : [],
        );
      }),
  },
  {
    id: 'depends-on',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      eachWithSettings(facts, (container, { dependsOn }) =>
        dependsOn.flatMap(({ container: on, condition }, at) => {
          const other = facts.definition?.containers.find(({ name }) => name === on);
          const reason = dependencyFault(condition, other);
          if (reason === undefined) return [];
          return [{ ...inContainer(container, ['dependsOn', at], { on, condition, reason }), what: on }];
        }),
      ),
  },
  {
    id: 'volume-missing',
    severity: 'error',
    makesDeploymentFail: true,
    check: (facts) =>
      ofDefinition(facts, ({ details }) => {
        if (details === undefined) return missing('containerSettings');
        const known = new Set(details.volumes.map(({ name }) => name));
        return eachWithSettings(facts, (container, { mounts }) =>
          mounts.flatMap((volume, at) =>
            known.has(volume) ? [] : [{ ...inContainer(container, ['mountPoints', at], { volume }), what: volume }],
          ),
        );
      }),
  },
];

type Other = { readonly isEssential: boolean; readonly details?: { readonly hasHealthCheck: boolean } };

/** In AWS's words and settings, which stand in any language. */
function dependencyFault(condition: string, other: Other | undefined): string | undefined {
  if (other === undefined) return 'not found';
  if (condition === 'HEALTHY' && other.details?.hasHealthCheck === false) return 'no healthCheck';
  return (condition === 'SUCCESS' || condition === 'COMPLETE') && other.isEssential ? 'essential: true' : undefined;
}
