import type { CauseRow } from './cause-row.ts';

/** Containers that are there but get no port, device, mount or memory. After the rows of `programCauses`. */
export const startCauses: readonly CauseRow[] = [
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
    id: 'start_port',
    stopCodes: 'any',
    where: 'either',
    // Docker until 27, since 28, its proxy, and on Windows (error 0x20 of the host network service).
    match:
      'port is already allocated ;; failed to bind host port ;; CannotStartContainerError && address already in use ;; hnsCall failed && being used by another process',
    details: {
      port: [/\bBind for \S*?:(\d{1,5}) failed/i, /\bhost port (?:for )?\S*?:(\d{1,5})[:/\s]/i, /:(\d{1,5}): bind:/i],
    },
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'moby: libnetwork/portallocator and portmapper; microsoft/hcsshim (hnsCall)',
    title: {
      en: 'host port {port} is already in use on the instance',
      ja: 'ホストポート {port} はインスタンスで使用中',
    },
    likely: {
      en: 'Another task, or a process of the host itself, holds host port {port}, which the task definition asks for.',
      ja: 'タスク定義が要求するホストポート {port} を、同じインスタンスの別のタスクまたはホストのプロセスが使用しています。',
    },
    remedy: {
      any: {
        en: 'Set hostPort to 0 behind the load balancer: every task then gets a free port. The tasks of the instance in the console show who holds it; with a fixed port, distinctInstance keeps two copies apart.',
        ja: 'ロードバランサーの背後で hostPort を 0 にすると、タスクごとに空きポートが割り当てられます。使用中のタスクはコンソールの該当インスタンスのタスク一覧で分かります。固定ポートのままなら distinctInstance で同居を防ぎます。',
      },
    },
  },
  {
    id: 'start_gpu',
    stopCodes: 'any',
    where: 'either',
    match:
      'nvidia-container-cli ;; nvml error ;; could not select device driver ;; failed to initialize NVML ;; Unknown runtime specified nvidia ;; invalid runtime name: nvidia ;; exec: "nvidia-container-runtime"',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'bottlerocket-os/bottlerocket#3960, #3513; NVIDIA/nvidia-container-toolkit',
    title: { en: 'GPU of the instance cannot be used', ja: 'インスタンスの GPU を使用できず' },
    likely: {
      en: 'The NVIDIA driver or container toolkit of the instance is missing, did not answer, or does not fit its kernel or the image.',
      ja: 'インスタンスの NVIDIA ドライバーまたは Container Toolkit がない・応答しない、またはカーネルやイメージと合っていません。',
    },
    remedy: {
      any: {
        en: 'Drain the instance and replace it by one with the current GPU AMI of ECS (Amazon Linux or Bottlerocket). If it goes on, compare the CUDA version of the image with the driver of the AMI.',
        ja: 'インスタンスをドレインし、最新の ECS GPU 最適化 AMI(Amazon Linux または Bottlerocket)に入れ替えます。続く場合は、イメージの CUDA バージョンと AMI のドライバーを突き合わせます。',
      },
    },
  },
  {
    id: 'start_memory',
    stopCodes: 'any',
    where: 'either',
    match: 'container init was OOM-killed ;; memory limit too low ;; Minimum memory limit allowed',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'opencontainers/runc: libcontainer/process_linux.go; moby: daemon/daemon_unix.go',
    title: {
      en: 'memory limit too low to start container {container}',
      ja: 'メモリ上限が小さくコンテナ {container} を起動できず',
    },
    likely: {
      en: 'The container ran out of memory before its own process began: its limit is too small for any start.',
      ja: 'コンテナのプロセスが始まる前にメモリが不足しました。上限が小さすぎて起動自体ができません。',
    },
    remedy: {
      any: {
        en: 'Raise memory of the container (a hard limit) in the task definition, or leave it out and set memoryReservation.',
        ja: 'タスク定義でコンテナの memory(ハードリミット)を増やすか、memory を外して memoryReservation を設定します。',
      },
    },
  },
  {
    id: 'start_device',
    stopCodes: 'any',
    where: 'either',
    match: 'error gathering device information',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'ecs-vt1 (/dev/dri/renderD…); moby: daemon/oci_linux.go',
    title: {
      en: 'a device of container {container} is not on the instance',
      ja: 'コンテナ {container} のデバイスがインスタンスにない',
    },
    likely: {
      en: 'linuxParameters.devices names a device this instance does not have: {text}',
      ja: 'linuxParameters.devices のデバイスがこのインスタンスにありません: {text}',
    },
    remedy: {
      any: {
        en: 'Take the device out of the task definition, or place the task on an instance type that has it (placement constraint on ecs.instance-type).',
        ja: 'タスク定義からデバイスを外すか、デバイスのあるインスタンスタイプに配置します(ecs.instance-type の配置制約)。',
      },
    },
  },
  {
    id: 'start_mount',
    stopCodes: 'any',
    where: 'either',
    // The last one: Docker copies owner and files of the image's directory to an EFS access point with a POSIX user.
    match:
      'error mounting ;; invalid mount config ;; error while creating mount source path ;; failed to copy file info for ;; failed to mount local volume ;; rootfs_linux.go && mounting',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'opencontainers/runc: libcontainer/rootfs_linux.go; moby: volume/mounts; efs-volumes (access points)',
    title: { en: 'a mount of container {container} failed', ja: 'コンテナ {container} のマウントに失敗' },
    likely: {
      en: 'A volume does not fit its containerPath: its source is missing, one is a file and the other a directory, or the POSIX user of an access point may not set the owner.',
      ja: 'ボリュームと containerPath が合いません。マウント元がない、ファイルとディレクトリの不一致、またはアクセスポイントの POSIX ユーザーが所有者を変更できないことが考えられます。',
    },
    remedy: {
      any: {
        en: 'Compare sourcePath and containerPath of mountPoints: both a directory, or both a file that exists. On EC2 with an EFS access point, mount on a path the image does not have.',
        ja: 'mountPoints の sourcePath と containerPath を確かめ、両方ディレクトリか、両方とも存在するファイルにします。EC2 で EFS アクセスポイントを使う場合は、イメージにないパスにマウントします。',
      },
    },
  },
  {
    id: 'start_err',
    stopCodes: 'any',
    where: 'either',
    match: 'CannotStartContainerError ;; failed to create new container runtime task',
    unless: 'failed to create shim task: context deadline exceeded ;; cgroup mountpoint does not exist',
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
];
