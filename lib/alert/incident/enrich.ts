import { storyOf } from '../enrich/findings.ts';
import { nextLooks } from '../enrich/look.ts';
import type { Step } from './draft.ts';
import { lookAt } from './draft.ts';

/** Takes what was looked up into the incident, and asks for another look at what was not there yet. */
export const enrichIncident: Step = (draft, { facts, now }) => {
  const { state } = draft;
  const story = storyOf(state.alert);
  const isSame = state.enrichedFor === story;
  const found = Object.keys(facts.enrichment).length > 0;
  if (!found) return isSame ? again(draft, now) : draft;
  const enrichment = isSame ? { ...state.enrichment, ...facts.enrichment } : facts.enrichment;
  const enrichedAt = isSame ? (state.enrichedAt ?? now) : now;
  return again({ ...draft, state: { ...state, enrichment, enrichedAt, lastLookAt: now, enrichedFor: story } }, now);
};

function again(draft: Parameters<Step>[0], now: number): ReturnType<Step> {
  const { enrichedAt, enrichment, alert } = draft.state;
  if (enrichedAt === undefined || alert.status !== 'firing') return draft;
  return lookAt(draft, nextLooks(enrichment, enrichedAt, now)[0]?.at);
}
