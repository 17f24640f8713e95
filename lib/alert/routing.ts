import type { ImpactLevel } from '../core/alert.ts';
import { matchesGlob } from '../core/glob.ts';
import type { Severity } from '../core/severity.ts';
import type { Instant } from '../core/time.ts';
import { nextOpening } from '../core/calendar/calendar.ts';
import type { AlertPolicy, Environment, Route } from './policy.ts';
import { environmentOf } from './policy.ts';
import { isPager } from './receivers.ts';

/** What routes look at. */
export type RouteFacts = {
  readonly impact: ImpactLevel;
  readonly severity: Severity;
  /** A cluster's name, or `-`. */
  readonly cluster: string;
  readonly service?: string;
  readonly family?: string;
  readonly team?: string;
  /** Catalogue ids. */
  readonly causes: readonly string[];
  /** Since when the impact is what it is. */
  readonly impactSince: Instant;
  /** When the incident was first told to anybody. */
  readonly toldAt?: Instant;
  /** Somebody has taken it: nothing escalates. */
  readonly acknowledged: boolean;
  /** See `isPagerLive`. */
  readonly pagerLive: boolean;
  /** A job that pages: missed and failed count as down. */
  readonly pages?: boolean;
};

/** `reason` names the route and what about it held. */
type Routed = { readonly receiver: string; readonly reason: string };

/**
 * Who is told. `now` in order, each receiver once. `later`: not before `at`, should it still be so then.
 * `withheld`: pagers that do not ring, and why. `lookAgainAt`: when the answer may change by time alone.
 * It says nothing of those told before: they go on being told how it ends.
 */
export type Routing = {
  readonly now: readonly Routed[];
  readonly later: readonly (Routed & { readonly at: Instant })[];
  readonly withheld: readonly (Routed & { readonly why: 'not-production' | 'shadow' })[];
  readonly lookAgainAt?: Instant;
};

type Draft = {
  readonly now: Routed[];
  readonly later: (Routed & { readonly at: Instant })[];
  readonly withheld: (Routed & { readonly why: 'not-production' | 'shadow' })[];
  readonly moments: Instant[];
};

/**
 * Goes down the routes and stops at the first that applies, unless it says `continue`. A route applies when all it asks
 * for fits, has been so for its `for`, and one of its receivers may be told: a route of pagers alone does not apply
 * where nobody is paged. Outside `during` it applies too, but its message is held until the calendar opens; for what
 * is not production that is so by default, in office hours, unless the route names the environment.
 */
export function routesFor(policy: AlertPolicy, facts: RouteFacts, now: Instant): Routing {
  const environment = environmentOf(policy, facts.cluster);
  const draft: Draft = { now: [], later: [], withheld: [], moments: [] };
  for (const route of policy.routes) {
    if (!fits(route, facts, environment)) continue;
    const ripeAt = facts.impactSince + route.forMs;
    // Without `for` a route applies at once, also to an event whose clock is ahead of ours.
    if (route.forMs > 0 && now < ripeAt) {
      draft.moments.push(ripeAt);
      continue;
    }
    const applied = apply({ policy, route, facts, environment }, ripeAt, now, draft);
    if (applied && !route.continue) break;
  }
  return finish(draft);
}

type Step = {
  readonly policy: AlertPolicy;
  readonly route: Route;
  readonly facts: RouteFacts;
  readonly environment: Environment;
};

function apply(step: Step, ripeAt: Instant, now: Instant, draft: Draft): boolean {
  const { policy, route, facts } = step;
  const told = route.to.filter((receiver) => mayTell(step, receiver, draft));
  if (told.length === 0) return false;
  const during = calendarFor(step);
  const calendar = during === undefined ? undefined : policy.calendars[during];
  const opensAt = calendar ? nextOpening(calendar, now, policy.timezone) : now;
  if (opensAt === undefined) return false;
  const held = opensAt > now;
  for (const receiver of told) {
    if (held) draft.later.push({ receiver, at: opensAt, reason: `${route.id}: held until ${during} opens` });
    else draft.now.push({ receiver, reason: reasonOf(route) });
  }
  if (route.escalate && !facts.acknowledged) {
    escalate(step, route.escalate, Math.max(facts.toldAt ?? opensAt, ripeAt, held ? opensAt : 0), { now, draft });
  }
  return true;
}

function escalate(
  step: Step,
  { afterMs, to }: { readonly afterMs: number; readonly to: readonly string[] },
  from: Instant,
  { now, draft }: { readonly now: Instant; readonly draft: Draft },
): void {
  const at = from + afterMs;
  for (const receiver of to) {
    if (!mayTell(step, receiver, draft)) continue;
    const reason = `${step.route.id}: nobody acknowledged it for ${afterMs / 60_000} min`;
    if (now >= at) draft.now.push({ receiver, reason });
    else draft.later.push({ receiver, at, reason });
  }
}

function mayTell({ policy, route, facts, environment }: Step, receiver: string, draft: Draft): boolean {
  if (!isPager(policy, receiver)) return true;
  if (environment.production && facts.pagerLive) return true;
  const why = environment.production ? 'shadow' : 'not-production';
  draft.withheld.push({ receiver, why, reason: `${route.id}: ${why}` });
  return false;
}

function calendarFor({ policy, route, environment }: Step): string | undefined {
  if (route.during !== undefined) return route.during;
  return environment.production || route.match.env ? undefined : policy.office;
}

function fits({ match }: Route, facts: RouteFacts, environment: Environment): boolean {
  const impacts = facts.pages && isLost(facts) ? ['down'] : [];
  return (
    holds(match.impact, [facts.impact, ...impacts]) &&
    holds(match.severity, [facts.severity]) &&
    holds(match.env, [environment.name]) &&
    holds(match.team, [facts.team]) &&
    holds(match.cluster, [facts.cluster]) &&
    holds(match.service, [facts.service]) &&
    holds(match.family, [facts.family]) &&
    holds(match.cause, facts.causes)
  );
}

/** Its work was not done, or will not be by when it has to. */
function isLost({ impact, causes }: RouteFacts): boolean {
  return impact === 'missed' || impact === 'failed' || causes.some(isDoneByCause);
}

/** It will not have ended, or has not, by when its owner said it must. */
export function isDoneByCause(id: string): boolean {
  return id === 'job_done_by' || id === 'job_done_by_lost';
}

function holds(patterns: readonly string[] | undefined, values: readonly (string | undefined)[]): boolean {
  if (!patterns) return true;
  return values.some((value) => value !== undefined && patterns.some((pattern) => matchesGlob(pattern, value)));
}

function reasonOf({ id, match, forMs }: Route): string {
  const asked = Object.entries(match).map(([name, values]) => `${name} ${values.join(' or ')}`);
  const lasted = forMs > 0 ? [`for ${forMs / 60_000} min`] : [];
  return `${id}: ${[...asked, ...lasted].join(', ') || 'everything'}`;
}

function finish({ now, later, withheld, moments }: Draft): Routing {
  const told = firstOfEach(now);
  const waiting = firstOfEach(later.toSorted((a, b) => a.at - b.at)).filter(
    ({ receiver }) => !told.some((other) => other.receiver === receiver),
  );
  const all = [...moments, ...waiting.map(({ at }) => at)];
  return {
    now: told,
    later: waiting,
    withheld: firstOfEach(withheld),
    ...(all.length > 0 ? { lookAgainAt: Math.min(...all) } : {}),
  };
}

function firstOfEach<Item extends Routed>(items: readonly Item[]): Item[] {
  return items.filter(({ receiver }, at) => items.findIndex((item) => item.receiver === receiver) === at);
}
