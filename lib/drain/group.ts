import type { Alert, Cause, NextStep } from '../core/alert.ts';
import type { Decision, Question } from '../core/decision.ts';
import type { DrainStands, HostEvent } from '../core/host-event.ts';
import { shortHash } from '../core/short-hash.ts';
import type { Subject } from '../core/subject.ts';
import { incidentKey } from '../core/subject.ts';
import type { Instant } from '../core/time.ts';
import { hourMs } from '../core/time.ts';
import { thingOf } from './names.ts';
import type { DrainTarget } from './orders.ts';
import type { DrainPolicy } from './policy.ts';
import type { DrainState, GroupState, Standing } from './state.ts';

/** An incident that nobody has ended: the record of an instance is gone, or its word was lost. */
const expiresMs = 50 * hourMs;

type GroupQuestion = Question<HostEvent, GroupState, DrainTarget, { readonly kind: 'group' }, DrainPolicy>;

/** The drains of one group as one incident: an instance refresh that is stuck is one message, not one for each host. */
export function decideGroup({ key, state, events, policy, now }: GroupQuestion): Decision<DrainState, DrainTarget> {
  const { name, region } = thingOf(key);
  const news = events.filter((event) => event.kind === 'drain-stands').toSorted((a, b) => a.at - b.at);
  const known: GroupState = state ?? { kind: 'group', name, cluster: '-', drains: [], causes: [] };
  const heard = news.reduce(heardOne, known);
  const stuck = heard.drains.filter(({ standing }) => standing === 'stuck');
  const isOpen = stuck.length > 0 && now < Math.max(...stuck.map(({ at }) => at)) + expiresMs;
  const wasOpen = known.startedAt !== undefined && known.endedAt === undefined;
  const wasForced = news.some(({ standing }) => standing === 'forced');
  if (!isOpen && !wasOpen && !wasForced)
    return { reason: 'nothing to tell', state: heard, actions: [], next: { final: true } };
  const next = incidentOf(heard, { isOpen, wasOpen, stuck, now });
  const alert = alertOf(next, { policy, region, stuck, now });
  const gist = shortHash(JSON.stringify([alert.status, alert.causes.map(({ id, fills }) => [id, fills]), alert.next]));
  const until = isOpen ? { wakeAt: now + hourMs } : ({ final: true } as const);
  if (gist === known.told?.gist && wasOpen)
    return { reason: 'nothing new to tell', state: next, actions: [], next: until };
  const version = (known.told?.version ?? 0) + 1;
  return {
    reason: `${stuck.length} drains are stuck: sent as version ${version}`,
    state: { ...next, told: { version, gist }, drains: isOpen ? next.drains : [] },
    actions: [{ type: 'telling', key: 'alert', target: { send: { ...alert, version } } }],
    next: until,
  };
}

/** The latest word of each instance. */
function heardOne(state: GroupState, event: DrainStands): GroupState {
  const { id: _, account: __, region: ___, kind: ____, group: _____, cluster, ...standing } = event;
  const known = state.drains.find(({ instanceId }) => instanceId === event.instanceId);
  if (known !== undefined && known.since === event.since && known.order >= event.order) return state;
  const drains: readonly Standing[] = [...state.drains.filter((each) => each !== known), standing];
  return { ...state, cluster: cluster === '-' ? state.cluster : cluster, drains };
}

type Setting = {
  readonly isOpen: boolean;
  readonly wasOpen: boolean;
  readonly stuck: readonly Standing[];
  readonly now: Instant;
};

function incidentOf(state: GroupState, { isOpen, wasOpen, stuck, now }: Setting): GroupState {
  const told = isOpen ? stuck : state.drains;
  const startedAt = wasOpen ? (state.startedAt ?? now) : Math.min(now, ...told.map(({ since }) => since));
  const { endedAt: _, ...rest } = state;
  const forced = state.drains.filter(({ standing }) => standing === 'forced');
  const fresh = folded([...forced, ...stuck].flatMap(({ causes }) => causes));
  // At the end the story stays: what held it.
  const causes = fresh.length > 0 ? fresh : state.causes;
  return { ...rest, startedAt, causes, ...(!isOpen && { endedAt: now }) };
}

const namesShown = 3;

/** The same cause of several instances is one. */
function folded(causes: readonly Cause[]): readonly Cause[] {
  const byId = new Map<string, Cause[]>();
  for (const cause of causes) byId.set(cause.id, [...(byId.get(cause.id) ?? []), cause]);
  return [...byId.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const count = same.reduce((sum, { fills }) => sum + Number(fills?.['count'] ?? 0), 0);
    return [
      {
        ...first,
        count: same.length,
        firstAt: Math.min(...same.map(({ firstAt }) => firstAt)),
        lastAt: Math.max(...same.map(({ lastAt }) => lastAt)),
        fills: {
          ...first.fills,
          instance: joined(same.map(({ fills }) => String(fills?.['instance'] ?? '?'))),
          ...(first.fills?.['names'] !== undefined && {
            count,
            names: joined(same.flatMap(({ fills }) => String(fills?.['names'] ?? '').split(', '))),
          }),
        },
      },
    ];
  });
}

function joined(names: readonly string[]): string {
  const all = [...new Set(names)].filter((name) => name !== '…').sort();
  return [...all.slice(0, namesShown), ...(all.length > namesShown ? ['…'] : [])].join(', ');
}

function alertOf(
  state: GroupState,
  {
    policy,
    region,
    stuck,
    now,
  }: Pick<Setting, 'stuck' | 'now'> & { readonly policy: DrainPolicy; readonly region: string },
): Alert {
  const { startedAt = now, endedAt, causes, cluster } = state;
  const subject: Subject = {
    account: policy.stack.account,
    region,
    cluster,
    kind: 'instance',
    name: subjectName(state),
  };
  const [first] = stuck;
  return {
    kind: 'alert',
    key: incidentKey(subject),
    version: 0,
    at: now,
    status: endedAt === undefined ? 'firing' : 'resolved',
    subject,
    severity: 'warning',
    impact:
      endedAt === undefined
        ? { level: 'at-risk', since: startedAt, because: 'drain' }
        : {
            level: 'none',
            since: endedAt,
            because: causes.some(({ id }) => id === 'drain_forced') ? 'forced' : 'drained',
          },
    next: nextOf(stuck),
    causes,
    startedAt,
    pointers: {
      ...(first !== undefined && { ec2InstanceId: first.instanceId }),
      ...(first?.zone !== undefined && { availabilityZone: first.zone }),
    },
    ...(endedAt !== undefined && { endedAt }),
  };
}

/** An instance without a group has an incident of its own beside that of its health. */
function subjectName({ name }: GroupState): string {
  return /^i-[0-9a-f]+$/.test(name) ? `${name}/drain` : name;
}

/** The end that comes first. */
function nextOf(stuck: readonly Standing[]): NextStep {
  const ending = stuck
    .filter(({ endsAt }) => endsAt !== undefined)
    .toSorted((a, b) => (a.endsAt ?? 0) - (b.endsAt ?? 0));
  const first = ending[0] ?? stuck[0];
  if (first === undefined) return { code: 'drain_over' };
  const at = first.endsAt === undefined ? {} : { at: first.endsAt };
  return { code: `drain_ends_${first.ends}`, ...at };
}
