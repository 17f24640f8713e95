import type { CauseRow } from './cause-row.ts';

/** Texts of the log driver: a log group may be called anything, "secret-service" too. */
const aboutLogs = 'logger args ;; logging driver ;; Cloudwatch log';

/** Secrets and registry logins a task needs before its containers start. */
export const secretCauses: readonly CauseRow[] = [
  {
    id: 'secrets_network',
    stopCodes: 'any',
    where: 'either',
    match:
      'unable to pull secrets or registry auth && {NET} ;; cannot pull registry auth ;; cannot pull secrets from && network ;; cannot pull secrets from && connection issue ;; unable to retrieve secret && {NET} ;; unable to retrieve ecr registry auth && {NET} ;; Fetching secret data && {NET}',
    unless: 'AccessDenied ;; not authorized to perform ;; ResourceNotFoundException',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source:
      'resource-initialization-error; verify-connectivity; aws/amazon-ecs-agent:agent/taskresource/ssmsecret/ssmsecret.go',
    title: {
      en: 'secrets or registry login unreachable from the subnet',
      ja: 'シークレットまたはレジストリ認証に到達できず',
    },
    likely: {
      en: 'There is no way from the task to ECR, Secrets Manager or Systems Manager: no NAT gateway, no endpoint, or a closed security group.',
      ja: 'タスクから ECR・Secrets Manager・Systems Manager への経路がありません。NAT ゲートウェイやエンドポイントの不足、セキュリティグループの遮断が考えられます。',
    },
    remedy: {
      any: {
        en: 'Add a NAT gateway, or the interface endpoints ecr.api, secretsmanager, ssm and kms as far as they are used, and allow TCP 443 from the task in the security group of the endpoints. The runbook AWSSupport-TroubleshootECSTaskFailedToStart tests all of it.',
        ja: 'NAT ゲートウェイ、または使っている分のインターフェイスエンドポイント(ecr.api・secretsmanager・ssm・kms)を追加し、エンドポイントのセキュリティグループでタスクからの TCP 443 を許可します。ランブック AWSSupport-TroubleshootECSTaskFailedToStart で一通り検査できます。',
      },
    },
  },
  {
    id: 'secrets_denied',
    stopCodes: 'any',
    where: 'either',
    match:
      'unable to pull secrets or registry auth && AccessDenied ;; unable to pull secrets or registry auth && not authorized ;; unable to retrieve secret && AccessDenied ;; Fetching secret data && AccessDenied ;; Fetching secret data && not authorized ;; not authorized to perform: secretsmanager ;; not authorized to perform: ssm ;; unable to pull secrets or registry auth && Access to KMS is not allowed ;; Fetching secret data && Access to KMS is not allowed',
    unless: 'env file ;; environment variable file',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'resource-initialization-error; task_execution_IAM_role',
    title: {
      en: 'reading a secret denied: the execution role lacks rights',
      ja: 'シークレットの読み取りを拒否(タスク実行ロールの権限不足)',
    },
    likely: {
      en: 'The task execution role (not the task role) may not read the secret or parameter, or not use the KMS key it is encrypted with.',
      ja: 'タスク実行ロール(タスクロールではありません)に、シークレットやパラメータの読み取り権限、または暗号化に使った KMS キーの使用権限がありません。',
    },
    remedy: {
      any: {
        en: 'Grant the task execution role secretsmanager:GetSecretValue (Secrets Manager) or ssm:GetParameters (Parameter Store) on that ARN, and kms:Decrypt on the key if it is a customer managed one. This is the same on Fargate and EC2.',
        ja: 'タスク実行ロールに、該当 ARN への secretsmanager:GetSecretValue(Secrets Manager)または ssm:GetParameters(Parameter Store)を、カスタマーマネージドキーなら kms:Decrypt も付与します。Fargate・EC2 とも同じです。',
      },
    },
  },
  {
    id: 'secrets_json',
    stopCodes: 'any',
    where: 'either',
    // What Go's encoding/json says of a value that is no JSON, where valueFrom names a key of it.
    match:
      'unable to retrieve secret && : invalid character ;; registry auth && : invalid character ;; Fetching secret data && : invalid character ;; unable to retrieve secret && unexpected end of JSON input',
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source: 'aws/amazon-ecs-agent:agent/asm/asm.go; field: rileydakota/valheim-ecs-fargate-cdk#9',
    title: { en: 'value of a secret is not valid JSON', ja: 'シークレットの値が正しい JSON でない' },
    likely: {
      en: 'valueFrom asks for a JSON key of the secret, or repositoryCredentials reads it, but its value is plain text or was stored with wrong quotes.',
      ja: 'valueFrom の JSON キー指定または repositoryCredentials で参照されていますが、値が平文か、引用符を誤って保存された JSON です。',
    },
    remedy: {
      any: {
        en: 'Store the value again as a JSON object with keys and values in straight double quotes, or leave the key out of valueFrom to get the whole value.',
        ja: 'キーと値を半角の二重引用符で囲んだ JSON オブジェクトとして保存し直すか、valueFrom からキーを外して値全体を受け取ります。',
      },
    },
  },
  {
    id: 'secrets_arn',
    stopCodes: 'any',
    where: 'either',
    // "invalid parameters": GetParameters of a name that does not exist; the other two are about valueFrom itself
    // (aws/amazon-ecs-agent: agent/ssm, agent/asm; Fargate says "invalid ssm parameters").
    match:
      "can't retrieve the secret with ARN ;; secret && ResourceNotFoundException ;; Fetching secret data && invalid parameters ;; unable to retrieve secret && invalid parameters ;; invalid ssm parameters ;; ParameterNotFound ;; did not contain json key ;; unexpected ARN format ;; unable to retrieve secret && marked for deletion ;; unable to retrieve secret && ValidationException",
    unless: aboutLogs,
    failure: 'yes',
    severity: 'error',
    certainty: 'certain',
    about: 'container',
    source:
      'resource-not-found-error; resource-initialization-error; Systems Manager and Secrets Manager API references (ValidationException)',
    title: {
      en: 'secret or parameter not found (valueFrom)',
      ja: 'シークレットまたはパラメータが見つからない(valueFrom)',
    },
    likely: {
      en: 'valueFrom in the task definition names a secret, parameter, version or JSON key that does not exist in that Region.',
      ja: 'タスク定義の valueFrom が、そのリージョンに存在しないシークレット・パラメータ・バージョン・JSON キーを指しています。',
    },
    remedy: {
      any: {
        en: 'Correct valueFrom (whole ARN, Region, JSON key) in a new revision, or restore or create the secret and give it a value.',
        ja: '新しいリビジョンで valueFrom(完全な ARN・リージョン・JSON キー)を直すか、シークレットを復元または作成して値を入れます。',
      },
    },
  },
  {
    id: 'secrets_other',
    stopCodes: 'any',
    where: 'either',
    match:
      'unable to pull secrets or registry auth ;; unable to retrieve secret ;; Fetching secret data ;; unable to pull secrets',
    unless: aboutLogs,
    failure: 'yes',
    severity: 'error',
    certainty: 'probable',
    about: 'container',
    source: 'resource-initialization-error',
    title: { en: 'secrets or registry login could not be read', ja: 'シークレットまたはレジストリ認証を取得できず' },
    likely: {
      en: 'AWS cut the text before the reason. It is either the network path to ECR, Secrets Manager or Systems Manager, or a right the task execution role lacks.',
      ja: 'AWS のメッセージが理由の前で切れています。ECR・Secrets Manager・Systems Manager への経路か、タスク実行ロールの権限のどちらかです。',
    },
    remedy: {
      any: {
        en: 'First the network path (NAT gateway or endpoints, TCP 443), then the task execution role: ecr:GetAuthorizationToken, secretsmanager:GetSecretValue, ssm:GetParameters, kms:Decrypt.',
        ja: 'まずネットワーク経路(NAT ゲートウェイまたはエンドポイント、TCP 443)、次にタスク実行ロールの ecr:GetAuthorizationToken・secretsmanager:GetSecretValue・ssm:GetParameters・kms:Decrypt を確かめます。',
      },
    },
  },
];
