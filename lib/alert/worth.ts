import type { Alert, ImpactLevel } from '../core/alert.ts';
import type { Change } from '../core/delivery.ts';
import { isAnnouncement } from '../ecs/other-causes.ts';
import { isAtLeast, worst } from '../core/severity.ts';
import type { Instant } from '../core/time.ts';
import { hourMs, minuteMs, secondMs } from '../core/time.ts';
import type { Said } from './state.ts';

/** An edit is seen by who looks, and wakes nobody: often enough to be trusted, seldom enough for the channel. */
export const editGapMs = 10 * secondMs;

/** A changed number alone waits longer. */
const countGapMs = 60 * secondMs;

/** One moment often brings several levels: an edit waits until they are there, so that the newest is told and no other. */
const settleMs = 2 * secondMs;

/** So many levels untold are told without another wait: one that never settles must be seen, too. */
const untoldLimit = 3;

/** A warning may be over before anybody needs to hear of it. */
const groupWaitMs = 30 * secondMs;

/**
 * Jobs that miss a time, or find no room, do so together: within so long they are known to be one story. Nobody is
 * delayed by it who is told of a night's work.
 */
const jobWaitMs = 15 * secondMs;

/** A job that fails once more so long after the last word is another night's failure, and who had the first one sleeps. */
const anotherRunMs = 12 * hourMs;

/** How long the first word waits after the incident was heard. */
export function firstWordWaitMs({ severity, causes, subject }: Pick<Alert, 'severity' | 'causes' | 'subject'>): number {
  if (!isAtLeast(worst(severity, ...causes.map((cause) => cause.severity)), 'error')) return groupWaitMs;
  return subject.kind === 'job' ? jobWaitMs : 0;
}

/** Is there something to say, and why (not)? `lookAt`: when the answer may change by itself. */
type Worth =
  | { readonly say: Change; readonly reason: string }
  | { readonly say?: undefined; readonly reason: string; readonly lookAt?: Instant };

type WorthQuestion = {
  readonly alert: Alert;
  readonly said: Said | undefined;
  readonly gist: string;
  readonly detail: string;
  /** What would be seen: an edit that changes nothing on the screen is none. */
  readonly shown: string;
  readonly firstHeardAt: Instant;
  /** When the present level was heard. */
  readonly heardAt: Instant;
  /** When a reminder is due where customers are not hurt: the next office morning. */
  readonly nextMorning: Instant;
  /** How often somebody is reminded while customers are hurt. */
  readonly repeatMs: number;
  readonly now: Instant;
};

/** How much each level hurts. Waking somebody is for what got worse. */
const hurt: Readonly<Record<ImpactLevel, number>> = {
  none: 0,
  unknown: 0,
  'at-risk': 1,
  late: 1,
  degraded: 2,
  down: 3,
  missed: 3,
  failed: 3,
};

/** The de-duplication step: pure, and it says why. */
export function worthSaying(question: WorthQuestion): Worth {
  const { alert, said, now } = question;
  if (said === undefined) return firstWord(question);
  if (alert.status !== 'firing') {
    if (said.change === 'end') return { reason: 'its end was told' };
    return { say: 'end', reason: `it is over: ${alert.status}` };
  }
  if (said.change === 'end') return { say: 'worse', reason: 'it came back' };
  if (gotWorse(alert, said) && !isFlapping(alert, said, now))
    return { say: 'worse', reason: `impact went from ${said.level} to ${alert.impact.level}` };
  const loud = loudNews(alert, said);
  if (loud !== undefined) return { say: 'worse', reason: `new cause that nothing heals: ${loud}` };
  if (isAnotherRun(alert, said)) return { say: 'worse', reason: 'another run has failed' };
  if (question.shown === said.shown) return reminder(question, said, now);
  if (question.gist !== said.gist) return paced(question, said, { gapMs: editGapMs, reason: newsOf(alert, said) });
  if (question.detail !== said.detail)
    return paced(question, said, { gapMs: countGapMs, reason: 'only numbers changed' });
  return reminder(question, said, now);
}

