import { agentReleasesSource, hostSystems } from '../host-versions.ts';
import type { AdviceText } from '../text.ts';

/** What tasks run on: platform versions, agents, AMIs. */
export const platformTexts: readonly AdviceText[] = [
  {
    id: 'platform-retired',
    source: 'platform-versions-retired',
    title: { en: 'Fargate platform version is retired', ja: 'Fargate プラットフォームバージョンが廃止済み' },
    why: {
      en: 'Fargate starts no more tasks on platform version {version}.',
      ja: 'Fargate はプラットフォームバージョン {version} で新しいタスクを起動しません。',
    },
    fix: { en: 'Set platformVersion to LATEST or 1.4.0.', ja: 'platformVersion を LATEST か 1.4.0 にします。' },
  },
  {
    id: 'efs-version',
    source: 'efs-volumes; API_EFSVolumeConfiguration',
    title: { en: 'EFS on what does not support it', ja: 'EFS 非対応の環境' },
    why: {
      en: 'EFS volumes need {wanted}; here it is {has}.',
      ja: 'EFS ボリュームには {wanted} が必要ですが、{has} です。',
    },
    fix: {
      en: 'Move to it, or keep the data somewhere else.',
      ja: '対応する環境に移すか、別の保存先を使います。',
    },
  },
  {
    id: 'agent-outdated',
    source: agentReleasesSource,
    title: { en: 'agents more than a year old', ja: '1 年以上前のエージェント' },
    why: {
      en: 'Of {count} instances {old} run an agent older than {version} of {on}: {versions}.',
      ja: '{count} 台中 {old} 台のエージェントが {version}({on})より古いバージョンです: {versions}。',
    },
    fix: {
      en: 'Replace the instances with ones of a current ECS-optimized AMI.',
      ja: '最新の ECS 最適化 AMI のインスタンスに入れ替えます。',
    },
  },
  {
    id: 'ami-outdated',
    source: hostSystems.map(({ source }) => source).join('; '),
    title: { en: 'an AMI that gets no more fixes, or is old', ja: 'サポート終了または古い AMI' },
    why: { en: 'Instances run {ami}: {what}.', ja: 'インスタンスの AMI {ami}: {what}。' },
    fix: {
      en: 'Launch instances of the current Amazon Linux 2023 ECS-optimized AMI, and drain these.',
      ja: '最新の Amazon Linux 2023 ECS 最適化 AMI で起動し、古いインスタンスをドレインします。',
    },
  },
];
