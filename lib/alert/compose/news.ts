import type { Alert } from '../../core/alert.ts';
import type { Change } from '../../core/delivery.ts';
import type { Language } from '../../core/language.ts';
import type { Line, Reply } from '../../core/message.ts';
import type { Instant } from '../../core/time.ts';
import { shownLaunch } from '../../ecs/scheduled-launch.ts';
import type { Said } from '../state.ts';
import { endTitles, levelNames, newsTexts } from '../texts/ends.ts';
import { impactTexts } from '../texts/impact.ts';
import { remainingTexts } from '../texts/todo.ts';
import { labels, endLabels } from '../texts/labels.ts';
import { causeWords, tellingCauses } from './cause.ts';
import type { Clock } from './clock.ts';
import { endKind } from './end-kind.ts';
import { costLine } from './end.ts';
import { nextLine } from './next.ts';
import { canFill, dotted, firstFit, joined, listed, phrase, plainOf } from './phrase.ts';
import { numbersOf, shortName } from './situation.ts';

type News = {
  readonly alert: Alert;
  readonly before: Pick<Said, 'level' | 'change' | 'causes'>;
  readonly change: Change;
  readonly language: Language;
  readonly timezone: string;
  readonly now: Instant;
};

/** One line under the message: loud when it got worse, quiet when it is over. */
export function newsReply(news: News): Reply {
  const { alert, language, timezone, now } = news;
  const clock = { language, timezone, now };
  const key = `news/${alert.version}`;
  if (alert.status !== 'firing') return { key, lines: endLines(alert, clock) };
  return { key, lines: [worseLine(news, clock)], broadcast: true };
}

function worseLine({ alert, before }: News, clock: Clock): Line {
  const { language } = clock;
  const numbers = numbersOf(alert, clock);
  const { level } = alert.impact;
  const impact: Line =
    level === 'unknown'
      ? phrase(levelNames.unknown, language)
      : phrase(firstFit(impactTexts[level], numbers), language, numbers);
  const name = shortName(shownLaunch(alert.subject.name), 60);
  const isWorse = before.level !== level;
  const isAgain = before.change === 'end' || (alert.subject.kind === 'family' && !isWorse);
  const head = phrase(isAgain ? newsTexts.back : isWorse ? newsTexts.worse : newsTexts.stays, language, {
    name,
    impact,
    before: levelNames[before.level][language],
  });
  return dotted([
    [{ bold: plainOf(head) }],
    newCauses(alert, before.causes, clock),
    joined([`${labels.next[language]}: `, ...nextLine(alert, clock)]),
  ]);
}

function newCauses(alert: Alert, known: readonly string[], clock: Clock): Line | undefined {
  const fresh = tellingCauses(alert.causes)
    .filter((cause) => !known.includes(cause.id))
    .slice(0, 2);
  if (fresh.length === 0) return undefined;
  const titles = fresh.map((cause): Line => {
    const { title, fills } = causeWords(cause, { alert }, clock);
    return [plainOf(phrase(title, clock.language, fills))];
  });
  return phrase(newsTexts.newCause, clock.language, { causes: listed(titles, clock.language) });
}

function endLines(alert: Alert, clock: Clock): readonly Line[] {
  if (alert.status === 'firing') return [];
  const numbers = numbersOf(alert, clock);
  const titles: (typeof endTitles)[keyof typeof endTitles] = endTitles[endKind(alert)];
  const end = plainOf(phrase(firstFit(titles, numbers), clock.language, numbers));
  const line = phrase(newsTexts.end, clock.language, {
    name: shortName(shownLaunch(alert.subject.name), 60),
    end: { bold: end },
    cost: costLine(alert, clock),
  });
  const texts: (typeof remainingTexts)[keyof typeof remainingTexts] =
    remainingTexts[endKind(alert) === 'undone' ? 'undone' : alert.status];
  const remaining = texts.find((text) => canFill(text, numbers));
  if (remaining === undefined) return [line];
  return [line, joined([`${endLabels.do[clock.language]}: `, ...phrase(remaining, clock.language, numbers)])];
}