/**
 * An error is told at once (a job's, in a moment), and also when it is over before it could be told: something of ours
 * stood in the way, and nobody has heard of it yet. A warning waits, and what ends meanwhile is never told.
 */
function firstWord({ alert, firstHeardAt, now }: WorthQuestion): Worth {
  const severity = worst(alert.severity, ...alert.causes.map((cause) => cause.severity));
  if (alert.status !== 'firing' && isAtLeast(severity, 'error'))
    return { say: 'end', reason: `it was over (${alert.status}) before it could be told` };
  if (alert.status !== 'firing') return { reason: `${alert.status} before it was told` };
  if (isAnnouncement(alert.causes)) return { say: 'open', reason: 'a deployment has begun, and each is told' };
  if (!isAtLeast(severity, 'warning')) return { reason: `${severity}: for the digest only` };
  const at = firstHeardAt + firstWordWaitMs(alert);
  if (now < at) return { reason: `${severity}: it waits a moment for others`, lookAt: at };
  return { say: 'open', reason: `a new incident of severity ${severity}` };
}

/** Whether somebody is hurt now who was not, or was hurt less. */
export function gotWorse({ impact }: Pick<Alert, 'impact'>, before: { readonly level: ImpactLevel }): boolean {
  return hurt[impact.level] > hurt[before.level] && hurt[impact.level] >= 2;
}

/** What swings to and fro rings once: the same again so soon is an edit. Down is told again sooner than what only hurts. */
const flappingMs: Readonly<Partial<Record<ImpactLevel, number>>> = { degraded: 15 * minuteMs, down: 5 * minuteMs };

function isFlapping({ impact: { level } }: Alert, { rang }: Said, now: Instant): boolean {
  if (rang === undefined || hurt[level] > hurt[rang.level]) return false;
  return now < rang.at + (flappingMs[level] ?? 0);
}

/** What rang worst, after something was said: while it is as bad it goes on, and what rings anew begins anew. */
export function rangAfter(
  before: Said['rang'],
  { level, isRing, now }: { readonly level: ImpactLevel; readonly isRing: boolean; readonly now: Instant },
): Said['rang'] {
  const isAsBad = before !== undefined && hurt[level] >= hurt[before.level];
  if (isRing) return { level, at: now };
  return isAsBad ? { ...before, at: now } : before;
}

/** Causes after which nothing happens by itself any more, though something was said to; and who may still answer is reminded. */
const loud: ReadonlySet<string> = new Set(['deployment_rollback_failed', 'hook_ends_soon']);

function loudNews({ causes }: Alert, said: Said): string | undefined {
  return causes.find(({ id }) => loud.has(id) && !said.causes.includes(id))?.id;
}

function isAnotherRun({ subject, causes }: Alert, said: Said): boolean {
  return subject.kind === 'family' && Math.max(...causes.map(({ lastAt }) => lastAt)) >= said.at + anotherRunMs;
}

function newsOf(alert: Alert, said: Said): string {
  const fresh = alert.causes.filter((cause) => !said.causes.includes(cause.id)).map((cause) => cause.id);
  return fresh.length > 0 ? `new cause: ${fresh.join(', ')}` : 'what is known has changed';
}

function paced(
  { alert, heardAt, now }: WorthQuestion,
  said: Said,
  pace: { readonly gapMs: number; readonly reason: string },
): Worth {
  const settledAt = alert.version - said.version > untoldLimit ? heardAt : heardAt + settleMs;
  const at = Math.max(said.at + pace.gapMs, settledAt);
  return now >= at
    ? { say: 'edit', reason: pace.reason }
    : { reason: `${pace.reason}, but an edit is too soon`, lookAt: at };
}

function reminder({ alert, nextMorning, repeatMs }: WorthQuestion, said: Said, now: Instant): Worth {
  const at = hurt[alert.impact.level] >= 2 ? said.at + repeatMs : Math.max(nextMorning, said.at + repeatMs);
  return now >= at ? { say: 'reminder', reason: 'it is still going on' } : { reason: 'all of it was told', lookAt: at };
}
