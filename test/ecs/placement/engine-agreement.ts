import type { ContainerInstance } from '../../../sim/account/model.ts';
import { place, refusalOf } from '../../../sim/account/placement.ts';
import { choose } from '../../../sim/account/strategies.ts';
import { launchTask } from '../../../sim/account/tasks/launch.ts';
import type { AskedTask } from '../../../lib/ecs/placement/asked.ts';
import { choicesOf } from '../../../lib/ecs/placement/choice.ts';
import type { Copies } from '../../../lib/ecs/placement/copies.ts';
import { copiesThatFit } from './examples.ts';
import type { Explanation, InstanceVerdict } from '../../../lib/ecs/placement/explain.ts';
import { explainPlacement } from '../../../lib/ecs/placement/explain.ts';
import type { PlacementInstance } from '../../../lib/ecs/placement/instance.ts';
import type { ClusterCase } from './cluster-cases.ts';
import type { ClusterWorld } from './cluster-world.ts';
import { asAsked, described, worldOf } from './cluster-world.ts';

/**
 * The engine against the simulator: a random cluster is built in the simulated account, described as AWS would, read by
 * `readSnapshot`, and asked about by the engine; the simulator's own placer then says of each instance what it does, where
 * the copy goes, and places copies until it cannot.
 */
type Agreement = {
  /** What the two do not agree on. */
  readonly disagreement?: string;
  readonly verdict: Explanation['fits'];
  /** How many copies were placed; `enough` at the most. */
  readonly placed: number;
  /** The first word of the placer for each instance it could not take, and each of the engine's. */
  readonly refusals: readonly string[];
  readonly reasons: readonly string[];
  /** Whether the two could be compared on where the copy goes. */
  readonly isChosen: boolean;
};

/** Compares verdict, count, reasons and choice of the two. */
export function compare(given: ClusterCase): Agreement {
  const here = worldOf(given);
  const asked = asAsked(here);
  const instances = described(here, given);
  const said = explainPlacement(asked, instances);
  const refusals = here.built.flatMap((each) => refusalIn(here, each) ?? []);
  const choice = choiceFault(said, asked, { here, instances });
  const faults = [
    ...here.built.flatMap((each) => instanceFault(said, each, here)),
    ...countFault(said, copiesThatFit(asked, instances)),
    ...(choice ?? []),
  ];
  const { count, faults: countFaults } = placeAll(said, here);
  const disagreement = [...faults, ...countFaults].join('\n');
  return {
    ...(disagreement !== '' && { disagreement }),
    verdict: said.fits,
    placed: count,
    refusals,
    reasons: said.instances.flatMap(({ reasons }) => reasons.map(({ check, verdict }) => `${check} ${verdict}`)),
    isChosen: choice !== undefined,
  };
}

const isAsked = ({ status, capacityProvider }: ContainerInstance, { request }: ClusterWorld): boolean =>
  status === 'ACTIVE' && (request.capacityProvider === undefined || request.capacityProvider === capacityProvider);

const refusalIn = (here: ClusterWorld, instance: ContainerInstance): string | undefined =>
  isAsked(instance, here) ? refusalOf(here.world.account, here.request, instance) : undefined;

function instanceFault(said: Explanation, built: ContainerInstance, here: ClusterWorld): string[] {
  const verdict = said.instances.find(({ arn }) => arn === built.arn);
  if (verdict === undefined) return [`${built.arn} is missing`];
  if (!isAsked(built, here)) return verdict.fits === 'no' ? [] : [`not asked, and yet ${verdict.fits}`];
  const refusal = refusalIn(here, built);
  const isTold = refusal === undefined || codesBeforeSure(verdict).has(refusal);
  const isRight = verdict.fits === 'unverifiable' || (verdict.fits === 'yes') === (refusal === undefined);
  return isTold && isRight ? [] : [`simulator: ${refusal ?? 'fits'}; engine: ${JSON.stringify(verdict)}`];
}

