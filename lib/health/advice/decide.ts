import type { AdviceFound } from '../../core/advice-found.ts';
import type { Action, Decision, Question } from '../../core/decision.ts';
import type { AwsEvent, DeploymentAdvised } from '../../core/event.ts';
import { shortHash } from '../../core/short-hash.ts';
import type { Instant } from '../../core/time.ts';
import { dayMs, minuteMs, secondMs } from '../../core/time.ts';
import type { Finding } from '../../ecs/advice/advise.ts';
import type { HealthTarget } from '../decide.ts';
import type { HealthFacts } from '../facts.ts';
import type { HealthPolicy } from '../policy.ts';
import type { ServiceAdvice } from './gather.ts';
import { isAdviceDue, mostAtOnce } from './gather.ts';
import type { AdvicePlace, Begun } from './names.ts';
import { advicePlaceOf, begunBy } from './names.ts';
import type { AdviceState } from './state.ts';
import { nothingAdvised, toldLimit } from './state.ts';

type AdviceQuestion = Question<AwsEvent, AdviceState, HealthTarget, HealthFacts, HealthPolicy>;
type AdviceDecision = Decision<AdviceState, HealthTarget>;

/** What has just been ordered is seen by every read a moment later. */
const settleMs = 5 * secondMs;

/** A cluster is listed as often at most, however much is deployed in it. */
const gapMs = minuteMs;

/** After so long a deployment has failed, or will not by what we know. */
const staleMs = 15 * minuteMs;

/** What was said is remembered for so long after the last deployment of the cluster. */
const rememberedMs = 90 * dayMs;

/** So many findings make a deployment fail at once, and the others are of no use to anybody then. */
const mostTold = 3;

/** Hears of deployments that begin, looks at each once, and says what will make it fail; the rest can wait. */
export function decideAdvice(question: AdviceQuestion): AdviceDecision {
  const { state = nothingAdvised, facts, now } = question;
  const heard = withBegun(state, question);
  if (!isAdviceDue(state, now) || facts.advice === undefined) return waitingOn(heard, 'a deployment has begun', now);
  if (!facts.advice.ok) {
    const again = { ...fresh(heard, now), lookedAt: now };
    return waitingOn(again, `the cluster could not be read: ${facts.advice.reason}`, now);
  }
  const later = new Set(facts.advice.value.flatMap((each) => (each.isYetToCome === true ? [each.service] : [])));
  const looked = state.waiting.map(({ service }) => service).slice(0, mostAtOnce);
  const seen = new Set(looked.filter((service) => !later.has(service)));
  const place = advicePlaceOf(question.key);
  const told = new Set(state.told);
  const said = facts.advice.value.map((advice) => saidOf(advice, told));
  const left: AdviceState = {
    ...heard,
    // What is yet to come keeps nobody else waiting.
    waiting: fresh(heard, now)
      .waiting.filter((each) => !seen.has(each.service) || isNew(each, state))
      .toSorted((a, b) => Number(later.has(a.service)) - Number(later.has(b.service))),
    told: [...state.told, ...said.flatMap(({ fresh: findings }) => findings.map(({ mark }) => mark))].slice(-toldLimit),
    lookedAt: now,
  };
  const actions = said.flatMap((each) => actionsOf(each, { place, begun: state.waiting, now }));
  const counts = said.reduce((sum, each) => sum + each.fresh.length, 0);
  return {
    ...waitingOn(left, `${said.length} deployments looked at, ${counts} new findings`, now),
    actions,
    ...(counts > 0 && { counts: { AdviceGiven: counts } }),
  };
}

/** Of a service the newest deployment is the one that counts. */
function withBegun(state: AdviceState, { events, now }: Pick<AdviceQuestion, 'events' | 'now'>): AdviceState {
  const begun = events
    .filter((event) => event.kind !== 'wake' && event.kind !== 'outcome')
    .flatMap((event) => begunBy(event) ?? [])
    .filter(({ at }) => now - at < staleMs)
    .map(({ service, deploymentId, at }): Begun => ({ service, deploymentId, at }));
  const all = new Map(state.waiting.map((each) => [each.service, each]));
  for (const each of begun) if (each.at >= (all.get(each.service)?.at ?? 0)) all.set(each.service, each);
  return { ...state, waiting: [...all.values()] };
}

