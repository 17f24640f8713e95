import type { Delivery } from '../../core/delivery.ts';
import type { Message } from '../../core/message.ts';
import { cutText, truncate } from '../cut.ts';
import { hashOf, incidentParts } from '../incident.ts';
import { linksOf, plainBody, plainLine } from '../plain.ts';
import { oneLine } from '../untrusted.ts';

/** https://developer.pagerduty.com/docs/events-api-v2/trigger-events */
const pagerDutyLimits = { dedupKey: 255, summary: 1024 } as const;

/** From mild to severe: the order is the meaning. */
const pagerDutySeverities = ['info', 'warning', 'error', 'critical'] as const;

type PagerDutySeverity = (typeof pagerDutySeverities)[number];

export function pagerDutySeverity({ severity }: Pick<Message, 'severity'>): PagerDutySeverity {
  return severity === 'none' ? 'info' : severity;
}

/** Whether a message is more severe than the one sent before (its severity; none was sent when undefined). */
export function raises(message: Message, before: string | undefined): boolean {
  const sent = pagerDutySeverities.findIndex((severity) => severity === before);
  return pagerDutySeverities.indexOf(pagerDutySeverity(message)) > sent;
}

/** At most 255 characters; a longer incident is known by its hash. */
export function dedupKey(incident: string): string {
  return incident.length <= pagerDutyLimits.dedupKey ? incident : `watchkeeper-${hashOf(incident)}`;
}

type PagerDutyEvent = {
  readonly routing_key: string;
  readonly event_action: 'trigger' | 'resolve';
  readonly dedup_key: string;
  readonly client?: string;
  readonly links?: readonly { readonly href: string; readonly text: string }[];
  readonly payload?: {
    readonly summary: string;
    readonly source: string;
    readonly severity: PagerDutySeverity;
    readonly component?: string;
    readonly group?: string;
    readonly class: string;
    readonly custom_details: Readonly<Record<string, unknown>>;
  };
};

/**
 * However an incident ended, nobody need be woken for it any more: each end resolves. So does a first word that comes
 * when all is over, as its delivery was held up.
 */
export function pagerDutyEvent(delivery: Delivery, routingKey: string): PagerDutyEvent {
  const { incident, change, message } = delivery;
  const key = { routing_key: routingKey, dedup_key: dedupKey(incident) };
  if (change === 'end' || message.status !== 'firing') return { ...key, event_action: 'resolve' };
  return {
    ...key,
    event_action: 'trigger',
    client: 'Watchkeeper',
    links: linksOf(message),
    payload: payloadOf(delivery),
  };
}

function payloadOf({ incident, message, language }: Delivery): NonNullable<PagerDutyEvent['payload']> {
  const { name, cluster, account, region } = incidentParts(incident);
  return {
    summary: cutText(oneLine(message.summary) || plainLine(message.title) || '?', pagerDutyLimits.summary, language),
    source: truncate(name === undefined ? incident : `${account}/${region}/${cluster}/${name}`, 255),
    severity: pagerDutySeverity(message),
    ...(name === undefined ? {} : { component: name }),
    ...(cluster === undefined || cluster === '-' ? {} : { group: cluster }),
    class: oneLine(message.code),
    custom_details: {
      title: plainLine(message.title),
      message: plainBody(message, language, { line: 2000, doLines: 20, logLines: 5 }),
      context: plainLine(message.context),
      incident: message.incident,
    },
  };
}
