/** Characters that take two columns where every character is as wide as the next: https://www.unicode.org/reports/tr11/ */
const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}]/u;

export function widthOf(text: string): number {
  let columns = 0;
  for (const char of text) columns += wide.test(char) ? 2 : 1;
  return columns;
}

/** Cut to so many columns, with `…` where something is missing. */
export function fitted(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let shown = '';
  for (const char of text) {
    if (widthOf(shown + char) > columns - 1) break;
    shown += char;
  }
  return `${shown.trimEnd()}…`;
}

/** Filled up with spaces. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

/** Words with the blanks before them; in scripts without blanks every character is one. What closes stays with it. */
const words =
  /\s*(?:[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFF60]|[^\s\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFF60]+)[、。)」』]*/gu;

/** As many rows of at most so many columns as the text needs. A longer word is cut, with `…`. */
export function wrapped(text: string, columns: number): string[] {
  const rows: string[] = [];
  for (const word of text.match(words) ?? []) {
    const row = rows.at(-1);
    if (row !== undefined && widthOf(row + word) <= columns) rows[rows.length - 1] = row + word;
    else rows.push(fitted(word.trimStart(), columns));
  }
  return rows;
}
