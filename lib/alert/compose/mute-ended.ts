import type { Language } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { Instant } from '../../core/time.ts';
import type { Mute } from '../state.ts';
import { muteEndedTexts } from '../texts/digest.ts';
import { momentOf } from './clock.ts';
import type { Composed } from './compose.ts';
import { dotted, phrase, plainOf } from './phrase.ts';
import { quietMessage } from './quiet-message.ts';
import { readableWords } from './untrusted-words.ts';

/** `hidden`: how many messages were not sent because of it. */
type MuteEndedInput = {
  readonly mute: Mute;
  readonly hidden: number;
  readonly language: Language;
  readonly timezone: string;
  readonly now: Instant;
};

/** A mute that is over says so, once: silence that nobody remembers is how outages are missed. */
export function composeMuteEnded({ mute, hidden, language, timezone, now }: MuteEndedInput): Composed {
  const clock = { language, timezone, now };
  const title = say(muteEndedTexts.title, language, { target: readableWords(mute.target, 100) });
  const counted =
    hidden === 0 ? muteEndedTexts.hiddenNone : hidden === 1 ? muteEndedTexts.hiddenOne : muteEndedTexts.hidden;
  const why = readableWords(mute.why, 160);
  const times = { from: momentOf(mute.since, clock), until: momentOf(mute.until, clock), why };
  const impact = phrase(counted, language, { count: hidden });
  return {
    message: quietMessage(
      title,
      {
        incident: `mute/${mute.id}`,
        summary: `${title} · ${plainOf(impact)}`,
        impact,
        next: phrase(muteEndedTexts.next, language),
        why: phrase(why === '' ? muteEndedTexts.whyPlain : muteEndedTexts.why, language, times),
        context: dotted([
          phrase(muteEndedTexts.by, language, { by: readableWords(mute.by, 60) }),
          [momentOf(now, clock)],
        ]),
        code: 'mute_ended',
      },
      clock,
    ),
    replies: [],
  };
}
