import type { Language } from '../../core/language.ts';
import type { Line, Span } from '../../core/message.ts';
import { cutNote, noteLength } from '../cut.ts';
import { webAddress } from '../plain.ts';
import { oneLine } from '../untrusted.ts';
import { characters, harmless, harmlessCode, harmlessFence, unquoted } from './harmless.ts';

/**
 * Lines in Slack's mrkdwn. It has no escape for its own marks, so that text which is not ours loses them: a mark that
 * could format becomes a character that looks the same.
 */
export type Dialect = {
  readonly language: Language;
  /** Mentions ring; otherwise they are shown as text. */
  readonly mentions?: boolean;
  /** A person is shown by name, also where nobody is called: it is the one who said so. Groups are not. */
  readonly people?: boolean;
  /** All of it is bold, so that bold spans are plain within it. */
  readonly bold?: boolean;
};

/** A span ready to be sent: marks around characters that are escaped one by one, so that it can be cut anywhere. */
type Piece = {
  readonly open: string;
  readonly close: string;
  readonly body: readonly string[];
  /** Its marks mean nothing without the whole: cut, it is text. */
  readonly whole?: boolean;
};

const zeroWidthSpace = '\u200B';

/** A line of at most `limit` characters of what is sent. Never empty: `?` stands for nothing. */
export function mrkdwnLine(line: Line, limit: number, dialect: Dialect): string {
  // One character is kept for what may have to stand in front of it.
  const written = joined(piecesOf(line, dialect), limit - 1, dialect.language);
  return written.trim() === '' ? '?' : unquoted(written);
}

/** The same, all bold. */
export function mrkdwnTitle(line: Line, limit: number, dialect: Dialect): string {
  return `*${mrkdwnLine(line, limit - 2, { ...dialect, bold: true }).trim()}*`;
}

/** Plain text of any origin. */
export function mrkdwnText(text: string, limit: number, language: Language): string {
  return mrkdwnLine([text], limit, { language });
}

/** Lines in one fence of at most `limit` characters; whatever they hold, the fence ends where ours ends. */
export function mrkdwnFence(lines: readonly string[], limit: number, language: Language): string {
  return `\`\`\`\n${lines.map((line) => fenceLine(line, limit, language)).join('\n')}\n\`\`\``;
}

/** One line as it stands in a fence. */
export function fenceLine(text: string, limit: number, language: Language): string {
  const whole: Piece = { open: '', close: '', body: characters(harmlessFence(text)) };
  return joined([whole], limit, language);
}

function isPerson(id: string): boolean {
  return /^[UW]/.test(id);
}

/** The characters that make Slack call somebody: a user, or a user group. */
export function mentionOf(id: string): string | undefined {
  if (/^[UW][A-Z0-9]{2,30}$/.test(id)) return `<@${id}>`;
  return /^S[A-Z0-9]{2,30}$/.test(id) ? `<!subteam^${id}>` : undefined;
}

function piecesOf(line: Line, dialect: Dialect): readonly Piece[] {
  return merged(line).flatMap((span) => pieceOf(span, dialect) ?? []);
}

/** Neighbouring plain spans become one: marks must not come together after each was found harmless. */
function merged(line: Line): readonly Span[] {
  const spans: Span[] = [];
  for (const span of line) {
    const last = spans.at(-1);
    if (typeof span === 'string' && typeof last === 'string') spans[spans.length - 1] = last + span;
    else spans.push(span);
  }
  return spans;
}

function pieceOf(span: Span, dialect: Dialect): Piece | undefined {
  if (typeof span === 'string') return textPiece(span, dialect);
  if ('bold' in span) return dialect.bold === true ? textPiece(span.bold, dialect) : boldPiece(span.bold);
  if ('code' in span) return codePiece(span.code);
  if ('link' in span) return linkPiece(span.link, span.text, dialect);
  const mayCall = dialect.mentions === true || (dialect.people === true && isPerson(span.mention));
  const mention = mayCall ? mentionOf(span.mention) : undefined;
  return mention === undefined ? textPiece(span.mention, dialect) : { open: mention, close: '', body: [], whole: true };
}

function textPiece(text: string, { bold = false }: Dialect): Piece | undefined {
  const body = harmless(text, bold);
  return body === '' ? undefined : { open: '', close: '', body: characters(body) };
}

function boldPiece(text: string): Piece | undefined {
  const body = harmless(text, true).trim();
  return body === '' ? undefined : { open: '*', close: '*', body: characters(body) };
}

function codePiece(text: string): Piece | undefined {
  const body = harmlessCode(text);
  return body === '' ? undefined : { open: '`', close: '`', body: characters(body) };
}

/** Longer addresses are not shown as links: a message holds several. */
const addressLimit = 1500;

function linkPiece(link: string, text: string, dialect: Dialect): Piece | undefined {
  const address = webAddress(link);
  const shown = oneLine(text).trim() === '' ? (address ?? link) : text;
  const piece = textPiece(shown, dialect);
  if (address === undefined || piece === undefined) return piece;
  const safe = address.replaceAll('&', '&amp;').replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('|', '%7C');
  if (safe.length > addressLimit) return piece;
  const body = piece.body.map((character) => (character === '|' ? '¦' : character));
  return { open: `<${safe}|`, close: '>', body, whole: true };
}

/** Slack formats only between these (and a zero-width space): Japanese text has no spaces around its words. */
const boundary = /[\s(),.;:!?\u200B]/u;

function joined(pieces: readonly Piece[], limit: number, language: Language): string {
  const full = pieces.reduce((written, piece) => append(written, piece, piece.body), '');
  if (full.length <= limit) return full;
  const budget = limit - noteLength;
  let written = '';
  let left = pieces.reduce((count, piece) => count + piece.body.length, 0);
  for (const piece of pieces) {
    const longer = append(written, piece, piece.body);
    if (longer.length > budget) {
      const { text, count } = begun(written, piece, budget);
      return `${text}${cutNote('characters', left - count, language)}`;
    }
    written = longer;
    left -= piece.body.length;
  }
  return written;
}

/** As much of a piece as fits. */
function begun(written: string, piece: Piece, budget: number): { text: string; count: number } {
  const marked = piece.whole === true ? { open: '', close: '', body: piece.body } : piece;
  const room = budget - append(written, marked, []).length;
  let used = 0;
  const over = piece.body.findIndex((character) => (used += character.length) > room);
  const count = over === -1 ? piece.body.length : over;
  if (room <= 0 || count === 0) return { text: written, count: 0 };
  return { text: append(written, marked, piece.body.slice(0, count)), count };
}

/** What is written with one piece more; an invisible space where a mark would otherwise stand within a word. */
function append(written: string, { open, close }: Piece, body: readonly string[]): string {
  const text = `${open}${body.join('')}${close}`;
  const last = written.at(-1);
  if (last === undefined || text === '') return written + text;
  const opens = isMark(open) && !boundary.test(last);
  const closed = isMark(last) && !boundary.test(text.charAt(0));
  return opens || closed ? written + zeroWidthSpace + text : written + text;
}

/** Plain pieces never end in one: at their edges these are look-alikes. */
function isMark(text: string): boolean {
  return text === '*' || text === '`';
}
