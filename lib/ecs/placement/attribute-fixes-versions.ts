import type { AttributeFix } from './attribute-fix.ts';

const source = 'agent/app/agent_capability.go';

/** Attributes that come with a version of the agent, or with what a current ECS-optimized AMI brings along. */
export const agentVersionFixes: readonly AttributeFix[] = [
  {
    match: 'ecs.capability.execute-command',
    source: `${source}; ecs-exec`,
    fix: {
      en: 'Replace the instances with ones of a current ECS-optimized AMI, which brings the binaries of ECS Exec, or turn off enableExecuteCommand.',
      ja: 'ECS Exec のバイナリを含む最新の ECS 最適化 AMI のインスタンスに入れ替えるか、enableExecuteCommand を無効にします。',
    },
  },
  {
    match: 'ecs.capability.service-connect-v1',
    source: `${source}; service-connect`,
    fix: {
      en: 'Replace the instances with ones of a current ECS-optimized AMI, which brings the Service Connect agent. External instances cannot run it.',
      ja: 'Service Connect エージェントを含む最新の ECS 最適化 AMI のインスタンスに入れ替えます。外部インスタンスでは利用できません。',
    },
  },
  {
    match: 'ecs.capability.storage.ebs-task-volume-attach',
    source: `${source}; ebs-volumes`,
    fix: {
      en: 'Replace the instances with ones of a current ECS-optimized AMI, which brings the EBS driver. External instances cannot attach EBS volumes.',
      ja: 'EBS ドライバーを含む最新の ECS 最適化 AMI のインスタンスに入れ替えます。外部インスタンスでは EBS ボリュームを使えません。',
    },
  },
  {
    match: 'ecs.capability.fault-injection',
    source: `${source}; fault-injection`,
    fix: {
      en: 'Replace the instances with ones of a current ECS-optimized AMI, which brings the network tools, or turn off enableFaultInjection.',
      ja: 'ネットワークツールを含む最新の ECS 最適化 AMI のインスタンスに入れ替えるか、enableFaultInjection を無効にします。',
    },
  },
  {
    match: 'ecs.capability.task-eni-trunking',
    source,
    fix: {
      en: 'Replace the instances with Linux ones of a current ECS-optimized AMI and of a type that supports awsvpcTrunking.',
      ja: 'awsvpcTrunking に対応するタイプで、最新の ECS 最適化 AMI の Linux インスタンスに入れ替えます。',
    },
  },
  {
    match: 'ecs.capability.private-registry-authentication.secretsmanager',
    source,
    fix: {
      en: 'Replace the instances with ones of a current ECS-optimized AMI: the agent needs version 1.19.0 for registry credentials.',
      ja: '最新の ECS 最適化 AMI のインスタンスに入れ替えます。プライベートレジストリ認証にはエージェント 1.19.0 以降が必要です。',
    },
  },
  {
    match: 'ecs.capability.secrets.ssm.environment-variables',
    source,
    fix: {
      en: 'Replace the instances with ones of a current ECS-optimized AMI: the agent needs version 1.22.0 for secrets of Parameter Store.',
      ja: '最新の ECS 最適化 AMI のインスタンスに入れ替えます。パラメータストアのシークレットにはエージェント 1.22.0 以降が必要です。',
    },
  },
  {
    match: 'ecs.capability.secrets.asm.environment-variables',
    source,
    fix: {
      en: 'Replace the instances with ones of a current ECS-optimized AMI: the agent needs version 1.23.0 for secrets of Secrets Manager.',
      ja: '最新の ECS 最適化 AMI のインスタンスに入れ替えます。Secrets Manager のシークレットにはエージェント 1.23.0 以降が必要です。',
    },
  },
  {
    match: 'ecs.capability.secrets.*',
    source,
    fix: {
      en: 'Replace the instances with ones of a current ECS-optimized AMI: the agent needs version 1.27.0 for secrets of log drivers.',
      ja: '最新の ECS 最適化 AMI のインスタンスに入れ替えます。ログドライバーのシークレットにはエージェント 1.27.0 以降が必要です。',
    },
  },
  {
    match: 'ecs.capability.env-files.s3',
    source,
    fix: {
      en: 'Replace the instances with ones of a current ECS-optimized AMI: the agent needs version 1.39.0 for environmentFiles.',
      ja: '最新の ECS 最適化 AMI のインスタンスに入れ替えます。environmentFiles にはエージェント 1.39.0 以降が必要です。',
    },
  },
  {
    match: 'com.amazonaws.ecs.capability.docker-remote-api.*',
    source,
    fix: {
      en: 'Replace the instances with ones of a current ECS-optimized AMI: the task needs Docker API {part}.',
      ja: '最新の ECS 最適化 AMI のインスタンスに入れ替えます。タスクには Docker API {part} が必要です。',
    },
  },
];
