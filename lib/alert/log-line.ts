/** One event of a log may hold several lines. */
export function splitLines(text: string): string[] {
  return text.split(/\r?\n/);
}

/** Terminal control sequences: CSI, OSC (titles, links), and two-character ones (ECMA-48 §5.4, §8.3.89). */
// oxlint-disable-next-line no-control-regex
const terminal = /\u001B(?:\[[0-?]{0,32}[ -/]{0,8}[@-~]|\][^\u0007\u001B]{0,2000}(?:\u0007|\u001B\\)?|[@-Z\\^_])/g;

/** Control characters, and those that turn the direction of what follows (Unicode TR9: bidi embedding and isolates). */
const invisible = /[\p{Cc}\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;

/** Levels by which structured loggers call what is bad. Numbers are pino's and bunyan's. */
const levelNames: Readonly<Record<string, string>> = { '30': 'INFO', '40': 'WARN', '50': 'ERROR', '60': 'FATAL' };

/** Longer JSON is shown as it is. */
const longestJson = 32_768;

/**
 * A line as people read it: no colours, no control characters, of a line that overwrote itself only what was left, of a
 * structured one its level, message and error.
 */
export function plainLine(line: string): string {
  const text = line.replace(terminal, '');
  const left = text.replace(/\r+$/, '').split('\r').at(-1) ?? '';
  const visible = left.replaceAll('\t', '  ').replace(invisible, '').trimEnd();
  return structured(visible) ?? visible;
}

function structured(line: string): string | undefined {
  if (!line.startsWith('{') || !line.endsWith('}') || line.length > longestJson) return undefined;
  const fields = jsonOf(line);
  const message = first(fields, ['message', 'msg', 'event', 'text', 'body']);
  if (fields === undefined || message === undefined) return undefined;
  const level = first(fields, ['level', 'severity', 'lvl', 'levelname', 'log.level']);
  const error = first(fields, ['error', 'err', 'exception', 'exc_info', 'reason']);
  const head = level === undefined ? '' : `${levelNames[level] ?? level.toUpperCase()} `;
  const tail = error === undefined || message.includes(error) ? '' : `: ${error}`;
  return `${head}${message}${tail}`.replace(/\s*\n\s*/g, ' ⏎ ').replace(invisible, '');
}

function jsonOf(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** The first of these that says something; of an error object its message. */
function first(fields: Readonly<Record<string, unknown>> | undefined, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fields?.[name];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
    const message = typeof value === 'object' && value !== null && 'message' in value ? value.message : undefined;
    if (typeof message === 'string' && message !== '') return message;
  }
  return undefined;
}
