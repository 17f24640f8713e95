import type { Action, Decision } from '../core/decision.ts';
import { placedName } from '../core/subject.ts';
import type { Instant } from '../core/time.ts';
import { dayMs, hourMs, minuteMs } from '../core/time.ts';
import { isOpenDay } from '../core/calendar/calendar.ts';
import { addDays, instantOf, localDateOf } from '../core/calendar/local-time.ts';
import { baselineAt, hearBaseline, toldBaseline } from './baseline.ts';
import { composeBaseline } from './compose/baseline.ts';
import { costLines } from './compose/cost.ts';
import { composeDigest } from './compose/digest.ts';
import { composeWeekly } from './compose/weekly.ts';
import { countedSince, toldUpTo } from './day-counts.ts';
import type { DigestFacts } from './facts.ts';
import type { HouseQuestion } from './house.ts';
import { house } from './house.ts';
import type { AlertTarget } from './incident/draft.ts';
import type { AlertPolicy } from './policy.ts';
import { regionOfRecord } from './records.ts';
import type { Baseline, DigestState } from './state.ts';
import { withAdvice } from './weekly/advice-kept.ts';
import { weekOf } from './weekly/week.ts';

/** The day's digest: what was counted in silence. Told at its hour on office days, and only when there is something. */
export function decideDigest(question: HouseQuestion<DigestState, DigestFacts>): Decision<DigestState, AlertTarget> {
  const { policy, now } = question;
  const known = heardAdvice(question.state ?? newDigest(policy, now), question.events);
  const alerts = question.events.filter((event) => event.kind === 'alert');
  const gathered = hearBaseline(known.baseline, alerts, now);
  const isBaselineDue = gathered !== undefined && now >= baselineAt(gathered);
  const state: DigestState = withBaseline(known, isBaselineDue ? toldBaseline(gathered) : gathered);
  const telling = isBaselineDue ? baselineActions(gathered, question) : [];
  const wake = wakeOf(state);
  if (now < state.nextAt) return { reason: 'the digest has its hour', state, actions: telling, next: wake };
  const daily = dailyDigest({ ...question, state });
  const weekly = weeklyDigest({ ...question, state: daily.state });
  return { ...daily, state: weekly.state, actions: [...telling, ...daily.actions, ...weekly.actions] };
}

/** The week and the month of its beginning are not told: nobody has seen them whole. */
function newDigest(policy: AlertPolicy, now: Instant): DigestState {
  const { timezone } = policy;
  const told = { weekTold: weekOf(now, timezone), monthTold: localDateOf(now, timezone).slice(0, 7) };
  const counts = toldUpTo(now, new Map());
  return { kind: 'digest', installedAt: now, nextAt: nextDigestAt(policy, now), told: counts, ...told };
}

function heardAdvice(state: DigestState, events: HouseQuestion<DigestState, DigestFacts>['events']): DigestState {
  const found = events.filter((event) => event.kind === 'advice');
  return found.length === 0 ? state : { ...state, advice: withAdvice(state.advice ?? {}, found) };
}

/** What can wait for a week: told with the first digest of it, and only when there is something. */
function weeklyDigest({
  key,
  policy,
  now,
  facts,
  state,
}: HouseQuestion<DigestState, DigestFacts> & { readonly state: DigestState }): {
  readonly state: DigestState;
  readonly actions: readonly Action<AlertTarget>[];
} {
  const { weekly } = facts;
  if (weekly === undefined) return { state, actions: [] };
  const { language, timezone } = policy;
  const weekTold = weekOf(now, timezone);
  const { advice = {}, ...rest } = state;
  const told: DigestState = { ...rest, weekTold, monthTold: localDateOf(now, timezone).slice(0, 7) };
  const cost = costLines(weekly.sizes, { policy, region: regionOfRecord(key), now });
  const isEmpty = Object.keys(advice).length === 0 && weekly.month === undefined && cost.lines.length === 0;
  if (isEmpty) return { state: told, actions: [] };
  const lastWeek = weekOf(now - 7 * dayMs, timezone);
  const incident = `weekly/${lastWeek}`;
  const composed = composeWeekly({
    incident,
    weekOf: instantOf(lastWeek, 0, timezone),
    advice,
    titles: weekly.titles,
    ...(weekly.month !== undefined && { month: weekly.month }),
    cost,
    now,
    language,
    timezone,
  });
  return { state: told, actions: house(policy, composed, incident) };
}

function wakeOf({ nextAt, baseline }: DigestState): { readonly wakeAt: Instant } {
  return { wakeAt: Math.min(nextAt, baseline === undefined ? Infinity : baselineAt(baseline)) };
}

function withBaseline(state: DigestState, baseline: Baseline | undefined): DigestState {
  return baseline === undefined ? state : { ...state, baseline };
}

function baselineActions(
  baseline: Baseline,
  { policy, now }: Pick<HouseQuestion<DigestState, DigestFacts>, 'policy' | 'now'>,
): readonly Action<AlertTarget>[] {
  const { language, timezone } = policy;
  const incident = `baseline/${baseline.since}`;
  return house(policy, composeBaseline(baseline, { incident, language, timezone, now }), incident);
}

function dailyDigest({
  key,
  policy,
  now,
  facts,
  state,
}: HouseQuestion<DigestState, DigestFacts> & { readonly state: DigestState }): Decision<DigestState, AlertTarget> {
  const next: DigestState = { ...state, nextAt: nextDigestAt(policy, now), told: toldUpTo(now, facts.days) };
  const wake = wakeOf(next);
  if (policy.digest === undefined) return { reason: 'no digest is wanted', state: next, actions: [], next: wake };
  const counts = countedSince(state.told, facts.days);
  if (Object.keys(counts).length === 0 && facts.open.length === 0) {
    return { reason: 'nothing was counted', state: next, actions: [], next: wake };
  }
  const incident = `digest/${localDateOf(now, policy.timezone)}`;
  const { language, timezone } = policy;
  const open = facts.open.map((record) => subjectOf(record));
  const composed = composeDigest({
    incident,
    counts,
    open,
    from: digestBegins(state, now),
    now,
    nextAt: next.nextAt,
    region: regionOfRecord(key),
    language,
    timezone,
  });
  return { reason: 'the digest of the day', state: next, actions: house(policy, composed, incident), next: wake };
}

/** What the digest tells of begins where the last one ended; its counts are kept for 40 days. */
export function digestBegins({ told }: DigestState, now: Instant): Instant {
  return told === undefined ? now - dayMs : Math.max(told.at, now - 40 * dayMs);
}

/** `cluster/name` of an incident's record; what is in no cluster, by its name. */
function subjectOf(key: string): string {
  const [, , , cluster = '', , ...name] = key.split('#').slice(2).join('#').split('/');
  return placedName({ cluster, name: name.join('/') });
}

/** Today's hour of the digest if it is still to come, else the next day on which its calendar opens. */
function nextDigestAt(policy: AlertPolicy, now: Instant): Instant {
  const minute = policy.digest?.minute ?? 9 * 60;
  const calendar = policy.calendars[policy.digest?.during ?? policy.office];
  let date = localDateOf(now, policy.timezone);
  for (let days = 0; days < 30; days += 1) {
    const at = instantOf(date, minute, policy.timezone);
    if (at > now + minuteMs && (calendar === undefined || isOpenDay(calendar, date))) return at;
    date = addDays(date, 1);
  }
  return now + 24 * hourMs;
}
