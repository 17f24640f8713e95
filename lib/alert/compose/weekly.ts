import type { Language, Text } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { Line, Reply } from '../../core/message.ts';
import type { Instant } from '../../core/time.ts';
import { findAdviceCause } from '../../ecs/advice/causes.ts';
import { findCause } from '../../ecs/stops/catalogue.ts';
import { findServiceCause } from '../../ecs/service-event.ts';
import type { Memory } from '../past/memory.ts';
import { missingValues } from '../texts/situation.ts';
import { adviceSeverityTexts, weeklyLabels, weeklyTexts } from '../texts/weekly.ts';
import type { KeptAdvice, KeptRule } from '../weekly/advice-kept.ts';
import { byWeight } from '../weekly/advice-kept.ts';
import type { CostLines } from './cost.ts';
import type { Clock } from './clock.ts';
import { dateOf, momentOf, monthName } from './clock.ts';
import type { Composed } from './compose.ts';
import { labelsIn } from './compose.ts';
import { dotted, listed, phrase, plainOf } from './phrase.ts';
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
    message: {
      incident: input.incident,
      status: 'resolved',
      severity: 'none',
      summary: title,
      bar: 'grey',
      title: [{ bold: title }],
      impact: phrase(weeklyTexts.nothingUrgent, language),
      next: phrase(weeklyTexts.next, language),
      ...(count > 0 && { why: adviceLine(rules, input) }),
      ...(month !== undefined && { changed: monthLine(month, clock) }),
      ...(cost.lines.length > 0 && { do: cost.lines }),
      context: [momentOf(now, clock)],
      labels: labelsIn(language, weeklyLabels),
      code: 'weekly',
    },
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
        services: namesOf(each, namesShown, language),
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
        services: plainOf(namesOf(each, each.services.length, language)),
      }),
    ),
  };
}

/** A rule that this version no longer has, by its id. */
function titleOf({ rule }: Rule, { titles, language }: Words): Line {
  const title = titles.get(rule);
  return title === undefined ? [readableWords(rule, 60)] : phrase(title, language);
}

function namesOf({ services, others }: KeptRule, most: number, language: Language): Line {
  const names = services.slice(0, most).map((name): Line => [readableWords(name, 80)]);
  const rest = services.length - names.length + others;
  return listed([...names, ...(rest === 0 ? [] : [phrase(weeklyTexts.more, language, { count: rest })])], language);
}

function monthLine({ month, memory }: NonNullable<WeeklyInput['month']>, clock: Clock): Line {
  const { language } = clock;
  const name = monthName(month, language);
  const { incidents, pages, pagesAtNight: night, causes, again } = memory;
  if (incidents === 0) return phrase(weeklyTexts.monthQuiet, language, { month: name });
  const most = causes
    .slice(0, causesShown)
    .map(({ id, count }) => phrase(weeklyTexts.counted, language, { name: causeTitleOf(id, language), count }));
  const often = again
    .slice(0, namesShown)
    .map(({ name: place, count }) => phrase(weeklyTexts.counted, language, { name: readableWords(place, 80), count }));
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

/** A cause by its title, with no one's values in it. */
export function causeTitleOf(id: string, language: Language): string {
  const title = (findServiceCause(id) ?? findAdviceCause(id) ?? findCause(id))?.title;
  if (title === undefined) return readableWords(id, 60);
  const values = Object.fromEntries(Object.entries(missingValues).map(([name, text]) => [name, text[language]]));
  const said = say({ en: emptied(title.en), ja: emptied(title.ja) }, language, { ...values, container: '…' });
  const named = said.replaceAll('container …', 'a container').replaceAll(/コンテナ …\s?/gu, 'コンテナ');
  return named.replace(/[\s:：、(「]*…[」)]?$/u, '');
}

/** Places nobody has a value for in general: names, counts. */
const emptied = (text: string): string =>
  text.replaceAll(/\{(\w+)\}/g, (place, name: string) => (name in missingValues || name === 'container' ? place : '…'));
