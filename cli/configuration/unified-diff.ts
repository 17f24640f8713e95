/** One line of a comparison: in both, only before, or only after. */
type Step = { readonly mark: ' ' | '-' | '+'; readonly text: string };

const contextLines = 3;

/** What changed from one text to another, in the unified format (`diff -u`); nothing when they are the same. */
export function unifiedDiff(
  before: { readonly name: string; readonly text: string },
  after: { readonly name: string; readonly text: string },
): string[] {
  const steps = stepsBetween(linesOf(before.text), linesOf(after.text));
  if (steps.every(({ mark }) => mark === ' ')) return [];
  return [`--- ${before.name}`, `+++ ${after.name}`, ...hunksOf(steps).flatMap((hunk) => hunkLines(steps, hunk))];
}

/** A last line without its end is another one than with it, as `diff` has it. */
function linesOf(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  return last === '' ? lines : [...lines, `${last}\n\\ No newline at end of file`];
}

/** What both begin and end with is not compared: a change to a long file costs as little as one to a short one. */
function stepsBetween(before: readonly string[], after: readonly string[]): Step[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return [
    ...kept(before.slice(0, head)),
    ...middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...kept(before.slice(before.length - tail)),
  ];
}

function kept(lines: readonly string[]): Step[] {
  return lines.map((text) => ({ mark: ' ', text }));
}

/** By the longest common subsequence: `common[i][j]` is its length from line i and j on. */
function middle(before: readonly string[], after: readonly string[]): Step[] {
  const common = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const row = common[i] ?? new Uint32Array();
    for (let j = after.length - 1; j >= 0; j -= 1) {
      row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]];
    if (old !== undefined && old === fresh) {
      steps.push({ mark: ' ', text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      steps.push({ mark: '-', text: old });
      i += 1;
    } else {
      steps.push({ mark: '+', text: fresh ?? '' });
      j += 1;
    }
  }
  return steps;
}

type Hunk = { readonly from: number; readonly to: number };

/** Changes with the lines around them; those whose surroundings touch become one. */
function hunksOf(steps: readonly Step[]): Hunk[] {
  const hunks: Hunk[] = [];
  for (const [at, { mark }] of steps.entries()) {
    if (mark === ' ') continue;
    const last = hunks.at(-1);
    const from = Math.max(0, at - contextLines);
    const to = Math.min(steps.length, at + contextLines + 1);
    if (last !== undefined && from <= last.to) hunks[hunks.length - 1] = { from: last.from, to };
    else hunks.push({ from, to });
  }
  return hunks;
}

function hunkLines(steps: readonly Step[], { from, to }: Hunk): string[] {
  const shown = steps.slice(from, to);
  const range = (other: '-' | '+'): string => {
    const start = steps.slice(0, from).filter(({ mark }) => mark !== other).length;
    const length = shown.filter(({ mark }) => mark !== other).length;
    // An empty range is named by the line before it.
    return `${length === 0 ? start : start + 1}${length === 1 ? '' : `,${length}`}`;
  };
  return [`@@ -${range('+')} +${range('-')} @@`, ...shown.flatMap(({ mark, text }) => `${mark}${text}`.split('\n'))];
}
