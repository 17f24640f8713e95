import type { Hold } from '../../core/hold.ts';
import type { Allowance } from '../../core/ports.ts';
import type { Suspension } from './state.ts';

type Which = { readonly cluster: string; readonly service: string };

/** Changes AWS, or takes of what all share. Targets are absolute. */
export type StopOrder =
  | { readonly hold: { readonly thing: string; readonly hold: Hold } }
  | { readonly claim: { readonly budget: Allowance; readonly holder: string } }
  | { readonly suspend: Which & { readonly suspension: Suspension } }
  | { readonly desired: Which & { readonly tasks: number } }
  | { readonly rollBack: { readonly serviceDeploymentArn: string } };

/** Gives back what is shared: kept until it is done. */
type StopParting =
  | { readonly giveBack: { readonly budget: string; readonly holder: string } }
  | { readonly letGo: { readonly thing: string; readonly holder: string } };

export type StopTarget = StopOrder | StopParting;

export const orderKeys = {
  hold: 'hold for stop',
  claim: 'claim for stop',
  suspend: 'suspend scaling',
  resume: 'resume scaling',
  stop: 'stop',
  start: 'start',
  rollBack: 'roll back',
} as const;

/** The hold of the feature: there is one only for each service. */
export const holder = 'stop';
