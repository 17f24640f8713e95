import type { Hold } from '../../core/hold.ts';
import type { Allowance } from '../../core/ports.ts';

/** A part of the total of all clusters, to be had before anything is bought. */
export type Claim = { readonly budget: Allowance; readonly holder: string; readonly amount: number };

/** What is ordered of a cluster's instances. Targets are absolute. */
export type NodesTarget =
  | { readonly raise: { readonly group: string; readonly instances: number; readonly claim?: Claim } }
  | { readonly end: { readonly instanceId: string; readonly group: string } }
  | {
      readonly ask: {
        readonly wish: 'drain' | 'cancel';
        readonly instanceId: string;
        readonly by: string;
        readonly why: string;
      };
    }
  | { readonly hold: { readonly thing: string; readonly hold: Hold } };

/** What is kept until it is done. */
export type NodesTelling =
  | { readonly letGo: { readonly thing: string; readonly holder: string } }
  | { readonly giveBack: { readonly budget: string; readonly holder: string } };

/** The verb and the thing of an order: its idempotency key. */
export function keyOfNodes(target: NodesTarget | NodesTelling): string {
  if ('raise' in target) return `raise ${target.raise.group} ${target.raise.instances}`;
  if ('end' in target) return `end ${target.end.instanceId}`;
  if ('ask' in target) return `${target.ask.wish} ${target.ask.instanceId}`;
  if ('hold' in target) return `hold ${target.hold.thing}`;
  if ('giveBack' in target) return `giveBack ${target.giveBack.holder}`;
  return `letGo ${target.letGo.thing}`;
}

/** The other way round: the verb, and all that follows it. */
export function partsOfNodesKey(key: string): { readonly verb: string; readonly thing: string } {
  const space = key.indexOf(' ');
  return { verb: key.slice(0, space), thing: key.slice(space + 1) };
}

/** Who we are where holds are kept: of all features the weakest. */
export const consolidateHolder = 'consolidate';
