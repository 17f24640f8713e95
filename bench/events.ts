import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEvent } from '../lib/ecs/events/parse.ts';
import { diagnose } from '../lib/ecs/stops/diagnosis.ts';
import { perSecond } from './measure.ts';

/** Events a second on one core: parsed and diagnosed, against JSON.parse alone. */
export function benchEvents(): readonly string[] {
  const folder = join(import.meta.dirname, '..', 'events', 'task-stopped');
  const bodies = readdirSync(folder)
    .filter((file) => file !== 'expectations.json')
    .map((file) => JSON.stringify(JSON.parse(readFileSync(join(folder, file), 'utf8'))));
  const bare = perSecond(() => {
    for (const body of bodies) JSON.parse(body);
    return bodies.length;
  });
  const ours = perSecond(() => {
    for (const body of bodies) {
      const parsed = parseEvent(body);
      if ('event' in parsed && parsed.event.kind === 'task') diagnose(parsed.event);
    }
    return bodies.length;
  });
  return [
    `JSON.parse alone      ${Math.round(bare).toLocaleString('en')} events/s`,
    `parse and diagnose    ${Math.round(ours).toLocaleString('en')} events/s`,
    `ratio                 ${(ours / bare).toFixed(2)}   (goal at least 0.50)`,
  ];
}
