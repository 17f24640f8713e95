import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf } from '../../../lib/ecs/events/timestamp.ts';

describe('timestamps of events', () => {
  test.each([
    ['2026-11-20T17:00:00Z', Date.UTC(2026, 10, 20, 17)],
    ['2026-11-20T17:00:00.9Z', Date.UTC(2026, 10, 20, 17, 0, 0, 900)],
    ['2026-11-20T17:00:00.96Z', Date.UTC(2026, 10, 20, 17, 0, 0, 960)],
    ['2026-11-20T17:00:00.607Z', Date.UTC(2026, 10, 20, 17, 0, 0, 607)],
    ['2026-11-20T17:00:00.607999Z', Date.UTC(2026, 10, 20, 17, 0, 0, 607)],
    ['2026-11-20T17:00:00.999999999Z', Date.UTC(2026, 10, 20, 17, 0, 0, 999)],
    ['2026-11-21T02:00:00+09:00', Date.UTC(2026, 10, 20, 17)],
    ['2026-11-20T13:30:00.5-03:30', Date.UTC(2026, 10, 20, 17, 0, 0, 500)],
    ['2024-02-29T23:59:59Z', Date.UTC(2024, 1, 29, 23, 59, 59)],
  ])('%s', (written, at) => expect(instantOf(written)).toBe(at));

  test.each([
    [''],
    ['1'],
    ['2026'],
    ['yesterday at noon'],
    ['2026-11-20'],
    ['2026-11-20T17:00:00'],
    ['2026-11-20T17:00Z'],
    ['2026-11-20 17:00:00Z'],
    ['2026-11-20T17:00:00.Z'],
    ['2026-11-20T17:00:00,5Z'],
    ['2026-11-20T17:00:00Zulu'],
    ['2026-11-20T17:00:00+0900'],
    ['2026-11-20T17:00:00+09:0x'],
    ['2026-13-01T00:00:00Z'],
    ['2026-00-01T00:00:00Z'],
    ['2026-11-32T00:00:00Z'],
    ['2026-11-20T24:00:00Z'],
    ['2026-11-20T17:60:00Z'],
    ['2026-1x-20T17:00:00Z'],
    ['0026-11-20T17:00:00Z'],
    ['1969-12-31T23:59:59Z'],
    ['2026-11-20T17:00:60Z'],
    ['2026-11-20T17:00:00+24:00'],
    ['2026-11-20T17:00:00+09:60'],
    ['-026-11-20T17:00:00Z'],
    ['Fri, 20 Nov 2026 17:00:00 GMT'],
    [' 2026-11-20T17:00:00Z'],
  ])('%j is none', (written) => expect(instantOf(written)).toBeUndefined());

  test('every moment comes back, with as many fraction digits as one likes and from any zone', () => {
    const moment = fc.date({
      min: new Date('1971-01-01T00:00:00Z'),
      max: new Date('2099-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(
        moment,
        fc.nat({ max: 999_999 }),
        fc.integer({ min: -14 * 60, max: 14 * 60 }),
        (date, tail, minutes) => {
          const iso = date.toISOString();
          const digits = String(tail).padStart(6, '0');
          expect(instantOf(iso)).toBe(date.getTime());
          expect(instantOf(`${iso.slice(0, -1)}${digits}Z`)).toBe(date.getTime());
          const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1);
          const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
          const zone = `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
          expect(instantOf(`${local}${zone}`)).toBe(date.getTime());
        },
      ),
    );
  });

  test('whatever is read at all is what Date.parse reads', () => {
    const near = fc
      .tuple(
        fc.date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('2200-01-01') }),
        fc.nat({ max: 24 }),
        fc.string({ maxLength: 2 }),
      )
      .map(([date, at, by]) => date.toISOString().slice(0, at) + by + date.toISOString().slice(at + by.length));
    fc.assert(
      fc.property(near, (written) => {
        const at = instantOf(written);
        if (at !== undefined) expect(at).toBe(Date.parse(written));
      }),
      { numRuns: 2000 },
    );
  });
});
