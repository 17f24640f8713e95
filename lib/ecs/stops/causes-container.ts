import type { CauseRow } from './cause-row.ts';

/** Containers that could not be created. After the rows of `startCauses`. */
export const containerCauses: readonly CauseRow[] = [
  {
    id: 'create_disk',
    stopCodes: 'any',
    where: 'either',
    match: 'CannotCreateContainerError && devmapper ;; Thin Pool',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'CannotCreateContainerError',
    title: { en: 'disk of the instance is full', ja: 'インスタンスのディスク容量不足' },
    likely: {
      en: 'The storage pool of Docker on the instance has no free blocks left.',
      ja: 'インスタンスの Docker ストレージプールに空きブロックがありません。',
    },
    remedy: {
      any: {
        en: 'Drain and replace the instance by one with a larger volume and a current ECS-optimized AMI (no devicemapper). A shorter ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION frees space sooner.',
        ja: 'インスタンスをドレインし、大きなボリュームと最新の ECS 最適化 AMI(devicemapper 不使用)に入れ替えます。ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION を短くすると早く空きます。',
      },
    },
  },
  {
    id: 'create_err',
    stopCodes: 'any',
    where: 'either',
    match:
      'CannotCreateContainerError ;; DockerStateError ;; HostConfigError ;; DockerClientConfigError ;; InvalidVolumeError',
    failure: 'yes',
    severity: 'error',
    certainty: 'probable',
    about: 'container',
    source: 'CannotCreateContainerError; aws/amazon-ecs-agent:agent/engine/errors.go',
    title: { en: 'container {container} could not be created', ja: 'コンテナ {container} を作成できず' },
    likely: {
      en: 'The runtime refused the settings of the container: {text}',
      ja: 'ランタイムがコンテナの設定を受け付けませんでした: {text}',
    },
    remedy: {
      any: {
        en: 'Compare the container definition (volumes, links, limits, linuxParameters) with the last revision that started.',
        ja: 'コンテナ定義(ボリューム・リンク・制限・linuxParameters)を、最後に起動できたリビジョンと比べます。',
      },
    },
  },
];
