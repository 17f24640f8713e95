import type { Alert } from '../core/alert.ts';
import type { Action, Decision, Question } from '../core/decision.ts';
import type { AdviceFound } from '../core/advice-found.ts';
import type { AwsEvent } from '../core/event.ts';
import type { Instant } from '../core/time.ts';
import type { PassedOn } from '../ecs/events/passed-on.ts';
import { minuteMs } from '../core/time.ts';
import { withBaseline } from './baseline.ts';
import { nextBeat } from './beat.ts';
import { endingOf } from './ending.ts';
import type { HealthFacts } from './facts.ts';
import { hear, quietDeploymentMs } from './hear.ts';
import { serviceMetrics } from './metrics.ts';
import { nextStep } from './next-step.ts';
import type { HealthPolicy } from './policy.ts';
import { examine } from './examine.ts';
import type { HealthState, Incident } from './state.ts';
import type { StopTarget } from './stopping/orders.ts';
import { intervened } from './stopping/telling.ts';
import type { Story } from './story.ts';
import { leftBroken, openIncident } from './story.ts';
import { worthSending } from './worth.ts';

/** Events of one service may come in another order than they happened, by so much. */
const disorderMs = 10 * minuteMs;

/**
 * `send`: an alert to be told. `pass`: an event, to the record of the subject it turned out to be about. The others are
 * about services that crash-loop. `collect`: what was found of a service, for the weekly digest.
 */
export type HealthTarget =
  | { readonly send: Alert }
  | { readonly pass: PassedOn }
  | { readonly collect: AdviceFound }
  | StopTarget;

type HealthQuestion = Question<AwsEvent, HealthState, HealthTarget, HealthFacts, HealthPolicy>;
type HealthDecision = Decision<HealthState, HealthTarget>;

/** Hears what happened, looks at what is true, and sends the present level when it is worth sending. */
export function decide(question: HealthQuestion): HealthDecision {
  const story = hear(question);
  const open = openIncident(story.state);
  if (open === undefined) return calm(story, question);
  const examined = examine(story.state, open, question);
  const judged = withBaseline(leftBroken(examined.state, examined.incident), question.now);
  const acted = intervened({ ...examined.state, incident: judged }, question, judged);
  const known = acted.state.incident ?? judged;
  const ending = endingOf({
    state: acted.state,
    incident: known,
    full: examined.full,
    policy: question.policy,
    now: question.now,
  });
  const incident = concluded(acted.state, known, { ending, now: question.now });
  const state: HealthState = { ...acted.state, incident };
  const telling = worthSending(state, incident, question.now);
  const endingAt = ending.status === undefined ? ending.lookAt : undefined;
  const notes = [...story.notes, ...acted.notes, `impact ${incident.level}`, ending.reason, telling.reason];
  return {
    reason: [...new Set(notes)].join('; '),
    state: telling.told === undefined ? state : { ...state, told: telling.told },
    actions: [...passesOf(story), ...sendingOf(telling.alert), ...acted.actions],
    ...droppedOf(question, acted.actions),
    next:
      ending.status === undefined || acted.lookAt !== undefined
        ? { wakeAt: wakeAt(question, incident, [endingAt, telling.lookAt, examined.lookAt, acted.lookAt]) }
        : { final: true },
    counts: {
      ...story.counts,
      ...measured(state, question),
      ...(ending.status === 'expired' && { [`expired/${state.subject.cluster}:${state.subject.name}`]: 1 }),
    },
  };
}

/** A service has a metric of its own while it is in trouble, each time it is read. */
function measured({ subject, incident }: HealthState, { facts }: HealthQuestion): Readonly<Record<string, number>> {
  const last = incident?.vitals?.last;
  return facts.service?.ok === true && last !== undefined ? serviceMetrics(subject, last) : {};
}

function passesOf({ passedOn }: Story): readonly Action<HealthTarget>[] {
  return passedOn.map((event) => ({
    type: 'telling',
    key: `pass/${event.id}/${event.service?.cluster}/${event.service?.name}`,
    target: { pass: event },
  }));
}

/** Nothing is wrong. A deployment under way is remembered for a while: it makes sense of what may fail next. */
function calm(story: Story, question: HealthQuestion): HealthDecision {
  const { now, state: known } = question;
  const { counts } = story;
  const { state, actions, lookAt, notes } = intervened(story.state, question, undefined);
  const reason = [...new Set([...story.notes, ...notes])].join('; ') || 'nothing is wrong';
  const until = (state.deployment?.changedAt ?? 0) + quietDeploymentMs;
  const goesOn = state.deployment?.state === 'in-progress' && now < until;
  const looks = [
    goesOn ? until : undefined,
    state.lost?.lookAt,
    state.agent?.lookAt,
    state.room?.lookAt,
    state.watch?.lookAt,
    endKeptUntil(story, known, now),
    lookAt,
  ];
  const wakes = looks.filter((at) => at !== undefined);
  const next = wakes.length > 0 ? { wakeAt: Math.max(now + 1, Math.min(...wakes)) } : { final: true as const };
  return { reason, state, actions: [...passesOf(story), ...actions], ...droppedOf(question, actions), next, counts };
}

/** Orders left over from before that are not wanted any more. */
function droppedOf(
  { unfinished }: HealthQuestion,
  actions: readonly { readonly key: string }[],
): Pick<HealthDecision, 'dropped'> {
  const wanted = new Set(actions.map(({ key }) => key));
  const left = unfinished.filter(({ type, key }) => type === 'order' && !wanted.has(key));
  return left.length === 0 ? {} : { dropped: left.map(({ key }) => ({ key, reason: 'not wanted any more' })) };
}

function concluded(
  state: HealthState,
  incident: Incident,
  { ending, now }: { readonly ending: ReturnType<typeof endingOf>; readonly now: Instant },
): Incident {
  const next = nextStep(state, incident, ending);
  if (ending.status === undefined) return { ...incident, next };
  const isWell = ending.status === 'resolved' || ending.status === 'rolled-back';
  const level = isWell ? ({ level: 'none', levelSince: now } as const) : {};
  return { ...incident, ...level, status: ending.status, endedAt: now, next };
}

/** An end that comes before its beginning is kept until that has come, too: else it would never end. */
function endKeptUntil({ state }: Story, known: HealthState | undefined, now: Instant): Instant | undefined {
  const { deployment } = state;
  if (deployment === undefined || deployment.state === 'in-progress' || known?.deployment !== undefined)
    return undefined;
  return now + disorderMs;
}

function sendingOf(alert: Alert | undefined): readonly Action<HealthTarget>[] {
  return alert === undefined ? [] : [{ type: 'telling', key: 'alert', target: { send: alert } }];
}

/** A service in trouble is read every minute while it has news, then every five. */
const beatMs = minuteMs;
const slowBeatMs = 5 * minuteMs;
const newsMs = 15 * minuteMs;

/**
 * The soonest of the moments and, where the subject must be read again, the next beat. The beat is the record's own
 * and fixed, so that events in between do not move it and cost no write.
 */
function wakeAt(question: HealthQuestion, incident: Incident, moments: readonly (Instant | undefined)[]): Instant {
  const { key, now } = question;
  const isCalm = incident.level === 'none' && now - incident.lastFailureAt > newsMs;
  const periodMs = isCalm ? slowBeatMs : beatMs;
  const beat = nextBeat(key, now, periodMs);
  const isRead = question.facts.service !== undefined || incident.vitals !== undefined;
  const known = moments.filter((moment) => moment !== undefined);
  return Math.max(now + 1, Math.min(...known, ...(isRead || known.length === 0 ? [beat] : [])));
}
