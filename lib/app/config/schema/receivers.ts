import * as z from 'zod';
import { teamAddress } from '../../../alert/policy.ts';
import { choice, flag, oneOrMore, written } from '../words.ts';
import { secretParameter, servicePattern, slackChannel, slackMention, topic } from './values.ts';

const keyParameter = secretParameter('the integration key');
const urlParameter = secretParameter('the address');

/** The keys that say of what type a receiver is. Exactly one of them stands in a receiver. */
export const receiverTypes = ['slack', 'slackWebhook', 'amazonQ', 'sns', 'pagerduty', 'webhook'] as const;

export type ReceiverType = (typeof receiverTypes)[number];

/** What else may stand beside each type. */
export const receiverOptions: Readonly<Record<ReceiverType, readonly string[]>> = {
  slack: ['token', 'mention'],
  slackWebhook: ['mention'],
  amazonQ: [],
  sns: ['style'],
  pagerduty: [],
  webhook: ['secret'],
};

const repo = written({
  name: 'a repository',
  fix: 'write host/owner/name: github.com/acme/orders',
  pattern: /^(https:\/\/)?[a-z0-9.-]+\.[a-z]+\/[\w./-]+$/,
  read: (text) => text.replace(/^https:\/\//, '').replace(/(\.git)?\/*$/, ''),
  examples: ['github.com/acme/orders'],
});

const link = written({
  name: 'a web address',
  fix: 'write it whole, with https://',
  pattern: /^https?:\/\/\S+$/,
  read: (text) => text,
  examples: ['https://wiki.example.com/runbooks/orders'],
});

export const team = z
  .strictObject({
    slack: slackChannel.optional().describe("The team's Slack channel, by id."),
    slackWebhook: urlParameter.optional().describe('SSM parameter with the address of an incoming webhook.'),
    amazonQ: topic.optional().describe('SNS topic of the channel in Amazon Q Developer.'),
    sns: topic.optional().describe('SNS topic for plain messages.'),
    pagerduty: keyParameter.optional().describe("SSM parameter with the integration key of the team's service."),
    mention: slackMention.optional().describe('Who is called when somebody must come.'),
    repo: repo.optional().describe('For links to what changed.'),
    runbook: link.optional(),
    services: oneOrMore(servicePattern).optional().describe('cluster/service patterns the team owns without a tag.'),
    default: flag.optional().describe('Owns what has no owner.'),
  })
  .describe("Named as the value of the tag `Team` on the team's services.");

/** An address of a receiver, or the word for "whichever team it is about". */
function orTeam<Address extends z.ZodType>(address: Address) {
  return z.union([address, z.literal(teamAddress)]);
}

export const receiver = z
  .strictObject({
    slack: orTeam(slackChannel).optional().describe('Channel id, or "{team}" for the channel of the owner.'),
    slackWebhook: orTeam(urlParameter).optional().describe('SSM parameter with the address of an incoming webhook.'),
    amazonQ: orTeam(topic).optional().describe('SNS topic of a channel in Amazon Q Developer.'),
    sns: orTeam(topic).optional().describe('SNS topic, by name or ARN: plain e-mail.'),
    pagerduty: orTeam(keyParameter).optional().describe('SSM parameter with the integration key (Events API v2).'),
    webhook: urlParameter.optional().describe('SSM parameter with the address that is called.'),
    token: secretParameter('the bot token')
      .optional()
      .describe('slack: SSM parameter with the bot token. Default: /watchkeeper/slack-token'),
    mention: slackMention.optional().describe('slack: who is called, instead of whom the team names.'),
    style: choice('styles', ['plain']).optional().describe('sns: plain is the only style there is.'),
    secret: secretParameter('the signing secret')
      .optional()
      .describe('webhook: SSM parameter with the signing secret.'),
  })
  .meta({
    description: 'Where messages go: exactly one of slack, slackWebhook, amazonQ, sns, pagerduty, webhook.',
    oneOf: receiverTypes.map((type) => ({ required: [type] })),
  });
