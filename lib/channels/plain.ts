import type { Language } from '../core/language.ts';
import type { Line, Message, Reply, Span } from '../core/message.ts';
import { cutText, firstOf } from './cut.ts';
import { oneLine } from './untrusted.ts';

/** A line as plain text. Links only where asked for: `text <https://…>`. */
export function plainLine(line: Line, { links = false }: { readonly links?: boolean } = {}): string {
  return line
    .map((span) => plainSpan(span, links))
    .join('')
    .trim();
}

function plainSpan(span: Span, links: boolean): string {
  if (typeof span === 'string') return oneLine(span);
  if ('bold' in span) return oneLine(span.bold);
  if ('code' in span) return oneLine(span.code);
  if ('mention' in span) return '';
  const address = links ? webAddress(span.link) : undefined;
  return address === undefined ? oneLine(span.text) : `${oneLine(span.text)} <${address}>`;
}

/** An http or https address without credentials, in its normal form; undefined for anything else. */
export function webAddress(link: string): string | undefined {
  const url = URL.parse(link);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return url.href;
}

/** Every link of a message, once. */
export function linksOf(message: Message): readonly { readonly href: string; readonly text: string }[] {
  const lines = [message.title, message.impact, message.next, message.why, message.changed, message.context];
  const found = new Map<string, string>();
  for (const span of [...lines, ...(message.do ?? [])].flatMap((line) => line ?? [])) {
    if (typeof span === 'string' || !('link' in span)) continue;
    const href = webAddress(span.link);
    if (href !== undefined && !found.has(href)) found.set(href, oneLine(span.text));
  }
  return [...found].map(([href, text]) => ({ href, text }));
}

type PlainLimits = { readonly line: number; readonly doLines: number; readonly logLines: number };

/** The lines between title and context, in their order, each with its label. */
export function plainBody(
  message: Message,
  language: Language,
  limits: PlainLimits & { readonly links?: boolean },
): readonly string[] {
  const { labels } = message;
  const show = (line: Line): string => cutText(plainLine(line, limits), limits.line, language);
  const named = (name: keyof typeof labels, line: Line | undefined): string[] =>
    line === undefined ? [] : [`${labels[name]}: ${show(line)}`];
  const todo = firstOf(message.do ?? [], limits.doLines, language);
  return [
    ...named('impact', message.impact),
    ...named('next', message.next),
    ...named('why', message.why),
    ...named('changed', message.changed),
    ...todo.kept.map((line, index) => (index === 0 ? `${labels.do}: ${show(line)}` : `  ${show(line)}`)),
    ...(todo.note === undefined ? [] : [`  ${todo.note}`]),
    ...plainLog(message.log ?? [], language, limits).map((line) => `  | ${line}`),
  ];
}

/** The newest lines of a log, which come last. */
function plainLog(log: readonly string[], language: Language, limits: PlainLimits): readonly string[] {
  return log.slice(-limits.logLines).map((line) => cutText(oneLine(line), limits.line, language));
}

/** What would stand in the thread, for channels that have none. */
export function plainReply(reply: Reply, language: Language, limits: PlainLimits): readonly string[] {
  const fence = firstOf(reply.fence ?? [], limits.logLines, language);
  return [
    ...reply.lines.map((line) => cutText(plainLine(line, { links: true }), limits.line, language)),
    ...fence.kept.map((line) => `  ${cutText(oneLine(line), limits.line, language)}`),
    ...(fence.note === undefined ? [] : [`  ${fence.note}`]),
  ];
}
