import type { Judged } from './judge.ts';
import type { Work } from './keep.ts';
import type { World } from './world.ts';

/** One line and the counts of one judgement. */
export function report<Event, State, Target, Read, Policy>(
  feature: string,
  work: Work<Event>,
  judged: Pick<Judged<State, Target>, 'decision' | 'write'>,
  world: World<Event, Target, Read, Policy>,
): void {
  const trouble = judged.write?.trouble;
  if (trouble !== undefined) {
    world.count(trouble.parked ? 'ParkedRecords' : 'FailedDecisions', 1);
    world.log('error', 'a record could not be decided', { feature, record: work.key, ...trouble, heard: undefined });
  }
  if (judged.decision === undefined) return;
  const { reason, actions, dropped, next, counts } = judged.decision;
  for (const [name, amount] of Object.entries(counts ?? {})) world.count(name, amount);
  world.count('Decisions', 1);
  const events = work.heard.map((heard) => idOf(heard));
  world.log('info', reason, { feature, record: work.key, events, actions: actions.map((a) => a.key), dropped, next });
}

function idOf(heard: unknown): string {
  if (typeof heard !== 'object' || heard === null) return 'unknown';
  if ('id' in heard && typeof heard.id === 'string') return heard.id;
  if ('action' in heard && typeof heard.action === 'string') return `outcome of ${heard.action}`;
  return 'kind' in heard && typeof heard.kind === 'string' ? heard.kind : 'unknown';
}
