import type { AttributeFix } from './attribute-fix.ts';

const agent = 'agent/app/agent_capability.go; README of amazon-ecs-agent';

/** Attributes that the agent reports when it is configured so. Its settings are those of the user data of new instances. */
export const agentSettingFixes: readonly AttributeFix[] = [
  {
    match: 'com.amazonaws.ecs.capability.logging-driver.awsfirelens',
    source: 'agent/app/agent_capability.go; using_firelens',
    fix: {
      en: 'Replace the instances with ones of a current ECS-optimized AMI: the agent needs version 1.30 for FireLens.',
      ja: '最新の ECS 最適化 AMI のインスタンスに入れ替えます。FireLens にはエージェント 1.30 以降が必要です。',
    },
  },
  {
    match: 'com.amazonaws.ecs.capability.logging-driver.*',
    source: agent,
    fix: {
      en: 'Add "{part}" to the list ECS_AVAILABLE_LOGGING_DRIVERS in the user data and replace the instances, or use a log driver they have.',
      ja: 'ユーザーデータの ECS_AVAILABLE_LOGGING_DRIVERS のリストに "{part}" を加えてインスタンスを入れ替えるか、対応済みのログドライバーを使います。',
    },
  },
  {
    match: 'com.amazonaws.ecs.capability.task-iam-role',
    source: agent,
    fix: {
      en: 'Set ECS_ENABLE_TASK_IAM_ROLE=true in the user data and replace the instances.',
      ja: 'ユーザーデータで ECS_ENABLE_TASK_IAM_ROLE=true を設定し、インスタンスを入れ替えます。',
    },
  },
  {
    match: 'com.amazonaws.ecs.capability.task-iam-role-network-host',
    source: agent,
    fix: {
      en: 'Set ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST=true in the user data and replace the instances, or leave network mode host.',
      ja: 'ユーザーデータで ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST=true を設定してインスタンスを入れ替えるか、ネットワークモード host をやめます。',
    },
  },
  {
    match: 'com.amazonaws.ecs.capability.privileged-container',
    source: agent,
    fix: {
      en: 'Take `privileged` out of the task definition, or set ECS_DISABLE_PRIVILEGED=false in the user data and replace the instances.',
      ja: 'タスク定義から `privileged` を外すか、ユーザーデータで ECS_DISABLE_PRIVILEGED=false を設定してインスタンスを入れ替えます。',
    },
  },
  {
    match: 'com.amazonaws.ecs.capability.selinux',
    source: agent,
    fix: {
      en: 'Set ECS_SELINUX_CAPABLE=true in the user data of an AMI with SELinux and replace the instances.',
      ja: 'SELinux 対応の AMI でユーザーデータに ECS_SELINUX_CAPABLE=true を設定し、インスタンスを入れ替えます。',
    },
  },
  {
    match: 'com.amazonaws.ecs.capability.apparmor',
    source: agent,
    fix: {
      en: 'Set ECS_APPARMOR_CAPABLE=true in the user data of an AMI with AppArmor and replace the instances.',
      ja: 'AppArmor 対応の AMI でユーザーデータに ECS_APPARMOR_CAPABLE=true を設定し、インスタンスを入れ替えます。',
    },
  },
  {
    match: 'ecs.capability.execution-role-awslogs',
    source: agent,
    fix: {
      en: 'Set ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true in the user data and replace the instances.',
      ja: 'ユーザーデータで ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true を設定し、インスタンスを入れ替えます。',
    },
  },
  {
    match: 'ecs.capability.docker-plugin.*',
    source: agent,
    fix: {
      en: 'Install the Docker volume plugin {part} in the user data, before the agent starts, and replace the instances.',
      ja: 'ユーザーデータでエージェントの起動前に Docker ボリュームプラグイン {part} をインストールし、インスタンスを入れ替えます。',
    },
  },
  {
    match: 'ecs.capability.task-cpu-mem-limit',
    source: agent,
    fix: {
      en: 'Set ECS_ENABLE_TASK_CPU_MEM_LIMIT=true in the user data and replace the instances, or give cpu and memory to the containers alone.',
      ja: 'ユーザーデータで ECS_ENABLE_TASK_CPU_MEM_LIMIT=true を設定してインスタンスを入れ替えるか、cpu と memory をコンテナにだけ指定します。',
    },
  },
  {
    match: 'ecs.capability.increased-task-cpu-limit',
    source: agent,
    fix: {
      en: 'Replace the instances with ones of a current ECS-optimized AMI where ECS_ENABLE_TASK_CPU_MEM_LIMIT is not false, or ask for at most 10 vCPUs.',
      ja: 'ECS_ENABLE_TASK_CPU_MEM_LIMIT が false でない最新の ECS 最適化 AMI のインスタンスに入れ替えるか、タスクの cpu を 10 vCPU 以下にします。',
    },
  },
  {
    match: 'ecs.capability.task-eni',
    source: agent,
    fix: {
      en: 'Set ECS_ENABLE_TASK_ENI=true in the user data and replace the instances. External instances cannot run tasks with awsvpc.',
      ja: 'ユーザーデータで ECS_ENABLE_TASK_ENI=true を設定し、インスタンスを入れ替えます。外部インスタンスでは awsvpc のタスクを実行できません。',
    },
  },
  {
    match: 'ecs.capability.task-eni-block-instance-metadata',
    source: agent,
    fix: {
      en: 'Set ECS_AWSVPC_BLOCK_IMDS=true in the user data and replace the instances.',
      ja: 'ユーザーデータで ECS_AWSVPC_BLOCK_IMDS=true を設定し、インスタンスを入れ替えます。',
    },
  },
  {
    match: 'ecs.capability.container-health-check',
    source: agent,
    fix: {
      en: 'Set ECS_DISABLE_DOCKER_HEALTH_CHECK=false in the user data and replace the instances, or take the health check out of the task definition.',
      ja: 'ユーザーデータで ECS_DISABLE_DOCKER_HEALTH_CHECK=false を設定してインスタンスを入れ替えるか、タスク定義からヘルスチェックを外します。',
    },
  },
  {
    match: 'ecs.capability.efsAuth',
    source: 'agent/app/agent_capability.go; efs-volumes',
    fix: {
      en: 'Set ECS_VOLUME_PLUGIN_CAPABILITIES=["efsAuth"] in the user data, with the volume plugin of ecs-init, and replace the instances.',
      ja: 'ecs-init のボリュームプラグインを入れ、ユーザーデータで ECS_VOLUME_PLUGIN_CAPABILITIES=["efsAuth"] を設定し、インスタンスを入れ替えます。',
    },
  },
  {
    match: 'ecs.capability.gmsa',
    source: agent,
    fix: {
      en: 'Join the instances to the domain, set ECS_GMSA_SUPPORTED=true in the user data and replace them.',
      ja: 'インスタンスをドメインに参加させ、ユーザーデータで ECS_GMSA_SUPPORTED=true を設定して入れ替えます。',
    },
  },
  {
    match: 'ecs.capability.fsxWindowsFileServer',
    source: agent,
    fix: {
      en: 'Set ECS_FSX_WINDOWS_FILE_SERVER_SUPPORTED=true in the user data of Windows instances and replace them.',
      ja: 'Windows インスタンスのユーザーデータで ECS_FSX_WINDOWS_FILE_SERVER_SUPPORTED=true を設定し、入れ替えます。',
    },
  },
  {
    match: 'ecs.capability.nvidia-driver-version.*',
    source: agent,
    fix: {
      en: 'Use the GPU variant of the ECS-optimized AMI with driver {part} and ECS_ENABLE_GPU_SUPPORT=true, and replace the instances.',
      ja: 'ドライバー {part} を含む GPU 版の ECS 最適化 AMI で ECS_ENABLE_GPU_SUPPORT=true を設定し、インスタンスを入れ替えます。',
    },
  },
  {
    match: 'ecs.awsvpc-trunk-id',
    source: 'container-instance-eni',
    fix: {
      en: 'Turn on the account setting awsvpcTrunking in this Region, then launch new Linux instances of a type that supports it.',
      ja: 'このリージョンでアカウント設定 awsvpcTrunking を有効にし、対応するタイプの Linux インスタンスを新しく起動します。',
    },
  },
  {
    match: 'ecs.cpu-architecture',
    source: 'task_definition_parameters (runtimePlatform)',
    fix: {
      en: 'Launch instances of the architecture of the image, or set runtimePlatform.cpuArchitecture to that of the instances and build the image for it.',
      ja: 'イメージと同じアーキテクチャのインスタンスを起動するか、runtimePlatform.cpuArchitecture をインスタンスに合わせてイメージを作り直します。',
    },
  },
  {
    match: 'ecs.os-*',
    source: 'task_definition_parameters (runtimePlatform)',
    fix: {
      en: 'Launch instances of the operating system of the task, or set runtimePlatform.operatingSystemFamily to that of the instances.',
      ja: 'タスクと同じ OS のインスタンスを起動するか、runtimePlatform.operatingSystemFamily をインスタンスに合わせます。',
    },
  },
];
