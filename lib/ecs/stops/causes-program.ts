import type { CauseRow } from './cause-row.ts';

/** Programs that cannot run: for another system, for a user that is not there, or not in the image at all. */
export const programCauses: readonly CauseRow[] = [
  {
    id: 'exec_format_os',
    stopCodes: 'any',
    where: 'either',
    // Windows containers must fit the version of the host; the last two are Docker's and hcsshim's words for it.
    match:
      "no matching manifest for windows ;; descriptor matching platform 'windows ;; cannot be used on this platform ;; is incompatible with a && host ;; container operating system does not match the host",
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'windows-considerations; microsoft/hcsshim: HCS_E_IMAGE_MISMATCH',
    title: { en: 'image is built for another operating system', ja: 'イメージの OS またはそのバージョンが不一致' },
    likely: {
      en: 'The image is for another operating system or another Windows Server version than the host; Windows containers run on the version they were built for.',
      ja: 'イメージの OS または Windows Server のバージョンがホストと異なります。Windows コンテナはビルド時と同じバージョンのホストで動きます。',
    },
    remedy: {
      any: {
        en: 'Build the image from the base image of that Windows version (such as ltsc2022), or set runtimePlatform.operatingSystemFamily, and on EC2 the AMI, to the version of the image.',
        ja: '該当バージョンのベースイメージ(ltsc2022 など)でビルドするか、runtimePlatform.operatingSystemFamily(EC2 では AMI も)をイメージのバージョンに合わせます。',
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
    id: 'start_user',
    stopCodes: 'any',
    where: 'either',
    match:
      'no users found ;; no matching entries in passwd file ;; no matching entries in group file ;; unable to find user ;; /etc/passwd: no such file',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'moby/sys/user: ErrNoPasswdEntries; containerd: oci.WithUser ("no users found")',
    title: {
      en: 'user of container {container} is not in the image',
      ja: 'コンテナ {container} の user がイメージにない',
    },
    likely: {
      en: 'user in the container definition, or USER in the Dockerfile, is not in /etc/passwd of the image.',
      ja: 'コンテナ定義の user または Dockerfile の USER が、イメージの /etc/passwd にありません。',
    },
    remedy: {
      any: {
        en: 'Use a numeric user id (such as 1000:1000), or add the user in the Dockerfile.',
        ja: '数値のユーザー ID(1000:1000 など)を使うか、Dockerfile でユーザーを追加します。',
      },
    },
  },
  {
    id: 'start_command',
    stopCodes: 'any',
    where: 'either',
    match:
      'executable file not found ;; unable to start container process: exec ;; container init: exec: ;; starting container process caused && exec:',
    unless: 'nvidia-container',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'opencontainers/runc: libcontainer/init_linux.go; cannot-start-container',
    title: {
      en: 'command of container {container} not found or not executable',
      ja: 'コンテナ {container} のコマンドがないか実行不可',
    },
    likely: {
      en: 'entryPoint or command names a file that is not in the image, is not executable, or whose first line names an interpreter that is missing (often Windows line ends).',
      ja: 'entryPoint・command のファイルがイメージにない、実行権限がない、または先頭行のインタープリターがありません(CRLF 改行のことも多くあります)。',
    },
    remedy: {
      any: {
        en: 'Run the image locally with the same entryPoint and command. In the task definition every argument is an element of its own; a shell line needs `sh -c`.',
        ja: '手元で同じ entryPoint・command を使ってイメージを実行します。タスク定義では引数を 1 つずつ要素に分け、シェルの書式には `sh -c` が必要です。',
      },
    },
  },
];
