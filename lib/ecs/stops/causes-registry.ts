import type { CauseRow } from './cause-row.ts';

const networkRemedy = {
  any: {
    en: 'Give the subnet a way to the registry: a NAT gateway, or for ECR the endpoints ecr.api, ecr.dkr and an S3 gateway endpoint. Allow TCP 443 outward in the security group. The runbook AWSSupport-TroubleshootECSTaskFailedToStart tests all of it.',
    ja: 'サブネットからレジストリへの経路を用意します。NAT ゲートウェイ、または ECR なら ecr.api・ecr.dkr のエンドポイントと S3 ゲートウェイエンドポイントです。セキュリティグループで TCP 443 の送信を許可します。ランブック AWSSupport-TroubleshootECSTaskFailedToStart で一通り検査できます。',
  },
  fargate: {
    en: 'In a public subnet set assignPublicIp to ENABLED; in a private one give it a NAT gateway, or for ECR the endpoints ecr.api, ecr.dkr and an S3 gateway endpoint. Allow TCP 443 outward in the security group of the task.',
    ja: 'パブリックサブネットでは assignPublicIp を ENABLED にします。プライベートサブネットでは NAT ゲートウェイ、または ECR 用に ecr.api・ecr.dkr のエンドポイントと S3 ゲートウェイエンドポイントを用意します。タスクのセキュリティグループで TCP 443 の送信を許可します。',
  },
  ec2: {
    en: 'The instance pulls the image, so its subnet needs the way to the registry: a NAT gateway, or for ECR the endpoints ecr.api, ecr.dkr and an S3 gateway endpoint, and TCP 443 outward in the security group of the instance.',
    ja: 'イメージはインスタンスが取得します。インスタンスのサブネットに NAT ゲートウェイ、または ECR 用に ecr.api・ecr.dkr のエンドポイントと S3 ゲートウェイエンドポイントを用意し、インスタンスのセキュリティグループで TCP 443 の送信を許可します。',
  },
};

