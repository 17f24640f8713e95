import type { Asked } from '../core/feature.ts';
import type { HostEvent } from '../core/host-event.ts';
import { present } from '../core/present.ts';
import type { RecordKey } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import { courseOf } from './course.ts';
import { evidenceOf } from './evidence.ts';
import type { DrainFacts, DrainReads, InstanceFacts } from './facts.ts';
import { poolKey, sharedOf } from './gather-room.ts';
import { thingOf } from './names.ts';
import type { DrainPolicy } from './policy.ts';
import type { Plan } from './ration.ts';
import { rationed } from './ration.ts';
import type { DrainState, InstanceState } from './state.ts';
import type { Looking, Survey } from './survey.ts';
import { surveyed } from './survey.ts';
import type { Wanted } from './wanted.ts';
import { hearingOf, nothing, policyOf, wantedOf } from './wanted.ts';

/** So many are asked why they are stuck: what holds one of a group holds the others, mostly. */
const mostWhys = 10;

type Context = { readonly policy: DrainPolicy; readonly now: Instant };
type Planned = Plan & { readonly each: Asked<HostEvent, DrainState> };

/** Reads what is true now of the instances whose time it is, and nothing of the others. */
export async function gather(
  asked: readonly Asked<HostEvent, DrainState>[],
  read: DrainReads,
  context: Context,
): Promise<ReadonlyMap<RecordKey, DrainFacts>> {
  const planned = asked.map((each) => planOf(each, context));
  const rations = await rationed(planned, read, context.now);
  const whys = new Set(planned.filter(({ wanted }) => wanted.why).slice(0, mostWhys));
  const asking = rations.flatMap(([{ each }, wanted]) => askingOf(each, wanted));
  const shared = sharedOf(asking, read);
  const surveys = surveyed(new Map(asking.map((each) => [each.key, lookingOf(each)])), read, context.policy);
  const facts = rations.map(async ([plan, ration]): Promise<[RecordKey, DrainFacts]> => {
    const { key } = plan.each;
    const wanted = { ...ration, why: whys.has(plan) };
    const known = await factsOf(plan.each, { wanted, read, context, surveys });
    return [key, known.kind === 'instance' ? { ...known, ...(await shared).get(key) } : known];
  });
  return new Map(await Promise.all(facts));
}

function planOf(each: Asked<HostEvent, DrainState>, { policy, now }: Context): Planned {
  const { kind, name } = thingOf(each.key);
  if (kind !== 'instance') return { each, wanted: nothing, endsAt: 0, counted: 0, known: 0, pool: '' };
  const state = each.state?.kind === 'instance' ? each.state : undefined;
  const hearing = hearingOf(name, { state, events: each.events, policy, now });
  const isOurs = hearing.isNews || state !== undefined;
  const group = policyOf(hearing.state, policy);
  const { endsAt = hearing.state.since + group.deadlineMs } = courseOf(hearing.state, group, now);
  return {
    each: { ...each, state: hearing.state },
    wanted: isOurs ? wantedOf(hearing.state, group, now) : nothing,
    endsAt,
    known: hearing.state.left.length,
    counted: hearing.state.hosts.reduce((sum, { counted }) => sum + counted, 0),
    pool: poolKey(policy.stack.region, hearing.state),
  };
}

function askingOf({ key, state }: Asked<HostEvent, DrainState>, wanted: Wanted) {
  return state?.kind === 'instance' ? [{ key, state, wanted }] : [];
}

function lookingOf({ state, wanted }: ReturnType<typeof askingOf>[number]): Looking {
  return { id: state.id, state, wanted };
}

type Setting = {
  readonly wanted: Wanted;
  readonly read: DrainReads;
  readonly context: Context;
  readonly surveys: Promise<ReadonlyMap<RecordKey, Survey>>;
};

const unseen: Survey = { looked: false, tasks: new Map(), daemons: new Map() };

async function factsOf(
  { key, state }: Asked<HostEvent, DrainState>,
  { wanted, read, context, surveys }: Setting,
): Promise<DrainFacts> {
  const { kind, name } = thingOf(key);
  if (kind === 'group') return { kind };
  if (kind === 'sweep') {
    const isDue = state?.kind !== 'sweep' || state.lookAt <= context.now;
    return isDue ? { kind, leaving: await read.leaving() } : { kind };
  }
  const instance = state?.kind === 'instance' ? state : undefined;
  const { group, left = [] } = instance ?? {};
  const [hooks, member, survey, why] = await Promise.all([
    wanted.hooks && group !== undefined ? read.terminateHooks(group) : undefined,
    wanted.member ? read.member(name) : undefined,
    surveys,
    wanted.why ? whyOf(instance, left, read) : {},
  ]);
  return {
    kind: 'instance',
    ...(survey.get(key) ?? unseen),
    ...present({ hooks, member }),
    ...why,
  };
}

/** Why its tasks stay, and once, why it goes at all: that does not change. */
async function whyOf(
  state: Pick<InstanceState, 'id' | 'group' | 'departure'> | undefined,
  left: InstanceState['left'],
  read: DrainReads,
): Promise<Pick<InstanceFacts, 'evidence' | 'leavingCause'>> {
  const isAsked = state?.group !== undefined && state.departure === undefined;
  const [evidence, leavingCause] = await Promise.all([
    evidenceOf(left, read),
    isAsked ? read.leavingCause(state.group, state.id) : undefined,
  ]);
  return { evidence, ...present({ leavingCause }) };
}
