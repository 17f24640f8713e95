import type { AdviceText } from '../text.ts';

/** What a task definition cannot be. */
export const containerShapeTexts: readonly AdviceText[] = [
  {
    id: 'no-essential-container',
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
  },
  {
    id: 'fargate-setting',
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
  },
  {
    id: 'fargate-gpu',
    source: 'fargate-tasks-services (gpu)',
    title: { en: 'Fargate has no GPUs', ja: 'Fargate に GPU はない' },
    why: { en: '`{container}` asks for a GPU.', ja: '`{container}` が GPU を要求しています。' },
    fix: { en: 'Run the task on instances with GPUs.', ja: 'GPU 付きのインスタンスで動かします。' },
  },
  {
    id: 'fargate-volume',
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
  },
  {
    id: 'depends-on',
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
  },
  {
    id: 'volume-missing',
    source: 'API_MountPoint (sourceVolume)',
    title: { en: 'a mount without its volume', ja: '存在しないボリュームのマウント' },
    why: {
      en: '`{container}` mounts {volume}, which is not among the volumes of the task.',
      ja: '`{container}` がマウントする {volume} は、タスクの volumes にありません。',
    },
    fix: { en: 'Add it to volumes, or correct the name.', ja: 'volumes に追加するか、名前を直します。' },
  },
];
