import { teamAddress } from '../../alert/policy.ts';
import type { Receiver, Team } from '../../alert/policy.ts';
import type { Destination } from '../../core/delivery.ts';
import type { Configuration } from './schema.ts';

type WrittenReceiver = Configuration['receivers'][string];
type WrittenTeam = NonNullable<Configuration['teams']>[string];

/** The stack a configuration is for: what turns a topic's name into its ARN. */
export type Stack = {
  readonly account: string;
  readonly region: string;
  /** Told when every receiver failed. */
  readonly alarmTopicArn?: string;
};

export const defaultTokenParameter = '/watchkeeper/slack-token';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** A topic's ARN; `{team}` stays. */
function topicArn(name: string, { account, region }: Stack): string {
  if (name.startsWith('arn:') || name === teamAddress) return name;
  return `arn:${partitionOf(region)}:sns:${region}:${account}:${name}`;
}

export function receiverOf(name: string, written: WrittenReceiver, stack: Stack): Receiver {
  const destination = destinationOf(written, stack);
  if (!destination) throw new Error(`receiver ${name} has no destination: it was not checked`);
  return { name, destination };
}

function destinationOf(written: WrittenReceiver, stack: Stack): Destination | undefined {
  const { slack, slackWebhook, amazonQ, sns, pagerduty, webhook, secret } = written;
  const mention = written.mention === undefined ? {} : { mention: written.mention };
  if (slack !== undefined) {
    return { type: 'slack', channel: slack, tokenParameter: written.token ?? defaultTokenParameter, ...mention };
  }
  if (slackWebhook !== undefined) return { type: 'slack-webhook', urlParameter: slackWebhook, ...mention };
  if (amazonQ !== undefined) return { type: 'amazon-q', topicArn: topicArn(amazonQ, stack) };
  if (sns !== undefined) return { type: 'sns', topicArn: topicArn(sns, stack) };
  if (pagerduty !== undefined) return { type: 'pagerduty', keyParameter: pagerduty };
  if (webhook === undefined) return undefined;
  return { type: 'webhook', urlParameter: webhook, ...(secret !== undefined && { secretParameter: secret }) };
}

export function teamOf(name: string, written: WrittenTeam, stack: Stack): Team {
  const { slack, slackWebhook, amazonQ, sns, pagerduty, mention, repo, runbook } = written;
  return {
    name,
    addresses: {
      ...(slack !== undefined && { slack }),
      ...(slackWebhook !== undefined && { 'slack-webhook': slackWebhook }),
      ...(amazonQ !== undefined && { 'amazon-q': topicArn(amazonQ, stack) }),
      ...(sns !== undefined && { sns: topicArn(sns, stack) }),
      ...(pagerduty !== undefined && { pagerduty }),
    },
    services: written.services ?? [],
    ...(mention !== undefined && { mention }),
    ...(repo !== undefined && { repo }),
    ...(runbook !== undefined && { runbook }),
  };
}
