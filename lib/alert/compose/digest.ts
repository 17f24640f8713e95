import type { Language } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { Line, Reply } from '../../core/message.ts';
import type { Instant } from '../../core/time.ts';
import { commands } from '../../ecs/commands.ts';
import { digestTexts } from '../texts/digest.ts';
import type { Clock } from './clock.ts';
import { dateOf, momentOf } from './clock.ts';
import type { Composed } from './compose.ts';
import type { Counts } from './digest-counts.ts';
import { asShown, sumUnder, under } from './digest-counts.ts';
import { counted, countedLines } from './digest-lines.ts';
import { namesIn } from './names.ts';
import { dotted, phrase } from './phrase.ts';
import { quietMessage } from './quiet-message.ts';
import { readableWords } from './untrusted-words.ts';

/** `open`: what still fires, as people name it (`web/orders-api`). `incident` tells one digest from the next. */
type DigestInput = {
  readonly incident: string;
  readonly counts: Counts;
  readonly open: readonly string[];
  readonly from: Instant;
  readonly now: Instant;
  readonly nextAt?: Instant;
  /** Where its commands are to run. */
  readonly region?: string;
  readonly language: Language;
  readonly timezone: string;
};

/** More open incidents than the line names have a list in the thread. */
const namesShown = 3;
const linesInReply = 50;

/** A command with the longest names ECS allows stands whole: half of one is worse than none (255 characters each). */
const longest = 700;

/** The quiet news of a day: nothing in it is urgent, nothing in it was told elsewhere. */
export function composeDigest(input: DigestInput): Composed {
  const { counts, open, nextAt, language, timezone, now } = input;
  const clock: Clock = { language, timezone, now };
  const failures = counts['failed/tasks'] ?? 0;
  const title = say(digestTexts.title, language, { date: dateOf(now, clock), open: open.length, failures });
  const message = quietMessage(
    title,
    {
      incident: input.incident,
      impact: openLine(open, clock),
      next:
        nextAt === undefined
          ? phrase(digestTexts.nextPlain, language)
          : phrase(digestTexts.next, language, { at: momentOf(nextAt, clock) }),
      why: dotted([
        phrase(digestTexts.stops, language, {
          failures,
          expected: sumUnder(counts, 'stop/'),
          from: momentOf(input.from, clock),
        }),
        ...countedLines(counts, clock),
      ]),
      code: 'digest',
    },
    clock,
  );
  return { message, replies: repliesOf(input, clock) };
}

function openLine(open: readonly string[], clock: Clock): Line {
  if (open.length === 0) return phrase(digestTexts.openNone, clock.language);
  return phrase(digestTexts.open, clock.language, { count: open.length, names: namesIn(open, clock.language) });
}

function repliesOf(input: DigestInput, clock: Clock): Reply[] {
  const { counts, open, language } = input;
  const paged = under(counts, 'would-page/').map(([name, count]) => counted(asShown(name), count, clock));
  return [
    ...listReply('open', digestTexts.openHead[language], open.length > namesShown ? open : []),
    ...listReply('would-page', digestTexts.wouldPageHead[language], paged),
    ...listReply('retiring', digestTexts.retiringHead[language], redeploysOf(input)),
  ];
}

/** Who begins a deployment where UpdateService does not (`forceNewDeployment` is refused: API_UpdateService). */
const redeployedBy = [
  ['redeploy-code-deploy/', digestTexts.retiringCodeDeploy],
  ['redeploy-task-set/', digestTexts.retiringTaskSet],
] as const;

/** What replaces them earlier, at a time of one's own choosing. Standalone tasks are known by their ids only. */
function redeploysOf({ counts, region, language }: DigestInput): string[] {
  if (region === undefined) return [];
  const names = new Set(under(counts, 'retiring/').map(([name]) => name.slice(name.indexOf('/') + 1)));
  return [...names].flatMap((name) => {
    const [cluster = '', service = ''] = name.split(':');
    if (service.startsWith('task ')) return [];
    const other = redeployedBy.find(([prefix]) => (counts[`${prefix}${name}`] ?? 0) > 0);
    if (other === undefined) return [commands.redeploy({ region, cluster }, service)];
    return [say(other[1], language, { name: asShown(name) })];
  });
}

function listReply(key: string, head: string, names: readonly string[]): Reply[] {
  if (names.length === 0) return [];
  return [
    { key, lines: [[{ bold: head }]], fence: names.slice(0, linesInReply).map((name) => readableWords(name, longest)) },
  ];
}
