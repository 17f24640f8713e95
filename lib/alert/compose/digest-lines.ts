import { say } from '../../core/language.ts';
import type { Line } from '../../core/message.ts';
import { digestTexts } from '../texts/digest.ts';
import { countedName } from '../texts/labels.ts';
import { causeTitleOf } from './cause-title.ts';
import type { Clock } from './clock.ts';
import { momentOf } from './clock.ts';
import type { Counts } from './digest-counts.ts';
import { asShown, sumUnder, under } from './digest-counts.ts';
import { namesIn } from './names.ts';
import { listed, phrase } from './phrase.ts';
import { readableWords } from './untrusted-words.ts';

const causesShown = 3;

/** What the counts of a day amount to; what was not counted is left out. */
/** A name with its count, where that is more than one. */
export function countedLines(counts: Counts, clock: Clock): readonly (Line | undefined)[] {
  const { language } = clock;
  const paged = under(counts, 'would-page/').length;
  const muted = sumUnder(counts, 'muted/');
  const gaps = sumUnder(counts, 'gap/');
  return [
    mostLine(counts, clock),
    paged === 0 ? undefined : phrase(digestTexts.wouldPage, language, { count: paged }),
    muted === 0 ? undefined : phrase(digestTexts.muted, language, { count: muted }),
    expiredLine(counts, clock),
    ...drainLines(counts, clock),
    ...unusedLines(counts, clock),
    ...retiringLines(counts, clock),
    shortHookLine(counts, clock),
    gaps === 0 ? undefined : phrase(digestTexts.gaps, language, { count: gaps }),
  ];
}

/** What became of instances that went: `drain-<end>/<cluster>:<group>`. */
function drainLines(counts: Counts, { language }: Clock): readonly (Line | undefined)[] {
  const ends = [
    ['drain-drained/', digestTexts.drained],
    ['drain-forced/', digestTexts.drainForced],
    ['drain-observed/', digestTexts.drainObserved],
  ] as const;
  return ends.map(([prefix, text]) => {
    const count = sumUnder(counts, prefix);
    return count === 0 ? undefined : phrase(text, language, { count });
  });
}

/** Groups whose hook cannot be kept alive by a look once a minute. */
function shortHookLine(counts: Counts, clock: Clock): Line | undefined {
  const groups = under(counts, 'drain-short-hook/').map(([name]) => name.slice(name.indexOf(':') + 1));
  if (groups.length === 0) return undefined;
  return phrase(digestTexts.shortHooks, clock.language, { names: namesIn(groups, clock.language) });
}

/** What stands there and is not used, and what is nearly used up, by name. */
function unusedLines(counts: Counts, clock: Clock): readonly (Line | undefined)[] {
  const kinds = [
    ['quota/', digestTexts.quota],
    ['idle/', digestTexts.idle],
    ['empty/', digestTexts.empty],
  ] as const;
  return kinds.map(([prefix, text]) => {
    const all = under(counts, prefix).map(([name]) => asShown(name));
    if (all.length === 0) return undefined;
    return phrase(text, clock.language, { count: all.length, names: namesIn(all, clock.language) });
  });
}

/** Fargate replaces tasks by itself: from when on, and of whom. */
function retiringLines(counts: Counts, clock: Clock): readonly (Line | undefined)[] {
  const byDay = new Map<string, string[]>();
  for (const [name] of under(counts, 'retiring/')) {
    const slash = name.indexOf('/');
    const day = name.slice(0, slash);
    byDay.set(day, [...(byDay.get(day) ?? []), asShown(name.slice(slash + 1))]);
  }
  return [...byDay]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, names]) => {
      const at = Date.parse(`${day}Z`);
      const fills = { count: names.length, names: namesIn(names, clock.language) };
      return Number.isNaN(at)
        ? phrase(digestTexts.retiringSometime, clock.language, fills)
        : phrase(digestTexts.retiring, clock.language, { ...fills, at: momentOf(at, clock) });
    });
}

function expiredLine(counts: Counts, clock: Clock): Line | undefined {
  const expired = under(counts, 'expired/').map(([name]) => asShown(name));
  if (expired.length === 0) return undefined;
  return phrase(digestTexts.expired, clock.language, {
    count: expired.length,
    names: namesIn(expired, clock.language),
  });
}

function mostLine(counts: Counts, clock: Clock): Line | undefined {
  const most = under(counts, 'stop/').slice(0, causesShown);
  if (most.length === 0) return undefined;
  const causes = most.map(([id, count]): Line => [counted(causeTitleOf(id, clock.language), count, clock)]);
  return phrase(digestTexts.most, clock.language, { causes: listed(causes, clock.language) });
}

/** A name with its count, where that is more than one. */
export function counted(name: string, count: number, { language }: Clock): string {
  const shown = readableWords(name, 100);
  return count < 2 ? shown : say(countedName, language, { name: shown, count });
}
