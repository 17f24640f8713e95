import { expect } from 'vitest';
import { plainOf } from '../../../lib/alert/compose/phrase.ts';
import type { Composed } from '../../../lib/alert/compose/compose.ts';
import type { Alert } from '../../../lib/core/alert.ts';
import type { Line, Message } from '../../../lib/core/message.ts';

/** What must not be in a message, wherever it stands. */
const forbidden: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: 'raw JSON', pattern: /\{\s*"/ },
  { name: 'an ARN', pattern: /\barn:aws/ },
  { name: 'a whole task id', pattern: /\b[0-9a-f]{32}\b/ },
  { name: "an event's own title", pattern: /State Change|ECS Service Action/ },
  { name: 'a place left open', pattern: /\{\w+\}/ },
  { name: 'a question mark for a value', pattern: /(?:^|[\s(:/])\?(?=$|[\s).,:/])/ },
  { name: 'undefined or NaN', pattern: /\bundefined\b|\bNaN\b|\bnull\b|Invalid Date/ },
  { name: 'please check', pattern: /please check|something went wrong|ご確認ください|何らかの問題/i },
  { name: 'a shout to everybody', pattern: /@channel|@here|@everyone/ },
  { name: 'a time that grows old', pattern: /\d+ \w+ ago\b|\d+\s*(?:秒|分|時間|日)前(?!に)/ },
  { name: 'ssh', pattern: /\bssh\b/i },
  { name: 'our own words', pattern: /\b(?:records?|claims?|hops?|wakes?|tellings?|shadow)\b/i },
  { name: 'a count of nothing', pattern: /\b0 tasks failed|(?<!\d)0 タスクが失敗/ },
  { name: 'control characters', pattern: /(?!\n)\p{Cc}/u },
];

/** Texts people read: everything but commands, logs and the addresses of links. */
function textsOf({ message, replies }: Composed): readonly string[] {
  const lines: readonly (Line | undefined)[] = [
    message.title,
    message.impact,
    message.next,
    message.why,
    message.changed,
    ...(message.do ?? []),
    message.context,
    ...replies.flatMap((reply) => reply.lines),
  ];
  const fences = replies.filter(({ key }) => key !== 'commands' && key !== 'log').flatMap((reply) => reply.fence ?? []);
  return [message.summary, ...lines.flatMap((line) => (line === undefined ? [] : [plainOf(line)])), ...fences];
}

/** Fails when a message holds what must not be in it, or lacks what must. */
export function checkRules(composed: Composed): void {
  const { message, replies } = composed;
  const texts = textsOf(composed);
  const broken = forbidden.flatMap(({ name, pattern }) =>
    texts.filter((text) => pattern.test(text)).map((text) => `${name}: ${text}`),
  );
  expect(broken).toEqual([]);
  expect(plainOf(message.impact)).not.toBe('');
  expect(plainOf(message.next)).not.toBe('');
  expect(message.summary.length).toBeLessThanOrEqual(180);
  expect((message.do ?? []).length).toBeLessThanOrEqual(3);
  expect((message.log ?? []).length).toBeLessThanOrEqual(5);
  expect(message.code).toMatch(/^[\w/-]+$/);
  if (message.bar === 'green') expect(message.status).toBe('resolved');
  expect(message.context.filter((span) => typeof span === 'object' && 'link' in span).length).toBeLessThanOrEqual(4);
  expect(new Set(replies.map(({ key }) => key)).size).toBe(replies.length);
  for (const reply of replies) expect((reply.fence ?? []).length).toBeLessThanOrEqual(50);
}

/** In UTC every time says so: nobody's clock on the wall shows it. */
export function checkUniversalTime(composed: Composed): void {
  expect(textsOf(composed).filter((text) => /\b\d{2}:\d{2}\b(?! UTC)/.test(text))).toEqual([]);
}

/** 137 is a kill; what killed it is only known where ECS says so. */
export function checkNoGuessedKill(alert: Pick<Alert, 'causes'>, { message }: Composed): void {
  const isProven = alert.causes.some(({ id }) => id === 'oom');
  if (isProven) return;
  const shown = `${message.summary}\n${plainOf(message.title)}`;
  expect(shown).not.toMatch(/\bOOM|out of memory|メモリ不足/i);
}

/** The subject and how bad it is stand where a lock screen shows them. */
export function checkLockScreen(alert: Pick<Alert, 'status' | 'impact'>, message: Message): void {
  expect(message.summary).toMatch(/^\[.{1,20}\] \S/);
  if (alert.status !== 'firing') return;
  const { healthy, desired, level } = alert.impact;
  const counts =
    ['none', 'at-risk', 'degraded', 'down'].includes(level) && healthy !== undefined && desired !== undefined;
  if (counts) expect(message.summary.slice(0, 60)).toContain(`${healthy}/${desired}`);
}

/** What must be the same in every language. */
function shapeOf({ message, replies }: Composed): unknown {
  return {
    lines: Object.keys(message).sort(),
    do: message.do?.length,
    log: message.log,
    bar: message.bar,
    code: message.code,
    links: [message.title, message.changed ?? [], message.context].map((line) =>
      line.flatMap((span) => (typeof span === 'object' && 'link' in span ? [span.link] : [])),
    ),
    replies: replies.map(({ key, lines, fence, broadcast }) => [key, lines.length, fence?.length, broadcast]),
  };
}

/** The eye must find the same thing in the same place in both languages. */
export function checkSameLines(en: Composed, ja: Composed): void {
  expect(shapeOf(ja)).toEqual(shapeOf(en));
}
