import type { Delivery, Posted } from '../core/delivery.ts';
import type { Deliver, Finding } from './deliver.ts';
import { misdirected, outcomeOf, takePace } from './deliver.ts';
import { httpSend } from './http.ts';
import type { SlackOptions } from './slack/call.ts';
import { slackCall } from './slack/call.ts';
import type { Look } from './slack/own-messages.ts';
import { findPost, findReplies } from './slack/own-messages.ts';
import { paceOf } from './slack/pace.ts';
import type { Refused, SlackDelivery, Visit } from './slack/visit.ts';
import { done, editMessage, markOfDelivery, missingReplies, postMessage, postReply } from './slack/visit.ts';

/**
 * Slack by bot token: one message per incident, edited in place, with replies under it. After an unknown outcome it
 * looks for its own message first. Scopes: chat:write; channels:history or groups:history for that look.
 */
export function slackChannel(options: SlackOptions): Deliver {
  const send = options.send ?? httpSend();
  return async (delivery, context) => {
    if (!isSlack(delivery)) return misdirected(delivery, 'the Slack channel', context.now());
    const { channel, tokenParameter, mention } = delivery.destination;
    const pace = paceOf(channel);
    const visit: Visit = {
      delivery,
      context,
      call: slackCall({ options: { ...options, send }, tokenParameter, pace, context }),
      id: delivery.posted?.id,
      replies: [...(delivery.posted?.replies ?? [])],
      mention: delivery.mention ? mention : undefined,
    };
    const slow = await takePace(options.paces, pace, 1 + missingReplies(visit).length, context.now());
    return outcomeOf(slow ?? (await carryOut(visit)), postedOf(visit), context.now());
  };
}

function isSlack(delivery: Delivery): delivery is SlackDelivery {
  return delivery.destination.type === 'slack';
}

function postedOf({ delivery, id, replies }: Visit): Posted {
  return { channel: delivery.destination.channel, ...(id === undefined ? {} : { id }), replies };
}

async function carryOut(visit: Visit): Promise<Finding> {
  const blind = visit.delivery.unsure === true ? await adopt(visit) : undefined;
  if (blind !== undefined) return blind;
  if (visit.id === undefined) return postAnew(visit);
  const refused = await bringUpToDate(visit);
  if (refused === undefined) return done('edited');
  if (!isLost(refused, visit)) return leftAsItIs(refused, visit) ?? refused.finding;
  visit.id = undefined;
  return postAnew(visit);
}

/** The message cannot be edited any more; a new one takes its place. */
function isLost({ refusal }: Refused, { delivery }: Visit): boolean {
  return refusal === 'gone' || (refusal === 'uneditable' && delivery.change !== 'edit');
}

/** Where a workspace closes messages to edits, every edit would be a new message: only a change of state is worth one. */
function leftAsItIs({ refusal, finding }: Refused, visit: Visit): Finding | undefined {
  if (refusal !== 'uneditable' || missingReplies(visit).length > 0) return undefined;
  return done(`left as it is until its state changes: ${finding.reason}`);
}

async function postAnew(visit: Visit): Promise<Finding> {
  const refused = (await postMessage(visit)) ?? (await postReplies(visit));
  return refused?.finding ?? done('posted');
}

/** What must wake somebody comes first: it shall not wait for an edit that Slack may refuse. */
async function bringUpToDate(visit: Visit): Promise<Refused | undefined> {
  return (await postReplies(visit, true)) ?? (await editThenReply(visit));
}

async function editThenReply(visit: Visit): Promise<Refused | undefined> {
  const refused = await editMessage(visit);
  if (refused !== undefined && (refused.refusal !== 'uneditable' || isLost(refused, visit))) return refused;
  return (await postReplies(visit)) ?? refused;
}

async function postReplies(visit: Visit, broadcastOnly = false): Promise<Refused | undefined> {
  for (const reply of missingReplies(visit)) {
    if (broadcastOnly && reply.broadcast !== true) continue;
    const refused = await postReply(visit, reply);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

/** After an unknown outcome: what stands already is taken over. A finding means: come back later, nothing was posted. */
async function adopt(visit: Visit): Promise<Finding | undefined> {
  const { delivery, context } = visit;
  const { channel } = delivery.destination;
  const mark = markOfDelivery(delivery);
  if (visit.id === undefined) {
    const look = await findPost(visit.call, channel, mark, context.now());
    if ('refused' in look) return blindness(look);
    visit.id = look.found;
  }
  if (visit.id === undefined || missingReplies(visit).length === 0) return undefined;
  const look = await findReplies(visit.call, { channel, ts: visit.id }, mark);
  if ('refused' in look) return blindness(look);
  visit.replies = [...new Set([...visit.replies, ...look.found])];
  return undefined;
}

/** Not allowed to look: posted anyway, as a double page beats a lost one. Could not look for now: later. */
function blindness({ refused }: Extract<Look<unknown>, { refused: Refused }>): Finding | undefined {
  return refused.finding.result === 'retry' ? refused.finding : undefined;
}
