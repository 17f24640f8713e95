import type { LineName } from '../../core/message.ts';

/** Slack's limits, in UTF-16 units of what we send (escaped, so that we are never above what Slack counts). */
export const slackLimits = {
  /** https://docs.slack.dev/reference/block-kit/blocks/section-block: text 3,000 characters. */
  sectionText: 3000,
  /** https://docs.slack.dev/reference/block-kit/blocks: 50 blocks in a message. */
  blocks: 50,
  /** https://docs.slack.dev/reference/block-kit/blocks/context-block: 10 elements. */
  contextElements: 10,
  /** https://docs.slack.dev/reference/methods/chat.postMessage: 4,000 advised, cut at 40,000; chat.update refuses more than 4,000. */
  text: 4000,
  /** Undocumented: `msg_blocks_too_long` above some 13,200 characters (slackapi/bolt-js issue 2509). */
  message: 13_000,
} as const;

/** How much each line may take, in characters of what we send. Chosen, so that the sum stays below `message`. */
export type Room = Readonly<Record<LineName | 'text', number>>;

/** From roomy to compact: the next is tried when a message is too long in the one before. */
export const rooms: readonly Room[] = [
  { text: 500, title: 300, impact: 1000, next: 1000, why: 1800, changed: 1800, do: 1500, log: 2200, context: 2000 },
  { text: 500, title: 300, impact: 800, next: 800, why: 1000, changed: 900, do: 1000, log: 1200, context: 1600 },
  { text: 300, title: 200, impact: 400, next: 400, why: 500, changed: 400, do: 400, log: 600, context: 900 },
];

/** Room in a reply: its lines, and each of its fences. */
export const replyRooms: readonly { readonly lines: number; readonly fence: number; readonly fences: number }[] = [
  { lines: 2900, fence: 2900, fences: 2 },
  { lines: 2900, fence: 2900, fences: 1 },
  { lines: 1400, fence: 1400, fences: 1 },
];

/** What a phone shows without opening the message: at most so many lines. */
export const mostDoLines = 3;
export const mostLogLines = 5;

/** Colours of the bar. */
export const barColours = { red: '#d92d20', amber: '#f2a100', grey: '#8a8d91', green: '#2eb67d' } as const;
