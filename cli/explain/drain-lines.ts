import { causeWords } from '../../lib/alert/compose/cause.ts';
import type { Clock } from '../../lib/alert/compose/clock.ts';
import { momentOf } from '../../lib/alert/compose/clock.ts';
import { phrase, plainOf } from '../../lib/alert/compose/phrase.ts';
import { oneLine } from '../../lib/channels/untrusted.ts';
import type { Cause } from '../../lib/core/alert.ts';
import { wrapped } from '../../lib/core/columns.ts';
import type { Fills, Language, Text } from '../../lib/core/language.ts';
import { say } from '../../lib/core/language.ts';
import { hourMs, isoTime } from '../../lib/core/time.ts';
import type { InstanceState } from '../../lib/drain/state.ts';
import { verdictText } from '../../lib/ecs/placement/verdict-text.ts';
import type { Io } from '../io.ts';
import { painter } from '../terminal.ts';
import { localZone } from '../time.ts';
import { usualWidth } from './answer-lines.ts';
import type { DrainStory, Recorded } from './drain-story.ts';
import { hooksNow } from './drain-story.ts';
import { drainStoryTexts as texts } from './drain-texts.ts';

/** ECS gives up after 48 hours (managed-instance-draining). */
const managedMs = 48 * hourMs;

/** Since when, who waits, what ends it and when, and what keeps it, by name. */
export function drainLines(story: DrainStory, language: Language, io: Io): string[] {
  const clock: Clock = { language, timezone: localZone(io), now: io.now() };
  const paint = painter(io);
  const width = io.stdout.columns ?? usualWidth;
  const rows = (text: string, indent = 0): string[] =>
    wrapped(oneLine(text), width - indent).map((row) => `${' '.repeat(indent)}${row}`);
  const reasons = story.reasons.flatMap(({ cause, successor }) => [
    ...rows(reasonText(cause, story, clock), 2),
    ...(successor === undefined ? [] : rows(successorText(verdictText(successor, language).room, cause, language), 6)),
  ]);
  const commands = commandsOf(story);
  return [
    ...rows(headText(story, clock)).map((row) => paint('yellow', row)),
    ...endTexts(story.recorded, clock).flatMap((text) => rows(text)),
    '',
    ...(reasons.length === 0
      ? [say(texts.keepsNothing, language)]
      : [paint('bold', say(texts.keeps, language)), ...reasons]),
    ...(commands.length === 0 ? [] : ['', ...rows(say(texts.doIt, language, { commands: commands.join('  ·  ') }))]),
  ];
}

/** `search-api: no room …`: its name stands before it already. */
function successorText(room: string, { fills }: Cause, language: Language): string {
  const name = `${String(fills?.['service'] ?? '')}: `;
  return say(texts.successor, language, { room: room.startsWith(name) ? room.slice(name.length) : room });
}

/** What keeps it, in a sentence. */
function reasonText(cause: Cause, { instance, cluster = '-' }: DrainStory, clock: Clock): string {
  const subject = { account: '', region: '', cluster, kind: 'instance', name: instance } as const;
  const { likely, fills } = causeWords(cause, { alert: { subject, pointers: {} } }, clock);
  return plainOf(phrase(likely, clock.language, fills));
}

function headText({ instance, recorded, isAsked }: DrainStory, clock: Clock): string {
  const { language } = clock;
  const head = say(texts.draining, language, { instance });
  if (recorded === undefined) {
    const why = say(isAsked ? texts.notOurs : texts.unrecorded, language);
    return say(texts.why, language, { head, why });
  }
  const { state } = recorded;
  const since = say(texts.since, language, { head, at: momentOf(state.since, clock) });
  const why = whysOf(recorded, clock).join(', ');
  return why === '' ? since : say(texts.why, language, { head: since, why });
}

function whysOf(recorded: Recorded, clock: Clock): readonly string[] {
  const { language } = clock;
  const { group = '-', reasons } = recorded.state;
  return [
    ...hooksNow(recorded).map(({ name }) => say(texts.hook, language, { hook: name, group })),
    ...reasons.map((reason) => {
      const at = reason.kind === 'maintenance' ? momentOf(reason.startsAt, clock) : '';
      return say(texts[reason.kind], language, { at, by: reason.kind === 'request' ? reason.by : '' });
    }),
  ];
}

