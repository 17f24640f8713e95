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
    source: 'task_definition_parameters (essential)',
    title: { en: 'no container is essential', ja: 'essential なコンテナがない' },
    why: {
      en: 'Every task needs at least one essential container, and this one has none.',
      ja: 'タスクには essential なコンテナが 1 つ以上必要ですが、1 つもありません。',
    },
    fix: {
      en: 'Leave essential out, or set it to true, on the container the task is there for.',
      ja: '主となるコンテナの essential を省略するか true にします。',
    },
    check: (facts) =>
      ofDefinition(facts, ({ containers }) =>
        containers.some(({ isEssential }) => isEssential) ? [] : [inDefinition(['containerDefinitions'])],
      ),
  },
  {
    id: 'fargate-setting',
    severity: 'error',
    makesDeploymentFail: true,
    source: 'fargate-tasks-services (task definition parameters)',
    title: { en: 'settings that Fargate refuses', ja: 'Fargate で使えない設定' },
    why: {
      en: '{settings} cannot be set for Fargate.',
      ja: 'Fargate では {settings} を設定できません。',
    },
    fix: {
      en: 'Take it out, or run the task on instances.',
      ja: '設定を外すか、タスクをインスタンス上で動かします。',
    },
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
    source: 'fargate-tasks-services (gpu)',
    title: { en: 'Fargate has no GPUs', ja: 'Fargate に GPU はない' },
    why: { en: '`{container}` asks for a GPU.', ja: '`{container}` が GPU を要求しています。' },
    fix: { en: 'Run the task on instances with GPUs.', ja: 'GPU 付きのインスタンスで動かします。' },
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
    source: 'fargate-tasks-services (volumes)',
    title: { en: 'Docker volumes do not exist on Fargate', ja: 'Fargate で Docker ボリュームは使えない' },
    why: {
      en: 'Volume {volume} has a dockerVolumeConfiguration.',
      ja: 'ボリューム {volume} に dockerVolumeConfiguration があります。',
    },
    fix: {
      en: 'Use EFS, EBS or a bind mount for it.',
      ja: 'EFS・EBS・バインドマウントのいずれかを使います。',
    },
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
    source: 'API_ContainerDependency',
    title: { en: 'a dependency that cannot be met', ja: '満たせないコンテナ依存' },
    why: {
      en: '`{container}` waits for {on} to be {condition}, and {reason}.',
      ja: '`{container}` は {on} の {condition} を待ちますが、満たせません({reason})。',
    },
    fix: {
      en: 'Name a container of the task; HEALTHY needs its healthCheck in the task definition, SUCCESS and COMPLETE a container that is not essential.',
      ja: '同じタスクのコンテナを指定します。HEALTHY には相手の healthCheck、SUCCESS と COMPLETE には essential でない相手が必要です。',
    },
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
    source: 'API_MountPoint (sourceVolume)',
    title: { en: 'a mount without its volume', ja: '存在しないボリュームのマウント' },
    why: {
      en: '`{container}` mounts {volume}, which is not among the volumes of the task.',
      ja: '`{container}` がマウントする {volume} は、タスクの volumes にありません。',
    },
    fix: { en: 'Add it to volumes, or correct the name.', ja: 'volumes に追加するか、名前を直します。' },
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
