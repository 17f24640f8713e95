import { parseImageReference } from '../../image-reference.ts';
import type { AdviceFacts } from '../facts.ts';
import type { AdviceRule, Hit } from '../rule.ts';
import { missing } from '../rule.ts';
import { eachContainer, eachWithSettings, few, homeOf, inContainer, isForFargate } from './terms.ts';

/** Logs, images, limits. */
export const hygieneRules: readonly AdviceRule[] = [
  {
    id: 'no-log-configuration',
    severity: 'warning',
    makesDeploymentFail: false,
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
    check: (facts) =>
      eachWithSettings(facts, (container, { logDriver }) =>
        logDriver === undefined
          ? [{ ...inContainer(container, []), ...(!container.isEssential && { severity: 'info' as const }) }]
          : [],
      ),
  },
  {
    id: 'image-latest',
    severity: 'warning',
    makesDeploymentFail: false,
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
    check: (facts) =>
      eachContainer(facts, (container) => {
        const { tag, digest } = parseImageReference(container.image ?? '');
        const isMoving =
          container.image !== undefined && digest === undefined && (tag === undefined || tag === 'latest');
        return isMoving ? [inContainer(container, ['image'], { image: container.image })] : [];
      }),
  },
  {
    id: 'image-missing',
    severity: 'error',
    makesDeploymentFail: true,
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
    check: (facts) =>
      withImages(facts, (image, found) =>
        found.state === 'exists'
          ? undefined
          : { fills: { image: parseImageReference(image).repository + versionIn(image) } },
      ),
  },
  {
    id: 'image-architecture',
    severity: 'error',
    makesDeploymentFail: true,
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
    check: (facts) => {
      const { definition } = facts;
      // Only Fargate runs what the definition says; an instance has its own processor, and placement sees to it.
      if (definition !== undefined && homeOf(facts) !== 'fargate') return [];
      const wanted = definition?.placed.cpuArchitecture === 'arm64' ? 'arm64' : 'amd64';
      return withImages(facts, (_, { architectures }) =>
        architectures === undefined || architectures.length === 0 || architectures.includes(wanted)
          ? undefined
          : { fills: { architectures: few(architectures), wanted } },
      );
    },
  },
  {
    id: 'nofile-default',
    severity: 'info',
    makesDeploymentFail: false,
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
    check: (facts) =>
      eachWithSettings(facts, (container, { ulimits }) => {
        const isOnLinuxInstance =
          homeOf(facts) === 'instances' && !isForFargate(facts) && facts.definition?.isWindows === false;
        const isServer = container.ports.length > 0;
        return isOnLinuxInstance && isServer && !ulimits.includes('nofile') ? [inContainer(container, [])] : [];
      }),
  },
];

type Found = NonNullable<AdviceFacts['images']>[number];

/** Only images in ECR can be asked about; of the others nobody said anything. */
function withImages(facts: AdviceFacts, judge: (image: string, found: Found) => Hit | undefined) {
  const { images, definition } = facts;
  if (definition === undefined) return missing('taskDefinition');
  const ofEcr = definition.containers.filter(({ image = '' }) => parseImageReference(image).ecr !== undefined);
  if (ofEcr.length === 0) return [];
  if (images === undefined) return missing('images');
  return ofEcr.flatMap((container) => {
    const found = images.find(({ image }) => image === container.image);
    const hit = found && judge(found.image, found);
    return hit === undefined ? [] : [{ ...inContainer(container, ['image'], hit.fills) }];
  });
}

const versionIn = (image: string): string => {
  const { tag, digest } = parseImageReference(image);
  return digest === undefined ? `:${tag ?? 'latest'}` : `@${digest.slice(0, 19)}`;
};
