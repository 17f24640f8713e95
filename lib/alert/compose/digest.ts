import type { Language } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { Line, Reply } from '../../core/message.ts';
import type { Instant } from '../../core/time.ts';
import { commands } from '../../ecs/commands.ts';
import { findCause } from '../../ecs/stops/catalogue.ts';
import { missingValues } from '../texts/situation.ts';
import { digestTexts } from '../texts/digest.ts';
import { labels } from '../texts/labels.ts';
import type { Clock } from './clock.ts';
import { dateOf, momentOf } from './clock.ts';
import type { Composed } from './compose.ts';
import { labelsIn } from './compose.ts';
import { dotted, listed, phrase } from './phrase.ts';
import { readableWords } from './untrusted-words.ts';

/**
 * Counts since the last digest: `failed/tasks`, `stop/<cause>` (expected stops), `would-page/<cluster>:<name>`,
 * `muted/<id>`, `expired/<cluster>:<name>` (its end was never heard of), `gap/<cause>` (a failure that the catalogue has
 * no row of its own for), `idle/<cluster>:<name>` (desired count 0 for weeks), `empty/<cluster>`, `quota/<…>`,
 * `retiring/<when>/<cluster>:<name>` (Fargate replaces its tasks from then on, UTC to the minute),
 * `drain-drained/`, `drain-forced/`, `drain-observed/` and `drain-short-hook/<cluster>:<group>`.
 * `open`: what still fires, as people name it (`web/orders-api`). `incident` tells one digest from the next.
 */
type DigestInput = {
  readonly incident: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly open: readonly string[];
  readonly from: Instant;
  readonly now: Instant;
  readonly nextAt?: Instant;
  /** Where its commands are to run. */
  readonly region?: string;
  readonly language: Language;
  readonly timezone: string;
};

const namesShown = 3;
const linesInReply = 50;

/** The quiet news of a day: nothing in it is urgent, nothing in it was told elsewhere. */
export function composeDigest(input: DigestInput): Composed {
  const { counts, open, nextAt, language, timezone, now } = input;
  const clock: Clock = { language, timezone, now };
  const failures = counts['failed/tasks'] ?? 0;
  const title = say(digestTexts.title, language, { date: dateOf(now, clock), open: open.length, failures });
  const paged = under(counts, 'would-page/');
  const muted = sumUnder(counts, 'muted/');
  const expired = under(counts, 'expired/').map(([name]) => name.replace(':', '/'));
  const gaps = sumUnder(counts, 'gap/');
  return {
    message: {
      incident: input.incident,
      status: 'resolved',
      severity: 'none',
      summary: title,
      bar: 'grey',
      title: [{ bold: title }],
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
        mostLine(counts, clock),
        paged.length === 0 ? undefined : phrase(digestTexts.wouldPage, language, { count: paged.length }),
        muted === 0 ? undefined : phrase(digestTexts.muted, language, { count: muted }),
        expiredLine(expired, clock),
        ...drainLines(counts, clock),
        ...unusedLines(counts, clock),
        ...retiringLines(counts, clock),
        shortHookLine(counts, clock),
        gaps === 0 ? undefined : phrase(digestTexts.gaps, language, { count: gaps }),
      ]),
      context: [momentOf(now, clock)],
      labels: labelsIn(language, labels),
      code: 'digest',
    },
    replies: [
      ...listReply('open', digestTexts.openHead[language], open.length > namesShown ? open : []),
      ...listReply(
        'would-page',
        digestTexts.wouldPageHead[language],
        paged.map(([name, count]) => counted(name.replace(':', '/'), count, clock)),
      ),
      ...listReply('retiring', digestTexts.retiringHead[language], redeploysOf(input)),
    ],
  };
}

