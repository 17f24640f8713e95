import type { Change } from '../../core/delivery.ts';
import type { Reply } from '../../core/message.ts';
import { shortHash } from '../../core/short-hash.ts';
import type { Composed } from '../compose/compose.ts';
import { newsReply } from '../compose/news.ts';
import { stronger } from '../place.ts';
import type { Place, Said } from '../state.ts';
import { rangAfter } from '../worth.ts';
import type { Draft, IncidentQuestion } from './draft.ts';
import { deliveryKey } from './hear.ts';

type Saying = {
  readonly receiver: string;
  readonly draft: Draft;
  readonly change: Change;
  readonly question: IncidentQuestion;
  readonly shown: string;
};

/** The place once this is said there: what was said, and what is still to be brought. */
export function saidIn(place: Place, { receiver, draft, change, question, shown }: Saying): Place {
  const { alert } = draft;
  const isRing = change === 'open' || change === 'worse';
  const rang = rangAfter(place.said?.rang, { level: alert.impact.level, isRing, now: question.now });
  const said: Said = {
    at: question.now,
    firstAt: place.said?.firstAt ?? question.now,
    change,
    version: alert.version,
    level: alert.impact.level,
    severity: alert.severity,
    gist: gistOf(draft),
    detail: detailOf(draft),
    shown,
    causes: alert.causes.map((cause) => cause.id),
    ...(rang !== undefined && { rang }),
  };
  const { news: _, ...rest } = place;
  const news = isUnborn(place, { receiver, state: draft.state }, question)
    ? []
    : newsIn(place, { alert, change, question });
  return { ...rest, said, pending: stronger(place.pending, change), ...(news.length > 0 && { news }) };
}

/** Nothing stands there yet, nor is on its way: the first word will say it as it is then, and news of it is none. */
function isUnborn(
  place: Place,
  { receiver, state }: { receiver: string; state: Draft['state'] },
  question: IncidentQuestion,
): boolean {
  return place.posted === undefined && place.unsure !== true && !isOnItsWay({ state }, receiver, question);
}

/** Another invocation is bringing something there. */
export function isOnItsWay({ state }: Pick<Draft, 'state'>, receiver: string, { inFlight }: IncidentQuestion): boolean {
  const key = deliveryKey(receiver, state.alert);
  return inFlight.some((action) => action.key === key);
}

/**
 * What is on its way there knows what stands there: it was not decided on before that was known, and posts neither the
 * message nor a reply a second time.
 */
export function knowsPlace({ state }: Pick<Draft, 'state'>, receiver: string, { inFlight }: IncidentQuestion): boolean {
  const key = deliveryKey(receiver, state.alert);
  const standing = state.places[receiver]?.posted;
  return inFlight.every(({ key: each, target: { deliver } }) => {
    if (each !== key) return true;
    const again = deliver.replies.filter((reply) => deliver.posted?.replies.includes(reply.key) !== true);
    return (
      deliver.posted?.id === standing?.id && !again.some((reply) => standing?.replies.includes(reply.key) === true)
    );
  });
}

function newsIn(
  { said: before, news = [] }: Place,
  {
    alert,
    change,
    question,
  }: { readonly alert: Draft['alert']; readonly change: Change; readonly question: IncidentQuestion },
): readonly Reply[] {
  if (before === undefined || (change !== 'worse' && change !== 'end')) return news;
  const { language, timezone } = question.policy;
  return [...news, newsReply({ alert, before, change, language, timezone, now: question.now })];
}

/** All that makes the story another one: not its numbers. */
export function gistOf({ alert, state }: Draft): string {
  const { enrichment } = state;
  return shortHash(
    JSON.stringify([
      alert.status,
      alert.severity,
      alert.impact.level,
      alert.impact.because,
      alert.next.code,
      alert.deployment?.id,
      alert.deployment?.state,
      alert.causes.map((cause) => [cause.id, cause.container, cause.exitCode, cause.certainty]),
      enrichment.log?.state,
      enrichment.changed,
      enrichment.who,
      enrichment.image,
      enrichment.targets?.state,
      enrichment.placement?.state === 'found' ? enrichment.placement.room : undefined,
      state.acknowledged?.by,
      // Of what AWS does its words are all that is known.
      ...(alert.subject.kind === 'account' ? alert.causes.map(({ text }) => text) : []),
    ]),
  );
}

/** Its numbers. */
export function detailOf({ alert, state }: Draft): string {
  const { readAt: _, ...impact } = alert.impact;
  const log = state.enrichment.log?.state === 'found' ? state.enrichment.log.lines : undefined;
  return shortHash(JSON.stringify([impact, alert.next, alert.causes.map((cause) => cause.count), log]));
}

/** The message as it is seen, but for the line that says when it was edited. */
export function shownOf({ message, replies }: Composed): string {
  const { context: _, ...seen } = message;
  return shortHash(JSON.stringify([seen, replies.map((reply) => reply.key)]));
}
