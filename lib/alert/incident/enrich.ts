import { storyOf } from '../enrich/findings.ts';
import { nextLooks } from '../enrich/look.ts';
import type { Enrichment } from '../enrichment.ts';
import type { Draft, Step } from './draft.ts';
import { counted, lookAt } from './draft.ts';

/** Takes what was looked up into the incident, and asks for another look at what was not there yet. */
export const enrichIncident: Step = (draft, { facts, now }) => {
  const { state } = draft;
  const story = storyOf(state.alert);
  const isSame = state.enrichedFor === story;
  const found = Object.keys(facts.enrichment).length > 0;
  if (!found) return isSame ? again(draft, now) : draft;
  const enrichment = isSame ? { ...state.enrichment, ...facts.enrichment } : facts.enrichment;
  const told = compared(draft, facts.enrichment);
  const enrichedAt = isSame ? (state.enrichedAt ?? now) : now;
  return again({ ...told, state: { ...state, enrichment, enrichedAt, lastLookAt: now, enrichedFor: story } }, now);
};

/** How often what ECS reports of placement is borne out by our own verdict, and how often not. */
function compared(draft: Draft, { placement }: Partial<Enrichment>): Draft {
  if (placement?.state !== 'found' || placement.agrees === undefined) return draft;
  return counted(draft, placement.agrees ? 'PlacementVerdictsConfirmed' : 'PlacementVerdictsDisputed');
}

function again(draft: Parameters<Step>[0], now: number): ReturnType<Step> {
  const { enrichedAt, enrichment, alert } = draft.state;
  if (enrichedAt === undefined || alert.status !== 'firing') return draft;
  return lookAt(draft, nextLooks(enrichment, enrichedAt, now)[0]?.at);
}
