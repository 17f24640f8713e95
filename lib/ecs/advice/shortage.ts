import type { Text } from '../../core/language.ts';
import type { PlacementAnswer } from '../placement/answer.ts';
import { answerPlacement } from '../placement/answer.ts';
import { explainOn } from '../placement/checks.ts';
import { roomFor } from '../placement/copies.ts';
import { withDaemons } from '../placement/daemons.ts';
import { isOnFargate } from '../placement/fargate.ts';
import type { CheckName } from '../placement/finding.ts';
import { questionOf } from '../placement/question.ts';
import type { Snapshot } from '../placement/snapshot.ts';
import { daemonsOf, serviceNamed } from '../placement/snapshot-asked.ts';
import { emptyLike, instanceTypeOf } from '../placement/supply.ts';
import { verdictText } from '../placement/verdict-text.ts';
import type { AdviceFacts, AdviceService } from './facts.ts';
import { deploymentRange, isRolling } from './rules/terms.ts';

/** Why a deployment can start nothing now. `size`: not even an empty instance would take the task. */
export type ShortageCause = 'ports' | 'distinct' | 'size' | 'room';

type Shortage = {
  readonly cause: ShortageCause;
  /** Copies the deployment must start before it may stop any, and how many there is room for. */
  readonly needed: number;
  readonly room: number;
  /** The engine's own two lines. */
  readonly verdict: Text;
};

type Placement = NonNullable<AdviceFacts['placement']>;

/** Four rules ask the same of the same facts. */
const known = new WeakMap<AdviceFacts, { readonly shortage: Shortage | undefined }>();

/** Undefined: there is room, or it comes by itself, or nobody can say. */
export function shortageOf(facts: AdviceFacts): Shortage | undefined {
  const found = known.get(facts) ?? { shortage: shortageIn(facts) };
  known.set(facts, found);
  return found.shortage;
}

function shortageIn({ service, placement }: AdviceFacts): Shortage | undefined {
  if (placement === undefined || service === undefined || isOnFargate(placement.asked)) return undefined;
  const { asked, snapshot } = placement;
  const needed = neededBy(service);
  if (needed === 0 || isUnderWay(placement, service)) return undefined;
  const { most } = roomFor(questionOf(asked), withDaemons(snapshot.instances, daemonsOf(snapshot), asked));
  if (most >= needed) return undefined;
  const answer = answerPlacement(snapshot, asked);
  if (!isFinal(answer, snapshot)) return undefined;
  return { cause: causeOf(answer), needed, room: most, verdict: verdictOf(answer) };
}

/** How many a deployment must start before it may stop one; all of them where both revisions stand side by side. */
function neededBy(service: AdviceService): number {
  const { desired = 0, isDaemon, controller } = service;
  if (isDaemon || desired === 0 || controller === 'EXTERNAL') return 0;
  if (!isRolling(service)) return desired;
  const { least, most } = deploymentRange(desired, service);
  return least >= desired && most > desired ? 1 : 0;
}

/** What the deployment needs room for has been placed already: there may be none left, and that is well. */
function isUnderWay({ snapshot, asked }: Placement, { name }: AdviceService): boolean {
  const there = serviceNamed(snapshot, name);
  return (
    there?.isDeploying === true &&
    there.taskDefinition === asked.definition.arn &&
    there.running + there.pending > there.desired
  );
}

/** Nothing adds an instance, or none that is added would take it. */
function isFinal({ outlook, asked, explanation }: PlacementAnswer, { providers }: Snapshot): boolean {
  if (outlook === 'waits-for-room' || outlook === 'never') return true;
  // One fits, and not all that are needed.
  if (outlook === 'placed') {
    return asked.capacityProviders.every(
      (name) => providers.find((each) => each.name === name)?.managedScaling === false,
    );
  }
  return explanation.instances.length === 0 && asked.capacityProviders.length === 0;
}

/** What keeps an instance from being asked at all. */
const aside: ReadonlySet<CheckName> = new Set(['status', 'capacityProvider', 'launchType', 'agent'] as const);

function causeOf(answer: PlacementAnswer): ShortageCause {
  if (isTooLarge(answer)) return 'size';
  const asked = answer.explanation.instances.filter(({ reasons }) => !reasons.some(({ check }) => aside.has(check)));
  const onAll = (check: CheckName): boolean =>
    asked.length > 0 &&
    asked.every(({ reasons }) => reasons.some((each) => each.check === check && each.verdict === 'no'));
  if (onAll('ports')) return 'ports';
  return onAll('distinctInstance') ? 'distinct' : 'room';
}

/** Too large for every instance, were it empty. */
function isTooLarge({ asked, instances }: PlacementAnswer): boolean {
  const question = questionOf(asked);
  const sizes: ReadonlySet<CheckName> = new Set(['cpu', 'memory', 'gpu'] as const);
  return (
    instances.length > 0 &&
    instances.every((instance) =>
      explainOn(question, emptyLike(instance)).reasons.some(
        ({ check, verdict }) => verdict === 'no' && sizes.has(check),
      ),
    )
  );
}

function verdictOf(answer: PlacementAnswer): Text {
  const lines = (language: 'en' | 'ja'): string => {
    const { room, outlook } = verdictText(answer, language);
    const [between, end] = language === 'ja' ? ['。', '。'] : ['. ', '.'];
    return `${room}${between}${outlook}${outlook.endsWith(end) ? '' : end}`;
  };
  return { en: lines('en'), ja: lines('ja') };
}

/** The types of a provider's instances that would take one copy if they were empty, and those that would not, for size. */
export function typesBySize({ asked, snapshot }: Placement, provider: string) {
  const question = questionOf(asked);
  const own = snapshot.instances.filter(({ capacityProvider }) => capacityProvider === provider);
  const judged = new Map(
    own.map((instance) => {
      const { reasons } = explainOn(question, emptyLike(instance));
      const tooLarge = reasons.some(
        ({ check, verdict }) => verdict === 'no' && (check === 'cpu' || check === 'memory'),
      );
      return [instanceTypeOf(instance) ?? '?', tooLarge] as const;
    }),
  );
  const named = (tooLarge: boolean): readonly string[] =>
    [...judged].flatMap(([type, isTooSmall]) => (isTooSmall === tooLarge ? [type] : []));
  return { large: named(false), small: named(true) };
}
