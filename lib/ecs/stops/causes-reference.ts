import type { CauseRow } from './cause-row.ts';

/** An image whose platform does not fit. AWS lists it with the pull errors, but the image is there: see `exec_format`. */
const wrongPlatform =
  'descriptor matching platform ;; no matching manifest for ;; cannot be used on this platform ;; is incompatible with a';

/** Images that are called wrongly, are not there, or are not what the host can read; and pulls nobody else explains. */
export const referenceCauses: readonly CauseRow[] = [
  {
    id: 'pull_name',
    stopCodes: 'any',
    where: 'either',
    match:
      'invalid reference format ;; Container.image repository and registry should be valid ;; repository name must be lowercase',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'distribution/reference: ErrReferenceInvalidFormat, ErrNameContainsUppercase',
    title: { en: 'image name in the task definition is not valid', ja: 'タスク定義のイメージ名が不正' },
    likely: {
      en: '{image} is no name of an image: mostly a variable of the pipeline was empty, or a letter is upper case.',
      ja: '{image} はイメージ名として不正です。多くはパイプラインの変数が空か、大文字が含まれています。',
    },
    remedy: {
      any: {
        en: 'Register a revision with a whole image name (`registry/repository:tag` or `@sha256:…`) and deploy it.',
        ja: '完全なイメージ名(`registry/repository:tag` または `@sha256:…`)のリビジョンを登録し、デプロイします。',
      },
    },
  },
  {
    id: 'pull_format',
    stopCodes: 'any',
    where: 'either',
    match: 'no processor for media-type ;; manifest.v1+prettyjws ;; Docker Image Format v1',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'aws/aws-cdk#30258 (attestations); containerd 2.0 release notes (schema 1 is gone)',
    title: { en: 'image has a format the host cannot read', ja: 'ホストが対応していない形式のイメージ' },
    likely: {
      en: 'The image carries build attestations an old runtime takes for a layer, or is of the old schema 1, which new runtimes no longer read.',
      ja: '古いランタイムがビルドの attestation をレイヤーと誤認しているか、新しいランタイムが読めない旧形式(schema 1)のイメージです。',
    },
    remedy: {
      any: {
        en: 'Build the image again with a current Docker, without attestations (`docker buildx build --provenance=false --sbom=false`), push it and deploy.',
        ja: '最新の Docker で attestation なし(`docker buildx build --provenance=false --sbom=false`)でビルドし直し、push してデプロイします。',
      },
    },
  },
  {
    id: 'pull_no_image',
    stopCodes: 'any',
    where: 'either',
    // "name unknown", "not found", 404: ECR and Docker for an unknown repository or tag. What only says that a reference
    // could not be resolved does not say why: its end tells, and AWS may have cut it off.
    match:
      'Check whether the image exists ;; manifest unknown ;; pull access denied ;; name unknown ;; CannotPull && not found ;; CannotPull && does not exist ;; ^API error (404) ;; ^CannotPullContainerError: API error (404)',
    unless: wrongPlatform,
    failure: 'yes',
    severity: 'error',
    certainty: 'probable',
    about: 'container',
    source:
      'task_cannot_pull_image; stopped-tasks-error-messages-updates; deployment-type-ecs (image version stability)',
    title: { en: 'image not found in the registry', ja: 'イメージがレジストリに見つからない' },
    likely: {
      en: 'The repository, tag or digest of {image} does not exist or may not be read. ECS pins a tag to its digest per deployment, so an image deleted or overwritten later is missing, too.',
      ja: '{image} のリポジトリ・タグ・ダイジェストが存在しないか、読み取れません。ECS はデプロイごとにタグをダイジェストへ固定するため、後から削除・上書きしたイメージも見つからなくなります。',
    },
    remedy: {
      any: {
        en: 'Push the image, or deploy a tag that exists. If it was there before, look at the lifecycle policy of the repository. A private registry needs repositoryCredentials.',
        ja: 'イメージを push するか、存在するタグをデプロイします。以前は存在した場合、リポジトリのライフサイクルポリシーを確かめます。プライベートレジストリには repositoryCredentials が必要です。',
      },
    },
  },
  {
    id: 'pull_other',
    stopCodes: 'any',
    where: 'either',
    match: 'CannotPull ;; ^API error',
    unless: wrongPlatform,
    failure: 'yes',
    severity: 'error',
    certainty: 'probable',
    about: 'container',
    source: 'task_cannot_pull_image; aws/amazon-ecs-agent:agent/engine/errors.go',
    title: { en: 'image could not be pulled', ja: 'イメージを取得できず' },
    likely: { en: 'The registry or the runtime answered: {text}', ja: 'レジストリまたはランタイムの応答: {text}' },
    remedy: {
      any: {
        en: 'Compare image name, registry credentials and network path with a task that still starts. The runbook AWSSupport-TroubleshootECSTaskFailedToStart tests all three.',
        ja: 'イメージ名・レジストリの認証情報・ネットワーク経路を、起動できているタスクと比べます。ランブック AWSSupport-TroubleshootECSTaskFailedToStart で 3 点とも検査できます。',
      },
    },
  },
];
