import { isPagerLive } from '../policy.ts';
import { fallbacksOf } from '../receivers.ts';
import { routesFor } from '../routing.ts';
import type { RouteFacts } from '../routing.ts';
import { routeFacts } from '../told-from.ts';
import type { Draft, IncidentQuestion, Step } from './draft.ts';
import { counted, lookAt, noted } from './draft.ts';

/** Who is to be told now, by the routes; who was told before stays told. What would have paged is counted. */
export const route: Step = (draft, question) => {
  const routing = routesFor(question.policy, factsOf(draft, question), question.now);
  const told = Object.entries(draft.state.places).filter(([, place]) => place.said !== undefined);
  const wanted = [
    ...routing.now,
    ...told
      .filter(([receiver]) => !routing.now.some((each) => each.receiver === receiver))
      .map(([receiver]) => ({ receiver, reason: 'was told before' })),
  ];
  const shadowed = routing.withheld.some(({ why }) => why === 'shadow');
  const before = question.state?.alert.impact.level;
  const isFresh = draft.alert.status === 'firing' && draft.alert.isBaseline !== true;
  const isNews = shadowed && before !== draft.alert.impact.level && isFresh;
  const { name, cluster } = draft.alert.subject;
  const next = isNews ? counted(draft, `would-page/${cluster}:${name}`) : draft;
  return lookAt({ ...next, wanted }, draft.alert.status === 'firing' ? routing.lookAgainAt : undefined);
};

/** What was there before anybody looked is in the baseline digest, its end with it, unless it has been told by itself. */
export const leaveBaseline: Step = (draft) => {
  const isTold = Object.values(draft.state.places).some(({ said }) => said !== undefined);
  if (draft.alert.isBaseline !== true || isTold) return draft;
  return noted({ ...draft, wanted: [] }, 'was there before anybody looked: in the baseline digest');
};

/** A receiver that refused for good has others tell in its place. */
export const fallBack: Step = (draft, { policy }) => {
  const refused = Object.entries(draft.state.places).filter(([, place]) => place.refused !== undefined);
  const wanted = draft.wanted.filter(({ receiver }) => draft.state.places[receiver]?.refused === undefined);
  for (const [receiver] of refused) {
    const mayPage = draft.alert.impact.level === 'down' || draft.alert.impact.level === 'degraded';
    const fallback = fallbacksOf(policy, receiver, mayPage).find(
      (each) => draft.state.places[each]?.refused === undefined,
    );
    if (fallback === undefined || wanted.some((each) => each.receiver === fallback)) continue;
    wanted.push({ receiver: fallback, reason: `${receiver} refused` });
  }
  return refused.length === 0
    ? draft
    : noted({ ...draft, wanted }, `${refused.map(([name]) => name).join(', ')} refused`);
};

function factsOf({ alert, team, state }: Draft, { policy, facts, now }: IncidentQuestion): RouteFacts {
  const toldAt = Object.values(state.places).flatMap(({ said, umbrella }) => {
    if (said !== undefined) return [said.firstAt];
    return umbrella === true ? [state.firstHeardAt] : [];
  });
  return routeFacts(alert, {
    acknowledged: state.acknowledged !== undefined,
    pagerLive: isPagerLive(policy, facts.installedAt ?? now, now),
    ...(team !== undefined && { team: team.name }),
    ...(toldAt.length > 0 && { toldAt: Math.min(...toldAt) }),
  });
}