/** What became of instances that went: `drain-<end>/<cluster>:<group>`. */
function drainLines(counts: DigestInput['counts'], { language }: Clock): readonly (Line | undefined)[] {
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
function shortHookLine(counts: DigestInput['counts'], clock: Clock): Line | undefined {
  const groups = under(counts, 'drain-short-hook/').map(([name]) => name.slice(name.indexOf(':') + 1));
  if (groups.length === 0) return undefined;
  return phrase(digestTexts.shortHooks, clock.language, { names: namesOf(groups, clock) });
}

/** What stands there and is not used, and what is nearly used up, by name. */
function unusedLines(counts: DigestInput['counts'], clock: Clock): readonly (Line | undefined)[] {
  const kinds = [
    ['quota/', digestTexts.quota],
    ['idle/', digestTexts.idle],
    ['empty/', digestTexts.empty],
  ] as const;
  return kinds.map(([prefix, text]) => {
    const all = under(counts, prefix).map(([name]) => name.replace(':', '/'));
    if (all.length === 0) return undefined;
    return phrase(text, clock.language, { count: all.length, names: namesOf(all, clock) });
  });
}

/** Fargate replaces tasks by itself: from when on, and of whom. */
function retiringLines(counts: DigestInput['counts'], clock: Clock): readonly (Line | undefined)[] {
  const byDay = new Map<string, string[]>();
  for (const [name] of under(counts, 'retiring/')) {
    const slash = name.indexOf('/');
    const day = name.slice(0, slash);
    byDay.set(day, [...(byDay.get(day) ?? []), name.slice(slash + 1).replace(':', '/')]);
  }
  return [...byDay]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, names]) => {
      const at = Date.parse(`${day}Z`);
      const fills = { count: names.length, names: namesOf(names, clock) };
      return Number.isNaN(at)
        ? phrase(digestTexts.retiringSometime, clock.language, fills)
        : phrase(digestTexts.retiring, clock.language, { ...fills, at: momentOf(at, clock) });
    });
}

/** What replaces them earlier, at a time of one's own choosing. Standalone tasks are known by their ids only. */
function redeploysOf({ counts, region }: DigestInput): string[] {
  if (region === undefined) return [];
  return under(counts, 'retiring/').flatMap(([name]) => {
    const [cluster = '', service = ''] = name.slice(name.indexOf('/') + 1).split(':');
    return service.startsWith('task ') ? [] : [commands.redeploy({ region, cluster }, service)];
  });
}

/** Counts whose name begins so, the largest first, without the beginning. */
function under(counts: DigestInput['counts'], prefix: string): (readonly [string, number])[] {
  return Object.entries(counts)
    .filter(([name, count]) => name.startsWith(prefix) && count > 0)
    .map(([name, count]) => [name.slice(prefix.length), count] as const)
    .sort((a, b) => b[1] - a[1]);
}

function sumUnder(counts: DigestInput['counts'], prefix: string): number {
  return under(counts, prefix).reduce((sum, [, count]) => sum + count, 0);
}

function openLine(open: readonly string[], clock: Clock): Line {
  if (open.length === 0) return phrase(digestTexts.openNone, clock.language);
  return phrase(digestTexts.open, clock.language, { count: open.length, names: namesOf(open, clock) });
}

function expiredLine(expired: readonly string[], clock: Clock): Line | undefined {
  if (expired.length === 0) return undefined;
  return phrase(digestTexts.expired, clock.language, { count: expired.length, names: namesOf(expired, clock) });
}

function namesOf(all: readonly string[], { language }: Clock): Line {
  const names = all.slice(0, namesShown).map((name): Line => [readableWords(name, 80)]);
  const rest = all.length - names.length;
  const more = rest === 0 ? [] : [phrase(digestTexts.more, language, { count: rest })];
  return listed([...names, ...more], language);
}

function mostLine(counts: DigestInput['counts'], clock: Clock): Line | undefined {
  const most = under(counts, 'stop/').slice(0, namesShown);
  if (most.length === 0) return undefined;
  const causes = most.map(([id, count]): Line => [counted(titleOf(id, clock), count, clock)]);
  return phrase(digestTexts.most, clock.language, { causes: listed(causes, clock.language) });
}

/** A cause by its title, with no one's values in it. */
function titleOf(id: string, { language }: Clock): string {
  const row = findCause(id);
  if (row === undefined) return readableWords(id, 60);
  const values = Object.fromEntries(Object.entries(missingValues).map(([name, text]) => [name, text[language]]));
  return say(row.title, language, { ...values, container: '…' });
}

function counted(name: string, count: number, { language }: Clock): string {
  const shown = readableWords(name, 100);
  return count < 2 ? shown : say(digestTexts.counted, language, { name: shown, count });
}

function listReply(key: string, head: string, names: readonly string[]): Reply[] {
  if (names.length === 0) return [];
  return [
    { key, lines: [[{ bold: head }]], fence: names.slice(0, linesInReply).map((name) => readableWords(name, 150)) },
  ];
}
