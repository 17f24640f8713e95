import type { Destination } from '../core/delivery.ts';
import { teamAddress } from './policy.ts';
import type { AlertPolicy, Team } from './policy.ts';

/** The receiver of last resort: the topic that also hears of our own trouble. */
export const alarmTopic = 'alarm-topic';

/** The place a destination's messages go to: a channel's id, a topic's ARN, a parameter's name. */
export function addressOf(destination: Destination): string {
  if ('channel' in destination) return destination.channel;
  if ('topicArn' in destination) return destination.topicArn;
  return 'keyParameter' in destination ? destination.keyParameter : destination.urlParameter;
}

function withAddress(destination: Destination, address: string): Destination {
  if ('channel' in destination) return { ...destination, channel: address };
  if ('topicArn' in destination) return { ...destination, topicArn: address };
  return 'keyParameter' in destination
    ? { ...destination, keyParameter: address }
    : { ...destination, urlParameter: address };
}

function withMention(destination: Destination, mention: string | undefined): Destination {
  const mentions = destination.type === 'slack' || destination.type === 'slack-webhook';
  return mentions && mention !== undefined && destination.mention === undefined
    ? { ...destination, mention }
    : destination;
}

/**
 * Where a receiver's messages about a team's things go: `"{team}"` is the team's own address, or the default team's
 * when it has none of that type; the mention is the receiver's own, else the team's. Absent: the receiver cannot be
 * reached for this team, or is not known.
 */
export function destinationOf(policy: AlertPolicy, receiver: string, team?: Team): Destination | undefined {
  if (receiver === alarmTopic) {
    return policy.alarmTopicArn === undefined ? undefined : { type: 'sns', topicArn: policy.alarmTopicArn };
  }
  const template = policy.receivers.find(({ name }) => name === receiver)?.destination;
  if (!template) return undefined;
  if (addressOf(template) !== teamAddress) return withMention(template, team?.mention);
  const standIn = policy.teams.find(({ name }) => name === policy.defaultTeam);
  const reached = [team, standIn].find((candidate) => candidate?.addresses[template.type] !== undefined);
  const address = reached?.addresses[template.type];
  return address === undefined ? undefined : withMention(withAddress(template, address), team?.mention);
}

export function isPager(policy: AlertPolicy, receiver: string): boolean {
  return policy.receivers.some(({ name, destination }) => name === receiver && destination.type === 'pagerduty');
}

/**
 * Who is told instead when a receiver refuses for good: the other receivers in the order written, then the alarm
 * topic. Pagers stand last of the receivers, and only where `mayPage` (somebody would be woken for this anyway).
 */
export function fallbacksOf(policy: AlertPolicy, receiver: string, mayPage: boolean): string[] {
  const others = policy.receivers.map(({ name }) => name).filter((name) => name !== receiver);
  const pagers = mayPage ? others.filter((name) => isPager(policy, name)) : [];
  const last = policy.alarmTopicArn === undefined || receiver === alarmTopic ? [] : [alarmTopic];
  return [...others.filter((name) => !isPager(policy, name)), ...pagers, ...last];
}
