import type { CauseRow } from './cause-row.ts';

/** Volumes and roles of a task, and the resources nobody else explains. */
export const volumeCauses: readonly CauseRow[] = [
  {
    id: 'efs',
    stopCodes: 'any',
    where: 'either',
    // The last is ECS's own volume plug-in on EC2, which mounts EFS only.
    match:
      'failed to invoke EFS utils commands ;; unsuccessful EFS utils command execution ;; VolumeDriver.Create: mounting volume failed',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'task',
    source: 'resource-initialization-error; re:Post knowledge centre, fargate-unable-to-mount-efs',
    title: { en: 'EFS file system could not be mounted', ja: 'EFS をマウントできず' },
    likely: {
      en: 'The mount target cannot be reached on TCP 2049 or found by DNS, the access point does not exist, or IAM forbids the mount.',
      ja: 'マウントターゲットに TCP 2049 で到達できない、DNS で解決できない、アクセスポイントが存在しない、IAM が拒否している、のいずれかです。',
    },
    remedy: {
      any: {
        en: 'Allow TCP 2049 from the task in the security group of the mount targets, have a mount target in each Availability Zone used, and with IAM authorization grant the task role elasticfilesystem:ClientMount and ClientWrite.',
        ja: 'マウントターゲットのセキュリティグループでタスクからの TCP 2049 を許可し、使う各アベイラビリティーゾーンにマウントターゲットを置きます。IAM 認証を使うならタスクロールに elasticfilesystem:ClientMount と ClientWrite を付与します。',
      },
    },
  },
  {
    id: 'volume_format',
    stopCodes: 'any',
    where: 'either',
    match: 'timed out while configuring the EBS volume',
    failure: 'yes',
    severity: 'error',
    certainty: 'probable',
    about: 'task',
    source: 'troubleshoot-ebs-volumes-scenarios (file system format)',
    title: { en: 'EBS volume not ready in time', ja: 'EBS ボリュームの準備がタイムアウト' },
    likely: {
      en: 'Mostly the file system type does not fit: that of the snapshot, or one the operating system of the task does not know.',
      ja: '多くはファイルシステム形式の不一致です(スナップショットの形式と異なる、またはタスクの OS が対応していない)。',
    },
    remedy: {
      any: {
        en: 'Set filesystemType of the volume to that of the snapshot (xfs unless set). If it fits, EBS was slow: ECS tries again by itself.',
        ja: 'ボリュームの filesystemType をスナップショットの形式に合わせます(既定は xfs)。一致している場合は EBS 側の遅延で、ECS が自動で再試行します。',
      },
    },
  },
  {
    id: 'volume_copy',
    stopCodes: 'any',
    where: 'either',
    match: 'unable to copy contents to volume',
    failure: 'yes',
    severity: 'error',
    certainty: 'probable',
    about: 'task',
    source: 'bind-mounts (VOLUME); field: containers-roadmap#1425, #2599',
    title: {
      en: 'files of the image could not be copied into a volume',
      ja: 'イメージのファイルをボリュームにコピーできず',
    },
    likely: {
      en: 'Fargate copies what the image holds at a VOLUME path into the volume before the start. It did not end in time: many or large files, or a slow host.',
      ja: 'Fargate はイメージの VOLUME パスの内容を起動前にボリュームへコピーします。ファイルが多い・大きい、またはホストが遅く、時間内に終わりませんでした。',
    },
    remedy: {
      any: {
        en: 'Once: ECS tries again by itself. If it goes on: take paths nobody shares out of VOLUME in the Dockerfile, and large files out of those that stay.',
        ja: '一度だけなら ECS の再試行に任せます。続く場合は、共有しないパスを Dockerfile の VOLUME から外し、残す VOLUME には大きなファイルを置かないようにします。',
      },
      standalone: {
        en: 'Run the task again: nobody else will. If it goes on: take paths nobody shares out of VOLUME in the Dockerfile, and large files out of those that stay.',
        ja: 'タスクを再実行してください。自動では再試行されません。続く場合は、共有しないパスを Dockerfile の VOLUME から外し、残す VOLUME には大きなファイルを置かないようにします。',
      },
    },
  },
  {
    id: 'volume',
    stopCodes: 'any',
    where: 'either',
    match:
      'CannotCreateVolumeError ;; CannotInspectVolumeError ;; EBS volume ;; error looking up volume plugin ;; VolumeDriver.Mount',
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
  {
    id: 'resinit_other',
    stopCodes: 'any',
    where: 'either',
    match: 'ResourceInitializationError ;; resource cannot be initialized for task',
    // Fargate wraps errors of the runtime: "CannotStartContainerError: ResourceInitializationError: failed to create new
    // container runtime task: … executable file not found in $PATH". That is a container that does not start.
    unless:
      'CannotStartContainerError ;; CannotCreateContainerError ;; exec format error ;; container runtime task ;; ECS was unable to assume',
    failure: 'yes',
    severity: 'error',
    certainty: 'probable',
    about: 'task',
    source: 'resource-initialization-error; aws/amazon-ecs-agent',
    title: { en: 'a resource of the task could not be set up', ja: 'タスクのリソースを初期化できず' },
    likely: { en: 'AWS says: {text}', ja: 'AWS のメッセージ: {text}' },
    remedy: {
      any: {
        en: 'The text names the resource. Its rights belong to the task execution role; its network path starts in the subnet of the task.',
        ja: 'メッセージにリソース名があります。権限はタスク実行ロール、ネットワーク経路はタスクのサブネットから確かめます。',
      },
    },
  },
  {
    id: 'start_pass_role',
    stopCodes: 'any',
    where: 'task',
    match: 'not authorized to perform: iam:PassRole',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'task',
    source: 'managed-instances-instance-profile',
    title: { en: 'a role may not be passed to the instance or task', ja: 'ロールを渡す権限(iam:PassRole)がない' },
    likely: {
      en: 'Who starts the task, for Managed Instances the infrastructure role, may not pass the role the text names.',
      ja: 'タスクを起動する側(マネージドインスタンスではインフラストラクチャロール)に、メッセージのロールを渡す権限がありません。',
    },
    remedy: {
      any: {
        en: 'Grant it iam:PassRole on that role. The managed policy for Managed Instances covers only instance roles whose names begin with ecsInstanceRole.',
        ja: '起動する側に、そのロールへの iam:PassRole を付与します。マネージドインスタンス用のマネージドポリシーの対象は、名前が ecsInstanceRole で始まるインスタンスロールだけです。',
      },
    },
  },
  {
    id: 'assume_role',
    stopCodes: 'any',
    where: 'task',
    match: 'ECS was unable to assume the role ;; ECS was unable to assume the configured ECS Infrastructure Role',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'task',
    source: 'field reports; troubleshoot-ebs-volumes-scenarios',
    title: { en: 'ECS cannot assume a role of the task', ja: 'ECS がタスクのロールを引き受けられない' },
    likely: {
      en: 'The role named in the text was deleted, or its trust policy does not name ECS.',
      ja: 'メッセージに示されたロールが削除されたか、信頼ポリシーに ECS が含まれていません。',
    },
    remedy: {
      any: {
        en: 'Trust ecs-tasks.amazonaws.com in task and execution roles (ecs.amazonaws.com in the infrastructure role), or deploy a revision with a role that exists. A role made seconds ago needs a moment.',
        ja: 'タスクロールとタスク実行ロールの信頼ポリシーに ecs-tasks.amazonaws.com(インフラストラクチャロールは ecs.amazonaws.com)を入れるか、存在するロールのリビジョンをデプロイします。作成直後のロールは反映に少し時間がかかります。',
      },
    },
  },
];
