import { expect, test } from 'vitest';
import type { Alert } from '../../lib/core/alert.ts';
import { hourMs, minuteMs, secondMs } from '../../lib/core/time.ts';
import type { Desk } from './desk.ts';
import { isAloud, levelOf, night, openDesk } from './desk.ts';

const chat = 'receivers: { team: { slack: C0123456789, mention: S0123456789 } }\npager: live\n';

type Given = { readonly at: number; readonly level?: 'failed' | 'missed' | 'late'; readonly pages?: true };

function failed(name: string, { at, level = 'failed', pages }: Given): Alert {
  const alert = levelOf(name, { at, severity: 'error', cause: level === 'failed' ? 'essential_exit' : 'job_missed' });
  const subject = { ...alert.subject, kind: 'job' as const };
  return {
    ...alert,
    key: alert.key.replace('/service/', '/job/'),
    subject,
    impact: { level, since: at },
    next: { code: 'job_waits' },
    pointers: { slot: night },
    ...(pages !== undefined && { pages }),
  };
}

const isUmbrella = ({ incident }: { readonly incident: string }): boolean => incident.startsWith('storm/');
const aloud = (desk: Desk) => desk.delivered.filter(isAloud);

test('one job is told within a quarter of a minute', async () => {
  const desk = openDesk(chat);
  await desk.hear(failed('close', { at: night }));
  await desk.advance(night + hourMs);
  expect(aloud(desk).map(({ at, incident }) => [at - night, isUmbrella({ incident })])).toEqual([
    [15 * secondMs, false],
  ]);
});

test('jobs that fail together are one message, which calls nobody where none of them does', async () => {
  const desk = openDesk(chat);
  for (let at = 0; at < 40; at += 1) {
    await desk.advance(night + at * 200);
    await desk.hear(failed(`job-${at}`, { at: desk.now(), level: at % 2 === 0 ? 'failed' : 'missed' }));
  }
  await desk.advance(night + hourMs);
  expect(aloud(desk).map((each) => [isUmbrella(each), each.mention])).toEqual([[true, false]]);
  const [told] = desk.delivered.slice(-1);
  expect(told?.message.summary).toContain('40 jobs: 20 missed, 20 failed');
  const commands = told?.replies.flatMap(({ fence = [] }) => fence).filter((line) => line.startsWith('npx'));
  expect(commands).toHaveLength(40);
  expect(commands).toContain('npx watchkeeper run job-7 --at 2026-11-20T17:00Z');
});

test('jobs that call people do so in the one message', async () => {
  const desk = openDesk(chat);
  for (let at = 0; at < 12; at += 1)
    await desk.hear(failed(`job-${at}`, { at: night, ...(at === 5 && { pages: true }) }));
  await desk.advance(night + hourMs);
  expect(aloud(desk).map((each) => [isUmbrella(each), each.mention])).toEqual([[true, true]]);
});

test('a night of jobs that fail each at its time is told in one message from the eleventh on', async () => {
  const desk = openDesk(chat);
  for (let at = 0; at < 30; at += 1) {
    await desk.advance(night + at * 20 * minuteMs);
    await desk.hear(failed(`job-${at}`, { at: desk.now() }));
  }
  await desk.advance(desk.now() + hourMs);
  const alone = aloud(desk).filter((each) => !isUmbrella(each));
  expect(alone).toHaveLength(10);
  const umbrella = desk.delivered.filter(isUmbrella);
  expect(umbrella.filter(({ change }) => change === 'open')).toHaveLength(1);
  // Each of the others is a line in its thread that the channel shows.
  expect(JSON.stringify(umbrella.at(-1)?.replies)).toContain('job-29');
  expect(umbrella.at(-1)?.message.summary).toContain('jobs failed');
});

test('jobs that are well again count for no storm, and neither does one job that fails and fails', async () => {
  const desk = openDesk(chat);
  for (let at = 0; at < 30; at += 1) {
    await desk.advance(night + at * 20 * minuteMs);
    const alert = failed('flaky', { at: desk.now() });
    await desk.hear(alert);
    await desk.advance(desk.now() + 5 * minuteMs);
    await desk.hear({ ...alert, version: 2, status: 'resolved', impact: { level: 'none' }, endedAt: desk.now() });
  }
  await desk.advance(desk.now() + hourMs);
  expect(desk.delivered.some(isUmbrella)).toBe(false);
});
