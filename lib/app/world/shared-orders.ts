import { portError } from '../../aws/errors.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { Hold } from '../../core/hold.ts';
import type { Allowance, Budgets, Clock, Holds } from '../../core/ports.ts';

/** What is taken of what all share, and given back: in our own table. */
export type SharedTarget =
  | { readonly claim: { readonly budget: Allowance; readonly holder: string } }
  | { readonly hold: { readonly thing: string; readonly hold: Hold } }
  | { readonly giveBack: { readonly budget: string; readonly holder: string } }
  | { readonly letGo: { readonly thing: string; readonly holder: string } };

type Done = Omit<Outcome, 'kind' | 'action'>;

export function isShared<Target extends object>(target: Target): target is Extract<Target, SharedTarget> {
  return 'claim' in target || 'hold' in target || 'giveBack' in target || 'letGo' in target;
}

/** Places in budgets, and holds. A place that was not to be had is refused for good: whoever wants it counts anew. */
export function sharedOrders(
  { budgets, holds }: { readonly budgets: Budgets; readonly holds: Holds },
  clock: Clock,
): (target: SharedTarget) => Promise<Done> {
  const carryOut = async (target: SharedTarget): Promise<Omit<Done, 'at'>> => {
    if ('claim' in target) {
      const isHeld = await budgets.claim(target.claim.budget, target.claim.holder, 1);
      return isHeld
        ? { result: 'done', reason: 'its place is held' }
        : { result: 'permanent', reason: 'the budget is used, or has changed since it was read' };
    }
    if ('hold' in target) {
      const all = await holds.take(target.hold.thing, target.hold.hold);
      return { result: 'done', reason: `${all.length} hold it`, facts: { holds: all } };
    }
    if ('giveBack' in target) await budgets.release(target.giveBack.budget, target.giveBack.holder);
    else await holds.release(target.letGo.thing, target.letGo.holder);
    return { result: 'done', reason: 'given back' };
  };
  return async (target) => {
    const at = clock.now();
    try {
      return { ...(await carryOut(target)), at };
    } catch (error) {
      const { verdict, message } = portError(error, 'share with others');
      return { result: verdict, reason: message, at: clock.now() };
    }
  };
}
