import { parseBatchEvent } from '../../lib/ecs/events/parse-batch.ts';
import { parseHostEvent } from '../../lib/ecs/events/parse-host.ts';
import { parseScaleEvent } from '../../lib/ecs/events/parse-scale.ts';
import { parseEvent } from '../../lib/ecs/events/parse.ts';
import { diagnose } from '../../lib/ecs/stops/diagnosis.ts';
import type { ReplayEvent } from './input.ts';
import type { EventLine } from './replay.ts';

/** What is made of one event by itself. */
export function eventLine({ body }: ReplayEvent): EventLine {
  const parsed = parsers.map((parse) => parse(body));
  const event = parsed.map(eventIn).find((found) => found !== undefined);
  if (event === undefined) return lineOfNone(body, parsed);
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

/** What each function hears. What one of them takes for its own is an event, whatever the others make of it. */
const parsers = [parseEvent, parseHostEvent, parseScaleEvent, parseBatchEvent] as const;

type AnyParsed = ReturnType<(typeof parsers)[number]>;

function eventIn(parsed: AnyParsed) {
  return 'event' in parsed ? parsed.event : undefined;
}

/** What has a fault for one of them is malformed: it is none of the others'. */
function lineOfNone(body: string, parsed: readonly AnyParsed[]): EventLine {
  for (const each of parsed)
    if ('fault' in each) return { type: 'event', eventId: each.id ?? '', kind: 'malformed', fault: each.fault };
  const [first] = parsed;
  if (first === undefined || !('ignored' in first)) throw new Error('nobody has read it');
  return { type: 'event', eventId: first.id ?? '', ...ignoredOf(body, first.ignored) };
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
