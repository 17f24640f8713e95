import { describe, expect, test } from 'vitest';
import type { Alert, ImpactLevel } from '../../lib/core/alert.ts';
import type { Severity } from '../../lib/core/severity.ts';
import { hourMs, secondMs } from '../../lib/core/time.ts';
import type { Said } from '../../lib/alert/state.ts';
import { worthSaying } from '../../lib/alert/worth.ts';

const at = Date.parse('2026-11-20T17:00:00Z');

function alertOf(level: ImpactLevel, more: Partial<Alert> = {}, severity: Severity = 'error'): Alert {
  const subject = {
    account: '123456789012',
    region: 'eu-west-1',
    cluster: 'web',
    kind: 'service',
    name: 'orders-api',
  } as const;
  return {
    kind: 'alert',
    key: 'k',
    version: 2,
    at,
    status: 'firing',
    subject,
    severity: 'warning',
    impact: { level },
    next: { code: 'unknown' },
    causes: [{ id: 'oom', severity, certainty: 'certain', count: 1, firstAt: at, lastAt: at }],
    startedAt: at,
    pointers: {},
    ...more,
  };
}

function saidOf(more: Partial<Said> = {}): Said {
  return {
    at,
    firstAt: at,
    change: 'open',
    version: 1,
    level: 'none',
    severity: 'warning',
    gist: 'g',
    detail: 'd',
    shown: 's',
    causes: ['oom'],
    ...more,
  };
}

type Case = {
  readonly name: string;
  readonly alert: Alert;
  readonly said?: Said;
  readonly after?: number;
  /** When the present level was heard, in seconds. */
  readonly heard?: number;
  readonly gist?: string;
  readonly detail?: string;
  readonly shown?: string;
  readonly say: string | undefined;
};