/** What the registry, or the way to it, answers to a pull. After the rights and limits of `imageCauses`. */
export const registryCauses: readonly CauseRow[] = [
  {
    id: 'pull_registry_down',
    stopCodes: 'any',
    where: 'either',
    // ServerException is ECR's own fault (ECR API reference, CommonErrors).
    match:
      'CannotPull && 500 Internal Server Error ;; CannotPull && 502 Bad Gateway ;; CannotPull && 503 Service Unavailable ;; CannotPull && 504 Gateway ;; CannotPull && unexpected HTTP status: 5 ;; CannotPull && ServerException',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    transient: true,
    source: 'containerd: core/remotes/docker (unexpected status); moby: "received unexpected HTTP status"',
    title: { en: 'image registry answers with a server error', ja: 'イメージレジストリがサーバーエラーを応答' },
    likely: {
      en: 'The registry was reached and failed on its side: an outage, or a proxy in front of it.',
      ja: 'レジストリには到達しましたが、レジストリ側(または手前のプロキシ)でエラーが起きています。',
    },
    remedy: {
      any: {
        en: 'ECS tries again by itself; the status page of the registry says how long it may take. An ECR pull-through cache keeps images at hand when another registry is down.',
        ja: 'ECS が自動で再試行します。復旧の見込みはレジストリのステータスページで分かります。ECR のプルスルーキャッシュを使うと、外部レジストリの障害時も取得済みのイメージを使えます。',
      },
      standalone: {
        en: 'Run the task again when the registry works: nobody else will. Its status page says how long it may take.',
        ja: 'レジストリの復旧後にタスクを再実行してください。自動では再試行されません。復旧の見込みはレジストリのステータスページで分かります。',
      },
    },
  },
  {
    id: 'pull_tls',
    stopCodes: 'any',
    where: 'either',
    // With the colon before, an image called "tls" or "x509" is none of them.
    match: 'CannotPull && : x509: ;; CannotPull && : tls: ;; CannotPull && server gave HTTP response to HTTPS client',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'Go: crypto/x509 and crypto/tls errors; net/http: ErrSchemeMismatch',
    title: {
      en: 'no trusted HTTPS connection to the image registry',
      ja: 'レジストリと信頼できる HTTPS 接続を確立できず',
    },
    likely: {
      en: 'The registry, or a proxy in between, shows a certificate the host does not trust or that has expired, or speaks plain HTTP.',
      ja: 'レジストリまたは途中のプロキシの証明書が、ホストに信頼されていないか期限切れです。レジストリが HTTP のみの場合もあります。',
    },
    remedy: {
      any: {
        en: 'Give the registry a certificate of a public authority, take it out of the TLS inspection of the proxy, or copy the image to ECR. Fargate trusts public authorities only.',
        ja: 'レジストリに公的認証局の証明書を設定する、プロキシの TLS 検査から除外する、またはイメージを ECR にコピーします。Fargate が信頼するのは公的認証局のみです。',
      },
      ec2: {
        en: 'Give the registry a certificate of a public authority, take it out of the TLS inspection of the proxy, or put your own authority into the AMI of the instances.',
        ja: 'レジストリに公的認証局の証明書を設定する、プロキシの TLS 検査から除外する、または自前の認証局の証明書をインスタンスの AMI に入れます。',
      },
    },
  },
  {
    id: 'pull_network',
    stopCodes: 'any',
    where: 'either',
    // A registry that hangs up says only EOF. The last three are the same errors without the name of the error, as the guide's headings show them.
    match:
      'CannotPull && {NET} ;; The task cannot pull && Amazon ECR repository && connection issue ;; cannot pull && from the registry && connection issue ;; cannot pull the image && Check your network configuration ;; cannot pull the image && Check your task network configuration ;; CannotPull && context canceled ;; CannotPull && unexpected EOF ;; CannotPull && /v2/ && : EOF ;; ^API error && {NET} ;; ^Error response from daemon: Get && {NET} ;; Could not reach any registry endpoint',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'task_cannot_pull_image; verify-connectivity; stopped-tasks-error-messages-updates',
    title: { en: 'image registry unreachable', ja: 'イメージレジストリに到達できず' },
    likely: {
      en: 'There is no way from the task or its host to the registry: no NAT gateway or endpoint, no public address, a closed security group, or DNS.',
      ja: 'タスクまたはホストからレジストリへの経路がありません。NAT ゲートウェイやエンドポイントの不足、パブリック IP なし、セキュリティグループの遮断、DNS の問題が考えられます。',
    },
    remedy: networkRemedy,
  },
  {
    id: 'pull_login',
    stopCodes: 'any',
    where: 'either',
    match:
      'CannotPull && unauthorized ;; CannotPull && failed to authorize ;; CannotPull && authentication required ;; CannotPullContainerAuthError ;; CannotPull && denied: denied ;; CannotPull && requested access to the resource is denied ;; CannotPull && denied: access forbidden',
    unless:
      'repository does not exist ;; manifest unknown ;; name unknown ;; Check whether the image exists ;; no basic auth credentials',
    failure: 'yes',
    severity: 'error',
    certainty: 'probable',
    about: 'container',
    source:
      'containerd: core/remotes/docker/auth; private-auth; field: ghcr.io answers 403 or "denied" without a login',
    title: { en: 'login to the image registry failed', ja: 'イメージレジストリへのログインに失敗' },
    likely: {
      en: 'The container has no repositoryCredentials, or wrong or expired ones. Some registries (ghcr.io, Docker Hub) answer the same for an image that does not exist.',
      ja: 'コンテナに repositoryCredentials がないか、認証情報の誤り・期限切れです。存在しないイメージに同じ応答を返すレジストリもあります(ghcr.io、Docker Hub など)。',
    },
    remedy: {
      any: {
        en: 'Put valid credentials (JSON with username and password) into the secret of repositoryCredentials; the execution role needs secretsmanager:GetSecretValue on it. If the image is public, its name is probably wrong.',
        ja: 'repositoryCredentials のシークレットに有効な認証情報(username と password の JSON)を入れます。タスク実行ロールに secretsmanager:GetSecretValue が必要です。公開イメージなら名前の誤りが疑われます。',
      },
    },
  },
  {
    id: 'pull_key',
    stopCodes: 'any',
    where: 'either',
    match: 'CannotPull && KMSException ;; CannotPull && ciphertext refers to',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'ECR API reference, KmsException; ECR user guide, encryption-at-rest',
    title: { en: 'KMS key of the image repository cannot be used', ja: 'リポジトリの KMS キーを使用できず' },
    likely: {
      en: 'The key that encrypts the repository is disabled, waits for deletion, or its grant to ECR was revoked.',
      ja: 'リポジトリを暗号化している KMS キーが無効・削除待ち、または ECR への許可(グラント)が取り消されています。',
    },
    remedy: {
      any: {
        en: 'Enable the key again, or cancel its deletion. Where that is not possible, push the image to a repository with another key and deploy that.',
        ja: 'キーを有効に戻すか、削除を取り消します。戻せない場合は、別のキーのリポジトリに push してデプロイします。',
      },
    },
  },
  {
    id: 'pull_layers',
    stopCodes: 'any',
    where: 'either',
    match: 'failed to copy && failed open ;; panic: runtime error: invalid memory address ;; error pulling image conf',
    unless: '404 Not Found',
    failure: 'yes',
    severity: 'error',
    certainty: 'probable',
    about: 'container',
    source: 'task_cannot_pull_image (httpReaderSeeker); aws/aws-xray-daemon#146',
    title: { en: 'image layers could not be downloaded', ja: 'イメージレイヤーを取得できず' },
    likely: {
      en: 'The manifest was read, the layers were not. ECR keeps layers in S3, so mostly the way to S3 is missing; with other registries it may be a rate limit.',
      ja: 'マニフェストは読めましたが、レイヤーを取得できませんでした。ECR のレイヤーは S3 にあるため、多くは S3 への経路の不足です。他のレジストリではレート制限の場合もあります。',
    },
    remedy: {
      any: {
        en: 'Add an S3 gateway endpoint to the route tables of the subnets (its policy must allow the ECR layer bucket prod-REGION-starport-layer-bucket) or a NAT gateway, and allow TCP 443 to S3 in the security group.',
        ja: 'サブネットのルートテーブルに S3 ゲートウェイエンドポイント(ポリシーで ECR のレイヤーバケット prod-REGION-starport-layer-bucket を許可)または NAT ゲートウェイを追加し、セキュリティグループで S3 への TCP 443 を許可します。',
      },
    },
  },
];
