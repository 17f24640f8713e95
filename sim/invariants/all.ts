import type { Plan } from '../scenario/plan.ts';
import { alertInvariants } from './alert.ts';
import { batchInvariants } from './batch.ts';
import { drainInvariants } from './drain.ts';
import { frameInvariants } from './frame.ts';
import type { Invariant } from './invariant.ts';
import { silenceInvariants } from './silence.ts';
import { stoppingInvariants } from './stopping.ts';

/** What must hold in an account: everywhere, and of what Watchkeeper does there. */
export function invariantsFor({ batch }: Plan): readonly Invariant[] {
  const everywhere = [...frameInvariants(), ...alertInvariants()];
  if (batch !== undefined) return [...everywhere, ...batchInvariants()];
  return [...everywhere, ...silenceInvariants(), ...drainInvariants(), ...stoppingInvariants()];
}
