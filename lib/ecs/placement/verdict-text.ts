import type { Language, Text } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { PlacementAnswer } from './answer.ts';
import { nameOfAsked } from './answer.ts';
import type { AdmittingChange } from './changes.ts';
import type { InstanceVerdict } from './explain.ts';
import { isOnFargate } from './fargate.ts';
import { shortNames } from './instance-names.ts';
import { listed, reasonLines, reasonPhrase, sayIt } from './reason-text.ts';
import { besideTexts, otherOutlookTexts, outlookTexts, sentences, verdictTexts } from './verdict-texts.ts';

type PlacementVerdict = {
  /** Whether there is room, and what is nearest to it. */
  readonly room: string;
  /** What becomes of the next copy, and the cheapest change. */
  readonly outlook: string;
};

/** The verdict in two lines. */
export function verdictText(answer: PlacementAnswer, language: Language): PlacementVerdict {
  return { room: roomLine(answer, language), outlook: outlookLine(answer, language) };
}

function roomLine(answer: PlacementAnswer, language: Language): string {
  const { asked, explanation } = answer;
  const name = nameOfAsked(asked);
  if (isOnFargate(asked)) {
    const [fault] = explanation.faults ?? [];
    if (fault === undefined) return say(verdictTexts.fargate, language, { name });
    return say(verdictTexts.fargateFault, language, { name, fault: sayIt(fault, language) });
  }
  const { instances } = explanation;
  if (instances.length === 0) return say(verdictTexts.noInstances, language, { name });
  const verdict = say(countedText(answer), language, {
    name,
    copies: explanation.copies,
    most: explanation.copiesAtMost,
    count: instances.length,
    fitting: countOf(instances, 'yes'),
    open: countOf(instances, 'unverifiable'),
    full: listed(fullProviders(answer), language),
  });
  return explanation.fits === 'yes' || isOnEveryOne(answer) ? verdict : nearestLine(verdict, answer, language);
}

function countedText(answer: PlacementAnswer): Text {
  const { fits, copies, copiesAtMost, instances } = answer.explanation;
  if (isOnEveryOne(answer)) return verdictTexts.everyOne;
  if (fits === 'no') return instances.length === 1 ? verdictTexts.noneOnOne : verdictTexts.none;
  if (fits === 'unverifiable') return countOf(instances, 'yes') > 0 ? verdictTexts.openProviders : verdictTexts.open;
  if (copies === 'unbounded') return verdictTexts.fitsAny;
  return typeof copiesAtMost === 'number' ? verdictTexts.fitsBetween : verdictTexts.fits;
}

/** A daemon whose copy is on every instance: nothing is missing. */
export const isOnEveryOne = ({ asked, explanation: { instances } }: PlacementAnswer): boolean =>
  asked.isDaemon &&
  instances.length > 0 &&
  instances.every(({ reasons }) => reasons.some(({ check, verdict }) => check === 'daemon' && verdict === 'no'));

const fullProviders = ({ explanation: { providers = [] } }: PlacementAnswer): readonly string[] =>
  providers.filter(({ fits }) => fits !== 'yes').map(({ name }) => name);

const countOf = (instances: readonly InstanceVerdict[], fits: InstanceVerdict['fits']): number =>
  instances.filter((each) => each.fits === fits).length;

/** What is in the way: of all instances where it is the same, else of the one that comes nearest. */
function nearestLine(verdict: string, { explanation, instances }: PlacementAnswer, language: Language): string {
  const missing = explanation.instances.filter(({ fits }) => fits !== 'yes');
  const [nearest] = missing;
  if (nearest === undefined || missing.length < explanation.instances.length) return verdict;
  if (nearest.fits === 'unverifiable') {
    return say(verdictTexts.notKnown, language, { verdict, why: reasonLines(nearest.reasons, language)[0] });
  }
  const shared = missing.length > 1 ? sharedPhrase(missing, language) : undefined;
  if (shared !== undefined) return say(verdictTexts.everywhere, language, { verdict, why: shared });
  const instance = shortNames(instances).get(nearest.arn) ?? nearest.arn;
  return say(verdictTexts.nearest, language, { verdict, instance, why: reasonPhrase(nearest.reasons, language) });
}

function sharedPhrase(missing: readonly InstanceVerdict[], language: Language): string | undefined {
  const phrasesOf = ({ reasons }: InstanceVerdict): readonly string[] =>
    reasons.map((each) => reasonPhrase([each], language));
  const [first, ...others] = missing.map(phrasesOf);
  return first?.find((phrase) => others.every((phrases) => phrases.includes(phrase)));
}

function outlookLine(answer: PlacementAnswer, language: Language): string {
  const { explanation, provisioning, changes } = answer;
  const isOpen = explanation.fits !== 'yes' && explanation.instances.length > 0 && !isOnEveryOne(answer);
  const [cheapest] = changes;
  const parts = [
    outlookSentence(answer, language),
    ...(provisioning > 0 ? [say(besideTexts.provisioning, language, { count: provisioning })] : []),
    ...(isOpen && cheapest !== undefined ? [cheapestLine(cheapest, language)] : []),
    ...(explanation.fits === 'no' && isOpen && cheapest === undefined ? [say(besideTexts.noChange, language)] : []),
  ];
  return parts.reduce((one, other) => say(sentences, language, { one, other }));
}

/** What becomes of the next copy. */
export const outlookSentence = (answer: PlacementAnswer, language: Language): string =>
  say(outlookTextOf(answer), language, { provider: listed(answer.asked.capacityProviders, language) });

function cheapestLine({ said, admits }: AdmittingChange, language: Language): string {
  const change = sayIt(said, language);
  if (admits === 'unbounded') return say(besideTexts.cheapestAny, language, { change });
  return say(besideTexts.cheapest, language, { change, admits });
}

function outlookTextOf(answer: PlacementAnswer): Text {
  const { asked, outlook, explanation } = answer;
  const { runTaskFails, runTaskNever, noInstances, everyOne, fargate, fargateNever } = otherOutlookTexts;
  if (isOnFargate(asked)) return outlook === 'never' ? fargateNever : fargate;
  if (explanation.instances.length === 0 && outlook === 'unknown') return noInstances;
  if (isOnEveryOne(answer)) return everyOne;
  const isRunTask = !asked.group.startsWith('service:') && asked.capacityProviders.length === 0;
  if (isRunTask && outlook === 'waits-for-room') return runTaskFails;
  if (isRunTask && outlook === 'never') return runTaskNever;
  return outlookTexts[outlook];
}
