import { describe, expect, test } from 'vitest';
import { takeReactions } from '../../lib/alert/incident/quiet.ts';
import type { Draft, IncidentQuestion } from '../../lib/alert/incident/draft.ts';
import { placeAfter } from '../../lib/alert/place.ts';
import type { ActorMark, Place, Said } from '../../lib/alert/state.ts';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { levelOf, night, openDesk } from './desk.ts';
import type { Outcome } from '../../lib/core/outcome.ts';

const posted = { channel: 'C1', id: '1.1', replies: ['commands'] };
const said = { change: 'worse' } as Said;
const news = [{ key: 'news/2', lines: [] }];
const place: Place = {
  destination: { type: 'slack', channel: 'C1', tokenParameter: '/t' },
  said,
  pending: 'open',
  news,
};

function outcome(result: Outcome['result'], facts?: unknown): Outcome {
  return { kind: 'outcome', action: 'deliver', result, reason: '', at: 1, ...(facts !== undefined && { facts }) };
}

describe('a place after a delivery to it', () => {
  test('what was brought there is no longer to be brought', () => {
    const after = placeAfter(place, outcome('done', { posted: { ...posted, replies: ['commands', 'news/2'] } }), false);
    expect(after.pending).toBeUndefined();
    expect(after.news).toBeUndefined();
    expect(after.posted?.id).toBe('1.1');
  });

  test('a newer word, decided while it was under way, is now a word to the message that stands', () => {
    expect(placeAfter(place, outcome('done', { posted }), true)).toMatchObject({ posted, pending: 'worse', news });
    const { news: _, ...quiet } = place;
    expect(placeAfter(quiet, outcome('done', { posted }), true)).toMatchObject({ posted, pending: 'edit' });
    const ended = { ...quiet, said: { ...said, change: 'end' } as Said };
    expect(placeAfter(ended, outcome('done', { posted }), true).pending).toBe('end');
  });

  test('nobody knows whether it stands until somebody has looked', () => {
    const unsure = placeAfter(place, outcome('unknown'), false);
    expect(unsure).toMatchObject({ unsure: true, pending: 'open' });
    expect(placeAfter(unsure, outcome('retry'), false)).toMatchObject({ unsure: true, pending: 'open' });
    expect(placeAfter(unsure, outcome('done', { posted }), false).unsure).toBeUndefined();
  });

  test('what is refused for good is not tried again', () => {
    const refused = placeAfter(place, outcome('permanent'), false);
    expect(refused.refused).toBeDefined();
    expect(refused.pending).toBeUndefined();
  });
});

test('what got worse while the first word was on its way follows as a word to that message, not as another', async () => {
  const desk = openDesk('receivers: { alerts: { slack: C0ALERTS } }\n');
  const level = { startedAt: night, impact: 'degraded', severity: 'error' } as const;
  let heard = false;
  desk.while(async () => {
    if (heard) return;
    heard = true;
    await desk.hear(levelOf('orders-api', { ...level, at: desk.now(), version: 2, impact: 'down' }));
  });
  await desk.hear(levelOf('orders-api', { ...level, at: night }));
  await desk.advance(night + minuteMs);
  const brought = desk.delivered.filter(({ incident }) => incident.includes('orders-api'));
  expect(brought.map(({ change }) => change)).toEqual(['open', 'worse']);
  expect(brought[1]?.posted?.id).toBe('1');
});

test('a word that was decided on while another was on its way does not bring that one a second time', async () => {
  const desk = openDesk('receivers: { alerts: { slack: C0ALERTS } }\n');
  const level = { startedAt: night, severity: 'error' } as const;
  await desk.hear(levelOf('orders-api', { ...level, at: night, impact: 'degraded' }));
  await desk.advance(night + minuteMs);
  const firstWords = desk.delivered.length;
  let heard = false;
  desk.while(async () => {
    if (heard) return;
    heard = true;
    await desk.advance(desk.now() + 15 * secondMs);
    const other = { at: desk.now(), version: 3, impact: 'down', cause: 'oom' } as const;
    await desk.hear(levelOf('orders-api', { ...level, ...other }));
    await desk.advance(desk.now() + 5 * secondMs);
  });
  await desk.hear(levelOf('orders-api', { ...level, at: desk.now(), version: 2, impact: 'down' }));
  await desk.advance(desk.now() + minuteMs);
  const fresh = desk.delivered
    .slice(firstWords)
    .map(({ replies, posted: before }) =>
      replies.map(({ key }) => key).filter((key) => !before?.replies.includes(key)),
    );
  // The newer word is brought, too; what got worse is told once.
  expect(fresh.length).toBeGreaterThan(1);
  expect(fresh.flat().filter((key) => key.startsWith('news/'))).toHaveLength(1);
});

test('an attempt that got nowhere does not make known that nothing stands there', () => {
  const standing = { ...place, posted };
  const after = placeAfter(standing, outcome('retry', { posted: { channel: 'C1', replies: [] } }), false);
  expect(after.posted).toEqual(posted);
});

describe('reactions', () => {
  const taken = (before: ActorMark | undefined, mine: string | undefined): ActorMark | undefined => {
    const state = before === undefined ? {} : { acknowledged: before };
    const draft = { state } as unknown as Draft;
    const facts = { reactions: mine === undefined ? {} : { mine } };
    return takeReactions(draft, { facts, now: 9 } as unknown as IncidentQuestion).state.acknowledged;
  };

  test.each([
    { name: 'somebody takes it', before: undefined, mine: 'U1', after: { by: 'U1', at: 9, byReaction: true } },
    {
      name: 'it stays with who has it',
      before: { by: 'U1', at: 3, byReaction: true },
      mine: 'U1',
      after: { by: 'U1', at: 3, byReaction: true },
    },
    { name: 'taken back', before: { by: 'U1', at: 3, byReaction: true }, mine: undefined, after: undefined },
    {
      name: 'from the command line it stays',
      before: { by: 'ana', at: 3 },
      mine: undefined,
      after: { by: 'ana', at: 3 },
    },
    { name: 'the first who took it has it', before: { by: 'ana', at: 3 }, mine: 'U1', after: { by: 'ana', at: 3 } },
  ])('$name', ({ before, mine, after }) => {
    expect(taken(before, mine)).toEqual(after);
  });
});

test('what AWS says next of its issue is shown, though nothing else has changed', async () => {
  const desk = openDesk('receivers: { alerts: { slack: C0ALERTS } }\n');
  const { subject, causes, ...level } = levelOf('ECS', { at: night, impact: 'unknown', severity: 'warning' });
  const word = (version: number, text: string): object => ({
    ...level,
    version,
    at: desk.now(),
    key: '123456789012/eu-west-1/-/account/ECS',
    subject: { ...subject, cluster: '-', kind: 'account' },
    causes: causes.map((cause) => ({ ...cause, id: 'aws_issue', fills: { service: 'Amazon ECS' }, text })),
  });
  await desk.hear(word(1, 'we look into errors'));
  await desk.advance(night + 10 * minuteMs);
  await desk.hear(word(2, 'we have found the cause'));
  await desk.advance(desk.now() + minuteMs);
  const brought = desk.delivered.map(({ change, message }) => [change, JSON.stringify(message)]);
  expect(brought.map(([change]) => change)).toEqual(['open', 'edit']);
  expect(brought[0]?.[1]).toContain('we look into errors');
  expect(brought[1]?.[1]).toContain('we have found the cause');
  expect(brought[1]?.[1]).toContain('eu-west-1');
});
