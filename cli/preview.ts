import { styleText } from 'node:util';
import type { Bar, Line, Message, Reply, Span } from '../lib/core/message.ts';
import { oneLine } from '../lib/channels/untrusted.ts';

/** `width`: columns of the terminal; longer lines are wrapped. */
type PreviewOptions = { readonly colour: boolean; readonly width: number };

type Style = Parameters<typeof styleText>[0];

const barStyles: Readonly<Record<Bar, Style>> = { red: 'red', amber: 'yellow', grey: 'gray', green: 'green' };

const barNames: Readonly<Record<Bar, string>> = { red: '[red]', amber: '[amber]', grey: '[grey]', green: '[green]' };

/** A message and its thread as they look in a chat, for a terminal. */
export function previewMessage(message: Message, replies: readonly Reply[], options: PreviewOptions): string {
  const { labels } = message;
  const paint = painter(options);
  const body = [
    labelled(labels.impact, message.impact),
    labelled(labels.next, message.next),
    ...(message.why === undefined ? [] : [labelled(labels.why, message.why)]),
    ...(message.changed === undefined ? [] : [labelled(labels.changed, message.changed)]),
    ...(message.do ?? []).map((line, index): Line => (index === 0 ? labelled(labels.do, line) : ['   ', ...line])),
  ];
  const bar = options.colour ? paint(barStyles[message.bar], '┃ ') : '| ';
  const inside = [
    ...body.flatMap((line) => wrapped(line, options, 2)),
    ...fenced(message.log ?? [], options, 2),
    ...wrapped(message.context, options, 2).map((line) => paint('dim', line)),
  ];
  return [
    ...wrapped([`${options.colour ? '' : `${barNames[message.bar]} `}${message.summary}`], options, 0).map((line) =>
      paint('dim', line),
    ),
    ...wrapped(message.title, options, 0),
    ...inside.map((line) => `${bar}${line}`),
    ...replies.flatMap((reply) => replyLines(reply, options)),
  ].join('\n');
}

function labelled(label: string, line: Line): Line {
  return [{ bold: label }, '  ', ...line];
}

function replyLines(reply: Reply, options: PreviewOptions): string[] {
  const head = reply.broadcast === true ? '⤷ (channel) ' : '⤷ ';
  const lines = [...reply.lines.flatMap((line) => wrapped(line, options, 4)), ...fenced(reply.fence ?? [], options, 4)];
  return lines.map((line, index) => `  ${index === 0 ? head : '  '}${line}`);
}

/** Shown as it is: commands must be copied whole, so these lines are not wrapped. */
function fenced(lines: readonly string[], options: PreviewOptions, indent: number): string[] {
  if (lines.length === 0) return [];
  const paint = painter(options);
  const edge = '─'.repeat(Math.max(8, Math.min(40, options.width - indent - 4)));
  return [paint('dim', edge), ...lines.map((line) => paint('cyan', oneLine(line))), paint('dim', edge)];
}

type Piece = { readonly text: string; readonly style?: Style };

function piecesOf(span: Span): Piece {
  if (typeof span === 'string') return { text: span };
  if ('bold' in span) return { text: span.bold, style: 'bold' };
  if ('code' in span) return { text: span.code, style: 'cyan' };
  if ('mention' in span) return { text: '@', style: 'magenta' };
  return { text: span.text, style: 'underline' };
}

/** A line in as many rows as it needs. Words are kept whole where they can be; wide characters count twice. */
function wrapped(line: Line, options: PreviewOptions, indent: number): string[] {
  const paint = painter(options);
  const limit = Math.max(20, options.width - indent);
  const rows: string[] = [''];
  let used = 0;
  for (const { text, style } of line.map(piecesOf)) {
    for (const word of wordsOf(marked(oneLine(text), style, options))) {
      const width = columnsOf(word);
      if (used > 0 && used + width > limit) {
        rows.push('');
        used = 0;
        if (word.trim() === '') continue;
      }
      rows[rows.length - 1] += style === undefined ? word : paint(style, word);
      used += width;
    }
  }
  return rows;
}

/** Without colours code is told by its quotes and a link by its brackets. */
function marked(text: string, style: Style | undefined, { colour }: PreviewOptions): string {
  if (colour || style === undefined) return text;
  if (style === 'cyan') return `\`${text}\``;
  return style === 'underline' ? `<${text}>` : text;
}

/**
 * Words with the spaces between them; in scripts without spaces a row may end after every character. No row begins with
 * what closes or ends with what opens (JIS X 4051).
 */
const words =
  /\s+|[<(`「『(]*(?:[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFF60]|[^\s\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFF60]+)[>)`」』)、。,.:・]*/gu;

function wordsOf(text: string): readonly string[] {
  return text.match(words) ?? [];
}

function columnsOf(text: string): number {
  let columns = 0;
  for (const char of text)
    columns +=
      /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\u{1F300}-\u{1FAFF}]/u.test(char)
        ? 2
        : 1;
  return columns;
}

function painter({ colour }: PreviewOptions): (style: Style, text: string) => string {
  return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
}
