import { parseEvent } from '../../lib/ecs/events/parse.ts';
import { diagnose } from '../../lib/ecs/stops/diagnosis.ts';
import type { ReplayEvent } from './input.ts';
import type { EventLine } from './replay.ts';

/** What is made of one event by itself. */
export function eventLine({ body }: ReplayEvent): EventLine {
  const parsed = parseEvent(body);
  if ('fault' in parsed) return { type: 'event', eventId: parsed.id ?? '', kind: 'malformed', fault: parsed.fault };
  if ('ignored' in parsed) return { type: 'event', eventId: parsed.id ?? '', ...ignoredOf(body, parsed.ignored) };
  const { event } = parsed;
  const diagnosis = event.kind === 'task' ? diagnose(event) : undefined;
  if (diagnosis === undefined) return { type: 'event', eventId: event.id, kind: event.kind };
  const { cause, failure, severity, culprit, exitCode, certainty } = diagnosis;
  const blamed = { ...(culprit !== undefined && { culprit }), ...(exitCode !== undefined && { exitCode }) };
  return {
    type: 'event',
    eventId: event.id,
    kind: event.kind,
    diagnosis: { cause, failure, severity, certainty, ...blamed },
  };
}

/** What AWS calls an event that we do not listen to. */
function ignoredOf(body: string, reason: string): { readonly kind: string; readonly ignored: string } {
  const event: unknown = JSON.parse(body);
  const kind = textOf(event, 'detail-type') ?? 'unknown';
  const code = textOf(fieldOf(event, 'detail'), 'eventTypeCode');
  return { kind, ignored: code === undefined ? reason : `${reason} (${code})` };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textOf(value: unknown, name: string): string | undefined {
  const found = fieldOf(value, name);
  return typeof found === 'string' ? found : undefined;
}
