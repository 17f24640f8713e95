import type { Decision, Question } from '../../core/decision.ts';
import type { AwsEvent, ServiceFound } from '../../core/event.ts';
import { dayMs, minuteMs } from '../../core/time.ts';
import { nextBeat } from '../beat.ts';
import type { HealthTarget } from '../decide.ts';
import type { HealthFacts } from '../facts.ts';
import type { HealthPolicy } from '../policy.ts';
import { agentEvent, newlyAway, withAgentsAsked } from './agents.ts';
import { askedAlone, standaloneNews } from './families.ts';
import { findingOf, isNews, packedFinding, stillThere } from './findings.ts';
import type { Seen, SweepLook } from './look.ts';
import { packed, remembered } from './memory.ts';
import { hurryGapMs, hurryMs, lookEveryMs } from './plan.ts';
import type { Sign } from './signs.ts';
import { signsOf } from './signs.ts';
import type { SweepState } from './state.ts';
import { metricsIn, openSums, sumsWith } from './sums.ts';
import { unusedIn } from './unused.ts';

type SweepQuestion = Question<AwsEvent, SweepState, HealthTarget, HealthFacts, HealthPolicy>;
type SweepDecision = Decision<SweepState, HealthTarget>;

export const noSweepYet: SweepState = {
  kind: 'sweep',
  lookAt: 0,
  round: { number: 0, startedAt: 0 },
  left: [],
  running: {},
  hurried: {},
  firstRound: [],
  seen: '',
  before: '',
  found: {},
  away: [],
  sums: {},
  digest: { day: 0, round: 0 },
};

/**
 * Goes through all services in rounds, and tells the record of each that is not as it should be to look closer. It
 * rests on no event, and judges nothing: what is wrong for a moment is seen to be so by who looks closer.
 */
export function decideSweep({ state = noSweepYet, facts, now, ...question }: SweepQuestion): SweepDecision {
  const look = facts.sweep;
  if (look === undefined || !look.ok) {
    const lookAt = look === undefined ? Math.max(state.lookAt, now) : nextBeat(question.key, now, lookEveryMs);
    const reason = look === undefined ? 'it has its time' : `clusters could not be read: ${look.reason}`;
    return { reason, state: { ...state, lookAt }, actions: [], next: { wakeAt: lookAt } };
  }
  const { plan, left, seen } = look.value;
  const begun = plan.isNewRound ? newRound(state, look.value, now) : state;
  const findings = seen.map((each): Found => ({ ...each, signs: signsIn(each, now), state: begun }));
  const told = findings.filter(({ mark, signs }) => isNews(begun.found, mark, signs, now));
  const region = question.key.split('#')[1] ?? '';
  const agents = agentsIn(state, look.value, { region, now });
  const families = familiesIn(state, look.value, { region, now });
  const lookAt = plan.isHurry && left.length > 0 ? now + hurryMs : nextBeat(question.key, now, lookEveryMs);
  return {
    reason: `round ${begun.round.number}: ${seen.length} services seen, ${told.length} to be looked at closer, ${left.length} clusters left`,
    state: { ...withSeen(begun, findings, { look: look.value, now }), ...agents.state, ...families.state, lookAt },
    actions: [...told.map((each) => telling(each, { region, now })), ...agents.actions, ...families.actions],
    next: { wakeAt: lookAt },
    counts: {
      ...countsOf(look.value, told.length),
      ...metricsIn(sumsWith(begun, findings, look.value), look.value, question.policy),
      ...(begun.digest.round === begun.round.number && unusedIn(look.value, now)),
    },
  };
}

type Found = Seen & { readonly signs: readonly Sign[]; readonly state: SweepState };

function signsIn({ service, targets }: Seen, now: number): readonly Sign[] {
  return signsOf(service, targets?.ok === true ? targets.value.healthy : undefined, now);
}

/** What was not seen in the round before is not there any more. Clusters nobody has looked at have their first round. */
function newRound(state: SweepState, { plan }: SweepLook, now: number): SweepState {
  const known = new Set(Object.keys(state.running));
  const fresh = plan.places.map(({ cluster }) => cluster).filter((cluster) => !known.has(cluster));
  const day = Math.floor(now / dayMs);
  const number = state.round.number + 1;
  return {
    ...state,
    round: { number, startedAt: now },
    firstRound: [...new Set([...state.firstRound, ...fresh])],
    seen: '',
    before: state.seen,
    found: stillThere(state),
    ...(day !== state.digest.day && { digest: { day, round: number } }),
  };
}

