import type { Language } from '../../core/language.ts';
import type { Line, Message } from '../../core/message.ts';
import { cutNote, firstOf } from '../cut.ts';
import { plainBody, plainLine } from '../plain.ts';
import type { Room } from './limits.ts';
import { barColours, mostDoLines, mostLogLines, rooms, slackLimits } from './limits.ts';
import type { Dialect } from './mrkdwn.ts';
import { mentionOf, mrkdwnFence, mrkdwnLine, mrkdwnText, mrkdwnTitle } from './mrkdwn.ts';

/** `verbatim`: Slack makes no links, channels or mentions out of plain words. */
type SlackText = { readonly type: 'mrkdwn'; readonly text: string; readonly verbatim: true };

export type SlackBlock =
  | { readonly type: 'section'; readonly text: SlackText; readonly expand: true }
  | { readonly type: 'context'; readonly elements: readonly SlackText[] };

/** `fallback`: what clients show that cannot show blocks in an attachment. */
type SlackAttachment = {
  readonly color: string;
  readonly fallback: string;
  readonly blocks: readonly SlackBlock[];
};

/** What chat.postMessage and chat.update take besides channel, ts and metadata. */
export type SlackPayload = {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly attachments: readonly SlackAttachment[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
  readonly parse: 'none';
};

export type SlackStyle = {
  readonly language: Language;
  /** Who is called, in front of everything. */
  readonly mention?: string;
  /** Smaller than it need be, because Slack found it too long. */
  readonly compact?: boolean;
};

/**
 * A message in Slack's shape. The title is a block of its own and all else stands beside the coloured bar: Slack shows
 * `text` above an attachment unless the message has blocks, folds long attachments, and rings for no mention in them.
 */
export function slackPayload(message: Message, style: SlackStyle): SlackPayload {
  const tried = style.compact === true ? rooms.slice(-1) : rooms;
  const made = tried.map((room) => () => payloadWithin(message, style, room));
  return firstThatFits(made);
}

/** The whole message as text alone, for when Slack refuses its blocks. */
export function slackPlain(message: Message, style: SlackStyle): SlackPayload {
  const { language } = style;
  const lines = [
    plainLine(message.title),
    ...plainBody(message, language, { line: 400, doLines: mostDoLines, logLines: mostLogLines }),
    plainLine(message.context),
  ];
  return bare(called(textOf(lines, language), style), [], []);
}

/** Lines of text within what chat.update takes, mention included. */
export function textOf(lines: readonly string[], language: Language): string {
  const room = slackLimits.text - 200;
  let text = '';
  for (const [index, line] of lines.entries()) {
    const next = `${text}${index === 0 ? '' : '\n'}${mrkdwnText(line, 1000, language)}`;
    if (next.length > room) return `${text}\n${cutNote('lines', lines.length - index, language)}`;
    text = next;
  }
  return text === '' ? '?' : text;
}

export function bare(
  text: string,
  blocks: readonly SlackBlock[],
  attachments: readonly SlackAttachment[],
): SlackPayload {
  return { text, blocks, attachments, unfurl_links: false, unfurl_media: false, parse: 'none' };
}

/** The characters of a payload as Slack may count them. */
export function sizeOf(payload: SlackPayload): number {
  return JSON.stringify(payload).length;
}

export function firstThatFits(made: readonly (() => SlackPayload)[]): SlackPayload {
  const [make, ...smaller] = made;
  if (make === undefined) throw new Error('there is no smaller form of the message');
  const payload = make();
  return smaller.length === 0 || sizeOf(payload) < slackLimits.message ? payload : firstThatFits(smaller);
}

function payloadWithin(message: Message, style: SlackStyle, room: Room): SlackPayload {
  const { language } = style;
  const summary = mrkdwnText(message.summary, room.text, language);
  const title = called(mrkdwnTitle(message.title, room.title, dialectOf(style)), style);
  const bar: SlackAttachment = {
    color: barColours[message.bar],
    fallback: summary,
    blocks: [
      ...labelled(message, room, style),
      ...logSection(message.log ?? [], room.log, language),
      context(mrkdwnLine(message.context, room.context, { ...dialectOf(style), people: true })),
    ],
  };
  return bare(called(summary, style), [section(title)], [bar]);
}

function labelled(message: Message, room: Room, style: SlackStyle): SlackBlock[] {
  const { labels } = message;
  const one = (name: 'impact' | 'next' | 'why' | 'changed', line: Line | undefined): SlackBlock[] => {
    if (line === undefined) return [];
    const label = labelOf(labels[name], style.language);
    return [section(`${label}${mrkdwnLine(line, room[name] - label.length, dialectOf(style))}`)];
  };
  return [
    ...one('impact', message.impact),
    ...one('next', message.next),
    ...one('why', message.why),
    ...one('changed', message.changed),
    ...doSection(message.do ?? [], labelOf(labels.do, style.language), room.do, style),
  ];
}

function labelOf(label: string, language: Language): string {
  return `${mrkdwnTitle([label], 60, { language })}  `;
}

function doSection(lines: readonly Line[], label: string, room: number, style: SlackStyle): SlackBlock[] {
  if (lines.length === 0) return [];
  const { kept, note } = firstOf(lines, mostDoLines, style.language);
  const lineRoom = Math.floor((room - label.length - 40) / mostDoLines);
  const shown = kept.map((line) => mrkdwnLine(line, lineRoom, dialectOf(style)));
  return [section(`${label}${[...shown, ...(note === undefined ? [] : [note])].join('\n')}`)];
}

/** The newest lines come last. */
function logSection(log: readonly string[], room: number, language: Language): SlackBlock[] {
  if (log.length === 0) return [];
  const lineRoom = Math.floor((room - 10) / mostLogLines) - 1;
  return [section(mrkdwnFence(log.slice(-mostLogLines), lineRoom, language))];
}

export function dialectOf({ language, mention }: SlackStyle): Dialect {
  return { language, mentions: mention !== undefined };
}

export function called(text: string, { mention }: SlackStyle): string {
  const call = mention === undefined ? undefined : mentionOf(mention);
  return call === undefined ? text : `${call} ${text}`;
}

/** `expand`: without it Slack may fold a long text behind "see more". */
export function section(text: string): SlackBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true }, expand: true };
}

function context(text: string): SlackBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}
