import { oneLine } from '../../lib/channels/untrusted.ts';
import { wrapped } from '../../lib/core/columns.ts';
import { say } from '../../lib/core/language.ts';
import type { Io } from '../io.ts';
import type { Paint, Style } from '../terminal.ts';
import type { Look } from './look.ts';
import { lookTexts } from './texts.ts';

/** What every section is written with. */
export type Pen = {
  readonly look: Look;
  readonly all: boolean;
  readonly paint: Paint;
  readonly width: number;
  readonly io: Io;
};

export function heading(
  name: 'broken' | 'soon' | 'advice' | 'hooks' | 'watchers' | 'missing' | 'starters' | 'unused' | 'unread',
  { look, paint }: Pen,
): string {
  return paint('bold', lookTexts[name][look.language]);
}

const mostNames = 4;

/** As many names as one reads. */
export function namesText(names: readonly string[], { all, look: { language } }: Pen): string {
  const shown = all ? names : names.slice(0, mostNames);
  const more = names.length - shown.length;
  return `${shown.map((name) => oneLine(name)).join(', ')}${more > 0 ? `, ${say(lookTexts.more, language, { count: more })}` : ''}`;
}

/** In as many rows as it needs. */
export function indented(text: string, indent: number, { width, paint }: Pen, style?: Style): string[] {
  return wrapped(oneLine(text), width - indent).map(
    (row) => `${' '.repeat(indent)}${style === undefined ? row : paint(style, row)}`,
  );
}