function fresh(state: AdviceState, now: Instant): AdviceState {
  return { ...state, waiting: state.waiting.filter(({ at }) => now - at < staleMs) };
}

/** Another deployment of it began while it was looked at. */
function isNew({ service, deploymentId }: Begun, { waiting }: AdviceState): boolean {
  return !waiting.some((each) => each.service === service && each.deploymentId === deploymentId);
}

function waitingOn(state: AdviceState, reason: string, now: Instant): AdviceDecision {
  const { lookAt: _, ...rest } = state;
  if (rest.waiting.length === 0) {
    const forgetAt = (rest.told.length === 0 ? -Infinity : (rest.lookedAt ?? now)) + rememberedMs;
    const next = now < forgetAt ? { wakeAt: forgetAt } : { final: true as const };
    return { reason, state: rest, actions: [], next };
  }
  const soonest = Math.max(now + settleMs, (rest.lookedAt ?? -Infinity) + gapMs);
  const lookAt = state.lookAt !== undefined && state.lookAt > now ? Math.min(state.lookAt, soonest) : soonest;
  return { reason, state: { ...rest, lookAt }, actions: [], next: { wakeAt: lookAt } };
}

type Marked = { readonly finding: Finding; readonly mark: string };
type Said = { readonly advice: ServiceAdvice; readonly fresh: readonly Marked[] };

/** Each finding once for each revision. */
function saidOf(advice: ServiceAdvice, told: ReadonlySet<string>): Said {
  const marked = advice.findings.map((finding) => ({ finding, mark: shortHash(`${advice.service} ${finding.key}`) }));
  return { advice, fresh: marked.filter(({ mark }) => !told.has(mark)) };
}

type Context = { readonly place: AdvicePlace; readonly begun: readonly Begun[]; readonly now: Instant };

function actionsOf({ advice, fresh: found }: Said, context: Context): readonly Action<HealthTarget>[] {
  const { begun } = context;
  const { service, deployment } = advice;
  const isMeant = begun.some((each) => each.service === service && each.deploymentId === deployment?.id);
  const fatal = found.map(({ finding }) => finding).filter((finding) => isFatal(finding, deployment));
  const isForetold = isMeant && deployment?.isGoingOn === true && fatal.length > 0;
  const rest = found.map(({ finding }) => finding).filter((finding) => !(isForetold && fatal.includes(finding)));
  return [
    ...(isForetold ? [foretelling(service, { id: deployment.id, fatal }, context)] : []),
    ...(rest.length > 0 ? [collecting(service, rest, context)] : []),
  ];
}

function isFatal(
  { makesDeploymentFail, onlyWhenReplacing }: Finding,
  deployment: ServiceAdvice['deployment'],
): boolean {
  return makesDeploymentFail && (onlyWhenReplacing !== true || deployment?.replaces === true);
}

type Foretold = { readonly id: string; readonly fatal: readonly Finding[] };

function foretelling(service: string, { id, fatal }: Foretold, { place, now }: Context): Action<HealthTarget> {
  const event: DeploymentAdvised = {
    kind: 'deployment-advised',
    id: `advice/${place.cluster}/${service}/${id}/${now}`,
    at: now,
    ...place,
    service,
    deploymentId: id,
    findings: fatal
      .slice(0, mostTold)
      .map(({ rule, container, fills }) => ({ rule, fills, ...(container !== undefined && { container }) })),
  };
  return { type: 'telling', key: `advised ${service} ${id}`, target: { pass: event } };
}

function collecting(service: string, findings: readonly Finding[], { place, now }: Context): Action<HealthTarget> {
  const { region, cluster } = place;
  const found: AdviceFound = {
    kind: 'advice',
    id: shortHash(findings.map(({ key }) => `${region} ${cluster} ${service} ${key}`).join()),
    at: now,
    region,
    cluster,
    service,
    findings: findings.map(({ rule, severity }) => ({ rule, severity })),
  };
  return { type: 'telling', key: `advice ${service} ${found.id}`, target: { collect: found } };
}
