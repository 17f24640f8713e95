import type { Alert } from '../../core/alert.ts';
import type { Instant } from '../../core/time.ts';
import type { Told, Trouble } from '../trouble-state.ts';
import { toldNext } from '../trouble-state.ts';
import type { WithTellings } from '../trouble-telling.ts';
import { telling } from '../trouble-telling.ts';
import type { NodesState } from './state.ts';
import { nodeTroublesToTell } from './trouble.ts';

type Given = { readonly account: string; readonly region: string; readonly now: Instant };

/** What keeps tasks from their places, when it is another than was told before; its end, when nothing does. */
export function nodesTelling(state: NodesState, given: Given): WithTellings<NodesState> {
  const { account, region, now } = given;
  const { cluster } = state;
  const troubles = nodeTroublesToTell(state.troubles ?? [], now);
  const told = toldNext(state.told, troubles, { news: ['group', 'service', 'by', 'total'], now });
  const levelOf = ({ startedAt }: Told) =>
    ({
      // Beside the incident of the cluster's health: what stands behind the slash is no part of its name.
      subject: { account, region, cluster, kind: 'cluster', name: `${cluster}/instances` },
      severity: 'warning',
      impact: impactOf(state, startedAt),
      wellBecause: 'roomy',
      next: nextOf(state, troubles),
    }) as const;
  return telling(state, told, levelOf, now);
}

/** A launch that failed hurts nobody while all tasks have their places. */
function impactOf({ wanted }: NodesState, since: Instant): Alert['impact'] {
  const isWaiting = Object.values(wanted ?? {}).some((count) => count > 0);
  return isWaiting ? { level: 'at-risk', since, because: 'instances' } : { level: 'none', since };
}

const waitsForYou: ReadonlySet<string> = new Set(['nodes_owned', 'nodes_never_fit']);

/** What the clock, Auto Scaling or the policy will do by itself. */
function nextOf({ groups, decisions }: NodesState, troubles: readonly Trouble[]): Alert['next'] {
  const failing = troubles.find(({ cause }) => cause === 'nodes_no_capacity' || cause === 'nodes_not_registered');
  if (decisions.at(-1)?.mode === 'observe')
    return failing === undefined ? { code: 'waits_for_you' } : { code: 'nodes_group_retries' };
  if (failing !== undefined) {
    const group = String(failing.fills['group']);
    const others = Object.keys(groups).filter((name) => name !== group && groups[name]?.avoidedUntil === undefined);
    const at = groups[group]?.avoidedUntil;
    return {
      code: 'nodes_elsewhere',
      ...(at !== undefined && { at }),
      fills: { group, ...(others.length > 0 && { others: others.join(', ') }) },
    };
  }
  if (troubles.every(({ cause }) => waitsForYou.has(cause))) return { code: 'waits_for_you' };
  return { code: 'nodes_retry' };
}
