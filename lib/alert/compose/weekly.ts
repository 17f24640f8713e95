import type { Language, Text } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { Line, Reply } from '../../core/message.ts';
import type { Instant } from '../../core/time.ts';
import type { Memory } from '../past/memory.ts';
import { countedName } from '../texts/labels.ts';
import { adviceSeverityTexts, weeklyLabels, weeklyTexts } from '../texts/weekly.ts';
import type { KeptAdvice, KeptRule } from '../weekly/advice-kept.ts';
import { byWeight } from '../weekly/advice-kept.ts';
import { causeTitleOf } from './cause-title.ts';
import type { CostLines } from './cost.ts';
import type { Clock } from './clock.ts';
import { dateOf, monthName } from './clock.ts';
import type { Composed } from './compose.ts';
import { labelsIn } from './compose.ts';
import { namesIn } from './names.ts';
import { dotted, listed, phrase, plainOf } from './phrase.ts';
import { quietMessage } from './quiet-message.ts';
import { readableWords } from './untrusted-words.ts';

/**
 * `titles`: of each rule of advice. `month`: what the last one (`2026-10`) was like, once a month.
 * `cost`: ready to be shown.
 */
export type WeeklyInput = {
  readonly incident: string;
  readonly weekOf: Instant;
  readonly advice: KeptAdvice;
  readonly titles: ReadonlyMap<string, Text>;
  readonly month?: { readonly month: string; readonly memory: Memory };
  readonly cost: CostLines;
  readonly now: Instant;
  readonly language: Language;
  readonly timezone: string;
};

const rulesShown = 3;
const namesShown = 3;
const causesShown = 3;
const linesInReply = 50;

/** What can wait for a quiet morning: advice on what was deployed, what the month was like, and what costs more than it need. */
export function composeWeekly(input: WeeklyInput): Composed {
  const { language, timezone, now, month, cost } = input;
  const clock: Clock = { language, timezone, now };
  const rules = byWeight(input.advice);
  const count = rules.length;
  const head = count === 0 ? weeklyTexts.titleNone : count === 1 ? weeklyTexts.titleOne : weeklyTexts.title;
  const title = say(head, language, { date: dateOf(input.weekOf, clock), rules: count });
  return {
    message: quietMessage(
      title,
      {
        incident: input.incident,
        impact: phrase(weeklyTexts.nothingUrgent, language),
        next: phrase(weeklyTexts.next, language),
        ...(count > 0 && { why: adviceLine(rules, input) }),
        ...(month !== undefined && { changed: monthLine(month, clock) }),
        ...(cost.lines.length > 0 && { do: cost.lines }),
        labels: labelsIn(language, weeklyLabels),
        code: 'weekly',
      },
      clock,
    ),
    replies: [...(count === 0 ? [] : [adviceReply(rules, input)]), ...cost.replies],
  };
}

type Rule = KeptRule & { readonly rule: string };
type Words = Pick<WeeklyInput, 'titles' | 'language'>;

function adviceLine(rules: readonly Rule[], words: Words): Line {
  const { language } = words;
  const rest = rules.length - rulesShown;
  return dotted([
    ...rules.slice(0, rulesShown).map((each) =>
      phrase(weeklyTexts.advice, language, {
        title: titleOf(each, words),
        services: namesIn(each.services, language, { others: each.others }),
      }),
    ),
    rest > 0 ? phrase(weeklyTexts.adviceMore, language, { count: rest }) : undefined,
  ]);
}

function adviceReply(rules: readonly Rule[], words: Words): Reply {
  const { language } = words;
  const [first] = rules.flatMap(({ services }) => services);
  const command = `npx watchkeeper advise --service ${first ?? 'CLUSTER/SERVICE'}`;
  return {
    key: 'advice',
    lines: [
      [{ bold: weeklyTexts.adviceHead[language] }],
      phrase(weeklyTexts.adviceHow, language, { command: readableWords(command, 200) }),
    ],
    fence: rules.slice(0, linesInReply).map((each) =>
      say(weeklyTexts.adviceLine, language, {
        severity: adviceSeverityTexts[each.severity][language],
        rule: each.rule,
        title: plainOf(titleOf(each, words)),
        services: plainOf(namesIn(each.services, language, { most: each.services.length, others: each.others })),
      }),
    ),
  };
}

/** A rule that this version no longer has, by its id. */
function titleOf({ rule }: Rule, { titles, language }: Words): Line {
  const title = titles.get(rule);
  return title === undefined ? [readableWords(rule, 60)] : phrase(title, language);
}

function monthLine({ month, memory }: NonNullable<WeeklyInput['month']>, clock: Clock): Line {
  const { language } = clock;
  const name = monthName(month, language);
  const { incidents, pages, pagesAtNight: night, causes, again } = memory;
  if (incidents === 0) return phrase(weeklyTexts.monthQuiet, language, { month: name });
  const most = causes
    .slice(0, causesShown)
    .map(({ id, count }) => phrase(countedName, language, { name: causeTitleOf(id, language), count }));
  const often = again
    .slice(0, namesShown)
    .map(({ name: place, count }) => phrase(countedName, language, { name: readableWords(place, 80), count }));
  return dotted([
    phrase(pages === 0 ? weeklyTexts.monthUnpaged : weeklyTexts.month, language, {
      month: name,
      incidents: phrase(incidents === 1 ? weeklyTexts.incident : weeklyTexts.incidents, language, { count: incidents }),
      pages: phrase(pages === 1 ? weeklyTexts.page : weeklyTexts.pages, language, { count: pages }),
      night,
    }),
    most.length === 0 ? undefined : phrase(weeklyTexts.monthCauses, language, { causes: listed(most, language) }),
    often.length === 0 ? undefined : phrase(weeklyTexts.monthAgain, language, { names: listed(often, language) }),
  ]);
}
