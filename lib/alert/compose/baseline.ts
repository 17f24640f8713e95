import type { Language } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { Instant } from '../../core/time.ts';
import type { Baseline } from '../state.ts';
import { baselineTexts } from '../texts/baseline.ts';
import { levelNames } from '../texts/ends.ts';
import type { Clock } from './clock.ts';
import { momentOf } from './clock.ts';
import type { Composed } from './compose.ts';
import { listed, phrase, plainOf } from './phrase.ts';
import { quietMessage } from './quiet-message.ts';
import { levels, listReplies } from './umbrella-list.ts';

type BaselineSetting = {
  readonly incident: string;
  readonly language: Language;
  readonly timezone: string;
  readonly now: Instant;
};

/** What was broken before anybody looked, in one message that wakes nobody. */
export function composeBaseline({ members, others, since }: Baseline, setting: BaselineSetting): Composed {
  const { language } = setting;
  const clock: Clock = setting;
  const count = members.length + others;
  const title = say(count === 1 ? baselineTexts.titleOne : baselineTexts.title, language, { count });
  const counts = levels.flatMap((level) => {
    const has = members.filter(({ alert }) => alert.impact.level === level).length;
    return has === 0 ? [] : [phrase(baselineTexts.level, language, { count: has, level: levelNames[level][language] })];
  });
  const more = others === 0 ? [] : [phrase(baselineTexts.others, language, { count: others })];
  const impact = listed([...counts, ...more], language);
  return {
    message: quietMessage(
      title,
      {
        incident: setting.incident,
        status: 'firing',
        severity: 'info',
        summary: `${title}. ${plainOf(impact)}`,
        impact,
        next: phrase(baselineTexts.next, language),
        why: phrase(baselineTexts.why, language, { at: momentOf(since, clock) }),
        do: [phrase(baselineTexts.do, language)],
        code: 'baseline',
      },
      clock,
    ),
    replies: listReplies(members, clock),
  };
}
