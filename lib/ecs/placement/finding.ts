import type { Fills, Text } from '../../core/language.ts';
import type { UnmetPart } from './unmet-part.ts';

/** How many copies there is room for. Infinity: no limit of this kind. The two differ where something is not known. */
export type Room = {
  /** Sure to fit. */
  readonly least: number;
  /** Whatever the answer to what is not known. */
  readonly most: number;
};

export type Verdict = 'yes' | 'no' | 'unverifiable';

export type CheckName =
  | 'status'
  | 'capacityProvider'
  | 'launchType'
  | 'agent'
  | 'cpu'
  | 'memory'
  | 'ports'
  | 'reservedPorts'
  | 'gpu'
  | 'gpuMemory'
  | 'zone'
  | 'vpc'
  | 'eni'
  | 'attribute'
  | 'memberOf'
  | 'distinctInstance'
  | 'daemon';

/** A text of ours and what fills its places. */
export type Said = { readonly text: Text; readonly fills?: Fills };

/** Why one check says no, or cannot say. */
export type Reason = {
  readonly check: CheckName;
  /** AWS's word for it (API_Failure; api_failures_messages). Absent: ECS leaves such an instance out without a word. */
  readonly code?: string;
  readonly verdict: 'no' | 'unverifiable';
  readonly need: number | string | readonly string[];
  /** Absent: nothing of the kind. */
  readonly have?: number | string | readonly string[];
  /** For what is counted. */
  readonly shortBy?: number;
  /** Why it cannot be said. */
  readonly doubt?: Said;
  /** The groups of the tasks that hold what is wanted, where known. */
  readonly heldBy?: readonly string[];
  /** Of a constraint that is not met: what it fails at. */
  readonly unmet?: UnmetPart;
};

/** Reasons are only made when they are asked for: counting copies on thousands of instances does without. */
export type Finding = Room & { readonly reasons?: () => readonly Reason[] };

type ReasonParts = Omit<Reason, 'check' | 'verdict'>;

export const unlimited: Finding = { least: Infinity, most: Infinity };

/** What a check found. There is a reason only where a copy may not fit. */
export function finding(check: CheckName, { least, most }: Room, reason: () => ReasonParts): Finding {
  if (least >= 1) return { least, most };
  const verdict = most >= 1 ? 'unverifiable' : 'no';
  return { least, most, reasons: () => [{ check, verdict, ...reason() }] };
}

/** A condition that allows any number of copies, or none. */
export function condition(check: CheckName, holds: boolean | Said, reason: () => ReasonParts): Finding {
  if (holds === true) return unlimited;
  if (holds === false) return finding(check, { least: 0, most: 0 }, reason);
  return finding(check, { least: 0, most: Infinity }, () => ({ ...reason(), doubt: holds }));
}

/** All of them must hold. */
export function joined(findings: readonly Finding[]): Finding {
  let [least, most] = [Infinity, Infinity];
  for (const each of findings) {
    least = Math.min(least, each.least);
    most = Math.min(most, each.most);
  }
  return { least, most, reasons: () => findings.flatMap(({ reasons }) => reasons?.() ?? []) };
}

export const verdictOf = ({ least, most }: Room): Verdict => (least >= 1 ? 'yes' : most >= 1 ? 'unverifiable' : 'no');
