import type { CauseRow } from './cause-row.ts';

/** Containers that could not be created or started, or ran out of memory. */
export const containerCauses: readonly CauseRow[] = [
  {
    id: 'oom',
    stopCodes: 'any',
    where: 'either',
    match: 'OutOfMemoryError',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    // The agent writes it only when Docker's inspect says State.OOMKilled.
    source: 'out-of-memory; aws/amazon-ecs-agent:agent/dockerclient/dockerapi/docker_client.go',
    title: { en: 'out of memory: container {container} was killed', ja: 'メモリ不足: コンテナ {container} が強制終了' },
    likely: {
      en: 'The container used more memory than its limit allows, and the kernel killed it.',
      ja: 'コンテナのメモリ使用量が上限を超え、カーネルに強制終了されました。',
    },
    remedy: {
      any: {
        en: 'Raise memory of the task or container, or find what grows: the memory graph before the kill shows whether it is a leak or a peak. Set the heap limit of the language runtime below the container limit.',
        ja: 'タスクまたはコンテナの memory を増やすか、増加の原因を探します。停止前のメモリグラフで、リークか一時的なピークかが分かります。言語ランタイムのヒープ上限はコンテナの上限より低くします。',
      },
    },
  },
  {
    id: 'exec_format',
    stopCodes: 'any',
    where: 'either',
    // "image Manifest does not contain descriptor matching platform 'linux/amd64'" is a pull error by name, but its cure is
    // the same: an image for that architecture (widely reported since Fargate 1.4, for example with images built on arm64).
    match: 'exec format error ;; descriptor matching platform ;; no matching manifest for',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'field reports; fargate-tasks-services (runtimePlatform)',
    title: { en: 'image is built for another CPU architecture', ja: 'イメージの CPU アーキテクチャが不一致' },
    likely: {
      en: 'The image has no variant for the CPU architecture of the task (X86_64 or ARM64, runtimePlatform in the task definition).',
      ja: 'タスクの CPU アーキテクチャ(タスク定義の runtimePlatform、X86_64 または ARM64)に対応するイメージではありません。',
    },
    remedy: {
      any: {
        en: 'Build the image for that architecture (`docker buildx build --platform linux/amd64` or linux/arm64), or change runtimePlatform.cpuArchitecture.',
        ja: '該当アーキテクチャ向けにビルドする(`docker buildx build --platform linux/amd64` または linux/arm64)か、runtimePlatform.cpuArchitecture を変えます。',
      },
      ec2: {
        en: 'Build the image for the architecture of the instances (`docker buildx build --platform linux/amd64` or linux/arm64), or for both.',
        ja: 'インスタンスのアーキテクチャ向け(`docker buildx build --platform linux/amd64` または linux/arm64)、または両方に対応したイメージをビルドします。',
      },
    },
  },
  {
    id: 'start_err',
    stopCodes: 'any',
    where: 'either',
    match: 'CannotStartContainerError ;; failed to create new container runtime task',
    failure: 'yes',
    severity: 'error',
    certainty: 'probable',
    about: 'container',
    source: 'cannot-start-container; field: Fargate platform version 1.4',
    title: { en: 'container {container} could not be started', ja: 'コンテナ {container} を起動できず' },
    likely: {
      en: 'Mostly entryPoint or command names a file that is not in the image or not executable, a mount or device is missing, or the memory limit is too small to start.',
      ja: '多くは entryPoint・command のファイルがイメージにないか実行権限がない、マウントやデバイスがない、起動にメモリ上限が足りない、のいずれかです。',
    },
    remedy: {
      any: {
        en: 'Run the image locally with the same entryPoint and command. If it starts there, compare mounts, user, devices and memory in the task definition.',
        ja: '手元で同じ entryPoint・command を使ってイメージを実行します。起動できる場合は、タスク定義のマウント・ユーザー・デバイス・メモリを比べます。',
      },
    },
  },
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
  {
    id: 'volume',
    stopCodes: 'any',
    where: 'either',
    match: 'CannotCreateVolumeError ;; ECS failed to set up the EBS volume ;; configuring the EBS volume attachment',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'task',
    source: 'cannot-create-volume; troubleshoot-ebs-volumes-scenarios',
    title: { en: 'a volume could not be created or attached', ja: 'ボリュームを作成・アタッチできず' },
    likely: {
      en: 'The volume of the task definition cannot be made: its driver fails, or for EBS the infrastructure role or the KMS key is not right.',
      ja: 'タスク定義のボリュームを作成できません。ドライバーの失敗、EBS の場合はインフラストラクチャロールまたは KMS キーの問題です。',
    },
    remedy: {
      any: {
        en: 'For EBS grant the ECS infrastructure role AmazonECSInfrastructureRolePolicyForVolumes and the use of the KMS key; for others compare driver and options with the last revision that started.',
        ja: 'EBS では ECS インフラストラクチャロールに AmazonECSInfrastructureRolePolicyForVolumes と KMS キーの使用権限を付与します。それ以外はドライバーとオプションを、最後に起動できたリビジョンと比べます。',
      },
    },
  },
];
