import type { Reply } from '../../core/message.ts';
import { placedName } from '../../core/subject.ts';
import { shownLaunch } from '../../ecs/scheduled-launch.ts';
import type { Member } from '../state.ts';
import { levelNames } from '../texts/ends.ts';
import { umbrellaTexts } from '../texts/umbrella.ts';
import type { Clock } from './clock.ts';
import { listed, phrase, plainOf } from './phrase.ts';
import { levels } from './umbrella-list.ts';
import { readableWords } from './untrusted-words.ts';

/** Members named in one line; further ones are counted. */
const namesInLine = 5;

/** What has come to a storm that must not pass unseen: a reply that the channel shows as well, the worst first. */
export function aloudReply(members: readonly Member[], clock: Clock): Reply {
  const { language } = clock;
  const sorted = members.toSorted(
    (a, b) => levels.indexOf(a.alert.impact.level) - levels.indexOf(b.alert.impact.level),
  );
  const names = sorted.slice(0, namesInLine).map(({ alert }) => {
    const { cluster, name } = alert.subject;
    const level = levelNames[alert.impact.level][language];
    const shown = readableWords(placedName({ cluster, name: shownLaunch(name) }), 80);
    return phrase(umbrellaTexts.named, language, { name: shown, level });
  });
  const more = sorted.length - names.length;
  const all = [...names, ...(more === 0 ? [] : [phrase(umbrellaTexts.more, language, { count: more })])];
  const line = phrase(umbrellaTexts.aloud, language, { names: plainOf(listed(all, language)) });
  return { key: `aloud/${clock.now}`, lines: [[{ bold: plainOf(line) }]], broadcast: true };
}
