import type { Deliver, PublishTopic, Secrets } from '../../channels/deliver.ts';
import type { Send } from '../../channels/http.ts';
import type { SlackOptions } from '../../channels/slack/call.ts';
import type { Destination, Paces } from '../../core/delivery.ts';

type Needs = {
  readonly secret: Secrets;
  readonly publish: PublishTopic;
  readonly paces: Paces;
  readonly send: Send;
  readonly slackApiUrl: string;
  readonly pagerDutyUrl: string;
};

type Open = (needs: Needs) => Promise<Deliver>;

/** Each channel is loaded when something is first brought to it. */
const channels: Readonly<Record<Destination['type'], Open>> = {
  slack: async (needs) => {
    const { slackChannel } = await import('../../channels/slack.ts');
    return slackChannel(slackOptions(needs));
  },
  'slack-webhook': async ({ secret, paces, send }) => {
    const { slackWebhookChannel } = await import('../../channels/slack-webhook.ts');
    return slackWebhookChannel({ secret, paces, send });
  },
  'amazon-q': async ({ publish, paces }) => {
    const { amazonQChannel } = await import('../../channels/amazon-q.ts');
    return amazonQChannel({ publish, paces });
  },
  sns: async ({ publish, paces }) => {
    const { snsChannel } = await import('../../channels/sns.ts');
    return snsChannel({ publish, paces });
  },
  pagerduty: async ({ secret, paces, send, pagerDutyUrl }) => {
    const { pagerDutyChannel } = await import('../../channels/pagerduty.ts');
    return pagerDutyChannel({ secret, paces, send, url: pagerDutyUrl });
  },
  webhook: async ({ secret, paces, send }) => {
    const { webhookChannel } = await import('../../channels/webhook.ts');
    return webhookChannel({ secret, paces, send });
  },
};

export function slackOptions({ secret, paces, send, slackApiUrl }: Needs): SlackOptions {
  return { secret, paces, send, baseUrl: slackApiUrl };
}

/** Brings a delivery to the channel its destination names. */
export function deliverTo(needs: Needs): Deliver {
  const open = new Map<Destination['type'], Promise<Deliver>>();
  return async (delivery, context) => {
    const { type } = delivery.destination;
    const opening = open.get(type) ?? channels[type](needs);
    open.set(type, opening);
    return (await opening)(delivery, context);
  };
}
