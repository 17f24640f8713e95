import type { Cause } from '../../core/alert.ts';
import type { Text } from '../../core/language.ts';
import type { Line } from '../../core/message.ts';
import { certaintyMarks } from '../texts/labels.ts';
import { whyTexts } from '../texts/situation.ts';
import { targetCount, targetReasons } from '../texts/targets.ts';
import type { CauseWords } from './cause.ts';
import { causeWords, tellingCauses } from './cause.ts';
import type { Clock } from './clock.ts';
import { drainWhy, isDrain } from './drain.ts';
import type { ComposeInput } from './input.ts';
import { dotted, joined, listed, phrase } from './phrase.ts';
import { verdictPart } from './placement.ts';
import { causeTitle } from './situation.ts';
import { codeOf, readableWords } from './untrusted-words.ts';

/** Shorter names occur in logs by chance. */
const shortestName = 4;

/** Words of AWS that say nothing its stop code does not. */
const empty =
  /^(?:Essential container in task exited|Task failed container health checks|Scaling activity initiated by .*)\.?$/i;

/** The cause, the container to blame, how sure that is, AWS's own words, and what else is wrong. */
export function whyLine(input: ComposeInput, clock: Clock): Line {
  const [main, ...others] = tellingCauses(input.alert.causes);
  if (main === undefined) return phrase(whyTexts.noCause, clock.language);
  if (isDrain(input.alert)) return drainWhy(input, clock);
  const words = causeWords(main, input, clock);
  return dotted([
    verdictPart(input, clock) ?? mainPart(main, words, clock),
    namedInLog(input, clock),
    targetPart(input, clock),
    ownWords(main, words),
    alsoPart(others, input, clock),
  ]);
}

function mainPart(cause: Cause, { likely, fills, certainty }: CauseWords, { language }: Clock): Line {
  const { container } = cause;
  const named = { ...fills, ...(container !== undefined && { container: codeOf(container, 100) }) };
  const names = likely[language].includes('{container}') || container === undefined;
  const head = names ? [] : phrase(whyTexts.container, language, named);
  const body = phrase(withoutStop(likely), language, withCode(named));
  const mark = certaintyMarks[certainty];
  return joined([...head, ...body, ...(mark === undefined ? [] : [` ${mark[language]}`])]);
}

/** Other parts follow: the sentence does not end the line. */
function withoutStop({ en, ja }: Text): Text {
  return { en: en.replace(/\.$/, ''), ja: ja.replace(/。$/, '') };
}

/** What AWS wrote, shown as what it is. */
function withCode(fills: CauseWords['fills']): CauseWords['fills'] {
  const quoted = ['text', 'image'].flatMap((name) => {
    const value = fills[name];
    return typeof value === 'string' ? [[name, { code: value }]] : [];
  });
  return { ...fills, ...Object.fromEntries(quoted) };
}

function ownWords({ text }: Cause, { likely, fills }: CauseWords): Line | undefined {
  if (text === undefined || text.trim() === '' || empty.test(text.trim())) return undefined;
  const isSaid = ['text', 'reason'].some(
    (name) => likely.en.includes(`{${name}}`) && fills[name] === readableWords(text, 160),
  );
  return isSaid ? undefined : [codeOf(text)];
}

/** A name that the new revision no longer has and that the log complains of: names match, so it is a guess. */
function namedInLog({ enrichment: { log, changed } }: ComposeInput, { language }: Clock): Line | undefined {
  if (log?.state !== 'found' || changed?.state !== 'changed') return undefined;
  const removed = changed.changes.flatMap((change) => change.removed ?? []);
  const name = removed.find((each) => each.length >= shortestName && log.lines.some((line) => line.includes(each)));
  if (name === undefined) return undefined;
  const mark = certaintyMarks.guess[language];
  return phrase(whyTexts.namedInLog, language, { name: codeOf(name, 80), revision: changed.to, mark });
}

function targetPart({ alert, enrichment: { targets } }: ComposeInput, { language }: Clock): Line | undefined {
  if (alert.status !== 'firing') return undefined;
  if (targets?.state !== 'found' || targets.reasons.length === 0) return undefined;
  const reasons = targets.reasons.slice(0, 2).map(({ code, count }) => {
    const text = Object.hasOwn(targetReasons, code) ? targetReasons[code] : undefined;
    const reason = text === undefined ? codeOf(code, 60) : phrase(text, language);
    return phrase(targetCount, language, { count, reason });
  });
  return phrase(whyTexts.targets, language, { reasons: listed(reasons, language) });
}

function alsoPart(others: readonly Cause[], input: ComposeInput, clock: Clock): Line | undefined {
  if (others.length === 0) return undefined;
  const { language } = clock;
  const shown = others.slice(0, 2).map((cause) => {
    const title = causeTitle(cause, input, clock);
    return cause.count < 2 ? [title] : phrase(whyTexts.counted, language, { cause: title, count: cause.count });
  });
  const rest = others.length - shown.length;
  const more = rest === 0 ? [] : [phrase(whyTexts.more, language, { count: rest })];
  return phrase(whyTexts.also, language, { causes: listed([...shown, ...more], language) });
}