const cases: readonly Case[] = [
  { name: 'a new error is told at once', alert: alertOf('none'), say: 'open' },
  { name: 'a warning waits 30 seconds', alert: alertOf('none', {}, 'warning'), after: 29, say: undefined },
  { name: 'a warning that lasted is told', alert: alertOf('none', {}, 'warning'), after: 30, say: 'open' },
  { name: 'info is for the digest', alert: alertOf('none', { severity: 'info' }, 'info'), after: 600, say: undefined },
  {
    name: 'a warning over before it was told: never told',
    alert: alertOf('none', { status: 'resolved' }, 'warning'),
    after: 60,
    say: undefined,
  },
  {
    name: 'an error over before it could be told: told once, as over',
    alert: alertOf('none', { status: 'resolved' }),
    after: 60,
    say: 'end',
  },
  { name: 'its end is told once', alert: alertOf('none', { status: 'resolved' }), said: saidOf(), say: 'end' },
  {
    name: 'its end was told',
    alert: alertOf('none', { status: 'resolved' }),
    said: saidOf({ change: 'end' }),
    say: undefined,
  },
  {
    name: 'a job that failed again the next night',
    alert: alertOf('unknown', {
      subject: { ...alertOf('unknown').subject, kind: 'family' },
      causes: [{ id: 'oom', severity: 'error', certainty: 'certain', count: 2, firstAt: at, lastAt: at + 24 * hourMs }],
    }),
    said: saidOf({ level: 'unknown' }),
    detail: 'x',
    shown: 'x',
    after: 24 * 3600 + 5,
    say: 'worse',
  },
  {
    name: 'a job that failed again an hour later',
    alert: alertOf('unknown', {
      subject: { ...alertOf('unknown').subject, kind: 'family' },
      causes: [{ id: 'oom', severity: 'error', certainty: 'certain', count: 2, firstAt: at, lastAt: at + hourMs }],
    }),
    said: saidOf({ level: 'unknown' }),
    detail: 'x',
    shown: 'x',
    after: 3605,
    say: 'edit',
  },
  { name: 'it came back', alert: alertOf('none'), said: saidOf({ change: 'end' }), say: 'worse' },
  {
    name: 'impact got worse',
    alert: alertOf('degraded'),
    said: saidOf({ level: 'at-risk' }),
    shown: 'x',
    say: 'worse',
  },
  { name: 'and worse', alert: alertOf('down'), said: saidOf({ level: 'degraded' }), shown: 'x', say: 'worse' },
  {
    name: 'at risk wakes nobody',
    alert: alertOf('at-risk'),
    said: saidOf(),
    gist: 'x',
    shown: 'x',
    after: 20,
    say: 'edit',
  },
  {
    name: 'what swings to and fro rings once',
    alert: alertOf('degraded'),
    said: saidOf({ level: 'at-risk', rang: { level: 'degraded', at } }),
    gist: 'x',
    shown: 'x',
    after: 600,
    say: 'edit',
  },
  {
    name: 'the same again after a while is news',
    alert: alertOf('degraded'),
    said: saidOf({ level: 'at-risk', rang: { level: 'degraded', at } }),
    gist: 'x',
    shown: 'x',
    after: 900,
    say: 'worse',
  },
  {
    name: 'worse than what rang is news at once',
    alert: alertOf('down'),
    said: saidOf({ level: 'at-risk', rang: { level: 'degraded', at } }),
    gist: 'x',
    shown: 'x',
    after: 60,
    say: 'worse',
  },
  {
    name: 'down again is told sooner',
    alert: alertOf('down'),
    said: saidOf({ level: 'at-risk', rang: { level: 'down', at } }),
    gist: 'x',
    shown: 'x',
    after: 300,
    say: 'worse',
  },
  {
    name: 'better is an edit',
    alert: alertOf('degraded'),
    said: saidOf({ level: 'down' }),
    gist: 'x',
    shown: 'x',
    after: 20,
    say: 'edit',
  },
  { name: 'an edit too soon', alert: alertOf('none'), said: saidOf(), gist: 'x', shown: 'x', after: 9, say: undefined },
  { name: 'an edit in time', alert: alertOf('none'), said: saidOf(), gist: 'x', shown: 'x', after: 10, say: 'edit' },
  {
    name: 'a level of this moment may be followed by the next',
    alert: alertOf('none'),
    said: saidOf(),
    gist: 'x',
    shown: 'x',
    after: 21,
    heard: 20,
    say: undefined,
  },
  {
    name: 'an end does not wait for it',
    alert: alertOf('none', { status: 'resolved' }),
    said: saidOf(),
    after: 20,
    heard: 20,
    say: 'end',
  },
  {
    name: 'what got worse does not wait for it',
    alert: alertOf('down'),
    said: saidOf(),
    shown: 'x',
    after: 20,
    heard: 20,
    say: 'worse',
  },
  {
    name: 'one that never settles is told',
    alert: alertOf('none', { version: 5 }),
    said: saidOf(),
    gist: 'x',
    shown: 'x',
    after: 20,
    heard: 20,
    say: 'edit',
  },
  {
    name: 'numbers alone wait a minute',
    alert: alertOf('none'),
    said: saidOf(),
    detail: 'x',
    shown: 'x',
    after: 59,
    say: undefined,
  },
  {
    name: 'numbers after a minute',
    alert: alertOf('none'),
    said: saidOf(),
    detail: 'x',
    shown: 'x',
    after: 60,
    say: 'edit',
  },
  {
    name: 'what nobody would see is not worth an edit',
    alert: alertOf('none'),
    said: saidOf(),
    gist: 'x',
    detail: 'x',
    after: 600,
    say: undefined,
  },
  {
    name: 'a reminder while customers are hurt',
    alert: alertOf('down'),
    said: saidOf({ level: 'down' }),
    after: 4 * 3600,
    say: 'reminder',
  },
  {
    name: 'no reminder at night while nobody is hurt',
    alert: alertOf('none'),
    said: saidOf(),
    after: 5 * 3600,
    say: undefined,
  },
  { name: 'a reminder in the morning', alert: alertOf('none'), said: saidOf(), after: 16 * 3600, say: 'reminder' },
];

describe('is it worth saying?', () => {
  test.each(cases)('$name', ({ alert, said, after = 0, heard = 0, gist = 'g', detail = 'd', shown = 's', say }) => {
    const now = at + after * secondMs;
    const worth = worthSaying({
      alert,
      said,
      gist,
      detail,
      shown,
      firstHeardAt: at,
      heardAt: at + heard * secondMs,
      nextMorning: at + 16 * hourMs,
      repeatMs: 4 * hourMs,
      now,
    });
    expect(worth.say).toBe(say);
    expect(worth.reason).not.toBe('');
    if (worth.say === undefined && worth.lookAt !== undefined) expect(worth.lookAt).toBeGreaterThan(now);
  });
});