type Look = { readonly look: SweepLook; readonly now: number };

function withSeen(state: SweepState, findings: readonly Found[], { look, now }: Look): SweepState {
  const found = new Map(Object.entries(state.found));
  const desired = new Map(remembered(state.seen));
  for (const { mark, service, signs } of findings) {
    desired.set(mark, service.desired);
    const known = found.get(mark);
    const toldAt = known === undefined || isNews(state.found, mark, signs, now) ? now : findingOf(known).toldAt;
    if (signs.length === 0) found.delete(mark);
    else found.set(mark, packedFinding({ signs, toldAt, round: state.round.number }));
  }
  return {
    ...state,
    left: look.left,
    running: runningIn(state, look),
    hurried: hurriedIn(state, look, now),
    firstRound: state.firstRound.filter((cluster) => !look.ended.includes(cluster)),
    seen: packed(desired),
    found: Object.fromEntries(found),
    sums: openSums(sumsWith(state, findings, look), look),
  };
}

/** Of the clusters that are, or were, in a round: another one that comes has its first round still before it. */
function runningIn(state: SweepState, { clusters }: SweepLook): SweepState['running'] {
  const known = new Set([...Object.keys(state.running), ...state.firstRound]);
  return Object.fromEntries(clusters.filter(({ name }) => known.has(name)).map(({ name, running }) => [name, running]));
}

function hurriedIn({ hurried }: SweepState, { plan }: SweepLook, now: number): SweepState['hurried'] {
  const recent = Object.entries(hurried).filter(([, at]) => now - at < hurryGapMs);
  return Object.fromEntries([...recent, ...plan.fallen.map((cluster) => [cluster, now] as const)]);
}

/** Who has just been made is watched from the beginning: it was not so before. */
const youngMs = 10 * minuteMs;

function isBaseline({ cluster, service, state }: Found): boolean {
  return state.firstRound.includes(cluster) && (service.createdAt ?? 0) < state.round.startedAt - youngMs;
}

function telling(
  found: Found,
  { region, now }: { readonly region: string; readonly now: number },
): SweepDecision['actions'][number] {
  const { cluster, service, mark, signs, state } = found;
  const before = remembered(state.before).get(mark);
  const event: ServiceFound = {
    kind: 'service-found',
    id: `sweep/${cluster}/${service.name}/${now}`,
    at: now,
    account: service.serviceArn.split(':')[4] ?? '',
    region,
    cluster,
    service: service.name,
    signs,
    ...(before !== undefined && before < service.desired && { desiredBefore: before }),
    ...(isBaseline(found) && { isBaseline: true as const }),
  };
  return { type: 'telling', key: `found ${mark}`, target: { pass: event } };
}

/** Agents that were there at the last look, and are not now: each is told to the record of its instance. */
function agentsIn(
  state: SweepState,
  { agents, clusters }: SweepLook,
  at: { readonly region: string; readonly now: number },
): { readonly state: Partial<SweepState>; readonly actions: SweepDecision['actions'] } {
  if (agents === undefined) return { state: {}, actions: [] };
  const { fresh, away } = newlyAway(state, agents);
  const actions = fresh.map((each): SweepDecision['actions'][number] => ({
    type: 'telling',
    key: `agent ${each.arn}`,
    target: { pass: agentEvent(each, at) },
  }));
  const askedAt = withAgentsAsked(state, agents.asked, { clusters, now: at.now });
  return { state: { agentsAskedAt: askedAt, away }, actions };
}

/** What no event told of standalone tasks: each is told to the record of its family, which knows those it has heard of. */
function familiesIn(
  state: SweepState,
  { alone, clusters }: SweepLook,
  at: { readonly region: string; readonly now: number },
): { readonly state: Partial<SweepState>; readonly actions: SweepDecision['actions'] } {
  const aloneAt = askedAlone(state, clusters, alone);
  if (alone === undefined) return { state: { aloneAt }, actions: [] };
  const { events, failedAlone } = standaloneNews(state, alone, at);
  const actions = events.map((each): SweepDecision['actions'][number] => ({
    type: 'telling',
    key: `alone ${each.taskArn}`,
    target: { pass: each },
  }));
  return { state: { aloneAt, failedAlone }, actions };
}

function countsOf({ seen, unread }: SweepLook, told: number): Readonly<Record<string, number>> {
  return {
    ...(seen.length > 0 && { ServicesSeen: seen.length }),
    ...(told > 0 && { ServicesFound: told }),
    ...(unread.length > 0 && { ClustersUnread: unread.length }),
  };
}
