import type { Action, Decision, Question } from '../core/decision.ts';
import type { Delivery, Destination } from '../core/delivery.ts';
import type { Line } from '../core/message.ts';
import type { Composed } from './compose/compose.ts';
import { composeMuteEnded } from './compose/mute-ended.ts';
import { dotted, phrase } from './compose/phrase.ts';
import type { AlertEvent } from './events.ts';
import type { MutesFacts } from './facts.ts';
import type { AlertTarget } from './incident/draft.ts';
import { hearMutes, nextMuteEnd } from './mutes.ts';
import type { AlertPolicy } from './policy.ts';
import { destinationOf } from './receivers.ts';
import type { MutesState } from './state.ts';
import { contextTexts } from './texts/labels.ts';

export type HouseQuestion<State, Facts> = Question<AlertEvent, State, AlertTarget, Facts, AlertPolicy>;

/** People's mutes: each ends by itself, and what it has hidden is told when it does. */
export function decideMutes(question: HouseQuestion<MutesState, MutesFacts>): Decision<MutesState, AlertTarget> {
  const { policy, now, facts } = question;
  const requests = question.events.filter((event) => event.kind === 'mute' || event.kind === 'unmute');
  const heard = hearMutes(question.state, requests, now);
  const told = heard.ended.filter((mute) => (facts.hidden[mute.id] ?? 0) > 0);
  const composed = told.map((mute) =>
    composeMuteEnded({
      mute,
      hidden: facts.hidden[mute.id] ?? 0,
      language: policy.language,
      timezone: policy.timezone,
      now,
    }),
  );
  const actions = composed.flatMap((each, at) => house(policy, each, `mute-ended/${told[at]?.id ?? at}`));
  return { reason: heard.reason, state: heard.state, actions, next: nextMuteEnd(heard.state) };
}

/** A message of the house itself, to whom the digest goes. */
export function house(
  policy: AlertPolicy,
  { message, replies }: Composed,
  key: string,
): readonly Action<AlertTarget>[] {
  const said = { ...message, context: contextOf(message.context, policy) };
  const receivers = policy.digest?.to ?? policy.receivers.slice(0, 1).map((receiver) => receiver.name);
  const team = policy.teams.find(({ name }) => name === (policy.digest?.team ?? policy.defaultTeam));
  return receivers.flatMap((receiver) => {
    const destination: Destination | undefined = destinationOf(policy, receiver, team);
    if (destination === undefined || destination.type === 'pagerduty') return [];
    const delivery: Delivery = {
      receiver,
      destination,
      incident: key,
      change: 'open',
      message: said,
      replies,
      mention: false,
      language: policy.language,
    };
    return [{ type: 'telling', key: `${key}/${receiver}`, target: { deliver: delivery } }];
  });
}

/** Stacks of several accounts may tell in one channel. */
function contextOf(context: Line, { stack, language }: AlertPolicy): Line {
  return dotted([phrase(contextTexts.account, language, { account: stack.account }), [stack.region], context]);
}
