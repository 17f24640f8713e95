import type { Night } from './nights.ts';
import { playNight } from './nights.ts';
import { playNight as playNodesNight } from './nodes/nights.ts';

export type Played = Night & { readonly kind: 'services' | 'nodes'; readonly cpuMs: number };

/** Of all nights so many-eth is one of instances. */
const everyOf = { both: 5, services: Infinity, nodes: 1 } as const;

/** Plays the nights of the seeds from one to another, every so many of them, of one kind or of both; each is a line of JSON. */
const [from = '1', to = '12', every = '1', kinds = 'both'] = process.argv.slice(2);
if (kinds !== 'both' && kinds !== 'services' && kinds !== 'nodes')
  throw new Error(`${kinds}: give one of ${Object.keys(everyOf).join(', ')}`);
for (let seed = Number(from); seed <= Number(to); seed += Number(every)) {
  const kind = seed % everyOf[kinds] === 0 ? 'nodes' : 'services';
  const before = process.cpuUsage();
  const night = await (kind === 'nodes' ? playNodesNight : playNight)(seed);
  const { user, system } = process.cpuUsage(before);
  const played: Played = { ...night, kind, cpuMs: Math.round((user + system) / 1000) };
  process.stdout.write(`${JSON.stringify(played)}\n`);
}
