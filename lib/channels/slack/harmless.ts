import { oneLine } from '../untrusted.ts';

/** Slack reads the full-width forms as marks, too (as jsx-slack documents in "About escape and exact mode"). */
const lookAlikes: Readonly<Record<string, string>> = {
  '*': '∗',
  '＊': '﹡',
  _: 'ˍ',
  '＿': '⸏',
  '~': '∼',
  '`': 'ˋ',
  '｀': 'ˋ',
};

const marks = /[*＊_＿~`｀]/gu;

/** Within a word (`snake_case`, `a*b`) these mean nothing to Slack. Back-ticks always do. */
const withinWord = /(?<=[A-Za-z0-9])[*_~]+(?=[A-Za-z0-9])/gu;

/**
 * The colon of `:fire:`. A word joiner after it keeps it from being an emoji. Times (`02:16:04`) are left alone: there
 * is no emoji of digits but `:100:`, and digits stand before it in a time.
 */
const shortcode = /(?<!\d):(?=[\p{L}\p{M}\p{N}_+'’-]+:)|(?<=\d):(?=(?!\d+:)[\p{L}\p{M}\p{N}_+'’-]+:)/gu;

const wordJoiner = '\u2060';
const softHyphen = '\u00AD';

/** `&`, `<` and `>` are all that Slack asks to escape: https://docs.slack.dev/messaging/formatting-message-text */
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A text as the characters that are sent, escaped one by one. */
export function characters(text: string): readonly string[] {
  return Array.from(text, (character) => escapes[character] ?? character);
}

/** Somebody else's text as one line that formats nothing and calls nobody. In bold, no asterisk may stay. */
export function harmless(untrusted: string, inBold = false): string {
  const text = oneLine(untrusted);
  const kept = new Set<number>();
  for (const { 0: run, index } of text.matchAll(withinWord)) {
    for (let at = index; at < index + run.length; at++) kept.add(at);
  }
  return text
    .replace(marks, (mark, at: number) => (kept.has(at) && !(inBold && mark === '*') ? mark : (lookAlikes[mark] ?? '')))
    .replace(shortcode, `:${wordJoiner}`);
}

/** What stands in a code span: back-ticks would end it. */
export function harmlessCode(untrusted: string): string {
  return oneLine(untrusted)
    .trim()
    .replace(/[`｀]/gu, lookAlikes['`'] ?? '');
}

/** What stands in a fence: single back-ticks stay, three in a row cannot. */
export function harmlessFence(untrusted: string): string {
  return oneLine(untrusted)
    .replace(/[`｀]{3,}/gu, (ticks) => 'ˋ'.repeat(ticks.length))
    .trimEnd();
}

/** A line that begins with a quote mark would be a quotation. */
export function unquoted(written: string): string {
  return /^\s*(&gt;|＞)/u.test(written) ? `${softHyphen}${written}` : written;
}
