import type { AdviceText } from '../text.ts';

/** Secrets and variables, and the role that reads them. */
export const secretTexts: readonly AdviceText[] = [
  {
    id: 'plain-secret',
    source: 'specifying-sensitive-data; security-tasks-containers',
    title: { en: 'secrets in the plain environment', ja: '環境変数に平文の秘密情報' },
    why: {
      en: '`{container}` has {names} in environment: whoever may describe the task definition can read it.',
      ja: '`{container}` の environment に {names} があり、タスク定義を参照できる人全員が読めます。',
    },
    fix: {
      en: 'Keep the value in Secrets Manager or Parameter Store, name it under secrets, and replace it: it has been seen.',
      ja: '値を Secrets Manager かパラメータストアに移して secrets で参照し、すでに見られた値は変更します。',
    },
  },
  {
    id: 'execution-role-missing',
    source: 'task_execution_IAM_role; API_RegisterTaskDefinition (executionRoleArn)',
    title: { en: 'no execution role', ja: 'タスク実行ロールがない' },
    why: {
      en: 'The task needs an execution role for {what}, and names none: ECS refuses it like this.',
      ja: '{what} のためにタスク実行ロールが必要ですが、指定がありません。このままでは登録が拒否されます。',
    },
    fix: {
      en: 'Set executionRoleArn to a role with AmazonECSTaskExecutionRolePolicy and the rights to read its secrets.',
      ja: 'AmazonECSTaskExecutionRolePolicy と secrets の読み取り権限を持つロールを executionRoleArn に指定します。',
    },
  },
  {
    id: 'secret-unreadable',
    source: 'IAM API_SimulatePrincipalPolicy; specifying-sensitive-data',
    title: { en: 'the execution role may not read a secret', ja: '実行ロールが secret を読めない' },
    why: {
      en: '`{container}`: {name} comes from {from}, and IAM says the execution role is denied {action}.',
      ja: '`{container}`: {name} の参照先 {from} への {action} が、実行ロールに許可されていません。',
    },
    fix: {
      en: 'Allow the execution role {action} on it (and kms:Decrypt where it has a key of its own).',
      ja: '実行ロールに {action} を許可します(独自の KMS キーの場合は kms:Decrypt も)。',
    },
  },
  {
    id: 'variable-removed',
    source: 'task_definition_parameters (environment, secrets)',
    title: { en: 'variables that the revision before had', ja: '前のリビジョンにあった変数がない' },
    why: {
      en: '`{container}` no longer gets {names}.',
      ja: '`{container}` に {names} が渡されなくなりました。',
    },
    fix: {
      en: 'If the program still asks for it, put it back before the deployment.',
      ja: 'プログラムがまだ参照する場合は、デプロイ前に戻します。',
    },
  },
];
