import type { Instant } from '../../core/time.ts';
import { hourMs, minuteMs } from '../../core/time.ts';
import type { KeptReason } from './consolidation.ts';
import { consolidationOf } from './consolidation.ts';
import type { Raise } from './buy.ts';
import type { ProtectedUntil } from './consolidate.ts';
import { limitsOf, nodesFor } from './consolidate.ts';
import type { Grouped } from './groups.ts';
import { isOurs } from './groups.ts';
import type { Node } from './node.ts';
import type { Outdated } from './outdated.ts';
import { outdatedIn } from './outdated.ts';
import type { Picture } from './picture.ts';
import type { NodesEntry } from './policy.ts';
import type { Leaving, NodesState, Renewal } from './state.ts';
import { isAvoided, mostOf } from './supply.ts';

/** Seen at two looks so far apart it is so. */
const confirmMs = minuteMs;

/** Instances that were bought to make room for one, and made none, are not bought again sooner. */
const extraAgainMs = 6 * hourMs;

/** So many are tried for one that can go now: the others wait for their turn. */
const mostTried = 20;

type Given = {
  readonly protectedUntil: ProtectedUntil;
  /** So many more instances may be bought in all. */
  readonly left: number;
  readonly now: Instant;
};

/** What is to be done for those that are outdated, one at a time. */
export type Renewing = {
  readonly why: string;
  readonly mode: 'observe' | 'act';
  readonly renewal: Renewal;
  /** One goes now. */
  readonly leaving?: Leaving;
  /** One more is bought first, so that one can go. */
  readonly raise?: Raise;
};

type Due = Outdated & { readonly each: Grouped; readonly entry: NodesEntry; readonly registeredAt: Instant };

/**
 * Instances that a new one would not be like are replaced, the oldest first: sent away when its tasks fit elsewhere, and
 * where they do not, after one more has been bought. Only while everything else is settled, so that an image on which
 * tasks do not start goes no further than the first instance. Undefined: nobody is outdated, or nobody cares.
 */
export function renewing(picture: Picture, state: NodesState, given: Given): Renewing | undefined {
  const { now } = given;
  const before = state.renewal ?? { since: now, extra: 0 };
  const all = dueIn(picture);
  const [oldest] = all;
  if (oldest === undefined) return undefined;
  const told = `${all.length} outdated; ${oldest.id}: ${oldest.why}`;
  const waits = (why: string): Renewing => ({
    why: `${told}: ${why}`,
    mode: modeOf(oldest.entry),
    renewal: extraOf(before),
  });
  const unsettled = picture.asking.find(({ service }) => service.isDeploying || service.running < service.desired);
  if (unsettled !== undefined) return waits(`it waits until ${unsettled.service.name} is settled`);
  if (Object.values(picture.memories).some((memory) => isAvoided(memory, now)))
    return waits('it waits until instances come again');
  const tried = triedOf(all.slice(0, mostTried), { picture, state, given });
  const ready = tried.find(({ moves }) => moves !== undefined);
  if (ready !== undefined) return goes(ready, { before, now, told });
  const short = tried.find(({ code, due }) => roomless.has(code ?? 'Taken') && isOurs(due.each));
  if (short === undefined) return waits(tried[0]?.why ?? 'it stays');
  return roomFor(short, { before, given, told }) ?? waits(`${short.why}, and no more can be bought for it`);
}

const roomless: ReadonlySet<KeptReason> = new Set(['NoRoom', 'ZoneMinimum', 'GroupMinimum']);

const modeOf = ({ policy }: NodesEntry): 'observe' | 'act' =>
  policy.mode === 'act' && policy.upkeep === 'act' ? 'act' : 'observe';

function extraOf({ since, extra, extraSince }: Renewal): Renewal {
  return { since, extra, ...(extraSince !== undefined && { extraSince }) };
}

