import { padded, widthOf, wrapped } from '../../core/columns.ts';
import type { Verdict } from './finding.ts';
import type { VerdictRow, VerdictTable } from './verdict-table.ts';

/** A line of a table in letters of one width. `kind`: what it may be coloured by. */
type TableLine = { readonly text: string; readonly kind: 'head' | 'rest' | Verdict };

const gap = 2;

/** The last column is not made narrower than this as long as others can go. */
const leastWhy = 42;

/** And never than this, whatever the width. */
const leastRoom = 12;

/**
 * A table no wider than `columns`. Where it is narrow, cells between the name and the verdict go, the last first; what is
 * in the way is wrapped, not cut.
 */
export function tableLines({ heads, rows, rest }: VerdictTable, columns: number): readonly TableLine[] {
  const whole = [headRow(heads), ...rows.map(cellsOf)];
  const widths = Array.from({ length: heads.length - 1 }, (_, at) =>
    Math.max(0, ...whole.map(({ cells }) => widthOf(cells[at] ?? ''))),
  );
  const kept = keptColumns(widths, columns);
  const used = kept.reduce((sum, at) => sum + (widths[at] ?? 0) + gap, 0);
  const room = Math.max(leastRoom, columns - used);
  return [
    ...whole.flatMap(({ cells, why, kind }) => {
      const start = kept.map((at) => padded(cells[at] ?? '', (widths[at] ?? 0) + gap)).join('');
      const lines = why.flatMap((each) => wrapped(each, room));
      return (lines.length === 0 ? [''] : lines).map((line, at) => ({
        text: `${at === 0 ? start : ' '.repeat(used)}${line}`.trimEnd(),
        kind,
      }));
    }),
    ...(rest === undefined ? [] : wrapped(rest, columns).map((text) => ({ text, kind: 'rest' as const }))),
  ];
}

type Cells = { readonly cells: readonly string[]; readonly why: readonly string[]; readonly kind: TableLine['kind'] };

const headRow = (heads: readonly string[]): Cells => ({
  cells: heads.slice(0, -1),
  why: heads.slice(-1),
  kind: 'head',
});

const cellsOf = ({ cells, verdict, why, fits }: VerdictRow): Cells => ({ cells: [...cells, verdict], why, kind: fits });

/** The name and the verdict stay. */
function keptColumns(widths: readonly number[], columns: number): readonly number[] {
  let kept = widths.map((_, at) => at);
  const last = widths.length - 1;
  const used = (): number => kept.reduce((sum, at) => sum + (widths[at] ?? 0) + gap, 0);
  while (columns - used() < leastWhy) {
    const least = kept.findLast((at) => at !== 0 && at !== last);
    if (least === undefined) break;
    kept = kept.filter((at) => at !== least);
  }
  return kept;
}
