import type { Language } from '../../core/language.ts';
import type { Reply } from '../../core/message.ts';
import { cutNote } from '../cut.ts';
import { plainLine } from '../plain.ts';
import type { SlackPayload, SlackStyle } from './blocks.ts';
import { bare, called, dialectOf, firstThatFits, section, textOf } from './blocks.ts';
import { replyRooms } from './limits.ts';
import { fenceLine, mrkdwnLine, mrkdwnText } from './mrkdwn.ts';

/** A reply in Slack's shape: lines, then what is shown as it is. */
export function slackReply(reply: Reply, style: SlackStyle): SlackPayload {
  const tried = style.compact === true ? replyRooms.slice(-1) : replyRooms;
  return firstThatFits(tried.map((room) => () => replyWithin(reply, style, room)));
}

/** A reply as text alone, for when Slack refuses its blocks. */
export function slackPlainReply(reply: Reply, style: SlackStyle): SlackPayload {
  const lines = [...reply.lines.map((line) => plainLine(line)), ...(reply.fence ?? [])];
  return bare(called(textOf(lines, style.language), style), [], []);
}

function replyWithin(reply: Reply, style: SlackStyle, room: (typeof replyRooms)[number]): SlackPayload {
  const { language } = style;
  const lines = reply.lines.map((line) => mrkdwnLine(line, room.lines, dialectOf(style)));
  const summary = mrkdwnText(summaryOf(reply), 300, language);
  const [first = '', ...more] = packed(lines, room.lines - 100, 1, language);
  const head = first === '' && style.mention === undefined ? [] : [called(first, style), ...more];
  const fences = packedFence(reply.fence ?? [], room, language);
  const blocks = [...head, ...fences].map(section);
  return bare(called(summary, style), blocks.length === 0 ? [section(summary)] : blocks, []);
}

function summaryOf(reply: Reply): string {
  const text = reply.lines.map((line) => plainLine(line)).join(' ');
  return text.trim() === '' ? (reply.fence?.[0] ?? '') : text;
}

function packedFence(fence: readonly string[], room: (typeof replyRooms)[number], language: Language): string[] {
  const lines = fence.map((line) => fenceLine(line, room.fence - 100, language));
  return packed(lines, room.fence - 100, room.fences, language).map((text) => `\`\`\`\n${text}\n\`\`\``);
}

/** Lines put together into at most `most` texts; what does not fit is counted in the last. */
function packed(lines: readonly string[], room: number, most: number, language: Language): string[] {
  const texts: string[] = [];
  for (const [index, line] of lines.entries()) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= room) texts[texts.length - 1] = `${last}\n${line}`;
    else if (texts.length < most) texts.push(line);
    else return [...texts.slice(0, -1), `${last ?? ''}\n${cutNote('lines', lines.length - index, language)}`];
  }
  return texts;
}
