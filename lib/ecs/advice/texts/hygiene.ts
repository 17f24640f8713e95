import type { AdviceText } from '../text.ts';

/** Logs, images, limits. */
export const hygieneTexts: readonly AdviceText[] = [
  {
    id: 'no-log-configuration',
    source: 'API_ContainerDefinition (logConfiguration); using_awslogs',
    title: { en: 'a container without logs', ja: 'ログ設定のないコンテナ' },
    why: {
      en: '`{container}` has no logConfiguration: when it stops, what it wrote goes with it.',
      ja: '`{container}` に logConfiguration がなく、停止すると出力が失われます。',
    },
    fix: {
      en: 'Give it a logConfiguration, for example awslogs with a group of its own.',
      ja: 'logConfiguration を設定します(専用のロググループを使う awslogs など)。',
    },
  },
  {
    id: 'image-latest',
    source: 'AmazonECS developer guide, deployment-type-ecs (container image resolution)',
    title: { en: 'image tag `latest`', ja: 'イメージタグ `latest`' },
    why: {
      en: '`{container}` runs {image}, whose tag names no version: a roll-back brings back the same tag, not the same program.',
      ja: '`{container}` のイメージ {image} はバージョンを特定できず、ロールバックしても同じプログラムに戻るとは限りません。',
    },
    fix: {
      en: 'Use a tag that is never moved, or a digest.',
      ja: '付け替えないタグか、ダイジェストを使います。',
    },
  },
  {
    id: 'image-missing',
    source: 'task_cannot_pull_image; AmazonECR API_DescribeImages',
    title: { en: 'the image is not in its registry', ja: 'イメージがレジストリにない' },
    why: {
      en: '`{container}`: ECR has no {image}.',
      ja: '`{container}`: ECR に {image} がありません。',
    },
    fix: {
      en: 'Push the image first, or correct repository and tag.',
      ja: '先にイメージを push するか、リポジトリとタグを直します。',
    },
  },
  {
    id: 'image-architecture',
    source: 'task_definition_parameters (runtimePlatform); AmazonECR API_BatchGetImage',
    title: { en: 'the image is built for another processor', ja: 'イメージの CPU アーキテクチャ違い' },
    why: {
      en: '`{container}`: the image has {architectures}, and the task runs on {wanted}.',
      ja: '`{container}`: イメージは {architectures} 用ですが、タスクは {wanted} で動きます。',
    },
    fix: {
      en: 'Build the image for {wanted} as well, or set runtimePlatform.cpuArchitecture to what it has.',
      ja: '{wanted} 用にもビルドするか、runtimePlatform.cpuArchitecture をイメージに合わせます。',
    },
  },
  {
    id: 'nofile-default',
    // The Docker package of Amazon Linux: 1024:4096 before 2021, 32768:65536 since (OPTIONS in /etc/sysconfig/docker).
    source: 'API_Ulimit (Fargate: 65535); Docker of Amazon Linux, /etc/sysconfig/docker',
    title: { en: 'a server with the default number of open files', ja: 'サーバーの nofile が既定値のまま' },
    why: {
      en: '`{container}` takes connections, and how many files it may open depends on the AMI: 1024 on old ones.',
      ja: '`{container}` は接続を受けますが、開けるファイル数が AMI まかせで、古いものでは 1024 です。',
    },
    fix: {
      en: 'Set ulimits: nofile to what it needs, such as 65536.',
      ja: 'ulimits に nofile を必要な値(例: 65536)で設定します。',
    },
  },
];
