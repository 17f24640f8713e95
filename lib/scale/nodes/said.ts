import type { Raise } from './buy.ts';
import type { Instant } from '../../core/time.ts';
import type { NodesTarget } from './orders.ts';
import { consolidateHolder } from './orders.ts';
import type { Picture } from './picture.ts';
import type { Leaving, NodesCode, NodesDecided, NodesState } from './state.ts';
import type { Total } from './total.ts';
import { holderOf } from './total.ts';

/** What one look came to. */
export type Looked = {
  readonly state: NodesState;
  readonly reason: string;
  readonly orders: readonly { readonly target: NodesTarget; readonly mode: 'observe' | 'act' }[];
};

export type Said = {
  readonly code: NodesCode;
  readonly why: string;
  readonly raises?: readonly Raise[];
  /** `observe`: also where the entry acts. */
  readonly mode?: 'observe' | 'act';
  /** Those that would be asked to leave, where nothing is done. */
  readonly watched?: readonly Leaving[];
};

type Given = { readonly picture: Picture; readonly total: Total | undefined; readonly now: Instant };

/** So many decisions are kept for whoever asks why. */
const mostDecisions = 30;

/** A decision that differs from the last one is kept. */
export function told(given: Given, state: NodesState, said: Said): Looked {
  const { picture, now } = given;
  const { code, why, watched = [], raises = [], mode } = said;
  const modes = picture.groups.flatMap(({ entry }) => entry?.policy.mode ?? []);
  const leaving = [...state.leaving, ...watched].map(({ id }) => id);
  const decision: NodesDecided = {
    at: now,
    code,
    why,
    mode: mode ?? (modes.includes('act') ? 'act' : 'observe'),
    groups: Object.fromEntries(raises.map(({ each, to }) => [each.group.name, { from: each.group.desired, to }])),
    ...(leaving.length > 0 && { leaving }),
  };
  return {
    state: { ...state, decisions: withDecision(state.decisions, decision) },
    reason: `${code}: ${why}`,
    orders: [
      ...raises.map((raise) => ({ target: targetOf(raise, state.cluster, given), mode: modeOf(raise, mode) })),
      ...watched.map(({ id, why: reason }) => ({
        target: { ask: { wish: 'drain' as const, instanceId: id, by: consolidateHolder, why: reason } },
        mode: 'observe' as const,
      })),
    ],
  };
}

function modeOf({ each }: Raise, mode: Said['mode']): 'observe' | 'act' {
  return mode === 'observe' || each.entry?.policy.mode !== 'act' ? 'observe' : 'act';
}

function targetOf(raise: Raise, cluster: string, { total }: Given): NodesTarget {
  const { each, to } = raise;
  const { name: group, desired } = each.group;
  if (total === undefined) return { raise: { group, instances: to } };
  const claim = { budget: total.budget, holder: holderOf(cluster, raise), amount: to - desired };
  return { raise: { group, instances: to, claim } };
}

function gist(decision: NodesDecided): string {
  return JSON.stringify({ ...decision, at: 0 });
}

function withDecision(decisions: readonly NodesDecided[], next: NodesDecided): readonly NodesDecided[] {
  const last = decisions.at(-1);
  return last !== undefined && gist(last) === gist(next) ? decisions : [...decisions, next].slice(-mostDecisions);
}
