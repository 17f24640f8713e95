import { fitted } from '../../core/columns.ts';
import type { Fills, Language, Text } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import { distanceOf } from './distance.ts';
import type { Reason, Said } from './finding.ts';
import type { ReasonText } from './reason-texts.ts';
import {
  attributesText,
  checkLabels,
  countLabels,
  doubtText,
  joints,
  reasonTexts,
  twiceTexts,
  unmetTexts,
} from './reason-texts.ts';

export const sayIt = ({ text, fills = {} }: Said, language: Language): string => say(text, language, fills);

/** So many names of a list are said. */
const mostNames = 3;

/** `a, b, c and 4 more`. */
export function listed(names: readonly string[], language: Language, most = mostNames): string {
  const list = names.slice(0, most).join(joints.comma[language]);
  return names.length <= most ? list : say(joints.andMore, language, { list, count: names.length - most });
}

/** Everything in the way of one instance, a line for each thing. */
export function reasonLines(reasons: readonly Reason[], language: Language): readonly string[] {
  const lacking = reasons.filter(isLackOfAttribute);
  const isMerged = lacking.length > 1;
  const merged = isMerged
    ? [say(attributesText, language, { count: lacking.length, names: listed(lacking.map(needOf), language) })]
    : [];
  const others = reasons.filter((reason) => !(isMerged && isLackOfAttribute(reason)));
  return [...others.map((reason) => lineOf(reason, 'full', language)), ...merged];
}

/** The same in a few words: for a sentence that names the instance. */
export function reasonPhrase(reasons: readonly Reason[], language: Language): string {
  const phrases = [...new Set(reasons.map((reason) => lineOf(reason, 'short', language)))];
  return listed(phrases, language, 2);
}

/** What an instance is counted under: the thing in its way that is farthest from being out of it. */
export function obstacleOf(reasons: readonly Reason[]): Text | undefined {
  const farthest = reasons.toSorted((a, b) => distanceOf([b]) - distanceOf([a]))[0];
  if (farthest === undefined) return undefined;
  if (isDraining(farthest)) return countLabels.draining;
  return farthest.check === 'agent' ? countLabels.agentAway : checkLabels[farthest.check];
}

const isLackOfAttribute = ({ check, verdict, have }: Reason): boolean =>
  check === 'attribute' && verdict === 'no' && have === undefined;

const isDraining = ({ check, have }: Reason): boolean => check === 'status' && have === 'DRAINING';

const needOf = ({ need }: Reason): string => String(need);

function lineOf(reason: Reason, length: keyof ReasonText, language: Language): string {
  if (reason.doubt !== undefined) {
    const what = say(checkLabels[reason.check], language);
    return say(doubtText, language, { what, doubt: sayIt(reason.doubt, language) });
  }
  const line = say(textsOf(reason)[length], language, fillsOf(reason, language));
  return length === 'full' ? withHave(line, reason, language) : line;
}

function withHave(line: string, { unmet }: Reason, language: Language): string {
  if (unmet?.have === undefined) return line;
  if (unmet.have === null) return say(unmetTexts.hasNone, language, { line });
  return say(unmetTexts.has, language, { line, have: fitted(unmet.have, mostColumns) });
}

function textsOf(reason: Reason): ReasonText {
  const texts = reasonTexts[reason.check];
  if (reason.check === 'ports' && isWantedTwice(reason)) return twiceTexts;
  return isOther(reason) ? (texts.other ?? texts) : texts;
}

function isOther(reason: Reason): boolean {
  const { check, need, have, heldBy = [], unmet } = reason;
  if (check === 'status') return isDraining(reason);
  if (check === 'capacityProvider') return have === undefined;
  if (check === 'ports') return heldBy.length === 0;
  if (check === 'memberOf') return unmet !== undefined && unmet.part !== need;
  return check === 'attribute' && have !== undefined;
}

function isWantedTwice({ need, have }: Reason): boolean {
  const wanted = listOf(need);
  return listOf(have).some((port) => wanted.indexOf(port) !== wanted.lastIndexOf(port));
}

/** An expression may hold 2,000 characters. */
const mostColumns = 100;

function fillsOf({ need, have, shortBy, heldBy = [], unmet }: Reason, language: Language): Fills {
  return {
    need: typeof need === 'string' ? fitted(need, mostColumns) : valueOf(need, language),
    have: valueOf(have, language),
    shortBy,
    holders: listed(heldBy, language),
    ...(unmet !== undefined && { part: fitted(unmet.part, mostColumns) }),
  };
}

function valueOf(value: Reason['have'], language: Language): string | number | undefined {
  return typeof value === 'object' ? listed([...new Set(value)], language) : value;
}

const listOf = (value: Reason['have']): readonly string[] => (typeof value === 'object' ? value : []);
