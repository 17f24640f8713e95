import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AwsEvent } from '../../lib/core/event.ts';
import { parseEvent } from '../../lib/ecs/events/parse.ts';
import type { ReplayEvent } from '../replay/input.ts';
import { readEvents } from '../replay/input.ts';

export type NightEvent = ReplayEvent & { readonly at: number };

const stories = join(import.meta.dirname, '..', '..', 'events', 'stories');

export type RecordedNight = {
  readonly events: readonly NightEvent[];
  readonly parsed: readonly AwsEvent[];
  /** Desired counts of services most of whose tasks have no event that night. */
  readonly desired: Readonly<Record<string, number>>;
};

/** The sample stories as one night of one account, in the order of their times. */
export function recordedNight(): RecordedNight {
  const files = readdirSync(stories).filter((file) => file.endsWith('.jsonl'));
  const all = files.flatMap((file) => readEvents(readFileSync(join(stories, file), 'utf8')));
  const events = all.filter((event): event is NightEvent => event.at !== undefined).toSorted((a, b) => a.at - b.at);
  const parsed = events.flatMap(({ body }) => {
    const result = parseEvent(body);
    return 'event' in result ? [result.event] : [];
  });
  const desired = JSON.parse(readFileSync(join(stories, 'services.json'), 'utf8')) as Record<string, number>;
  return { events, parsed, desired };
}
