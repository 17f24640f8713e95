import type { Delivery } from '../../core/delivery.ts';
import type { Message } from '../../core/message.ts';
import { cutText } from '../cut.ts';
import { shortIncident } from '../incident.ts';
import { plainBody, plainLine, plainReply } from '../plain.ts';
import { oneLine } from '../untrusted.ts';

/**
 * Amazon SNS API reference, Publish, `Subject`: ASCII, begins with a letter, number or punctuation mark, no line breaks
 * or control characters, "less than 100 characters long". `Message`: at most 256 KB.
 */
export const mailLimits = { subject: 99, bodyBytes: 262_144 } as const;

const lineLimits = { line: 2000, doLines: 20, logLines: 20 } as const;

/** What mail rules look for: while it fires, how bad; then, how it ended. */
const severityCodes = { none: 'INFO', info: 'INFO', warning: 'WARN', error: 'ERR', critical: 'CRIT' } as const;
const endCodes = { resolved: 'OK', 'rolled-back': 'ROLLED-BACK', expired: 'EXPIRED' } as const;

/**
 * `[prod] CRIT down orders-api deployment_failed #7F2`: codes in fixed places and no language, so that rules and
 * phones can rely on it. `message.code` is its middle; an environment in front of it stays in front.
 */
export function mailSubject(message: Message): string {
  const state = message.status === 'firing' ? severityCodes[message.severity] : endCodes[message.status];
  const code = ascii(message.code);
  const { environment = '', rest = code } = /^(?<environment>\[[^\]]{1,30}\] )(?<rest>.*)$/.exec(code)?.groups ?? {};
  const tail = ` #${ascii(shortIncident(message.incident))}`;
  return `${environment}${state} ${rest}`.slice(0, mailLimits.subject - tail.length).trimEnd() + tail;
}

/** What ASCII cannot say becomes `?`, once for each run of it. */
function ascii(text: string): string {
  return oneLine(text)
    .replace(/[^ -~]+/gu, '?')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** The whole message as plain text in its language, with what would stand in a thread below it. */
export function mailBody({ message, replies, language }: Delivery): string {
  const links = { links: true };
  const lines = [
    cutText(oneLine(message.summary), lineLimits.line, language),
    '',
    cutText(plainLine(message.title, links), lineLimits.line, language),
    '',
    ...plainBody(message, language, { ...lineLimits, ...links }),
    '',
    ...replies.flatMap((reply) => [...plainReply(reply, language, lineLimits), '']),
    '-- ',
    cutText(plainLine(message.context, links), lineLimits.line * 2, language),
  ];
  return withinBytes(lines.join('\n'), language);
}

function withinBytes(text: string, language: Delivery['language']): string {
  // A UTF-16 unit takes at most three bytes of UTF-8.
  return Buffer.byteLength(text) <= mailLimits.bodyBytes
    ? text
    : cutText(text, Math.floor(mailLimits.bodyBytes / 3), language);
}
