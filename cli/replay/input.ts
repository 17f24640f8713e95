import { isObject } from '../../lib/core/json.ts';

/** One event of the input: its text as a queue would carry it, and its own time where it has one. */
export type ReplayEvent = { readonly body: string; readonly at?: number };

/**
 * Reads events in whichever form they were kept: one event, an array of them, JSON Lines, or SQS batches
 * (`{"Records":[{"body":…}]}`). What is not JSON is one event that nobody can read.
 */
export function readEvents(text: string): readonly ReplayEvent[] {
  const whole = parsed(text);
  if (whole.ok) return valuesOf(whole.value).map(eventOf);
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const isLines = lines.length > 1 && lines.some((line) => parsed(line).ok);
  if (!isLines) return [{ body: text }];
  return lines.flatMap((line): readonly ReplayEvent[] => {
    const value = parsed(line);
    return value.ok ? valuesOf(value.value).map(eventOf) : [{ body: line }];
  });
}

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

function parsed(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

function valuesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(valuesOf);
  if (!isObject(value) || !Array.isArray(value['Records'])) return [value];
  return value['Records'].map((record: unknown) => {
    const body = isObject(record) ? record['body'] : undefined;
    const inner = typeof body === 'string' ? parsed(body) : { ok: true as const, value: record };
    return inner.ok ? inner.value : new Raw(String(body));
  });
}

/** A body that is not JSON, kept as it is. */
class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function eventOf(value: unknown): ReplayEvent {
  if (value instanceof Raw) return { body: value.text };
  // What a schedule sends has no wrapping, and its time under another name.
  const written = isObject(value) ? (value['time'] ?? value['scheduledTime']) : undefined;
  const time = typeof written === 'string' ? Date.parse(written) : Number.NaN;
  return { body: JSON.stringify(value) ?? 'null', ...(!Number.isNaN(time) && { at: time }) };
}
