import type { AskedTask } from './asked.ts';
import { explainOn } from './checks.ts';
import type { CopyCount } from './copies.ts';
import { countOf } from './copies.ts';
import { distanceOf } from './distance.ts';
import type { Reason, Said, Verdict } from './finding.ts';
import { verdictOf } from './finding.ts';
import type { PlacementInstance } from './instance.ts';
import { questionOf } from './question.ts';
import { addTo, tallyOf, totalOf } from './tally.ts';

export type InstanceVerdict = CopyCount & {
  readonly arn: string;
  readonly fits: Verdict;
  /** Everything that is in the way; none where a copy fits. */
  readonly reasons: readonly Reason[];
};

/** What is left on the instances of one capacity provider. */
type ProviderVerdict = CopyCount & { readonly name: string; readonly fits: Verdict };

export type Explanation = CopyCount & {
  /** Whether one more copy can be placed now. */
  readonly fits: Verdict;
  /** Every instance asked: those that fit, then the nearest miss first. */
  readonly instances: readonly InstanceVerdict[];
  /** Where the strategy has several: which of them a copy goes to is ECS's choice. A full one is no reason to choose another. */
  readonly providers?: readonly ProviderVerdict[];
  /** What is wrong with the task itself, wherever it goes. Only on Fargate. */
  readonly faults?: readonly Said[];
};

/**
 * Whether one more copy of a task can be placed on these instances, how many can, and of each instance all that is in the
 * way. Fargate has no instances: see `fargate.ts`.
 */
export function explainPlacement(asked: AskedTask, instances: readonly PlacementInstance[]): Explanation {
  const question = questionOf(asked);
  const tally = tallyOf(asked.capacityProviders);
  const found = instances.map((instance) => {
    const { reasons, ...room } = explainOn(question, instance);
    addTo(tally, instance, room);
    const verdict: InstanceVerdict = { arn: instance.arn, fits: verdictOf(room), ...countOf(room), reasons };
    return { verdict, rank: ranks[verdict.fits], distance: distanceOf(reasons) };
  });
  found.sort((a, b) => a.rank - b.rank || a.distance - b.distance || byText(a.verdict.arn, b.verdict.arn));
  const total = totalOf(tally);
  const providers = [...tally.byProvider].map(([name, room]) => ({ name, fits: verdictOf(room), ...countOf(room) }));
  return {
    fits: verdictOf(total),
    ...countOf(total),
    instances: found.map(({ verdict }) => verdict),
    ...(providers.length > 0 && { providers }),
  };
}

const ranks: Readonly<Record<Verdict, number>> = { yes: 0, unverifiable: 1, no: 2 };

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
