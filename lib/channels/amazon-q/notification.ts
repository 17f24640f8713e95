import type { Delivery } from '../../core/delivery.ts';
import type { Line } from '../../core/message.ts';
import { truncate } from '../cut.ts';
import { contentId, incidentParts } from '../incident.ts';
import { mostDoLines, mostLogLines } from '../slack/limits.ts';
import type { Dialect } from '../slack/mrkdwn.ts';
import { mrkdwnFence, mrkdwnLine, mrkdwnText, mrkdwnTitle } from '../slack/mrkdwn.ts';
import { oneLine } from '../untrusted.ts';

/**
 * Lengths of the custom notification schema:
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html "Parameter details".
 */
export const amazonQLimits = { title: 250, description: 8000, nextStep: 350, keyword: 75 } as const;

/** What a line may take in the description; the sum stays below its limit. Our own choice. */
const lineLimit = 1200;
const logLineLimit = 250;

/** A custom notification, version 1.0. */
type AmazonQNotification = {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps?: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    readonly threadId: string;
    readonly summary: string;
    readonly additionalContext: Readonly<Record<string, string>>;
    readonly enableCustomActions: true;
  };
};

/**
 * The message for Amazon Q. Its markdown is that of the chat it ends in: we write Slack's, whose bold, code and links
 * AWS's own examples use. `additionalContext` holds all that a custom action's command needs, one value each.
 */
export function amazonQNotification(delivery: Delivery): AmazonQNotification {
  const { message, incident, language } = delivery;
  const dialect: Dialect = { language };
  const nextSteps = (message.do ?? []).slice(0, mostDoLines);
  return {
    version: '1.0',
    source: 'custom',
    id: contentId(delivery),
    content: {
      textType: 'client-markdown',
      title: mrkdwnTitle(message.title, amazonQLimits.title, dialect),
      description: descriptionOf(delivery, dialect),
      ...(nextSteps.length === 0
        ? {}
        : { nextSteps: nextSteps.map((line) => mrkdwnLine(line, amazonQLimits.nextStep, dialect)) }),
      keywords: [message.severity, message.status, message.code].map((word) => truncate(oneLine(word), 75)),
    },
    metadata: {
      threadId: incident,
      summary: mrkdwnText(message.summary, 250, language),
      additionalContext: contextOf(delivery),
      enableCustomActions: true,
    },
  };
}

function descriptionOf({ message, language }: Delivery, dialect: Dialect): string {
  const { labels, log = [] } = message;
  const labelled = (label: string, line: Line | undefined): string[] =>
    line === undefined ? [] : [`${mrkdwnTitle([label], 60, dialect)}  ${mrkdwnLine(line, lineLimit, dialect)}`];
  return [
    ...labelled(labels.impact, message.impact),
    ...labelled(labels.next, message.next),
    ...labelled(labels.why, message.why),
    ...labelled(labels.changed, message.changed),
    ...(log.length === 0 ? [] : [mrkdwnFence(log.slice(-mostLogLines), logLineLimit, language)]),
    mrkdwnLine(message.context, lineLimit, dialect),
  ].join('\n');
}

function contextOf({ incident, receiver, change, message }: Delivery): Readonly<Record<string, string>> {
  const { severity, status, code } = message;
  return { incident, receiver, change, severity, status, code, ...incidentParts(incident) };
}
