import type { Decision, Question, Telling } from '../core/decision.ts';
import type { DrainStands, HostEvent } from '../core/host-event.ts';
import { present } from '../core/present.ts';
import { isoTime } from '../core/time.ts';
import type { Instant } from '../core/time.ts';
import { hourMs, minuteMs } from '../core/time.ts';
import { alertOf, endOf, gistOf, isOpen, isStuckIn, told } from './activity.ts';
import { thingOf } from './names.ts';
import type { DrainTarget } from './orders.ts';
import type { DrainPolicy } from './policy.ts';
import type { Activity, DrainState, GroupState, Standing } from './state.ts';

/**
 * Drains that begin so soon after one another are one activity: a scale-in, or an instance refresh that goes from one
 * instance to the next. Auto Scaling itself counts every instance as an activity of its own.
 */
const togetherMs = 30 * minuteMs;

/** What comes late of an activity that is over still belongs to it. */
const rememberedMs = 2 * hourMs;
const mostActivities = 20;

type GroupQuestion = Question<HostEvent, GroupState, DrainTarget, { readonly kind: 'group' }, DrainPolicy>;

/** The drains of one group: each activity is one incident, so that twenty instances that cannot leave are one message. */
export function decideGroup({ key, state, events, policy, now }: GroupQuestion): Decision<DrainState, DrainTarget> {
  const { name, region } = thingOf(key);
  const news = events.filter((event) => event.kind === 'drain-stands').toSorted((a, b) => a.at - b.at);
  const known: GroupState = { kind: 'group', name, version: state?.version ?? 0, activities: state?.activities ?? [] };
  let { version } = known;
  const activities: Activity[] = [];
  const actions: Telling<DrainTarget>[] = [];
  for (const activity of news.reduce(heardOne, known).activities) {
    const isForced = news.some(({ standing, instanceId }) => standing === 'forced' && holds(activity, instanceId));
    const next = told(activity, { isForced, now });
    const gist = gistOf(next, now);
    const isNews = next.startedAt !== undefined && gist !== activity.gist;
    if (isNews) {
      version += 1;
      const alert = { ...alertOf(next, { policy, region, group: name, now }), version };
      actions.push({ type: 'telling', key: `alert ${next.subject}`, target: { send: alert } });
    }
    activities.push(isNews ? { ...next, gist } : next);
  }
  const kept = activities.filter((activity) => isRemembered(activity, now)).slice(-mostActivities);
  const open = kept.filter((activity) => isOpen(activity, now));
  const endsOf = ({ drains }: Activity) => drains.map(endOf).filter((at) => at > now);
  const stuck = kept.flatMap(({ drains }) => drains.filter(isStuckIn)).length;
  return {
    reason: `${stuck} drains are stuck, ${actions.length === 0 ? 'nothing new to tell' : `sent as version ${version}`}`,
    state: { ...known, version, activities: kept },
    actions,
    next: open.length === 0 ? closed(state, now) : { wakeAt: Math.min(now + hourMs, ...open.flatMap(endsOf)) },
  };
}

/** Words overtake one another. Where the last of a drain is the first that is heard, it is kept for those that are late. */
function closed(state: GroupState | undefined, now: Instant): Decision<DrainState, DrainTarget>['next'] {
  return state === undefined ? { wakeAt: now + rememberedMs } : { final: true };
}

function holds({ drains }: Activity, id: string): boolean {
  return drains.some(({ instanceId }) => instanceId === id);
}

function isRemembered(activity: Activity, now: Instant): boolean {
  return isOpen(activity, now) || now < Math.max(activity.to, activity.endedAt ?? 0) + rememberedMs;
}

/** The latest word of each instance, in the activity its drain belongs to. */
function heardOne(state: GroupState, event: DrainStands): GroupState {
  const { id: _, account: __, region: ___, kind: ____, group: _____, cluster, departure, ...standing } = event;
  const found = activityOf(state, standing);
  const known = found?.drains.find(({ instanceId }) => instanceId === event.instanceId);
  if (known !== undefined && isOlder(event, known)) return state;
  const base = found ?? opened(state, standing);
  const next: Activity = {
    ...base,
    // An incident that has been told of keeps its name, whatever cluster the next instance is in.
    cluster: base.startedAt === undefined && base.cluster === '-' ? cluster : base.cluster,
    from: Math.min(base.from, event.since),
    to: Math.max(base.to, event.since),
    ...present({ departure: base.departure ?? departure }),
    drains: [...base.drains.filter((each) => each !== known), standing],
  };
  return { ...state, activities: [...state.activities.filter((each) => each !== found), next] };
}

/** It came late: of the same drain something newer is known, or the instance has been drained anew since. */
function isOlder(event: DrainStands, known: Standing): boolean {
  return event.since < known.since || (event.since === known.since && event.order <= known.order);
}

/** The one that knows this drain, else the latest that it began together with. */
function activityOf({ activities }: GroupState, { instanceId, since }: Standing): Activity | undefined {
  const isSame = (each: Standing): boolean => each.instanceId === instanceId && each.since === since;
  return (
    activities.find(({ drains }) => drains.some(isSame)) ??
    activities.findLast(({ from, to }) => since >= from - togetherMs && since <= to + togetherMs)
  );
}

/** A subject has one open incident: what begins beside one has the time in its name. */
function opened({ name, activities }: GroupState, { since, at }: Standing): Activity {
  const own = subjectName(name);
  const isTaken = activities.some((each) => each.subject === own && isOpen(each, at));
  const subject = isTaken ? `${own}/${isoTime(since).slice(0, 16)}Z` : own;
  return { subject, cluster: '-', from: since, to: since, drains: [], causes: [] };
}

/** An instance without a group has an incident of its own beside that of its health. */
function subjectName(name: string): string {
  return /^i-[0-9a-f]+$/.test(name) ? `${name}/drain` : name;
}
