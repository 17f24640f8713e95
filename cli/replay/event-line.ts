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

/** Events that are about ECS and still none of ours, by source and code: what is told in their place. */
const neighbours: Readonly<Record<string, string>> = {
  'aws.health AWS_ECS_TASK_PATCHING_RETIREMENT':
    'a retirement that is announced changes nothing yet; the stop itself is told when it comes',
};

/** What AWS calls an event that we do not listen to, and why we do not, where that can be said. */
function ignoredOf(body: string, reason: string): { readonly kind: string; readonly ignored: string } {
  const event: unknown = JSON.parse(body);
  const kind = textOf(event, 'detail-type') ?? 'unknown';
  const code = textOf(fieldOf(event, 'detail'), 'eventTypeCode');
  if (code === undefined) return { kind, ignored: reason };
  const name = `${textOf(event, 'source') ?? ''} ${code}`;
  const why = Object.hasOwn(neighbours, name) ? `: ${neighbours[name] ?? ''}` : '';
  return { kind, ignored: `${reason} (${code})${why}` };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textOf(value: unknown, name: string): string | undefined {
  const found = fieldOf(value, name);
  return typeof found === 'string' ? found : undefined;
}
