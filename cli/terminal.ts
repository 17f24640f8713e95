import { styleText } from 'node:util';
import { fitted, padded, widthOf } from '../lib/core/columns.ts';
import type { Io } from './io.ts';

export type Style = Parameters<typeof styleText>[0];

export type Paint = (style: Style, text: string) => string;

/** Colours only where a person looks at them: https://no-color.org */
export function isColoured({ stdout, env }: Io): boolean {
  const noColour = env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '';
  return stdout.isTTY === true && !noColour && env['TERM'] !== 'dumb';
}

export function painter(io: Io): Paint {
  const hasColour = isColoured(io);
  return (style, text) => (hasColour ? styleText(style, text, { validateStream: false }) : text);
}

/** One cell of a table; `style` is put on after it was aligned. */
export type Cell = string | { readonly text: string; readonly style: Style };

/** Rows in columns of equal width, two spaces apart. `maxWidth`: the last column is cut where the terminal ends. */
export function aligned(rows: readonly (readonly Cell[])[], paint: Paint, maxWidth = Infinity): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) =>
    Math.max(0, ...rows.filter((row) => row.length > at + 1).map((row) => widthOf(textOf(row[at])))),
  );
  return rows.map((row) => {
    let used = 0;
    const cells = row.map((cell, at) => {
      const isLast = at === row.length - 1;
      const room = Math.max(12, maxWidth - used);
      const text = isLast ? fitted(textOf(cell), room) : padded(textOf(cell), widths[at] ?? 0);
      used += widthOf(text) + 2;
      return typeof cell === 'string' ? text : paint(cell.style, text);
    });
    return cells.join('  ').trimEnd();
  });
}

function textOf(cell: Cell | undefined): string {
  return typeof cell === 'string' ? cell : (cell?.text ?? '');
}

export function print({ stdout }: Io, lines: readonly string[]): void {
  stdout.write(lines.map((line) => `${line}\n`).join(''));
}

/** One line of `--json`. */
export type JsonLine = { readonly type: string } & Readonly<Record<string, unknown>>;

/** JSON Lines: one object a line, each with its `type`. */
export function printJson({ stdout }: Io, lines: readonly JsonLine[]): void {
  stdout.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
