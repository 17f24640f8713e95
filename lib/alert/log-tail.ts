import type { LogLine } from '../core/evidence-reads.ts';
import { plainLine, splitLines } from './log-line.ts';
import type { RedactionOptions } from '../core/redaction.ts';
import { redactLines } from '../core/redaction.ts';

/** For the message, and for what stands under it. */
const linesInMessage = 5;
const linesInThread = 20;

/** Longer lines are cut: a phone shows a few of these. */
const longestLine = 300;

/** What a line says that tells why something ended. A judgement of ours, over what common runtimes write. */
const telling =
  /\b(?:error|err|exception|fatal|panic|critical|crit|emerg|alert|fail(?:ed|ure)?|traceback|unhandled|uncaught|abort(?:ed|ing)?|segfault|sigsegv|sigkill|cannot|could not|unable to|refused|denied|not set|missing|undefined|killed|out of memory|oom)\b|Error\b|Exception\b/i;

/** The end of a log as people read it. `cut`: lines that were read and are in neither. */
type ReadableTail = {
  readonly lines: readonly string[];
  readonly more: readonly string[];
  readonly cut: number;
};

/**
 * Makes a log's last lines readable: no control characters, no secrets, nothing twice, nothing endless.
 * When the very last lines say nothing of trouble but some before them do, the message shows those.
 */
export function prepareLogTail(read: readonly LogLine[], options: RedactionOptions = {}): ReadableTail {
  const plain = read.flatMap(({ text }) => splitLines(text)).map(plainLine);
  const clean = redactLines(
    plain.filter((line) => line.trim() !== ''),
    options,
  );
  const all = collapsed(clean);
  const lines = windowOf(all);
  const more = all.slice(-linesInThread);
  return { lines, more, cut: Math.max(0, all.length - linesInThread) };
}

/** The last lines; or those around the last telling one, when the last ones are noise. */
function windowOf(lines: readonly string[]): readonly string[] {
  const last = lines.slice(-linesInMessage);
  if (last.some((line) => telling.test(line))) return last;
  const at = lines.findLastIndex((line) => telling.test(line));
  if (at < 0) return last;
  const from = Math.max(0, at - 1);
  return lines.slice(from, from + linesInMessage);
}

/** Lines in a row that differ only in their numbers (times, ids) are one, with how often it was there. */
function collapsed(lines: readonly string[]): string[] {
  const runs: { line: string; gist: string; count: number }[] = [];
  for (const line of lines) {
    const gist = line.replace(/[\da-f-]{8,}|\d+/gi, '0');
    const run = runs.at(-1);
    if (run?.gist === gist) {
      run.line = line;
      run.count += 1;
    } else {
      runs.push({ line, gist, count: 1 });
    }
  }
  return runs.map(({ line, count }) => (count === 1 ? cutLine(line) : `${cutLine(line)} (×${count})`));
}

function cutLine(line: string): string {
  if (line.length <= longestLine + 12) return line;
  return `${line.slice(0, longestLine).toWellFormed()}… +${line.length - longestLine}`;
}
