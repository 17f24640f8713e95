import type { Asked } from '../core/feature.ts';
import type { Instant } from '../core/time.ts';
import { summed } from './day-counts.ts';
import { digestBegins } from './digest.ts';
import type { AlertEvent } from './events.ts';
import type { DigestFacts, MutesFacts, PastFacts } from './facts.ts';
import type { AlertReads } from './gather.ts';
import { incidentKeyOf } from './past/past.ts';
import type { AlertPolicy } from './policy.ts';
import { incidentRecord } from './records.ts';
import type { AlertState } from './state.ts';
import { isWeeklyDue, readWeekly } from './weekly/gather.ts';

type AskedAlert = Asked<AlertEvent, AlertState>;
type Context = { readonly policy: AlertPolicy; readonly now: Instant };

/** What is settled is not asked for again. */
export async function pastFacts({ key, events, state }: AskedAlert, read: AlertReads): Promise<PastFacts> {
  const isWhole = state?.kind === 'past' && state.isWhole === true;
  if (isWhole && !events.some(({ kind }) => kind === 'alert')) return { kind: 'past' };
  const own = incidentRecord(incidentKeyOf(key));
  const kept = (await read.records([own])).get(own)?.state as AlertState | undefined;
  return { kind: 'past', ...(kept?.kind === 'incident' && { incident: kept }) };
}

export async function mutesFacts(asked: AskedAlert, read: AlertReads, now: Instant): Promise<MutesFacts> {
  const ended = asked.state?.kind === 'mutes' ? asked.state.mutes.filter((mute) => mute.until <= now) : [];
  const unmutes = asked.events.some((event) => event.kind === 'unmute');
  if (ended.length === 0 && !unmutes) return { kind: 'mutes', hidden: {} };
  const since = asked.state?.kind === 'mutes' ? Math.min(now, ...asked.state.mutes.map((mute) => mute.since)) : now;
  const counts = summed(await read.counts(since, now));
  const hidden = Object.entries(counts).filter(([name]) => name.startsWith('muted/'));
  return {
    kind: 'mutes',
    hidden: Object.fromEntries(hidden.map(([name, count]) => [name.slice('muted/'.length), count])),
  };
}

export async function digestFacts(asked: AskedAlert, read: AlertReads, context: Context): Promise<DigestFacts> {
  const { now } = context;
  if (asked.state?.kind !== 'digest' || now < asked.state.nextAt) return { kind: 'digest', days: new Map(), open: [] };
  const isWeekly = isWeeklyDue(asked.state, context);
  const [days, open, weekly] = await Promise.all([
    read.counts(digestBegins(asked.state, now), now),
    read.open(),
    isWeekly ? readWeekly(asked.state, read, context) : undefined,
  ]);
  return { kind: 'digest', days, open, ...(weekly !== undefined && { weekly }) };
}
