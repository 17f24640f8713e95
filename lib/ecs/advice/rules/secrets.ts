import { namedSecrets } from '../../../core/secret-patterns.ts';
import { parseImageReference } from '../../image-reference.ts';
import type { AdviceRule } from '../rule.ts';
import { missing } from '../rule.ts';
import { eachWithSettings, few, inContainer, inDefinition, isForFargate, ofDefinition } from './terms.ts';

/** Secrets and variables, and the role that reads them. */
export const secretRules: readonly AdviceRule[] = [
  {
    id: 'plain-secret',
    severity: 'warning',
    makesDeploymentFail: false,
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
    check: (facts) =>
      eachWithSettings(facts, (container, { environment }) => {
        const found = environment.findIndex((each) => each.looksSecret || isSecretName(each.name));
        if (found < 0) return [];
        const names = environment.filter((each) => each.looksSecret || isSecretName(each.name)).map(({ name }) => name);
        return [inContainer(container, ['environment', found], { names: few(names) })];
      }),
  },
  {
    id: 'execution-role-missing',
    // The role may still be given when it is registered: whoever refuses it then says so at once.
    severity: 'warning',
    makesDeploymentFail: true,
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
    check: (facts) =>
      ofDefinition(facts, ({ details, containers }) => {
        if (details === undefined) return missing('containerSettings');
        if (details.executionRole !== undefined) return [];
        const needs = containers.flatMap(({ image = '', details: settings }) => [
          ...((settings?.secrets.length ?? 0) > 0 ? ['secrets'] : []),
          ...(isForFargate(facts) && settings?.logDriver === 'awslogs' ? ['awslogs'] : []),
          ...(isForFargate(facts) && parseImageReference(image).ecr !== undefined ? ['ECR'] : []),
        ]);
        return needs.length === 0 ? [] : [inDefinition([], { what: few(needs) })];
      }),
  },
  {
    id: 'secret-unreadable',
    severity: 'error',
    makesDeploymentFail: true,
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
    check: (facts) => {
      const { permissions, definition } = facts;
      if (definition?.containers.every(({ details }) => details?.secrets.length === 0)) return [];
      if (definition !== undefined && permissions === undefined) return missing('permissions');
      // Names alone say nothing of where the secrets lie.
      if (definition?.containers.some(({ details }) => details?.secrets.some(({ from }) => from === '')) === true) {
        return missing('containerSettings');
      }
      return eachWithSettings(facts, (container, { secrets }) =>
        secrets.flatMap(({ name, from }, at) => {
          const denied = permissions?.find((each) => !each.isAllowed && isOf(each.resource, from));
          if (denied === undefined) return [];
          const fills = { name, from: shortName(from), action: denied.action };
          return [{ ...inContainer(container, ['secrets', at], fills), what: name }];
        }),
      );
    },
  },
  {
    id: 'variable-removed',
    severity: 'info',
    makesDeploymentFail: false,
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
    check: (facts) => {
      const { before } = facts;
      if (before === undefined) return missing('before');
      return eachWithSettings(facts, (container, { environment, secrets }) => {
        const old = before.containers.find(({ name }) => name === container.name)?.details;
        const now = new Set([...environment, ...secrets].map(({ name }) => name));
        const gone = [...(old?.environment ?? []), ...(old?.secrets ?? [])].flatMap(({ name }) =>
          now.has(name) ? [] : [name],
        );
        return gone.length === 0 ? [] : [inContainer(container, [], { names: few(gone) })];
      });
    },
  },
];

/** Names whose value says where a secret is, or how long it lives, rather than what it is. */
const aboutSecrets =
  /(?:_|-|^)(?:arn|name|names|id|ids|file|path|dir|url|uri|endpoint|host|region|prefix|header|type|ttl|expiry|expires?|expiration|lifetime|seconds|minutes|hours|days|length|size|count|enabled|version|provider|manager|store|policy|algorithm|issuer|audience|limit|cookie|key_id|publishable|public)(?:_?in)?$/i;

/** Read as the redaction of logs would read `NAME=value`, less what only points at a secret. */
function isSecretName(name: string): boolean {
  if (aboutSecrets.test(name) || /public/i.test(name) || /^(?:true|false)$/i.test(name)) return false;
  const assignment = `${name}=v4lue9x2`;
  return namedSecrets.some(({ id, pattern }) => id === 'assigned-value' && assignment.search(pattern) >= 0);
}

/** The simulator answers with ARNs; a parameter may be named by its name alone, and a secret's field by a suffix. */
function isOf(resource: string, from: string): boolean {
  if (from.startsWith('arn:')) return from === resource || from.startsWith(`${resource}:`);
  return resource.endsWith(`:parameter/${from.replace(/^\//, '')}`);
}

const shortName = (from: string): string => (from.startsWith('arn:') ? from.split(':').slice(5).join(':') : from);