/** What ends the wait and when; and what it waits for before it begins. */
function endTexts(recorded: Recorded | undefined, clock: Clock): readonly string[] {
  if (recorded === undefined) return [];
  const { language } = clock;
  const { state, mode, course } = recorded;
  const tell = (text: Text, fills: Fills = {}): string => say(text, language, fills);
  if (course.is === 'queued') return [waitText(state, language)];
  const observed = mode === 'act' ? [] : [tell(texts.observed, { mode })];
  if (course.is === 'beside') {
    const managed = hooksNow(recorded).find(({ owner }) => owner === 'managed');
    if (course.endsAt !== undefined && mode === 'act')
      return [tell(texts.endsCap, { at: momentOf(course.endsAt, clock) })];
    return [tell(texts.endsEcs, { at: momentOf((managed?.startedAt ?? state.since) + managedMs, clock) })];
  }
  if (course.endsAt === undefined) return [...observed, tell(texts.endsNever)];
  const at = momentOf(course.endsAt, clock);
  if (state.reasons.some(({ kind }) => kind === 'spot')) return [...observed, tell(texts.endsEc2, { at })];
  return mode === 'act' ? [tell(texts.endsUs, { at })] : observed;
}

function waitText({ waits }: InstanceState, language: Language): string {
  const cause = waits?.for;
  switch (cause?.is) {
    case 'budget':
      return say(texts.waitsBudget, language, { allowed: cause.allowed, out: cause.out, total: cause.total });
    case 'zone':
      return say(texts.waitsZone, language, { zone: cause.zone, available: cause.available, least: cause.least });
    case 'hold':
      return say(texts.waitsHold, language, { by: cause.by, why: cause.why });
    case 'unread':
      return say(texts.waitsUnread, language, { what: cause.what });
    case 'absent':
      return say(texts.waitsAbsent, language);
    default:
      return say(texts.waitsPlace, language);
  }
}

/** Only what we drain can be put off or ended through us. */
function commandsOf({ instance, recorded }: DrainStory): readonly string[] {
  if (recorded?.mode !== 'act') return [];
  const { course } = recorded;
  const drain = `watchkeeper drain ${instance}`;
  const isTimed = course.endsAt !== undefined && !recorded.state.reasons.some(({ kind }) => kind === 'spot');
  if (course.is === 'queued') return [`${drain} --cancel`];
  if (course.is !== 'drain' && course.is !== 'beside') return [];
  return [
    ...(isTimed ? [`${drain} --extend 30m`] : []),
    `${drain} --force`,
    ...(hooksNow(recorded).length === 0 ? [`${drain} --cancel`] : []),
  ];
}

/** For programs: in English, moments as ISO 8601. */
export function drainJson(story: DrainStory, io: Io): object {
  const { recorded, status, reasons } = story;
  const clock: Clock = { language: 'en', timezone: 'UTC', now: io.now() };
  return {
    ...(status !== undefined && { status }),
    ...(recorded !== undefined && {
      since: isoTime(recorded.state.since),
      mode: recorded.mode,
      course: recorded.course.is,
      why: recorded.course.why,
      ...(recorded.course.endsAt !== undefined && { endsAt: isoTime(recorded.course.endsAt) }),
      ...(recorded.course.is === 'queued' && { waitsFor: recorded.state.waits?.for }),
      hooks: hooksNow(recorded).map(({ name, owner }) => ({ name, owner })),
    }),
    reasons: reasons.map(({ cause, successor }) => ({
      id: cause.id,
      text: reasonText(cause, story, clock),
      ...factsOf(cause),
      ...(successor !== undefined && {
        successor: { fits: successor.explanation.fits, copies: successor.explanation.copies },
      }),
    })),
  };
}

/** Numbers and names of a reason; its moments in ISO 8601. */
function factsOf({ fills = {} }: Cause): object {
  const { instance: _, ...facts } = fills;
  return {
    facts: Object.fromEntries(
      Object.entries(facts).map(([name, value]) => [
        name,
        name.endsWith('At') && typeof value === 'number' ? isoTime(value) : value,
      ]),
    ),
  };
}