/** What the simulator may name first: the first thing surely in the way, or something doubtful before it. */
function codesBeforeSure({ reasons }: InstanceVerdict): ReadonlySet<string | undefined> {
  const sure = reasons.findIndex(({ verdict }) => verdict === 'no');
  return new Set(reasons.slice(0, sure < 0 ? reasons.length : sure + 1).map(({ code }) => code));
}

type Count = Pick<Explanation, 'copies' | 'copiesAtMost'>;

const countFault = ({ copies, copiesAtMost }: Count, counted: Count): string[] =>
  copies === counted.copies && copiesAtMost === counted.copiesAtMost ? [] : [`counted ${JSON.stringify(counted)}`];

/** Where both are sure which instances take a copy, and of tasks that somebody has said how to spread. */
function choiceFault(
  said: Explanation,
  asked: AskedTask,
  { here, instances }: { readonly here: ClusterWorld; readonly instances: readonly PlacementInstance[] },
): string[] | undefined {
  const isOfNobody = here.request.strategies.length === 0 && !here.request.group.startsWith('service:');
  if (isOfNobody || said.fits !== 'yes' || said.instances.some(({ fits }) => fits === 'unverifiable')) return undefined;
  const fit = here.built.filter((each) => isAsked(each, here) && refusalIn(here, each) === undefined);
  const theirs = choose(here.world.account, here.request, fit).map(({ arn }) => arn);
  const choices = choicesOf(asked, instances);
  const ours = choices.filter(({ rank }) => rank === 1).map(({ arn }) => arn);
  if (theirs.toSorted().join(' ') === ours.toSorted().join(' ')) return [];
  return [`simulator chooses ${theirs.join(' ')}; engine ${JSON.stringify(choices)}`];
}

/** Nobody waits for more copies than these. */
const enough = 60;

/** Places until nothing more goes, which is the count; and on each instance no more and no fewer than was said. */
function placeAll(said: Explanation, { world, built, request }: ClusterWorld) {
  const went = new Map<string, number>();
  let count = 0;
  for (; count < enough; count += 1) {
    const placement = place(world.account, request);
    if ('failures' in placement || placement.instance === undefined) break;
    const { instance: host, zone } = placement;
    went.set(host.arn, (went.get(host.arn) ?? 0) + 1);
    launchTask(world.account, { ...request, zone, instance: host });
  }
  const faults = built.flatMap(({ arn }) => {
    const verdict = said.instances.find((each) => each.arn === arn);
    const here = went.get(arn) ?? 0;
    const isFine = verdict !== undefined && isWithin(here, verdict, count);
    return isFine ? [] : [`${here} of ${count} copies went to ${arn}, said ${JSON.stringify(verdict)}`];
  });
  const { fits, copies, copiesAtMost } = said;
  if (!isWithin(count, said, count)) {
    faults.push(`${count} copies were placed, said ${JSON.stringify({ fits, copies, copiesAtMost })}`);
  }
  return { count, faults };
}

const numberOf = (copies: Copies): number => (copies === 'unbounded' ? Infinity : copies);

function isWithin(count: number, { copies, copiesAtMost = copies }: Count, all: number): boolean {
  const isCutOff = all >= enough;
  return count <= numberOf(copiesAtMost) && (isCutOff || count >= numberOf(copies));
}

/** How often what came up, over many cases. */
export class Coverage {
  readonly seen = new Map<string, number>();
  cases = 0;
  disagreements = 0;

  add({ verdict, placed, refusals, reasons, isChosen, disagreement }: Agreement): void {
    this.cases += 1;
    if (disagreement !== undefined) this.disagreements += 1;
    const several = placed > 1 ? ['several copies'] : [];
    for (const what of new Set([verdict, ...refusals, ...reasons, ...several, ...(isChosen ? ['choice'] : [])])) {
      this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
    }
  }

  of(what: string): number {
    return this.seen.get(what) ?? 0;
  }
}
