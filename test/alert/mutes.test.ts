import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlertEvent } from '../../lib/alert/events.ts';
import { hearMutes, nextMuteEnd } from '../../lib/alert/mutes.ts';
import type { MutesState } from '../../lib/alert/state.ts';
import { dayMs, hourMs, minuteMs } from '../../lib/core/time.ts';

const start = Date.parse('2026-11-20T17:00:00Z');
const until = start + 3 * dayMs;

function mute(id: string, at: number, target = 'web/orders'): AlertEvent {
  return { kind: 'mute', id, at, region: 'eu-west-1', by: 'me', target, until, why: 'x' };
}

function unmute(id: string, at: number, target = 'web/orders'): AlertEvent {
  return { kind: 'unmute', id, at, region: 'eu-west-1', by: 'me', target };
}

/** Each request in a message of its own, a minute after the other; who is muted when all was heard. */
function heardOneByOne(events: readonly AlertEvent[], now = start + hourMs): readonly string[] {
  let state: MutesState | undefined;
  for (const [at, event] of events.entries()) ({ state } = hearMutes(state, [event], now + at * minuteMs));
  return state?.mutes.map(({ id }) => id) ?? [];
}

const m1 = mute('m1', start);
const u1 = unmute('u1', start + 10 * minuteMs);
const m2 = mute('m2', start + 20 * minuteMs);

describe('requests come twice and out of order', () => {
  test.each([
    { name: 'a mute that comes again after its unmute', events: [m1, u1, m1], muted: [] },
    { name: 'an unmute that overtakes its mute', events: [u1, m1], muted: [] },
    { name: 'an unmute that comes again after a newer mute', events: [m1, u1, m2, u1], muted: ['m2'] },
    { name: 'an older mute after the newer one', events: [m2, m1], muted: ['m2'] },
    { name: 'a mute of another target', events: [u1, mute('m3', start, 'web/search')], muted: ['m3'] },
    { name: 'a mute that is over', events: [{ ...m1, until: start + minuteMs } as AlertEvent], muted: [] },
  ])('$name: muted $muted', ({ events, muted }) => {
    expect(heardOneByOne(events)).toEqual(muted);
  });

  test('whatever the order, and however often each comes, the latest request counts', () => {
    const all = [m1, u1, m2, unmute('u2', start + 30 * minuteMs), mute('m3', start + 40 * minuteMs)];
    const deliveries = fc.integer({ min: 1, max: all.length }).chain((count) => {
      const sent = all.slice(0, count);
      return fc
        .tuple(fc.shuffledSubarray(sent, { minLength: count }), fc.array(fc.constantFrom(...sent), { maxLength: 4 }))
        .map(([once, again]) => ({ last: sent.at(-1), events: [...once, ...again] }));
    });
    fc.assert(
      fc.property(deliveries, ({ last, events }) => {
        const expected = last?.kind === 'mute' ? [last.id] : [];
        expect(heardOneByOne(events)).toEqual(expected);
      }),
    );
  });
});

test('a mute that was taken back is remembered until it would have ended, and then forgotten', () => {
  const { state } = hearMutes(undefined, [m1, u1], start + hourMs);
  expect(nextMuteEnd(state)).toEqual({ wakeAt: until });
  const after = hearMutes(state, [], until);
  expect({ state: after.state, next: nextMuteEnd(after.state) }).toEqual({
    state: { kind: 'mutes', mutes: [] },
    next: { final: true },
  });
});
