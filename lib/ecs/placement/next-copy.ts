import type { PlacementAnswer } from './answer.ts';
import type { AskedStrategy } from './asked.ts';
import type { Choice, ChoiceReason } from './choice.ts';
import { choicesOf, strategiesOf } from './choice.ts';
import type { PlacementInstance } from './instance.ts';
import { unlistedTasks } from './supply.ts';

/** Where the next copy goes, of a task there is room for. */
export type NextCopy =
  | {
      readonly kind: 'instances';
      /** More than one: all strategies see the same in them, and ECS draws. */
      readonly among: readonly PlacementInstance[];
      /** What each strategy sees in the first of them, in their order. */
      readonly because: readonly ChoiceReason[];
      /** So many instances come before or beside them if they take a copy, which cannot be told. */
      readonly unclear: number;
      /** So many instances take a copy for sure. */
      readonly fitting: number;
    }
  /** ECS first gives it to one of several capacity providers (API_CapacityProviderStrategyItem). */
  | { readonly kind: 'providers' }
  /** Tasks are to be spread, and not all of them are listed. */
  | { readonly kind: 'uncounted' };

/** Undefined: there is no room for sure, or nothing to choose (a daemon goes to every instance, Fargate has none). */
export function nextCopyOf({ asked, explanation, instances }: PlacementAnswer): NextCopy | undefined {
  if (explanation.fits !== 'yes' || asked.isDaemon) return undefined;
  if (asked.capacityProviders.length > 1) return { kind: 'providers' };
  const choices = choicesOf(asked, instances);
  const first = choices.find(({ fits }) => fits === 'yes');
  if (first === undefined) return undefined;
  const fitting = choices.filter(({ fits }) => fits === 'yes').length;
  const isSettled = choices.length === 1;
  if (!isSettled && strategiesOf(asked).some(({ type }) => type === 'spread') && !areCounted(instances)) {
    return { kind: 'uncounted' };
  }
  const leading = choices.filter(({ rank }) => rank <= first.rank);
  const isAmong = ({ fits, rank }: Choice): boolean => fits === 'yes' && rank === first.rank;
  const arns = new Set(leading.filter(isAmong).map(({ arn }) => arn));
  return {
    kind: 'instances',
    among: instances.filter(({ arn }) => arns.has(arn)),
    because: first.because,
    unclear: leading.length - arns.size,
    fitting,
  };
}

const areCounted = (instances: readonly PlacementInstance[]): boolean =>
  instances.every((each) => unlistedTasks(each) === 0);

/** `spread(attribute:ecs.availability-zone)`, `binpack(memory)`, `random`. */
export const strategyName = (strategy: AskedStrategy): string =>
  strategy.type === 'random' ? strategy.type : `${strategy.type}(${strategy.field})`;
