import type { Fills, Language, Text } from '../../core/language.ts';
import { placesOf } from '../../core/language.ts';
import type { Line, Span } from '../../core/message.ts';

/** What a place may be filled with: text, a number, or a piece of a line. */
type Filling = string | number | Span | Line | undefined;

export type Fillings = Readonly<Record<string, Filling>>;

/**
 * One of our texts as a line: places filled in, and what our text has in backticks as code. What is filled in is never
 * read as markup, whoever wrote it.
 */
export function phrase(text: Text, language: Language, fills: Fillings = {}): Line {
  const pieces = text[language].split(/(`[^`]+`|\{\w+\})/);
  return joined(pieces.flatMap((piece) => pieceOf(piece, fills)));
}

function pieceOf(piece: string, fills: Fillings): Line {
  if (/^\{\w+\}$/.test(piece)) return lineOf(fills[piece.slice(1, -1)] ?? '?');
  if (piece.startsWith('`') && piece.length > 2) return [{ code: filled(piece.slice(1, -1), fills) }];
  return [piece];
}

function filled(text: string, fills: Fillings): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => plainOf(lineOf(fills[name] ?? '?')));
}

function lineOf(filling: NonNullable<Filling>): Line {
  if (typeof filling === 'number') return [String(filling)];
  if (typeof filling === 'string') return [filling];
  return Array.isArray(filling) ? (filling as Line) : [filling as Span];
}

/** A line as plain text, without its links' addresses. */
export function plainOf(line: Line): string {
  return line.map(textOf).join('');
}

function textOf(span: Span): string {
  if (typeof span === 'string') return span;
  if ('bold' in span) return span.bold;
  if ('code' in span) return span.code;
  return 'mention' in span ? '' : span.text;
}

/** Neighbouring plain pieces become one. */
export function joined(line: Line): Line {
  const spans: Span[] = [];
  for (const span of line) {
    const last = spans.at(-1);
    if (typeof span === 'string' && typeof last === 'string') spans[spans.length - 1] = last + span;
    else if (span !== '') spans.push(span);
  }
  return spans;
}

/** Parts with ` · ` between them; empty and absent ones are left out. */
export function dotted(parts: readonly (Line | undefined)[]): Line {
  const said = parts.filter((part) => part !== undefined && plainOf(part) !== '') as Line[];
  return joined(said.flatMap((part, index) => (index === 0 ? part : [' · ', ...part])));
}

/** Lines with commas between them. */
export function listed(lines: readonly Line[], language: Language): Line {
  const comma = language === 'ja' ? '、' : ', ';
  return joined(lines.flatMap((line, index) => (index === 0 ? line : [comma, ...line])));
}

/** Whether every place of a text has a value. */
export function canFill(text: Text, fills: Fillings): boolean {
  return placesOf(text, 'en').every((place) => isGiven(fills[place]));
}

function isGiven(filling: Filling): boolean {
  return filling !== undefined && filling !== '' && filling !== '?';
}

/** The first text whose places all have a value, else the last one. The last should have no places. */
export function firstFit(texts: readonly Text[], fills: Fillings): Text {
  const text = texts.find((candidate) => canFill(candidate, fills)) ?? texts.at(-1);
  if (text === undefined) throw new Error('no text to choose from');
  return text;
}

/** Values of an alert without those that say nothing. */
export function knownFills(fills: Fills | undefined): Fillings {
  return Object.fromEntries(Object.entries(fills ?? {}).filter(([, value]) => isGiven(value)));
}