/** The oldest first, of all groups that are kept up. */
function dueIn({ groups, instances }: Picture): readonly Due[] {
  const registered = new Map(instances.map(({ arn, registeredAt = 0 }) => [arn, registeredAt]));
  const due = groups.flatMap((each) => {
    const { entry, group, ownedBy } = each;
    const isKept = entry !== undefined && entry.policy.mode !== 'none' && entry.policy.upkeep !== 'none';
    if (!isKept || ownedBy !== undefined) return [];
    return outdatedIn(group, instances).map((one) => ({
      ...one,
      each,
      entry,
      registeredAt: registered.get(one.arn) ?? 0,
    }));
  });
  return due.toSorted((a, b) => a.registeredAt - b.registeredAt);
}

type Tried = {
  readonly due: Due;
  /** Absent: it stays, and why. */
  readonly moves?: number;
  readonly code?: KeptReason;
  readonly why?: string;
};

type Ground = { readonly picture: Picture; readonly state: NodesState; readonly given: Given };

function triedOf(all: readonly Due[], { picture, state, given }: Ground): readonly Tried[] {
  const nodes = new Map<NodesEntry, readonly Node[]>();
  const tried: Tried[] = [];
  for (const due of all) {
    const known = nodes.get(due.entry) ?? nodesFor(picture, state, { ...given, entry: due.entry });
    nodes.set(due.entry, known);
    const one = triedOne(due, known, picture.groups);
    tried.push(one);
    if (one.moves !== undefined) break;
  }
  return tried;
}

/** As consolidation would have it, were it the only one that may go. */
function triedOne(due: Due, nodes: readonly Node[], groups: readonly Grouped[]): Tried {
  const others = nodes.map((node): Node =>
    node.instance.arn === due.arn ? node : { ...node, stays: { code: 'OtherPolicy', why: 'it is not its turn' } },
  );
  const { removals, kept } = consolidationOf(others, limitsOf(nodes, due.entry, groups));
  const [removal] = removals;
  if (removal !== undefined) return { due, moves: removal.moves.length };
  const reason = kept.get(due.arn);
  if (reason === undefined) return { due, why: 'others are on their way out already' };
  return { due, code: reason.code, why: reason.why };
}

type Seen = { readonly before: Renewal; readonly now: Instant; readonly told: string };

function goes({ due, moves = 0 }: Tried, { before, now, told }: Seen): Renewing {
  const { id, arn, entry, each } = due;
  const since = before.arn === arn ? before.since : now;
  const renewal = { ...extraOf({ ...before, since }), arn };
  const mode = modeOf(entry);
  if (now < since + confirmMs) return { why: `${told}: ${id} is looked at again in a minute`, mode, renewal };
  const why = `outdated: ${due.why}`;
  return {
    why: `${id}: ${due.why}`,
    mode,
    renewal: mode === 'act' ? { since: now, extra: 0 } : renewal,
    leaving: { id, arn, group: each.group.name, since: now, step: 'hold', why, moves },
  };
}

type Wish = { readonly before: Renewal; readonly given: Given; readonly told: string };

/** As many as there are zones, at the most: in which one it launches is Auto Scaling's choice. */
function roomFor({ due: { each, entry }, code }: Tried, { before, given, told }: Wish): Renewing | undefined {
  const { group } = each;
  const { now, left } = given;
  const isOver = now >= (before.extraSince ?? 0) + extraAgainMs;
  const extra = isOver ? 0 : before.extra;
  const mode = modeOf(entry);
  if (extra >= Math.max(1, group.zones.length) || group.desired >= mostOf(each) || left < 1) return undefined;
  return {
    why: `${told}: one more is bought first, so that ${code === 'NoRoom' ? 'its tasks have a place' : 'enough stay'}`,
    mode,
    raise: { each, to: group.desired + 1 },
    renewal:
      mode === 'act'
        ? { since: before.since, extra: extra + 1, extraSince: isOver ? now : (before.extraSince ?? now) }
        : extraOf(before),
  };
}
