import type { Paint } from '../terminal.ts';
import { unifiedDiff } from './unified-diff.ts';

type Side = { readonly name: string; readonly text: string };

const plain: Paint = (_, text) => text;

/** A unified diff, coloured as readers of diffs expect. */
export function diffLines(before: Side, after: Side, paint: Paint = plain): string[] {
  return unifiedDiff(before, after).map((line) => {
    if (line.startsWith('@@')) return paint('cyan', line);
    if (line.startsWith('+++') || line.startsWith('---')) return paint('bold', line);
    if (line.startsWith('+')) return paint('green', line);
    return line.startsWith('-') ? paint('red', line) : line;
  });
}
